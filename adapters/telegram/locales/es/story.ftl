story-none = 📖 Todavía no hay ninguna historia. Pronto.
story-shelf = 📚 <b>Historias</b>
story-on-shelf =
    { $cover } <b>{ $title }</b>
    { $summary }
story-heading = { $cover } <b>{ $title }</b>
story-choice = <b>{ $number }.</b> { $text }
story-choice-price = <b>{ $number }.</b> { $text } · <b>{ $cost } 💋</b>
story-choice-too-dear = 🔒 <b>{ $number }.</b> { $text } · <b>{ $cost } 💋</b> <i>(aún no te alcanza: pasa por tu regalo o haz una misión)</i>
story-choice-locked = 🔒 <b>{ $number }.</b> { $text } <i>({ $why ->
    [vip] solo VIP
    [level] desde el nivel { $needs }
    [mission] tras la misión «{ $needs }»
   *[item] con { $needs }
})</i>
story-some-clue = una pista que aún no conoces
story-chosen = ➤ <i>{ $text }</i>
story-end = 🏁 <b>Fin.</b> { $endings ->
    [0] Cada lectura puede acabar de otra manera.
    [one] Conoces { $endings } final; hay más.
   *[other] Conoces { $endings } finales.
}
button-story-again = 🔁 Leer otra vez
button-story-back = ↩️ Volver atrás
button-story-restart = 🔁 Desde el principio
button-story-restart-sure = 🔁 Sí, empezar de nuevo
button-story-back-sure = ↩️ Sí, volver

story-back-where = ↩️ <b>¿A qué momento quieres volver?</b>
story-back-nowhere = ↩️ En esta lectura todavía no hay un momento al que volver, salvo el principio.
story-back-sure =
    ↩️ <b>¿Volver a «{ $place }»?</b>

    { $steps ->
        [0] Dejas el lugar donde estás ahora
        [one] Pierdes tu última elección
       *[other] Pierdes tus últimas { $steps } elecciones
    }: la historia seguirá desde allí como si no hubiera pasado. Los besitos que gastaste no vuelven; lo que ganaste es tuyo, y no se gana dos veces.

story-restart-sure =
    🔁 <b>¿Empezar la historia desde el principio?</b>

    { $steps ->
        [0] Dejas el lugar donde estás ahora.
        [one] Dejas atrás tu elección de esta lectura.
       *[other] Dejas atrás tus { $steps } elecciones de esta lectura.
    } Los besitos que gastaste no vuelven; lo que ganaste es tuyo, y no se gana dos veces. Los finales que conoces, los conoces.

story-cost = −{ $amount } 💋
story-reward = +{ $amount } 💋
story-hint = 🔎 <b>Pista.</b> <i>{ $hint }</i>
story-new-hint = 🔎 Nueva pista
