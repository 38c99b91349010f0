VAR steps = 0
VAR mood = "calm"
Before.
+ [Go] -> walk
=== walk
~ steps = steps + 1
Step {steps}.
+ [On] -> walk
+ [Stop] Enough. # final:enough
    -> END
