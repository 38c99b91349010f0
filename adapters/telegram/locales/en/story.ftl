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

button-story-shelf = 📚 Stories
button-story-map = 🗺 My reading
button-story-so-far = 📜 So far
button-story-earlier = ‹ Earlier
button-story-later = Later ›
button-story-try-again = 🔄 Try again
button-to-story = 📖 { $title }

story-state = { $state ->
    [new] ✨ <i>Not begun yet.</i>
    [reading] 🔖 <i>{ $choices ->
        [one] One choice made.
       *[other] { $choices } choices made.
    }</i>
    [ended] 🏁 <i>{ $endings ->
        [one] You know one ending.
       *[other] You know { $endings } endings.
    }</i>
   *[away] 🌙 <i>It is having a rest; your reading is safe.</i>
}
story-opens = <i>{ $why ->
    [vip] Opens for VIPs.
    [level] Opens at level { $needs }.
    [story] Opens when you reach an ending of “{ $needs }”.
    [mission] Opens once the mission “{ $needs }” is done.
   *[item] Opens to who comes with { $needs }.
}</i>

story-choices-changed = 📖 Something on this page has changed since you opened it. Here it is as it is now; nothing was chosen.

story-away = 🌙 The story has stepped out for some air. Nothing is lost: you are where you were, and what is yours is still yours. Try again in a moment.
story-away-recap = { $choices ->
    [one] So far, this is what you chose:
   *[other] Meanwhile, these are the last of your { $choices } choices:
}

story-so-far = 📜 <b>The story so far</b> · { $title }
story-so-far-nothing = You haven't chosen anything yet. The first page is waiting.
story-recap-place = <b>{ $place }</b>
story-recap-choice = ➤ { $text }{ $cost ->
    [0] {""}
   *[other] {" "}· −{ $cost } 💋
}{ $reward ->
    [0] {""}
   *[other] {" "}· +{ $reward } 💋
}

story-map-places =
    🗺 <b>Places</b> { $bar } { $done } of { $of }
    <i>{ $done ->
        [0] You haven't left home yet.
       *[other] { $named }
    }</i>
story-map-endings =
    🏁 <b>Endings</b> { $of ->
        [0] { $done }
       *[other] { $done } of { $of }
    }{ $done ->
        [0] {""}
       *[other] {" "}· <i>{ $named }</i>
    }
story-map-moments =
    📍 <b>Moments to go back to</b> { $of ->
        [0] { $done }
       *[other] { $done } of { $of }
    }{ $done ->
        [0] {""}
       *[other] {" "}· <i>{ $named }</i>
    }
story-map-hints = 🔎 <b>Clues</b> { $done } of { $of }
story-map-readings = <i>Reading number { $run }. { $choices ->
    [0] No choice made yet.
    [one] One choice in all.
   *[other] { $choices } choices in all.
}</i>
