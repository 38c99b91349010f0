// La hora que falta
// Capítulo dos de «El correo de las seis y nunca»
//
// Nudos y opciones son los mismos en correo_2.en.ink, en el mismo orden: una prueba lo comprueba.
// Qué significa cada etiqueta se cuenta en docs/story.md; el arco de los tres capítulos, en docs/content.md.

# title: La hora que falta

EXTERNAL besitos()
EXTERNAL es_vip()
EXTERNAL nivel()
EXTERNAL nombre()
EXTERNAL tiene(id)
EXTERNAL mision(id)
EXTERNAL recuerda(id)

VAR hora = 0
VAR latas = 0
VAR carta = 0
VAR apuesta = 0
VAR suerte = 0
VAR sabe_hora = false
VAR lampara = false

-> inicio

// ── La pared ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== inicio
{
- recuerda("la_recibio_ofelia"):
    ~ carta = 1
- recuerda("la_recibio_leonel"):
    ~ carta = 2
- recuerda("la_devolvi"):
    ~ carta = 3
- recuerda("la_guarde"):
    ~ carta = 5
- recuerda("la_abri"):
    ~ carta = 4
}
{recuerda("faro_encendido"):
    ~ lampara = true
}
A las siete de la mañana, La Escalera entera ha subido al peldaño 312 a mirar una pared. Hay gente en pijama, gente con zapatos de baile y un señor con media cara afeitada que bajará por la otra media, dice, en cuanto se decida algo. # imagen:pared
«Salidas: a las seis. Llegadas:». Y después, nada. Donde ayer decía «nunca» queda un rectángulo de pared limpia, del tamaño exacto de una palabra.
Mar adentro, detrás de una niebla que hoy no se fue a dormir, la sirena vuelve a sonar. Tres cortas, una larga. Nadie dice «el Aurelia». Todos miran al suelo con la misma educación. # pausa
{
- carta == 1:
    Doña Ofelia está en primera fila y lleva los labios pintados. De la manga le asoma la esquina de un sobre. Mira la pared como si la pared le debiera algo.
- carta == 2:
    Leonel ha venido de traje. Un traje de hace cuarenta y un años, que le queda como a otro. En el bolsillo del pecho, en lugar de pañuelo, lleva un sobre que no es suyo.
- carta == 3:
    En tu lata quedan migas de un coco que ya no se cosecha. Anoche devolviste una carta al viento; esta mañana, parece, el viento ha venido a hablar del asunto.
- carta == 4:
    La carta que abriste no está en ninguna parte. Solo tú sabes lo que decía, y lo que decía está ahora mismo tocando la sirena.
- carta == 5:
    La carta sigue contigo, contra el pecho. Desde que sonó la sirena está caliente como un pan.
- else:
    Qué fue de la carta de anoche lo cuenta cada cual a su manera. Tú tienes la tuya, y la niebla ya la está corrigiendo.
}
* [Mirar de cerca la pared] -> pared
* [Mirar el suelo, como todos, pero con atención] -> virutas
* [«¿Y por qué ahora me miran a mí?»] -> encargo

=== pared
De cerca, la pared huele a recién nacida. Debajo de «nunca» hubo otra hora, más antigua, borrada once años atrás con mucho más cuidado. Se adivina un seis. O un nueve con vocación.
La palabra no se la llevó una navaja. Los bordes están comidos por algo redondo y romo: el canto de una lata, dirías. La pared, si uno acerca la nariz, huele a queroseno.
* [Mirar también el suelo] -> virutas
* [Volverte: alguien te está tirando de la manga] -> encargo

=== virutas
Recoges una viruta de pintura. Por un lado es crema; por el otro conserva media «n». # pista:letra_de_aguja
Quien la grabó, hace once años, no usó navaja. El surco es fino, curvo, de puntadas: un descosedor. En La Escalera hay uno solo.
Tardas un instante en mirar el alfiletero de doña Ofelia. Ella tarda el mismo instante en taparlo con el chal.
* [Mirar también la pared] -> pared
* [Guardar la viruta y enderezarte] -> encargo

=== encargo
—Reglamento de Correos, artículo cuatro —recita doña Ofelia, y el barrio entero se aparta para dejar pasar el artículo—: «Ningún vapor entrará en un puerto que no lo espere a alguna hora». Esa pobre gente no puede atracar. En esta pared no la espera nadie a ninguna.
—¡Pues que se escriba una! —grita alguien desde un balcón.
—La escribe Correos, o no vale. —El dedal se posa en tu pecho, a la altura de la gorra—. Y Correos, {nombre()}, es usted. Que es lo que hay.
* [«¿Y qué hora escribo?»] -> corro
* [«¿Y por qué no la escribe usted, que fue telegrafista?»] -> jubilada
* [Extender la mano para que te den la tiza] -> tiza

=== corro
No lo vuelvas a preguntar. «¡A las seis de la mañana, con el pan!», dice uno. «¡El domingo!», dice una voz muy joven. «¡Ya!», dicen treinta. Y otra, desde el fondo, bajito, como quien se corta al afeitarse: «Nunca. Déjenlo como estaba».
Cada hora que dicen es distinta. La cara con que la dicen es la misma: la de quien se ha comido algo ajeno hace mucho y acaba de oír pasos en la cocina.
* [«¿Qué pasó aquí hace cuarenta y un años?»] -> silencio
* [Pedir la tiza y acabar con el griterío] -> tiza

=== silencio
El silencio baja peldaño a peldaño y va apagando conversaciones, como un sereno con prisa.
—Que se perdió un barco —dice al fin doña Pura, la del ventilador—. Eso pasó. Los barcos se pierden. Son muy de perderse.
Y con la última palabra, lo juras, la niebla sube un peldaño.
* [Tomar nota de eso y pedir la tiza] -> tiza

=== jubilada
—Porque me jubilé hace once años, y una jubilada con tiza es una señora que ensucia paredes.
Lo dice deprisa. Ha contestado antes de que terminaras de preguntar, como se contesta lo que uno se pregunta a diario.
* [«Entonces, ¿qué hora escribo?»] -> corro
* [«Deme la tiza»] -> tiza

=== tiza
Es media tiza, del último paquete oficial. Te la ponen en la mano entre cuatro, para que nadie pueda decir después que fue el otro. # mision:hora_que_falta # logro:jefatura_interina # item:tiza_correos # premio:10 # checkpoint:la_tiza
—Tiene hasta las seis, que es la hora de Salidas —dice doña Ofelia—. A las seis se cierra el día. Lo que no esté escrito a las seis no ha llegado. Diez besitos de dietas. Y escuche a la gente antes de escribir: en Correos, primero se lee.
La gorra te queda un poco menos grande que ayer. No es que haya encogido.
{recuerda("promesa_amaro"): Amaro, al pasar, te da un codazo de harina: «Una promesa cumplida abre el apetito de otra. Baje a verme».}
* [Probar la puerta de la oficina cerrada] -> puerta
* [Bajar a escuchar al barrio] -> alta

// ── La Escalera de día ──────────────────────────────────────────────────────────────────────────────────────────────

=== alta
{hora >= 7: -> las_seis}
{alta == 1:
    De día, La Escalera no sabe dónde ponerse. Con la niebla a media cuesta, los de arriba se asoman a los balcones como a un palco y hablan de los de abajo en pasado.
- else:
    {reloj()} {sirena()}
}
{besitos() < 5: Tu lata suena a hueco. A Amaro, con lo que ha horneado hoy, le vendrían bien dos brazos.}
* [Peldaño 280: la panadería de Amaro] -> panaderia
* [Peldaño 240: la barbería de Leonel] -> barberia
+ {apuesta == 0} [Peldaño 200: el descansillo de doña Pura] -> descansillo
+ {not oficina} [Peldaño 312: la oficina cerrada] -> puerta
+ {hora >= 1} [Peldaño 312: el taller de doña Ofelia] -> ofelia
+ [Bajar hacia el puerto] -> baja
* {hora >= 3 and (panaderia or barberia)} [No escuchar a nadie más: escribir ya la hora] -> las_seis

