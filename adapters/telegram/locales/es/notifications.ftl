### Lo que se cuenta sin que nadie lo haya pedido.

notify-mission-started = 🎯 <b>Nueva misión: { $mission }</b>
notify-mission-completed =
    ✅ <b>Misión cumplida: { $mission }</b>
    { notify-rewards }
notify-achievement-unlocked =
    { $level ->
        [bronze] 🥉
        [silver] 🥈
        [gold] 🥇
        [platinum] 🏆
       *[diamond] 💎
    } <b>Logro: { $achievement }</b> · { achievement-level }
    { notify-rewards }
notify-achievements-from-history =
    🕰 <b>Por lo que ya hiciste: { $achievements }</b>
    { notify-rewards }
notify-rewards = { $reward ->
    [0] { $experience ->
        [0] ✨
       *[other] +{ $experience } de experiencia
    }
   *[other] { $experience ->
        [0] +{ $reward } 💋
       *[other] +{ $reward } 💋 · +{ $experience } de experiencia
    }
}
notify-level-reached = ⭐ <b>¡Nivel { $level }!</b> { $title }
notify-besitos-received =
    💋 <b>Recibiste { $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    }</b>: { $reason }
    Ahora tienes { $balance }.
notify-besitos-taken =
    💋 <b>Salieron { $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    }</b>: { $reason }
    Ahora tienes { $balance }.
notify-item-received = 🎒 <b>A tu mochila: { $item }</b>{ $quantity ->
    [one] {""}
   *[other] {" "}× { $quantity }
}
notify-item-given = 🎁 <b>Regalo de { $reason }: { $item }</b>{ $quantity ->
    [one] {""}
   *[other] {" "}× { $quantity }
}
notify-auction-outbid =
    🔨 <b>Superaron tu puja por { $item }</b>: ya va por { $amount } 💋.
    Tus { $freed } vuelven a estar disponibles. ¿Otra? /subastas
notify-auction-won = 🏆 <b>¡Ganaste la subasta!</b> { $item } ya está en tu mochila.
notify-auction-lost = 🔨 Terminó la subasta de { $item }: se fue por { $price } 💋. Otra vez será. /subastas
notify-auction-sold = 🔨 <b>Se vendió: { $item }</b> por { $price } 💋. Te llegaron { $proceeds }.
notify-auction-unsold = 🔨 Nadie pujó por { $item }. Vuelve a tu mochila, sin rencores.
notify-auction-cancelled = 🔨 Se retiró la subasta de { $item }. Tus { $freed } 💋 vuelven a estar disponibles.
notify-auction-withdrawn = 🔨 La comunidad retiró tu subasta. { $item } vuelve a tu mochila.
notify-membership-granted = 🌟 <b>Eres VIP</b> · { $plan }. Hasta { $until }.
notify-membership-revoked = 🌟 Tu membresía VIP ha terminado. Gracias por haber estado.
notify-streak-repaired = 🔥 <b>Tu racha ha vuelto: { $streak ->
    [one] { $streak } día
   *[other] { $streak } días
}.</b> Tu próximo regalo la continúa.
notify-rank-changed = { $up ->
    [1] 🏆 <b>Subes al puesto { $rank }</b> de los besitos de esta semana. Ayer ibas en el { $before }.
   *[0] 🏆 <b>Vas en el puesto { $rank }</b> de los besitos de esta semana. Ayer ibas en el { $before }: mañana es otro día.
}
notify-membership-shortened = 🌟 Tu VIP dura ahora hasta { $until }.
notify-membership-expired = 🌟 Tu VIP ({ $plan }) ha terminado. Tu butaca sigue tibia: en /vip puedes volver cuando quieras.
notify-payment-problem =
    🧾 <b>Llegó un pago tuyo de { $stars } ⭐</b> que no sabemos a qué corresponde. No se ha perdido: ya lo estamos mirando.
    Si quieres contarnos algo, /paysupport. Su número: <code>{ $charge }</code>
