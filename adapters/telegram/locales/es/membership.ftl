vip-active = 🌟 <b>Eres VIP</b> hasta { $until }.
vip-awaited = 🌟 <b>Eres VIP.</b> La renovación de tu suscripción está en camino; tu butaca te espera.
vip-over = 🌟 <b>Fuiste VIP</b> hasta { $until }. Tu butaca sigue tibia: puedes volver cuando quieras.
vip-none = 🌟 <b>El palco VIP</b>

    Todavía no eres VIP. Con cualquiera de estos planes se te abre todo al momento.
vip-opens =
    <b>Se abre con VIP</b>
    { $titles }
vip-how = ⭐ Se paga con estrellas de Telegram. Lo que te quede se suma. Las condiciones están en /terms y la ayuda con pagos en /paysupport.
vip-subscription = 🔁 <b>{ $plan }</b> · { $stars } ⭐ cada 30 días
    { $state ->
        [canceling] Cancelando… No habrá más cobros y lo pagado dura hasta { $until }.
        [resuming] Reanudando… Se renovará { $until }.
        [ending] Cancelada: no habrá más cobros y dura hasta { $until }.
        [refunded] ↩️ Su último pago se devolvió, pero sigue en marcha: Telegram volverá a cobrar { $until }. Para que no lo haga, o para empezar de nuevo, cancélala con el botón de abajo.
        [refunded_canceling] ↩️ Su último pago se devolvió. Cancelando… No habrá más cobros.
        [refunded_over] ↩️ Su último pago se devolvió y está cancelada: no habrá más cobros. Puedes suscribirte de nuevo cuando quieras.
        [unpaid] ⚠️ Telegram no pudo cobrar la renovación. Revisa tus estrellas: dura hasta { $until }.
       *[going] Se renueva sola { $until }. Para cancelarla basta el botón de abajo.
    }

button-vip = 🌟 VIP
button-to-vip = 🌟 Hacerme VIP
button-plan = { $title } · { $stars } ⭐
button-plan-monthly = { $title } · { $stars } ⭐/30 d
button-cancel-subscription = ✖️ Cancelar: { $plan }
button-resume-subscription = 🔁 Reanudar: { $plan }
button-cancel-all = ✖️ Cancelar todas
button-cancel-all-yes = ✖️ Sí, cancelarlas todas
subscription-ends = { $plan } · { $day }
vip-cancel-all =
    ✖️ <b>¿Cancelar estas suscripciones?</b>

    { $titles }

    No habrá más cobros, y lo pagado dura hasta su final.

alert-invoice-comes = ⭐ Te llega la factura en un momento.
