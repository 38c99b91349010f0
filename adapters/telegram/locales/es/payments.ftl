checkout-away = Ahora mismo no podemos apuntar tu pago, así que mejor no cobrarte. Inténtalo dentro de un rato: no se te ha cobrado nada.

subscription-offer =
    🔁 <b>{ $title }</b>

    { $description }

    { $stars } ⭐ cada 30 días. Puedes cancelarla cuando quieras, aquí en /vip o en los ajustes de Telegram.
button-subscribe = Suscribirme · { $stars } ⭐

terms =
    📜 <b>Condiciones del VIP en { $community }</b>

    · El VIP abre historias, misiones y ventajas de esta comunidad durante los días del plan. Nada más se vende, y nada se puede revender.
    · Se paga con estrellas de Telegram. El precio es el que ves antes de pagar.
    · Los días empiezan al pagar, o se suman a los que te queden.
    · Una suscripción se renueva cada 30 días hasta que la canceles. Al cancelarla, lo pagado dura hasta su final.
    · Si algo salió mal, pide ayuda en /paysupport. Cuando se devuelve un pago, se retiran los días que quedaban de él.
    · Quien incumple las normas puede perder el acceso.
paysupport =
    🧾 <b>Ayuda con pagos</b>

    Los pagos de { $community } los atendemos nosotros: Telegram no puede hacerlo por nosotros.
paysupport-latest = <b>Tus últimos pagos</b>
paysupport-line = { $plan } · { $stars } ⭐ · <i>{ $at }</i> · { $state ->
        [refunded] devuelto
        [refund_requested] devolución en camino
        [problem] en revisión
       *[other] recibido
    }
    <code>{ $charge }</code>
paysupport-contact = ✉️ { $contact }
payment-unknown-plan = Pago sin plan

refund-staff-only = 🔒 Eso solo lo hace quien administra. Si te falta algo de un pago, escribe /paysupport.
refund-how = ↩️ Se escribe así: /refund número motivo. El motivo queda apuntado.
refund-which = 🤔 No conozco ese pago. Se escribe así: /refund número motivo
refund-asked = ↩️ Devolución pedida a Telegram: { $stars } ⭐.
