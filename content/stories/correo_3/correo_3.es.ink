// Tres cortas, una larga
// Capítulo tres y último de «El correo de las seis y nunca»
//
// Nudos y opciones son los mismos en correo_3.en.ink, en el mismo orden: una prueba lo comprueba.
// Qué significa cada etiqueta se cuenta en docs/story.md; el arco de los tres capítulos, en docs/content.md.

# title: Tres cortas, una larga

EXTERNAL besitos()
EXTERNAL es_vip()
EXTERNAL nivel()
EXTERNAL nombre()
EXTERNAL tiene(id)
EXTERNAL mision(id)
EXTERNAL recuerda(id)

VAR minuto = 0
VAR luz = 0
VAR ofe = 0
VAR suerte = 0
VAR regla = false
VAR carta = false

-> inicio

// ── Las seis ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== inicio
{recuerda("la_recibio_ofelia") or recuerda("carta_al_fin"):
    ~ carta = true
    ~ ofe++
}
{
- recuerda("hora_y_siete"):
    En la pared pone «a las seis y siete», y desde las cinco no hay en La Escalera un alma sentada. Se barren portales. Se riegan macetas de plástico. Un niño lleva una hora con la camisa limpia, que es su marca personal. # imagen:pared
- recuerda("hora_de_todos"):
    En la pared hay trescientas horas, y el barrio, para no ofender a ninguna, ha decidido esperarlas todas. Desde las cinco no queda un alma sentada. La última hora de la lista, en una esquina, la puso un niño: «cuando ya casi no». # imagen:pared
- recuerda("hora_domingo"):
    Es domingo. Lo ha confirmado una comisión. Hay sábanas limpias en los balcones, hay caldo en los portales, y Nima lleva desde el alba con los zapatos del colegio puestos, en domingo, por propia voluntad. # imagen:pared
- recuerda("hora_en_punto"):
    En la pared pone «a las seis». Ayer pasó de largo por siete minutos y hoy el barrio entero ha salido con siete minutos de sobra en cada bolsillo, por si se pudieran prestar. # imagen:pared
- recuerda("hora_ahora"):
    En la pared pone «ahora», y ahora pasó la noche encallado en los escalones, con la banda tocando y sin que bajara nadie. Habían llegado, pero no del todo: faltaba, dijo doña Ofelia, el acuse de recibo. A mediodía el barco reculó hasta la niebla, por educación, para volver a llegar. # imagen:pared
- else:
    En la pared pone «nunca», y debajo, con tiza: «salvo mañana». Mañana ya es hoy. Nadie admite haberlo escrito; todos admiten haber dormido mal y haberse planchado algo, por si acaso. # imagen:pared
}
Dan las seis. Es la hora de Salidas, y esta vez no sale nada: todos los relojes de La Escalera hacen «tic» a la vez y se quedan pensando. El humo se para encima de las chimeneas. Una gota se para debajo de un grifo. La gente, no. La gente se mira. # pausa
Y de la niebla, sin sirena, como quien entra en su cuarto a oscuras para no despertar a nadie, sale el «Aurelia».
* [Entrar en la oficina: está sonando el telégrafo] -> telegrafo
* [Buscar con la vista a doña Ofelia] -> ofelia_quieta
* [Quedarte mirando el barco, que para eso ha venido] -> barco

=== barco
Trae las luces apagadas y la banda encendida. En cubierta hay sesenta y dos personas con el abrigo puesto, asomadas todas al mismo lado, que es el tuyo. Una señora sostiene un loro. Un cura sostiene a un mareado. # imagen:barco
Miran hacia aquí como se mira una habitación donde uno sabe que hay alguien. No ven el muelle. Entre ellos y el muelle hay un palmo de niebla y cuarenta y un años.
* [Correr al telégrafo] -> telegrafo
* [Buscar con la vista a doña Ofelia] -> ofelia_quieta

=== ofelia_quieta
Está en la puerta de su taller, con la cortina puesta. Es decir: con el vestido. Lleva el dedal, el pelo recogido y una expresión de haberse equivocado de siglo. # imagen:taller
—Suena el telégrafo —dice, sin moverse—. Vaya usted. Yo estoy jubilada.
Tres cortos, uno largo. En cuarenta años de oficio no había dejado sonar dos veces un aparato. Va por la novena.
* [Ir tú] -> telegrafo
* [Ofrecerle el brazo hasta la oficina] -> telegrafo_brazo

=== telegrafo_brazo
~ ofe++
Doce pasos. Los da como quien cruza un río por piedras que ha puesto otra persona. En la puerta se suelta. # recuerda:el_brazo
—Hasta aquí —dice—. De oídas.
{recuerda("le_hable_en_morse"): Y al rato, más bajo: «Si duda, golpee. A usted se le entiende».}
-> telegrafo

=== telegrafo
La cinta ya va por el suelo. Dice lo mismo muchas veces, cada vez con más cuidado. # imagen:oficina
«OFE AQUI AURELIA. ESTAMOS EN LA BOCA. NO VEO EL MUELLE. NO VEO LUZ. ¿ESTAS?»
{recuerda("me_hice_pasar"): Y una línea más abajo: «SI ES LA RAYA CORTA DEL OTRO DIA, TAMBIEN ME VALE. DIGAME SOLO SI ESTA».}
—¿Qué dice? —pregunta doña Ofelia desde fuera, que lo ha oído perfectamente—. Dígale que no estoy.
* [Transmitir: «ESTA»] -> dice_esta
* [Transmitir: «NO ESTA», como te han pedido] -> dice_no_esta
* {recuerda("nima_aprende")} [Dejarle la palanca a Nima, que ha entrado sin que la oyeras] -> dice_nima
* [Salir, tomarle la mano y ponerle el dedo en la palanca] -> dice_ella

=== dice_esta
~ ofe++
«ESTA», transmites. Cuatro letras. La última es un punto y una raya, y te tiembla la raya. # recuerda:dije_que_esta
Del otro lado no llega nada. Llega un rato de nada. Y después, muy seguido, un disparate de puntos y rayas sin sentido, como si el que transmite se hubiera sentado encima del aparato, o se hubiera puesto a bailar.
—Eso no es reglamentario —dice doña Ofelia, con la voz hecha un hilo. # pausa
-> siete

=== dice_no_esta
«NO ESTA», transmites. Contesta enseguida: «BUENO. ESPERO.» # recuerda:dije_que_no_esta
Doña Ofelia, al otro lado de la puerta, se lleva el dedal a la boca.
—Cuarenta y un años —dice—, y no se le ha ocurrido pensar que es mentira. Ni que es verdad. Espera. Así, sin anestesia. # pausa
-> siete

=== dice_nima
~ ofe++
Nima se escupe en los dedos y escribe. Corta, corta, corta. Y larga. Larguísima. # recuerda:nima_telegrafista # premio:6
«OFE», contesta el aparato, al instante. «ESA RAYA LA CONOZCO.»
«SOY NIMA», transmite ella, con la lengua fuera. «TENGO ONCE Y MEDIO. OFELIA ESTA EN LA PUERTA CON UN VESTIDO. TIEMBLA PERO ES DE FRIO.» Y después de pensarlo: «NO HACE FRIO.» # pausa
-> siete

=== dice_ella
Tiene la mano helada y pequeña. El dedal choca contra la palanca. Se oye a sí misma hacer el primer punto, y ya no puede parar, porque un punto solo no es nada; y el segundo; y el tercero. # recuerda:dedo_de_ofelia
La raya la deja tan larga que salen los vecinos a ver qué se ha roto.
~ ofe++
«OFE», contesta el hilo. Y nada más, porque ya está dicho todo. Ella se quita el dedo del aparato y se lo mira, como si fuera el dedo de otra. # pausa
-> siete