notify-payment-refunded = ↩️ <b>Te devolvimos { $stars } ⭐.</b>
notify-subscription-canceled = 🔁 <b>Suscripción cancelada.</b> No habrá más cobros; lo pagado dura hasta su final.
notify-subscription-resumed = 🔁 <b>Tu suscripción sigue.</b> Se renovará sola.
notify-subscription-change-failed = ⚠️ Telegram no aceptó el cambio de tu suscripción. Prueba en sus ajustes, o cuéntanoslo en /paysupport.
notify-subscription-payment-failed = ⚠️ Telegram no pudo cobrar la renovación de tu suscripción. Revisa tus estrellas; lo pagado dura hasta su final.
notify-banned = { $until ->
    [none] 🚫 Ya no puedes participar en esta comunidad.
   *[other] 🚫 No puedes participar por ahora. Te esperamos { $until }.
}
notify-unbanned = 🤝 Puedes volver a participar. Qué bueno verte.

notify-bundle = 📬 <b>Novedades para ti</b>

achievement-level = { $level ->
    [bronze] bronce
    [silver] plata
    [gold] oro
    [platinum] platino
   *[diamond] diamante
}

notices-which =
    🔔 <b>¿Qué te cuento?</b>

    Lo que toca a tus besitos y a tu VIP llega siempre, y en tus horas de silencio no suena. Lo demás espera a que terminen, y te lo cuento junto. Con «Nada» no te escribo yo primero.
notices-wish-all = Todo
notices-wish-important = Lo importante
notices-wish-none = Nada
notices-game = 🎯 Juego
notices-social = 💬 Gente
notices-ranks = 🏆 Puestos
notices-news = 📣 Anuncios
button-quiet = 🌙 Silencio: { $hours }
button-quiet-never = 🔔 Sin horas de silencio
quiet-never = nunca
quiet-since =
    🌙 <b>¿Desde qué hora callo?</b>

    A la hora de tu reloj; si no es la que llevo, dímelo con /hora.
quiet-until = 🌙 <b>Desde las { $begins }.</b> ¿Hasta cuándo?
notify-hint-unlocked =
    🔎 <b>Una pista</b> para tu mochila, por reaccionar:

    { $hint }
staff-payment-problem =
    🧾 <b>Hay un pago que mirar: { $stars } ⭐.</b> { $problem ->
        [unknown_invoice] No es de ninguna factura nuestra.
        [not_theirs] La factura era de otra persona.
        [other_terms] No es lo que decía la factura.
        [too_long] La membresía llegaría demasiado lejos.
        [refunded_first] Supimos antes de su devolución.
        [paid_twice] Esa factura ya estaba pagada; los días se dieron también por este pago.
        [banned] Quien pagó está expulsado; los días se le dieron.
       *[other] Motivo: { $problem }.
    } { $problem ->
        [paid_twice] Decide tú si se devuelve; si es una suscripción, cancela también la que sobra.
        [banned] Decide tú.
       *[other] No se dieron días por él.
    }
    Su número: <code>{ $charge }</code>
    Para devolverlo: <code>/refund { $charge } motivo</code>
staff-refund-failed =
    🧾 <b>Telegram no quiso devolver un pago.</b> Dijo: { $why }
    Su número: <code>{ $charge }</code>. Se puede pedir otra vez con <code>/refund { $charge } motivo</code>
staff-payments-differ =
    🧾 <b>La lista de pagos de Telegram no es como la nuestra.</b>
    { $credited } no habían llegado y ya están abonados; { $refunded } se habían devuelto sin saberlo.
    { $unmatched } nuestros no están en la suya; { $not_ours } suyos no son de nada que hayamos ofrecido.
    { $refused } no se pudieron anotar: el registro del programa dice por qué.
notify-trivia-unpaid = 🧠 <b>¡Bien contestado!</b> Pero tus { $daily } preguntas de hoy ya están gastadas, así que en los grupos aciertas por honor. Mañana vuelve a haber besitos.
