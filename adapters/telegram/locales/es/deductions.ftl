deduce-first =
    🧩 <b>Atar cabos</b>

    Dos pistas, juntas, a veces dicen lo que ninguna dice sola. ¿Por cuál empezamos?
deduce-second =
    🧩 <i>{ $hint }</i>

    <b>¿Con cuál la juntamos?</b>
deduce-line = { $number }. <i>{ $hint }</i>
deduce-too-few = 🧩 Para atar cabos hacen falta dos. La historia va dejando caer los demás.
deduced =
    🧩 <i>{ $text }</i>

    🗝 <b>Un secreto.</b> <i>{ $secret }</i>

button-deduce = 🧩 Atar cabos
button-number = { $number }