=== siete
Se oye un jadeo en la escalera. Es el sereno, que ha subido trescientos doce peldaños con una lata en cada mano. Las deja en el mostrador. No dice nada, que es lo suyo. Pero escribe con la uña, en la hojalata: «ARDE Y NO ALUMBRA». # mision:siete_latas # premio:10 # checkpoint:los_siete_minutos
Lo entiendes despacio. {recuerda("seis_latas_llenas"): Son las que viste, las que ha llenado él, dedal a dedal.|Ha llenado seis latas él solo, un dedal por noche, durante cuarenta y un años.} Queroseno hay. Pero el faro no enciende con lo que devuelve el que no se lo llevó.
—Tienen que bajarlas ellos —dice doña Ofelia—. Cada cual la suya. Y diciéndolo. —Mira el reloj, que sigue sin hacer «tac»—. De las seis a las seis y siete: ese es el tiempo que hay. No se asuste, {nombre()}. En esta escalera, siete minutos han durado cuarenta y un años. Si se administran, dan para siete puertas.
* [Calarte la gorra y salir] -> alta
* [«¿Y la suya, doña Ofelia? ¿Quién la baja?»] -> ofelia_la_suya

=== ofelia_la_suya
—La mía está debajo de la máquina —dice—. Le puse un cojín encima y la uso de banqueta. Llevo cuarenta y un años cosiendo sentada en ella. # recuerda:la_banqueta
Se alisa el vestido, que no tiene ni una arruga.
—Vaya a buscar las otras. Luego hablamos de sillas.
-> alta

// ── Siete minutos ───────────────────────────────────────────────────────────────────────────────────────────────────

