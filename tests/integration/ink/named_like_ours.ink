The {opening()} stands open.
* [Go in] -> inside

=== inside ===
Inside, {opening()} again. # final:inside
-> END

=== function opening() ===
door
