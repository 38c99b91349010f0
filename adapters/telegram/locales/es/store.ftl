store-title =
    🛍️ <b>La tienda</b>

    Tienes <b>{ $available }</b> 💋. ¿Qué te enseñamos?
store-empty = 🛍️ Hoy los estantes están vacíos. Pronto.
store-shelf = { $category } · { $count }
store-category = { $category ->
    [consumable] ☕ Para usar
    [wearable] 🎖 Para llevar puesto
    [collectible] 🏮 Para coleccionar
    [keepsake] 💌 Recuerdos
   *[key] 🗝️ Llaves
}
store-line = { $icon } <b>{ $title }</b> · { $price } 💋
store-line-sale = { $icon } <b>{ $title }</b> · <s>{ $regular }</s> { $price } 💋 🏷️
store-line-locked = 🔒 { $title } · { $price } 💋
store-line-gone = ▫️ <s>{ $title }</s> · agotado
rarity = { $rarity ->
    [common] ⚪ común
    [rare] 🔵 rara
    [epic] 🟣 épica
   *[legendary] 🟡 legendaria
}
offer-title =
    { $icon } <b>{ $title }</b>
    <i>{ $rarity }</i>
offer-price = 🏷️ <b>{ $price }</b> 💋
offer-price-sale = 🏷️ <s>{ $regular }</s> <b>{ $price }</b> 💋 · rebajado
offer-price-vip = 🌟 <s>{ $regular }</s> <b>{ $price }</b> 💋 · tu precio VIP
offer-until = ⏳ Este precio, hasta { $until }.
offer-for-vips = 🌟 Para VIP, { $price } 💋.
offer-left = { $left ->
    [one] 📦 Solo queda <b>{ $left }</b>, para siempre.
   *[other] 📦 Quedan <b>{ $left }</b>, y no habrá más.
}
offer-limit = 👤 Como mucho { $limit } por persona; llevas { $bought }.
offer-owned = 🎒 Ya tienes { $owned }.
offer-use = ✨ Al usarlo: { $what }
offer-wear = { $slot ->
    [title] 🎖 Es un título: se ve junto a tu nombre.
   *[badge] 🎖 Es una insignia: se ve junto a tu nombre.
}
offer-bound = 🗝️ Se queda contigo: ni se regala ni se subasta.
offer-you-have = 💋 Tienes { $available }.
offer-too-dear = 💋 Te faltan <b>{ $missing }</b> besitos. Pasa por tu regalo o haz una misión.
order-confirm =
    🛍️ <b>{ $title }</b>{ $quantity ->
        [one] {""}
       *[other] {" "}× { $quantity }
    }

    Son <b>{ $total }</b> 💋. Te quedarán { $left }.
order-too-many = 🛍️ Ahora puedes llevarte { $most } como mucho.
order-price-changed =
    🏷️ <b>El precio acaba de cambiar.</b> No se te ha cobrado nada.
bought =
    ✅ <b>Tuyo: { $title }</b>{ $quantity ->
        [one] {""}
       *[other] {" "}× { $quantity }
    }

    −{ $total } 💋 · te quedan { $balance }
    🎒 En la mochila: { $owned }

button-order = { $quantity } · { $total } 💋
button-to-offer = 🛍 Conseguir: { $title }
button-buy = ✅ Comprar por { $total } 💋
button-in-mochila = 🎒 Verlo en la mochila
button-more-store = 🛍️ Seguir mirando
