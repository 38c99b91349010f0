// Three Short, One Long
// Chapter three, and last, of “The Six-and-Never Mail”
//
// Knots and choices are those of correo_3.es.ink, in the same order: a test checks it.
// What each tag means is told in docs/story.md; the arc of the three chapters, in docs/content.md.

# title: Three Short, One Long

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

// ── Six o'clock ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== inicio
{recuerda("la_recibio_ofelia") or recuerda("carta_al_fin"):
    ~ carta = true
    ~ ofe++
}
{
- recuerda("hora_y_siete"):
    On the wall it says “at seven minutes past six”, and since five nobody in La Escalera has been sitting down. Doorsteps are being swept. Plastic geraniums are being watered. A boy has kept his shirt clean for an hour, which is his personal best. # imagen:pared
- recuerda("hora_de_todos"):
    There are three hundred hours on the wall, and so as not to offend any, the neighbourhood has decided to wait for all of them. Since five nobody has been sitting down. The last hour on the list, in a corner, was put there by a child: “when it's nearly too late”. # imagen:pared
- recuerda("hora_domingo"):
    It's Sunday. A committee has confirmed it. There are clean sheets on the balconies and soup behind the doors, and since dawn Nima has had her school shoes on, on a Sunday, of her own free will. # imagen:pared
- recuerda("hora_en_punto"):
    On the wall it says “at six”. Yesterday it went by, missed by seven minutes, and today the whole neighbourhood has come out with seven minutes to spare in every pocket, in case they can be lent. # imagen:pared
- recuerda("hora_ahora"):
    On the wall it says “now”, and now spent the night stuck on the steps, with the band playing and nobody coming ashore. They had arrived, but not altogether: what was missing, said doña Ofelia, was the receipt. At midday the ship backed off into the fog, out of politeness, so as to arrive again. # imagen:pared
- else:
    On the wall it says “never”, and underneath, in chalk: “except tomorrow”. By now tomorrow is today. Nobody admits to having written it; everybody admits to having slept badly and ironed something, just in case. # imagen:pared
}
It strikes six. It's the hour of Departures, and this time nothing departs: all the clocks in La Escalera go “tick” at once, and stand there thinking. The smoke stops above the chimneys. A drop stops under a tap. People don't. People look at one another. # pausa
And out of the fog, without the horn, like someone coming into their room in the dark so as not to wake anybody, comes the Aurelia.
* [Go into the office: the telegraph is calling] -> telegrafo
* [Look round for doña Ofelia] -> ofelia_quieta
* [Stay and look at the ship; that's what it came for] -> barco

=== barco
Her lights are out and her band is on. There are sixty-two people on deck with their coats on, all of them leaning over the same side, which is yours. A lady is holding a parrot. A priest is holding somebody seasick. # imagen:barco
They look this way as one looks at a room in which one knows there is somebody. They can't see the pier. Between them and the pier there's an inch of fog and forty-one years.
* [Run to the telegraph] -> telegrafo
* [Look round for doña Ofelia] -> ofelia_quieta

=== ofelia_quieta
She's in the door of her workroom with the curtain on. That is: with the dress on. She has her thimble, her hair pinned up, and the look of someone who has got off at the wrong century. # imagen:taller
“The telegraph is calling,” she says, without moving. “You go. I'm retired.”
Three short, one long. In forty years on the job she never let an instrument call twice. This is the ninth.
* [Go yourself] -> telegrafo
* [Offer her your arm as far as the office] -> telegrafo_brazo

=== telegrafo_brazo
~ ofe++
Twelve paces. She takes them like someone crossing a river on stones that somebody else put there. At the door she lets go. # recuerda:el_brazo
“This far,” she says. “I'll listen.”
{recuerda("le_hable_en_morse"): And presently, lower: “If in doubt, knock. Your hand can be read.”}
-> telegrafo

=== telegrafo
The tape has reached the floor by now. It says the same thing many times, more carefully each time. # imagen:oficina
“OFE AURELIA HERE. WE ARE OFF THE HARBOUR. I SEE NO PIER. I SEE NO LIGHT. ARE YOU THERE?”
{recuerda("me_hice_pasar"): And one line further down: “IF IT IS THE SHORT DASH FROM THE OTHER DAY, THAT WILL DO. JUST TELL ME IF SHE IS THERE.”}
“What does it say?” asks doña Ofelia from outside, who has heard it perfectly well. “Tell him I'm not here.”
* [Send: “HERE”] -> dice_esta
* [Send: “NOT HERE”, as you were asked] -> dice_no_esta
* {recuerda("nima_aprende")} [Let Nima have the key; you never heard her come in] -> dice_nima
* [Go out, take her hand, and put her finger on the key] -> dice_ella

=== dice_esta
~ ofe++
“HERE,” you send. Four letters. The last of them is a single dot, and it comes out trembling. # recuerda:dije_que_esta
From the other end comes nothing. There comes a good long while of nothing. And then, all in a rush, a nonsense of dots and dashes, as if the man who was sending had sat down on the instrument, or got up and started to dance.
“That isn't regulation,” says doña Ofelia, with a voice like a thread. # pausa
-> siete

=== dice_no_esta
“NOT HERE,” you send. He answers at once: “ALL RIGHT. I WILL WAIT.” # recuerda:dije_que_no_esta
On the other side of the door doña Ofelia puts the thimble to her lips.
“Forty-one years,” she says, “and it hasn't crossed his mind that it might be a lie. Or that it might be true. He waits. Just like that, no anaesthetic.” # pausa
-> siete

=== dice_nima
~ ofe++
Nima spits on her fingers and writes. Short, short, short. And long. Ever so long. # recuerda:nima_telegrafista # premio:6
“OFE,” answers the instrument, instantly. “I KNOW THAT DASH.”
“I AM NIMA,” she sends, with her tongue sticking out. “I AM ELEVEN AND A HALF. OFELIA IS AT THE DOOR IN A DRESS. SHE IS SHAKING BUT IT IS THE COLD.” And after some thought: “IT IS NOT COLD.” # pausa
-> siete

=== dice_ella
Her hand is icy and small. The thimble knocks on the key. She hears herself make the first dot, and then she can't stop, because a single dot is nothing at all; and the second; and the third. # recuerda:dedo_de_ofelia
She holds the dash for so long that neighbours come out to see what has broken.
~ ofe++
“OFE,” answers the wire. And nothing more, since that is everything said. She takes her finger off the instrument and looks at it as if it were somebody else's. # pausa
-> siete

=== siete
There's a panting on the stairs. It's the watchman, who has come up three hundred and twelve steps with a can in each hand. He sets them on the counter. He says nothing, which is his way. But he writes on the tin with a fingernail: “BURNS AND GIVES NO LIGHT”. # mision:siete_latas # premio:10 # checkpoint:los_siete_minutos
It comes to you slowly. {recuerda("seis_latas_llenas"): They're the ones you saw, the ones he filled, thimble by thimble.|He has filled six cans by himself, a thimbleful a night, for forty-one years.} There's kerosene. But a lighthouse won't be lit by what is given back by someone who never took it.
“They have to bring them down themselves,” says doña Ofelia. “Each their own. And saying so.” She looks at the clock, which still hasn't gone “tock”. “From six to seven minutes past: that's the time there is. Don't be alarmed, {nombre()}. On this staircase, seven minutes have lasted forty-one years. With good management they'll do for seven doors.”
* [Pull down your cap and go] -> alta
* [“And yours, doña Ofelia? Who brings yours?”] -> ofelia_la_suya

=== ofelia_la_suya
“Mine is under the machine,” she says. “I put a cushion on it, and use it for a stool. I've been sewing for forty-one years sitting on that can.” # recuerda:la_banqueta
She smooths the dress, which hasn't a crease in it.
“Go and fetch the others. We'll talk about chairs later.”
-> alta

// ── Seven minutes ───────────────────────────────────────────────────────────────────────────────────────────────────

=== alta
{minuto >= 7: -> la_luz}
{alta == 1:
    La Escalera is at a standstill and full of people, like a photograph that breathes. Wherever you go by they make room. Nobody asks where you're going. Every one of them is hoping it's their door, and that it isn't.
- else:
    {reloj()} {barco_lejos()}
}
* [Step 280: Amaro's bakery] -> panaderia
* [Step 240: Leonel's barber shop] -> barberia
* [Step 200: doña Pura] -> pura
+ {ofelia < 3} [Step 312: doña Ofelia] -> ofelia
* [Wind the unhurried watch, which is seven minutes slow # con:reloj_sin_prisa] -> reloj_atrasa
+ [Go down towards the harbour] -> baja

=== baja
{minuto >= 7: -> la_luz}
{baja == 1:
    From halfway down the fog comes up to your waist and moves aside politely, as people do at the cinema. It smells of ship, which is how metal smells when it's been afraid.
- else:
    {reloj()} {barco_lejos()}
}
* [Step 151: Nima's rooftop] -> azotea
* [Step 90: the Cine Capri] -> cine
* [Step 77: the door that used to be bricked up] -> puerta77
* {recuerda("carta_a_quien_tarda") or recuerda("carta_a_mi") or recuerda("besito_al_mar")} [Step 40: the red letterbox, which is calling you by name] -> buzon
* {minuto >= 2 and (azotea or cine or puerta77)} [Step 20: somebody is coughing inside the fog] -> cobrador
+ {minuto >= 3} [Step 1: to the lighthouse, with whatever there is] -> la_luz
+ [Go up] -> alta

=== reloj_atrasa
~ minuto = minuto - 2
The watch creaks, clears its throat, and begins to run backwards with great dignity. Nobody ever wanted to mend it; now you know why. Clocks that don't keep time are keeping it for later. # recuerda:minutos_de_mas
You've gained two minutes. The other five, it would seem, it keeps as a tip.
-> alta

// ── The bakery ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== panaderia
~ minuto++
{recuerda("lata_amaro"):
    Amaro is in the doorway, without his apron. Nobody had ever seen him without it; he looks like a man who has come out of a man. In his hand is a dented can. # imagen:panaderia
    “My father's,” he says. “It was in the old oven. I thought I'd take it down myself, and say what it is along the way. On every step, if I must.”
- else:
    Amaro is counting besitos. Sixty-three dozen, and it won't come out right. When he hears you come in he makes a mistake on purpose, so as to have to start again. # imagen:panaderia
    “I've got nothing to take down,” he says. “Nothing whatsoever. Who told you?”
}
* {recuerda("lata_amaro")} [Go down with him until his voice comes] -> panaderia_baja
* {not recuerda("lata_amaro")} [Open the ledger for him, at the first page] -> panaderia_hoja
* {not recuerda("lata_amaro")} [Buy all sixty-three dozen, to see if that quiets the oven # costo:12] -> panaderia_compra
* [Ask for the besito in the jar: he who owes it is back today] -> panaderia_frasco
* [Leave him with his trays] -> alta

=== panaderia_baja
~ luz++
“My father took a can,” says Amaro on 279, so low that only the step hears. By 270 the balconies can hear it. On 260 he says it in his own voice, the one for calling children in to tea, and from a window a woman answers: “Well, and didn't it smell good!” # recuerda:luz_de_amaro
He laughs. He cries. He keeps going down. {recuerda("amase_con_amaro"): He's humming as he goes, off the note, the same as yesterday, the same as always, the same as him.}
-> alta

=== panaderia_hoja
The first line isn't in his hand. Amaro reads it as if for the first time, out loud, since there are people in the queue: “I owe: one can of light.”
Nobody in the queue says anything. Then a lady asks for her turn. “Another one here,” she says, and goes red.
* [“Will you take it down, or do I put it on the slate?”]
    “On the slate,” Amaro repeats, like someone biting on a bitter almond. “Forty-one years it's been on the slate. No: this one gets paid today, and gets paid on foot.”
    -> panaderia_lleva
* [Wait for him to decide] -> panaderia_lleva

=== panaderia_lleva
~ luz++
Amaro takes off his apron, folds it in four and lays it on the scales, which for the first time in years say nothing. # recuerda:luz_de_amaro
“Anything can go on the slate here,” he says. “What we don't do is wipe it. He used to say that, and nobody ever asked him on whose account.”
He gets the can out from underneath the oven. Off he goes with it down the stairs, and the bakery's warmth, at a loss, goes after him.
-> alta

=== panaderia_compra
He wraps up every one of them. It takes a while. When he's done you can see, suddenly, on the bare counter, what the trays were covering: a can with a cloth over it. # recuerda:luz_de_amaro
~ luz++
“I've nothing left to hide it with,” says Amaro. “Clever, the Mail.”
The besitos go off to the pier in the pockets of children. The can he takes himself.
-> alta

=== panaderia_frasco
He brings the jar down off the shelf. It's heavier than it should be: fifteen thousand besitos, one after another, though there is only one inside. # item:besito_del_frasco
{recuerda("promesa_amaro"): There are two. Ever since you told him how it ended, he's made two.|“Will pay on return, he said.” Amaro clears his throat. “Collect it. It's bookkeeping.”}
* {recuerda("lata_amaro")} [“And the can, Amaro?”] -> panaderia_baja
* {not recuerda("lata_amaro")} [“And on the first page, who is it that owes?”] -> panaderia_hoja
* [Put it under your cap and run] -> alta

// ── The barber shop ─────────────────────────────────────────────────────────────────────────────────────────────────

=== barberia
~ minuto++
Leonel is in the fourth chair, the one he lets nobody use, with the hot towel over his face. He's been there, by your reckoning, since the ship came into sight. # imagen:barberia
{recuerda("lata_leonel"): On the floor at his feet is a can with domino scores scratched on its bottom. He has got it out himself. Getting as far as the door is another matter.|“I'm not in,” says the towel.}
* [Lift a corner of the towel: “He's on deck. I saw him”] -> barberia_julian
* [Talk to him about the missing tile # con:blanca_doble] -> barberia_blanca
* [Play him for it, a single hand: if he loses, he goes down # costo:10] -> barberia_mano
* [Leave him where he is: we all have our own fog] -> alta

=== barberia_julian
“What colour was his scarf?” says the towel, very still.
You didn't see his scarf. There were sixty-two of them, and the fog had dressed them all in grey. Leonel waits. He has told so many lies that he knows them by their footsteps.
* [“I don't know. Come down, and you tell me”] -> barberia_baja
* [“Red”] -> barberia_roja

=== barberia_roja
“It was blue,” says Leonel. He takes off the towel. Underneath it he isn't crying; underneath it he's freshly shaved, down to the bone. “Thank you. I'd have said the same.” # recuerda:menti_a_leonel
He puts the towel back. From beneath it, to be fair, peeps half a smile, as between colleagues. Nothing will get him out of there now: he has just seen how comfortable it is inside another person's lie.
* [Leave the can beside his shoes, just in case] -> alta

=== barberia_blanca
“Who told you…?” He tears the towel off. “The double blank is worth nothing. Zero. It's the worst tile in the box. He took it so that I couldn't play, and every day, every one, I've thought: if he comes back, he comes back with it in his pocket. That somewhere there's a pocket with my tile in it.”
He gets up. His knees click like dominoes.
-> barberia_baja

=== barberia_mano
~ suerte = RANDOM(1, 6)
He tips out the box without looking. Twenty-seven tiles; his little finger is trembling before they've begun.
{suerte > 2: -> barberia_mano_gana}
He throws away the move, the evening, the whole box. And wins the game. He doesn't know how. He had never won without meaning to. # premio:14
“I'm giving you back fourteen,” he says, appalled. “Take it. I can't win today. Not today.”
* [“Then come down”] -> barberia_baja
* [Pocket the fourteen and leave him to his luck] -> alta

=== barberia_mano_gana
“Domino,” you say. Leonel lets go a breath that's forty-one years old.
“Thank heavens,” he says. “You've no idea how tiring it is, nobody ever really beating you.”
-> barberia_baja

=== barberia_baja
~ luz++
He goes down hugging the can like an ugly newborn. On each landing they ask him what it is he's got. # recuerda:luz_de_leonel
“Your light,” answers Leonel. “I lost it at cards. Well, dominoes. Well: I lost it.”
{recuerda("silla_de_leonel"): Behind him, in the shop, he has left the chair turned towards the door. The same one. So that whoever comes won't have to look for a seat.}
-> alta

// ── Doña Pura ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== pura
~ minuto++
{
- recuerda("porra_honrada"):
    Doña Pura has already brought down the iron, the fan and the can, and has the entire landing standing in line. “This is the one who told me no,” she introduces you. People look at you as at some fabulous animal.
- recuerda("aposte_sabiendo"):
    Doña Pura has the can in her lap, and is looking at you over her glasses with a betting slip between two fingers.
    “Before you ask me to confess,” she says, “let's see how it's done. Show me.”
- else:
    Doña Pura is ironing air. The can, on the windowsill, has a geranium in it. “It's always been there,” she says before you ask, and the geranium blushes.
}
* {recuerda("porra_honrada")} [“Whenever you're ready, doña Pura”] -> pura_baja
* {recuerda("aposte_sabiendo") and not recuerda("porra_honrada")} [Say it in front of everybody: “I bet, and I knew”] -> pura_confieso
* {recuerda("cobre_la_porra")} [Give back what you collected # costo:20] -> pura_devuelvo
* {not recuerda("aposte_sabiendo") and not recuerda("porra_honrada")} [Lift out the geranium, with great care] -> pura_geranio
* [Ask her about the twenty-two shirts] -> pura_camisas
* [No time today for other people's confessions] -> alta

=== pura_confieso
“I bet,” you say out loud, “on an hour that I was going to write myself.” # recuerda:confese_la_apuesta
The landing thinks it over. Then somebody puts up a hand: “So did I.” “And I.” “I asked your landlady what time it'd be.” It turns out nobody in that pool was clean, except the fan.
“You see?” says doña Pura. “Nobody died. Hold on, it's my turn.”
-> pura_baja

=== pura_devuelvo
You count twenty besitos out onto the table, one by one, so that everybody can see. It takes a good deal longer than collecting them did. # recuerda:devolvi_la_porra
Doña Pura pushes them into the middle.
“Kitty for the next ship,” she declares. And she gets up, and hangs the can on her arm like her good handbag.
-> pura_baja

=== pura_geranio
You replant it in your cap, which has never looked better. The can is left empty and round, with earth at the bottom. # recuerda:geranio
“My mother put it there so as not to see it,” says doña Pura. “I've watered it for forty-one years so as not to forget it. That's families for you.”
-> pura_baja

=== pura_camisas
“Twenty-two.” She puts down the iron. “Do you know what's been going through my head? That they'll come ashore in them. That for those boys it's been a little while. That I'm going to see, with these eyes, ironed by my mother, a collar without one crease.” # recuerda:veintidos_camisas
She takes off her glasses to clean them, and cleans them rather too much.
-> pura_baja

=== pura_baja
~ luz++
She goes down slowly, in the middle, holding the can up high. # recuerda:luz_de_pura
“This was the one that was left!” she's telling them. “One of the six! For ironing!”
And as she passes, door after door comes open, and in each of them is someone who looks as though they'd done a bit of ironing of their own.
-> alta

// ── The rooftop ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== azotea
~ minuto++
{recuerda("nima_telegrafista"):
    Nima is back on her rooftop with a piece of tape tied round her wrist. “He wants to know who taught me to do the dash,” she says. “I put, the lighthouse. And he didn't say anything for a bit, like grown-ups.” # imagen:azotea
- else:
    Nima is standing up on the parapet, with a pigeon on either shoulder and another on her head, which must be the one that does the thinking. # imagen:azotea
}
{recuerda("carta_de_delia"): Beyond the Aurelia, very far out, there are other lights now: many, in rows, like a building gone out for a walk. Nima isn't looking at them. She isn't looking at them with her whole body.}
* {recuerda("lata_nima")} [“Where's your great-grandmother's can?”] -> azotea_lata
* {recuerda("lista_de_nombres")} [Give her the list of names] -> azotea_nombres
* [Ask her to let all forty go # tras:migas_para_nima] -> azotea_palomas
* [“Are you scared, Nima?”] -> azotea_miedo
* [Wave and move on: they need you below] -> baja

=== azotea_lata
“It's the bird bath,” says Nima. And so it is: forty pigeons have been drinking all their lives out of a crime. # recuerda:luz_de_nima
~ luz++
She pours out the water, dries the can on her dress, and goes down with it two steps at a time, and with every two she shouts: “It was for waving! It was for waving! She got carried away!” No happier confession has been made in the history of the neighbourhood. Several older people put their names down to have her do theirs.
-> baja

=== azotea_nombres
Nima reads them standing, one by one, into the fog, like someone calling a register. # recuerda:nombres_leidos # premio:11
At each name, a porthole lights up on the ship. And the fog, which takes whatever has no name, goes backing off among those who do, stumbling, begging people's pardon.
~ luz++
“One's missing,” says Nima at the end. “The one who sent the list didn't put himself down. It's always the one who writes that's missing.”
-> baja

=== azotea_palomas
~ luz++
“Three days of crumbs,” says Nima. “They owe you.” # recuerda:palomas_al_mar
She whistles. And all forty go at once, with Bogotá in front, lame and in a straight line, and the last of the sun on their bellies: forty white capitals going down into the fog like forty matches. Where they pass, it stays alight for a moment. It isn't the lighthouse. But from a ship, when there's no lighthouse, one looks at what there is.
-> baja

=== azotea_miedo
“No,” she says. “Yes.” And then: “What if my mum comes and I'm not the height she remembers?” # recuerda:la_altura_de_nima
You can't think of anything clever. You point at the chalk marks on the wall: the crumbs, the horns, the days. Halfway down is another, older one, in a woman's hand: “Nima, 9”, and a line across. She backs up against the wall. She's a head taller than the line. The line doesn't seem to mind.
“Well,” says Nima. “She can look at the line. That's what it's for.”
* {recuerda("lata_nima")} [“Shall we take the can down?”] -> azotea_lata
* [Give her your hand, spat on, like the other day] -> baja

// ── The cinema ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== cine
~ minuto++
The Cine Capri is full. Really full, with people in the aisles. On the screen, frozen, the instant just before it burns. # imagen:cine
{recuerda("once_vecinos"): Yesterday's eleven have brought another eleven, and those some more. Nobody is talking. They've come to see whether today it can be seen.|Nobody invited them. It must be that outside, with the ship right there, is more frightening than inside.}
* {recuerda("lata_eusebio")} [Go up to the booth and move his thumb away] -> cine_pulgar
* {not recuerda("lata_eusebio")} [“What happens if the film doesn't burn, Eusebio?”] -> cine_confiesa
* [Carry Greta out into the street, with all the Tertulia # vip] -> cine_greta
* [Sit for a minute in row seven] -> cine_fila

=== cine_pulgar
~ luz++
It's an old thumb, burned at the tip. You move it with two fingers. It weighs what the lid of a piano weighs. # recuerda:luz_de_eusebio # pausa
And the film goes on. The girl of forty lifts her hand; the thimble falls, and shines, and slips onto her finger as if it knew the way. She looks at it. And she laughs. She laughs as nobody in this neighbourhood has laughed since, and in the house three hundred people who for forty-one years believed that this was where the misfortune began see that what there is, just here, is a woman laughing.
“It was this,” says Eusebio. “This is what I burned.”
He takes the can and goes down first of all, lighting the way with his torch.
-> baja

=== cine_confiesa
“It gets seen,” says Eusebio. “It gets seen how happy we were.” And right there, in the middle of the aisle, in his kindly-take-your-seats voice, he tells it. The can, the premiere, the thumb. # recuerda:luz_de_eusebio
~ luz++
Nobody whistles. In row nine a gentleman stands up and claps. It isn't clear for what. Some confessions come with a seat.
Afterwards Eusebio takes the can, and leads the way.
-> baja

=== cine_greta
All twelve of the Tertulia carry her out on their shoulders, like a saint with a crank. They set her down in the middle of 90, pointing at the fog, which is the biggest screen that anybody ever had. # recuerda:funcion_en_la_niebla
~ luz++
~ ofe++
And in the fog, as tall as a mountain, the Aurelia sails. Aboard the Aurelia they watch her sail. They see the pier the way it was: where it stood, how to come in. They see a girl with her hand in the air.
Up at 312, a woman who used to sew with her back turned has turned round. You can see it from here: it's the only window with a face in it.
-> baja

=== cine_fila
You sit down. The seat next to you is taken by a reel of thread. # recuerda:fila_siete
{recuerda("butaca_pagada"): The little “reserved” sign has an extra line on it now, in a round hand: “for later”.|Under the seat somebody has scratched two letters with a point: T and O. And a dash. A long one.}
Nothing happens, which is the good thing about a cinema at a standstill. On your way out your heart feels as if somebody had just combed it.
* {recuerda("lata_eusebio")} [Go up to the booth and move his thumb away] -> cine_pulgar
* {not recuerda("lata_eusebio")} [Ask Eusebio what happens if it doesn't burn] -> cine_confiesa
* [Out into the fog] -> baja

// ── Step 77, the letterbox, the cough ───────────────────────────────────────────────────────────────────────────────

=== puerta77
~ minuto++
~ regla = true
{recuerda("un_ladrillo"):
    Of the bricks, not one is left. Somebody has swept; somebody has put up net curtains. The table is laid for two and a half.
- else:
    Four bricks are left, out of embarrassment. You take them away yourself. They let you.
}
On the back of the chair is a parrot that wasn't there before. It flew in from the ship, and has stopped to get its breath back. One of its feathers is grey. It's looking at it with disgust. # pista:regla_de_la_escalera
“Ten years,” says the parrot, who it seems can count. “Seventy-seven steps, ten years! Thieves!”
And you see. The fog keeps; the staircase charges. Whoever comes up from the sea will be paying, step after step, the time they owe: seven and a bit to the year, three hundred and twelve in all, forty-one years at one go if they run. And whoever comes down from the top…
“Change!” screeches the parrot. “Going down, you get your change!”
* [Ask it what there is at the halfway mark] -> loro_mitad
* [Give it a besito; it's earned one # costo:1] -> loro_besito
* [Keep going down, doing sums] -> baja

=== loro_mitad
“A hundred and fifty-six!” recites the parrot, in the voice of some teacher of long ago. “Twenty, and twenty and a half! Thirty-nine and twenty, fifty-nine! Eighty-one less twenty, sixty-one! Sit down, Iriarte!” # recuerda:cuenta_del_loro
Sixty and sixty. One step apart, you reckon, they'd be the same age. They never have been.
-> baja

=== loro_besito
It eats it out of its claw, looking at you with one eye and then the other, for comparison. # recuerda:amigo_del_loro
“Coconut,” it rules. “The old kind.”
And off it flies up the next flight, grumbling the years, since there are those who'd rather arrive.
-> baja

=== buzon
The letterbox coughs, and drops an envelope in your hand, warm. There's a lighthouse on the stamp.
{
- recuerda("carta_a_quien_tarda"):
    It isn't an answer from that person: nobody answers so fast. It's your letter, your own, gone all the way round. On the back, in shipboard pencil, somebody has put: “Read aloud on deck, for want of another. We all cried. Send it again: to those who are late one must write twice.” # recuerda:respuesta_de_a_bordo
- recuerda("carta_a_mi"):
    It's to you, from you. You open it and there's a line in it that you never wrote: “Dear person of yesterday: I didn't count them.” The ink is still wet, in case you'd like to answer. # recuerda:respuesta_de_mi
- else:
    There's no letter inside. There's a piece of waxed paper with toothmarks in it, and a note: “ARE THERE MORE?” Signed: the galley of the Aurelia. # recuerda:respuesta_del_mar
}
That didn't cost you so much as a minute. When mail is for oneself, it doesn't run.
* [Put it away against your chest]
    In there it does what letters do: weighs a little less on every step.
    -> baja
* [Kiss the stamp; nobody's looking]
    It tastes of salt and gum arabic. Somebody was watching after all: the letterbox, which shuts its mouth and goes redder.
    -> baja

=== cobrador
~ minuto++
Out of the fog comes a man in a peaked cap with a little book, eleven years late. He shakes himself. A bit of November drops from his shoulders.
“Good day,” he says. “The Iriarte residence? I've come to read the gas meter. I must have got the wrong step: I've been going round for a while.”
Doña Ofelia was right: the fog took him. And under his arm, even now, he's carrying a can.
* [“What's that can?”] -> cobrador_lata
* [Pay him his bill; that's justice too # costo:4] -> cobrador_recibo
* [Tell him what year it is] -> cobrador_ano

=== cobrador_lata
“This?” He looks at it as if it had grown on him. “I took it on account. The night of the Aurelia, for my lantern. There were…” He gets out the little book. He turns pages. He turns a lot of them. “No. There weren't. Mine was the seventh. I wrote it down. I write everything down: ‘none left’. And I told nobody, because nobody asked.” # recuerda:luz_del_cobrador
~ luz++
He takes off the cap. He had a name, he says, and hasn't used it for a long time. You ask him what it was. He takes so long thinking that you can see the fog come closer to listen. “Benigno,” he says at last; and the fog, put out, goes somewhere else.
-> baja

=== cobrador_recibo
Four besitos. He gives you the receipt, stamped and dated. The date is eleven years ago; gas, he says, has gone up. # recuerda:recibo_del_gas
~ luz++
As he's putting away his pencil he drops the can, and it rolls, and the red letterbox stops it with its foot, if letterboxes have feet. Benigno picks it up. “This isn't the company's,” he mutters, and gets a look on his face like a meter about to go round to nought.
“Take it down,” you tell him.
“I ought to make a note of it,” he says. And for the first time he notes nothing: he takes it down.
-> baja

=== cobrador_ano
You tell him. He does the subtraction in his little book, checks it, and sits down on step 20 with the can on his knees.
“Eleven,” he says. “And there was I, worrying about missing supper.” # recuerda:benigno_sentado
* [“What's that can?”] -> cobrador_lata
* [Give him a besito and let him have his supper # costo:1]
    He chews it with his eyes shut, eleven years at a go. When he opens them he looks at the can, looks at you, and holds it out: “This isn't the company's. Go on, take it down for me; I'm ashamed to.” # recuerda:luz_del_cobrador
    ~ luz++
    -> baja
* [Leave him to his sums] -> baja

// ── Doña Ofelia ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== ofelia
~ minuto++
{ofelia == 1:
    Doña Ofelia is sitting on the can in her dress, facing the window. The whole ship fits in the pane. It would fit in a thimble, she says, if one knew how to fold it. # imagen:taller
    {not carta: She turns round. “And my letter?” she asks. “Because there was a letter. And you had it.”}
- else:
    {ofelia_asa: She's still on step 290, very upright, like someone waiting for a tram where there never was a tram.|She's still there. But she's on her feet now, and the can bears the mark of having been a chair.}
}
* {not carta} [Tell her the truth about the letter] -> ofelia_verdad
* {recuerda("el_vestido")} [“It suits you, doña Ofelia. The dress”] -> ofelia_espejo
* {tiene("besito_del_frasco")} [Show her the besito from the jar] -> ofelia_besito
* {regla} [Explain to her the rule of the staircase] -> ofelia_regla
* [“It takes two to carry a can. I'll have this side”] -> ofelia_asa
+ [Leave her to her window] -> alta

=== ofelia_verdad
~ carta = true
~ ofe++
You tell her. Where it ended up, who read it, what you did. You don't embroider; nor do you punish yourself beyond what's due, which is another way of embroidering. # recuerda:la_verdad_de_la_carta
“‘On my way. Save me a besito,’” she repeats. She tries it in her mouth. She's waited a lifetime to hear it, and has just been told it by the substitute. “Well. Nobody ever said that the messenger has to be handsome.”
-> alta

=== ofelia_espejo
~ ofe++
“It was sewn with my back turned,” she says. “It shows.” But she looks at herself in the pane, over the ship, and sets a shoulder straight. “{recuerda("mano_de_ofelia"): My hand's stopped shaking, look. Or else the world has finally caught the beat.|At eighty-one it isn't being looked at that's hard. It's being looked at by someone who is expecting somebody else.}”
* [“The one he's expecting is you”]
    “Tell that to the mirror,” she answers, but doesn't turn away from the pane.
    -> alta
* [Say nothing, and open the window for her]
    In comes the air, in comes the band, in comes somebody's “tea's ready!” from forty-one years ago. The dress moves by itself, as if it meant to dance first.
    -> alta

=== ofelia_besito
~ ofe++
She looks at it without touching. Then she gets up, goes to the hem of the map of the world, and brings out another, and another: they're from pigeonhole 77, wrapped one by one in tissue paper. {recuerda("deje_el_besito"): “This one you left,” she says of the last. “I counted. I've been fond of you since.”|“Some of them got eaten,” she says. “Never mind. That's what one leaves them for.”} # recuerda:los_besitos_de_los_dos
“So the baker too,” she says, and bursts out laughing. “And I was buying them from him on the sly, so he wouldn't think I was waiting!”
-> alta

=== ofelia_regla
~ ofe++
“The fog keeps and the staircase charges,” she repeats slowly. “And going down, you get your change.” She looks at the steps like someone who discovers that the neighbour of a lifetime was a banker. “Forty-one years, and I haven't been below two hundred. On account of my knees, I said.”
She falls silent. She does the sum on the windowpane, with the thimble.
“If I go all the way down, I'm forty again. And all that I've been since, who gets to wear that?” She shakes her head. “No. Not all the way. But there's a landing at a hundred and fifty-six. It gets the sun in the mornings.” # recuerda:ofelia_sabe_la_regla
-> alta

=== ofelia_asa
~ luz++
~ ofe = ofe + 2
She gets up off the can. You can tell that the can is sorry. You each take a side; it weighs as if it were still full. # recuerda:luz_de_ofelia
“The sixth,” says doña Ofelia on the first step, in her voice for dictating telegrams. “It was mine. So as to talk with my sweetheart. Stop.”
And from the windows, from the power lines, from the shirts, there rains on her not one reproach. There rains rice. Somebody had been keeping it for forty-one years.
From 290 on you take it alone. She stays there on that step, which is further down already than yesterday.
-> alta

// ── The light ───────────────────────────────────────────────────────────────────────────────────────────────────────

=== la_luz
The lighthouse. {luz >= 4: The doorway is full of cans, and next to every can someone is standing, with empty hands and an uncovered face.|{luz >= 1: The doorway is half empty: a can or so and, in the dust, the round gaps of those that are missing.|The doorway is empty. In the dust there are seven round gaps.}} # checkpoint:el_umbral # imagen:faro
The watchman is waiting for you with the match. He is thirteen and he is fifty-four, depending on which side the shadow falls.
{luz >= 1: For each of the neighbours who did their part there is now a light. You count them: {luz}.|For each of the neighbours who did their part there would now be a light. There aren't any.}
* {luz >= 4} [Light it] -> luz_llena
* {luz < 4} [Light it with what there is] -> luz_justa
* [Add the can of light to the row # con:lata_de_luz] -> luz_septima
* [Ask them to wait: your own tin is missing, of besitos # costo:15] -> luz_besitos

=== luz_septima
~ luz = luz + 2
The one that you made: a little lantern, the slip from a cookie, and what the neighbourhood wasn't saying. The watchman sets it in the place of the seventh, which for forty-one years has been keeping a seat for somebody. It fits exactly. It goes “click”. # recuerda:la_septima
“Well,” says a voice, hoarse, rusty, a child's. Everybody turns. The watchman covers his mouth. He has dropped a word.
* {luz >= 4} [Light it] -> luz_llena
* {luz < 4} [Light it with what there is] -> luz_justa

=== luz_besitos
~ luz++
You empty your tin. Fifteen coconut besitos roll across the floor of the lighthouse. The watchman looks at them, takes one, and holds it up to the flame. It burns: it has sugar and to spare. It burns with a pink flame, and a smell of teatime that carries all the way to the ship. # recuerda:quince_besitos_de_luz
“Coconut!” somebody shouts out there in the fog. It's the parrot. Or the crew.
* {luz >= 4} [Light it] -> luz_llena
* {luz < 4} [Light it with what there is] -> luz_justa

=== luz_llena
The wick coughs, hesitates, remembers. And out goes the beam. # pausa
It doesn't cut the fog: it lights it. Forty-one years of things unsaid turn white, then pink, then clear, and behind them there's a pier, and water, and thirty yards away a ship with sixty-two people who can suddenly see their hands. # logro:nunca_se_apaga # premio:16
At the top of La Escalera, in a closed office, a clock goes “tock”.
* [Run to the pier to catch the rope] -> atraque
* [Look at the watchman's face] -> sereno_palabra

=== sereno_palabra
His mouth is open, and the light falls on his teeth. He moves his lips. He's trying out a word that he has had in his pocket since the other day. # recuerda:ciro_habla
“Never,” he says. And, astonished at how well it suits him, he finishes the sentence at long last: “Never again.”
{tiene("nombre_del_sereno"): “Ciro,” you call. He turns round at once, as if his whole life he'd been about to turn round.|You ask him his name. “Ciro,” he says. And then once more, for the pleasure of it: “Ciro.”}
-> atraque

=== luz_justa
It catches. It gives a thin light, a birthday candle's, that gets as far as the end of the pier and doesn't dare go on. The ship sees it. It searches for it. It goes too far left.
The watchman looks at the light, looks at the water. He takes the hand lantern and starts out along the breakwater, into the fog, to be the lighthouse himself. # imagen:niebla
{luz <= 1: Behind you, on the stairs, nobody says a thing. And the fog grows, as it does whenever nobody says a thing.|Behind you, on the stairs, those who have spoken put their hands to their mouths.}
* {tiene("nombre_del_sereno")} [Shout his name, so that it can't take him: “Ciro!”] -> ciro
* [Go after him] -> detras
* [Shout your own part: “There were six left!”] -> quedaban
* [Stay in the doorway] -> final_niebla

=== ciro
“Ciro!” # pausa
The fog had him by the shoulders already. It lets go. It's no good with people who have names, much less if you shout them. # recuerda:lo_llame_por_su_nombre
“Ciro!” shouts Leonel from above, or Amaro, or both. “Ciro!” shout doña Pura, and Nima, and a lady who never saw him before in her life. Three hundred voices are laying his name along the breakwater the way one lays tiles. And over the tiles, lantern held high, Ciro gets to the end, and gives light.
* [Run to the pier to catch the rope] -> atraque

=== detras
From inside, the fog is a waiting room. There are chairs. There are people you know by sight, from photographs. A pleasant voice asks your name, to put you down. # recuerda:entre_en_la_niebla
* [Say it] -> detras_nombre
* [Keep quiet, to be on the safe side] -> detras_callar

=== detras_nombre
“{nombre()},” you say. The voice withdraws, disappointed. People with names don't wait: they go. You find the watchman three paces on, on his knees, shielding the flame with his cap; you put yours beside it, and between the two caps the lantern grows until it looks like something else.
The ship turns. You can hear it coming. It's a large, shy noise, like an elephant asking to be excused.
* [Catch the rope] -> atraque

=== detras_callar
You sit down. It's nice here. There are magazines from eleven years ago. You can hardly remember whom you were looking for, which is a relief; until, without meaning to, your foot starts tapping on the floor. Three short. One long.
Somebody near by answers. The watchman gets you by the sleeve, and pulls.
* [Let yourself be led towards the light] -> atraque
* [Go on sitting just a little longer] -> final_niebla

=== quedaban
“There were six left!” you shout. “Everybody thought there were six left! And it was none of you, and it was all of you, and that's that!” # recuerda:lo_grite
It's extremely bad manners. There falls on La Escalera one of the old silences. And inside that silence, like a drip, a voice: “One was for me.” And another. And another. They aren't the ones about the cans: they're others, smaller. Someone who saw their mother coming up with a can. Someone who saw too much light in a window. Someone who didn't ask.
With each the flame goes up a finger. Halfway along the breakwater the watchman stops. He turns round. The ship can see.
* [Run to the pier to catch the rope] -> atraque

// ── The pier ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== atraque
She docks. It's as simple as that: a knock of wood on wood, a rope, a knot. The band gets to the end of the piece that it started forty-one years ago, and doesn't know what to play next. # checkpoint:el_muelle # imagen:barco
They come ashore. They bring their coats, their trunks, the smell of another time. They look at the neighbourhood and find it rather changed, considering they've been gone seven minutes.
{recuerda("veintidos_camisas"): Doña Pura goes from collar to collar, not daring to touch. Twenty-two. Not one crease.}
{recuerda("nombres_leidos"): Nobody asks who anybody is. They call to each other by name. They've learned the list.}
* [Look among them for a sailor with a tile in his pocket] -> julian
* [Look, behind the ship, for the other lights] -> delia
* [Go up to the captain, who wants somebody of standing # nivel:3] -> capitana
* [Wait for the last one off, who is always the telegraphist] -> tomas

=== capitana
The captain looks at your stripes, of which there are none, and hears half the staircase greet you by name, of which there is plenty. She decides that you're the authorities. # recuerda:acuse_de_recibo
She puts the ship's log in front of you, open at a page on which it only says, over and over, “18:07”. At the foot, a line for the port.
You write what comes to you, with the last stub of chalk: “Received, sixty-three persons, one parrot and one mailbag. In good order. The delay was ours.” # premio:9
“I always wondered whose,” she says, and signs beside it.
* {not julian} [Look for the sailor with the tile] -> julian
* {not delia} [Look for the other lights] -> delia
* [Wait for the telegraphist] -> tomas

=== julian
{barberia_baja:
    Leonel is at the foot of the gangway, in the suit that would fit somebody else. Down comes a young man in a blue scarf. He looks at him. He looks at his hands, since hands never learned how.
    “You're old,” says Julián.
    “I cheated,” says Leonel, who has had the sentence ready since he was thirty, and it came out without its beginning.
    “I know. That's why I took this.” And he puts in his palm a tile that is blank, and blank again, the one that's worth nothing. # recuerda:la_blanca_volvio # premio:13
    They stay like that. They don't know if they're brothers, or a grandfather and his grandson, or two tiles that match. Then they go up. Julián slowly, counting, with the face of a man who means to go halves.
- else:
    A young man in a blue scarf hangs back on the gangway, looking for somebody. He looks at the windows. In the one at 240 there's a chair, and on the chair, a towel.
    “Is my brother in?” he asks you. He is, you tell him; same chair as ever. He goes up to look, playing with something white in his pocket. You can hear him counting the steps until he's very far up. # recuerda:julian_subio_solo
}
* {not delia} [Look for the other lights] -> delia
* [Wait for the telegraphist] -> tomas

=== delia
{recuerda("carta_a_mama") or recuerda("carta_de_delia"):
    Behind the Aurelia, over the clean water, comes a rowing boat, and in the boat a woman in a chambermaid's uniform, rowing with her back to you. She doesn't call. She doesn't shout. She whistles.
    From 151 come the answers of forty pigeons and a girl, who by now is at 100, at 50, at 10, with her shoes in her hand.
    Delia looks her up and down. She lays a hand flat on the top of her head and then, without moving the hand, takes it across to her own chest, to see where it comes to. # recuerda:delia_volvio
    “I didn't knock,” she says. {recuerda("la_altura_de_nima"): And Nima, in her informing voice: “There's a line on the wall. I'll show you, so that you can compare.”|And Nima: “I heard. You're a terrible whistler.”}
- else:
    Out at sea, in rows, shine the windows of a hotel that floats. Nima looks at them from the parapet. Nobody is rowing this way.
    “It's that I never wrote to her,” she says. “I thought she knew.” And she gets out a pencil, and sits down with her legs dangling, and begins with the date. # recuerda:nima_escribe_al_fin
}
* {not julian} [Look for the sailor with the tile] -> julian
* [Wait for the telegraphist] -> tomas

=== tomas
He's the last one off. Thirty-nine years old, a sailor's bag, one finger stained with coffee. He sees the cap, and his face opens. # imagen:barco
“The mail!” says Tomás Iriarte. “Did mine get here? It's nothing much. I wrote it this morning.”
{carta: “It got here,” you tell him. You don't tell him when. Nor do you tell him that it's postmarked tomorrow; he'll see that when it comes.|You tell him the truth: that the letter took the long way round, and she never had it in her hand. He nods. “Then I'll tell it to her,” he says. “I know it by heart. It's short.”}
He looks up the staircase. Three hundred and twelve. He puts a foot on the first, and at his temple one hair turns white.
* {regla} [Tell him the rule, before he takes another step] -> tomas_regla
* [Collect: “You've owed a besito for forty-one years” # con:besito_del_frasco] -> tomas_besito
* [Tell him how old she is] -> tomas_edad
* [Step aside and make room for him] -> decision

=== tomas_regla
You tell him as the parrot told you. He isn't frightened: he does sums, on his fingers, in Morse. # recuerda:tomas_sabe
“So if I go up, I get there at eighty,” he says. “And if she comes down, she gets here at forty.” He looks up. “And who's been with her, all those years?”
“Nobody,” you say. “The whole neighbourhood. A sewing machine.”
“Well, I'm not taking that away from her,” says Tomás.
-> decision

=== tomas_besito
You give it to him. He looks at it by the light of the lighthouse, on one side and the other, like a watch.
“It was made today,” he says. # recuerda:cobre_el_besito
“And yesterday,” says Amaro, who has come up with the ledger open. “And the day before. One for every day. Sign here.” Tomás signs, in coffee, and Amaro crosses out the line. His hand is shaking so much that he does it twice: once for Iriarte, and once for the one above.
Tomás doesn't eat it. He breaks it in two. He puts both halves away.
-> decision

=== tomas_edad
“Eighty-one,” he repeats. He sits down on step 1. You can hear him breathe. “I told her ‘save me a besito’. I didn't even say ‘sorry I'm late’.”
He passes a hand over his face, where the first step has already left a month and a half of tiredness. # recuerda:tomas_lo_sabe_todo
“And is her dash still as long as that?”
“Longer,” you tell him.
He gets up.
-> decision

=== decision
{ofe >= 2: Up there, far up, between shirts and power lines, something cream-coloured is moving. Doña Ofelia is coming down. She's at 250, holding on to the rail, having it out with each knee separately.|Up there, far up, at 312, there's a window with a light in it and someone behind. She doesn't come down. She doesn't go away.} # checkpoint:la_escalera_entera
{regla: The staircase is waiting, with its hand out. It charges those who go up. It gives change to those who come down. It doesn't wipe the slate, but it rounds.|The staircase is waiting. It has, now that you notice, the look of a ledger.}
Tomás looks at you. So does she, from over there. You're the Mail: there's nobody else in between.
* [“Go on up. She's waiting for you at the top”] -> final_arriba
* {ofe >= 2} [Signal to her: come all the way down to the sea] -> final_abajo
* {ofe >= 2 and regla} [“Half each. A hundred and fifty-six”] -> final_mitad
* {ofe >= 1} [Point at the ship: there is one departure left, at six] -> final_a_bordo
* [“Don't move. Write to each other. I'll take the letters”] -> final_correo

// ── Endings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== final_mitad
He goes up. She comes down. They don't run: every step has to be paid for, and every step has to be collected, and neither of them wants to get the sum wrong. The neighbourhood leans out and doesn't breathe. # logro:ciento_cincuenta_y_seis # premio:40 # final:la_mitad
His hair is filling up with grey; hers is losing it. On him appear reading glasses; she puts hers away. At 160, Tomás stops to take a breath. At 152, doña Ofelia stops to give one back. # pausa
And on the landing at a hundred and fifty-six, which gets the sun in the mornings, there meet a man of sixty and a woman of sixty. Each has put in twenty years and a bit. They look at one another's hands first, which is where one starts.
“You're late,” says Ofelia.
“Seven minutes,” says Tomás. {recuerda("cobre_el_besito"): And he takes out his half of a besito, and hers.|And he shows her his palm, empty.} She puts the thimble on it.
Three times short, and once long. It isn't the horn. From below you can't quite see; it's where the shirts are hung out. But three hundred people, with very good manners, are studying the ground, and this time they're smiling. # pausa
-> epilogo

=== final_arriba
Up he goes. There's no stopping him. He goes up as one does when somebody is waiting: without counting, and the staircase does the counting for him. At 77 he nods to his own door, ten years older. At 156 they're getting heavy. At 240 he sits down for a while with Leonel, who's no child either. # premio:25 # final:arriba
{ofe >= 2: She sees him coming from 250, says, “oh no, not like this,” and goes back up to put water on for two.}
He gets to 312 eighty years old and out of breath, the sailor's bag hanging off a shoulder that is no sailor's now. She opens before he knocks.
“You could have waited for me to come down,” says doña Ofelia.
“You've waited enough,” he says. “It was my turn.”
They sit down, the two of them, he in the chair, she in the place where the can used to be. They have the same age, the same cough, and forty-one years to tell each other. Luckily he's only just turned all of them, and has them fresh. # pausa
-> epilogo

=== final_abajo
Down she comes. The neighbourhood watches her and doesn't recognize her: at 200 she has no stick, at 150 she has no glasses, at 90 she lets down her hair in front of the cinema, and Eusebio, who filmed her, has to sit. # premio:25 # final:abajo
Onto step 1 steps a girl of forty in a cream dress. Tomás lifts her off the ground. She laughs as in the film, after where it burned. # pausa
Then she sees you, with the cap, and smiles at you, kindly, as one does at a stranger.
“Excuse me,” she says, “are you from round here?” And she looks at the thimble, and doesn't know why her finger is so worn. The staircase has given her back every last day. Including the day when she knocked at your door.
You take off the cap. You tell her yes, you're from here. Not for very long. That some day, if she likes, you'll tell her about it. # pausa
-> epilogo

=== final_a_bordo
“There are Departures at six,” you say. “It doesn't say of which year.” # premio:20 # final:a_bordo
Doña Ofelia comes down with a suitcase big enough for a sewing machine, and doesn't look at the steps: she looks at the water. They needn't get to anywhere, you hear her say; everybody has arrived by now. A place will do where it's always seven past six and you can see the lighthouse.
They go aboard arm in arm. She's forty when she steps on deck, and eighty-one when she leans over to say goodbye, or the other way round; the beam, which comes and goes, can't make up its mind.
“I'm leaving you the thimble!” she shouts. “It's not an ornament!” And it shines, and falls, and you lift your hand, and it knows the way. # pausa
Every year on the same day, through the office door, from the inside out, a letter drops for you, postmarked tomorrow. They're always just getting somewhere. They always send besitos. # pausa
-> epilogo

=== final_correo
It isn't what either of them was expecting. It is, when they think about it, what they've always done. # premio:30 # logro:hasta_la_ultima_carta # final:el_correo
He stays at 77, which is his home, ten years older, with the table laid. She stays at 312, with the window in front of her. And every evening at six you go up with one letter, and at seven past you go down with another. Two hundred and thirty-five steps. You don't count them.
You never ask what they say to each other. But at first the letters are heavy; and after that less and less; and one Tuesday in March, on your way down, you pass doña Ofelia at 300, going for thread. Another Tuesday she's at 270. Him you've seen somewhere around 100, taking the air.
Going by the mail, they'll meet in about a year. There's no hurry. Some people need to write to each other first. You have legs. # pausa
-> epilogo

=== final_niebla
The light stays at the end of the pier and gets no further. You can hear the ship look for it, on the right, on the left. You can hear the band get to the end of the piece and start again. # final:la_niebla
And it goes. It doesn't sink, it isn't lost: it goes, slowly, like somebody who knocks at a house with a light on, and isn't let in. # pausa
On the water, a mailbag is left floating. There are sixty-two letters in it and, on top, written in coffee, one more: “Never mind. Tomorrow we leave at six again. Save me the besito.”
Doña Ofelia reads it at 312, standing. Then she gets out the seam ripper, goes up to the wall and, in front of everybody, writes an hour. It's tomorrow's. Nobody crosses it out. # pausa
-> epilogo

// ── Epilogue ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== epilogo
At seven minutes past six the clocks of La Escalera start going. They make a noise like rain. The drop that had stopped under the tap falls, finally, with a sound as if it had been applauded. # checkpoint:fin_capitulo_3 # logro:de_planta
{final_niebla: There's a little fog left over, in the corners, as there's dust left over. Each time somebody says out loud what it was they took, one corner clears. There are hardly any corners left.|Of the fog, nothing is left. Well: at 20, on Sundays, a wisp. It's Benigno, from the gas company, who smokes.}
{recuerda("faro_encendido") or recuerda("faro_encendido_2") or luz_llena: Ciro sells kerosene for nothing, and words at five apiece. He says few, and they're good ones.|Ciro has the windows of the lighthouse open. He's painting the door. He whistles.}
{panaderia_baja or panaderia_lleva or panaderia_compra: At the bakery they're roasting with sugar again. It smells so strong that the washing has to be hung higher up.}
{pura_baja: Doña Pura has opened a new pool: “What day will the next letter come”. The Mail isn't allowed to bet. She has taken it up with herself.}
{recuerda("nima_telegrafista") or recuerda("nima_aprende"): At the office there's an apprentice of twelve, who sits facing the window. She has turned the instrument round so that she can look.}
{recuerda("debo_un_nunca"): Leonel reminds you that you owe him a “never”. You tell him you will never pay it. He considers it paid.}
{recuerda("respuesta_de_a_bordo"): And that night you write once more to the one who is late. The second time it comes out shorter. It says the same thing.}
The cap fits. It isn't that it has shrunk, nor that your head has grown. It's that somewhere, in between one step and another, it stopped being made for some other head.
“How many are there, in the end?” asks somebody who has just moved in, looking up the hill with a suitcase in either hand. “Steps.”
You're about to answer. You realize that you don't know. # pausa
On the door of the post office, where it used to say “BACK SOON”, someone has very carefully, thread by thread, unpicked a word. Now it says “BACK”. And through the slot, at six o'clock sharp, from the inside out, a letter drops. On it is the number of a step, and a little faith. On it is your name.
“Departures: at six. Arrivals: whenever possible.”
The end.
-> END

// ── The minutes ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== function reloj()
{
- minuto <= 0: ~ return "It's six. It goes on being six, with great composure."
- minuto == 1: ~ return "One minute past six."
- minuto == 2: ~ return "Two minutes past. You can hear somebody's heart."
- minuto == 3: ~ return "Three minutes past six."
- minuto == 4: ~ return "Four minutes past: the longest minute, according to railwaymen."
- minuto == 5: ~ return "Five minutes past six."
- else: ~ return "Six minutes past. There is one door left."
}

=== function barco_lejos()
{
- luz <= 0: ~ return "The ship lies off the harbour, quite still. The fog is eating the letters on her bow."
- luz == 1: ~ return "From the lighthouse comes a thread of light. It goes through a wave, and slips out again."
- luz == 2: ~ return "The lighthouse is blinking, like someone who would like to wake up and can't."
- luz == 3: ~ return "You can read the name on the bow by now, all but the last letter."
- else: ~ return "The lighthouse is breathing. All down the hill go neighbours with cans, in procession, wishing one another good day to their faces."
}

// Without the bot, in Inky, the questions are answered like this.

=== function besitos()
~ return 20
=== function es_vip()
~ return false
=== function nivel()
~ return 1
=== function nombre()
~ return "Somebody"
=== function tiene(id)
~ return false
=== function mision(id)
~ return ""
=== function recuerda(id)
~ return false
