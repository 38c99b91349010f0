deduce-first =
    🧩 <b>Two and two</b>

    Two clues, put together, sometimes say what neither says alone. Which one do we begin with?
deduce-second =
    🧩 <i>{ $hint }</i>

    <b>Which one goes with it?</b>
deduce-line = { $number }. <i>{ $hint }</i>
deduce-too-few = 🧩 It takes two to put together. The story lets the others slip as you go.
deduced =
    🧩 <i>{ $text }</i>

    🗝 <b>A secret.</b> <i>{ $secret }</i>

button-deduce = 🧩 Two and two
button-number = { $number }
