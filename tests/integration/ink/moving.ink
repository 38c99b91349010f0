// What a saved state can hold: variables of each kind, once-only choices, a tunnel to come back from, a thread.
EXTERNAL besitos()
LIST things = stone, feather
VAR mood = "calm"
VAR coins = 0
VAR open = false
VAR bag = ()
VAR home = -> square
-> square
=== square
Square, with {besitos()} besitos.
* [Take a stone # premio:5]
    ~ bag += stone
    ~ mood = "glad"
    ~ coins = 3
    ~ open = true
    You take it. # checkpoint:stone
    -> cellar
+ [Walk] -> tunnel -> square
+ [Leave # costo:3] Gone. # final:gone
    -> END
=== cellar
Cellar: {mood}, {coins}, {bag}.
+ [Up] -> home
+ [Down] -> cellar.deep
= deep
Deep.
+ [Up # vip] -> cellar
+ [On] -> square
=== tunnel
In the tunnel.
+ [Through]
    ->->
=== function besitos()
~ return 0
