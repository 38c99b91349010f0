top-title = 🏆 <b>{ $board ->
    [besitos] Besitos earned
    [experience] Experience
   *[streak] Longest streak
}</b> · { $period ->
    [all] all-time
    [month] this month
   *[week] this week
}
top-line = { $medal } { $name } · { $value }
top-line-own = { $medal } <b>{ $name } · { $value }</b>
top-own = You are number <b>{ $rank }</b>.
top-own-none = You have nothing here yet: a gift or a mission, and you are on it.
top-empty = It is still empty. Somebody has to be the first.
button-top = 🏆 Ranking
button-top-besitos = 💋
button-top-experience = ⭐
button-top-streak = 🔥
button-top-all = Ever
button-top-month = Month
button-top-week = Week
