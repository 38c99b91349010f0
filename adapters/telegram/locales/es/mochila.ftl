mochila-title = 🎒 <b>Tu mochila</b>
mochila-empty =
    🎒 <b>Tu mochila está vacía.</b>

    Se llena con la tienda, las misiones, los logros y la historia.
mochila-line = { $icon } <b>{ $title }</b>{ $quantity ->
    [one] {""}
   *[other] {" "}× { $quantity }
}{ $worn ->
    [yes] {" "}· 🎖
   *[no] {""}
}
mochila-hints = 🔎 { $count ->
    [one] Conoces { $count } pista.
   *[other] Conoces { $count } pistas.
}
mochila-page = <i>{ $page } de { $pages }</i>
thing-owned = 🎒 { $quantity ->
    [0] Ya no te queda ninguno.
    [one] Tienes { $quantity }.
   *[other] Tienes { $quantity }.
}
thing-worn = 🎖 Lo llevas puesto.
used-gave = ✨ <b>{ $title }</b>: { $what }.
used-hint = 🔎 <b>Pista.</b> <i>{ $hint }</i>
hints-title = 🔎 <b>Lo que sabes</b>
hints-none =
    🔎 <b>Todavía no conoces ninguna pista.</b>

    La historia las va dejando caer.
hint-line = · <i>{ $hint }</i>
recipes-title =
    ⚗️ <b>Combinar</b>

    Unas cosas se convierten en otras. Lo demás es cuestión de probar: elige algo de tu mochila y júntalo con otra cosa.
recipe-line = { $icon } <b>{ $title }</b> ← { $needs }
recipe-need = { $title } { $owned }/{ $needed }
recipe-hints = { $missing ->
    [one] y una pista que aún no tienes
   *[other] y { $missing } pistas que aún no tienes
}
mix-with = ⚗️ <b>¿Con qué juntamos «{ $title }»?</b>
mix-nothing-else = ⚗️ No llevas nada más con que juntarlo.
combined =
    ⚗️ <i>{ $text }</i>

    ✅ <b>{ $title }</b>{ $quantity ->
        [one] {""}
       *[other] {" "}× { $quantity }
    }
present-how =
    🎁 <b>¿Para quién es el regalo?</b>

    · Reenvíame un mensaje suyo o comparte su contacto.
    · O escribe su código: <code>/regalar código</code>

    Después elige «Algo de mi mochila».
present-which = 🎁 <b>¿Qué le das a { $name }?</b>
present-nothing = 🎁 No llevas nada que se pueda regalar.
present-confirm =
    🎁 <b>¿{ $title } para { $name }?</b>

    Lo regalado no se puede volver a pedir.
present-done = 🎁 <b>Hecho: { $title } ya es de { $name }.</b>

button-hints = 🔎 Pistas
button-recipes = ⚗️ Combinar
button-use = ✨ Usar
button-wear = 🎖 Ponérmelo
button-bare = 🎖 Quitármelo
button-mix = ⚗️ Juntar con…
button-present = 🎁 Regalar
button-present-of-mochila = 🎒 Algo de mi mochila
button-present-yes = 🎁 Sí, regalarlo
button-make = ⚗️ { $title }
button-before = ‹
button-after = ›
