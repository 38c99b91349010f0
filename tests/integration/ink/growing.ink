VAR text = "abcdefgh"
Before.
+ [Go] -> grow
+ [Stay] Fine. # final:fine
    -> END
=== grow
~ text = text + text
-> grow
