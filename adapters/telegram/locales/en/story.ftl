story-none = 📖 There is no story yet. Soon.
story-shelf = 📚 <b>Stories</b>
story-on-shelf =
    { $cover } <b>{ $title }</b>
    { $summary }
story-heading = { $cover } <b>{ $title }</b>
story-choice = <b>{ $number }.</b> { $text }
story-choice-price = <b>{ $number }.</b> { $text } · <b>{ $cost } 💋</b>
story-choice-too-dear = 🔒 <b>{ $number }.</b> { $text } · <b>{ $cost } 💋</b> <i>(not enough yet: take your gift, or do a mission)</i>
story-choice-locked = 🔒 <b>{ $number }.</b> { $text } <i>({ $why ->
    [vip] VIP only
    [level] from level { $needs } on
    [mission] after the mission “{ $needs }”
   *[item] with { $needs }
})</i>
story-some-clue = a clue that you don't know yet
story-chosen = ➤ <i>{ $text }</i>
story-end = 🏁 <b>The end.</b> { $endings ->
    [0] Each reading may end another way.
    [one] You know { $endings } ending; there are more.
   *[other] You know { $endings } endings.
}
button-story-again = 🔁 Read it again
button-story-back = ↩️ Go back
button-story-restart = 🔁 From the beginning
button-story-restart-sure = 🔁 Yes, begin again
button-story-back-sure = ↩️ Yes, go back

story-back-where = ↩️ <b>Which moment would you like to go back to?</b>
story-back-nowhere = ↩️ There is no moment to go back to in this reading yet, but its beginning.
story-back-sure =
    ↩️ <b>Back to “{ $place }”?</b>

    { $steps ->
        [0] You leave the place where you are now
        [one] You lose your last choice
       *[other] You lose your last { $steps } choices
    }: the story goes on from there as if nothing had happened. The besitos you spent don't come back; what you won is yours, and can't be won twice.

story-restart-sure =
    🔁 <b>Begin the story again from its first page?</b>

    { $steps ->
        [0] You leave the place where you are now.
        [one] You leave your choice of this reading behind.
       *[other] You leave your { $steps } choices of this reading behind.
    } The besitos you spent don't come back; what you won is yours, and can't be won twice. The endings you know, you know.

story-cost = −{ $amount } 💋
story-reward = +{ $amount } 💋
story-hint = 🔎 <b>Clue.</b> <i>{ $hint }</i>
story-new-hint = 🔎 A new clue
