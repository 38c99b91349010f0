// Each step adds a little to what is kept, for ever.
VAR diary = ""
Hi.
-> day
=== day
~ diary = diary + "Today nothing has happened, as on all the days before it. "
Another day.
+ [Go on] -> day
+ [Sleep] -> day
