start-welcome =
    👋 <b>Hello, { $name }.</b> Welcome to { $community }.

    Here people gather besitos 💋: with each day's gift, with missions, and by reading a story in which you decide.
start-back = 👋 <b>Hello again, { $name }.</b>

menu-title = 🏠 <b>{ $community }</b>
menu-personal = <i>{ $text }</i>
menu-standing =
    💋 <b>{ $available }</b> { $available ->
        [one] besito
       *[other] besitos
    }
    ⭐ Level { $level } · { $title }
menu-worn = 🎖 { $things }
menu-next-level = { $bar } { $left } experience to level { $level }
menu-held = 🔒 { $held } on hold
menu-streak = 🔥 { $days ->
    [one] { $days } day in a row
   *[other] { $days } days in a row
}
menu-gift-waits = 🎁 Today's gift is waiting for you.
menu-gift-later = 🎁 The next gift: { $again_at }.
menu-zone-unknown = 🕐 <i>Do your days begin at another hour? Tell me what time it is there.</i>

button-gift = 🎁 Gift
button-wallet = 💋 Besitos
button-achievements = 🏅 Achievements
button-story = 📖 Story
button-store = 🛍️ Store
button-mochila = 🎒 Mochila
button-friends = 🫶 Invite
button-language = 🌐 Language
button-hours = 🕐 Time
button-notices = 🔔 Notices

help =
    <b>What there is to do</b>

    🎁 /gift · one a day; it grows with the streak
    🔥 /streak · how many days, and how to protect them
    🎯 /missions · steps and rewards
    🏅 /achievements · from bronze to diamond
    🏆 /top · who is first, and you
    📖 /story · you decide what happens
    🧠 /trivia · a question against the clock
    🛍️ /store · to spend them well
    🔨 /auctions · to the highest bidder
    🎒 /mochila · use, wear, combine, give
    💋 /wallet · your besitos, and where they came from
    💌 /give · besitos for somebody else
    🫶 /invite · your link, and who has come
    🌟 /vip · the box, its plans and your subscriptions
    🕐 /timezone · when your day begins
    🌐 /language · Spanish or English
    🔔 /notifications · what I tell you, and when I keep quiet

    It is all in the /menu, too.

language-which = 🌐 <b>Which language shall we speak?</b>
language-name = English

zone-what-time =
    🕐 <b>What time is it there?</b>

    So I know when your day begins. At present I go by { $now } ({ $zone }).
    If your hour isn't here, write /timezone and your city: <code>/timezone London</code>
zone-where = 📍 <b>It is { $time }.</b> Where?
zone-changed = ✅ From now on your days begin at midnight in { $place }.
zone-unknown = 🤔 I can't find “{ $name }”. Try the nearest big city, or pick the hour:
