EXTERNAL tiene(id)
Before.
+ [Stay] Fine. # final:fine
    -> END
=== attic
Nobody comes here{tiene("ladder"): with a ladder}. # pista:attic
-> END
=== function tiene(id)
~ return false
