achievements-title = 🏅 <b>Logros</b> · { $unlocked } de { $total }
achievements-none = 🏅 Todavía no hay logros. Pronto.
achievements-line = { $medal } <b>{ $title }</b> · { $level }
achievements-line-closed = ▫️ { $title } · { $next }
achievements-hidden = 🕵️ { $count ->
    [one] Y un logro escondido.
   *[other] Y { $count } logros escondidos.
}
achievement-title = { $icon } <b>{ $title }</b>
achievement-goal = { $text } · { $progress }/{ $reach }
achievement-rung = { $medal } { $level }
achievement-rung-reward = {" "}· { $what }
achievement-given-by-story = <i>Se gana leyendo la historia.</i>
achievement-requires = 🔒 Antes: { $titles }.
