// Where lines stand that are the last of their page: before an end, before the choices of another knot.
VAR name = ""
LIST things = stone, feather
Hi.
-> square
=== square
+ [One] -> one
+ [Other] -> other
+ [Shop] -> shop
+ [Seller] -> seller
+ [Values] -> values
+ [Spoken] -> spoken
=== one
The same words. # premio:7 # final:one
-> END
=== other
The same words. # premio:7 # final:other
-> END
=== shop
You get change. # premio:3
-> square
=== seller
The seller gives something. # premio:3
-> square
=== values
~ name = "{things(1) == stone:a {said()}|no}"
{name == "a said" and said_so("said"):It is {name}.|Something else came of it.}
-> square
=== spoken
{said()} # premio:7
-> END
=== function said()
said
=== function said_so(what)
~ return "{said()}" == what