=== baja
{hora >= 7: -> las_seis}
{baja == 1:
    Por debajo del 160 se camina a tientas y se saluda por si acaso. Hay cuerdas tendidas de puerta en puerta; los vecinos llegan agarrados a ellas, como ropa que vuelve sola.
- else:
    {reloj()} {sirena()}
}
* [Peldaño 151: la azotea de Nima] -> azotea
* [Peldaño 90: el Cine Capri] -> cine
* [Peldaño 77: la puerta tapiada] -> tapiada
* [Peldaño 40: el buzón rojo] -> buzon
* {hora >= 2} [Peldaño 1: el muelle, el faro, el sereno] -> faro
+ [Subir] -> alta

// ── El descansillo: la porra ────────────────────────────────────────────────────────────────────────────────────────

=== descansillo
~ hora++
{descansillo == 1:
    Doña Pura ha sacado una mesa plegable, una pizarra y el ventilador, que gira despacio para que los billetes de la porra no se peguen. «QUÉ HORA VA A PONER CORREOS», dice la pizarra. Debajo, cotizaciones.
- else:
    Doña Pura te ha guardado el sitio y ha bajado las cotizaciones. «Por si se animaba», dice.
}
{recuerda("chisme_del_ventilador"): —A usted le fío —dice—, que ya tuvimos negocios y no se le escapó ni el nombre del ventilador.|—El correo puede apostar —te informa—. Lo he consultado conmigo.}
* [Cinco a «las seis en punto» # costo:5]
    ~ apuesta = 1
    -> porra
* [Cinco a «ahora mismo» # costo:5]
    ~ apuesta = 2
    -> porra
* [Cinco a «nunca» # costo:5]
    ~ apuesta = 3
    -> porra
* {sabe_hora} [Cinco a «las seis y siete», en voz muy baja # costo:5]
    ~ apuesta = 4
    -> porra
* [«La hora la escribo yo, doña Pura. No puedo apostar»] -> porra_honrada
+ [Seguir camino] -> alta

=== porra
Te da un papelito con un número y un guiño con intereses. # recuerda:aposte_sabiendo
—Que conste que yo no veo nada raro en que apueste quien escribe. El cura también compra lotería.
Detrás de ella, en la pared del descansillo, cuelga una plancha de hierro de las de antes. Está tan limpia que parece un retrato.
* [Preguntar por la plancha] -> pura_plancha
* [Guardarte el papelito y bajar los ojos] -> alta

=== porra_honrada
~ apuesta = 9
Doña Pura apaga el ventilador. Es su manera de quitarse el sombrero. # recuerda:porra_honrada # premio:5
—Cuarenta años llevo haciendo porras y es la primera vez que alguien me dice que no. Tome cinco. No es un soborno: es que no tengo cotización para esto.
Luego, sin que se lo pidas, descuelga de la pared una plancha vieja y la pone sobre la mesa, entre las dos conciencias.
* [Esperar a que hable] -> pura_plancha
* [Dejarla con lo suyo] -> alta

=== pura_plancha
~ latas++
—De mi madre —dice doña Pura—. De queroseno. El día del «Aurelia» había sesenta y dos camisas que planchar y una sola tarde. Se quedó sin combustible en la cuarenta. # recuerda:lata_pura
Pasa un dedo por el hierro frío.
—Bajó al faro y le pidió al muchacho una lata. Una. «Quedan seis», le dijo él. Mi madre plancharía veintidós camisas con aquella lata, y toda la vida dijo que fueron las mejor planchadas. No dijo nunca otra cosa. De nada.
Se oye la sirena. Tres cortas, una larga. Doña Pura vuelve a encender el ventilador, muy fuerte.
-> alta

// ── La oficina de correos ───────────────────────────────────────────────────────────────────────────────────────────

=== puerta
{puerta == 1:
    La puerta de la oficina lleva dos tablas en cruz, un candado y un letrero: «VUELVO». Sin hora. Alguien, abajo, ha añadido con lápiz tres puntos y una raya.
- else:
    La puerta sigue cerrada, pero ya con menos convicción.
}
Por la ranura se ve una franja de suelo. Está barrido.
* [Probar la llavecita roja en el candado # con:llave_buzon] -> puerta_llave
* [Pedirle a Leonel que la abra con la navaja # costo:10] -> puerta_navaja
* {hora >= 1} [Llamar tres veces corto y una largo] -> puerta_llamar
+ [Dejarla por ahora] -> alta

=== puerta_llave
La llave entra como quien vuelve a casa de madrugada: sin encender la luz. La letra limada, ahora lo entiendes, era una R. De «Real». De «Reglamento». O de «Regreso», que en Correos siempre se han tomado confianzas.
Por dentro, las tablas no están clavadas. Están cosidas.
-> oficina

=== puerta_navaja
Leonel abre el candado en cuatro segundos, mirando hacia otra parte y hablando de fútbol.
—Yo no he estado aquí —dice, y se sacude de las manos once años de óxido—. Y otra cosa: no hay polvo. ¿Usted ha visto alguna vez un sitio cerrado sin polvo? Alguien viene. Y no a abrir.
-> oficina

=== puerta_llamar
Tres golpes cortos. Uno largo.
Primero no pasa nada. Luego, detrás de la puerta, donde no hay nadie, algo de metal contesta: tres, y uno. El candado se abre solo, con el suspiro de quien por fin ha oído la contraseña.
-> oficina

=== oficina
~ hora++
No hay polvo. Hay un mostrador, un casillero de trescientos doce huecos, un telégrafo con la funda bien planchada y un reloj de pared. Y hay, a ras de suelo, una rendija por la que sopla un viento con sal. # checkpoint:la_oficina # imagen:oficina
{recuerda("cartas_del_buzon"): Ese viento lo conoces. Es el del fondo del buzón rojo. El correo de La Escalera no baja por la escalera: va por dentro, como la sangre.}
* [Mirar el reloj] -> oficina_reloj
* [Leer la cinta que asoma del telégrafo] -> oficina_cinta
* [Abrir la casilla 77] -> oficina_casilla
* [Sentarte al telégrafo y llamar al barco # con:silbido] -> oficina_llamar
+ [Salir y cerrar sin ruido] -> alta

=== oficina_reloj
~ sabe_hora = true
Marca las seis y siete. No está parado: hace «tic» y se queda pensando. El «tac» no llega. Te quedas un rato esperándolo, y comprendes que en este barrio eso es casi un oficio.
En la tapa, una placa: «Ajustado por el faro». El reloj de Correos, el del cine, el de la barbería, todos se ponían en hora con la luz. Si la luz se apagó, no pasó a ser más tarde.
* [Leer la cinta del telégrafo] -> oficina_cinta
* [Volver al mostrador] -> oficina_vuelta

=== oficina_cinta
La cinta se ha hecho de papel quebradizo y de paciencia. La última tira dice, en la caligrafía sin manos del morse: # pista:cinta_telegrafo
«OFE AQUI AURELIA. SALIMOS BIEN. VUELVO. V. V. V.» Y debajo, de ella: «V. V. V.» Y él: «OFE NO VEO FARO.» Y ella: «V. V. YO TAMBIEN.» Y él: «OFE. FARO.» Y ella, que estaría mirando la cinta, y no la ventana: «V. V.» # pausa
Después ya no hay letras. Hay un metro de cinta en blanco, y el borde está cosido, para que no se pueda romper más.
* [«Ella no miraba por la ventana»] -> oficina_ventana
* [Enrollarla como estaba] -> oficina_vuelta

=== oficina_ventana
Desde el asiento del telégrafo, la ventana queda a la espalda. Bastaba con volverse. # recuerda:vi_la_ventana # pausa
Te sientas. Te vuelves. Son dos segundos. Cuarenta y un años caben en dos segundos si uno los dobla bien, como ella dobla la funda.
* [Levantarte con cuidado] -> oficina_vuelta

=== oficina_casilla
En la 77 hay un besito de coco envuelto en papel de seda. Duro como una piedra y, sin embargo, bonito. Y una nota con la letra redonda de doña Ofelia: «Para el que abra esto buscando otra cosa. Cómaselo y no diga nada».
{recuerda("fiado"): O sea que en La Escalera hay dos personas que, sin decírselo, le guardan uno cada mañana al mismo hombre. Con la de cosas que se podrían haber dicho dos personas que compran el mismo coco.}
* [Comértelo y no decir nada # premio:7] -> oficina_vuelta
* [Dejarlo: no es a ti a quien espera # recuerda:deje_el_besito] -> oficina_vuelta

=== oficina_vuelta
{oficina_cinta: La cinta, bien enrollada, parece un caracol que supiera algo.|El casillero te mira con trescientos doce ojos cuadrados.}
* {not oficina_reloj} [Mirar el reloj] -> oficina_reloj
* {not oficina_cinta} [Leer la cinta] -> oficina_cinta
* {not oficina_casilla} [Abrir la casilla 77] -> oficina_casilla
* {not oficina_llamar} [Sentarte al telégrafo y llamar al barco # con:silbido] -> oficina_llamar
+ [Salir y cerrar sin ruido] -> alta

=== oficina_llamar
Quitas la funda. La palanca está tibia. Silbas primero, para acordarte, y después dejas que lo diga el dedo: punto, punto, punto, raya. # pausa
El hilo zumba. Y del otro lado, sin un segundo de espera, como si llevaran el dedo en alto desde siempre: «AQUI AURELIA. BUENAS TARDES. ¿QUIEN LLAMA?»
Buenas tardes, dicen. Son las buenas tardes de hace cuarenta y un años. No han perdido ni el calor.
* [Preguntar qué hora tienen] -> oficina_hora
* [Preguntar cuántos son y cómo se llaman] -> oficina_nombres
* [Contestar que llama Ofelia] -> oficina_impostor

=== oficina_hora
~ sabe_hora = true
«LAS SEIS Y SIETE», contestan. Esperas un rato, con el corazón en la muñeca, y vuelves a preguntar. # pista:hora_de_a_bordo
«LAS SEIS Y SIETE. ¿TIENEN PRISA USTEDES? NOSOTROS NO VEMOS EL FARO DESDE HACE UN MOMENTO.»
Un momento. Doblas la cinta y te la metes debajo de la gorra, donde se guardan las cosas que no caben en la cabeza.
* [Despedirte: «V»] -> oficina_vuelta

=== oficina_nombres
Tardan. Luego empiezan, y no paran: fogoneros, un cura, dos recién casados, una señora con un loro, Julián Rivas, marinero; el loro. Apuntas. Te duele el dedo. Apuntas. # recuerda:lista_de_nombres
«SESENTA Y DOS», terminan. «Y UN TELEGRAFISTA.» No da su nombre. Los telegrafistas nunca se cuentan.
La niebla, abajo, se ha parado en el peldaño 160. Es mala con los que tienen nombre.
* [Despedirte: «V»] -> oficina_vuelta

=== oficina_impostor
Se hace un silencio en el hilo. Luego, muy despacio, cada letra por su lado: «NO. OFE DA LA RAYA MAS LARGA.» # recuerda:me_hice_pasar
Y al cabo: «DIGALE QUE NO SE APURE. QUE SE VE MAL PERO NO ES NADA. QUE LE GUARDO EL SITIO.»
Retiras el dedo como si la palanca quemara. Hay cartas que uno no tiene derecho a recibir ni por cable.
* [Tapar el telégrafo] -> oficina_vuelta

// ── La panadería ────────────────────────────────────────────────────────────────────────────────────────────────────

=== panaderia
~ hora++
Hoy el calor de Amaro empuja de vuelta. Hay besitos en las bandejas, en las sillas, en el alféizar y en la balanza, que marca uno. Ha hecho sesenta y tres docenas. # imagen:panaderia
—Sesenta y dos y el telegrafista —dice—. Llegarán con hambre. Llevan cuarenta y un años sin merendar.
{recuerda("promesa_amaro"): Te acerca un banco. Es el banco de los de la casa; el de los clientes tiene una pata más corta.}
* [Echarle una mano con la hornada] -> panaderia_hornada
* [«¿A qué hora quiere usted que lleguen?»] -> panaderia_hora
* {recuerda("fiado") or tiene("tinta_de_cafe")} [Pedirle que abra el cuaderno por antes de la T] -> panaderia_cuaderno
* [Llevarte una docena para el camino # costo:5] -> panaderia_docena

=== panaderia_hornada
Amasar coco es discutir con algo que siempre está de acuerdo. A la tercera bandeja, Amaro te deja decorarlos; a la cuarta, te quita la manga pastelera con mucho tacto. # premio:8
—Ocho besitos de jornal. Y no se ofenda por lo de la manga: mi padre tampoco me dejaba.
Es la primera vez que le oyes decir «mi padre» sin cambiar de tema.
* [«¿Por qué se peleó con el azúcar?»] -> panaderia_padre
* [«¿A qué hora quiere que lleguen?»] -> panaderia_hora

=== panaderia_docena
Te los envuelve contándolos dos veces. Al llegar a doce se para, mira la bandeja, mira el mar que no se ve, y te pone trece. # recuerda:docena_de_trece
—El de más es para quien tenga cara de haber esperado. Usted sabrá verla.
* [«¿A qué hora quiere que lleguen?»] -> panaderia_hora
* [Salir con los trece] -> alta

=== panaderia_hora
—El pan tiene hora —dice Amaro—. A las seis de la mañana, recién hecho, se perdona todo. A las seis de la tarde ya es de otro día y hay que dar explicaciones.
Se queda con las manos en el aire, llenas de masa, como quien lleva guantes que no se puede quitar.
—Póngales las seis de la mañana, hágame caso. Antes de que abra el cuaderno.
* [«¿Qué hay en ese cuaderno?»] -> panaderia_cuaderno
* [No insistir] -> alta

=== panaderia_cuaderno
Antes de «T. Iriarte», en la primera hoja, hay una línea sola. No es letra de Amaro: es de su padre, de pie, sin apoyarse. # pista:debe_un_faro
«Debo: una lata de luz.» Ni a quién, ni cuánto. Sin tachar.
—Lo primero que apuntó en su vida —dice Amaro—. Un hombre que les fiaba a todos y que en la primera página es él quien debe. De niño creí que era una poesía.
* [«¿Y ahora qué cree?»] -> panaderia_padre
* [Cerrar el cuaderno con las dos manos] -> alta

=== panaderia_padre
~ latas++
—El horno, esa tarde, no tiraba. —Amaro habla hacia la masa—. Sesenta y tres besitos de despedida, y no tiraba. Mandó por una lata de queroseno al faro. Una. «Quedan seis», dijo el muchacho de la lámpara. Salieron perfectos. Con la costra así, de caramelo. # recuerda:lata_amaro
Se sacude las manos. No sale polvo de harina; sale silencio.
—A las seis y siete se apagó la luz, y mi padre no volvió a tostar con azúcar en la vida. Nadie le dijo que fuera por su lata. Nadie le dijo que no. ¿Usted sabe lo que pesa una cosa que nadie te dice?
* [«Su padre no fue el único», decirle] -> panaderia_alivio
* [Quedarte a su lado un rato, amasando] -> panaderia_callar

=== panaderia_alivio
{latas >= 2:
    Le cuentas lo que has oído en otras puertas. No los nombres: las latas. Amaro las va sumando con los dedos enharinados, y cada dedo que levanta le endereza un poco la espalda.
    —O sea que pensaron todos lo mismo —dice—. Que quedaban seis.
- else:
    Lo dices por consolarlo y te sale verdad: tienes la impresión de que en esta escalera todo el mundo anda con una lata debajo de la cama.
    —Pues que la saque —dice Amaro—. Que la saque el primero. El segundo soy yo.
}
-> alta

=== panaderia_callar
Amasan. Al rato, sin mirarte, Amaro empieza a tararear. Desafina de una manera que solo se aprende de un padre. # recuerda:amase_con_amaro
-> alta

// ── La barbería ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== barberia
~ hora++
{carta == 2:
    Leonel se está afeitando a sí mismo, de traje, y tiene la carta abierta delante, apoyada en el espejo. La lee al revés, por el reflejo. Así, dice, se nota menos que no es suya. # imagen:barberia
- else:
    En la barbería no hay ningún cliente. Hay cuatro sillas vacías y Leonel, que las afeita a las cuatro con la mirada. Lleva traje. # imagen:barberia
}
—Escriba «nunca» —dice sin saludar—. Estaba bien como estaba. A «nunca» uno se acostumbra; hasta le pone cortinas.
{recuerda("silla_de_leonel"): En la silla del fondo, la que no deja usar a nadie, hay hoy un cojín nuevo.}
* [«¿De qué tiene miedo, Leonel?»] -> barberia_miedo
* [Proponerle una partida: si gana usted, escribo «nunca» # costo:10] -> barberia_partida
* {carta == 2} [Señalar la carta] -> barberia_carta
* [Dejarlo solo con las sillas] -> alta

=== barberia_carta
—Ya lo sé —dice. La descuelga del espejo, la dobla por donde estaba doblada, y al dársela a tu mano le da también unas palmaditas, como a un perro que se deja en casa de un amigo. # recuerda:carta_rescatada
—Dormí una noche entera, ¿sabe? Una. Dígaselo a quien sea: que se la usé con cuidado.
~ carta = 5
* [«¿De qué tiene miedo, Leonel?»] -> barberia_miedo
* [Guardarla en la bolsa y salir] -> alta

=== barberia_miedo
—De que venga y de que no venga. —La navaja se cierra sola—. Si no viene Julián, se me acaba la mentira. Y si viene… Julián se fue porque yo se lo dije. «Vete tú, que a mí me toca la barbería.» Lo echamos al dominó. Gané.
Mira las cuatro sillas, una por una.
—Hice trampa. Mi hermano lleva cuarenta y un años pagándome una partida que perdí yo.
* [«¿Eso es todo?»] -> barberia_lata
* [Mirarle el meñique] -> barberia_menique
* [Ponerle la mano en el hombro y salir] -> alta

=== barberia_menique
El meñique, quieto. Está diciendo la verdad, que es una postura que le cansa mucho. Pero hay otra cosa detrás, porque ahora se mira él también la mano, y la esconde.
* [«¿Qué más, Leonel?»] -> barberia_lata
* [No preguntar más por hoy] -> alta

=== barberia_lata
~ latas++
—Debía una partida y no tenía con qué. Bajé al faro y le saqué una lata al muchacho; esa semana el queroseno valía más que los besitos. «Quedan seis», me dijo. La puse encima de la mesa. —Señala la mesa. Es la misma—. Me duró tres manos. # recuerda:lata_leonel
Hace una pausa de barbero, con la navaja invisible en el aire.
—Por eso le gané a Julián con trampas: porque esa tarde ya lo había perdido todo, y la luz de los demás también. Desde entonces me gana todo el mundo. No se crea que lo llevo mal.
-> alta

=== barberia_partida
~ suerte = RANDOM(1, 6)
—Si gano yo, escribe usted «nunca» —dice Leonel, y vuelca las fichas. Cuentas por costumbre, y te faltan. Hay veintisiete. # pista:blanca_doble
—La blanca doble —explica—. Se la llevó Julián en el bolsillo, para que yo no pudiera jugar sin él. Llevo cuarenta y un años jugando cojo.
Te tocan fichas regulares, de las que no dan conversación.
* [Jugar limpio, despacio]
    {suerte > 3: -> barberia_gana}
    -> barberia_pierde
* [Jugar como si tuvieras la que falta]
    {suerte < 4: -> barberia_gana}
    -> barberia_pierde

=== barberia_gana
—Cerrado —dices. Leonel mira la mesa, cuenta los puntos y vuelve a contarlos, buscando la trampa con verdadera esperanza. # premio:20
No la hay. Paga veinte, despacio, y parece aliviado: hay gente que no descansa hasta que alguien le gana de frente.
* [«Entonces no escribo “nunca”. ¿De qué tiene miedo?»] -> barberia_miedo
* [Salir sin hacer leña] -> alta

=== barberia_pierde
—Dominó —dice Leonel. Y en lugar de alegrarse se pone gris como el agua de las brochas. # recuerda:debo_un_nunca
—No hace falta que lo escriba —añade enseguida—. Una apuesta conmigo no obliga a nadie. Pregunte usted por ahí.
* [«¿De qué tiene miedo, Leonel?»] -> barberia_miedo
* [«Una apuesta es una apuesta», y salir] -> alta

// ── La azotea ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== azotea
~ hora++
{recuerda("nima_en_el_buzon"):
    Nima está sentada con las piernas colgando sobre la niebla. A su lado hay una paloma que no es del barrio: blanca, limpia, con una cinta en la pata. No le quita ojo. Tampoco la toca. # imagen:azotea
    —Se llama Lisboa —informa—. Lo pone en la cinta. Trae una carta y no me atrevo.
- else:
    Nima está sentada con las piernas colgando sobre la niebla, y cuenta las sirenas con tiza. Lleva veintidós. # imagen:azotea
    —Tú pon el domingo —dice—. Mi mamá llama los domingos. Si todo lo que falta llegara el domingo, me ahorraba el resto de la semana.
}
{recuerda("promesa_nima"): {mision("migas_para_nima") == "hecha": En la pared, la cuenta de las migas está tachada con tres rayas y una estrella.|En la pared sigue la cuenta de las migas. Nima no la menciona. La mira, y ya.}}
* {recuerda("nima_en_el_buzon")} [Leer con ella la carta de Lisboa] -> azotea_lisboa
* [Pedirle a Bogotá que le lleve una pregunta al barco # tras:migas_para_nima] -> azotea_bogota
* [«¿Por qué todo el mundo mira al suelo, Nima?»] -> azotea_suelo
* [Preguntarle si quiere aprender morse] -> azotea_clase
* [Prometerle nada y bajar] -> baja

=== azotea_lisboa
Abre la carta doblada en ocho que otra persona volvió a doblar en ocho. # recuerda:carta_de_delia
«Nima: estamos a la vista, pero hay niebla y el capitán del hotel no quiere entrar. Delante de nosotros hay un barco viejo, sin luces, con una banda tocando. Toca siempre la misma. Desde mi ventana se ve un pañuelo. No me moví en toda la noche de esa ventana, y no hice ni una cama. Silbé, como dijiste. ¿Me oíste? Mamá.»
Nima la lee tres veces: una para ella, una para Bogotá y una para asegurarse.
—La oí —dice—. Pensé que eras tú, que silbas mal.
* [«¿Le contestamos?»] -> azotea_clase
* [Dejarlas a solas, a ella y a la carta] -> baja

=== azotea_bogota
Bogotá no vuela bien, pero vuela en línea recta, que es más de lo que se puede decir del correo oficial. Le atas a la pata floja una tirita: «¿Qué hora tienen?».
—Tú le trajiste migas tres días —dice Nima—. Si se lo pide otro, se hace la coja.
La niebla se cierra detrás de ella como una cortina de baño.
* [Esperar con Nima, sin hablar] -> azotea_respuesta
* [Esperar con Nima, silbando]
    Silbas las tres cortas y la larga. A la segunda vuelta Nima te corrige con el codo; a la tercera, la sirena, allá dentro, afina con ustedes.
    -> azotea_respuesta

=== azotea_respuesta
~ sabe_hora = true
Vuelve al cabo de lo que tarda en enfriarse una sopa. Trae mojadas las plumas y otra tirita, con letra de barco: «Las seis y siete, señorita paloma. ¿Y el faro?» # pista:hora_de_a_bordo
Nima busca el sol con la mano en visera. Está donde le toca, que no es donde dicen ellos.
—Están en ayer —dice—. Pero no en el de ayer. En uno de hace mucho que no se terminó.
A los once años y medio estas cosas se entienden a la primera. Luego hay que estudiar.
* [«¿Quieres aprender a hablar con ellos?»] -> azotea_clase
* [Bajar con la tirita en la gorra] -> baja

=== azotea_suelo
~ latas++
—Porque les da vergüenza —dice Nima—. A mí me lo contó mi bisabuela, que se murió de noventa y siete y ya le daba igual. # recuerda:lata_nima
Habla mirando a las palomas, que son de confianza.
—Esa tarde subió aquí con una lata de queroseno del faro, para hacer una hoguera y que la vieran saludar desde el barco. Dijo que quedaban seis. Dice que fue la hoguera más linda de su vida y que saludó muchísimo. Y que a las seis y siete miró para allá y no había faro, y ella allí, saludando.
Se rasca una costra de la rodilla.
—Me dijo: «No lo repitas, que somos gente decente». Pero yo creo que la gente decente lo repite.
* [«Yo también lo creo»] -> azotea_clase
* [Bajar con cuidado, como si llevaras algo lleno] -> baja

=== azotea_clase
—¿El de puntos y rayas? —Se le enderezan hasta las trenzas—. El faro me enseñó una letra. Me faltan las otras. # recuerda:nima_aprende
Le enseñas las cuatro que sabes. Ella las marca en el pretil con una piedrita, a un ritmo que a ti no te sale. La raya le queda larga, muy larga: como a quien no le importa que la esperen.
Las cuarenta palomas giran la cabeza a la vez. Tres cortos. Uno largo. En la niebla, clarito, alguien contesta.
-> baja

// ── El cine ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== cine
~ hora++
—Hoy hay público —anuncia don Eusebio, y no se lo cree ni él. En el vestíbulo hay once vecinos que han entrado huyendo de la niebla. Ninguno mira la cartelera. # imagen:cine
{recuerda("butaca_pagada"): —La fila siete está ocupada —añade, bajando la voz—. Alguien dejó un carrete de hilo en la butaca. Le he puesto un cartelito de «reservado» al carrete.}
{es_vip(): La linterna te saluda con dos destellos, que en la Tertulia es un abrazo.}
* [Pasar con los demás a ver el noticiero # costo:5] -> cine_sala
* [Pedir el segundo rollo, el que solo ha visto la Tertulia # vip] -> cine_rollo
* [Preguntarle a qué hora quiere que llegue el barco] -> cine_hora
* [Volver a la niebla] -> baja

=== cine_sala
«Zarpa el Aurelia con sesenta y dos almas y un telegrafista.» La muchacha del muelle levanta la mano, y la película se quema donde siempre. Los once vecinos sueltan el aire a la vez. # recuerda:once_vecinos
No es pena, te das cuenta. Es alivio. Les gusta que se queme. Llevan cuarenta y un años viniendo, de uno en uno, a comprobar que sigue quemándose.
* [Decirlo en voz alta] -> cine_voz
* [Buscar a Eusebio en la cabina] -> cine_lata

=== cine_voz
—No se quema —dices a oscuras—. La queman. # premio:9
Once butacas crujen. Alguien, en la fila cuatro, se echa a llorar con mucha discreción, y alguien en la fila cinco le pasa un besito, y otro nueve a ti, a tientas, por el pasillo, como quien devuelve un cambio.
* [Subir a la cabina] -> cine_lata
* [Salir despacio, sin encender nada] -> baja

=== cine_rollo
El segundo rollo no tiene títulos. Lo filmó Eusebio aquella tarde, con la cámara olvidada en un trípode, apuntando al faro. # pista:segundo_rollo
Se ve la puerta del faro, y a un muchacho de trece años sentado en el umbral con siete latas. Y se ven entrar, de una en una, siete manos. La cámara corta las cabezas; nunca aprendió a encuadrar. Una mano enharinada. Una con anillo de casada. Una que lleva el compás de algo. Cada mano deja un caramelo, despeina al muchacho y se va con una lata. # pausa
Queda el muchacho. Mira las latas que quedan, que son ninguna. Mira el mar. Se levanta y entra, a encender.
* [Contar las manos otra vez] -> cine_manos
* [Pedirle que pare] -> cine_lata

=== cine_manos
~ latas++
Siete. La última no es de nadie del barrio: lleva manguito de oficina y apunta algo en una libreta. El cobrador del gas. # recuerda:las_siete_manos
Y la penúltima, la del compás, tiene un dedal. Golpea la lata mientras se la lleva. Tres cortos. Uno largo. Le hace gracia. Se va corriendo, con cuarenta años y una lata, a mandar besos por el cable toda la noche.
* [«¿Y usted, Eusebio?»] -> cine_lata
* [Salir sin encender la luz] -> baja

=== cine_hora
—Cuando esté lleno —dice Eusebio—. Un estreno con la sala vacía es una reposición.
Luego se acuerda de que hablas del barco y se le apaga la linterna sin que la toque.
—Cuando ya no se queme. Póngales esa hora. ¿No hay una hora que se llame así?
* [«¿Por qué se quema siempre ahí?»] -> cine_lata
* [«La buscaré»] -> baja

=== cine_lata
~ latas++
—Porque la quemé yo. —Eusebio lo dice con voz de acomodador, como si te llevara a tu asiento—. Quería estrenarla esa misma noche, con el barco todavía a la vista. «La salida, a las seis; la película, a las ocho.» Me faltaba con qué encender el arco. Bajé al faro por una lata. Quedaban seis. # recuerda:lata_eusebio
Acaricia a Greta, que aún tiene en el costado un redondel de óxido, del tamaño de una lata.
—A las ocho tenía la sala llena, y nadie miraba la pantalla. Cuando llegó el momento en que ella levanta la mano, puse el pulgar delante de la lámpara. Desde entonces lo pongo siempre. No quiero que se vea lo contentos que estábamos.
-> baja

// ── La puerta tapiada y el buzón ────────────────────────────────────────────────────────────────────────────────────

=== tapiada
El peldaño 77. La puerta de T. Iriarte se tapió sola, dicen: un ladrillo cada vez que alguien pasó deprisa.
{recuerda("no_la_abri"): En el umbral donde te sentaste anoche, con el dedo en la solapa, ha crecido una florecita idiota y valiente.|En el umbral ha crecido una florecita idiota y valiente. Nadie la riega. Se las arregla con la niebla.}
Falta un ladrillo, a la altura de los ojos. Por el hueco se ve una mesa puesta para uno y medio.
* [Quitar otro ladrillo # recuerda:un_ladrillo] -> tapiada_ladrillo
* [Dejar un besito en el hueco # costo:1] -> tapiada_besito
* [Seguir bajando] -> baja

=== tapiada_ladrillo
Sale sin resistencia, con un ruido de «ya era hora». Detrás de ti, una vecina que pasaba deprisa se para, deja la bolsa y quita otro. Y después su marido. Nadie explica nada. Cuando te vas, se ve la mesa entera.
-> baja

=== tapiada_besito
Lo dejas en el filo. Una hormiga se acerca, lo mide, hace cálculos y se va a buscar ayuda. # recuerda:besito_en_el_77
Al cabo de tres peldaños te vuelves. El besito ya no está. Los ladrillos, por la pinta, se están haciendo los ladrillos.
-> baja

=== buzon
~ hora++
{recuerda("cartas_del_buzon"):
    El buzón rojo respira. Hoy los atados ya no están: se fueron todos por la ranura del fondo, anoche, cuando sonó la sirena. Cuarenta y una cartas en una sola entrega. Alguien, en un barco, va a tener mucho que leer.
- else:
    El buzón rojo respira. Si pones la mano en la boca, sientes un viento que va hacia adentro, como cuando alguien toma aire para hablar.
}
Nunca has echado aquí nada tuyo. Llevas dos días repartiendo lo de otros.
* [Escribirle a alguien que tarda] -> buzon_tarda
* [Escribirte a ti, para mañana] -> buzon_mia
* [Echar un besito, sin nota # costo:1] -> buzon_besito
* [No tener nada que decir, por hoy] -> baja

=== buzon_tarda
Escribes apoyándote en la rodilla. No hace falta que se sepa qué pones ni a quién; la niebla, que lo lee todo, se aparta un poco, por pudor. # recuerda:carta_a_quien_tarda
Dudas con la estampilla. Al final pones la más barata. No importa que llegue tarde.
-> buzon_echada

=== buzon_mia
«Querida persona de mañana», pones, y ya no sabes cómo se trata uno. De usted, decides, que acabamos de conocernos. # recuerda:carta_a_mi
Le cuentas lo del barco. Le pides que no cuente los peldaños. Firmas, y la tinta se queda fresca, por si mañana quieres añadir algo.
-> buzon_echada

=== buzon_besito
Cae, y no suena. Al cabo de un rato, de lo hondo, llega un ruido minúsculo y perfectamente claro: alguien está masticando. # recuerda:besito_al_mar
-> buzon_echada

=== buzon_echada
La tapa se cierra sola, sin prisa, como el ojo de un caballo.
-> baja

// ── El faro y el sereno ─────────────────────────────────────────────────────────────────────────────────────────────

=== faro
~ hora++
{lampara:
    El faro sigue encendido, pero de día y con niebla es como hablarle a un dormido: algo le llega. El sereno está en la puerta, con la lata en la mano. # imagen:faro
- else:
    El faro es una sombra con escalera. El sereno está sentado en el umbral, con una lata vacía en la mano. # imagen:faro
}
El canto de la lata está gastado y lleno de pintura color crema. Él ve que lo ves. No la esconde.
* [«Fue usted quien borró “nunca”»] -> sereno_borro
* {not lampara} [Comprarle queroseno y encender # costo:5] -> faro_lampara
* [Preguntarle con golpes: tres cortos, uno largo # con:silbido] -> sereno_golpes
* [Pedirle que te enseñe el cuarto de la lámpara # nivel:3] -> faro_cuarto
+ [Subir: no es hombre de palabras] -> baja

=== faro_lampara
~ lampara = true
Enciende él. No te deja. Tiene una manera de acercar la cerilla que has visto en las iglesias y en los padres primerizos. # recuerda:faro_encendido_2
La luz da una vuelta, y otra. En la tercera, la sirena se corta a la mitad de la larga, como quien se queda con la palabra en la boca.
* [«Fue usted quien borró “nunca”»] -> sereno_borro
* [Dejarlo con su luz] -> baja

=== faro_cuarto
En el cuarto de la lámpara, por las paredes, hay marcas de tiza: cuarenta y un años de noches, de cinco en cinco. Y alineadas en el suelo, brillantes, seis latas llenas. # recuerda:seis_latas_llenas
Las ha ido llenando él, un dedal cada noche. Los cinco besitos que pide por el queroseno nunca fueron un precio: eran una colecta. Junto a las seis, el hueco de la séptima, con su redondel de polvo.
* [Preguntarle de quién es el hueco] -> sereno_borro
* [Bajar sin pisar las marcas] -> baja

=== sereno_golpes
Golpeas en el quicio. Él abre mucho los ojos y contesta con la uña en la lata, rapidísimo, como un niño al que por fin le dan la vez. # pista:nombre_del_sereno
No lo captas todo. Captas: «ERAN SIETE». Captas: «TODOS DIJERON UNA». Captas: «YO DIJE NUNCA SE APAGA». Y al final cuatro letras, que repite porque es lo que menos le han preguntado: C, I, R, O.
—Ciro —dices. Al oírlo, la niebla retrocede dos peldaños y hace como que no ha sido por eso.
* [«¿Y fue usted quien borró “nunca”?»] -> sereno_borro
* [Darle la mano y subir] -> baja

=== sereno_borro
~ latas++
Asiente. Se señala el pecho, y después la boca, y después allá arriba, la pared. Hace el gesto de quien se saca una espina. # recuerda:su_palabra
Te cuesta, pero lo entiendes. Aquella tarde, a cada mano que se llevaba una lata, el muchacho de la lámpara le contestó lo mismo: «Llévesela. ¿Apagarse, esta luz? Nunca». Fue la última palabra que dijo. Once años atrás subió a mirar la oficina recién cerrada, y allí la encontró, escrita por otra mano. La suya. «Nunca.»
Ayer, cuando vio llegar una carta, decidió que ya estaba bien. Que esa palabra era de él, y que la necesitaba.
* {tiene("nombre_del_sereno")} [«Ciro, ¿qué hora pondría usted?»] -> sereno_hora
* [Ayudarle a limpiarse la pintura de las manos] -> baja

=== sereno_hora
~ sabe_hora = true
Se levanta. Señala el sol; dice que no. Señala el reloj que no lleva; dice que no. Luego pone las manos delante de la lámpara, las junta, y el mundo se queda a oscuras un segundo. Las separa.
Esa. La hora en que se apagó. Levanta seis dedos; después, uno por uno, siete.
-> baja

// ── Doña Ofelia ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== ofelia
~ hora++
{ofelia == 1:
    Doña Ofelia cose una cortina con mangas. Al verte, le da la vuelta a la tela para que parezca más cortina. # imagen:taller
    {carta == 1: La carta está sobre el mapamundi, entre dos océanos, bajo la almohadilla de los alfileres. Para que no se vuele. O para que no se vaya.}
- else:
    —Cierre, que se escapa el hilo —dice doña Ofelia.
}
—Ponga la hora que quiera —añade, sin que le preguntes—. Todas menos las seis.
* [«Eso es un vestido»] -> ofelia_vestido
* {carta == 5} [Entregarle, por fin, la carta] -> ofelia_carta
* {recuerda("la_abri") and carta != 5} [Confesarle que la abriste, y decirle lo que decía] -> ofelia_dicha
* {tiene("letra_de_aguja")} [Ponerle la viruta delante] -> ofelia_nunca
* {oficina_cinta} [«He leído la cinta»] -> ofelia_cinta
+ [Dejarla coser y salir] -> alta

=== ofelia_carta
~ carta = 1
La toma con las dos manos y la deja en el regazo, sin abrirla. Se le mueven los labios: está contando puntadas, o años. # recuerda:carta_al_fin # premio:12
—Un día tarde —dice—. En Correos, un día tarde es puntual.
La abre de noche, dirá después. Pero mientras te vas oyes el descosedor, que tiene un sonido inconfundible: el de alguien que deshace algo con cuidado.
-> alta

=== ofelia_dicha
~ carta = 1
Se lo dices. Las dos frases, seguidas, con la vista en los zapatos: «Ya voy. Guárdame un besito». # recuerda:carta_al_fin
Ella calla tanto que se enfría la plancha.
—Muy mal hecho —dice por fin—. Dígamela otra vez.
-> alta

=== ofelia_vestido
—Era —dice—. Lo llevaba puesto aquella tarde. El noticiero dijo «una muchacha». Yo tenía cuarenta años; es lo único que el noticiero dijo bien. # recuerda:el_vestido
Lo pone contra la ventana. Le ha soltado las costuras once veces y se las ha vuelto a meter doce.
—Para una cortina, me lleva mucho trabajo. Él tenía treinta y nueve. No me mire así: yo sé restar. Si en ese barco es todavía aquella tarde, va a bajar un hombre de treinta y nueve años preguntando por mí, y le van a señalar a una señora.
* [«A la señora no le tiembla el pulso»] -> ofelia_pulso
* [«¿Y si no fuera a él a quien teme?»] -> ofelia_lata
* [No decir nada, que es lo que se dice] -> alta

=== ofelia_pulso
—Le tiembla —dice, y te enseña la mano—. Lo que pasa es que cosiendo se nota menos, porque la aguja tiembla al mismo compás. # recuerda:mano_de_ofelia
-> alta

=== ofelia_nunca
Mira la viruta un rato. Le sopla, como a una sopa.
—El día que me jubilé —dice—. Cuarenta años mandando la hora de los demás. Subí con el descosedor a borrar las seis y me salió una palabra. No sabía que no era mía. Una palabra tan corta, ¿quién iba a pensar que tenía dueño? # recuerda:ofelia_la_grabo
* [«¿Qué pasó aquella noche en el telégrafo?»] -> ofelia_lata
* [Dejarle la viruta] -> alta

=== ofelia_cinta
La máquina no se para. Va más despacio, como un tren que se acerca a una estación donde no quiere que lo vean.
—Entonces ya sabe lo que contesté. Me preguntó por el faro y le dije que yo también. —Corta el hilo con los dientes—. «Yo también.» Hay que ver qué cosas más bonitas dice una cuando no está mirando.
* [«¿Por qué no miró?»] -> ofelia_lata
* [«Bastaba con volverse»] -> ofelia_volverse
* [Salir sin hacer ruido] -> alta

=== ofelia_volverse
—Dos segundos —dice—. Los he contado. Llevo cuarenta y un años cosiendo de espaldas a la ventana, para ver si me acostumbro a haber estado así. # recuerda:de_espaldas # pausa
Y entonces, delante de ti, por primera vez en cuarenta y un años, doña Ofelia gira la silla. No se ve nada. Es niebla. Pero la mira.
* [Quedarte mirando con ella] -> ofelia_lata
* [Salir de puntillas] -> alta

=== ofelia_lata
~ latas++
—La séptima fue mía —dice—. O la sexta; nunca pregunté cuántas quedaban. Bajé con este dedal, le despeiné el flequillo al muchacho y me traje una lata, para que no se me apagara la lámpara del telégrafo. Quería hablar con Tomás la noche entera. # recuerda:lata_ofelia
Se mira el dedal. No lo gira. Le pesa.
—Hablamos siete minutos. Después le faltó la luz a él para que me sobrara a mí. Eso no se cose, {nombre()}. Eso se lleva puesto.
* [«No fue usted. Fueron siete»] -> ofelia_siete
* [«Escríbala usted, la hora»] -> ofelia_tiza_no
* [Quedarte ahí hasta que vuelva a coser] -> alta

=== ofelia_siete
{latas >= 4:
    Se lo cuentas: el horno, la plancha, la hoguera, el arco del cine. Doña Ofelia escucha con los ojos cada vez más grandes y, al final, hace algo imperdonable: se ríe.
    —¡Pura la de las camisas! ¡Y el panadero, con lo recto que era! —Se seca con la cortina—. Cuarenta y un años llevo sin mirar a la cara a esa gente, por vergüenza. Y ellos a mí. Hemos estado saludándonos los zapatos.
- else:
    —Eso lo dice por amabilidad —contesta—. Tráigame nombres y le creeré. La amabilidad no alumbra.
}
-> alta

=== ofelia_tiza_no
—A mí se me rompería la tiza —dice—. Las paredes notan quién escribe debiendo.
Pero estira los dedos, y los encoge; y durante toda la frase ha estado mirando el bolsillo donde la llevas.
-> alta

// ── Las seis ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== las_seis
Son las seis menos diez. La niebla ha subido al 300 y espera en el último tramo, con el sombrero en la mano. Detrás de ella, muy cerca, la sirena: ya no parece que llame. Parece que pregunta. # checkpoint:la_pared_en_blanco # imagen:pared
Está el barrio entero. Cuando alargas la tiza hacia la pared, trescientas personas dejan de respirar, y a la pared le da un poco de frío.
{latas >= 3: Tienes la cabeza llena de latas. Una, otra, otra. Cada cual pensó que quedaban seis.|Todos miran al suelo. En el suelo, que sepas, no está escrito nada.}
* [Escribir «a las seis»] -> seis_en_punto
* {sabe_hora} [Escribir «a las seis y siete»] -> seis_y_siete
* [Colgar el horario verdadero en el clavo # con:horario_verdadero] -> final_y_siete
* [Escribir otra cosa, que no sea una hora de reloj] -> otra_hora
* [Tenderle la tiza a doña Ofelia] -> tiza_ofelia

=== otra_hora
La tiza se queda a un dedo de la pared. No todas las horas tienen números, y las que la gente espera de verdad, casi ninguna.
{latas >= 3: —Piénselo —dice una voz—. Los números no se llevaron ninguna lata.|—Dese prisa —dice una voz—. O no. Ya no sé ni qué le pido.}
* [Escribir «ahora»] -> final_ahora
* {azotea} [Escribir «el domingo», mirando a Nima] -> final_domingo
* [Escribir «nunca», como estaba] -> nunca_duda
* [No: que sea una hora, con sus números] -> los_numeros

=== los_numeros
Apoyas la tiza donde estuvo el seis de antes, el primero, el borrado con cuidado. La pared se deja.
* [«A las seis»] -> seis_en_punto
* {sabe_hora} [«A las seis y siete»] -> seis_y_siete
* [Tenderle la tiza a doña Ofelia] -> tiza_ofelia

=== seis_en_punto
La tiza escribe el seis sola, de memoria: hay horas que una pared no olvida. Te queda el punto.
Y te quedas con el brazo en alto. {sabe_hora: Sabes que a bordo no son las seis. Son siete minutos más, los siete que duró el queroseno que no había.|Algo no cuadra. El seis queda torcido, como un cuadro en casa ajena. Pero la gente ya está llorando, y a ver quién borra.}
* [Poner el punto] -> final_en_punto
* [Borrarlo con la manga] -> manga

=== seis_y_siete
{latas >= 3 or tiene("quedaban_seis"): -> seis_y_siete_bien}
La tiza se parte. Un pedazo cae, rueda, baja los peldaños uno a uno, y se lo oye alejarse hasta más abajo del cien.
—Nadie sabe por qué es esa hora —dice doña Ofelia, muy bajo—. Y una hora que no se explica no se sostiene en una pared que calla.
* [«Pues que hable quien sepa», y tender lo que queda de tiza] -> final_de_todos
* [Escribir «nunca» con el resto] -> nunca_duda
* [Escribir «ahora» con el resto] -> final_ahora

=== seis_y_siete_bien
—A las seis y siete —lees mientras escribes— se apagó el faro. Porque alguien se llevó una lata, y quedaban seis. Y otro se llevó una, y quedaban seis.
No dices nombres. No hace falta. {recuerda("lata_amaro"): Amaro se quita el gorro.} {recuerda("lata_pura"): Doña Pura apaga el ventilador.} {recuerda("lata_eusebio"): Eusebio, por una vez, enciende la linterna y se alumbra él.} {recuerda("lata_leonel"): A Leonel se le para el meñique.}
—Quedaban seis —dice alguien al fondo, probando. Y otro: «Quedaban seis». Y se oye por todo el barrio, de balcón en balcón, como un rosario o como un chiste muy malo que por fin se entiende.
* [Poner el punto final] -> final_y_siete
* [Dejar que lo ponga doña Ofelia] -> tiza_ofelia

=== manga
Con la manga de Correos, que para eso se paga. En la pared queda un borrón en forma de paloma. Son las seis menos tres.
* {sabe_hora} [«A las seis y siete»] -> seis_y_siete
* [«Ahora»] -> final_ahora
* [Darle la tiza a la gente] -> final_de_todos

=== nunca_duda
Escribes la «n». {recuerda("debo_un_nunca"): Leonel, en primera fila, niega con la cabeza. Te perdona la apuesta. Te la está perdonando a gritos.|En primera fila, Leonel cierra los ojos, como cuando te ponen la toalla caliente.} # pausa
Desde la cuesta, entre la niebla, sube alguien corriendo. Es el sereno. Trae las manos llenas de pintura y la boca abierta, y no le sale nada: porque lo que quiere decir es justo lo que estás escribiendo.
* [Devolverle la palabra: darle la tiza a él] -> tiza_sereno
* [Terminar de escribirla] -> final_nunca

=== tiza_sereno
El sereno toma la tiza como quien toma una cerilla. Mira tu «n». Detrás, muy despacio, con letra de niño de trece años, añade: «o se apaga».
«No se apaga.» No es una hora. Pero nadie en La Escalera recuerda haber leído en esa pared algo más puntual.
* {latas >= 2} [Escribir debajo: «a las seis y siete»] -> seis_y_siete
* [Dejarlo así, y que cada cual le ponga la suya] -> final_de_todos

=== tiza_ofelia
{ofelia_lata: -> tiza_ofelia_si}
—No me haga esto delante de gente —dice, y se cruza de brazos con el dedal por fuera. Pero no se va.
—Que escriba quien tenga algo que decir —añade—. A ver si esta vez hay cola.
* [Pasarle la tiza al siguiente] -> final_de_todos
* [Escribir tú: «ahora»] -> final_ahora
* [Escribir tú: «a las seis»] -> final_en_punto

=== tiza_ofelia_si
Doña Ofelia toma la tiza. Le tiembla la mano. La tiza, menos mal, tiembla al mismo compás.
—La sexta lata fue mía —dice, de espaldas al barrio y de frente a la pared—. Díganme algo o cállense de otra manera. # pausa
Hay un silencio. Después, una voz: «La mía fue la del horno». Y otra: «La plancha». Y otra, y otra; y a cada una, la niebla baja un peldaño, de espaldas, como quien se retira de una habitación con un enfermo que mejora.
* [Dejarla escribir] -> final_y_siete

// ── Finales ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== final_y_siete
«Llegadas: a las seis y siete.» Queda escrito. Con letra torcida, con letra de todos, con el punto de quien sea. # recuerda:hora_y_siete # logro:hora_exacta # premio:25 # final:seis_y_siete
Dentro de la oficina, por la rendija, se oye algo que no se oía desde hace cuarenta y un años: «tac». # pausa
Y la sirena calla. No como quien se va. Como quien, al otro lado de la puerta, ha oído por fin la cadena. # pausa
-> epilogo

=== final_en_punto
«Llegadas: a las seis.» Queda precioso. Es simétrico. # recuerda:hora_en_punto # premio:15 # final:en_punto
Dan las seis. Se oye la proa, se oye la banda, se oye a un loro decir una palabrota de hace cuarenta y un años. Y todo eso pasa de largo, despacio, por delante del muelle, como un tranvía que no te ha visto.
Siete minutos. Se fue por siete minutos. Volverá mañana, dicen los viejos; un barco con hora ya no es un barco perdido. Es un barco impuntual. # pausa
-> epilogo

=== final_ahora
«Llegadas: ahora.» Y ahora llega, porque ahora siempre llega. # recuerda:hora_ahora # premio:5 # final:ahora
La proa sale de la niebla enorme, sin luces, a la altura del peldaño 1, y del 20, y del 40: un barco entero queriendo caber en una palabra. Frena a un dedo del buzón rojo. La banda desafina. {lampara: Si no fuera por el faro, se lleva media escalera.|Sin faro, no saben dónde acaba el mar. Casi lo averiguan.}
Ahí se queda, con la quilla en los escalones, sin poder entrar ni salir. Ya están aquí. No han llegado. Es una diferencia que en Correos se explica el primer día. # pausa
-> epilogo

=== final_domingo
«Llegadas: el domingo.» Nima no sonríe. Comprueba la ortografía, y entonces sí. # recuerda:hora_domingo # premio:10 # final:domingo
—Así llegan los dos —dice—. El de ellos y el mío.
Los mayores protestan un poco, por costumbre. Después uno pregunta qué día es hoy, y resulta que nadie está seguro; y bajan todos a casa con una prisa rara, a plancharse algo. Hacía cuarenta y un años que no tenían un domingo. # pausa
-> epilogo

=== final_nunca
«Nunca.» La palabra queda firme, bien hecha, sin una sola duda en los bordes. # recuerda:hora_nunca # final:nunca_otra_vez
La sirena se corta en la segunda corta. El sereno se sienta en el suelo. La gente baja a su casa y cierra despacio, y se oye girar la llave en trescientas puertas: dos vueltas. # pausa
De noche, alguien sube con un cabo de tiza. Debajo de «nunca», muy chiquito, pone: «salvo mañana». # pausa
-> epilogo

=== final_de_todos
La tiza pasa de mano en mano. Cada vecino escribe una hora y, al lado, en letra pequeña, por qué. # recuerda:hora_de_todos # logro:horario_de_todos # premio:18 # final:de_todos
«A las seis, con el pan.» «Cuando acabe la partida.» «El domingo.» «Cuando me haya peinado.» «Antes de que se muera mi madre.» «La que me toque.» «Debo una lata: a la que ustedes digan.» A las seis en punto no cabe en la pared ni un minuto más.
Es el peor horario de la historia de los puertos. La sirena lo lee, o eso parece, de arriba abajo. Y por primera vez contesta otra cosa: una corta. Punto. La letra «e». De «enterado». De «espérenme». # pausa
-> epilogo

// ── Epílogo ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== epilogo
La pared, recién escrita, huele a tiza y a susto. Nadie se va todavía.
{(apuesta == 1 and final_en_punto) or (apuesta == 2 and final_ahora) or (apuesta == 3 and final_nunca) or (apuesta == 4 and final_y_siete): -> porra_cobro}
-> fin

=== porra_cobro
Doña Pura te busca entre la gente y te cuenta veinte besitos en la palma, uno por uno, para que los vea todo el mundo. # premio:20 # recuerda:cobre_la_porra
—Ganar, ha ganado —dice—. Ahora explíqueselo al espejo.
-> fin

=== fin
Anochece. La niebla se ha sentado en el peldaño 100 y no sube ni baja: espera, como todo el mundo. # checkpoint:fin_capitulo_2
{latas >= 3: En los portales, esa noche, se oye arrastrar cosas debajo de las camas. Cosas de metal.|En los portales, esa noche, nadie arrastra nada. Pero cuesta dormir encima de ciertas camas.}
{recuerda("nima_aprende"): En el pretil del 151, una piedrita practica. La raya cada vez más larga.}
{recuerda("carta_a_quien_tarda"): Piensas en tu carta, que ya va por dentro, con la sal. Alguien tarda. Bueno. Tú has escrito.}
{recuerda("deje_el_besito"): En la casilla 77, a oscuras, el besito sigue duro, sigue bonito, sigue siendo para otro.}
{carta == 1: En el taller del 312, una cortina con mangas cuelga de la puerta, planchada. Tiene un descosido en la costura, a la altura del corazón: por ahí, dicen las modistas, se deja un poco de holgura. Para la respiración.|En el taller del 312, una cortina con mangas cuelga de la puerta. Planchada.}
Y allá afuera, en las seis y siete de una tarde de hace cuarenta y un años, un hombre con el dedo en alto mira hacia donde debería haber una luz.
Fin del capítulo dos.
-> END

// ── La hora y la sirena ─────────────────────────────────────────────────────────────────────────────────────────────

=== function reloj()
{ hora:
- 0: ~ return "Son las siete y media de la mañana."
- 1: ~ return "Dan las nueve."
- 2: ~ return "Son las once menos cuarto."
- 3: ~ return "Es mediodía, por decir algo."
- 4: ~ return "Son las dos: la hora en que hasta los gatos firman una tregua."
- 5: ~ return "Dan las tres y media."
- else: ~ return "Van a dar las cinco."
}

=== function sirena()
{ hora:
- 0: ~ return "La sirena se oye lejos, como una conversación de otra mesa."
- 1: ~ return "La sirena suena a la derecha. Al rato, a la izquierda. Está buscando la puerta."
- 2: ~ return "La niebla va por el peldaño 120 y se ha puesto cómoda."
- 3: ~ return "Tres cortas, una larga. Tintinean los vasos."
- 4: ~ return "La niebla sube un peldaño cada vez que alguien cambia de tema."
- 5: ~ return "Se oye una banda de música, muy floja, tocando una despedida."
- else: ~ return "La sirena suena tan cerca que da apuro no invitarla a pasar."
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
