// No line of these takes long; all together do.
VAR n = 0
VAR i = 0
Hi.
+ [Go] -> lines
+ [Leave] Fine. -> END
=== lines
~ n = n + 1
~ i = 0
~ work(250)
Line {n}
{n < 150: -> lines}
Done. # final:a
-> END
=== function work(k)
~ i = i + 1
{ i < k:
  ~ work(k)
}
