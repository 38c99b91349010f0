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

button-story-shelf = 📚 Historias
button-story-map = 🗺 Mi lectura
button-story-so-far = 📜 Hasta aquí
button-story-earlier = ‹ Antes
button-story-later = Después ›
button-story-try-again = 🔄 Intentar otra vez
button-to-story = 📖 { $title }

story-state = { $state ->
    [new] ✨ <i>Sin empezar.</i>
    [reading] 🔖 <i>{ $choices ->
        [one] Llevas una elección.
       *[other] Llevas { $choices } elecciones.
    }</i>
    [ended] 🏁 <i>{ $endings ->
        [one] Conoces un final.
       *[other] Conoces { $endings } finales.
    }</i>
   *[away] 🌙 <i>Descansa un momento; tu lectura está a salvo.</i>
}
story-opens = <i>{ $why ->
    [vip] Se abre para VIP.
    [level] Se abre en el nivel { $needs }.
    [story] Se abre cuando llegues a un final de «{ $needs }».
    [mission] Se abre con la misión «{ $needs }» cumplida.
   *[item] Se abre a quien trae { $needs }.
}</i>

story-choices-changed = 📖 Algo ha cambiado en esta página desde que la abriste. Aquí está como es ahora; no has elegido nada.

story-away = 🌙 La historia ha salido a tomar el aire. No se ha perdido nada: estás donde estabas, y lo tuyo sigue siendo tuyo. Prueba otra vez en un momento.
story-away-recap = { $choices ->
    [one] Hasta ahora, esto elegiste:
   *[other] Mientras tanto, esto es lo último de tus { $choices } elecciones:
}

story-so-far = 📜 <b>Hasta aquí</b> · { $title }
story-so-far-nothing = Todavía no has elegido nada. La primera página te espera.
story-recap-place = <b>{ $place }</b>
story-recap-choice = ➤ { $text }{ $cost ->
    [0] {""}
   *[other] {" "}· −{ $cost } 💋
}{ $reward ->
    [0] {""}
   *[other] {" "}· +{ $reward } 💋
}

story-map-places =
    🗺 <b>Lugares</b> { $bar } { $done } de { $of }
    <i>{ $done ->
        [0] Aún no has salido de casa.
       *[other] { $named }
    }</i>
story-map-endings =
    🏁 <b>Finales</b> { $of ->
        [0] { $done }
       *[other] { $done } de { $of }
    }{ $done ->
        [0] {""}
       *[other] {" "}· <i>{ $named }</i>
    }
story-map-moments =
    📍 <b>Momentos a los que volver</b> { $of ->
        [0] { $done }
       *[other] { $done } de { $of }
    }{ $done ->
        [0] {""}
       *[other] {" "}· <i>{ $named }</i>
    }
story-map-hints = 🔎 <b>Pistas</b> { $done } de { $of }
story-map-readings = <i>Lectura número { $run }. En total { $choices ->
    [0] no has elegido nada todavía.
    [one] has elegido una vez.
   *[other] has elegido { $choices } veces.
}</i>
