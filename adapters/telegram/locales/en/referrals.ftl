friends-title =
    🫶 <b>The quarter gets better with everyone you bring.</b>

    Your link: { $link }
friends-rules = It counts who comes by it for the first time and does one of these: { $deeds }.
friends-for-you = For you: { $what }
friends-for-them = For them: { $what }
friends-count = { $rewarded ->
    [0] Nobody who belongs to the quarter by now has come yet.
    [one] { $rewarded } person has come and belongs to the quarter now.
   *[other] { $rewarded } people have come and belong to the quarter now.
}{ $pending ->
    [0] {""}
    [one] {" "}Another is taking their first steps.
   *[other] {" "}Another { $pending } are taking their first steps.
}
friends-share = Come to the quarter: there is a gift every day.
button-share = 🫶 Share my link

invitation-taken = 🫶 <b>{ $name }</b> sent you. When you do one of these, there is a reward for both of you: { $deeds }.
invitation-unknown = 🤔 That invitation is nobody's, but the door is open all the same.
invitation-own = 🫶 That is your own link. Share it with somebody else.
invitation-late = 🫶 Invitations are for those who have just arrived. You are at home here already.
