EXTERNAL tiene(id)
VAR number = 7
Before{tiene(number):!|.}
+ [Stay] Fine. # final:fine
    -> END
=== function tiene(id)
~ return false
