wallet-title =
    💋 <b>Your besitos</b>

    Available: <b>{ $available }</b>
wallet-held = On hold: <b>{ $held }</b>
wallet-empty = Nothing has moved yet. Today's gift may be the first.
wallet-latest = <b>Latest movements</b>
wallet-line = { $sign }{ $amount } · { $reason } · <i>{ $at }</i>
wallet-statement = 🧾 <b>Movements</b>
wallet-statement-line = { $sign }{ $amount } · { $reason }
    <i>{ $at } · { $balance } left</i>
button-statement = 🧾 All movements
button-older = Older ›
button-newest = ‹ The latest

reason-daily_gift = daily gift
reason-mission = mission “{ $title }”
reason-achievement = achievement “{ $title }”
reason-story = story “{ $title }”
reason-import = what you brought along ({ $title })
reason-transfer_sent = gift for { $name }
reason-transfer_received = gift from { $name }
reason-transfer_fee = fee of the gift for { $name }
reason-purchase = bought: { $title }
reason-use = { $title }
reason-given = { $name }
reason-trivia = trivia
reason-reaction = for reacting
reason-referral = { $name } came by your invitation
reason-invitation = the invitation of { $name }
reason-streak_freeze = streak freeze
reason-auction = bid in an auction
reason-auction_outbid = you were outbid
reason-auction_won = won in an auction
reason-auction_sold = sold in an auction
reason-auction_cancelled = auction taken back
reason-auction_withdrawn = auction taken down by the community
