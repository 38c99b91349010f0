-> desk

=== desk ===
The desk.
* -> shut
* {not left} [Pay # costo:50] -> paid
* [Leave] -> left

=== paid ===
Paid.
-> desk

=== left ===
Left for nothing.
-> desk

=== shut ===
It shuts. # final:shut
-> END
