// The Six-and-Never Mail
// Chapter one: The letter without a street
//
// Knots and choices are those of correo.es.ink, in the same order: a test checks it.
// What each tag means is told in docs/story.md.

# title: The Six-and-Never Mail

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

// ── The letter ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== inicio
The neighbourhood of La Escalera has three hundred and twelve steps and not one street. So the letters, back when letters still came, carried no address: they carried the number of a step, and a little faith. # imagen:escalera
The post office, at the very top, closed eleven years ago. Nobody took the timetable off the wall. “Departures: at six. Arrivals:”, and there somebody with a penknife and a great deal of patience scratched out the hour and wrote “never”.
Today, at six o'clock sharp, a letter dropped through the slot of that boarded-up door. From the inside out.
It was picked up by doña Ofelia, who happened to be passing, as she has happened to be passing every evening for eleven years. Then she came down one floor and knocked on your door with her thimble.
“{nombre()},” she says, without a good evening. “You have legs and you are in no hurry. I need somebody with exactly those two faults.”
{mision("carta_perdida") == "hecha":
    She narrows her eyes.
    “I could swear I've asked you this before. The fog repeats things. Do me the kindness of not correcting it.”
- else:
    {nivel() >= 5:
        “Besides, even the dogs know that face of yours by now. In the mail, that's half a career.”
    - else:
        “And you haven't been here long. It shows: you still count the steps.”
    }
}
* [“What needs doing?”] -> oferta
* [“And why don't you take it yourself?”] -> rodillas
* [Look at the letter before saying a word] -> sobre

=== sobre
The paper is thick, the kind nobody makes any more. The postmark is still wet, and dated tomorrow.
No name. No step. Just one line, in the hand of someone who learned to write aboard a ship: “To whoever is still waiting for me”.
“You see,” says doña Ofelia. “Half the neighbourhood is going to swear it's theirs.”
* [“Tomorrow hasn't happened yet,” you point out] -> oferta
* [Hand it back slowly, as if it might bite] -> rodillas

=== rodillas
“I'm not taking it because I have eighty-one years, two ornamental knees and a sewing machine left running. And because I no longer wait for anybody. Waiting is for the young; they have the time.”
She hums as she says it. She doesn't seem to notice: three short notes and a long one, like someone knocking at a door and rather hoping it stays shut.
* [“So what needs doing?”] -> oferta
* [“That tune…”] -> cancion

=== cancion
“What tune?” And she stops humming so abruptly that the silence makes a noise. “I was a telegraphist for forty years, my dear. The dots and dashes rub off on you. Don't change the subject.”
-> oferta

=== oferta
“Before midnight,” she says, “this letter has to be in its owner's hands. Otherwise the fog takes it. Don't look at me like that. The November fog takes whatever has no name; ask the man from the gas company, if you can find him.”
Out of a leather bag she pulls a postal cap, made for some other head.
“I pay ten besitos in advance. Little kisses: the coconut ones, Amaro's. Coins are no use on this staircase: they roll.”
{
- besitos() == 0:
    Your besito tin is so empty that if you hold it to your ear you can hear the sea.
- besitos() >= 60:
    Your tin sounds full. Then again, nobody has ever been heard to say they had too many little kisses.
- else:
    There are {besitos()} besitos rattling in your tin. They sound like more than they are.
}
* [Put on the cap] -> gorra
* [Say no, and see what happens] -> negativa

=== negativa
“Very well,” says doña Ofelia, and doesn't move. She doesn't blink either. Somewhere up above, a pigeon falls out of a dream.
“Let me tell you what happens when nobody delivers a letter,” she says at last. “Nothing. Nothing happens. And that is the worst thing that can happen to a person.”
* [Put on the cap; what else can you do] -> gorra
* [“How much did you say, in advance?”]
    “Ten,” she answers, and all but smiles. “Those who say no are paid the same. They're only watched more closely.”
    -> gorra

=== gorra
The cap is too big and smells of railway stations. Doña Ofelia hangs the bag on you, inspects you the way one inspects a fresh hem, and approves with her chin. # mision:carta_perdida # mision:cuatro_pistas # logro:cartero_suplente # premio:10 # checkpoint:la_bolsa
Ten besitos drop into your tin; or had dropped already, one never knows with this fog. The letter goes into the bag, and it weighs as if there were somebody inside.
“Postal substitute,” she dubs you, thimble raised. “Begin with the paper. Letters do their first talking on the outside.”
* [Study the stamp] -> estampilla
* [Smell the envelope] -> olor
* [Go now: the light won't last] -> alta

=== estampilla
It's blue. There is a lighthouse on it, and the lighthouse is lit. # pista:sello_azul
You know it: it's the one at the end of the pier, you can see it from your window. What you don't know is the light. That went out the year the Aurelia was lost, forty-one years ago.
You run your thumb across it. Three thin rays come out of the lighthouse, and a thick one.
* {not olor} [Now smell the envelope] -> olor
* [Step out onto the staircase] -> alta

=== olor
Salt. Sweet tobacco. And underneath, something that shouldn't be there: coffee. It isn't that there is coffee spilled on it. It is written in coffee.
There is only one place in La Escalera with so much coffee to spare that you could write with it. You can smell it from here; it smells of bread.
* {not estampilla} [Now look at the stamp] -> estampilla
* [Step out onto the staircase] -> alta

// ── La Escalera ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== alta
{hora >= 6: -> medianoche}
{alta == 1:
    At half past six, La Escalera smells of bread and of washing that is nearly dry. Power lines cross it from side to side, and from the lines, without distinction, hang shirts and gossip.
- else:
    {reloj()} {niebla()}
}
{besitos() < 5: Your tin sounds thin. Then again, on the landing there is always somebody in need of two arms.}
* [Step 280: Amaro's bakery] -> panaderia
* [Step 240: Leonel's barber shop] -> barberia
* [Step 200: the landing] -> descansillo
+ {hora >= 1} [Step 312: back to doña Ofelia] -> ofelia
+ [Go down towards the harbour] -> baja

=== baja
{hora >= 6: -> medianoche}
{baja == 1:
    From halfway down, La Escalera changes trades: nets hang where there were shirts above, and the cats take life more seriously.
- else:
    {reloj()} {niebla()}
}
* [Step 151: the rooftop with the pigeons] -> azotea
* [Step 90: the Cine Capri] -> cine
+ {not buzon_abierto} [Step 40: the red letterbox] -> buzon
* {hora >= 2} [Step 1: the pier and the lighthouse] -> faro
* {hora >= 3} [Sit down a moment, with the letter in your hand] -> tentacion
+ [Go up] -> alta

=== descansillo
~ hora++
A woman with three shopping bags and an electric fan is having words with step 200.
“Help me up to 212,” she says when she sees you, “and I'll pay you. Or I'll tell you something nobody knows. Not both; I'm not a bank.”
* [Carry the fan and take the pay] -> descansillo_pago
* [Carry the fan and hear the secret] -> descansillo_chisme
* [Excuse yourself: the mail can't wait] -> alta

=== descansillo_pago
Twelve steps with a fan under your arm will teach you more about life than twelve books. At the top she presses into your hand five besitos wrapped in tinfoil. # premio:5
“And the advice is free: never deliver anything to a door that opens too quickly.”
-> alta

=== descansillo_chisme
~ sabe++
“Doña Ofelia,” she whispers, though there is nobody about, “goes up to the closed post office every evening at six. Eleven years now. She says she just happens to be passing.” # recuerda:chisme_del_ventilador
She puts the fan down so as to be able to point.
“Nobody just happens to pass step 312, sweetheart. After 312 there are no more steps.”
-> alta

// ── The bakery ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== panaderia
~ hora++
Amaro's bakery has no door: it has a warmth that you push. Amaro kneads with his back to the world and knows people by the sigh they come in with. # imagen:panaderia
“A postal cap,” he says, without turning round. “Eleven years since I last heard that sigh.”
Coconut besitos are cooling by the dozen on their trays. All but one, which sits alone in a jar, on the highest shelf, with a label.
* [Buy a dozen, to be polite # costo:5] -> panaderia_docena
* {olor} [Show him the envelope: “It's written in coffee”] -> panaderia_cafe
* [Ask about the besito in the jar] -> panaderia_frasco
* [Say hello and move on] -> alta

=== panaderia_docena
Amaro wraps the dozen as if he were tucking somebody in. The first one he eats himself, in front of you: it's his form of guarantee. # pista:tinta_de_cafe
“You don't throw out yesterday's coffee,” he says, nodding at a black jug beside the ledger. “I use it to write down who owes. It doesn't come off, not even with tears. That's been tested.”
You look at the writing in the ledger. You look at the writing on the envelope. The very same colour, that of a thing that kept someone awake.
* [Ask about the besito in the jar] -> panaderia_frasco
* [Thank him and go] -> alta

=== panaderia_cafe
Amaro smells the envelope with his eyes shut, for a long time, the way you smell the head of a child just back from the beach. # pista:tinta_de_cafe
“My father's coffee. Roasted with sugar. It hasn't been roasted like that here for forty years, because for forty years my father and sugar weren't on speaking terms.”
He gives it back with both hands.
“Whoever wrote this wrote it with a cup from this house. And carried it a very long way off to do it.”
* [Ask about the besito in the jar] -> panaderia_frasco
* [Thank him and go] -> alta

=== panaderia_frasco
~ sabe++
Amaro wipes his hands for longer than hands need. # recuerda:fiado
“That's for a customer who left owing.” He opens the ledger at the beginning, where the paper is nearly cloth, and lets you read:
“T. Iriarte, step 77. Owes: one besito. Leaves as security: one key. Will pay on return.”
“Every morning I make one and put it there. Yesterday's I eat. It isn't sentiment: it's bookkeeping.”
* [Ask for the key: “I believe I've come to pay”] -> panaderia_llave
* [Leave him to his sums] -> alta

=== panaderia_llave
Amaro looks at your cap, your bag, your shoes. Then he puts two fingers into the jar and, from underneath the besito, brings up a little red key, all over sugar. # item:llave_buzon
“If it's to deliver a letter, then I'm not lending it, I'm giving it back. But you sign for it.”
You sign in coffee: “{nombre()}”. It comes out in the handwriting of a serious person.
* [Promise to come back and tell him how it ends # recuerda:promesa_amaro] -> panaderia_promesa
* [Pocket the key and go] -> alta

=== panaderia_promesa
“I'll put that down,” says Amaro, and puts it down. “Promises too can go on the slate here. What we don't do is wipe it.”
On your way out, the warmth pats you on the back.
-> alta

// ── The barber shop ─────────────────────────────────────────────────────────────────────────────────────────────────

=== barberia
~ hora++
Leonel is shaving a customer, telling a story and moving a domino, all with the same hand. None of the three is entirely true. # imagen:barberia
“The mail!” The razor points at your bag. “That'll be for me. I've been expecting it since… how long have you had that cap on?”
The door, it occurs to you, opened very quickly. In the frame of the mirror, between saints and calendars, there is half a photograph.
* [“And who would be writing to you?”] -> barberia_julian
* [Stake a few besitos at dominoes # costo:10] -> barberia_domino
* [Ask about the half photograph] -> barberia_foto
* [Pretend you didn't hear] -> alta

=== barberia_julian
“My brother Julián,” he says, and for once the hand is still. “He sailed on the Aurelia. Said, I'll write when I get there. He's slow, Julián. All his life he was slow.”
The customer, under the lather, looks somewhere else. The whole neighbourhood knows what became of the Aurelia. So does Leonel. That's why he lies so well: he has been rehearsing the same lie for forty-one years.
* [Take out the letter] -> barberia_entrega
* [“I don't know that it's yours”] -> barberia_espera
* [Suggest a game, and leave letters out of it # costo:10] -> barberia_domino

=== barberia_foto
“It came with the mirror,” lies Leonel.
A young man with a sailor's bag is laughing at something that stayed on the other side of the tear. On his shoulder is a woman's hand. On one of its fingers, something shines.
“The photo I'll play you for. It's the only thing I've got that isn't mine.”
* [Accept the game # costo:10] -> barberia_domino
* [Not tonight: the night is short] -> alta

=== barberia_domino
~ suerte = RANDOM(1, 6)
The dominoes, face down, clatter like contented teeth. You draw well. You draw almost too well: you have the double six, and one of Leonel's eyelids is trembling.
The man in the lather has turned round to watch. There is an audience outside, too; in La Escalera there is always an audience.
* [Lead with the double six, straight out]
    {suerte > 2: -> barberia_gana}
    -> barberia_pierde
* [Hold it back and let him grow confident]
    {suerte < 5: -> barberia_gana}
    -> barberia_pierde

=== barberia_gana
~ sabe++
Leonel watches the table the way one watches rain. Then he bursts out laughing, and that laugh does belong to him. # premio:20 # pista:media_foto
He pays up without a murmur: twenty besitos and the half photograph. Up close you can see it better. What shines on the woman's finger is a thimble.
* [“Who is she?”] -> barberia_ella
* [Put the photo away and go] -> alta

=== barberia_ella
“Ah, I'll play you for that some other day.” But he lowers his voice. “You look at hands, substitute. Faces tell a lot of lies around here. Hands never learned how.”
-> alta

=== barberia_pierde
~ sabe++
“And that's the game, at both ends,” says Leonel, and lays his last tile without looking at it. Ten besitos change tins.
With the compliments of the house he gives you a shave, whether or not there is anything to shave: he is a master. And with the hot towel over your face, where you can't see his, he makes you a present of one fact.
“The woman in the photo wore a thimble.”
* [Step out with a fresh face] -> alta
* [Demand a rematch # costo:10] -> barberia_revancha

=== barberia_revancha
This time you don't watch the dominoes: you watch his hands. When Leonel lies, his little finger dances. It dances all through the game, except once. # premio:20 # pista:media_foto
“Domino,” you say.
The applause reaches all the way to step 200. You leave with twenty besitos and half a photograph in your cap, like the better class of thief.
-> alta

=== barberia_espera
“No,” says Leonel. “Of course you don't.” And he smiles a smile that has shaved three generations. “But ask around, would you? If anybody is out there waiting for me, tell them I'm still in the same chair.” # recuerda:silla_de_leonel
You leave. Behind you a domino comes down on the table, very slowly, and nobody answers it.
-> alta

=== barberia_entrega
Leonel doesn't take it. He looks at it. He wipes his hands on his apron, once, and again, and again.
The story he was telling has been left without an ending.
* [Put it in his hand] -> final_equivocado
* [Draw it back: “I'm sorry. Not yet”] -> barberia_espera

// ── The rooftop ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== azotea
~ hora++
On the rooftop at 151 live forty pigeons and a girl. The pigeons are named after capitals; the girl is named Nima and is eleven and a half. # imagen:azotea
{recuerda("promesa_nima"): On the wall, in chalk, she is keeping count of some crumbs that somebody promised. When she sees you, she covers the count with her back.}
“That's a grown-up's cap,” she informs you. “Have you got anything for me?”
She asks it looking at a pigeon, as if it didn't matter. Bogotá, grey, with one bad leg, looks at you for both of them.
* [The truth: “No. I have just one, and it doesn't say whose”] -> azotea_verdad
* [A pretty lie: “Not yet. It's on its way”] -> azotea_mentira
* [Ask her who she's expecting a letter from] -> azotea_mama

=== azotea_verdad
Nima nods and makes a note in a copybook: “Mail: does not lie”.
“I don't either. I'm waiting for a letter from my mum. She makes beds in a hotel that floats. She calls on Sundays, if there's signal and there aren't any waves.”
* [“And the pigeons, what are they for?”] -> azotea_silbido
* [Suggest that she write the first one # costo:3] -> azotea_carta
* [Say goodbye, cap in hand] -> baja

=== azotea_mentira
“On its way,” she repeats slowly, as if tasting soup. “That's what they say at school when they don't know.”
She isn't angry. It's worse than that: she's used to it.
* [Say sorry, and ask her properly] -> azotea_mama
* [Leave before you make it worse] -> baja

=== azotea_mama
“From my mum,” says Nima. “She makes beds in a hotel that floats. I wait for her on Sundays; the other days I rest.”
On her arm Bogotá rearranges the bad leg with great dignity.
* [“And the pigeons, what are they for?”] -> azotea_silbido
* [Suggest that she write the first one # costo:3] -> azotea_carta
* [Say goodbye, cap in hand] -> baja

=== azotea_carta
She dictates and you write, because she says her handwriting “isn't strong enough yet to get across the water”. # recuerda:carta_a_mama
“Mum: there are forty pigeons now. Bogotá hurt her leg and didn't complain. Me neither. I learned to whistle. When you come back don't knock: whistle.”
She folds it in eight and hands it over.
“Put the cheapest stamp on. It doesn't matter if it gets there late. It matters that it gets there.”
* [“Whistle what?”] -> azotea_silbido
* [Put it in the bag, next to the other one] -> baja

=== azotea_silbido
~ sabe++
“This,” she says, and whistles: three short notes and a long one. Forty pigeons turn in the air like a single bedsheet. # pista:silbido
{rodillas: You've heard it before. This evening, at your door, doña Ofelia was humming it without noticing.|It reminds you of something. Or of someone.}
“The lighthouse taught me,” Nima explains. “At night, if you look for ages at where there isn't a light any more, it still comes on. Three short, one long. Nobody believes me.”
Then she takes your measure with one look.
“Will you bring me crumbs from Amaro's bread? Three days. The pigeons keep count.”
* [Promise # mision:migas_para_nima # recuerda:promesa_nima] -> azotea_promesa
* [Don't promise what you may not be able to keep] -> azotea_sin_promesa

=== azotea_promesa
Nima spits in her palm and holds it out. It's the most serious contract you've signed today, and you've signed a few.
“Three days,” she says again. “Bogotá can count to three. It's one of the few things she knows.”
-> baja

=== azotea_sin_promesa
“Good,” says Nima, and notes: “Doesn't promise just to promise”. “There are fewer of those.”
As you leave, a pigeon sees you down to step 140. It isn't Bogotá. It's Quito, who has nothing else on.
-> baja

// ── The cinema ──────────────────────────────────────────────────────────────────────────────────────────────────────

=== cine
~ hora++
The Cine Capri has been closed for renovation since before there was anything to renovate. In the box office, in uniform, with a torch, sits don Eusebio. # imagen:cine
“Continuous performance,” he announces. “There's no audience. But the performance is continuous.”
{es_vip(): He shines the torch in your face and stands to attention.}
{es_vip(): “Ah, one of the Tertulia. You should have said.”}
* [Buy a ticket for the newsreel # costo:8] -> cine_sala
* [Ask for the Tertulia's private screening # vip] -> cine_privada
* [Ask him who he's waiting for] -> cine_publico
* [Keep going down] -> baja

=== cine_publico
~ sabe++
“Me? The audience. It's like waiting for a person, but it uses more light.”
He switches off the torch to save some, and goes on talking in the dark.
“There used to be a couple, always in row seven. One day he sailed. She went on buying two tickets, for a whole year. Then she stopped coming and took up sewing. She said that with a needle in your hand you see better in the dark.”
* [Buy a ticket for the newsreel # costo:8] -> cine_sala
* [Wish him good night] -> baja

=== cine_sala
You sit in row seven, because it's raining in the others. The lights go. The film coughs and gets going. # recuerda:noticiero # pausa
“HARBOUR NEWSREEL. The Aurelia sails with sixty-two souls and a telegraphist.” Handkerchiefs, very slow. On deck a young man laughs and throws something bright towards the pier. And the picture burns up just as somebody, below, lifts a hand.
“It always burns there,” says Eusebio from the booth. “Forty-one years I've wanted to know who catches it.”
* [Stay to the end, so that there is an audience] -> cine_aplauso
* [Slip out before the lights come up] -> baja

=== cine_aplauso
When it's over, you clap. In an empty house, two hands sound like many. # premio:5
Eusebio comes out of the booth, bows to the left, to the right, to the box that fell down in '92. Then he gives you back five besitos of the ticket.
“Discount for enthusiastic audiences,” he says, his voice a little damp.
-> baja

=== cine_privada
Behind the curtain there is another curtain and, behind that, twelve velvet seats and a projector with a name of her own: Greta.
“The Tertulia's print doesn't burn,” says Eusebio, threading the reel. “A lady who sewed rescued it. She spliced the film with silk thread, stitch by stitch, and wouldn't take money and wouldn't watch it.”
On the screen the young man of the Aurelia laughs, tugs something off his finger, draws back his arm.
* [“Stop it there!”] -> cine_fotograma
* [Let it run] -> cine_correr

=== cine_fotograma
~ sabe = sabe + 2
Greta halts with a sigh. On the screen, trembling, a girl with her arm in the air. You can't see her face: the hand hides it. But into the hand, falling towards the finger as if it knew the way, comes a thimble. # pista:fotograma
Eusebio snips out the next frame, which is almost identical, and makes you a present of it.
“One won't be missed. There are twenty-four a second, and people blink.”
* [“You know who she is”] -> cine_secreto
* [Tuck the frame into your cap] -> baja

=== cine_correr
~ sabe++
You let it run. The ship grows small. The girl on the pier waves no handkerchief: she moves one finger against the railing. There is no sound, and yet you hear it: three short taps, one long. # recuerda:golpes_en_la_baranda
When the lights come up, Eusebio is looking at the seat beside you, the one that is still empty.
-> baja

=== cine_secreto
“I project,” says Eusebio. “Knowing is a different union.” # recuerda:butaca_pagada
But he walks you out to the steps, which he doesn't do for anyone.
“If you see her, tell her the seat beside hers is still paid for.”
-> baja

// ── The letterbox and the lighthouse ────────────────────────────────────────────────────────────────────────────────

=== buzon
{buzon == 1:
    It's red, swollen with salt, and taller than Nima. Nobody uses it because nobody has the key, and nobody has the key because the last person who had it went to sea.
- else:
    The red letterbox is where it was, with the look of knowing something.
}
{tiene("llave_buzon"): The little sugared key grows warm in your pocket.|You put your ear to it. There is paper inside, a lot of it. It sounds like someone keeping back what they were going to say.}
* {tiene("llave_buzon")} [Open it] -> buzon_abierto
* {azotea_carta} [Post Nima's letter] -> buzon_nima
+ [Leave it be] -> baja

=== buzon_nima
The letter folded in eight drops, and makes no sound. As if somebody inside had caught it in the air. # recuerda:nima_en_el_buzon
-> buzon

=== buzon_abierto
~ hora++
~ sabe = sabe + 2
The door gives with the groan of a ship. Inside, tied up in tens with sewing thread, there are letters. Forty-one of them. All in the same round hand and all to the same place: “Tomás Iriarte, aboard the Aurelia”. # recuerda:cartas_del_buzon
It takes you a while. Nobody could have delivered them: only he could open. Once a year somebody wrote to him at the one place in the world he had the key to. # pausa
At the bottom of the box there is no bottom. There is a slot, and through the slot blows a wind with salt in it. This letterbox does not empty onto the street.
* [Hold your letter up to the slot] -> buzon_ranura
* [Take the last bundle and shut the door] -> buzon_atado
* [Shut it without touching a thing] -> baja

=== buzon_atado
~ atado = true
You tuck it in against your chest. The thread is cream-coloured silk. The knot was tied by someone who knows that knots, if they are well made, have no need to be tight.
* [Carry it up to 312 without stopping] -> ofelia
* [Stay down here a while] -> baja

=== buzon_ranura
The wind sniffs at the envelope and tugs on it, gently, the way a child who wants to go home tugs on a sleeve.
It could go back the way it came. Whoever wrote it would know, at least, that it got this far.
* [Let go] -> final_buzon
* [No: somebody is waiting for it on this side] -> baja

=== faro
~ hora++
The pier ends in the lighthouse and the lighthouse ends in the fog. The door is open. It smells of kerosene and Sundays. # imagen:faro
On the spiral stair, every step has been painted with a dot or a dash. Somebody was practising.
Out of the downstairs room leans the watchman, not a talking man: he points at a can of kerosene and shows five fingers.
* {tiene("silbido")} [Whistle what Nima whistles] -> faro_silbido
* [Buy the kerosene and light the lamp # costo:5] -> faro_lampara
* [Turn back: nobody lives here now] -> baja

=== faro_silbido
~ sabe = sabe + 2
Three short, one long. The lighthouse gives you back the echo. And then, when it isn't due, it gives it back again.
You climb. On the wall of the lantern room, in pencil: “Dot, dot, dot, dash. V. For vuelvo: I'm coming back. If it ever goes out, you light it, Ofe. T.”
* [Buy the kerosene and light the lamp # costo:5] -> faro_lampara
* [Keep the wish to yourself and run back up] -> baja

=== faro_lampara
~ lampara = true
The wick coughs, hesitates, remembers. Forty-one years of dust burn in one second with a smell of stars. # recuerda:faro_encendido # pausa
The beam goes into the fog like a needle into cloth. And out there, where there is nothing, something answers. Three short. One long.
All up La Escalera, one by one, the windows are opening.
-> baja

// ── The temptation ──────────────────────────────────────────────────────────────────────────────────────────────────

=== tentacion
You sit down on step 77, in front of a bricked-up door. The letter is warm. The envelope isn't properly sealed; they never are, when you look at them like that.
Nobody would know. It's the sentence with which nearly everything begins that ends up being known.
* [Slip a finger under the flap] -> tentacion_dedo
* [Put it away and get up] -> baja

=== tentacion_dedo
The paper gives a millimetre. Far, far up there, a sewing machine goes quiet.
* [Open it] -> final_abierta
* [Take your finger out] -> tentacion_no

=== tentacion_no
You take your finger out. The machine starts sewing again. # recuerda:no_la_abri
A line of coffee-coloured ink is left on your fingertip. It looks very much like a fingerprint; luckily, like your own.
-> baja

// ── Doña Ofelia ─────────────────────────────────────────────────────────────────────────────────────────────────────

=== ofelia
~ hora++
{ofelia == 1:
    Doña Ofelia's workroom is a table, a machine and a map of the world made of remnants. She doesn't lift her eyes from the needle. # checkpoint:el_taller # imagen:taller
    “Well? Whose is it?”
- else:
    “You again,” says doña Ofelia. And yet there are two cups on the table.
}
{lampara: Through the window, every ten seconds, comes a light that hasn't come in for forty-one years. She sews with her back to the window. She hasn't made a single stitch.}
+ [“The letter is for you”] -> ofelia_acusacion
* [Ask her about the thimble] -> ofelia_dedal
* {tiene("media_foto")} [Lay the half photograph on the table] -> ofelia_foto
* {atado} [Lay the bundle of letters on the table] -> ofelia_cartas
* {tiene("letra_v")} [Knock on the table: three short, one long] -> ofelia_golpes
+ [Ask for more time and go] -> alta

=== ofelia_dedal
~ sabe++
“This?” She looks at it as if it had just sprouted. “Somebody threw it at me. I caught it. That's all the story there is.”
But the finger in the thimble, all on its own, taps the table. Three short. One long.
* [“The letter is for you”] -> ofelia_acusacion
* [Leave her to her sewing] -> alta

=== ofelia_foto
~ sabe++
Doña Ofelia doesn't touch the photograph. She looks at it from a distance, the way you look at the sea if you never learned to swim.
“The other half I tore up myself,” she says. “The face that's missing is mine. One gets angry at whatever is to hand.”
* [“The letter is for you”] -> ofelia_acusacion
* [Pick up the photo and leave her alone] -> alta

=== ofelia_cartas
~ sabe = sabe + 2
“Those aren't yours,” she says. And then, lower: “Or mine. A letter belongs to the one who receives it. So those are nobody's.”
She lays her hand on the bundle. The knot knows her.
* [“The letter is for you”] -> ofelia_acusacion
* [Leave her with them for a while] -> alta

=== ofelia_golpes
~ sabe = sabe + 2
You say nothing. You knock on the table with one knuckle: three short, one long. The needle stops in the middle of a stitch. # recuerda:le_hable_en_morse
“Nobody knows that,” says doña Ofelia, and looks at the thimble as if it had been telling tales. “A letter. With one letter nobody ever wrote anything.”
* [“With this one, yes: ‘I'm coming back’. It is for you”] -> ofelia_acusacion
* [Leave her with her letter] -> alta

=== ofelia_acusacion
{sabe >= 2: -> ofelia_confiesa}
“And why is that?” she asks, without getting angry, which is the frightening part. “Because I have a waiting sort of face? At my age it's the only one left. Guessing isn't delivering. Bring me something more.”
+ [Go and look for something more] -> alta
+ [Insist] -> ofelia_insiste

=== ofelia_insiste
“There's no dealing with you,” she says, and drives you to the door with her pincushion.
But before she shuts it she looks at the bag. One second. Three short, one long: it's possible to look like that, too.
-> alta

=== ofelia_confiesa
The machine stops. It's an enormous silence, the kind they can hear down at the harbour. # pausa
“I told you I no longer wait for anybody,” says doña Ofelia. “And it's true. Every day it's true, until six o'clock.”
She takes off her glasses, so as not to see you while she talks.
“His name was Tomás. His name is. There was no money for a ring, so he threw me a thimble from the deck. ‘A ring only looks nice!’ he shouted. ‘This keeps you safe!’ The Aurelia didn't arrive anywhere. But it didn't go down anywhere either, do you see? You can't sew anything out of that.”
She holds out her hand. The thimble is chattering against the table.
* [Give her the letter] -> final_verdadero
* [“Are you sure?”] -> ofelia_segura
* [Don't: once she reads it, she'll stop waiting] -> ofelia_todavia

=== ofelia_segura
“No,” she says. “Give it here before I am.”
* [Give it to her] -> final_verdadero
* [Close the bag] -> ofelia_todavia

=== ofelia_todavia
“Not yet,” you say, and close the bag.
She nods, very slowly.
“Forty-one years of waiting, and you want to make me a present of one more day. The things one learns in the post.”
* [Give it to her. Of course you give it to her] -> final_verdadero
* [Keep it until tomorrow] -> final_guardada

// ── Midnight ────────────────────────────────────────────────────────────────────────────────────────────────────────

=== medianoche
Twelve begins to strike. The fog comes up the steps two at a time, without a sound, and puts out as it goes the streetlamps, the radios, the names on the doors. # checkpoint:medianoche # imagen:niebla
You have the cap, the letter, and breath for one run.
{lampara: From the pier the lighthouse is cutting the fog in slices. It buys you a minute. No more than that.}
* [Up: doña Ofelia] -> medianoche_arriba
* [Down: the red letterbox] -> final_buzon
* [To the barber shop, where there's still a light] -> final_equivocado
* [Stay where you are and hold it to your chest] -> final_guardada

=== medianoche_arriba
You climb as one climbs when somebody is waiting: without counting the steps. You notice at 300. You haven't counted them.
{sabe >= 2: -> ofelia_confiesa}
You get there with no breath and no proof. Doña Ofelia is at the door, looking over your shoulder at the fog.
“Don't tell me why you think it's mine,” she says. “Only tell me whether you ran.”
* [Put it in her hands and explain nothing] -> final_verdadero
* [Lose your nerve] -> final_guardada

// ── Endings ─────────────────────────────────────────────────────────────────────────────────────────────────────────

=== final_verdadero
Doña Ofelia opens the envelope with her seam ripper, without hurting a single fibre. She reads. It's short: you can tell by her eyes, which go down one step and stay there. # logro:seis_y_nunca # premio:25 # recuerda:la_recibio_ofelia # final:verdadero # pausa
“‘On my way,’” she reads aloud, because there are things a person can't read alone. “‘Save me a besito.’”
She laughs. She cries. She does both at once, with considerable technique.
“A besito. Forty-one years, and he turns up asking for a besito. The nerve of the man.” # pausa
{panaderia_frasco: You think of Amaro's jar, on the highest shelf. One every morning. Pure bookkeeping.}
-> epilogo

=== final_equivocado
Leonel opens it with his back turned, so that nobody can see his face. It takes him as long as it takes to read one line, and then as long as it takes to believe it. # logro:puerta_equivocada # recuerda:la_recibio_leonel # final:equivocado # pausa
“It says, ‘On my way.’ It says, ‘Save me a besito.’” He turns round, and for the first time you see him with no story on. “Julián couldn't stand coconut.”
You both know it isn't from Julián. Leonel folds it, puts it in the frame of the mirror, closes early, and that night, they say, sleeps straight through.
Up at 312, somebody stops sewing and doesn't know why. # pausa
-> epilogo

=== final_buzon
You let go. It doesn't fall: it leaves. The wind takes it inwards, towards the water, towards wherever it is already tomorrow. # premio:15 # recuerda:la_devolvi # final:devuelta # pausa
A moment later, out of the same slot, comes something. A little parcel in waxed paper, still warm: coconut besitos, fifteen of them, made with a sugar that isn't made any more.
Whoever wrote it will know that it came to the door. They won't know why nobody opened. Neither do you. # pausa
-> epilogo

=== final_abierta
Inside there is one single line. “On my way. Save me a besito.” # recuerda:la_abri # final:abierta # pausa
And now there is no envelope, no mystery, and no owner. A letter read by the wrong person is left with nowhere to go, like a glass without a bottom. The writing fades from the end to the beginning. The last thing to go is “way”.
Now you know it, and nobody else does. Knowing is a kind of waiting too; the loneliest kind. # pausa
-> epilogo

=== final_guardada
You keep the letter. That night it sleeps under your pillow, and you don't. # recuerda:la_guarde # final:guardada
Towards dawn it weighs a little less. You hold it up to the window. The line on the envelope has changed, in the same shipboard hand. “To whoever is still waiting for me”, it used to say. Now it says: “To you, in the meantime”. # pausa
-> epilogo

=== epilogo
At six in the morning the fog goes up like a sleepy curtain. # checkpoint:fin_capitulo_1
{lampara: At the end of the pier, the lighthouse is still lit. Nobody in the neighbourhood admits to having paid for the kerosene.|At the end of the pier, the lighthouse is still dark. But the glass, the watchman swears, was warm this morning.}
{azotea_carta: {buzon_nima: On the rooftop at 151 there is a pigeon that isn't from around here. Nima looks at it, doesn't touch it, and, just in case, whistles.|In your bag there is still a letter folded in eight. It doesn't matter if it gets there late. It matters that it gets there.}}
{recuerda("promesa_amaro"): You go down to 280 to tell Amaro how it ends. He listens, crosses a line out of the ledger and, without a word, that morning puts two in the jar.}
{recuerda("butaca_pagada"): At the Cine Capri, row seven, somebody has left a reel of silk thread on the seat.}
And then, from where the sea runs out, comes a ship's horn. Three short. One long. # pausa
On the post office wall, under “Arrivals”, somebody has scratched out the word “never”. The flakes of paint on the floor are still fresh. There is nobody there.
End of chapter one.
-> END

// ── The hour and the fog ────────────────────────────────────────────────────────────────────────────────────────────

=== function reloj()
{ hora:
- 0: ~ return "It's half past six."
- 1: ~ return "Half past seven strikes."
- 2: ~ return "It's gone eight."
- 3: ~ return "A quarter past nine strikes."
- 4: ~ return "It's almost half past ten."
- else: ~ return "It's gone eleven."
}

=== function niebla()
{ hora:
- 0: ~ return "The sky is clear, as if freshly ironed."
- 1: ~ return "On the horizon there is a white line that wasn't there before."
- 2: ~ return "The fog has reached the pier and is taking off its shoes."
- 3: ~ return "The fog is at step 30; the cats have already come up."
- 4: ~ return "Below step 90 there is nothing to be seen any more, and what there is to be heard is better not."
- else: ~ return "The fog is at your heels. There is time for one more door."
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
