### Un texto por cada regla que puede decir que no. Sin formato: se muestran también sobre la pantalla.

error-gift-already-claimed = 🎁 Ya recogiste tu regalo. El siguiente te espera { $again_at }.
error-streak-not-running = 🧊 Un protector cuida una racha que sigue viva. Empieza otra con tu próximo regalo.
error-freezes-full = 🧊 No caben más de { $most } protectores.
error-nothing-to-repair = 🔥 Aquí no hay racha que reparar.
error-insufficient-besitos = 💋 Te faltan besitos: cuesta { $needed } y tienes { $available }. Pasa por tu regalo o haz una misión.
error-wallet-full = 💋 Tu cartera está llena: no caben más de { $limit } besitos.
error-transfer-to-oneself = 💋 Dártelos a ti no cuenta: elige a otra persona.
error-transfer-out-of-bounds = 💋 De una vez se regala un número entero de besitos, de { $least } a { $most }.
error-transfer-limit-reached = 💋 Hoy ya has regalado mucho: te quedan { $left } de { $limit }. El límite vuelve a empezar { $again_at }.
error-receiver-unavailable = 🎁 A esa persona no se le puede dar nada ahora. Lo tuyo sigue contigo.
error-invited-by-oneself = 💌 Invitarte a ti no cuenta: comparte tu enlace con otra persona.
error-invited-already = 💌 Ya viniste por la invitación de otra persona, y así queda.
error-no-newcomer = 💌 Las invitaciones son para quien acaba de llegar. Tú ya eres de casa.
error-hold-not-found = 💋 Esos besitos ya no estaban apartados.
error-invalid-value = 🤔 Ese valor no sirve aquí.
error-not-found = { $kind ->
    [mission] 🎯 Esa misión ya no existe.
    [achievement] 🏅 Ese logro ya no existe.
    [story] 📖 Esa historia ya no existe.
    [item] 🎒 Ese objeto ya no existe.
    [receiver] 🤔 No encuentro a esa persona.
    [referrer] 🤔 Esa invitación no es de nadie.
    [user] 👋 Aún no nos conocemos: escribe /start.
    [chat] 🚪 Ese grupo o canal no lo conozco: añádeme primero.
   *[other] 🤔 Eso ya no existe.
}
error-mission-needs-level = 🔒 «{ $mission }» se abre en el nivel { $level }.
error-mission-needs-missions = 🔒 «{ $mission }» se abre después de: { $missing }.
error-mission-not-open = ⏳ «{ $mission }» no está abierta en estos días.
error-mission-not-started = 🔒 «{ $mission }» empieza leyendo la historia.
error-mission-not-taken-on = 🤝 «{ $mission }» cuenta desde que la aceptas.
error-mission-expired = ⌛ El tiempo de «{ $mission }» terminó { $expired_at }.
error-vip-only = 🔒 Esto es para VIP. Si te haces VIP, se abre al momento.
error-membership-too-long = ⭐ Ya eres VIP por tanto tiempo que no cabe más: hasta { $until }.
error-invoice-unknown = 🧾 Esa factura no es tuya o ya no vale. Pide otra en /vip.
error-invoice-paid = 🧾 Esa factura ya está pagada. Si quieres más días, pide otra en /vip.
error-payment-underway = 🧾 Tu pago puede estar ya en camino, y nadie quiere cobrarte dos veces. Si no llega, inténtalo { $after }.
error-plan-changed = 🧾 El precio de «{ $plan }» ha cambiado. Pide una factura nueva en /vip y lo verás.
error-already-refunded = ↩️ Ese pago ya se devolvió, o está en camino.
error-already-subscribed = 🔁 Ya tienes «{ $plan }»: está pagada hasta { $until }. En /vip puedes cancelarla o reanudarla.
error-subscription-refunded = ↩️ El pago de «{ $plan }» se devolvió, pero Telegram volverá a cobrar { $until }. Cancélala en /vip y podrás empezar otra.
error-no-subscription = 🔁 Ahí no hay nada que cambiar: mira tus suscripciones en /vip.
error-no-membership = ⭐ No hay ninguna membresía activa.
error-not-enough-items = 🎒 Te faltan: { $item } (necesitas { $needed }, tienes { $owned }).
error-mochila-full = 🎒 No caben más: { $item } ({ $owned } de { $limit }).
error-item-not-usable = 🎒 Eso es para mirarlo, no para usarlo: { $item }.
error-use-without-effect = 🔎 Lo que cuenta { $item } ya lo sabes. Guárdalo, o regálalo.
error-item-not-wearable = 🎒 Eso no se lleva puesto: { $item }.
error-item-not-worn = 🎒 Ahora mismo no llevas puesto: { $item }.
error-auction-over = Esta subasta ya terminó. Hay otras en /subastas.
error-own-auction = Esta subasta es tuya: toca esperar a que pujen los demás.
error-lot-out-of-bounds = { $field ->
    [minimum] 🔨 La subasta empieza en un número entero de besitos, de { $least } a { $most }.
    [buyout] ⚡ El precio para llevárselo al momento es un número entero de besitos, de { $least } a { $most }.
   *[ends_in] ⏱ Una subasta dura de { $least } a { $most }.
}
error-bid-too-low = La próxima puja tiene que ser de { $least } besitos al menos.
error-not-your-auction = Solo quien vende puede retirar la subasta.
error-auction-has-bids = Ya hay pujas: la subasta sigue hasta el final.
error-item-bound = 🗝️ «{ $item }» se queda contigo: ni se regala ni se subasta.
error-gift-to-oneself = 🎁 Regalarse cosas está muy bien, pero esta ya es tuya.
error-nothing-combines = ⚗️ Lo intentas un buen rato, pero no sale nada. Todo sigue en tu mochila.
error-nothing-follows = 🧩 Las miras juntas un buen rato. Cada una sigue diciendo lo suyo.
error-secret-known = 🧩 Esos cabos ya los ataste: el secreto está entre tus pistas.
error-hint-missing = 🔎 Aún te falta saber algo. La historia guarda esa pista.
error-not-for-sale = 🛍️ La tienda no vende «{ $item }».
error-not-on-sale-now = { $opens ->
    [none] 🛍️ «{ $item }» ya no se vende.
   *[other] 🛍️ «{ $item }» se vende de nuevo { $opens }.
}
error-item-needs-level = 🔒 «{ $item }» se vende desde el nivel { $level }. Con misiones y logros se sube.
error-purchase-limit-reached = 🛍️ De «{ $item }» solo { $limit ->
    [one] se vende uno
   *[other] se venden { $limit }
} por persona, y ya llevas { $bought }.
error-sold-out = { $left ->
    [0] 🛍️ «{ $item }» se ha agotado. No se te ha cobrado nada.
   *[other] 🛍️ De «{ $item }» solo quedan { $left }. No se te ha cobrado nada.
}
error-price-changed = 🏷️ El precio de «{ $item }» ha cambiado: ahora cuesta { $price }, no { $shown }. No se te ha cobrado nada.
error-story-locked = { $why ->
    [vip] 🔒 «{ $story }» es para VIP. Si te haces VIP, se abre al momento.
    [story] 🔒 «{ $story }» empieza donde acaba «{ $needs }». Vuelve cuando hayas llegado a uno de sus finales.
    [mission] 🔒 «{ $story }» te espera aquí hasta que completes la misión «{ $needs }».
    [item] 🔒 «{ $story }» te espera aquí hasta que vengas con { $needs }.
   *[level] 🔒 «{ $story }» te espera aquí hasta el nivel { $needs }. Con misiones y logros se sube.
}
error-choice-locked = { $why ->
    [vip] 🔒 Esa opción es para VIP. Si te haces VIP, se abre al momento.
    [mission] 🔒 Esa opción se abre cuando completes la misión «{ $needs }».
    [item] 🔒 Esa opción se abre con { $needs }.
   *[level] 🔒 Esa opción se abre en el nivel { $needs }. Con misiones y logros se sube.
}
error-story-not-started = 📖 Todavía no has empezado «{ $story }».
error-story-over = 🏁 Esta lectura ya terminó. Puedes leerla otra vez.
error-place-left = 📖 Ese botón es de una página que ya pasaste. No ha cambiado nada; sigue por la última.
error-choice-not-offered = 📖 Esa opción no está en esta página. No ha cambiado nada.
error-checkpoint-not-reached = 📖 Todavía no has pasado por ahí.
error-no-earlier-version = 📖 De esta historia no hay una versión anterior.
error-story-does-not-fit = 📖 Esta historia nombra cosas que aquí no existen.
error-story-broken = 📖 Esta página está rota y ya lo sabemos. Tu lectura está a salvo donde la dejaste.
error-story-cannot-move = 📖 Esta lectura sigue con las páginas con que empezó: las nuevas no tienen ese lugar.
error-story-unavailable = 📖 La historia descansa un momento. Tu lectura está a salvo: vuelve en un rato.
error-user-banned = { $until ->
    [none] 🚫 Ya no puedes participar en esta comunidad.
   *[other] 🚫 No puedes participar por ahora. Te esperamos { $until }.
} { $reason ->
    [none] {""}
   *[other] Motivo: «{ $reason }».
} Tus pagos: /paysupport
error-chat-left = 🚪 Ya no estoy en ese grupo o canal. Si me vuelves a añadir, seguimos.
error-right-missing = 🔧 Ahí me falta un permiso ({ $right }). Lo da quien administra el canal.
error-own-message = 🪞 Quererse está muy bien, pero reaccionar a lo tuyo no da besitos.
error-reaction-rewarded = 💋 Los besitos de este mensaje ya son tuyos. Uno por persona, para siempre.
error-too-many-reactions = 🐢 ¡Cuánto cariño de golpe! Más besitos por reaccionar { $again_at }.
error-admins-only = 🔒 Esto lo hacen quienes administran la comunidad.
error-moderators-only = 🔒 Esto lo hacen quienes moderan la comunidad.
error-unknown-external-type = 🤔 No conozco ese tipo de suceso.

error-already-handled = Eso ya estaba hecho.
error-other = 🤔 Eso no es posible ahora.
error-unexpected = 😣 Algo falló de mi lado. No se perdió nada: inténtalo otra vez.
error-trivia-closed = ⌛ Esa pregunta se cerró { $closed_at }. ¡A la próxima!
error-trivia-already-answered = 🧠 Ya contestaste: la primera respuesta es la que vale.
error-trivia-waiting = 🧠 Tienes una pregunta esperando arriba. Contéstala y te hago otra.
error-trivia-used-up = 🧠 Por hoy se acabaron: { $daily } al día, contando los aciertos en grupos. Mañana hay más.
error-trivia-chat-used-up = 🧠 Este grupo ya tuvo sus { $daily } preguntas de hoy. Mañana hay más.
error-no-questions = 🧠 Todavía no hay preguntas en español.
error-already-moved-in = Ya llegaste con la mudanza «{ $name }», con otras cosas.
