button-auctions = 🔨 Auctions
button-auctions-mine = 🙋 Mine
button-auctions-before = ‹ Back
button-auctions-after = More ›
button-auction-sell = ➕ Auction something
button-auction-refresh = 🔄 Refresh
button-auction-buyout = ⚡ Mine for { $price }
button-auction-buy = ⚡ Yes, for { $price } 💋
button-auction-cancel = ✋ Take it back
button-auction-cancel-yes = ✋ Yes, take it back
button-auction-no-buyout = No buying at once
button-auction-for = { $seconds ->
    [3600] ⏱ 1 hour
    [21600] ⏱ 6 hours
    [86400] ⏱ 1 day
    [259200] ⏱ 3 days
   *[other] ⏱ { $lasting }
}

auctions-title = 🔨 <b>Auctions of the quarter</b>
auctions-none = Nobody is auctioning anything right now. How about you?
auctions-mine-title = 🙋 <b>Your auctions and your bids</b>
auctions-mine-none = Nothing yet: neither selling nor bidding. All in good time.
auction-line =
    <b>{ $item }</b>
    { $price } 💋 · { $bids ->
        [0] no bids
        [one] 1 bid
       *[other] { $bids } bids
    } · { $left } left
auction-line-over =
    <b>{ $item }</b>
    { $price } 💋 · { auction-outcome-short }
auction-outcome-short = { $outcome ->
    [sold] sold
    [unsold] no bids
    [cancelled] taken back
   *[ending] closing
}

auction-title =
    🔨 <b>{ $item }</b>
    From { $seller }
auction-price = It is at <b>{ $price } 💋</b>, by { $leader } · { $bids ->
    [one] 1 bid
   *[other] { $bids } bids
}
auction-no-bids = Nobody has bid yet. It starts at <b>{ $minimum } 💋</b>.
auction-leading = 💪 You are winning. If you raise your bid, only the difference is set aside.
auction-time-left = ⏱ <b>{ $left }</b> left (ends { $at }). A last-minute bid moves the end.
auction-extended = ⏳ { $times ->
    [one] A last-minute bid has moved the end.
   *[other] Last-minute bids have moved the end { $times } times.
}
auction-bid-what = 🤔 A bid is a whole number of besitos, from { $least } to { $most }.
auction-at-once = ⚡ Somebody may have it at once for <b>{ $price } 💋</b>.
auction-how-to-bid = Tap a button, or write another amount: <code>/bid { $id } { $least }</code>
auction-outcome = { $outcome ->
    [sold] 🏁 It went to { $leader } for <b>{ $price } 💋</b>, after { $bids ->
        [one] 1 bid
       *[other] { $bids } bids
    }.
    [unsold] 🏁 It ended without bids.
    [cancelled] 🏁 It was taken back.
   *[ending] 🏁 Time is up; it is being closed.
}
auction-bid-placed = ✅ <b>Bid placed: { $amount } 💋.</b> You have { $balance } left to spend.
auction-bought = 🎉 <b>It is yours for { $amount } 💋.</b> It is in your mochila. You have { $balance } left.
auction-buy-confirm =
    ⚡ <b>{ $item } for { $price } 💋, right now?</b>

    The auction closes, and it goes into your mochila.
auction-cancel-confirm =
    ✋ <b>Take the auction of { $item } back?</b>

    { $bids ->
        [0] It returns to your mochila.
       *[other] It returns to your mochila, and whoever is winning gets everything back.
    }
auction-taken-back = ✋ <b>Taken back.</b> Everything is as before.
auction-put-up = 🔨 <b>It is up!</b> I'll tell you when it ends.

auction-sell-which =
    ➕ <b>What do you put up?</b>

    It leaves your mochila and waits aside until the end.
auction-sell-nothing = ➕ There is nothing in your mochila that can be auctioned. What you buy or win will show up here.
auction-sell-minimum =
    ➕ <b>{ $item }: from how many besitos on?</b>

    Another minimum: <code>/sell { $code } 75</code>
    And another time, which puts it up at once: <code>/sell { $code } 75 90m</code>
    A price at the end (<code>300</code>) lets somebody have it on the spot.
auction-sell-buyout =
    ➕ <b>{ $item }, from { $minimum } 💋: and if somebody wants it now?</b>

    Whoever pays that price has it without waiting for the end. Only if you like.
auction-sell-no-time = 🤔 “{ $time }” is no time: it is written <code>45m</code>, <code>12h</code> or <code>3d</code>.
auction-sell-how-long =
    ➕ <b>{ $item }, from { $minimum } 💋: for how long?</b>

    { $buyout ->
        [0] No buying at once: the highest bid takes it.
       *[other] ⚡ For { $buyout } 💋 it is sold on the spot.
    }
    If it sells, { $fee } % goes to the quarter, rounded down. You can take it back while it lasts.
