Before.
+ [Go] -> plaza
+ [Stay] Fine. # final:bien
    -> END
=== plaza
Square.
+ [Pay # costo:6] Paid. # final:pagado
    -> END
+ [Leave] Outside. # final:fuera
    -> END
