Before.
+ [Go]
    ~ temp coin = 1
    -> room(coin)
+ [Stay] Fine. # final:fine
    -> END
=== room(ref x)
{x}
+ [Go] -> cellar(x)
=== cellar(ref coin)
{coin}
-> END