=== alta
{minuto >= 7: -> la_luz}
{alta == 1:
    La Escalera está parada y llena de gente, como una foto que respira. Por donde pasas, te abren sitio. Nadie pregunta adónde vas. Todos esperan que sea a su puerta, y que no.
- else:
    {reloj()} {barco_lejos()}
}
* [Peldaño 280: la panadería de Amaro] -> panaderia
* [Peldaño 240: la barbería de Leonel] -> barberia
* [Peldaño 200: doña Pura] -> pura
+ {ofelia < 3} [Peldaño 312: doña Ofelia] -> ofelia
* [Darle cuerda al reloj sin prisa, que atrasa siete minutos # con:reloj_sin_prisa] -> reloj_atrasa
+ [Bajar hacia el puerto] -> baja

=== baja
{minuto >= 7: -> la_luz}
{baja == 1:
    De la mitad para abajo la niebla te llega a la cintura y se aparta con educación, como en un cine. Huele a barco, que es como huele el metal cuando ha tenido miedo.
- else:
    {reloj()} {barco_lejos()}
}
* [Peldaño 151: la azotea de Nima] -> azotea
* [Peldaño 90: el Cine Capri] -> cine
* [Peldaño 77: la puerta que estuvo tapiada] -> puerta77
* {recuerda("carta_a_quien_tarda") or recuerda("carta_a_mi") or recuerda("besito_al_mar")} [Peldaño 40: el buzón rojo, que te llama por tu nombre] -> buzon
* {minuto >= 2 and (azotea or cine or puerta77)} [Peldaño 20: alguien tose dentro de la niebla] -> cobrador
+ {minuto >= 3} [Peldaño 1: al faro, con lo que haya] -> la_luz
+ [Subir] -> alta

=== reloj_atrasa
~ minuto = minuto - 2
El reloj cruje, carraspea y se pone a andar hacia atrás con gran dignidad. Nadie ha querido arreglarlo nunca; ahora sabes por qué. Los relojes que no andan bien guardan para luego. # recuerda:minutos_de_mas
Has ganado dos minutos. Los otros cinco, te parece, se los queda de propina.
-> alta

// ── La panadería ────────────────────────────────────────────────────────────────────────────────────────────────────

=== panaderia
~ minuto++
{recuerda("lata_amaro"):
    Amaro está en la puerta, sin delantal. Sin delantal no lo había visto nadie; parece un hombre que ha salido de un hombre. En la mano lleva una lata abollada. # imagen:panaderia
    —De mi padre —dice—. Estaba en el horno viejo. He pensado que la bajo yo, y que por el camino voy diciendo lo que es. En cada peldaño, si hace falta.
- else:
    Amaro está contando besitos. Sesenta y tres docenas, y no le sale la cuenta. Cuando te oye entrar, se equivoca adrede para empezar otra vez. # imagen:panaderia
    —No tengo nada que bajar —dice—. Nada de nada. ¿Quién se lo ha contado?
}
* {recuerda("lata_amaro")} [Bajar con él hasta que le salga la voz] -> panaderia_baja
* {not recuerda("lata_amaro")} [Abrirle el cuaderno por la primera hoja] -> panaderia_hoja
* {not recuerda("lata_amaro")} [Comprarle todo lo horneado, a ver si se calla el horno # costo:12] -> panaderia_compra
* [Pedirle el besito del frasco: hoy vuelve quien lo debe] -> panaderia_frasco
* [Dejarlo con sus bandejas] -> alta

=== panaderia_baja
~ luz++
—Mi padre se llevó una lata —dice Amaro en el 279, tan bajo que lo oye solo el peldaño. En el 270 ya lo oyen los balcones. En el 260 lo dice con su voz, la de llamar a merendar, y desde una ventana le contesta una mujer: «¡Pues lo rico que olía!». # recuerda:luz_de_amaro
Se ríe. Llora. Sigue bajando. {recuerda("amase_con_amaro"): Va tarareando, y desafina igual que ayer, igual que siempre, igual que él.}
-> alta

=== panaderia_hoja
La primera línea no es suya. Amaro la lee como si fuera la primera vez, en voz alta, porque hay gente en la cola: «Debo: una lata de luz».
Nadie de la cola dice nada. Luego, una señora pide turno. «Yo, otra», dice, y se pone roja.
* [«¿La baja usted, o la apunto como fiada?»]
    —Fiada —repite Amaro, como quien muerde una almendra amarga—. Cuarenta y un años fiada. No: esta se paga hoy y se paga andando.
    -> panaderia_lleva
* [Esperar a que decida] -> panaderia_lleva

=== panaderia_lleva
~ luz++
Amaro se quita el delantal, lo dobla en cuatro y lo pone sobre la balanza, que por primera vez en años marca cero. # recuerda:luz_de_amaro
—Aquí se fía todo —dice—. Lo que no se hace es perdonar. Eso lo decía él, y nadie le preguntó nunca por quién.
Saca la lata de debajo del horno. Se va con ella escaleras abajo, y el calor de la panadería, sin saber qué hacer, se va detrás.
-> alta

=== panaderia_compra
Te las envuelve todas. Tarda. Cuando termina, en el mostrador vacío se ve, de pronto, lo que las bandejas tapaban: una lata con un paño encima. # recuerda:luz_de_amaro
~ luz++
—Ya no me queda nada con qué disimular —dice Amaro—. Qué listo es el correo.
Los besitos se los llevan los niños, en los bolsillos, hacia el muelle. La lata se la lleva él.
-> alta

=== panaderia_frasco
Baja el frasco del estante. Pesa más de lo que debería: quince mil besitos, uno detrás de otro, aunque dentro haya uno solo. # item:besito_del_frasco
{recuerda("promesa_amaro"): Hay dos. Desde que le contaste cómo terminaba, hace dos.|—Que pague al volver, dijo. —Amaro carraspea—. Cóbrele. Es contabilidad.}
* {recuerda("lata_amaro")} [«¿Y la lata, Amaro?»] -> panaderia_baja
* {not recuerda("lata_amaro")} [«¿Y en la primera hoja, quién debe?»] -> panaderia_hoja
* [Guardarlo en la gorra y salir corriendo] -> alta

// ── La barbería ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== barberia
~ minuto++
Leonel está sentado en la cuarta silla, la que no deja usar a nadie, con la toalla caliente sobre la cara. Lleva así, calculas, desde que se vio el barco. # imagen:barberia
{recuerda("lata_leonel"): En el suelo, a sus pies, hay una lata con los números del dominó rayados en el culo. La ha sacado él. Llegar hasta la puerta ya es otra cosa.|—No estoy —dice la toalla.}
* [Levantar la toalla: «Está en cubierta. Lo he visto»] -> barberia_julian
* [Hablarle de la ficha que falta # con:blanca_doble] -> barberia_blanca
* [Jugárselo a una sola mano: si pierde, baja # costo:10] -> barberia_mano
* [Dejarlo donde está: cada cual tiene su niebla] -> alta

=== barberia_julian
—¿De qué color llevaba la bufanda? —dice la toalla, muy quieta.
No le viste la bufanda. Había sesenta y dos, y la niebla los vestía a todos de gris. Leonel espera. Ha contado tantas mentiras que las reconoce por los pasos.
* [«No lo sé. Baje y me lo dice»] -> barberia_baja
* [«Roja»] -> barberia_roja

=== barberia_roja
—La tenía azul —dice Leonel. Se quita la toalla. Debajo no llora; debajo está recién afeitado, hasta los huesos—. Gracias. Yo habría dicho lo mismo. # recuerda:menti_a_leonel
Se vuelve a poner la toalla. Por debajo asoma, eso sí, media sonrisa de colega. De ahí no lo saca nadie: acaba de ver lo bien que se está dentro de una mentira ajena.
* [Dejarle la lata junto a los zapatos, por si acaso] -> alta

=== barberia_blanca
—¿Quién le ha contado…? —Se arranca la toalla—. La blanca doble no vale nada. Cero. Es la peor ficha de la caja. Se la llevó para que yo no pudiera jugar, y yo he pensado todos los días, todos, que si vuelve, vuelve con ella en el bolsillo. Que en alguna parte hay un bolsillo con mi ficha.
Se levanta. Las rodillas le suenan como fichas.
-> barberia_baja

=== barberia_mano
~ suerte = RANDOM(1, 6)
Vuelca la caja sin mirar. Veintisiete fichas; le tiembla el meñique antes de empezar.
{suerte > 2: -> barberia_mano_gana}
Pierde la jugada, la tarde, la caja. Y gana la partida. No sabe cómo. Nunca había ganado sin querer. # premio:14
—Le devuelvo catorce —dice, aterrado—. Tome. No puedo ganar hoy. Hoy no.
* [«Entonces baje»] -> barberia_baja
* [Guardarte los catorce y dejarlo con su suerte] -> alta

=== barberia_mano_gana
—Dominó —dices. Leonel suelta el aire de cuarenta y un años.
—Menos mal —dice—. No sabe usted lo que cansa que a uno no le gane nadie de verdad.
-> barberia_baja

=== barberia_baja
~ luz++
Baja con la lata abrazada, como un recién nacido feo. En cada descansillo le preguntan qué lleva. # recuerda:luz_de_leonel
—La luz de ustedes —contesta Leonel—. La perdí a las cartas. Bueno, al dominó. Bueno: la perdí.
{recuerda("silla_de_leonel"): Detrás, en la barbería, deja la silla girada hacia la puerta. La misma. Para que el que venga no tenga que buscar sitio.}
-> alta

// ── Doña Pura ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== pura
~ minuto++
{
- recuerda("porra_honrada"):
    Doña Pura ya ha bajado la plancha, el ventilador y la lata, y ha puesto en fila a todo el descansillo. «La persona que me dijo que no», te presenta. La gente te mira como a un animal fabuloso.
- recuerda("aposte_sabiendo"):
    Doña Pura tiene la lata en la falda y te mira por encima de los lentes, con un papelito de la porra entre dos dedos.
    —Antes de pedirme a mí que confiese —dice—, a ver cómo se hace. Enséñeme.
- else:
    Doña Pura está planchando el aire. La lata, en el alféizar, tiene un geranio. «Lleva ahí toda la vida», dice, antes de que preguntes, y el geranio se sonroja.
}
* {recuerda("porra_honrada")} [«Cuando usted diga, doña Pura»] -> pura_baja
* {recuerda("aposte_sabiendo") and not recuerda("porra_honrada")} [Decirlo delante de todos: «Aposté sabiendo»] -> pura_confieso
* {recuerda("cobre_la_porra")} [Devolver lo que cobraste # costo:20] -> pura_devuelvo
* {not recuerda("aposte_sabiendo") and not recuerda("porra_honrada")} [Sacar el geranio con mucho cuidado] -> pura_geranio
* [Preguntarle por las veintidós camisas] -> pura_camisas
* [Hoy no tengo tiempo para confesiones ajenas] -> alta

=== pura_confieso
—Aposté —dices en voz alta— sobre una hora que iba a escribir yo. # recuerda:confese_la_apuesta
El descansillo se lo piensa. Después, uno levanta la mano: «Yo también aposté». «Y yo.» «Yo le pregunté la hora a su casera.» Resulta que en la porra no había nadie limpio, salvo el ventilador.
—¿Ve? —dice doña Pura—. No se ha muerto nadie. Espérese, que me toca.
-> pura_baja

=== pura_devuelvo
Cuentas veinte besitos encima de la mesa, uno por uno, para que los vea todo el mundo. Se tarda mucho más que en cobrarlos. # recuerda:devolvi_la_porra
Doña Pura los empuja hacia el centro.
—Bote para el próximo barco —declara. Y se levanta, y se cuelga la lata del brazo como un bolso bueno.
-> pura_baja

=== pura_geranio
Lo trasplantas a tu gorra, que nunca ha tenido mejor aspecto. La lata queda vacía, redonda, con tierra en el fondo. # recuerda:geranio
—Mi madre la puso ahí para no verla —dice doña Pura—. Yo la he regado cuarenta y un años para no olvidarla. Ya ve qué familia.
-> pura_baja

=== pura_camisas
—Veintidós. —Deja la plancha—. ¿Sabe qué he pensado? Que bajarán con ellas puestas. Que para esos muchachos ha pasado un rato. Que voy a ver, con estos ojos, planchado por mi madre, un cuello sin una arruga. # recuerda:veintidos_camisas
Se quita los lentes para limpiarlos, y los limpia de más.
-> pura_baja

=== pura_baja
~ luz++
Baja despacio, por el centro, con la lata en alto. # recuerda:luz_de_pura
—¡La que quedaba era esta! —va diciendo—. ¡Una de las seis! ¡Para planchar!
Y a su paso se va abriendo puerta tras puerta, y en cada puerta hay alguien con cara de haber planchado también lo suyo.
-> alta

// ── La azotea ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== azotea
~ minuto++
{recuerda("nima_telegrafista"):
    Nima ha vuelto a su azotea con un trozo de cinta atado en la muñeca. «Dice que quién me enseñó a dar la raya», cuenta. «Le he puesto que el faro. Y se ha quedado callado un rato, como los mayores.» # imagen:azotea
- else:
    Nima está de pie en el pretil, con una paloma en cada hombro y otra en la cabeza, que por lo visto es la que piensa. # imagen:azotea
}
{recuerda("carta_de_delia"): Más allá del «Aurelia», muy lejos, hay ahora otras luces: muchas, en filas, como un edificio que hubiera salido a dar un paseo. Nima no las mira. Las está mirando con todo el cuerpo.}
* {recuerda("lata_nima")} [«¿Dónde está la lata de tu bisabuela?»] -> azotea_lata
* {recuerda("lista_de_nombres")} [Darle la lista de los nombres] -> azotea_nombres
* [Pedirle que suelte a las cuarenta # tras:migas_para_nima] -> azotea_palomas
* [«¿Tienes miedo, Nima?»] -> azotea_miedo
* [Saludarla y seguir: abajo hay prisa] -> baja

=== azotea_lata
—Es el bebedero —dice Nima. Y lo es: cuarenta palomas llevan toda su vida bebiendo en un delito. # recuerda:luz_de_nima
~ luz++
Vacía el agua, la seca con el vestido y baja con ella saltando los escalones de dos en dos, y en cada dos grita: «¡Era para saludar! ¡Era para saludar! ¡Se le fue la mano!». No hay confesión más alegre en toda la historia del barrio. Varias personas mayores se apuntan para que las confiese ella.
-> baja

=== azotea_nombres
Nima los lee de pie, uno por uno, hacia la niebla, como quien pasa lista. # recuerda:nombres_leidos # premio:11
A cada nombre, en el barco se enciende una ventanilla. Y la niebla, que se lleva lo que no tiene nombre, va retrocediendo entre los que sí, tropezando, pidiendo disculpas.
~ luz++
—Falta uno —dice Nima al final—. El que mandó la lista no se puso. Siempre falta el que escribe.
-> baja

=== azotea_palomas
~ luz++
—Tres días de migas —dice Nima—. Se lo deben. # recuerda:palomas_al_mar
Silba. Y las cuarenta salen a la vez, con Bogotá delante, coja y en línea recta, y con el último sol en la tripa: cuarenta capitales blancas que se hunden en la niebla como cuarenta cerillas. Por donde pasan queda un momento encendido. No es el faro. Pero desde un barco, cuando no hay faro, se mira lo que hay.
-> baja

=== azotea_miedo
—No —dice—. Sí. —Y luego—: ¿Y si mi mamá viene y yo ya no soy de la altura que ella se acuerda? # recuerda:la_altura_de_nima
No se te ocurre nada listo. Le señalas, en la pared, las rayas de tiza: las migas, las sirenas, los días. Por la mitad hay otra, más vieja, con letra de mujer: «Nima, 9 años», y un trazo horizontal. Ella se pone de espaldas contra la pared. Le saca una cabeza a la raya. A la raya no parece importarle.
—Bueno —dice Nima—. Que mire el trazo. Es para eso.
* {recuerda("lata_nima")} [«¿Bajamos la lata?»] -> azotea_lata
* [Darle la mano, como el otro día, escupida] -> baja

// ── El cine ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== cine
~ minuto++
El Cine Capri está lleno. Lleno de verdad, con gente en los pasillos. En la pantalla, parado, el instante justo antes de quemarse. # imagen:cine
{recuerda("once_vecinos"): Los once de ayer han traído a otros once, y esos a otros. Nadie habla. Vienen a ver si hoy se ve.|Nadie los ha convocado. Será que afuera, con el barco ahí, da más miedo que adentro.}
* {recuerda("lata_eusebio")} [Subir a la cabina y apartarle el pulgar] -> cine_pulgar
* {not recuerda("lata_eusebio")} [«¿Qué pasa si la película no se quema, Eusebio?»] -> cine_confiesa
* [Sacar a Greta a la calle, con la Tertulia en pleno # vip] -> cine_greta
* [Sentarte un minuto en la fila siete] -> cine_fila

=== cine_pulgar
~ luz++
Es un pulgar viejo, con la yema quemada. Lo apartas con dos dedos. Pesa lo que pesa la tapa de un piano. # recuerda:luz_de_eusebio # pausa
Y la película sigue. La muchacha de cuarenta años levanta la mano; el dedal cae, brilla, entra en el dedo como si supiera el camino. Ella se lo mira. Y se ríe. Se ríe como no se ha vuelto a reír nadie en este barrio, y en la sala, trescientas personas que llevaban cuarenta y un años creyendo que ahí empezaba la desgracia ven que ahí, lo que hay, es una mujer que se ríe.
—Era esto —dice Eusebio—. Quemaba esto.
Toma la lata y baja el primero, alumbrando con la linterna.
-> baja

=== cine_confiesa
—Que se ve —dice Eusebio—. Que se ve lo contentos que estábamos. —Y ahí mismo, en mitad del pasillo, con voz de «por favor, ocupen sus asientos», lo cuenta. La lata, el estreno, el pulgar. # recuerda:luz_de_eusebio
~ luz++
Nadie silba. En la fila nueve, un señor se pone de pie y aplaude. No se sabe qué. Hay confesiones que vienen con butaca.
Después, Eusebio toma la lata y abre la marcha.
-> baja

=== cine_greta
Entre los doce de la Tertulia la sacan en andas, como a una Virgen con manivela. La plantan en mitad del 90, apuntando a la niebla, que es la pantalla más grande que ha tenido nunca nadie. # recuerda:funcion_en_la_niebla
~ luz++
~ ofe++
Y en la niebla, del tamaño de una montaña, zarpa el «Aurelia». Desde el «Aurelia» lo ven zarpar. Ven el muelle como era: dónde estaba, por dónde se entra. Ven a una muchacha con la mano en alto.
Arriba, en el 312, una mujer que cosía de espaldas se ha dado la vuelta. Se ve desde aquí: es la única ventana con alguien de frente.
-> baja

=== cine_fila
Te sientas. La butaca de al lado está ocupada por un carrete de hilo. # recuerda:fila_siete
{recuerda("butaca_pagada"): El cartelito de «reservado» tiene ahora una línea más, con letra redonda: «para después».|Debajo de la butaca, alguien grabó con una punta dos letras: T y O. Y una raya. Larga.}
No pasa nada, que es lo bueno del cine cuando está parado. Al salir, tienes el corazón como recién peinado.
* {recuerda("lata_eusebio")} [Subir a la cabina y apartarle el pulgar] -> cine_pulgar
* {not recuerda("lata_eusebio")} [Preguntarle a Eusebio qué pasa si no se quema] -> cine_confiesa
* [Salir a la niebla] -> baja

// ── El peldaño 77, el buzón, la tos ─────────────────────────────────────────────────────────────────────────────────

=== puerta77
~ minuto++
~ regla = true
{recuerda("un_ladrillo"):
    De los ladrillos no queda ninguno. Alguien ha barrido, alguien ha puesto visillos. La mesa está puesta para dos y medio.
- else:
    Quedan cuatro ladrillos, por vergüenza. Los quitas tú. Se dejan.
}
En el respaldo de la silla hay un loro que no estaba. Ha venido volando desde el barco; se ha parado aquí a recobrar el aliento. Tiene una pluma gris. La mira con asco. # pista:regla_de_la_escalera
—Diez años —dice el loro, que por lo visto sabe contar—. ¡Setenta y siete peldaños, diez años! ¡Ladrones!
Y comprendes. La niebla guarda; la escalera cobra. El que suba desde el mar irá pagando, peldaño a peldaño, el tiempo que debe: siete y pico por año, trescientos doce en total, cuarenta y uno de golpe si sube corriendo. Y el que baje desde arriba…
—¡Vuelto! —chilla el loro—. ¡Al que baja se le da el vuelto!
* [Preguntarle qué hay a la mitad] -> loro_mitad
* [Darle un besito, que se lo ha ganado # costo:1] -> loro_besito
* [Seguir bajando, echando cuentas] -> baja

=== loro_mitad
—¡Ciento cincuenta y seis! —recita el loro, con voz de maestra antigua—. ¡Veinte y veinte y medio! ¡Treinta y nueve y veinte, cincuenta y nueve! ¡Ochenta y uno menos veinte, sesenta y uno! ¡Siéntese, Iriarte! # recuerda:cuenta_del_loro
Sesenta y sesenta. A un escalón de distancia, calculas, tendrían la misma edad. Nunca la tuvieron.
-> baja

=== loro_besito
Se lo come con la pata, mirándote con un ojo y luego con el otro, para comparar. # recuerda:amigo_del_loro
—Coco —dictamina—. De antes.
Y sube volando otro tramo, refunfuñando los años, porque hay quien prefiere llegar.
-> baja

=== buzon
El buzón tose y te echa un sobre en la mano, tibio. La estampilla es un faro.
{
- recuerda("carta_a_quien_tarda"):
    No es la respuesta de aquella persona: nadie contesta tan deprisa. Es tu carta, la tuya, que ha dado la vuelta. En el dorso, con lápiz de a bordo, alguien ha puesto: «Leída en voz alta en cubierta, a falta de otra. Lloramos todos. Mándela otra vez: a quien tarda hay que escribirle dos». # recuerda:respuesta_de_a_bordo
- recuerda("carta_a_mi"):
    Es para ti, de ti. La abres y hay una línea que no pusiste: «Estimada persona de ayer: no los conté». La tinta sigue fresca, por si quieres contestar. # recuerda:respuesta_de_mi
- else:
    Adentro no hay carta. Hay un papel encerado con la marca de unos dientes y una nota: «¿HAY MAS?». Firmado: la cocina del «Aurelia». # recuerda:respuesta_del_mar
}
Eso no te ha costado ni un minuto. El correo, cuando es para uno, no corre.
* [Guardarlo contra el pecho]
    Ahí dentro hace lo que hacen las cartas: pesar un poco menos a cada peldaño.
    -> baja
* [Besar la estampilla, que nadie mira]
    Sabe a sal y a goma arábiga. Alguien sí miraba: el buzón, que cierra la boca y se pone más rojo.
    -> baja

=== cobrador
~ minuto++
De la niebla sale un hombre con gorra de visera, libreta y once años de retraso. Se sacude. Cae, de los hombros, un poco de noviembre.
—Buenas —dice—. ¿La casa de los señores Iriarte? Vengo a leer el contador del gas. Me he debido de equivocar de peldaño: llevo un rato dando vueltas.
Doña Ofelia tenía razón: se lo llevó la niebla. Y bajo el brazo, todavía, trae una lata.
* [«¿Y esa lata?»] -> cobrador_lata
* [Pagarle el recibo, que también es justicia # costo:4] -> cobrador_recibo
* [Decirle en qué año está] -> cobrador_ano

=== cobrador_lata
—¿Esta? —La mira como si le hubiera crecido—. La tomé a cuenta. La noche del «Aurelia», para la linterna. Quedaban… —Saca la libreta. Pasa hojas. Pasa muchas—. No. No quedaban. La séptima fue la mía. Lo apunté. Lo apunto todo: «no quedan». Y no se lo dije a nadie, porque no me preguntaron. # recuerda:luz_del_cobrador
~ luz++
Se quita la gorra. Tenía un nombre, dice, y hace mucho que no lo usa. Le preguntas cuál. Lo piensa tanto que ves a la niebla acercarse a escuchar. «Benigno», dice por fin; y la niebla, contrariada, se va a otra parte.
-> baja

=== cobrador_recibo
Cuatro besitos. Te da el recibo, con sello y fecha. La fecha es de hace once años; el gas, dice, ha subido. # recuerda:recibo_del_gas
~ luz++
Cuando guarda el lápiz se le cae la lata, y rueda, y la para el buzón rojo con el pie, si los buzones tienen pie. Benigno la recoge. «Esto no es de la compañía», murmura, y se le pone cara de contador a punto de dar la vuelta.
—Bájela —le dices.
—Debería apuntarlo —dice él. Y por primera vez no apunta nada: la baja.
-> baja

=== cobrador_ano
Se lo dices. Él hace la resta en la libreta, la comprueba y se sienta en el peldaño 20 con la lata en las rodillas.
—Once —dice—. Y yo preocupado porque no había cenado. # recuerda:benigno_sentado
* [«¿Y esa lata?»] -> cobrador_lata
* [Darle un besito y dejarlo cenar # costo:1]
    Lo mastica con los ojos cerrados, once años seguidos. Cuando los abre, mira la lata, te mira y te la tiende: «Esto no es de la compañía. Ande, bájela usted, que a mí me da vergüenza». # recuerda:luz_del_cobrador
    ~ luz++
    -> baja
* [Dejarlo hacer cuentas] -> baja

// ── Doña Ofelia ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== ofelia
~ minuto++
{ofelia == 1:
    Doña Ofelia está sentada en la lata, con el vestido puesto, de cara a la ventana. El barco cabe entero en el cristal. Cabría en un dedal, dice, si una supiera doblarlo. # imagen:taller
    {not carta: Se vuelve. «¿Y mi carta?», pregunta. «Porque había una carta. Y usted la tuvo.»}
- else:
    {ofelia_asa: Sigue en el peldaño 290, muy derecha, como quien espera un tranvía donde nunca hubo tranvía.|Sigue ahí. Pero ahora está de pie, y la lata tiene la marca de haber sido silla.}
}
* {not carta} [Contarle la verdad de la carta] -> ofelia_verdad
* {recuerda("el_vestido")} [«Le queda bien, doña Ofelia. El vestido»] -> ofelia_espejo
* {tiene("besito_del_frasco")} [Enseñarle el besito del frasco] -> ofelia_besito
* {regla} [Explicarle la regla de la escalera] -> ofelia_regla
* [«Una lata se baja entre dos. Yo agarro de un lado»] -> ofelia_asa
+ [Dejarla con su ventana] -> alta

=== ofelia_verdad
~ carta = true
~ ofe++
Se lo cuentas. Adónde fue a parar, quién la leyó, qué hiciste tú. No adornas; tampoco te castigas más de la cuenta, que es otra forma de adornar. # recuerda:la_verdad_de_la_carta
—«Ya voy. Guárdame un besito» —repite ella. Lo prueba en la boca. Ha esperado una vida para oírlo, y se lo acaba de decir el suplente—. Bueno. Tampoco es que el mensajero tenga que ser guapo.
-> alta

=== ofelia_espejo
~ ofe++
—Está cosido de espaldas —dice—. Se nota. —Pero se mira en el cristal, por encima del barco, y se arregla un hombro—. {recuerda("mano_de_ofelia"): Ya no le tiembla la mano. O el mundo ha agarrado por fin el compás.|Con ochenta y un años, lo difícil no es que te miren. Es que te miren esperando a otra.}
* [«Lo que espera es a usted»]
    —Eso dígaselo al espejo —contesta, pero no le da la vuelta al cristal.
    -> alta
* [No decir nada, y abrirle la ventana]
    Entra el aire, entra la banda, entra un «¡a merendar!» de hace cuarenta y un años. El vestido se mueve solo, como si bailara él primero.
    -> alta

=== ofelia_besito
~ ofe++
Lo mira sin tocarlo. Después se levanta, va al dobladillo del mapamundi y saca otro, y otro: los trae de la casilla 77, envueltos uno a uno en papel de seda. {recuerda("deje_el_besito"): «Este lo dejó usted», dice del último. «Los conté. Le tengo cariño desde entonces.»|«Alguno se han comido», dice. «No pasa nada. Para eso se dejan.»} # recuerda:los_besitos_de_los_dos
—O sea que el panadero también —dice, y se echa a reír—. ¡Y yo comprándoselos a escondidas, para que no pensara que esperaba!
-> alta

=== ofelia_regla
~ ofe++
—La niebla guarda y la escalera cobra —repite, despacio—. Y al que baja le da el vuelto. —Mira los peldaños como quien descubre que el vecino de toda la vida era banquero—. Cuarenta y un años, y no he bajado del doscientos. Por las rodillas, decía.
Se queda callada. Hace la cuenta con el dedal, en el cristal.
—Si bajo del todo, vuelvo a tener cuarenta. Y todo lo que he sido después, ¿quién lo lleva puesto? —Niega—. No. Del todo no. Pero hay un descansillo en el ciento cincuenta y seis. Da el sol por las mañanas. # recuerda:ofelia_sabe_la_regla
-> alta

=== ofelia_asa
~ luz++
~ ofe = ofe + 2
Se levanta de la lata. Se nota que a la lata le da pena. La levantan, cada cual de un lado; pesa como si todavía estuviera llena. # recuerda:luz_de_ofelia
—La sexta —dice doña Ofelia en el primer peldaño, con voz de dictar telegramas—. Fue la mía. Para hablar con mi novio. Stop.
Y de las ventanas, de los cables, de las camisas, no le llueve ningún reproche. Le llueve arroz. Alguien lo tenía guardado desde hacía cuarenta y un años.
La llevas tú, desde el 290. Ella se queda en ese peldaño, que ya es más abajo que ayer.
-> alta

// ── La luz ──────────────────────────────────────────────────────────────────────────────────────────────────────────

=== la_luz
El faro. {luz >= 4: El umbral está lleno de latas, y al lado de cada lata hay alguien en pie, con las manos vacías y la cara descubierta.|{luz >= 1: El umbral está a medias: alguna lata y, en el polvo, los huecos redondos de las que faltan.|El umbral está vacío. En el polvo hay siete huecos redondos.}} # checkpoint:el_umbral # imagen:faro
El sereno te espera con la cerilla. Tiene trece años y cincuenta y cuatro, según de dónde le dé la sombra.
{luz >= 1: Por cada vecino que hizo lo suyo hay ahora una luz. Las cuentas: {luz}.|Por cada vecino que hiciera lo suyo habría ahora una luz. No hay ninguna.}
* {luz >= 4} [Encender] -> luz_llena
* {luz < 4} [Encender con lo que hay] -> luz_justa
* [Poner en la fila la lata de luz # con:lata_de_luz] -> luz_septima
* [Pedir que esperen: falta tu lata, la de los besitos # costo:15] -> luz_besitos

=== luz_septima
~ luz = luz + 2
La que hiciste tú: un farolillo, un papelito de galleta, y lo que el barrio no decía. El sereno la pone en el hueco de la séptima, que llevaba cuarenta y un años guardándole el sitio a alguien. Entra justa. Hace «clic». # recuerda:la_septima
—Vaya —dice una voz ronca, oxidada, de niño. Todos se vuelven. El sereno se tapa la boca. Se le ha caído una palabra.
* {luz >= 4} [Encender] -> luz_llena
* {luz < 4} [Encender con lo que hay] -> luz_justa

=== luz_besitos
~ luz++
Vuelcas tu lata. Quince besitos de coco ruedan por el suelo del faro. El sereno los mira, toma uno, lo acerca a la llama. Arde: tiene azúcar de sobra. Arde con una llama rosa y un olor a merienda que llega hasta el barco. # recuerda:quince_besitos_de_luz
—¡Coco! —se oye allá dentro, en la niebla. Es el loro. O la tripulación.
* {luz >= 4} [Encender] -> luz_llena
* {luz < 4} [Encender con lo que hay] -> luz_justa

=== luz_llena
La mecha tose, duda, se acuerda. Y el rayo sale. # pausa
No corta la niebla: la enciende. Cuarenta y un años de cosas sin decir se ponen blancas, luego rosas, luego transparentes, y detrás hay un muelle, y agua, y un barco a treinta metros con sesenta y dos personas que de pronto se ven las manos. # logro:nunca_se_apaga # premio:16
En lo alto de La Escalera, en una oficina cerrada, un reloj hace «tac».
* [Correr al muelle a agarrar el cabo] -> atraque
* [Mirarle la cara al sereno] -> sereno_palabra

=== sereno_palabra
Tiene la boca abierta y la luz le da en los dientes. Mueve los labios. Prueba una palabra que llevaba en el bolsillo desde el otro día. # recuerda:ciro_habla
—Nunca —dice. Y, asombrado de lo bien que le sienta, termina por fin la frase—: Nunca más.
{tiene("nombre_del_sereno"): —Ciro —lo llamas. Él se vuelve enseguida, como si llevara la vida entera a punto de volverse.|Le preguntas cómo se llama. «Ciro», dice. Y luego, otra vez, por gusto: «Ciro».}
-> atraque

=== luz_justa
Prende. Da una luz delgada, de vela de cumpleaños, que llega hasta la punta del muelle y no se atreve más allá. El barco la ve. La busca. Se pasa por la izquierda.
El sereno mira la luz, mira el agua. Toma el farol de mano y echa a andar por el espigón, hacia dentro de la niebla, a ponerse él de faro. # imagen:niebla
{luz <= 1: Detrás, en la escalera, nadie dice nada. Y la niebla crece, como siempre que nadie dice nada.|Detrás, en la escalera, los que han hablado se llevan las manos a la boca.}
* {tiene("nombre_del_sereno")} [Gritar su nombre, para que no se lo lleve: «¡Ciro!»] -> ciro
* [Ir detrás de él] -> detras
* [Gritar tú tu parte: «¡Quedaban seis!»] -> quedaban
* [Quedarte en el umbral] -> final_niebla

=== ciro
—¡Ciro! # pausa
La niebla ya lo tenía por los hombros. Lo suelta. No puede con los que tienen nombre, y menos si se lo gritan. # recuerda:lo_llame_por_su_nombre
—¡Ciro! —grita Leonel desde arriba, o Amaro, o los dos—. ¡Ciro! —grita doña Pura, y Nima, y una señora que no lo había visto en su vida. Trescientas voces van poniendo su nombre en el espigón como quien pone baldosas. Y por las baldosas, con el farol en alto, Ciro llega a la punta y alumbra.
* [Correr al muelle a agarrar el cabo] -> atraque

=== detras
La niebla, por dentro, es una sala de espera. Hay sillas. Hay gente que conoces de vista, de fotos. Una voz amable te pregunta tu nombre, para apuntarte. # recuerda:entre_en_la_niebla
* [Decirlo] -> detras_nombre
* [Callar, por prudencia] -> detras_callar

=== detras_nombre
—{nombre()} —dices. La voz se retira, decepcionada. Los que tienen nombre no esperan: van. Encuentras al sereno a tres pasos, de rodillas, protegiendo la llama con la gorra; pones la tuya al lado, y entre las dos gorras el farol crece hasta parecer otra cosa.
El barco vira. Lo oyes venir. Es un ruido grande y tímido, como un elefante que pidiera permiso.
* [Agarrar el cabo] -> atraque

=== detras_callar
Te sientas. Se está bien. Hay revistas de hace once años. Ya casi no te acuerdas de a quién buscabas, y es un alivio; hasta que, sin querer, el pie se te pone a dar golpecitos en el suelo. Tres cortos. Uno largo.
Alguien, cerca, contesta. El sereno te agarra de la manga y tira.
* [Dejarte llevar hacia la luz] -> atraque
* [Seguir sentado un ratito más] -> final_niebla

=== quedaban
—¡Quedaban seis! —gritas—. ¡Todos creyeron que quedaban seis! ¡Y no fue ninguno, y fueron todos, y ya está! # recuerda:lo_grite
Es de muy mala educación. En La Escalera se hace un silencio de los de antes. Y dentro de ese silencio, como una gotera, una voz: «Una fue para mí». Y otra. Y otra. No son las de las latas: son otras, más chicas. Quien vio bajar a su madre con una lata. Quien vio luz de más en una ventana. Quien no preguntó.
La llama, con cada una, sube un dedo. El sereno se para en mitad del espigón. Se vuelve. El barco ve.
* [Correr al muelle a agarrar el cabo] -> atraque

// ── El muelle ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== atraque
Atraca. Es así de sencillo: un golpe de madera contra madera, un cabo, un nudo. La banda termina la pieza que empezó hace cuarenta y un años y no sabe qué tocar después. # checkpoint:el_muelle # imagen:barco
Bajan. Traen los abrigos, los baúles, el olor de otra época. Miran el barrio y lo encuentran un poco cambiado para haber estado fuera siete minutos.
{recuerda("veintidos_camisas"): Doña Pura va de cuello en cuello, sin atreverse a tocar. Veintidós. Ni una arruga.}
{recuerda("nombres_leidos"): Nadie pregunta quién es nadie. Se llaman. Se han aprendido la lista.}
* [Buscar a un marinero con una ficha en el bolsillo] -> julian
* [Buscar, detrás del barco, las otras luces] -> delia
* [Presentarte a la capitana, que busca a alguien del lugar # nivel:3] -> capitana
* [Esperar al último, que siempre es el telegrafista] -> tomas

=== capitana
La capitana te mira los galones, que no tienes, y te oye saludar por su nombre a media escalera, que sí. Decide que eres la autoridad. # recuerda:acuse_de_recibo
Te pone delante el cuaderno de bitácora, abierto por una página en la que solo pone, repetido, «18:07». Al pie, una línea para el puerto.
Escribes lo que se te ocurre, con el último cabo de tiza: «Recibidas sesenta y tres personas, un loro y una saca. En buen estado. El retraso ha sido nuestro». # premio:9
—Siempre quise saber de quién —dice ella, y firma al lado.
* {not julian} [Buscar al marinero de la ficha] -> julian
* {not delia} [Buscar las otras luces] -> delia
* [Esperar al telegrafista] -> tomas

=== julian
{barberia_baja:
    Leonel está al pie de la pasarela, con el traje que le queda como a otro. Baja un muchacho con bufanda azul. Lo mira. Le mira las manos, que las manos no han aprendido.
    —Estás viejo —dice Julián.
    —Hice trampas —dice Leonel, que lleva la frase preparada desde los treinta años y le ha salido sin el principio.
    —Ya lo sé. Por eso me llevé esta. —Y le pone en la palma una ficha en blanco, dos veces en blanco, la que no vale nada. # recuerda:la_blanca_volvio # premio:13
    Se quedan así. No saben si son hermanos, o abuelo y nieto, o dos fichas que casan. Luego suben. Julián, despacio, contando, con la cara de quien va a pagar a medias.
- else:
    Un muchacho con bufanda azul se queda el último en la pasarela, buscando a alguien. Mira las ventanas. En la del 240 hay una silla, y en la silla, una toalla.
    —¿Está mi hermano? —te pregunta. Le dices que sí, que en la misma silla. Él sube a buscarlo, jugueteando con algo blanco en el bolsillo. Se lo oye contar los peldaños hasta muy arriba. # recuerda:julian_subio_solo
}
* {not delia} [Buscar las otras luces] -> delia
* [Esperar al telegrafista] -> tomas

=== delia
{recuerda("carta_a_mama") or recuerda("carta_de_delia"):
    Detrás del «Aurelia», por el agua ya limpia, viene un bote a remo, y en el bote una mujer con uniforme de camarera, remando de espaldas. No llama. No grita. Silba.
    Desde el 151 contestan cuarenta palomas y una niña que ya está en el 100, en el 50, en el 10, con los zapatos en la mano.
    Delia la mira de arriba abajo. Le pone la mano plana sobre la cabeza y luego, sin mover la mano, se la lleva al pecho, a ver por dónde le llega. # recuerda:delia_volvio
    —No toqué la puerta —dice. {recuerda("la_altura_de_nima"): Y Nima, con la voz de informar: «Hay un trazo en la pared. Te lo enseño, para que compares».|Y Nima: «Ya lo oí. Silbas fatal».}
- else:
    Mar adentro, en filas, brillan las ventanas de un hotel que flota. Nima las mira desde el pretil. Nadie rema hacia aquí.
    —Es que no le escribí —dice—. Pensé que ya sabía. —Y saca un lápiz, y se sienta con las piernas colgando, y empieza por la fecha. # recuerda:nima_escribe_al_fin
}
* {not julian} [Buscar al marinero de la ficha] -> julian
* [Esperar al telegrafista] -> tomas

=== tomas
Baja el último. Treinta y nueve años, bolsa de marinero, un dedo manchado de café. Te ve la gorra y se le abre la cara. # imagen:barco
—¡Correo! —dice Tomás Iriarte—. ¿Llegó la mía? Una cosa de nada. La escribí esta mañana.
{carta: —Llegó —le dices. No le dices cuándo. Tampoco le dices que el matasellos es de mañana; ya lo verá, cuando sea.|Le dices la verdad: que la carta dio muchas vueltas, y que ella no la tuvo en la mano. Él asiente. «Entonces se la digo yo», dice. «Me la sé. Es corta.»}
Mira escaleras arriba. Trescientos doce. Pone un pie en el primero, y el pelo, en la sien, le blanquea un hilo.
* {regla} [Contarle la regla, antes de que dé otro paso] -> tomas_regla
* [Cobrarle: «Debe un besito desde hace cuarenta y un años» # con:besito_del_frasco] -> tomas_besito
* [Decirle la edad que tiene ella] -> tomas_edad
* [Apartarte y dejarle sitio] -> decision

=== tomas_regla
Se lo cuentas como te lo contó el loro. Él no se asusta: hace cuentas, con los dedos, en morse. # recuerda:tomas_sabe
—O sea que si subo, llego de ochenta —dice—. Y si baja ella, me llega de cuarenta. —Levanta la vista—. ¿Y quién ha estado con ella todos esos años?
—Nadie —dices—. Todo el barrio. Una máquina de coser.
—Pues yo no le quito eso —dice Tomás.
-> decision

=== tomas_besito
Se lo das. Él lo mira a la luz del faro, por un lado y por otro, como un reloj.
—Está hecho de hoy —dice. # recuerda:cobre_el_besito
—Y de ayer —dice Amaro, que se ha acercado con el cuaderno abierto—. Y de antes de ayer. Uno por día. Firme aquí. —Tomás firma, con café, y Amaro tacha la línea. Le tiembla tanto el pulso que la tacha dos veces: una por Iriarte y otra por la de más arriba.
Tomás no se lo come. Lo parte. Se guarda las dos mitades.
-> decision

=== tomas_edad
—Ochenta y uno —repite. Se sienta en el peldaño 1. Lo oyes respirar—. Le dije «guárdame un besito». Ni siquiera le dije «perdona el retraso».
Se pasa la mano por la cara, donde el primer peldaño le ha dejado ya un mes y medio de cansancio. # recuerda:tomas_lo_sabe_todo
—¿Y todavía da la raya así de larga?
—Más —le dices.
Se levanta.
-> decision

=== decision
{ofe >= 2: Arriba, muy arriba, entre camisas y cables, se mueve algo color crema. Doña Ofelia está bajando. Va por el 250, agarrada de la baranda, discutiendo con cada rodilla por separado.|Arriba, muy arriba, en el 312, hay una ventana con luz y alguien detrás. No baja. No se aparta.} # checkpoint:la_escalera_entera
{regla: La escalera espera, con la mano extendida. Cobra al que sube. Devuelve al que baja. No perdona, pero redondea.|La escalera espera. Tiene, ahora que te fijas, cara de cuaderno de cuentas.}
Tomás te mira. Ella, desde allá, también. Eres Correos: en medio no hay nadie más.
* [«Suba. Le está esperando arriba»] -> final_arriba
* {ofe >= 2} [Hacerle señas a ella: que baje hasta el mar] -> final_abajo
* {ofe >= 2 and regla} [«Cada uno la mitad. Ciento cincuenta y seis»] -> final_mitad
* {ofe >= 1} [Señalar el barco: aún queda una salida, a las seis] -> final_a_bordo
* [«No se muevan. Escríbanse. Yo llevo las cartas»] -> final_correo

// ── Finales ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== final_mitad
Él sube. Ella baja. No corren: cada peldaño hay que pagarlo, y cada peldaño hay que cobrarlo, y ninguno de los dos quiere equivocarse con la cuenta. El barrio se asoma y no respira. # logro:ciento_cincuenta_y_seis # premio:40 # final:la_mitad
A él se le va llenando de gris el pelo; a ella se le va yendo. A él le aparecen las lentes de leer; ella se guarda las suyas. En el 160, Tomás se para a tomar aire. En el 152, doña Ofelia se para a devolverlo. # pausa
Y en el descansillo del ciento cincuenta y seis, donde da el sol por las mañanas, se encuentran un hombre de sesenta y una mujer de sesenta. Cada uno ha puesto veinte años y pico. Se miran las manos primero, que es por donde se empieza.
—Llegas tarde —dice Ofelia.
—Siete minutos —dice Tomás. {recuerda("cobre_el_besito"): Y saca su medio besito, y el de ella.|Y le enseña la palma, vacía.} Ella le pone encima el dedal.
Tres veces corto, y una larga. No es la sirena. Desde abajo no se ve bien; es por donde están las camisas tendidas. Pero trescientas personas, con mucha educación, miran al suelo, y esta vez sonríen. # pausa
-> epilogo

=== final_arriba
Sube. No hay quien lo pare. Sube como se sube cuando alguien espera: sin contar, y la escalera cuenta por él. En el 77 saluda a su puerta con diez años más. En el 156 le pesan. En el 240 se sienta un rato con Leonel, que tampoco es un niño. # premio:25 # final:arriba
{ofe >= 2: Ella lo ve venir desde el 250, dice «ah, no, así no», y se vuelve arriba a poner agua para dos.}
Llega al 312 con ochenta años, sin aliento, con la bolsa de marinero colgándole de un hombro que ya no es de marinero. Ella abre antes de que llame.
—Podías haber esperado a que bajara —dice doña Ofelia.
—Ya has esperado tú bastante —dice él—. Me tocaba.
Se sientan los dos, él en la silla, ella en el hueco que ha dejado la lata. Tienen la misma edad, la misma tos y cuarenta y un años que contarse. Por suerte, él los acaba de cumplir todos y viene fresco. # pausa
-> epilogo

=== final_abajo
Baja. El barrio la ve bajar y no la reconoce: en el 200 no lleva bastón, en el 150 no lleva lentes, en el 90 se suelta el pelo delante del cine y Eusebio, que la filmó, tiene que sentarse. # premio:25 # final:abajo
En el 1 pone el pie una muchacha de cuarenta años con un vestido crema. Tomás la levanta del suelo. Se ríe como en la película, después de donde se quemaba. # pausa
Luego te ve, con la gorra, y te sonríe con la amabilidad de las desconocidas.
—Perdone —dice—, ¿usted es del barrio? —Y se mira el dedal, y no sabe por qué tiene el dedo tan gastado. La escalera le ha devuelto hasta el último día. También el día en que golpeó tu puerta.
Te quitas la gorra. Le dices que sí, que eres de aquí. Que hace poco. Que si quiere, un día le cuentas. # pausa
-> epilogo

=== final_a_bordo
—A las seis hay Salidas —dices—. No dice de qué año. # premio:20 # final:a_bordo
Doña Ofelia baja con una maleta en la que cabe una máquina de coser, y no mira los peldaños: mira el agua. No hace falta que lleguen a ninguna parte, le oyes decir; ya ha llegado todo el mundo. Les basta con un sitio donde siempre sean las seis y siete y se vea el faro.
Suben a bordo del brazo. Ella tiene cuarenta cuando pisa la cubierta, y ochenta y uno cuando se asoma a despedirse, o al revés; la luz del faro, que va y viene, no se decide.
—¡Le dejo el dedal! —te grita—. ¡No es un adorno! —Y brilla, y cae, y levantas la mano, y sabe el camino. # pausa
Cada año, el mismo día, por la puerta de la oficina, de adentro hacia afuera, te cae una carta con el matasellos de mañana. Siempre están llegando a alguna parte. Siempre mandan besitos. # pausa
-> epilogo

=== final_correo
No es lo que ninguno de los dos esperaba. Es, cuando lo piensan, lo que han hecho siempre. # premio:30 # logro:hasta_la_ultima_carta # final:el_correo
Él se queda en el 77, que es su casa, con diez años más y la mesa puesta. Ella, en el 312, con la ventana de frente. Y cada tarde, a las seis, tú subes con una carta, y a las seis y siete bajas con otra. Doscientos treinta y cinco peldaños. No los cuentas.
Nunca les preguntas qué se dicen. Pero las cartas, al principio, pesan; y luego cada vez menos; y un martes de marzo, al bajar, te cruzas a doña Ofelia en el 300, que va por hilo. Otro martes está en el 270. A él lo has visto por el 100, tomando el aire.
Por el correo, les falta un año para encontrarse. No hay prisa. Hay gente a la que le hace falta escribirse antes. Tú tienes piernas. # pausa
-> epilogo

=== final_niebla
La luz se queda en la punta del muelle y no pasa de ahí. Se oye al barco buscarla, por la derecha, por la izquierda. Se oye a la banda llegar al final de la pieza y empezarla otra vez. # final:la_niebla
Y se va. No se hunde, no se pierde: se va, despacio, como quien llama a una casa donde hay luz y no le abren. # pausa
En el agua queda flotando una saca de Correos. Tiene dentro sesenta y dos cartas, y encima, escrita con café, otra más: «No pasa nada. Mañana también salimos a las seis. Guárdame el besito».
Doña Ofelia la lee en el 312, de pie. Después saca el descosedor, sube a la pared y, delante de todo el mundo, escribe una hora. Es la de mañana. Nadie la tacha. # pausa
-> epilogo

// ── Epílogo ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== epilogo
A las seis y siete, los relojes de La Escalera se ponen en marcha. Hacen un ruido de lluvia. La gota que estaba parada debajo del grifo cae, por fin, y suena como si la hubieran aplaudido. # checkpoint:fin_capitulo_3 # logro:de_planta
{final_niebla: De la niebla queda un poco, en los rincones, como queda el polvo. Cada vez que alguien dice en voz alta lo que se llevó, desaparece de un rincón. Ya casi no hay rincones.|De la niebla no queda nada. Bueno: en el 20, los domingos, un hilito. Es Benigno, el del gas, que fuma.}
{recuerda("faro_encendido") or recuerda("faro_encendido_2") or luz_llena: Ciro vende queroseno a nada y palabras a cinco. Dice pocas y son buenas.|Ciro tiene las ventanas del faro abiertas. Está pintando la puerta. Silba.}
{panaderia_baja or panaderia_lleva or panaderia_compra: En la panadería se vuelve a tostar con azúcar. Huele tanto que hay que tender la ropa más arriba.}
{pura_baja: Doña Pura ha abierto una porra nueva: «Qué día llega la próxima carta». Correos no puede apostar. Lo ha consultado consigo.}
{recuerda("nima_telegrafista") or recuerda("nima_aprende"): En la oficina hay una aprendiza de doce años, que se sienta de cara a la ventana. Ha puesto el aparato al revés para poder mirar.}
{recuerda("debo_un_nunca"): Leonel te recuerda que le debes un «nunca». Le dices que nunca se lo vas a pagar. Se da por pagado.}
{recuerda("respuesta_de_a_bordo"): Y esa noche escribes otra vez a quien tarda. La segunda sale más corta. Dice lo mismo.}
La gorra te queda bien. No es que haya encogido, ni que te haya crecido la cabeza. Es que, en algún momento entre un peldaño y otro, dejó de estar hecha para otra.
—¿Cuántos hay, al final? —te pregunta alguien que acaba de mudarse, mirando la cuesta con una maleta en cada mano—. Peldaños.
Vas a contestar. Te das cuenta de que no lo sabes. # pausa
En la puerta de la oficina de correos, donde ponía «VUELVO», alguien ha quitado con mucho cuidado, hilo a hilo, dos letras, y ha cosido otras. Ahora pone «VOLVÍ». Y por la ranura, a las seis en punto, de adentro hacia afuera, cae una carta. Trae un número de peldaño y un poco de fe. Trae tu nombre.
«Salidas: a las seis. Llegadas: siempre que se pueda.»
Fin.
-> END

// ── Los minutos ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== function reloj()
{
- minuto <= 0: ~ return "Son las seis. Siguen siendo las seis, con mucho aplomo."
- minuto == 1: ~ return "Las seis y uno."
- minuto == 2: ~ return "Las seis y dos. A alguien se le oye el corazón."
- minuto == 3: ~ return "Las seis y tres."
- minuto == 4: ~ return "Las seis y cuatro: el minuto más largo, según los ferroviarios."
- minuto == 5: ~ return "Las seis y cinco."
- else: ~ return "Las seis y seis. Queda una puerta."
}

=== function barco_lejos()
{
- luz <= 0: ~ return "El barco está en la boca del puerto, parado. La niebla le va comiendo las letras de la proa."
- luz == 1: ~ return "Del faro sale un hilito de luz. Enhebra una ola y se suelta."
- luz == 2: ~ return "El faro parpadea, como quien quiere despertarse y no puede."
- luz == 3: ~ return "Ya se lee el nombre en la proa, salvo la última letra."
- else: ~ return "El faro respira. Por toda la cuesta bajan vecinos con latas, en procesión, saludándose a la cara."
}

// Sin el bot, en Inky, las preguntas se responden así.

=== function besitos()
~ return 20
=== function es_vip()
~ return false
=== function nivel()
~ return 1
=== function nombre()
~ return "Alguien"
=== function tiene(id)
~ return false
=== function mision(id)
~ return ""
=== function recuerda(id)
~ return false
