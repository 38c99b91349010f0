achievements-title = 🏅 <b>Achievements</b> · { $unlocked } of { $total }
achievements-none = 🏅 There are no achievements yet. Soon.
achievements-line = { $medal } <b>{ $title }</b> · { $level }
achievements-line-closed = ▫️ { $title } · { $next }
achievements-hidden = 🕵️ { $count ->
    [one] And one hidden achievement.
   *[other] And { $count } hidden achievements.
}
achievement-title = { $icon } <b>{ $title }</b>
achievement-goal = { $text } · { $progress }/{ $reach }
achievement-rung = { $medal } { $level }
achievement-rung-reward = {" "}· { $what }
achievement-given-by-story = <i>It is won by reading the story.</i>
achievement-requires = 🔒 First: { $titles }.
