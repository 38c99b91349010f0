mochila-title = 🎒 <b>Your mochila</b>
mochila-empty =
    🎒 <b>Your mochila is empty.</b>

    The store, missions, achievements and the story fill it.
mochila-line = { $icon } <b>{ $title }</b>{ $quantity ->
    [one] {""}
   *[other] {" "}× { $quantity }
}{ $worn ->
    [yes] {" "}· 🎖
   *[no] {""}
}
mochila-hints = 🔎 { $count ->
    [one] You know { $count } clue.
   *[other] You know { $count } clues.
}
mochila-page = <i>{ $page } of { $pages }</i>
thing-owned = 🎒 { $quantity ->
    [0] You have none left.
    [one] You have { $quantity }.
   *[other] You have { $quantity }.
}
thing-worn = 🎖 You are wearing it.
used-gave = ✨ <b>{ $title }</b>: { $what }.
used-hint = 🔎 <b>Clue.</b> <i>{ $hint }</i>
hints-title = 🔎 <b>What you know</b>
hints-none =
    🔎 <b>You don't know any clue yet.</b>

    The story lets them slip.
hint-line = · <i>{ $hint }</i>
recipes-title =
    ⚗️ <b>Combine</b>

    Some things become others. The rest is a matter of trying: pick something of your mochila, and put it together with something else.
recipe-line = { $icon } <b>{ $title }</b> ← { $needs }
recipe-need = { $title } { $owned }/{ $needed }
recipe-hints = { $missing ->
    [one] and a clue that you don't have yet
   *[other] and { $missing } clues that you don't have yet
}
mix-with = ⚗️ <b>What shall we put “{ $title }” together with?</b>
mix-nothing-else = ⚗️ You carry nothing else to put it together with.
combined =
    ⚗️ <i>{ $text }</i>

    ✅ <b>{ $title }</b>{ $quantity ->
        [one] {""}
       *[other] {" "}× { $quantity }
    }
present-how =
    🎁 <b>Who is the present for?</b>

    · Forward me a message of theirs, or share their contact.
    · Or write their code: <code>/give code</code>

    Then choose “Something of my mochila”.
present-which = 🎁 <b>What do you give to { $name }?</b>
present-nothing = 🎁 You carry nothing that can be given away.
present-confirm =
    🎁 <b>{ $title } for { $name }?</b>

    What was given can't be asked back.
present-done = 🎁 <b>Done: { $title } is { $name }'s now.</b>

button-hints = 🔎 Clues
button-recipes = ⚗️ Combine
button-use = ✨ Use
button-wear = 🎖 Wear it
button-bare = 🎖 Take it off
button-mix = ⚗️ Put together with…
button-present = 🎁 Give away
button-present-of-mochila = 🎒 Something of my mochila
button-present-yes = 🎁 Yes, give it
button-make = ⚗️ { $title }
button-before = ‹
button-after = ›
