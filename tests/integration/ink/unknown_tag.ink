Before. # premioo:5
+ [Stay] Fine. # final:fine
    -> END
