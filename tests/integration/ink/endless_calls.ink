Before.
+ [Go] {deeper(1)} -> END
+ [Stay] Fine. # final:fine
    -> END
=== function deeper(x)
~ return 1 + deeper(x + 1)
