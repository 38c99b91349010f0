missions-title = 🎯 <b>Missions</b>
missions-none = 🎯 There are no missions at present. Soon.
missions-daily = <b>Today</b>
missions-weekly = <b>This week</b>
missions-story = <b>Of the story</b>
missions-one_off = <b>Once only</b>
missions-line = { $icon } { $title } · { $progress }/{ $target }
missions-line-done = ✅ { $title }
missions-line-locked = 🔒 { $title }
mission-title = { $icon } <b>{ $title }</b>
mission-step = { $done ->
    [yes] ✅
   *[no] ▫️
} { $text } · { $progress }/{ $target }
reward-line = 🎁 { $what }
reward-experience = +{ $amount } experience
reward-hint = a clue 🔎
reward-vip = { $days ->
    [one] { $days } VIP day
   *[other] { $days } VIP days
}
mission-in-order = <i>The steps count in this order.</i>
mission-done = ✅ <b>Done.</b>
mission-done-daily = ✅ <b>Done for today.</b> It begins again tomorrow.
mission-done-weekly = ✅ <b>Done for this week.</b> It begins again on Monday.
mission-until = ⏳ Until { $until }.
mission-to-take-on = { $hours ->
    [0] 🤝 <i>It counts from when you take it on.</i>
    [one] 🤝 <i>It counts from when you take it on; then you have { $hours } hour.</i>
   *[other] 🤝 <i>It counts from when you take it on; then you have { $hours } hours.</i>
}
mission-taken-on = 🤝 It is yours. Good luck!
button-mission-take-on = 🤝 I take it on
