EXTERNAL saldo()
Before: {saldo()}.
+ [Stay] Fine. # final:fine
    -> END
=== function saldo()
~ return 0
