Before.
+ [Go] -> corridor
+ [Stay] Fine. # final:fine
    -> END
=== corridor
Nothing leads out of here.
+ {false} [Never] -> END
