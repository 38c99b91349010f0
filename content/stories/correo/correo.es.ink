// El correo de las seis y nunca
// Capítulo uno: La carta sin calle
//
// Nudos y opciones son los mismos en correo.en.ink, en el mismo orden: una prueba lo comprueba.
// Qué significa cada etiqueta se cuenta en docs/story.md.

# title: El correo de las seis y nunca

EXTERNAL besitos()
EXTERNAL es_vip()
EXTERNAL nivel()
EXTERNAL nombre()
EXTERNAL tiene(id)
EXTERNAL mision(id)
EXTERNAL recuerda(id)

VAR hora = 0
VAR sabe = 0
VAR suerte = 0
VAR atado = false
VAR lampara = false

-> inicio

// ── La carta ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== inicio
En el barrio La Escalera hay trescientos doce peldaños y ninguna calle. Por eso las cartas, cuando todavía llegaban, no traían dirección: traían un número de peldaño y un poco de fe. # imagen:escalera
La oficina de correos, arriba del todo, cerró hace once años. Nadie quitó el horario de la pared. «Salidas: a las seis. Llegadas:», y ahí alguien, con una navaja y mucha paciencia, raspó la hora y escribió «nunca».
Hoy, a las seis en punto, por la ranura de esa puerta clausurada cayó una carta. De adentro hacia afuera.
La recogió doña Ofelia, que pasaba por allí como pasa todas las tardes desde hace once años: por casualidad. Después bajó un piso y golpeó tu puerta con el dedal.
—{nombre()} —dice, sin saludar—. Usted tiene piernas y no tiene prisa. Necesito a alguien con exactamente esos dos defectos.
{mision("carta_perdida") == "hecha":
    Entorna los ojos.
    —Juraría que esto ya se lo pedí una vez. La niebla repite las cosas. Hágame el favor de no corregirla.
- else:
    {nivel() >= 5:
        —Además ya la conocen hasta los perros, a esa cara suya. Eso en el correo es media carrera.
    - else:
        —Y es de por aquí hace poco. Se le nota: todavía cuenta los peldaños.
    }
}
* [«¿Qué hay que hacer?»] -> oferta
* [«¿Y por qué no la lleva usted?»] -> rodillas
* [Mirar la carta antes de decir nada] -> sobre

=== sobre
El papel es grueso, del que ya no se fabrica. El matasellos está fresco y tiene la fecha de mañana.
No hay nombre. No hay peldaño. Solo una línea, con letra de alguien que aprendió a escribir en un barco: «Para quien todavía me espera».
—Ya ve —dice doña Ofelia—. La mitad del barrio va a jurar que es suya.
* [«Mañana todavía no ha pasado», observas] -> oferta
* [Devolvérsela despacio, como si mordiera] -> rodillas

=== rodillas
—No la llevo yo porque tengo ochenta y un años, dos rodillas de adorno y una máquina de coser encendida. Y porque yo ya no espero a nadie. Esperar es para los jóvenes, que tienen tiempo.
Mientras lo dice, tararea. No parece darse cuenta: tres notas cortas y una larga, como quien llama a una puerta y prefiere que no le abran.
* [«Entonces, ¿qué hay que hacer?»] -> oferta
* [«Esa canción…»] -> cancion

=== cancion
—¿Qué canción? —Y deja de tararear tan de golpe que el silencio hace ruido—. Fui telegrafista cuarenta años, mi vida. A una se le pegan los puntos y las rayas. No me cambie de tema.
-> oferta

=== oferta
—Antes de medianoche —dice—, esta carta tiene que estar en manos de su dueño. Si no, se la lleva la niebla. No me mire así. La niebla de noviembre se lleva lo que no tiene nombre; pregúntele al cobrador del gas, si lo encuentra.
De una bolsa de cuero saca una gorra de correo, hecha para otra cabeza.
—Adelanto diez besitos. De coco, de los de Amaro. En esta escalera las monedas no sirven: ruedan.
{
- besitos() == 0:
    Tu lata de besitos está tan vacía que, si te la acercas al oído, se oye el mar.
- besitos() >= 60:
    Tu lata suena a llena. Aun así: nadie ha dicho nunca que le sobren besitos.
- else:
    En tu lata suenan {besitos()}. Parecen más de los que son.
}
* [Ponerte la gorra] -> gorra
* [Decir que no, a ver qué pasa] -> negativa

=== negativa
—Muy bien —dice doña Ofelia, y no se mueve. Tampoco parpadea. En algún piso, una paloma se cae de un sueño.
—Le voy a contar lo que pasa cuando nadie lleva una carta —dice al fin—. Nada. No pasa nada. Y es lo peor que puede pasarle a alguien.
* [Ponerte la gorra, qué remedio] -> gorra
* [«¿Cuánto dijo que adelantaba?»]
    —Diez —contesta ella, y casi sonríe—. A los que dicen que no hay que pagarles lo mismo, pero mirarlos mejor.
    -> gorra

