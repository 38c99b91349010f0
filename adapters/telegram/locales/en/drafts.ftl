drafts = { $count ->
    [0] 📝 <b>Your drafts</b>
    
        You have none. Export your story from Inky as JSON and send me the file: I look through it, and you read it before anybody else.
   *[other] 📝 <b>Your drafts</b>
    
        Only you see them, and no besito is spent or earned in them. A file of the same name takes the place of the one before.
}
draft-kind = 📝 I can read stories: the .json that Inky exports, or the .ink.
draft-name = 📝 That name does not tell me which story it is. Call it <b>faro.es.json</b> or <b>faro.en.json</b>: the id of the story (lower-case letters without accents, digits and _), the language (es or en), and .json or .ink.
draft-too-large = 📝 That file is too large: { $most } MB are taken.
draft-not-fetched = 📝 I could not fetch the file from Telegram. Send it again in a moment.
draft-checking = 📝 I am reading <b>{ $name }</b> from end to end, along all its ways. Give me some seconds…
draft-taken = ✅ <b>{ $name }</b> is in order: I came by { $seen } of { $whole } knots. You can read it now; nobody else sees it.
draft-refused = 🔧 <b>{ $name }</b> can't be read yet:
draft-problem = ❌ { $what }
draft-note = 💡 { $what }
draft-more = … and { $count } more.
draft-gone = 📝 That draft is not there any more. Send me the file again.
draft-broken = 🔧 The draft broke at <b>{ $place }</b>: { $reason }
draft-standing = <i>📝 { $name } · { $place } · { $besitos } 💋 of make-believe · { $seen } of { $whole } knots</i>
draft-choice = <b>{ $number }.</b> { $text }{ $cost ->
    [0] {""}
   *[other] {" · "}<b>{ $cost } 💋</b>
}{ $affordable ->
    [no] {" "}<i>(not enough)</i>
   *[yes] {""}
}{ $gates ->
    [none] {""}
   *[other] {" "}🔓 <i>({ $gates })</i>
}
button-draft-read = 📖 Read the draft
button-draft-kept = 📖 The page before
button-draft-again = 🔁 From the beginning
button-drafts = 📝 Drafts
