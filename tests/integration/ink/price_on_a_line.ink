Before.
+ [Go] -> shop
+ [Stay] Fine. # final:fine
    -> END
=== shop
This costs something. # costo:5
-> END
