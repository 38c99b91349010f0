// A little of everything that Ink can do, for walks with saves and restores at every step.
EXTERNAL besitos()
EXTERNAL es_vip()
EXTERNAL nivel()
EXTERNAL nombre()
EXTERNAL tiene(id)
EXTERNAL mision(id)
EXTERNAL recuerda(id)
VAR steps = 0
VAR mood = "calm"
VAR bag = ()
LIST things = stone, feather, coin
-> square
=== square
~ steps++
Square, visit {square}, {besitos()} besitos{es_vip():, a VIP}. {~One|Two|Three|Four} {&red|green|blue} {first|second|many}.
{nombre()} is {mood} <>
and level {nivel()}. # imagen:square
* [Take a stone # premio:5]
    ~ bag += stone
    You take it. # item:stone
    -> square
+ {tiene("key")} [Unlock] -> cellar
+ [Roll] -> dice
+ [Look around] <- birds
    <- trees
    + + [Back] -> square
+ {steps > 6} [Leave # costo:3] -> leaving
+ [Wander] -> wander -> square
=== cellar
Cellar{LIST_COUNT(bag) > 0:, with {bag}}. {mision("m") == "hecha": Done.|Not done, {mision("m")}.}
~ temp dark = recuerda("dark")
~ mood = "{dark:brave|curious}"
+ [Up] -> square
* [Deeper] -> cellar.deep
= deep
Deeper, {RANDOM(1, 1000)}. # recuerda:dark
+ [Up] -> square
=== dice
{~heads|tails} {RANDOM(1, 6)} {RANDOM(1, 6)}
~ temp luck = RANDOM(1, 100)
{luck > 50: Lucky. -> square}
+ [Again] -> dice
+ [Stop] -> square
=== birds
Birds.
+ [Watch birds] {twice(steps)} birds. -> square
=== trees
Trees.
* [Climb] Up a tree. -> square
+ [Sit] -> square
=== wander
You wander{shuffled()}.
->->
=== leaving
You leave after {steps} steps. # final:left
-> END
=== function twice(x)
~ return x * 2
=== function shuffled()
{shuffle:
- ~ return " north"
- ~ return " south"
- ~ return " west"
}
=== function besitos()
~ return 0
=== function es_vip()
~ return false
=== function nivel()
~ return 1
=== function nombre()
~ return "N"
=== function tiene(id)
~ return false
=== function mision(id)
~ return ""
=== function recuerda(id)
~ return false
