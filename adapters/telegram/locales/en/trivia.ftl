trivia-title = 🧠 <b>The quarter's trivia</b>
trivia-rules =
    One question, one answer, and the clock is running. Being right earns { $easy }, { $medium } or { $hard } besitos, depending on how hard it is.
    You have { $daily } a day; what you get right in groups counts, too.
trivia-bonus = 🔥 Every { $every } right answers in a row: { $bonus } besitos more.
trivia-score =
    ✅ { $right } of { $answers } answers
    🔥 Streak: { $streak } · your best: { $best }
trivia-right =
    ✅ <b>That's it!</b> { $earned ->
        [0] No besitos this time.
        [one] { $earned } besito for you.
       *[other] { $earned } besitos for you.
    }
    🔥 { $streak ->
        [one] One right answer in a row
       *[other] { $streak } right answers in a row
    }
trivia-wrong = ❌ <b>Not this one.</b> The streak begins anew: you'll get the next.
trivia-closing = ⌛ That question closes this very moment: there is no time left to put it to you here. Next time!
button-trivia = 🧠 Trivia
button-trivia-ask = 🧠 Ask me a question
button-trivia-next = 🧠 Another question
trivia-no-polls-here = 🔧 I can't send polls in this group. Its administrators can let me.
