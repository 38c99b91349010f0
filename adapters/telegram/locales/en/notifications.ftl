### What people are told without having asked.

notify-mission-started = 🎯 <b>New mission: { $mission }</b>
notify-mission-completed =
    ✅ <b>Mission done: { $mission }</b>
    { notify-rewards }
notify-achievement-unlocked =
    { $level ->
        [bronze] 🥉
        [silver] 🥈
        [gold] 🥇
        [platinum] 🏆
       *[diamond] 💎
    } <b>Achievement: { $achievement }</b> · { achievement-level }
    { notify-rewards }
notify-achievements-from-history =
    🕰 <b>For what you did already: { $achievements }</b>
    { notify-rewards }
notify-rewards = { $reward ->
    [0] { $experience ->
        [0] ✨
       *[other] +{ $experience } experience
    }
   *[other] { $experience ->
        [0] +{ $reward } 💋
       *[other] +{ $reward } 💋 · +{ $experience } experience
    }
}
notify-level-reached = ⭐ <b>Level { $level }!</b> { $title }
notify-besitos-received =
    💋 <b>You received { $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    }</b>: { $reason }
    You have { $balance } now.
notify-besitos-taken =
    💋 <b>{ $amount ->
        [one] { $amount } besito was
       *[other] { $amount } besitos were
    } taken</b>: { $reason }
    You have { $balance } now.
notify-item-received = 🎒 <b>Into your mochila: { $item }</b>{ $quantity ->
    [one] {""}
   *[other] {" "}× { $quantity }
}
notify-item-given = 🎁 <b>A gift from { $reason }: { $item }</b>{ $quantity ->
    [one] {""}
   *[other] {" "}× { $quantity }
}
notify-auction-outbid =
    🔨 <b>You were outbid on { $item }</b>: it is at { $amount } 💋 now.
    Your { $freed } are free again. Another try? /auctions
notify-auction-won = 🏆 <b>You won the auction!</b> { $item } is in your mochila.
notify-auction-lost = 🔨 The auction of { $item } is over: it went for { $price } 💋. Better luck next time. /auctions
notify-auction-sold = 🔨 <b>Sold: { $item }</b> for { $price } 💋. { $proceeds } reached you.
notify-auction-unsold = 🔨 Nobody bid on { $item }. It is back in your mochila, no hard feelings.
notify-auction-cancelled = 🔨 The auction of { $item } was taken back. Your { $freed } 💋 are free again.
notify-auction-withdrawn = 🔨 The community has taken your auction down. { $item } is back in your mochila.
notify-membership-granted = 🌟 <b>You are VIP</b> · { $plan }. Until { $until }.
notify-membership-revoked = 🌟 Your VIP membership has ended. Thank you for having been one.
notify-streak-repaired = 🔥 <b>Your streak is back: { $streak ->
    [one] { $streak } day
   *[other] { $streak } days
}.</b> Your next gift goes on with it.
notify-rank-changed = { $up ->
    [1] 🏆 <b>You are now number { $rank }</b> of this week's besitos. Yesterday it was { $before }.
   *[0] 🏆 <b>You are number { $rank }</b> of this week's besitos. Yesterday it was { $before }: tomorrow is another day.
}
notify-membership-shortened = 🌟 Your VIP lasts until { $until } now.
notify-membership-expired = 🌟 Your VIP ({ $plan }) is over. Your seat is still warm: come back with /vip whenever you like.
notify-payment-problem =
    🧾 <b>A payment of yours arrived, { $stars } ⭐,</b> and we can't tell what it is for. It is not lost: we are looking into it.
    To tell us something, /paysupport. Its number: <code>{ $charge }</code>
notify-payment-refunded = ↩️ <b>We returned { $stars } ⭐ to you.</b>
notify-subscription-canceled = 🔁 <b>Subscription cancelled.</b> No further charge; what is paid lasts to its end.
notify-subscription-resumed = 🔁 <b>Your subscription goes on.</b> It renews by itself.
notify-subscription-change-failed = ⚠️ Telegram did not accept the change of your subscription. Try its settings, or tell us with /paysupport.
notify-subscription-payment-failed = ⚠️ Telegram could not take the renewal of your subscription. Check your Stars; what is paid lasts to its end.
notify-banned = { $until ->
    [none] 🚫 You can't take part in this community any more.
   *[other] 🚫 You can't take part for now. We'll see you { $until }.
}
notify-unbanned = 🤝 You can take part again. Good to see you.

notify-bundle = 📬 <b>News for you</b>

achievement-level = { $level ->
    [bronze] bronze
    [silver] silver
    [gold] gold
    [platinum] platinum
   *[diamond] diamond
}

notices-which =
    🔔 <b>What shall I tell you?</b>

    What touches your besitos and your VIP always comes, in your quiet hours without a sound. The rest waits until they end, and comes together. With “Nothing” I never write first.
notices-wish-all = Everything
notices-wish-important = What matters
notices-wish-none = Nothing
notices-game = 🎯 Game
notices-social = 💬 People
notices-ranks = 🏆 Ranks
notices-news = 📣 News
button-quiet = 🌙 Quiet: { $hours }
button-quiet-never = 🔔 No quiet hours
quiet-never = never
quiet-since =
    🌙 <b>From what time shall I keep quiet?</b>

    By your own clock; if mine shows another time, tell me with /timezone.
quiet-until = 🌙 <b>From { $begins }.</b> Until when?
notify-hint-unlocked =
    🔎 <b>A hint</b> for your mochila, for reacting:

    { $hint }
staff-payment-problem =
    🧾 <b>There is a payment to look at: { $stars } ⭐.</b> { $problem ->
        [unknown_invoice] It is for no invoice of ours.
        [not_theirs] The invoice was somebody else's.
        [other_terms] It is not what the invoice said.
        [too_long] The membership would reach too far.
        [refunded_first] We heard of its refund before.
        [paid_twice] That invoice had been paid already; the days were given for this payment too.
        [banned] Whoever paid is banned; the days were given.
       *[other] Why: { $problem }.
    } { $problem ->
        [paid_twice] Decide whether it goes back; if it is a subscription, cancel the one too many as well.
        [banned] It is for you to decide.
       *[other] No days were given for it.
    }
    Its number: <code>{ $charge }</code>
    To give it back: <code>/refund { $charge } reason</code>
staff-refund-failed =
    🧾 <b>Telegram would not give a payment back.</b> It said: { $why }
    Its number: <code>{ $charge }</code>. It can be asked for again: <code>/refund { $charge } reason</code>
staff-payments-differ =
    🧾 <b>Telegram's list of payments is not like ours.</b>
    { $credited } had not reached us, and are credited now; { $refunded } had gone back without our knowing.
    { $unmatched } of ours are not in theirs; { $not_ours } of theirs are for nothing that we offered.
    { $refused } could not be recorded: the program's log says why.
notify-trivia-unpaid = 🧠 <b>Well answered!</b> But your { $daily } questions of today are used up, so in groups it is for the honour. Tomorrow there are besitos again.
