### What is said on many screens.

button-home = 🏠 Menu
button-back = ‹ Back
button-missions = 🎯 Missions
button-private = 💬 Open the chat

besitos = { $amount ->
    [one] { $amount } besito
   *[other] { $amount } besitos
}

moment-yesterday = yesterday at { $time }
moment-today = today at { $time }
moment-tomorrow = tomorrow at { $time }
moment-date = { $date } at { $time }

reads-behind = ⏳ <i>What you did last may take a moment to show here.</i>
notice-held = Noted. It will be done in a moment; no need to repeat it.

somebody = somebody

unknown-message = I don't understand that message, but I have quite a menu.
group-private = { $name }, your affairs are yours: let's go on in private.

alert-not-your-button = That button is somebody else's. Write /menu and you'll have your own.
alert-dead-button = That button no longer works. Write /menu to see today's.
alert-private-only = We'd better see to that in our private chat.

command-menu = Main menu
command-gift = Today's gift
command-streak = Your streak, and how to protect it
command-wallet = Your besitos
command-give = Give besitos to somebody
command-auctions = Auctions among the people here
command-store = The store
command-mochila = What you carry
command-invite = Invite somebody
command-missions = Your missions
command-achievements = Your achievements
command-top = Who is first
command-story = The story
command-trivia = A question
command-vip = The VIP box
command-timezone = What time is it there?
command-language = Language
command-notifications = What I tell you, and when
command-help = What there is to do
