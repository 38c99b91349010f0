VAR half = 0.5
Before {half}.
+ [Stay] Fine. # final:fine
    -> END
