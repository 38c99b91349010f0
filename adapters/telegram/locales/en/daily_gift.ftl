gift-taken =
    🎁 <b>{ $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    } for you!</b>

    💋 You have <b>{ $balance }</b> now
    🔥 { $streak ->
        [one] First day of your streak
       *[other] { $streak } days in a row
    }

    Come back { $again_at }: there will be { $next }.

gift-freezes-used = 🧊 You missed { $used ->
    [one] a day, but a freeze kept
   *[other] { $used } days, but { $used } freezes kept
} your streak.

gift-personal = <i>{ $text }</i>

streak-title =
    🔥 <b>{ $days ->
        [0] You have no streak at the moment
        [one] A streak of { $days } day
       *[other] A streak of { $days } days
    }</b>

    The longest: { $longest }.
streak-freezes =
    🧊 Freezes: <b>{ $freezes }</b> of { $most }

    A freeze keeps your streak if you can't come by one day. It is used by itself.
streak-earned = One comes with every { $every } days in a row.
streak-none = Your next gift begins another streak, and then you can protect it.
freeze-bought = ✅ A freeze for { $price } 💋. You have { $freezes }, and { $balance } besitos left.
button-streak = 🔥 Streak
button-freeze = 🧊 A freeze for { $price } 💋
