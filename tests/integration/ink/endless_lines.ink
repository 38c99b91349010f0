Before.
+ [Go] -> lines
+ [Stay] Fine. # final:fine
    -> END
=== lines
And on.
-> lines
