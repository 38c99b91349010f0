top-title = 🏆 <b>{ $board ->
    [besitos] Besitos ganados
    [experience] Experiencia
   *[streak] Racha más larga
}</b> · { $period ->
    [all] desde siempre
    [month] este mes
   *[week] esta semana
}
top-line = { $medal } { $name } · { $value }
top-line-own = { $medal } <b>{ $name } · { $value }</b>
top-own = Vas en el puesto <b>{ $rank }</b>.
top-own-none = Aquí aún no tienes nada: un regalo o una misión, y apareces.
top-empty = Todavía está vacía. Alguien tiene que ser la primera persona.
button-top = 🏆 Ranking
button-top-besitos = 💋
button-top-experience = ⭐
button-top-streak = 🔥
button-top-all = Siempre
button-top-month = Mes
button-top-week = Semana
