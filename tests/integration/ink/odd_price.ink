Before.
+ [Go # costo:mucho] -> END
+ [Stay] Fine. # final:fine
    -> END