=== gorra
La gorra te queda grande y huele a estación. Doña Ofelia te cuelga la bolsa, te mira como se mira un dobladillo recién hecho y aprueba con la barbilla. # mision:carta_perdida # mision:cuatro_pistas # logro:cartero_suplente # premio:10 # checkpoint:la_bolsa
Diez besitos caen en tu lata; o ya habían caído, que con la niebla nunca se sabe. La carta va en la bolsa, y pesa como si llevara a alguien adentro.
—Suplente de correo —te nombra, con el dedal en alto—. Empiece por el papel. Las cartas hablan primero por fuera.
* [Estudiar la estampilla] -> estampilla
* [Oler el sobre] -> olor
* [Salir ya: queda poca luz] -> alta

=== estampilla
Es azul. Tiene un faro, y el faro está encendido. # pista:sello_azul
Lo conoces: es el del final del muelle, se ve desde tu ventana. Lo que no conoces es la luz. Se apagó el año en que se perdió el «Aurelia», cuarenta y un años atrás.
Pasas el pulgar por encima. Tres rayitas finas salen del faro, y una gruesa.
* {not olor} [Ahora, oler el sobre] -> olor
* [Salir a la escalera] -> alta

=== olor
Sal. Tabaco dulce. Y debajo, algo que no debería estar: café. No es que esté manchada de café. Está escrita con café.
En La Escalera solo hay un lugar donde el café sobra tanto como para escribir con él. Huele desde aquí, a pan.
* {not estampilla} [Ahora, mirar la estampilla] -> estampilla
* [Salir a la escalera] -> alta

// ── La Escalera ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== alta
{hora >= 6: -> medianoche}
{alta == 1:
    La Escalera, a las seis y media, huele a pan y a ropa casi seca. De un lado a otro cruzan los cables de la luz, y de los cables cuelgan, sin distinción, camisas y chismes.
- else:
    {reloj()} {niebla()}
}
{besitos() < 5: Tu lata suena a poco. Aunque en el descansillo siempre hay alguien que necesita dos brazos.}
* [Peldaño 280: la panadería de Amaro] -> panaderia
* [Peldaño 240: la barbería de Leonel] -> barberia
* [Peldaño 200: el descansillo] -> descansillo
+ {hora >= 1} [Peldaño 312: volver con doña Ofelia] -> ofelia
+ [Bajar hacia el puerto] -> baja

=== baja
{hora >= 6: -> medianoche}
{baja == 1:
    De la mitad para abajo, La Escalera cambia de oficio: hay redes colgadas donde arriba había camisas, y los gatos son más serios.
- else:
    {reloj()} {niebla()}
}
* [Peldaño 151: la azotea de las palomas] -> azotea
* [Peldaño 90: el Cine Capri] -> cine
+ {not buzon_abierto} [Peldaño 40: el buzón rojo] -> buzon
* {hora >= 2} [Peldaño 1: el muelle y el faro] -> faro
* {hora >= 3} [Sentarte un momento, con la carta en la mano] -> tentacion
+ [Subir] -> alta

=== descansillo
~ hora++
Una mujer con tres bolsas de mercado y un ventilador está discutiendo con el peldaño 200.
—Ayúdeme hasta el 212 —dice cuando te ve— y le pago. O le cuento algo que no sabe nadie. Las dos cosas no, que yo no soy banco.
* [Cargar el ventilador y cobrar] -> descansillo_pago
* [Cargar el ventilador y que te cuente] -> descansillo_chisme
* [Disculparte: el correo no espera] -> alta

=== descansillo_pago
Doce peldaños con un ventilador bajo el brazo enseñan más de la vida que doce libros. Arriba, ella te pone en la mano cinco besitos envueltos en papel de estaño. # premio:5
—Y el consejo va de regalo: nunca entregue nada en una puerta que se abre demasiado rápido.
-> alta

=== descansillo_chisme
~ sabe++
—Doña Ofelia —susurra ella, aunque no hay nadie— sube todas las tardes, a las seis, a la oficina cerrada. Once años lleva. Dice que pasa por casualidad. # recuerda:chisme_del_ventilador
Deja el ventilador en el suelo para poder señalar.
—Por el peldaño 312 no se pasa por casualidad, mi cielo. Después del 312 no hay más peldaños.
-> alta

// ── La panadería ────────────────────────────────────────────────────────────────────────────────────────────────────

