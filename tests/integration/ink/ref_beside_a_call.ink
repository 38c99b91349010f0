Empieza la cuenta.
~ temp cuenta = 1
-> suma(cuenta, uno())

=== suma(ref total, cuanto)
~ total = total + cuanto
Van {total}.
-> END

=== function uno()
~ return 1
