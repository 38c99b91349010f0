EXTERNAL besitos()
Before.
+ [Stay with {besitos()} besitos] Fine. # final:fine
    -> END
=== function besitos()
~ return 0
