// The Missing Hour
// Chapter two of “The Six-and-Never Mail”
//
// Knots and choices are those of correo_2.es.ink, in the same order: a test checks it.
// What each tag means is told in docs/story.md; the arc of the three chapters, in docs/content.md.

# title: The Missing Hour

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

// ── The wall ────────────────────────────────────────────────────────────────────────────────────────────────────────

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
At seven in the morning, the whole of La Escalera has come up to step 312 to look at a wall. There are people in pyjamas, people in dancing shoes, and a gentleman with half his face shaved who will go down for the other half, he says, as soon as something is decided. # imagen:pared
“Departures: at six. Arrivals:”. And after that, nothing. Where yesterday it said “never” there is a rectangle of clean wall, exactly the size of a word.
Out at sea, behind a fog that hasn't gone to bed today, the horn sounds again. Three short, one long. Nobody says “the Aurelia”. Everybody studies the ground with the same good manners. # pausa
{
- carta == 1:
    Doña Ofelia is in the front row, and she is wearing lipstick. The corner of an envelope peeps out of her sleeve. She is looking at the wall as if the wall owed her something.
- carta == 2:
    Leonel has come in a suit. It is forty-one years old and fits him as it would fit somebody else. In his breast pocket, where the handkerchief goes, is an envelope that isn't his.
- carta == 3:
    In your tin there are still crumbs of a coconut that isn't grown any more. Last night you gave a letter back to the wind; this morning, it would seem, the wind has come to discuss it.
- carta == 4:
    The letter you opened isn't anywhere. Nobody but you knows what it said, and what it said is out there at this moment, sounding a horn.
- carta == 5:
    The letter is still with you, against your chest. Ever since the horn began it has been as warm as bread.
- else:
    What became of last night's letter is something everyone tells differently. You have your own version, and the fog is already correcting it.
}
* [Take a close look at the wall] -> pared
* [Look at the ground like everybody else, but with attention] -> virutas
* [“And why is it me they're looking at now?”] -> encargo

=== pared
From close up, the wall smells newborn. Underneath “never” there used to be another hour, an older one, removed eleven years ago with a great deal more care. You can just make out a six. Or a nine with ambitions.
It wasn't a knife that took the word off. The edges have been eaten by something round and blunt: the rim of a can, you'd say. If you put your nose to it, the wall smells of kerosene.
* [Have a look at the ground as well] -> virutas
* [Turn round: somebody is tugging at your sleeve] -> encargo

=== virutas
You pick up a flake of paint. One side is cream; the other still has half an “n” on it. # pista:letra_de_aguja
Whoever carved it, eleven years ago, didn't use a knife. The groove is fine and curved, made in stitches: a seam ripper. There is exactly one in La Escalera.
It takes you a moment to look at doña Ofelia's pincushion. It takes her the same moment to cover it with her shawl.
* [Have a look at the wall as well] -> pared
* [Pocket the flake and straighten up] -> encargo

=== encargo
“Postal Regulations, article four,” recites doña Ofelia, and the whole neighbourhood stands aside to let the article through. “‘No steamer shall enter a port which is not expecting it at some hour.’ Those poor people can't dock. According to this wall nobody expects them at any.”
“Then let somebody write one!” shouts a voice from a balcony.
“The Mail writes it, or it doesn't count.” The thimble comes to rest on your chest, where the cap casts its shadow. “And the Mail, {nombre()}, is you. It's what there is.”
* [“And what hour do I write?”] -> corro
* [“Why don't you write it? You were the telegraphist”] -> jubilada
* [Hold out your hand for the chalk] -> tiza

=== corro
Never ask that again. “Six in the morning, with the bread!” says one. “Sunday!” says a very young voice. “Now!” say thirty. And another, from the back, low, like someone who has cut himself shaving: “Never. Leave it the way it was.”
Each hour they name is a different one. The face they name it with is the same: that of a person who ate something that wasn't theirs, long ago, and has just heard footsteps in the kitchen.
* [“What happened here, forty-one years ago?”] -> silencio
* [Ask for the chalk and put an end to the shouting] -> tiza

=== silencio
The silence goes down step by step, putting out conversations like a watchman in a hurry.
“A ship got lost,” says doña Pura at last, she of the electric fan. “That's what happened. Ships get lost. It's very like them.”
And on that last word, you'd swear to it, the fog comes up a step.
* [Make a note of that, and ask for the chalk] -> tiza

=== jubilada
“Because I retired eleven years ago, and a retired woman with a piece of chalk is a lady defacing walls.”
It comes out fast. She has answered before you finished asking, as one answers what one asks oneself daily.
* [“So what hour do I write?”] -> corro
* [“Give me the chalk”] -> tiza

=== tiza
It's half a stick of chalk, from the last official box. Four of them put it in your hand at once, so that nobody can say afterwards it was somebody else. # mision:hora_que_falta # logro:jefatura_interina # item:tiza_correos # premio:10 # checkpoint:la_tiza
“You have until six, which is Departures,” says doña Ofelia. “At six the day is closed. What isn't written by six hasn't arrived. Ten besitos for expenses. And listen to people before you write: in the Mail, reading comes first.”
The cap is a little less too big for you than yesterday. It isn't that the cap has shrunk.
{recuerda("promesa_amaro"): Amaro gives you a floury elbow on his way past. “One promise kept gives you an appetite for the next. Come down and see me.”}
* [Try the door of the closed office] -> puerta
* [Go down and listen to the neighbourhood] -> alta

// ── La Escalera by day ──────────────────────────────────────────────────────────────────────────────────────────────

=== alta
{hora >= 7: -> las_seis}
{alta == 1:
    By day La Escalera doesn't know where to put itself. With the fog halfway up the hill, the people above lean out of their balconies as if from a box at the theatre, and speak of the people below in the past tense.
- else:
    {reloj()} {sirena()}
}
{besitos() < 5: Your tin sounds hollow. With all that Amaro has baked today, he could do with two arms.}
* [Step 280: Amaro's bakery] -> panaderia
* [Step 240: Leonel's barber shop] -> barberia
+ {apuesta == 0} [Step 200: doña Pura's landing] -> descansillo
+ {not oficina} [Step 312: the closed office] -> puerta
+ {hora >= 1} [Step 312: doña Ofelia's workroom] -> ofelia
+ [Go down towards the harbour] -> baja
* {hora >= 3 and (panaderia or barberia)} [Listen to no one else: write the hour now] -> las_seis

=== baja
{hora >= 7: -> las_seis}
{baja == 1:
    Below 160 one walks by feel and says good day just in case. There are ropes strung from door to door; the neighbours arrive hanging on to them, like washing that comes home by itself.
- else:
    {reloj()} {sirena()}
}
* [Step 151: Nima's rooftop] -> azotea
* [Step 90: the Cine Capri] -> cine
* [Step 77: the bricked-up door] -> tapiada
* [Step 40: the red letterbox] -> buzon
* {hora >= 2} [Step 1: the pier, the lighthouse, the watchman] -> faro
+ [Go up] -> alta

// ── The landing: the pool ───────────────────────────────────────────────────────────────────────────────────────────

=== descansillo
~ hora++
{descansillo == 1:
    Doña Pura has brought out a folding table, a blackboard and the electric fan, which turns slowly to keep the betting slips from sticking together. “WHAT HOUR WILL THE MAIL PUT UP”, says the blackboard. Underneath, the odds.
- else:
    Doña Pura has kept your place and shortened the odds. “In case you came round,” she says.
}
{recuerda("chisme_del_ventilador"): “Your credit is good with me,” she says. “We've done business before, and you never gave away so much as the name of the fan.”|“The Mail is allowed to bet,” she informs you. “I've taken it up with myself.”}
* [Five on “six o'clock sharp” # costo:5]
    ~ apuesta = 1
    -> porra
* [Five on “right now” # costo:5]
    ~ apuesta = 2
    -> porra
* [Five on “never” # costo:5]
    ~ apuesta = 3
    -> porra
* {sabe_hora} [Five on “seven minutes past six”, very quietly # costo:5]
    ~ apuesta = 4
    -> porra
* [“It's me who writes the hour, doña Pura. I can't bet”] -> porra_honrada
+ [Carry on] -> alta

=== porra
She gives you a slip with a number on it, and a wink with interest. # recuerda:aposte_sabiendo
“For the record, I see nothing odd in the one who writes being the one who bets. The priest buys lottery tickets too.”
Behind her, on the wall of the landing, hangs one of those old-fashioned irons. It has been kept so clean that it looks like a portrait.
* [Ask about the iron] -> pura_plancha
* [Pocket the slip and lower your eyes] -> alta

=== porra_honrada
~ apuesta = 9
Doña Pura switches off the fan. It is how she takes off her hat. # recuerda:porra_honrada # premio:5
“Forty years I've been running pools and that's the first time anyone has told me no. Here, take five. It's not a bribe: I just don't have odds for this.”
Then, without being asked, she unhooks an old iron from the wall and sets it on the table, in between the two consciences.
* [Wait for her to talk] -> pura_plancha
* [Leave her to it] -> alta

=== pura_plancha
~ latas++
“My mother's,” says doña Pura. “It runs on kerosene. The day of the Aurelia there were sixty-two shirts to iron and a single afternoon. She ran dry at the fortieth.” # recuerda:lata_pura
She runs a finger along the cold iron.
“She went down to the lighthouse and asked the boy for a can. One. ‘There are six left,’ he told her. My mother did twenty-two shirts with that can, and for the rest of her life she said they were the best-ironed ones. She never said anything else. About anything.”
The horn sounds. Three short, one long. Doña Pura turns the fan back on, very high.
-> alta

// ── The post office ─────────────────────────────────────────────────────────────────────────────────────────────────

=== puerta
{puerta == 1:
    The office door wears two crossed boards, a padlock and a sign: “BACK SOON”. No hour. At the bottom somebody has added, in pencil, three dots and a dash.
- else:
    The door is still shut, but with less conviction.
}
Through the slot you can see a strip of floor. It has been swept.
* [Try the little red key in the padlock # con:llave_buzon] -> puerta_llave
* [Ask Leonel to open it with his razor # costo:10] -> puerta_navaja
* {hora >= 1} [Knock three times short and once long] -> puerta_llamar
+ [Leave it for now] -> alta

=== puerta_llave
The key goes in like somebody coming home in the small hours: without switching on the light. The letter that was filed off it, you see now, was an R. For “Royal”. For “Regulations”. Or for “Return”; the Mail has always taken liberties.
From the inside, the boards aren't nailed on. They're sewn.
-> oficina

=== puerta_navaja
Leonel opens the padlock in four seconds, looking the other way and talking about football.
“I was never here,” he says, and dusts eleven years of rust off his hands. “And another thing: there's no dust. Did you ever see a shut-up place without dust? Somebody comes. And not to open up.”
-> oficina

=== puerta_llamar
Three short knocks. One long.
At first nothing happens. Then, behind the door, where there is nobody, something made of metal answers: three, and one. The padlock opens by itself, with the sigh of one who has heard the password at last.
-> oficina

=== oficina
~ hora++
There is no dust. There is a counter, a rack of three hundred and twelve pigeonholes, a telegraph with its cover freshly ironed, and a clock on the wall. And there is a crack, level with the floor, through which blows a wind with salt in it. # checkpoint:la_oficina # imagen:oficina
{recuerda("cartas_del_buzon"): You know that wind. It's the one at the bottom of the red letterbox. The mail of La Escalera doesn't go down the stairs: it travels inside, like blood.}
* [Look at the clock] -> oficina_reloj
* [Read the tape sticking out of the telegraph] -> oficina_cinta
* [Open pigeonhole 77] -> oficina_casilla
* [Sit down at the telegraph and call the ship # con:silbido] -> oficina_llamar
+ [Leave, and close the door without a sound] -> alta

=== oficina_reloj
~ sabe_hora = true
It says seven minutes past six. It hasn't stopped: it goes “tick” and stands there thinking. The “tock” doesn't come. You find yourself waiting for it, and it dawns on you that around here this is practically a trade.
On the case, a small plate: “Set by the lighthouse”. The Mail's clock, the cinema's, the barber's, all of them were set by that light. If the light went out, it never got to be any later.
* [Read the tape of the telegraph] -> oficina_cinta
* [Back to the counter] -> oficina_vuelta

=== oficina_cinta
The tape has turned to brittle paper and patience. The last strip says, in that handwriting without hands which is Morse: # pista:cinta_telegrafo
“OFE AURELIA HERE. GOOD DEPARTURE. I AM COMING BACK. V. V. V.” And under that, from her: “V. V. V.” And he: “OFE CANT SEE LIGHTHOUSE.” And she: “V. V. ME TOO.” And he: “OFE. LIGHTHOUSE.” And she, who must have been looking at the tape and not at the window: “V. V.” # pausa
After that there are no more letters. There is a yard of blank tape, and somebody has hemmed the end of it, so that it can't tear any further.
* [“She wasn't looking out of the window”] -> oficina_ventana
* [Roll it up the way it was] -> oficina_vuelta

=== oficina_ventana
From the telegraph chair, the window is at your back. All it took was to turn round. # recuerda:vi_la_ventana # pausa
You sit down. You turn round. It takes two seconds. Forty-one years will go into two seconds if you fold them well, the way she folds that cover.
* [Get up, carefully] -> oficina_vuelta

=== oficina_casilla
In number 77 there is a coconut besito wrapped in tissue paper. It is hard as a stone, and pretty all the same. And a note, in doña Ofelia's round hand: “To whoever opens this looking for something else. Eat it and say nothing.”
{recuerda("fiado"): So there are two people in La Escalera who, without a word to each other, save one every morning for the same man. When you think of all that could have been said by two people who buy the same coconut.}
* [Eat it and say nothing # premio:7] -> oficina_vuelta
* [Leave it: you are not the one it's waiting for # recuerda:deje_el_besito] -> oficina_vuelta

=== oficina_vuelta
{oficina_cinta: The tape, neatly rolled, looks like a snail with something on its mind.|The rack looks at you with three hundred and twelve square eyes.}
* {not oficina_reloj} [Look at the clock] -> oficina_reloj
* {not oficina_cinta} [Read the tape] -> oficina_cinta
* {not oficina_casilla} [Open pigeonhole 77] -> oficina_casilla
* {not oficina_llamar} [Sit down at the telegraph and call the ship # con:silbido] -> oficina_llamar
+ [Leave, and close the door without a sound] -> alta

=== oficina_llamar
You take off the cover. The key is lukewarm. You whistle it first, to remind yourself, and then let your finger say it: dot, dot, dot, dash. # pausa
The wire hums. And from the other end, without a second's delay, as if they had been sitting there with a finger raised since for ever: “AURELIA HERE. GOOD EVENING. WHO IS CALLING?”
Good evening, they say. It's the good evening of forty-one years ago. It hasn't even lost its warmth.
* [Ask them what time they make it] -> oficina_hora
* [Ask how many they are, and what their names are] -> oficina_nombres
* [Answer that it's Ofelia] -> oficina_impostor

=== oficina_hora
~ sabe_hora = true
“SEVEN PAST SIX,” they answer. You wait a while, with your heart in your wrist, and ask again. # pista:hora_de_a_bordo
“SEVEN PAST SIX. ARE YOU IN A HURRY OVER THERE? WE HAVE NOT SEEN THE LIGHTHOUSE FOR A MOMENT.”
A moment. You fold the tape and put it under your cap, where one keeps the things that won't fit in one's head.
* [Sign off: “V”] -> oficina_vuelta

=== oficina_nombres
It takes them a while. Then they begin, and don't stop: stokers, a priest, two newlyweds, a lady with a parrot, Julián Rivas, deckhand; the parrot. You write. Your finger hurts. You write. # recuerda:lista_de_nombres
“SIXTY-TWO,” they finish. “AND A TELEGRAPHIST.” He doesn't give his name. Telegraphists never count themselves.
Down below, the fog has come to a halt at step 160. It's no good with people who have names.
* [Sign off: “V”] -> oficina_vuelta

=== oficina_impostor
There is a silence on the wire. Then, very slowly, every letter on its own: “NO. OFE HAS A LONGER DASH.” # recuerda:me_hice_pasar
And after a time: “TELL HER NOT TO WORRY. THE LIGHT IS POOR BUT IT IS NOTHING. TELL HER I AM KEEPING HER PLACE.”
You take your finger away as if the key were hot. There are letters one has no right to receive, even by cable.
* [Put the cover back on] -> oficina_vuelta

// ── The bakery ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== panaderia
~ hora++
Today Amaro's warmth pushes back. There are besitos on the trays, on the chairs, on the windowsill and on the scales, which read one. He has made sixty-three dozen. # imagen:panaderia
“Sixty-two and the telegraphist,” he says. “They'll be hungry when they get here. They've gone forty-one years without their tea.”
{recuerda("promesa_amaro"): He pushes a stool towards you. It's the family stool; the customers' has one leg shorter.}
* [Lend him a hand with the batch] -> panaderia_hornada
* [“What hour would you like them to come?”] -> panaderia_hora
* {recuerda("fiado") or tiene("tinta_de_cafe")} [Ask him to open the ledger further back than T] -> panaderia_cuaderno
* [Take a dozen for the road # costo:5] -> panaderia_docena

=== panaderia_hornada
Working coconut dough is like arguing with something that always agrees. By the third tray Amaro lets you decorate; by the fourth he relieves you of the icing bag, very tactfully. # premio:8
“Eight besitos, a day's wage. And don't take it to heart about the bag: my father wouldn't let me have it either.”
It's the first time you've heard him say “my father” without changing the subject.
* [“Why did he fall out with sugar?”] -> panaderia_padre
* [“What hour would you like them to come?”] -> panaderia_hora

=== panaderia_docena
He wraps them, counting twice. At twelve he stops, looks at the tray, looks towards the sea that can't be seen, and puts in a thirteenth. # recuerda:docena_de_trece
“The odd one is for whoever has the face of having waited. You'll know it when you see it.”
* [“What hour would you like them to come?”] -> panaderia_hora
* [Leave with all thirteen] -> alta

=== panaderia_hora
“Bread has an hour,” says Amaro. “At six in the morning, fresh out, everything is forgiven. At six in the evening it's another day's bread and you have to start explaining.”
He stands there with his hands in the air, covered in dough, like a man in gloves that won't come off.
“Put them down for six in the morning, go on. Before I open the ledger.”
* [“What is there in that ledger?”] -> panaderia_cuaderno
* [Let it be] -> alta

=== panaderia_cuaderno
Before “T. Iriarte”, on the very first page, there is a line all by itself. It isn't Amaro's hand: it's his father's, written standing up, leaning on nothing. # pista:debe_un_faro
“I owe: one can of light.” Not to whom, not how much. Not crossed out.
“The first thing he ever wrote down,” says Amaro. “A man who gave everybody credit, and on page one it's he who owes. As a boy I thought it was a poem.”
* [“And what do you think now?”] -> panaderia_padre
* [Close the ledger with both hands] -> alta

=== panaderia_padre
~ latas++
“The oven wouldn't draw, that afternoon.” Amaro is talking to the dough. “Sixty-three besitos to see them off with, and it wouldn't draw. He sent to the lighthouse for a can of kerosene. One. ‘There are six left,’ said the boy who minded the lamp. They came out perfect. With a crust on them like toffee.” # recuerda:lata_amaro
He dusts off his hands. It isn't flour that comes off; it's silence.
“At seven minutes past six the light went out, and my father never roasted with sugar again in his life. Nobody told him it was his can. Nobody told him it wasn't. Do you know what it weighs, a thing that nobody says to you?”
* [“Your father wasn't the only one,” tell him] -> panaderia_alivio
* [Stay beside him a while, kneading] -> panaderia_callar

=== panaderia_alivio
{latas >= 2:
    You tell him what you've heard behind other doors. Not the names: the cans. Amaro adds them up on floury fingers, and every finger he raises straightens his back a little.
    “So they all thought the same thing,” he says. “That there were six left.”
- else:
    You say it to comfort him and it comes out true: you have the impression that everyone on this staircase lives with a can under the bed.
    “Then let them get it out,” says Amaro. “Let somebody be first. I'll be second.”
}
-> alta

=== panaderia_callar
You knead. After a time, without looking at you, Amaro starts to hum. He goes off the note in a way that can only be learned from a father. # recuerda:amase_con_amaro
-> alta

// ── The barber shop ─────────────────────────────────────────────────────────────────────────────────────────────────

=== barberia
~ hora++
{carta == 2:
    Leonel is shaving himself, in his suit, with the open letter propped up against the mirror. He reads it backwards, in the reflection. That way, he says, you notice less that it isn't his. # imagen:barberia
- else:
    There are no customers at the barber's. There are four empty chairs, and Leonel, shaving all four of them with his eyes. He is wearing a suit. # imagen:barberia
}
“Write ‘never’,” he says, without a good day. “It was all right as it was. A person gets used to ‘never’; puts up curtains, even.”
{recuerda("silla_de_leonel"): On the chair at the back, the one he lets nobody use, there is a new cushion today.}
* [“What are you afraid of, Leonel?”] -> barberia_miedo
* [Suggest a game: if you win, I write “never” # costo:10] -> barberia_partida
* {carta == 2} [Point at the letter] -> barberia_carta
* [Leave him alone with the chairs] -> alta

=== barberia_carta
“I know,” he says. He takes it down from the mirror, folds it where it was folded, and as he puts it in your hand he gives it a couple of pats, like a dog that's being left with friends. # recuerda:carta_rescatada
“I slept a whole night, did you know? One. Tell whoever it belongs to that I was careful with it.”
~ carta = 5
* [“What are you afraid of, Leonel?”] -> barberia_miedo
* [Put it in the bag and go] -> alta

=== barberia_miedo
“That he'll come, and that he won't.” The razor closes by itself. “If Julián doesn't come, that's the end of my lie. And if he does… Julián went because I told him to. ‘You go; I get the barber shop.’ We played for it, at dominoes. I won.”
He looks at the four chairs, one by one.
“I cheated. For forty-one years my brother has been paying for a game that I lost.”
* [“Is that all of it?”] -> barberia_lata
* [Look at his little finger] -> barberia_menique
* [Put a hand on his shoulder, and go] -> alta

=== barberia_menique
The little finger is still. He's telling the truth, which is a position he finds very tiring. But there is something else behind it, because now he looks at his hand as well, and hides it.
* [“What else, Leonel?”] -> barberia_lata
* [Ask no more for today] -> alta

=== barberia_lata
~ latas++
“I owed on a game and had nothing to pay with. I went down to the lighthouse and talked the boy out of a can; that week kerosene was worth more than besitos. ‘There are six left,’ he told me. I put it on the table.” He nods at the table. It's the same one. “It lasted me three hands.” # recuerda:lata_leonel
He makes a barber's pause, the invisible razor in mid-air.
“That's why I cheated when I beat Julián: that afternoon I'd already lost everything, other people's light included. Since then everybody beats me. I don't mind it as much as I let on.”
-> alta

=== barberia_partida
~ suerte = RANDOM(1, 6)
“If I win, you write ‘never’,” says Leonel, and tips out the dominoes. You count them out of habit, and come up short. There are twenty-seven. # pista:blanca_doble
“The double blank,” he explains. “Julián took it away in his pocket, so that I couldn't play without him. Forty-one years I've been playing with a limp.”
You draw middling tiles, the kind that make no conversation.
* [Play it straight, and slowly]
    {suerte > 3: -> barberia_gana}
    -> barberia_pierde
* [Play as if you had the missing one]
    {suerte < 4: -> barberia_gana}
    -> barberia_pierde

=== barberia_gana
“Blocked,” you say. Leonel looks at the table, adds up the spots, and adds them up again, hunting for the trick with real hope. # premio:20
There isn't one. He pays you twenty, slowly, and looks relieved: there are people who can't rest until somebody beats them fair and square.
* [“So I won't write ‘never’. What are you afraid of?”] -> barberia_miedo
* [Leave without rubbing it in] -> alta

=== barberia_pierde
“Domino,” says Leonel. And instead of cheering up he turns as grey as the water the brushes stand in. # recuerda:debo_un_nunca
“You don't have to write it,” he adds straight away. “A bet with me binds nobody. Ask around.”
* [“What are you afraid of, Leonel?”] -> barberia_miedo
* [“A bet's a bet,” and go] -> alta

// ── The rooftop ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== azotea
~ hora++
{recuerda("nima_en_el_buzon"):
    Nima is sitting with her legs dangling over the fog. Beside her is a pigeon that isn't from around here: white, clean, with a ribbon on its leg. She hasn't taken her eyes off it. She hasn't touched it either. # imagen:azotea
    “She's called Lisbon,” she informs you. “It says so on the ribbon. She's got a letter, and I don't dare.”
- else:
    Nima is sitting with her legs dangling over the fog, keeping count of the horns in chalk. She's up to twenty-two. # imagen:azotea
    “You put Sunday,” she says. “My mum calls on Sundays. If everything that's missing came on Sunday, I could save myself the rest of the week.”
}
{recuerda("promesa_nima"): {mision("migas_para_nima") == "hecha": On the wall, the tally of the crumbs has been crossed off, with three strokes and a star.|The tally of the crumbs is still on the wall. Nima doesn't mention it. She looks at it, that's all.}}
* {recuerda("nima_en_el_buzon")} [Read Lisbon's letter with her] -> azotea_lisboa
* [Ask Bogotá to take a question to the ship # tras:migas_para_nima] -> azotea_bogota
* [“Why is everyone looking at the ground, Nima?”] -> azotea_suelo
* [Ask whether she'd like to learn Morse] -> azotea_clase
* [Promise nothing, and go down] -> baja

=== azotea_lisboa
She opens the letter that was folded in eight, and that somebody else has folded in eight again. # recuerda:carta_de_delia
“Nima: we can see you from here, but there's fog, and the captain of the hotel won't go in. In front of us there's an old ship without any lights, with a band playing. It's always the same tune. From my window you can see a handkerchief. I didn't leave that window all night and I didn't make one single bed. I whistled, the way you said. Did you hear me? Mum.”
Nima reads it three times: once for herself, once for Bogotá, and once to make sure.
“I heard her,” she says. “I thought it was you. You're a terrible whistler.”
* [“Shall we write back?”] -> azotea_clase
* [Leave them alone, her and the letter] -> baja

=== azotea_bogota
Bogotá doesn't fly well, but she flies straight, which is more than can be said of the official mail. You tie a slip of paper to the bad leg: “What time do you make it?”
“You brought her crumbs three days running,” says Nima. “If anyone else asks, she pretends to be lame.”
The fog closes behind her like a shower curtain.
* [Wait with Nima, not talking] -> azotea_respuesta
* [Wait with Nima, whistling]
    You whistle the three short and the long. The second time round Nima corrects you with her elbow; the third time the horn, somewhere in there, comes into tune with you both.
    -> azotea_respuesta

=== azotea_respuesta
~ sabe_hora = true
She's back in about the time it takes a soup to cool. Her feathers are wet and she has another slip, in a shipboard hand: “Seven past six, miss pigeon. And the lighthouse?” # pista:hora_de_a_bordo
Nima looks for the sun, shading her eyes. It's where it ought to be, which isn't where they say.
“They're in yesterday,” she says. “But not yesterday's yesterday. One from ages ago that never got finished.”
At eleven and a half one understands this sort of thing first time. Later on you have to study.
* [“Would you like to learn to talk to them?”] -> azotea_clase
* [Go down with the slip under your cap] -> baja

=== azotea_suelo
~ latas++
“Because they're ashamed,” says Nima. “My great-grandmother told me. She died at ninety-seven, and by then she didn't mind.” # recuerda:lata_nima
She talks with her eyes on the pigeons, who can be trusted.
“That afternoon she came up here with a can of kerosene from the lighthouse, to make a bonfire so they'd see her waving from the ship. She said there were six left. She said it was the prettiest bonfire of her life and she waved like anything. And at seven minutes past six she looked over there and there wasn't a lighthouse, and there she was, waving.”
She picks at a scab on her knee.
“She said to me, ‘Don't repeat it, we're decent people.’ But I think it's decent people who do repeat it.”
* [“So do I”] -> azotea_clase
* [Go down carefully, as if you were carrying something full] -> baja

=== azotea_clase
“The one with dots and dashes?” Even her braids stand up. “The lighthouse taught me one letter. I'm short of the rest.” # recuerda:nima_aprende
You teach her the four you know. She marks them on the parapet with a pebble, to a rhythm that you can't get. Her dash comes out long, very long: the dash of somebody who doesn't mind being waited for.
Forty pigeons turn their heads at once. Three short. One long. In the fog, clear as clear, someone answers.
-> baja

// ── The cinema ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== cine
~ hora++
“Today there's an audience,” announces don Eusebio, who doesn't believe it himself. In the foyer are eleven neighbours who have come in out of the fog. Not one is looking at the posters. # imagen:cine
{recuerda("butaca_pagada"): “Row seven is taken,” he adds, lowering his voice. “Somebody left a reel of thread on the seat. I've put a little sign on the reel: ‘reserved’.”}
{es_vip(): The torch greets you with two flashes, which in the Tertulia is a hug.}
* [Go in with the others and see the newsreel # costo:5] -> cine_sala
* [Ask for the second reel, the one only the Tertulia has seen # vip] -> cine_rollo
* [Ask him what hour he'd like the ship to come] -> cine_hora
* [Back out into the fog] -> baja

=== cine_sala
“The Aurelia sails with sixty-two souls and a telegraphist.” The girl on the pier lifts her hand, and the film burns up where it always does. Eleven neighbours breathe out at once. # recuerda:once_vecinos
It isn't sorrow, you realize. It's relief. They like it to burn. For forty-one years they've been coming, one at a time, to make sure that it still does.
* [Say so out loud] -> cine_voz
* [Look for Eusebio in the booth] -> cine_lata

=== cine_voz
“It doesn't burn,” you say in the dark. “It gets burned.” # premio:9
Eleven seats creak. Somebody in row four starts to cry, very discreetly, and somebody in row five passes them a besito, and then nine more along the aisle to you, by touch, the way one hands back change.
* [Go up to the booth] -> cine_lata
* [Leave slowly, lighting nothing] -> baja

=== cine_rollo
The second reel has no titles. Eusebio shot it that same afternoon, with the camera left standing on its tripod, pointing at the lighthouse. # pista:segundo_rollo
You see the lighthouse door, and a boy of thirteen sitting on the sill with seven cans. And you see them go in, one at a time: seven hands. The camera cuts off the heads; it never learned how to frame. A floury hand. One with a wedding ring. One that's beating time to something. Each hand leaves a sweet, ruffles the boy's hair, and goes off with a can. # pausa
The boy is left. He looks at the cans that are left, of which there are none. He looks at the sea. He gets up and goes inside, to light the lamp.
* [Count the hands again] -> cine_manos
* [Ask him to stop] -> cine_lata

=== cine_manos
~ latas++
Seven. The last belongs to nobody on the stairs: it wears an office cuff, and makes a note in a little book. The man from the gas company. # recuerda:las_siete_manos
And the last but one, the one beating time, has a thimble on. It taps on the can as it takes it away. Three short. One long. It thinks this is funny. It runs off, forty years old, with a can, to spend the whole night sending kisses down a wire.
* [“And you, Eusebio?”] -> cine_lata
* [Leave without putting on a light] -> baja

=== cine_hora
“When there's a full house,” says Eusebio. “A premiere to empty seats is a rerun.”
Then he remembers that you're talking about the ship, and the torch goes out without his touching it.
“When it doesn't burn any more. Put them down for that. Isn't there an hour that's called that?”
* [“Why does it always burn just there?”] -> cine_lata
* [“I'll look for it”] -> baja

=== cine_lata
~ latas++
“Because I burned it.” Eusebio says it in his usher's voice, as if he were showing you to your seat. “I wanted to premiere it that same night, with the ship still in sight. ‘Sailing, at six; the film, at eight.’ I had nothing to light the arc with. I went down to the lighthouse for a can. There were six left.” # recuerda:lata_eusebio
He strokes Greta, who still has a ring of rust on her flank, the size of a can.
“At eight I had a full house, and nobody was looking at the screen. When it got to where she lifts her hand, I put my thumb in front of the lamp. I've put it there ever since. I don't want anybody to see how happy we were.”
-> baja

// ── The bricked-up door and the letterbox ───────────────────────────────────────────────────────────────────────────

=== tapiada
Step 77. T. Iriarte's door bricked itself up, they say: one brick for every time that somebody went by too fast.
{recuerda("no_la_abri"): On the sill where you sat last night, with a finger in the flap, a small flower has come up, foolish and brave.|On the sill a small flower has come up, foolish and brave. Nobody waters it. It gets by on fog.}
One brick is missing, at the height of your eyes. Through the hole you can see a table laid for one and a half.
* [Take out another brick # recuerda:un_ladrillo] -> tapiada_ladrillo
* [Leave a besito in the hole # costo:1] -> tapiada_besito
* [Keep going down] -> baja

=== tapiada_ladrillo
It comes without a struggle, with a noise of about-time-too. Behind you a neighbour who was going by too fast stops, puts down her bag, and takes out another. And then her husband. Nobody explains anything. By the time you leave, you can see the whole table.
-> baja

=== tapiada_besito
You leave it on the edge. An ant comes up, takes its measurements, does the sums, and goes for help. # recuerda:besito_en_el_77
Three steps on you look back. The besito is gone. The bricks, by the look of them, are pretending to be bricks.
-> baja

=== buzon
~ hora++
{recuerda("cartas_del_buzon"):
    The red letterbox is breathing. The bundles aren't there today: they all went out through the slot at the bottom, last night, when the horn sounded. Forty-one letters in a single delivery. Somebody aboard a ship is going to have a great deal to read.
- else:
    The red letterbox is breathing. If you put your hand to its mouth you feel a wind going inwards, as when someone draws breath to speak.
}
You've never posted anything of your own here. You've spent two days delivering other people's.
* [Write to somebody who is late] -> buzon_tarda
* [Write to yourself, for tomorrow] -> buzon_mia
* [Post a besito, no note # costo:1] -> buzon_besito
* [Have nothing to say, for today] -> baja

=== buzon_tarda
You write leaning on your knee. Nobody needs to know what you put, or to whom; the fog, which reads everything, moves off a little, out of tact. # recuerda:carta_a_quien_tarda
You hesitate over the stamp. In the end you use the cheapest. It doesn't matter if it gets there late.
-> buzon_echada

=== buzon_mia
“Dear person of tomorrow,” you put, and no longer know what tone to take with yourself. Formal, you decide; we've only just met. # recuerda:carta_a_mi
You tell them about the ship. You ask them not to count the steps. You sign, and the ink stays wet, in case tomorrow you'd like to add something.
-> buzon_echada

=== buzon_besito
It drops, and makes no sound. After a while, from very far down, comes a noise that is tiny and perfectly clear: somebody is chewing. # recuerda:besito_al_mar
-> buzon_echada

=== buzon_echada
The flap shuts by itself, unhurried, like the eye of a horse.
-> baja

// ── The lighthouse and the watchman ─────────────────────────────────────────────────────────────────────────────────

=== faro
~ hora++
{lampara:
    The lighthouse is still lit, but by day, in fog, it's like talking to a person asleep: something gets through. The watchman stands in the door with a can in his hand. # imagen:faro
- else:
    The lighthouse is a shadow with stairs in it. The watchman sits on the sill with an empty can in his hand. # imagen:faro
}
The rim of the can is worn down and covered in cream-coloured paint. He sees you see it. He doesn't hide it.
* [“It was you who took off ‘never’”] -> sereno_borro
* {not lampara} [Buy kerosene from him and light the lamp # costo:5] -> faro_lampara
* [Ask him in knocks: three short, one long # con:silbido] -> sereno_golpes
* [Ask him, one step to another, to show you the lamp room # nivel:3] -> faro_cuarto
+ [Go up: he's not a man of words] -> baja

=== faro_lampara
~ lampara = true
He lights it. He won't let you. He has a way of bringing up the match that you've seen in churches, and in new fathers. # recuerda:faro_encendido_2
The light goes round once, and again. On the third round the horn breaks off in the middle of the long one, like somebody left with the word in their mouth.
* [“It was you who took off ‘never’”] -> sereno_borro
* [Leave him with his light] -> baja

=== faro_cuarto
In the lamp room there are chalk marks all over the walls: forty-one years of nights, in fives. And lined up on the floor, shining, six full cans. # recuerda:seis_latas_llenas
He's been filling them himself, a thimbleful a night. The five besitos he asks for kerosene were never a price: they were a collection. Next to the six is the place of the seventh, in a ring of dust.
* [Ask him whose the empty place is] -> sereno_borro
* [Go down without stepping on the marks] -> baja

=== sereno_golpes
You knock on the doorframe. His eyes go wide, and he answers with a fingernail on the can, at top speed, like a child who has been given a turn at last. # pista:nombre_del_sereno
You don't get it all. You get: “THERE WERE SEVEN”. You get: “EVERYBODY SAID ONE”. You get: “I SAID NEVER GOES OUT”. And at the end four letters, which he repeats, since they're what he's been asked for least: C, I, R, O.
“Ciro,” you say. Hearing it, the fog draws back two steps and makes as if that weren't the reason.
* [“And was it you who took off ‘never’?”] -> sereno_borro
* [Shake his hand, and go up] -> baja

=== sereno_borro
~ latas++
He nods. He points at his chest, and then at his mouth, and then up there, at the wall. He makes the gesture of somebody pulling out a thorn. # recuerda:su_palabra
It takes you a while, but you understand. That afternoon, to each hand that went off with a can, the boy who minded the lamp gave the same answer: “Take it. Does this light go out? Never.” It was the last word he said. Eleven years ago he climbed up for a look at the office that had just been closed, and there it was, in somebody else's writing. His own. “Never.”
Yesterday, when he saw a letter arrive, he decided that was long enough. The word was his, and he needed it.
* {tiene("nombre_del_sereno")} [“Ciro, what hour would you put?”] -> sereno_hora
* [Help him clean the paint off his hands] -> baja

=== sereno_hora
~ sabe_hora = true
He gets up. He points at the sun; no. He points at the watch he isn't wearing; no. Then he puts his hands in front of the lamp, joins them, and for one second the world goes dark. He parts them.
That one. The hour when it went out. He holds up six fingers; and after that, one by one, seven.
-> baja

// ── Doña Ofelia ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== ofelia
~ hora++
{ofelia == 1:
    Doña Ofelia is sewing a curtain with sleeves. When she sees you she turns the cloth over, to make it look more like a curtain. # imagen:taller
    {carta == 1: The letter is on the map of the world, in between two oceans, under the pincushion. So that it won't blow away. Or so that it won't leave.}
- else:
    “Shut the door, you'll let the thread out,” says doña Ofelia.
}
“Put whatever hour you like,” she adds, without being asked. “Any of them, except six.”
* [“That's a dress”] -> ofelia_vestido
* {carta == 5} [Give her, at long last, the letter] -> ofelia_carta
* {recuerda("la_abri") and carta != 5} [Confess that you opened it, and tell her what it said] -> ofelia_dicha
* {tiene("letra_de_aguja")} [Put the flake of paint in front of her] -> ofelia_nunca
* {oficina_cinta} [“I've read the tape”] -> ofelia_cinta
+ [Leave her to her sewing] -> alta

=== ofelia_carta
~ carta = 1
She takes it with both hands and leaves it in her lap, unopened. Her lips are moving: she's counting stitches, or years. # recuerda:carta_al_fin # premio:12
“A day late,” she says. “In the Mail, a day late is punctual.”
She opened it that night, she'll say afterwards. But on your way out you hear the seam ripper, which has an unmistakable sound: that of someone undoing something with care.
-> alta

=== ofelia_dicha
~ carta = 1
You tell her. The two sentences, one after the other, with your eyes on your shoes: “On my way. Save me a besito.” # recuerda:carta_al_fin
She's quiet for so long that the iron goes cold.
“Very wrong of you,” she says finally. “Say it again.”
-> alta

=== ofelia_vestido
“It was,” she says. “I had it on, that afternoon. The newsreel said ‘a girl’. I was forty years old; it's the only thing the newsreel got right.” # recuerda:el_vestido
She holds it up against the window. She has let out the seams eleven times, and taken them in twelve.
“It's a lot of work, for a curtain. He was thirty-nine. Don't look at me like that: I know how to subtract. If aboard that ship it's still the same afternoon, a man of thirty-nine is going to come down the gangway asking for me, and they'll point out some old lady.”
* [“The lady's hand is steady enough”] -> ofelia_pulso
* [“And what if he isn't the one you're afraid of?”] -> ofelia_lata
* [Say nothing, which is what one says] -> alta

=== ofelia_pulso
“It isn't,” she says, and shows you the hand. “It's only that with sewing you don't see it, because the needle shakes in time.” # recuerda:mano_de_ofelia
-> alta

=== ofelia_nunca
She looks at the flake for a while. She blows on it, as if it were soup.
“The day I retired,” she says. “Forty years of sending out other people's hours. I went up with the seam ripper to unpick that six, and a word came out. I didn't know it wasn't mine. A word that short; who'd have thought it had an owner?” # recuerda:ofelia_la_grabo
* [“What happened that night at the telegraph?”] -> ofelia_lata
* [Let her keep the flake] -> alta

=== ofelia_cinta
The machine doesn't stop. It slows down, like a train coming up to a station where it would rather not be seen.
“Then you know what I answered. He asked about the lighthouse and I told him, me too.” She bites off the thread. “‘Me too.’ The pretty things one says when one isn't looking.”
* [“Why didn't you look?”] -> ofelia_lata
* [“All it took was to turn round”] -> ofelia_volverse
* [Go out without a sound] -> alta

=== ofelia_volverse
“Two seconds,” she says. “I've counted them. For forty-one years I've sewn with my back to the window, to see whether I'd get used to having sat that way.” # recuerda:de_espaldas # pausa
And then, there in front of you, for the first time in forty-one years, doña Ofelia turns the chair round. There's nothing to see. It's fog. But she looks at it.
* [Stay, and look with her] -> ofelia_lata
* [Leave on tiptoe] -> alta

=== ofelia_lata
~ latas++
“The seventh was mine,” she says. “Or the sixth; I never asked how many were left. I went down with this thimble on, ruffled the boy's hair, and brought away a can, so that my telegraph lamp wouldn't die on me. I wanted to talk to Tomás the whole night long.” # recuerda:lata_ofelia
She looks at the thimble. She doesn't turn it. It's heavy.
“We talked for seven minutes. After that he had no light, so that I should have too much. You can't mend that, {nombre()}. That you just wear.”
* [“It wasn't you. It was seven of you”] -> ofelia_siete
* [“You write it, then. The hour”] -> ofelia_tiza_no
* [Stay there until she starts sewing again] -> alta

=== ofelia_siete
{latas >= 4:
    You tell her: the oven, the iron, the bonfire, the arc lamp at the cinema. Doña Ofelia listens with her eyes growing and growing and, at the end, does something unforgivable: she laughs.
    “Pura's mother, with her shirts! And the baker, such an upright man!” She dries her eyes on the curtain. “Forty-one years I haven't looked those people in the face, out of shame. And they haven't looked at me. We've been saying good day to each other's shoes.”
- else:
    “You're only being kind,” she answers. “Bring me names and I'll believe you. You can't see by kindness.”
}
-> alta

=== ofelia_tiza_no
“The chalk would break on me,” she says. “Walls can tell when the one who's writing is in debt.”
But she stretches her fingers, and curls them up; and for the whole of that sentence she has been looking at the pocket you keep it in.
-> alta

// ── Six o'clock ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== las_seis
It's ten to six. The fog has come up to 300 and is waiting on the last flight with its hat in its hand. Behind it, very near, the horn: it no longer sounds like somebody calling. It sounds like somebody asking. # checkpoint:la_pared_en_blanco # imagen:pared
The whole neighbourhood is here. When you reach out to the wall with the chalk, three hundred people stop breathing, and the wall feels a slight chill.
{latas >= 3: Your head is full of cans. One, and another, and another. And everybody thought there were six left.|They are all looking at the ground. There is nothing written on the ground, so far as you know.}
* [Write “at six”] -> seis_en_punto
* {sabe_hora} [Write “at seven minutes past six”] -> seis_y_siete
* [Hang the true timetable from the nail # con:horario_verdadero] -> final_y_siete
* [Write something else, that isn't an hour of the clock] -> otra_hora
* [Hold the chalk out to doña Ofelia] -> tiza_ofelia

=== otra_hora
The chalk stops a finger's breadth from the wall. Not all hours have figures in them, and of those that people really wait for, hardly any.
{latas >= 3: “Think it over,” says a voice. “It wasn't figures that took the cans.”|“Hurry up,” says a voice. “Or don't. I no longer know what I'm asking you.”}
* [Write “now”] -> final_ahora
* {azotea} [Write “Sunday”, looking at Nima] -> final_domingo
* [Write “never”, the way it was] -> nunca_duda
* [No: let it be an hour, with figures] -> los_numeros

=== los_numeros
You set the chalk where the old six used to be, the first one, the one rubbed out with care. The wall lets you.
* [“At six”] -> seis_en_punto
* {sabe_hora} [“At seven minutes past six”] -> seis_y_siete
* [Hold the chalk out to doña Ofelia] -> tiza_ofelia

=== seis_en_punto
The chalk writes the six by itself, by heart: there are hours that a wall doesn't forget. What's missing is the full stop.
And there you stand with your arm in the air. {sabe_hora: You know that aboard it isn't six. It's seven minutes more, the seven that were lasted by the kerosene that wasn't there.|Something doesn't fit. The six hangs crooked, like a picture in somebody else's house. But people are crying already, and who's going to rub it out.}
* [Put the full stop] -> final_en_punto
* [Wipe it off with your sleeve] -> manga

=== seis_y_siete
{latas >= 3 or tiene("quedaban_seis"): -> seis_y_siete_bien}
The chalk breaks. A piece drops, rolls, goes down the steps one at a time, and can be heard leaving until somewhere below a hundred.
“Nobody knows why that hour,” says doña Ofelia, very low. “And an hour that isn't explained won't stay up, on a wall that's keeping quiet.”
* [“Then let those speak who know,” and hold out the chalk] -> final_de_todos
* [Write “never” with the stub] -> nunca_duda
* [Write “now” with the stub] -> final_ahora

=== seis_y_siete_bien
“At seven minutes past six,” you read out as you write, “the lighthouse went dark. Because somebody took away a can, and there were six left. And somebody else took one, and there were six left.”
You don't say any names. There's no need. {recuerda("lata_amaro"): Amaro takes off his cap.} {recuerda("lata_pura"): Doña Pura switches off the fan.} {recuerda("lata_eusebio"): Eusebio for once switches on the torch, and shines it on himself.} {recuerda("lata_leonel"): Leonel's little finger goes still.}
“There were six left,” says somebody at the back, trying it out. And another: “There were six left.” And you hear it all over the neighbourhood, from balcony to balcony, like a rosary, or like a very bad joke that people are finally getting.
* [Put the full stop] -> final_y_siete
* [Let doña Ofelia put it] -> tiza_ofelia

=== manga
With the sleeve of the Mail, which is what it's paid for. On the wall there's a smudge in the shape of a pigeon. It's three minutes to six.
* {sabe_hora} [“At seven minutes past six”] -> seis_y_siete
* [“Now”] -> final_ahora
* [Give the people the chalk] -> final_de_todos

=== nunca_duda
You write the “n”. {recuerda("debo_un_nunca"): In the front row Leonel shakes his head. He's letting you off the bet. He is letting you off it at the top of his voice.|In the front row Leonel closes his eyes, as one does for the hot towel.} # pausa
Up the hill, through the fog, somebody comes running. It's the watchman. His hands are covered in paint and his mouth is open and nothing is coming out: because what he wants to say is just what you are writing.
* [Give him back his word: give him the chalk] -> tiza_sereno
* [Finish writing it] -> final_nunca

=== tiza_sereno
The watchman takes the chalk as one takes a match. He looks at your “n”. After it, very slowly, in the handwriting of a boy of thirteen, he adds: “ot out”.
“Not out.” It isn't an hour. But nobody in La Escalera can remember reading anything more punctual on that wall.
* {latas >= 2} [Write underneath: “at seven minutes past six”] -> seis_y_siete
* [Leave it so, and let each add their own] -> final_de_todos

=== tiza_ofelia
{ofelia_lata: -> tiza_ofelia_si}
“Don't do this to me in front of people,” she says, and folds her arms with the thimble on the outside. But she doesn't leave.
“Let whoever has something to say do the writing,” she adds. “Perhaps this time there'll be a queue.”
* [Pass the chalk to the next in line] -> final_de_todos
* [Write it yourself: “now”] -> final_ahora
* [Write it yourself: “at six”] -> final_en_punto

=== tiza_ofelia_si
Doña Ofelia takes the chalk. Her hand shakes. The chalk, thank goodness, shakes in time.
“The sixth can was mine,” she says, with her back to the neighbourhood and her face to the wall. “Say something, or be quiet in some other way.” # pausa
There's a silence. Then, a voice: “Mine was the one for the oven.” And another: “The iron.” And another, and another; and with each of them the fog goes down a step, backwards, as one leaves the room of somebody ill who is getting better.
* [Let her write] -> final_y_siete

// ── Endings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== final_y_siete
“Arrivals: at seven minutes past six.” There it stands. In a crooked hand, in everybody's hand, with a full stop by whoever it was. # recuerda:hora_y_siete # logro:hora_exacta # premio:25 # final:seis_y_siete
Inside the office, through the crack, comes a sound that hasn't been heard for forty-one years: “tock”. # pausa
And the horn falls silent. Not like someone who leaves. Like someone who, on the far side of a door, has finally heard the chain come off. # pausa
-> epilogo

=== final_en_punto
“Arrivals: at six.” It looks lovely. It's symmetrical. # recuerda:hora_en_punto # premio:15 # final:en_punto
It strikes six. You hear the bow, you hear the band, you hear a parrot use a word that was shocking forty-one years ago. And all of it goes by, slowly, past the end of the pier, like a tram that hasn't seen you.
Seven minutes. You missed it by seven minutes. It'll be back tomorrow, say the old people; a ship with an hour is no longer a lost ship. It's an unpunctual one. # pausa
-> epilogo

=== final_ahora
“Arrivals: now.” And now arrives, because now always does. # recuerda:hora_ahora # premio:5 # final:ahora
The bow comes out of the fog enormous and unlit, as high as step 1, and 20, and 40: an entire ship trying to fit into a word. It stops a finger short of the red letterbox. The band hits a wrong note. {lampara: If it weren't for the lighthouse, it would take half the staircase with it.|Without a lighthouse, they don't know where the sea ends. They very nearly find out.}
And there it stays, its keel on the steps, unable to come in or go out. They're here. They haven't arrived. The difference is something they explain to you on your first day in the Mail. # pausa
-> epilogo

=== final_domingo
“Arrivals: Sunday.” Nima doesn't smile. She checks the spelling, and then she does. # recuerda:hora_domingo # premio:10 # final:domingo
“That way they both come,” she says. “Theirs and mine.”
The grown-ups grumble a little, from habit. Then one of them asks what day it is today, and it turns out that nobody is certain; and off they all go home in an odd kind of hurry, to iron something. It's forty-one years since they had a Sunday. # pausa
-> epilogo

=== final_nunca
“Never.” The word comes out firm, well made, without one doubt about its edges. # recuerda:hora_nunca # final:nunca_otra_vez
The horn breaks off on the second short. The watchman sits down on the ground. People go down to their homes and close up, slowly, and you hear the key turn in three hundred doors: twice. # pausa
In the night somebody comes up with a stub of chalk. Underneath “never”, very small, they put: “except tomorrow”. # pausa
-> epilogo

=== final_de_todos
The chalk passes from hand to hand. Every neighbour writes an hour and, beside it, in small letters, the reason. # recuerda:hora_de_todos # logro:horario_de_todos # premio:18 # final:de_todos
“At six, with the bread.” “When the game's over.” “Sunday.” “Once I've done my hair.” “Before my mother dies.” “Whichever I'm given.” “I owe a can: at whatever time you say.” By six sharp there isn't room on the wall for one more minute.
It is the worst timetable in the history of harbours. The horn reads it, or seems to, from top to bottom. And for the first time it answers something else: one short. Dot. The letter e. As in “enough”. As in “expect us”. # pausa
-> epilogo

// ── Epilogue ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== epilogo
The wall, newly written, smells of chalk and of a fright. Nobody leaves just yet.
{(apuesta == 1 and final_en_punto) or (apuesta == 2 and final_ahora) or (apuesta == 3 and final_nunca) or (apuesta == 4 and final_y_siete): -> porra_cobro}
-> fin

=== porra_cobro
Doña Pura finds you in the crowd and counts twenty besitos into your palm, one by one, so that everybody can see. # premio:20 # recuerda:cobre_la_porra
“You won, all right,” she says. “Now explain it to the mirror.”
-> fin

=== fin
Night comes. The fog has sat down on step 100 and goes neither up nor down: it's waiting, like everyone else. # checkpoint:fin_capitulo_2
{latas >= 3: Behind the doors, that night, there is a sound of things being dragged out from under beds. Metal things.|Behind the doors, that night, nobody drags anything. But there are beds on top of which it's hard to sleep.}
{recuerda("nima_aprende"): On the parapet at 151 a pebble is practising. The dash grows longer and longer.}
{recuerda("carta_a_quien_tarda"): You think of your letter, on its way by now, inside, with the salt. Somebody is late. Well. You have written.}
{recuerda("deje_el_besito"): In pigeonhole 77, in the dark, the besito is still hard, still pretty, still for somebody else.}
{carta == 1: In the workroom at 312 a curtain with sleeves hangs from the door, ironed. There's a gap in the seam, over the heart: dressmakers, they say, leave a little ease there. For the breathing.|In the workroom at 312 a curtain with sleeves hangs from the door. Ironed.}
And out there, at seven minutes past six on an afternoon of forty-one years ago, a man with his finger in the air is looking towards where there ought to be a light.
End of chapter two.
-> END

// ── The hour and the horn ───────────────────────────────────────────────────────────────────────────────────────────

=== function reloj()
{ hora:
- 0: ~ return "It's half past seven in the morning."
- 1: ~ return "Nine strikes."
- 2: ~ return "It's a quarter to eleven."
- 3: ~ return "It's midday, so to speak."
- 4: ~ return "It's two: the hour when even the cats sign a truce."
- 5: ~ return "Half past three strikes."
- else: ~ return "It's almost five."
}

=== function sirena()
{ hora:
- 0: ~ return "The horn sounds far away, like a conversation at another table."
- 1: ~ return "The horn sounds on the right. After a while, on the left. It's looking for the door."
- 2: ~ return "The fog has got to step 120 and made itself comfortable."
- 3: ~ return "Three short, one long. The glasses tinkle."
- 4: ~ return "The fog comes up a step each time somebody changes the subject."
- 5: ~ return "You can hear a band, very faint, playing a farewell."
- else: ~ return "The horn is so close that it's embarrassing not to ask it in."
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
