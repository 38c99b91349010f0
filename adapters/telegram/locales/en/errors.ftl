### One text for each rule that may say no. No markup: they are shown over the screen, too.

error-gift-already-claimed = 🎁 You have taken your gift already. The next one waits for you { $again_at }.
error-streak-not-running = 🧊 A freeze protects a streak that is still running. Begin another with your next gift.
error-freezes-full = 🧊 There is no room for more than { $most } freezes.
error-nothing-to-repair = 🔥 There is no streak to repair here.
error-insufficient-besitos = 💋 Not enough besitos: it costs { $needed } and you have { $available }. Take your gift, or do a mission.
error-wallet-full = 💋 Your wallet is full: it holds no more than { $limit } besitos.
error-transfer-to-oneself = 💋 Giving to yourself doesn't count: choose somebody else.
error-transfer-out-of-bounds = 💋 What can be given at once is a whole number of besitos, from { $least } to { $most }.
error-transfer-limit-reached = 💋 You have given a lot today: { $left } of { $limit } are left. It begins anew { $again_at }.
error-receiver-unavailable = 🎁 That person can't be given anything now. What is yours is still with you.
error-invited-by-oneself = 💌 Inviting yourself doesn't count: share your link with somebody else.
error-invited-already = 💌 You came by the invitation of somebody else, and that stays so.
error-no-newcomer = 💌 Invitations are for those who have just arrived. You are at home here already.
error-hold-not-found = 💋 Those besitos were no longer on hold.
error-invalid-value = 🤔 That value doesn't work here.
error-not-found = { $kind ->
    [mission] 🎯 That mission is gone.
    [achievement] 🏅 That achievement is gone.
    [story] 📖 That story is gone.
    [item] 🎒 That item is gone.
    [receiver] 🤔 I can't find that person.
    [referrer] 🤔 That invitation is nobody's.
    [user] 👋 We haven't met yet: write /start.
    [chat] 🚪 I don't know that group or channel: add me first.
   *[other] 🤔 That is gone.
}
error-mission-needs-level = 🔒 “{ $mission }” opens at level { $level }.
error-mission-needs-missions = 🔒 “{ $mission }” opens after: { $missing }.
error-mission-not-open = ⏳ “{ $mission }” isn't open these days.
error-mission-not-started = 🔒 “{ $mission }” begins in the story.
error-mission-not-taken-on = 🤝 “{ $mission }” counts once you take it on.
error-mission-expired = ⌛ The time for “{ $mission }” ran out { $expired_at }.
error-vip-only = 🔒 This is for VIPs. Become one, and it opens at once.
error-membership-too-long = ⭐ You are VIP for so long already that no more fits: until { $until }.
error-invoice-unknown = 🧾 That invoice is not yours, or no longer valid. Ask for another with /vip.
error-invoice-paid = 🧾 That invoice is paid already. For more days, ask for another with /vip.
error-payment-underway = 🧾 Your payment may be on its way already, and nobody wants to charge you twice. If it does not come, try again { $after }.
error-plan-changed = 🧾 The price of “{ $plan }” has changed. Ask for a new invoice with /vip and you will see it.
error-already-refunded = ↩️ That payment has been returned, or is on its way.
error-already-subscribed = 🔁 You have “{ $plan }” already: it is paid for until { $until }. Cancel or resume it in /vip.
error-subscription-refunded = ↩️ The payment of “{ $plan }” went back, but Telegram charges it again { $until }. Cancel it in /vip, and you can begin anew.
error-no-subscription = 🔁 There is nothing to change there: see your subscriptions in /vip.
error-no-membership = ⭐ There is no active membership.
error-not-enough-items = 🎒 Not enough: { $item } (you need { $needed }, you have { $owned }).
error-mochila-full = 🎒 No room for more: { $item } ({ $owned } of { $limit }).
error-item-not-usable = 🎒 That is to look at, not to use: { $item }.
error-use-without-effect = 🔎 What { $item } tells, you know already. Keep it, or give it away.
error-item-not-wearable = 🎒 That can't be worn: { $item }.
error-item-not-worn = 🎒 You aren't wearing it: { $item }.
error-auction-over = This auction is over. There are others at /auctions.
error-own-auction = This auction is yours: now it is for the others to bid.
error-lot-out-of-bounds = { $field ->
    [minimum] 🔨 An auction starts at a whole number of besitos, from { $least } to { $most }.
    [buyout] ⚡ The price to have it at once is a whole number of besitos, from { $least } to { $most }.
   *[ends_in] ⏱ An auction lasts from { $least } to { $most }.
}
error-bid-too-low = The next bid must be { $least } besitos at least.
error-not-your-auction = Only who sells it can take the auction back.
error-auction-has-bids = There are bids already: the auction goes on to its end.
error-item-bound = 🗝️ “{ $item }” stays with you: it can be neither given nor auctioned.
error-gift-to-oneself = 🎁 Treating oneself is a fine thing, but this is yours already.
error-nothing-combines = ⚗️ You try for a good while, but nothing comes of it. Everything is still in your mochila.
error-nothing-follows = 🧩 You look at both for a good while. Each goes on saying its own.
error-secret-known = 🧩 You have put those two together before: the secret is among your clues.
error-hint-missing = 🔎 There is something you don't know yet. The story keeps that clue.
error-not-for-sale = 🛍️ The store doesn't sell “{ $item }”.
error-not-on-sale-now = { $opens ->
    [none] 🛍️ “{ $item }” isn't sold any more.
   *[other] 🛍️ “{ $item }” is on sale again { $opens }.
}
error-item-needs-level = 🔒 “{ $item }” is sold from level { $level } on. Missions and achievements take you there.
error-purchase-limit-reached = 🛍️ Only { $limit } of “{ $item }” { $limit ->
    [one] is
   *[other] are
} sold to each, and you have bought { $bought }.
error-sold-out = { $left ->
    [0] 🛍️ “{ $item }” is sold out. You weren't charged.
    [one] 🛍️ Only { $left } of “{ $item }” is left. You weren't charged.
   *[other] 🛍️ Only { $left } of “{ $item }” are left. You weren't charged.
}
error-price-changed = 🏷️ The price of “{ $item }” has changed: it costs { $price } now, not { $shown }. You weren't charged.
error-story-locked = { $why ->
    [vip] 🔒 “{ $story }” is for VIPs. Become one, and it opens at once.
    [story] 🔒 “{ $story }” begins where “{ $needs }” ends. Come back when you have read that to an ending.
    [mission] 🔒 “{ $story }” waits for you here until you have done the mission “{ $needs }”.
    [item] 🔒 “{ $story }” waits for you here until you come with { $needs }.
   *[level] 🔒 “{ $story }” waits for you here until level { $needs }. Missions and achievements take you there.
}
error-choice-locked = { $why ->
    [vip] 🔒 That choice is for VIPs. Become one, and it opens at once.
    [mission] 🔒 That choice opens when you have done the mission “{ $needs }”.
    [item] 🔒 That choice opens with { $needs }.
   *[level] 🔒 That choice opens at level { $needs }. Missions and achievements take you there.
}
error-story-not-started = 📖 You haven't begun “{ $story }” yet.
error-story-over = 🏁 This reading has ended. You can read it again.
error-place-left = 📖 That button is on a page you have left. Nothing has changed; go on from the latest.
error-choice-not-offered = 📖 That choice isn't on this page. Nothing has changed.
error-checkpoint-not-reached = 📖 You haven't come by there yet.
error-no-earlier-version = 📖 There is no earlier version of this story.
error-story-does-not-fit = 📖 This story names things that don't exist here.
error-story-broken = 📖 This page is broken, and we know. Your reading is safe where you left it.
error-story-cannot-move = 📖 This reading stays with the pages that it began with: the new ones have no such place.
error-story-unavailable = 📖 The story is resting for a moment. Your reading is safe: come back in a while.
error-user-banned = { $until ->
    [none] 🚫 You can't take part in this community any more.
   *[other] 🚫 You can't take part for now. We'll see you { $until }.
} { $reason ->
    [none] {""}
   *[other] Why: “{ $reason }”.
} Your payments: /paysupport
error-chat-left = 🚪 I'm not in that group or channel any more. Add me again, and we go on.
error-right-missing = 🔧 I lack a right there ({ $right }). Whoever runs the channel can give it.
error-own-message = 🪞 Loving yourself is fine, but reacting to your own message gives no besitos.
error-reaction-rewarded = 💋 You have this message's besitos already. Once a person, for ever.
error-too-many-reactions = 🐢 So much love at once! More besitos for reacting { $again_at }.
error-admins-only = 🔒 This is for those who run the community.
error-moderators-only = 🔒 This is for those who moderate the community.
error-unknown-external-type = 🤔 I don't know that kind of event.

error-already-handled = That was done already.
error-other = 🤔 That isn't possible now.
error-unexpected = 😣 Something failed on my side. Nothing is lost: please try again.
error-trivia-closed = ⌛ That question closed { $closed_at }. Better luck with the next!
error-trivia-already-answered = 🧠 You have answered already: the first answer counts.
error-trivia-waiting = 🧠 A question is waiting for you above. Answer it, and I'll ask another.
error-trivia-used-up = 🧠 That's all for today: { $daily } a day, counting what you got right in groups. More tomorrow.
error-trivia-chat-used-up = 🧠 This group has had its { $daily } questions of today. More tomorrow.
error-no-questions = 🧠 There are no questions in English yet.
error-already-moved-in = You came with the import “{ $name }” before, with other things.
