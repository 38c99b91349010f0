// Sums that come to nothing that Ink's numbers can hold.
VAR x = 0
VAR most = 2147483647
VAR least = -2147483648
Hi.
+ [Mod] -> modulo
+ [Div] -> division
+ [Least] -> least_of_all
+ [Void] -> void
+ [Quoted] -> quoted
+ [Over] -> over
+ [Under] -> under
+ [Times] -> times
+ [Fine] -> fine
=== modulo
One.
Two {10 mod x}.
-> END
=== division
One.
Two {10 / x}.
-> END
=== least_of_all
One.
~ x = least / -1
-> END
=== void
One.
~ x = nothing() + 1
-> END
=== quoted
One.
+ [Two {10 / x}] -> END
=== over
One.
~ x = most + 1
Two {x}.
-> END
=== under
One.
~ x = less(least)
Two {x}.
-> END
=== times
One.
Two {most * 2}.
-> END
=== fine
{7 / 2} {-7 / 2} {-7 mod 3} {7 mod -3} {true + 1} {"a" + 1 + true} {-most - 1} {most + least}
+ {most + 0 == 2147483647} [Most {less(most)}] -> END
=== function nothing()
~ x = 1
=== function less(y)
~ return y - 1
