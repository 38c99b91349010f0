### Besitos for reacting, and the button under a channel's posts.

reward-button = 💋 { $amount } for coming by
reward-taken = 💋 +{ $amount }. Thank you for coming by.
reward-full = 💋 Thank you for coming by. Your wallet is full.

post-worth-asked = 💋 <b>What is this post worth?</b>

    I'll put a button under it: whoever taps it gets the besitos, once. Or a link to a trivia question.
post-marked-channel = ✅ Done: { $amount } for each person who taps the button. It shows under the post in a moment.
post-marked-group = ✅ This message is worth { $amount } to each person who reacts.
post-how = Answer the message that you want to reward with /premio. With an amount, if you like: <code>/premio 5</code>
post-how-elsewhere = 💋 /premio is written in the group, as an answer to the message that you want to reward: <code>/premio 5</code>. Posts of a channel are forwarded here.
post-bounds = 🤔 A message is worth a whole number of besitos, from 1 to { $most }: <code>/premio 5</code>
button-worth = 💋 { $amount }
quiz-button = 🧠 A question for you
button-quiz-link = 🧠 Link to a question
post-linked = ✅ Done: the link to a question shows under the post. Each person answers it in their chat with me, within a day.
