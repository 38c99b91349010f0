Before.
+ [Go] -> loop
+ [Stay] Fine. # final:fine
    -> END
=== loop
-> loop
