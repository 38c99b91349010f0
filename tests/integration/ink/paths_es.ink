Antes.
+ [Ir] -> plaza
+ [Quedarse] Bien. # final:bien
    -> END
=== plaza
Plaza.
+ [Pagar # costo:5] Pagado. # final:pagado
    -> END
+ [Salir] Fuera. # final:fuera
    -> END
