missions-title = 🎯 <b>Misiones</b>
missions-none = 🎯 Ahora mismo no hay misiones. Pronto.
missions-daily = <b>Hoy</b>
missions-weekly = <b>Esta semana</b>
missions-story = <b>De la historia</b>
missions-one_off = <b>Una sola vez</b>
missions-line = { $icon } { $title } · { $progress }/{ $target }
missions-line-done = ✅ { $title }
missions-line-locked = 🔒 { $title }
mission-title = { $icon } <b>{ $title }</b>
mission-step = { $done ->
    [yes] ✅
   *[no] ▫️
} { $text } · { $progress }/{ $target }
reward-line = 🎁 { $what }
reward-experience = +{ $amount } de experiencia
reward-hint = una pista 🔎
reward-vip = { $days ->
    [one] { $days } día VIP
   *[other] { $days } días VIP
}
mission-in-order = <i>Los pasos cuentan en este orden.</i>
mission-done = ✅ <b>Cumplida.</b>
mission-done-daily = ✅ <b>Cumplida por hoy.</b> Mañana empieza otra vez.
mission-done-weekly = ✅ <b>Cumplida por esta semana.</b> El lunes empieza otra vez.
mission-until = ⏳ Hasta { $until }.
mission-to-take-on = { $hours ->
    [0] 🤝 <i>Cuenta desde que la aceptas.</i>
    [one] 🤝 <i>Cuenta desde que la aceptas; entonces tienes { $hours } hora.</i>
   *[other] 🤝 <i>Cuenta desde que la aceptas; entonces tienes { $hours } horas.</i>
}
mission-taken-on = 🤝 Es tuya. ¡Suerte!
button-mission-take-on = 🤝 La acepto