=== panaderia
~ hora++
La panadería de Amaro no tiene puerta: tiene un calor que uno empuja. Amaro amasa de espaldas y reconoce a la gente por el suspiro con que entra. # imagen:panaderia
—Gorra de correo —dice, sin volverse—. Hacía once años que no oía ese suspiro.
Los besitos de coco se enfrían por docenas en las bandejas. Todos menos uno, que está solo en un frasco, en el estante más alto, con etiqueta.
* [Comprar una docena, por educación # costo:5] -> panaderia_docena
* {olor} [Enseñarle el sobre: «Está escrito con café»] -> panaderia_cafe
* [Preguntar por el besito del frasco] -> panaderia_frasco
* [Saludar y seguir] -> alta

=== panaderia_docena
Amaro envuelve la docena como quien arropa a alguien. El primero se lo come él, delante de ti: es su manera de dar garantía. # pista:tinta_de_cafe
—El café de ayer no se tira —dice, y señala un jarro negro junto al cuaderno de cuentas—. Con eso anoto los fiados. No se borra ni con lágrimas. Comprobado.
Miras la letra del cuaderno. Miras la letra del sobre. El mismo color exacto de cosa que quitó el sueño.
* [Preguntar por el besito del frasco] -> panaderia_frasco
* [Dar las gracias y salir] -> alta

=== panaderia_cafe
Amaro huele el sobre con los ojos cerrados, largo rato, como se huele la cabeza de un niño que vuelve de la playa. # pista:tinta_de_cafe
—Café de mi padre. Tostado con azúcar. Hace cuarenta años que aquí no se tuesta así, porque hace cuarenta años que mi padre se peleó con el azúcar.
Te lo devuelve con las dos manos.
—Esto lo escribieron con una taza de esta casa. Y se la llevaron muy lejos para escribirlo.
* [Preguntar por el besito del frasco] -> panaderia_frasco
* [Dar las gracias y salir] -> alta

=== panaderia_frasco
~ sabe++
Amaro se limpia las manos más tiempo del que hace falta. # recuerda:fiado
—Es de un cliente que se fue debiendo. —Abre el cuaderno por el principio, donde el papel ya es casi tela, y te deja leer:
«T. Iriarte, peldaño 77. Debe: un besito. Deja en prenda: una llave. Paga al volver.»
—Todas las mañanas hago uno y lo pongo ahí. El de ayer me lo como yo. No es sentimiento: es contabilidad.
* [Pedirle la llave: «Creo que vengo a pagar»] -> panaderia_llave
* [Dejarlo con sus cuentas] -> alta

=== panaderia_llave
Amaro te mira la gorra, la bolsa, los zapatos. Luego mete dos dedos en el frasco y, de debajo del besito, saca una llavecita roja, toda azucarada. # item:llave_buzon
—Si es para entregar una carta, no se la presto: se la devuelvo. Pero usted me firma.
Firmas con café: «{nombre()}». Te sale letra de persona seria.
* [Prometerle que volverás a contarle cómo termina # recuerda:promesa_amaro] -> panaderia_promesa
* [Guardar la llave y salir] -> alta

=== panaderia_promesa
—Apunto —dice Amaro, y apunta—. Aquí las promesas también se fían. Lo que no se hace es perdonarlas.
Al salir, el calor te da una palmada en la espalda.
-> alta

// ── La barbería ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== barberia
~ hora++
Leonel afeita a un cliente, cuenta una historia y mueve una ficha de dominó, todo con la misma mano. Ninguna de las tres cosas es del todo verdad. # imagen:barberia
—¡El correo! —La navaja apunta a tu bolsa—. Eso es para mí. Lo estoy esperando desde hace… ¿cuánto lleva usted con la gorra?
La puerta, piensas, se abrió muy rápido. En el marco del espejo, entre santos y calendarios, hay media fotografía.
* [«¿Y quién le escribe a usted?»] -> barberia_julian
* [Jugarte unos besitos al dominó # costo:10] -> barberia_domino
* [Preguntar por la media fotografía] -> barberia_foto
* [Hacer como que no oíste] -> alta

=== barberia_julian
—Mi hermano Julián —dice, y por una vez la mano se le queda quieta—. Se embarcó en el «Aurelia». Dijo: te escribo cuando llegue. Es lento, Julián. Toda la vida fue lento.
El cliente, bajo la espuma, mira hacia otro lado. Todo el barrio sabe lo que fue del «Aurelia». Leonel también. Por eso miente tan bien: lleva cuarenta y un años ensayando la misma mentira.
* [Sacar la carta] -> barberia_entrega
* [«No sé si es suya»] -> barberia_espera
* [Proponerle una partida, sin cartas de por medio # costo:10] -> barberia_domino

=== barberia_foto
—Venía con el espejo —miente Leonel.
Un muchacho con bolsa de marinero se ríe de algo que quedó del otro lado del rasgón. Sobre su hombro hay una mano de mujer. En un dedo, algo brilla.
—La foto me la juego. Es lo único que tengo que no es mío.
* [Aceptar la partida # costo:10] -> barberia_domino
* [Hoy no: la noche es corta] -> alta

=== barberia_domino
~ suerte = RANDOM(1, 6)
Las fichas, boca abajo, suenan como dientes contentos. Te tocan buenas. Te tocan casi demasiado buenas: tienes el doble seis, y a Leonel le tiembla un párpado.
El cliente de la espuma se ha dado la vuelta para mirar. Afuera también hay público; en La Escalera siempre hay público.
* [Salir con el doble seis, de frente]
    {suerte > 2: -> barberia_gana}
    -> barberia_pierde
* [Guardarlo y dejar que se confíe]
    {suerte < 5: -> barberia_gana}
    -> barberia_pierde

=== barberia_gana
~ sabe++
Leonel mira la mesa como quien mira llover. Después se echa a reír, y esa risa sí es suya. # premio:20 # pista:media_foto
Paga sin discutir: veinte besitos y la media foto. De cerca se ve mejor. Lo que brilla en el dedo de la mujer es un dedal.
* [«¿Quién es ella?»] -> barberia_ella
* [Guardar la foto y salir] -> alta

=== barberia_ella
—Ah, eso se lo juego otro día. —Pero baja la voz—. Usted mire manos, suplente. En este barrio las caras mienten mucho. Las manos no han aprendido.
-> alta

=== barberia_pierde
~ sabe++
—Capicúa —dice Leonel, y pone la última ficha sin mirarla. Diez besitos cambian de lata.
Por cortesía de la casa te afeita, haya o no haya qué afeitar: es un maestro. Y con la toalla caliente sobre tu cara, donde no puedes verle la suya, te regala un dato.
—La de la foto llevaba un dedal.
* [Salir con la cara fresca] -> alta
* [Pedir la revancha # costo:10] -> barberia_revancha

=== barberia_revancha
Esta vez no miras las fichas: le miras las manos. Cuando Leonel miente, le baila el meñique. Le baila toda la partida, menos una vez. # premio:20 # pista:media_foto
—Dominó —dices.
El aplauso llega hasta el peldaño 200. Sales con veinte besitos y media fotografía en la gorra, como los ladrones elegantes.
-> alta

=== barberia_espera
—No —dice Leonel—. Claro que no. —Y sonríe, con una sonrisa que ha afeitado a tres generaciones—. Pero pregunte por ahí, ¿quiere? Si alguien me anda esperando, dígale que sigo en la misma silla. # recuerda:silla_de_leonel
Sales. A tu espalda, una ficha cae sobre la mesa, muy despacio, y nadie la contesta.
-> alta

=== barberia_entrega
Leonel no la agarra. La mira. Se seca las manos en el delantal, una vez, y otra, y otra.
La historia que estaba contando se ha quedado sin final.
* [Ponérsela en la mano] -> final_equivocado
* [Retirarla: «Perdón. Todavía no»] -> barberia_espera

// ── La azotea ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== azotea
~ hora++
En la azotea del 151 viven cuarenta palomas y una niña. Las palomas tienen nombres de capitales; la niña se llama Nima y tiene once años y medio. # imagen:azotea
{recuerda("promesa_nima"): En la pared, con tiza, lleva la cuenta de unas migas que alguien prometió. Al verte, tapa la cuenta con la espalda.}
—Esa gorra es de adulto —te informa—. ¿Traes algo para mí?
Lo pregunta mirando a una paloma, como si no importara. Bogotá, gris, con una pata floja, te mira por las dos.
* [La verdad: «No. Traigo una sola y no dice para quién»] -> azotea_verdad
* [Mentir bonito: «Todavía no. Viene en camino»] -> azotea_mentira
* [Preguntarle de quién espera carta] -> azotea_mama

=== azotea_verdad
Nima asiente y apunta en un cuaderno: «Correo: no miente».
—Yo tampoco. Espero carta de mi mamá. Hace camas en un hotel que flota. Llama los domingos, si hay señal y no hay olas.
* [«¿Y las palomas, para qué?»] -> azotea_silbido
* [Proponerle escribir ella la primera # costo:3] -> azotea_carta
* [Despedirte, con la gorra en la mano] -> baja

=== azotea_mentira
—Viene en camino —repite ella, despacio, como si probara una sopa—. Eso dicen en la escuela cuando no saben.
No está enojada. Es peor: está acostumbrada.
* [Pedirle perdón y preguntar de verdad] -> azotea_mama
* [Irte antes de estropearlo más] -> baja

=== azotea_mama
—De mi mamá —dice Nima—. Hace camas en un hotel que flota. La espero los domingos; los otros días descanso.
Bogotá, en su brazo, se acomoda la pata floja con mucha dignidad.
* [«¿Y las palomas, para qué?»] -> azotea_silbido
* [Proponerle escribir ella la primera # costo:3] -> azotea_carta
* [Despedirte, con la gorra en la mano] -> baja

=== azotea_carta
Ella dicta y tú escribes, porque dice que su letra «todavía no tiene fuerza para cruzar el agua». # recuerda:carta_a_mama
«Mamá: las palomas ya son cuarenta. Bogotá se lastimó la pata y no se quejó. Yo tampoco. Aprendí a silbar. Cuando vuelvas no toques la puerta: silba.»
La dobla en ocho y te la da.
—Ponle la estampilla más barata. No importa que llegue tarde. Importa que llegue.
* [«¿Silbar qué?»] -> azotea_silbido
* [Guardarla en la bolsa, junto a la otra] -> baja

=== azotea_silbido
~ sabe++
—Esto —dice, y silba: tres notas cortas y una larga. Cuarenta palomas giran en el aire como una sola sábana. # pista:silbido
{rodillas: Ya lo habías oído. Esta tarde, en tu puerta, lo tarareaba doña Ofelia sin darse cuenta.|Te suena de algo. O de alguien.}
—Me lo enseñó el faro —explica Nima—. De noche, si miras mucho rato ahí donde ya no hay luz, todavía se prende. Tres cortos, uno largo. Nadie me cree.
Luego te mide con la mirada.
—¿Me traes migas del pan de Amaro? Tres días. Las palomas llevan la cuenta.
* [Prometerlo # mision:migas_para_nima # recuerda:promesa_nima] -> azotea_promesa
* [No prometer lo que quizá no puedas cumplir] -> azotea_sin_promesa

=== azotea_promesa
Nima se escupe en la palma y te la tiende. Es el contrato más serio que has firmado hoy, y hoy has firmado varios.
—Tres días —repite—. Bogotá sabe contar hasta tres. Es de lo poco que sabe.
-> baja

=== azotea_sin_promesa
—Bien —dice Nima, y apunta: «No promete por prometer»—. De esos hay menos.
Al irte, una paloma te acompaña hasta el peldaño 140. No es Bogotá. Es Quito, que no tiene nada que hacer.
-> baja

// ── El cine ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== cine
~ hora++
El Cine Capri está cerrado por reformas desde antes de que hubiera algo que reformar. En la taquilla, con uniforme y linterna, está don Eusebio. # imagen:cine
—Función continua —anuncia—. Público no hay. Pero la función es continua.
{es_vip(): Te alumbra la cara con la linterna y se cuadra.}
{es_vip(): —Ah, gente de la Tertulia. Haberlo dicho.}
* [Pagar una entrada para el noticiero # costo:8] -> cine_sala
* [Pedir la función privada de la Tertulia # vip] -> cine_privada
* [Preguntarle a quién espera] -> cine_publico
* [Seguir bajando] -> baja

=== cine_publico
~ sabe++
—Yo, al público. Es como esperar a una persona, pero gasta más luz.
Apaga la linterna para ahorrar y sigue hablando a oscuras.
—Venía una pareja, siempre a la fila siete. Un día él se embarcó. Ella siguió comprando dos entradas, un año entero. Después dejó de venir y se puso a coser. Decía que con una aguja en la mano la oscuridad se ve mejor.
* [Pagar una entrada para el noticiero # costo:8] -> cine_sala
* [Darle las buenas noches] -> baja

=== cine_sala
Te sientas en la fila siete, porque en las otras llueve. Se va la luz. La película tose y arranca. # recuerda:noticiero # pausa
«NOTICIERO DEL PUERTO. Zarpa el Aurelia con sesenta y dos almas y un telegrafista.» Pañuelos, muy despacio. En cubierta, un muchacho se ríe y lanza algo brillante hacia el muelle. Y la imagen se quema justo cuando alguien, abajo, levanta la mano.
—Siempre se quema ahí —dice Eusebio desde la cabina—. Cuarenta y un años queriendo saber quién lo agarra.
* [Quedarte hasta el final, para que haya público] -> cine_aplauso
* [Salir antes de que enciendan] -> baja

=== cine_aplauso
Cuando termina, aplaudes. En una sala vacía, dos manos hacen ruido de muchas. # premio:5
Eusebio sale de la cabina, saluda hacia la izquierda, hacia la derecha, hacia el palco que se cayó en el 92. Luego te devuelve cinco besitos de la entrada.
—Descuento para público entusiasta —dice, con la voz un poco mojada.
-> baja

=== cine_privada
Detrás de la cortina hay otra cortina y, detrás, doce butacas de terciopelo y un proyector con nombre propio: Greta.
—La copia de la Tertulia no se quema —dice Eusebio mientras enhebra el carrete—. La salvó una señora que cosía. Empalmó la cinta con hilo de seda, puntada por puntada, y no quiso cobrar ni quiso verla.
En la pantalla, el muchacho del «Aurelia» se ríe, se arranca algo del dedo, toma impulso.
* [«¡Pare ahí!»] -> cine_fotograma
* [Dejarla correr] -> cine_correr

=== cine_fotograma
~ sabe = sabe + 2
Greta se detiene con un suspiro. En la pantalla, temblando, una muchacha con el brazo en alto. La cara no se le ve: se la tapa la mano. Pero en la mano, cayendo hacia el dedo como si supiera el camino, hay un dedal. # pista:fotograma
Eusebio corta el fotograma siguiente, que es casi idéntico, y te lo regala.
—Uno no se nota. Son veinticuatro por segundo, y la gente parpadea.
* [«Usted sabe quién es»] -> cine_secreto
* [Guardar el fotograma en la gorra] -> baja

=== cine_correr
~ sabe++
La dejas correr. El barco se hace pequeño. La muchacha del muelle no agita pañuelo: mueve un dedo contra la baranda. No hay sonido, pero se oye: tres golpes cortos, uno largo. # recuerda:golpes_en_la_baranda
Cuando se enciende la luz, Eusebio está mirando la butaca de al lado, la que sigue vacía.
-> baja

=== cine_secreto
—Yo proyecto —dice Eusebio—. Saber es otro sindicato. # recuerda:butaca_pagada
Pero te acompaña hasta la calle, cosa que no hace con nadie.
—Si la ve, dígale que la butaca de al lado sigue pagada.
-> baja

// ── El buzón y el faro ──────────────────────────────────────────────────────────────────────────────────────────────

=== buzon
{buzon == 1:
    Es rojo, está hinchado de sal y es más alto que Nima. Nadie lo usa porque nadie tiene la llave, y nadie tiene la llave porque el último que la tuvo se embarcó.
- else:
    El buzón rojo sigue donde estaba, con cara de saber algo.
}
{tiene("llave_buzon"): La llavecita azucarada se te entibia en el bolsillo.|Le pegas la oreja. Adentro hay papel, mucho. Suena como alguien que se guarda lo que iba a decir.}
* {tiene("llave_buzon")} [Abrirlo] -> buzon_abierto
* {azotea_carta} [Echar la carta de Nima] -> buzon_nima
+ [Dejarlo en paz] -> baja

=== buzon_nima
La carta doblada en ocho cae, y no suena. Como si alguien, adentro, la hubiera atrapado en el aire. # recuerda:nima_en_el_buzon
-> buzon

=== buzon_abierto
~ hora++
~ sabe = sabe + 2
La puerta cede con un quejido de barco. Adentro, atadas de diez en diez con hilo de coser, hay cartas. Cuarenta y una. Todas con la misma letra redonda y el mismo destino: «Tomás Iriarte, a bordo del Aurelia». # recuerda:cartas_del_buzon
Tardas en entenderlo. Nadie podía llevarlas: solo él podía abrir. Alguien le escribió, una vez al año, al único lugar del mundo del que él tenía la llave. # pausa
Al fondo del buzón no hay fondo. Hay una ranura, y por la ranura sopla un viento con sal. Este buzón no se vacía hacia la calle.
* [Acercar tu carta a la ranura] -> buzon_ranura
* [Tomar el último atado y cerrar] -> buzon_atado
* [Cerrar sin tocar nada] -> baja

=== buzon_atado
~ atado = true
Te lo guardas contra el pecho. El hilo es de seda color crema. El nudo es de alguien que sabe que los nudos, si están bien hechos, no hace falta que aprieten.
* [Subir con él hasta el 312, sin parar] -> ofelia
* [Quedarte por aquí abajo] -> baja

=== buzon_ranura
El viento olfatea el sobre y tira de él, con suavidad, como tira de la manga un niño que quiere irse a casa.
Por donde vino, podría volver. Quien la escribió sabría al menos que llegó hasta aquí.
* [Soltarla] -> final_buzon
* [No: alguien la espera de este lado] -> baja

=== faro
~ hora++
El muelle termina en el faro y el faro termina en la niebla. La puerta está abierta. Huele a queroseno y a domingo. # imagen:faro
En la escalera de caracol, cada peldaño tiene pintado un punto o una raya. Alguien practicaba.
Del cuarto de abajo asoma el sereno, que no es de hablar: señala una lata de queroseno y enseña los cinco dedos.
* {tiene("silbido")} [Silbar lo que silba Nima] -> faro_silbido
* [Comprar el queroseno y encender la lámpara # costo:5] -> faro_lampara
* [Volver: aquí ya no vive nadie] -> baja

=== faro_silbido
~ sabe = sabe + 2
Tres cortas, una larga. El faro te devuelve el eco. Y después, cuando ya no toca, te lo devuelve otra vez.
Subes. En la pared de la linterna, escrito a lápiz: «Punto, punto, punto, raya. V. De “vuelvo”. Si algún día se apaga, la enciendes tú, Ofe. T.»
* [Comprar el queroseno y encender la lámpara # costo:5] -> faro_lampara
* [Guardarte las ganas y correr arriba] -> baja

=== faro_lampara
~ lampara = true
La mecha tose, duda, se acuerda. Cuarenta y un años de polvo arden en un segundo con olor a estrella. # recuerda:faro_encendido # pausa
El rayo entra en la niebla como una aguja en la tela. Y allá, donde no hay nada, algo contesta. Tres cortos. Uno largo.
En La Escalera, una por una, se van abriendo las ventanas.
-> baja

// ── La tentación ────────────────────────────────────────────────────────────────────────────────────────────────────

=== tentacion
Te sientas en el peldaño 77, delante de una puerta tapiada. La carta está tibia. El sobre no está bien pegado; nunca lo están, cuando uno los mira así.
Nadie lo sabría. Es la frase con la que empieza casi todo lo que se acaba sabiendo.
* [Meter el dedo bajo la solapa] -> tentacion_dedo
* [Guardarla y levantarte] -> baja

=== tentacion_dedo
El papel cede un milímetro. Allá arriba, lejísimos, una máquina de coser deja de sonar.
* [Abrirla] -> final_abierta
* [Sacar el dedo] -> tentacion_no

=== tentacion_no
Sacas el dedo. La máquina vuelve a coser. # recuerda:no_la_abri
En la yema te queda una línea de tinta color café. Se parece mucho a una huella; por suerte, a la tuya.
-> baja

// ── Doña Ofelia ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== ofelia
~ hora++
{ofelia == 1:
    El taller de doña Ofelia es una mesa, una máquina y un mapamundi hecho de retazos. Ella no levanta los ojos de la aguja. # checkpoint:el_taller # imagen:taller
    —¿Y bien? ¿De quién es?
- else:
    —Otra vez usted —dice doña Ofelia. Y sin embargo hay dos tazas en la mesa.
}
{lampara: Por la ventana entra, cada diez segundos, una luz que no entraba desde hace cuarenta y un años. Ella cose de espaldas a la ventana. No da una sola puntada.}
+ [«La carta es para usted»] -> ofelia_acusacion
* [Preguntarle por el dedal] -> ofelia_dedal
* {tiene("media_foto")} [Poner la media foto sobre la mesa] -> ofelia_foto
* {atado} [Poner el atado de cartas sobre la mesa] -> ofelia_cartas
* {tiene("letra_v")} [Golpear la mesa: tres cortos, uno largo] -> ofelia_golpes
+ [Pedirle más tiempo y salir] -> alta

=== ofelia_dedal
~ sabe++
—¿Esto? —Lo mira como si acabara de salirle—. Me lo tiraron. Lo atrapé. No hay más historia.
Pero el dedo del dedal, por su cuenta, golpea la mesa. Tres cortos. Uno largo.
* [«La carta es para usted»] -> ofelia_acusacion
* [Dejarla coser] -> alta

=== ofelia_foto
~ sabe++
Doña Ofelia no toca la foto. La mira desde lejos, como se mira el mar cuando una no aprendió a nadar.
—La otra mitad la rompí yo —dice—. La cara que falta es la mía. Una se enoja con lo que tiene a mano.
* [«La carta es para usted»] -> ofelia_acusacion
* [Recoger la foto y dejarla sola] -> alta

=== ofelia_cartas
~ sabe = sabe + 2
—Esas no son suyas —dice. Y después, más bajo—: Ni mías. Una carta es de quien la recibe. Por eso esas no son de nadie.
Pone la mano encima del atado. El nudo la reconoce.
* [«La carta es para usted»] -> ofelia_acusacion
* [Dejarla con ellas un rato] -> alta

=== ofelia_golpes
~ sabe = sabe + 2
No dices nada. Golpeas la mesa con un nudillo: tres cortos, uno largo. La aguja se para a media puntada. # recuerda:le_hable_en_morse
—Eso no lo sabe nadie —dice doña Ofelia, y mira el dedal como si se hubiera ido de la lengua—. Una letra. Con una letra sola no se escribe nada.
* [«Con esta, sí: “vuelvo”. La carta es para usted»] -> ofelia_acusacion
* [Dejarla con su letra] -> alta

=== ofelia_acusacion
{sabe >= 2: -> ofelia_confiesa}
—¿Y por qué? —pregunta, sin enojarse, que es lo que da miedo—. ¿Porque tengo cara de esperar? A mi edad es la única cara que queda. Adivinar no es entregar. Tráigame algo más.
+ [Salir a buscar algo más] -> alta
+ [Insistir] -> ofelia_insiste

=== ofelia_insiste
—Con usted no se puede —dice, y te empuja hacia la puerta con el alfiletero.
Pero antes de cerrar mira la bolsa. Un segundo. Tres cortos, uno largo: también se puede mirar así.
-> alta

=== ofelia_confiesa
La máquina se para. Es un silencio enorme, de los que se oyen desde el puerto. # pausa
—Le dije que ya no esperaba a nadie —dice doña Ofelia—. Y es verdad. Todos los días es verdad, hasta las seis.
Se quita los lentes, para no verte mientras habla.
—Se llamaba Tomás. Se llama. No había para anillo, así que me tiró un dedal desde la cubierta. «¡Un anillo adorna!», gritó. «¡Esto protege!» El «Aurelia» no llegó a ninguna parte. Pero tampoco se hundió en ninguna, ¿me entiende? Con eso no se puede coser nada.
Extiende la mano. El dedal repica contra la mesa.
* [Entregarle la carta] -> final_verdadero
* [«¿Está segura?»] -> ofelia_segura
* [No dársela: si la lee, dejará de esperar] -> ofelia_todavia

=== ofelia_segura
—No —dice—. Démela antes de que lo esté.
* [Entregársela] -> final_verdadero
* [Cerrar la bolsa] -> ofelia_todavia

=== ofelia_todavia
—Todavía no —dices, y cierras la bolsa.
Ella asiente, muy despacio.
—Cuarenta y un años esperando, y usted me quiere regalar un día más. Hay que ver lo que se aprende de correos.
* [Dársela. Claro que dársela] -> final_verdadero
* [Guardarla hasta mañana] -> final_guardada

// ── Medianoche ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== medianoche
Empiezan las doce. La niebla sube los peldaños de dos en dos, sin hacer ruido, y apaga a su paso los faroles, las radios, los nombres de las puertas. # checkpoint:medianoche # imagen:niebla
Tienes la gorra, la carta y aire para una sola carrera.
{lampara: Desde el muelle, el faro corta la niebla en rebanadas. Te compra un minuto. No más.}
* [Arriba: doña Ofelia] -> medianoche_arriba
* [Abajo: el buzón rojo] -> final_buzon
* [A la barbería, que todavía tiene luz] -> final_equivocado
* [No moverte y apretarla contra el pecho] -> final_guardada

=== medianoche_arriba
Subes como se sube cuando alguien espera: sin contar los peldaños. Te das cuenta en el 300. No los has contado.
{sabe >= 2: -> ofelia_confiesa}
Llegas sin aire y sin pruebas. Doña Ofelia está en la puerta, mirando la niebla por encima de tu hombro.
—No me diga por qué cree que es mía —dice—. Dígame solo si corrió.
* [Ponérsela en las manos, sin explicar nada] -> final_verdadero
* [No atreverte] -> final_guardada

// ── Finales ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== final_verdadero
Doña Ofelia abre el sobre con el descosedor, sin lastimar ni una fibra. Lee. Es corta: se le nota en los ojos, que bajan un escalón y se quedan ahí. # logro:seis_y_nunca # premio:25 # recuerda:la_recibio_ofelia # final:verdadero # pausa
—«Ya voy» —dice en voz alta, porque hay cosas que una persona sola no puede leer—. «Guárdame un besito.»
Se ríe. Llora. Hace las dos cosas a la vez, con mucha técnica.
—Un besito. Cuarenta y un años, y me viene a pedir un besito. El descarado. # pausa
{panaderia_frasco: Piensas en el frasco de Amaro, en el estante más alto. Uno cada mañana. Pura contabilidad.}
-> epilogo

=== final_equivocado
Leonel la abre de espaldas, para que nadie le vea la cara. Tarda lo que se tarda en leer una línea, y después lo que se tarda en creerla. # logro:puerta_equivocada # recuerda:la_recibio_leonel # final:equivocado # pausa
—Dice «Ya voy». Dice: «Guárdame un besito». —Se vuelve, y por primera vez lo ves sin historia puesta—. Julián odiaba el coco.
Los dos saben que no es de Julián. Leonel la dobla, la pone en el marco del espejo, cierra temprano y esa noche, dicen, duerme de un tirón.
Arriba, en el 312, alguien deja de coser y no sabe por qué. # pausa
-> epilogo

=== final_buzon
La sueltas. No cae: se va. El viento se la lleva hacia adentro, hacia el agua, hacia donde sea que ya es mañana. # premio:15 # recuerda:la_devolvi # final:devuelta # pausa
Un momento después, por la misma ranura, sale algo. Un paquetito de papel encerado, todavía tibio: besitos de coco, quince, hechos con un azúcar que ya no se fabrica.
Quien la escribió sabrá que tocó a la puerta. No sabrá por qué nadie le abrió. Tú tampoco. # pausa
-> epilogo

=== final_abierta
Adentro hay una sola línea. «Ya voy. Guárdame un besito.» # recuerda:la_abri # final:abierta # pausa
Y ya no hay sobre, ni misterio, ni dueño. Una carta que lee quien no era se queda sin destino, como un vaso sin fondo. La letra se va borrando del final hacia el principio. Lo último en irse es «voy».
Ahora la sabes tú, y nadie más. Saber también es una forma de esperar; la más sola. # pausa
-> epilogo

=== final_guardada
Te quedas con la carta. Esa noche ella duerme debajo de tu almohada, y tú no. # recuerda:la_guarde # final:guardada
De madrugada pesa un poco menos. La acercas a la ventana. La línea del sobre ha cambiado, con la misma letra de barco: «Para quien todavía me espera», decía. Ahora dice: «Para ti, mientras tanto». # pausa
-> epilogo

=== epilogo
A las seis de la mañana la niebla se levanta como un telón con sueño. # checkpoint:fin_capitulo_1
{lampara: En la punta del muelle, el faro sigue encendido. Nadie en el barrio admite haber pagado el queroseno.|En la punta del muelle, el faro sigue apagado. Pero el vidrio, jura el sereno, amaneció tibio.}
{azotea_carta: {buzon_nima: En la azotea del 151 hay una paloma que no es del barrio. Nima la mira, no la toca, y por si acaso silba.|En tu bolsa queda una carta doblada en ocho. No importa que llegue tarde. Importa que llegue.}}
{recuerda("promesa_amaro"): Bajas hasta el 280 a contarle a Amaro cómo termina. Él escucha, tacha una línea del cuaderno y, sin decir nada, esa mañana pone en el frasco dos.}
{recuerda("butaca_pagada"): En el Cine Capri, fila siete, alguien ha dejado sobre la butaca un carrete de hilo de seda.}
Entonces, desde donde se acaba el mar, suena una sirena de barco. Tres cortas. Una larga. # pausa
En la pared de la oficina de correos, debajo de «Llegadas», alguien ha raspado la palabra «nunca». La pintura del suelo todavía está fresca. No hay nadie.
Fin del capítulo uno.
-> END

// ── La hora y la niebla ─────────────────────────────────────────────────────────────────────────────────────────────

=== function reloj()
{ hora:
- 0: ~ return "Son las seis y media."
- 1: ~ return "Dan las siete y media."
- 2: ~ return "Son más de las ocho."
- 3: ~ return "Dan las nueve y cuarto."
- 4: ~ return "Son casi las diez y media."
- else: ~ return "Pasan de las once."
}

=== function niebla()
{ hora:
- 0: ~ return "El cielo está limpio, como recién planchado."
- 1: ~ return "En el horizonte hay una línea blanca que antes no estaba."
- 2: ~ return "La niebla ha llegado al muelle y se está quitando los zapatos."
- 3: ~ return "La niebla va por el peldaño 30; los gatos ya subieron."
- 4: ~ return "Del 90 para abajo ya no se ve nada, y lo que se oye, mejor no oírlo."
- else: ~ return "La niebla te pisa los talones. Queda tiempo para una puerta más."
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
