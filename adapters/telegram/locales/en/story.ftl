story-none = 📖 There is no story yet. Soon.
story-shelf = 📚 <b>Stories</b>
story-on-shelf =
    { $cover } <b>{ $title }</b>
    { $summary }
story-heading = { $cover } <b>{ $title }</b>
story-choice = <b>{ $number }.</b> { $text }
story-choice-price = <b>{ $number }.</b> { $text } · <b>{ $cost } 💋</b>
story-choice-too-dear = 🔒 <b>{ $number }.</b> { $text } · <b>{ $cost } 💋</b> <i>(not enough yet: take your gift, or do a mission)</i>
story-choice-vip = 🔒 <b>{ $number }.</b> { $text } <i>(VIP only)</i>
story-chosen = ➤ <i>{ $text }</i>
story-end = 🏁 <b>The end.</b> { $endings ->
    [0] Each reading may end another way.
    [one] You know { $endings } ending; there are more.
   *[other] You know { $endings } endings.
}
button-story-again = 🔁 Read it again

story-cost = −{ $amount } 💋
story-reward = +{ $amount } 💋
story-hint = 🔎 <b>Clue.</b> <i>{ $hint }</i>
story-new-hint = 🔎 A new clue
