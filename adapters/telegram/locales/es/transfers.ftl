button-give = 💌 Regalar
button-give-yes = 💌 Sí, regalar { $amount }

give-how =
    💌 <b>¿A quién le regalas besitos?</b>

    · Escribe su nombre de usuario: <code>/regalar @nombre 20</code>
    · Reenvíame un mensaje suyo, o comparte su contacto.
    · En un grupo, responde a un mensaje suyo con <code>/regalar 20</code>.
    · O escribe su código: <code>/regalar código 20</code>

    Tu código es <code>{ $code }</code>: dáselo a quien quieras que te encuentre.

    <i>De { $least } a { $most } de una vez. Hoy te quedan { $left } por regalar. De cada regalo, el { $fee } % se lo queda el barrio, redondeado hacia arriba.</i>
give-unknown =
    🤔 No encuentro a esa persona.

    Puede que aún no haya pasado por aquí, o que en Telegram no enseñe quién es en lo que se reenvía. Pídele su código: está en /regalar.
give-unknown-name =
    🤔 No conozco a nadie que ahora se llame { $username }.

    Puede que aún no haya pasado por aquí: dile que me escriba /start y vuelve a probar. O, en un grupo, responde a un mensaje suyo con <code>/regalar 20</code>.
give-no-name = 🤔 Eso no es un nombre de usuario de Telegram: empieza por @ y tiene de 4 a 32 letras sin acento, cifras o guiones bajos. Por ejemplo: <code>/regalar @nombre 20</code>.
give-name-unsure =
    ⏳ Telegram no me ha dicho quién es { $username } ahora mismo, y no quiero dárselos a otra persona.

    Prueba dentro de un momento, o reenvíame un mensaje suyo.
give-in-private = 💌 { $name }, los regalos se dan en privado. Toca aquí y solo queda confirmar.
give-how-many =
    💌 <b>¿Cuántos besitos para { $name }?</b>

    Tienes { $available }; hoy puedes regalar { $left } más.
    Otra cantidad: <code>/regalar { $code } 15</code>
give-nothing-left =
    💌 <b>Un regalo para { $name } tendrá que esperar.</b>

    Tienes { $available } besitos, y hoy puedes regalar { $left } más.
give-confirm =
    💌 <b>¿{ $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    } para { $name }?</b>

    Le llegan <b>{ $received }</b>; la comisión es { $fee }.
    Lo regalado no se puede pedir de vuelta.
give-done =
    💌 <b>Hecho: a { $name } le han llegado { $received } 💋.</b>

    Comisión: { $fee }. Te quedan { $balance }.
