store-title =
    🛍️ <b>The store</b>

    You have <b>{ $available }</b> 💋. What may we show you?
store-empty = 🛍️ The shelves are empty today. Soon.
store-shelf = { $category } · { $count }
store-category = { $category ->
    [consumable] ☕ To use
    [wearable] 🎖 To wear
    [collectible] 🏮 To collect
    [keepsake] 💌 Keepsakes
   *[key] 🗝️ Keys
}
store-line = { $icon } <b>{ $title }</b> · { $price } 💋
store-line-sale = { $icon } <b>{ $title }</b> · <s>{ $regular }</s> { $price } 💋 🏷️
store-line-locked = 🔒 { $title } · { $price } 💋
store-line-gone = ▫️ <s>{ $title }</s> · sold out
rarity = { $rarity ->
    [common] ⚪ common
    [rare] 🔵 rare
    [epic] 🟣 epic
   *[legendary] 🟡 legendary
}
offer-title =
    { $icon } <b>{ $title }</b>
    <i>{ $rarity }</i>
offer-price = 🏷️ <b>{ $price }</b> 💋
offer-price-sale = 🏷️ <s>{ $regular }</s> <b>{ $price }</b> 💋 · on sale
offer-price-vip = 🌟 <s>{ $regular }</s> <b>{ $price }</b> 💋 · your VIP price
offer-until = ⏳ At this price until { $until }.
offer-for-vips = 🌟 { $price } 💋 for VIPs.
offer-left = { $left ->
    [one] 📦 Only <b>{ $left }</b> is left, for ever.
   *[other] 📦 <b>{ $left }</b> are left, and there will be no more.
}
offer-limit = 👤 No more than { $limit } to each; you have bought { $bought }.
offer-owned = 🎒 You have { $owned }.
offer-use = ✨ When used: { $what }
offer-wear = { $slot ->
    [title] 🎖 It is a title: it shows beside your name.
   *[badge] 🎖 It is a badge: it shows beside your name.
}
offer-bound = 🗝️ It stays with you: it can be neither given nor auctioned.
offer-you-have = 💋 You have { $available }.
offer-too-dear = 💋 You are <b>{ $missing }</b> besitos short. Take your gift, or do a mission.
order-confirm =
    🛍️ <b>{ $title }</b>{ $quantity ->
        [one] {""}
       *[other] {" "}× { $quantity }
    }

    That is <b>{ $total }</b> 💋. You will have { $left } left.
order-too-many = 🛍️ You can take { $most } at most now.
order-price-changed =
    🏷️ <b>The price has just changed.</b> You weren't charged.
bought =
    ✅ <b>Yours: { $title }</b>{ $quantity ->
        [one] {""}
       *[other] {" "}× { $quantity }
    }

    −{ $total } 💋 · { $balance } left
    🎒 In your mochila: { $owned }

button-order = { $quantity } · { $total } 💋
button-to-offer = 🛍 Get: { $title }
button-buy = ✅ Buy for { $total } 💋
button-in-mochila = 🎒 See it in the mochila
button-more-store = 🛍️ Look around
