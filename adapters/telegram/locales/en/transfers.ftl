button-give = 💌 Give
button-give-yes = 💌 Yes, give { $amount }

give-how =
    💌 <b>Who are the besitos for?</b>

    · Write their username: <code>/give @name 20</code>
    · Forward me a message of theirs, or share their contact.
    · In a group, reply to a message of theirs with <code>/give 20</code>.
    · Or write their code: <code>/give code 20</code>

    Your code is <code>{ $code }</code>: give it to whoever should find you.

    <i>From { $least } to { $most } at once. You can give { $left } more today. The quarter keeps { $fee }% of every gift, rounded up.</i>
give-unknown =
    🤔 I can't find that person.

    They may not have been here yet, or Telegram hides who they are in what is forwarded. Ask for their code: it is in /give.
give-unknown-name =
    🤔 I know nobody who is called { $username } now.

    They may not have been here yet: ask them to send me /start, and try again. Or reply to a message of theirs in a group with <code>/give 20</code>.
give-no-name = 🤔 That is no Telegram username: it begins with @ and has 4 to 32 plain letters, digits or underscores. For example: <code>/give @name 20</code>.
give-name-unsure =
    ⏳ Telegram has not told me who { $username } is right now, and I won't give them to somebody else.

    Try again in a moment, or forward me a message of theirs.
give-in-private = 💌 { $name }, gifts are given in private. Tap here, and all that is left is to confirm.
give-how-many =
    💌 <b>How many besitos for { $name }?</b>

    You have { $available }; you can give { $left } more today.
    Another amount: <code>/give { $code } 15</code>
give-nothing-left =
    💌 <b>A gift for { $name } will have to wait.</b>

    You have { $available } besitos, and you can give { $left } more today.
give-confirm =
    💌 <b>{ $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    } for { $name }?</b>

    They get <b>{ $received }</b>; the fee is { $fee }.
    What was given can't be asked back.
give-done =
    💌 <b>Done: { $name } got { $received } 💋.</b>

    Fee: { $fee }. You have { $balance } left.
