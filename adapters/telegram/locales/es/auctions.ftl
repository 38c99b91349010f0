button-auctions = 🔨 Subastas
button-auctions-mine = 🙋 Las mías
button-auctions-before = ‹ Antes
button-auctions-after = Más ›
button-auction-sell = ➕ Subastar algo
button-auction-refresh = 🔄 Actualizar
button-auction-buyout = ⚡ Llevármelo por { $price }
button-auction-buy = ⚡ Sí, por { $price } 💋
button-auction-cancel = ✋ Retirar la subasta
button-auction-cancel-yes = ✋ Sí, retirarla
button-auction-no-buyout = Sin compra directa
button-auction-for = { $seconds ->
    [3600] ⏱ 1 hora
    [21600] ⏱ 6 horas
    [86400] ⏱ 1 día
    [259200] ⏱ 3 días
   *[other] ⏱ { $lasting }
}

auctions-title = 🔨 <b>Subastas del barrio</b>
auctions-none = Ahora mismo nadie subasta nada. ¿Y si empiezas tú?
auctions-mine-title = 🙋 <b>Tus subastas y tus pujas</b>
auctions-mine-none = Todavía nada: ni vendes ni pujas. Todo llega.
auction-line =
    <b>{ $item }</b>
    { $price } 💋 · { $bids ->
        [0] sin pujas
        [one] 1 puja
       *[other] { $bids } pujas
    } · quedan { $left }
auction-line-over =
    <b>{ $item }</b>
    { $price } 💋 · { auction-outcome-short }
auction-outcome-short = { $outcome ->
    [sold] vendido
    [unsold] sin pujas
    [cancelled] retirada
   *[ending] cerrando
}

auction-title =
    🔨 <b>{ $item }</b>
    De { $seller }
auction-price = Va por <b>{ $price } 💋</b>, de { $leader } · { $bids ->
    [one] 1 puja
   *[other] { $bids } pujas
}
auction-no-bids = Nadie ha pujado todavía. Sale por <b>{ $minimum } 💋</b>.
auction-leading = 💪 Vas ganando. Si subes tu puja, solo se aparta la diferencia.
auction-time-left = ⏱ Quedan <b>{ $left }</b> (termina { $at }). Una puja de última hora alarga el final.
auction-extended = ⏳ { $times ->
    [one] Una puja de última hora ya movió el final.
   *[other] Las pujas de última hora ya movieron el final { $times } veces.
}
auction-bid-what = 🤔 Se puja con un número entero de besitos, de { $least } a { $most }.
auction-at-once = ⚡ Por <b>{ $price } 💋</b> alguien puede llevárselo al momento.
auction-how-to-bid = Toca un botón, o escribe otra cantidad: <code>/pujar { $id } { $least }</code>
auction-outcome = { $outcome ->
    [sold] 🏁 Se la llevó { $leader } por <b>{ $price } 💋</b>, tras { $bids ->
        [one] 1 puja
       *[other] { $bids } pujas
    }.
    [unsold] 🏁 Terminó sin pujas.
    [cancelled] 🏁 Se retiró.
   *[ending] 🏁 El tiempo se acabó; se está cerrando.
}
auction-bid-placed = ✅ <b>Puja hecha: { $amount } 💋.</b> Te quedan { $balance } disponibles.
auction-bought = 🎉 <b>Es tuyo por { $amount } 💋.</b> Ya está en tu mochila. Te quedan { $balance }.
auction-buy-confirm =
    ⚡ <b>¿{ $item } por { $price } 💋, ahora mismo?</b>

    Se cierra la subasta y pasa a tu mochila.
auction-cancel-confirm =
    ✋ <b>¿Retirar la subasta de { $item }?</b>

    { $bids ->
        [0] Vuelve a tu mochila.
       *[other] Vuelve a tu mochila, y a quien va ganando se le devuelve todo.
    }
auction-taken-back = ✋ <b>Retirada.</b> Todo está como antes.
auction-put-up = 🔨 <b>¡En subasta!</b> Te aviso cuando termine.

auction-sell-which =
    ➕ <b>¿Qué subastas?</b>

    Sale de tu mochila y espera aparte hasta el final.
auction-sell-nothing = ➕ En tu mochila no hay nada que se pueda subastar. Lo que compres o ganes aparecerá aquí.
auction-sell-minimum =
    ➕ <b>{ $item }: ¿desde cuántos besitos?</b>

    Otro mínimo: <code>/subastar { $code } 75</code>
    Y otro tiempo, que la saca ya: <code>/subastar { $code } 75 90m</code>
    Un precio al final (<code>300</code>) deja llevársela al momento.
auction-sell-buyout =
    ➕ <b>{ $item }, desde { $minimum } 💋: ¿y si alguien lo quiere ya?</b>

    Quien pague ese precio se lo lleva sin esperar al final. Si no quieres, no hay prisa.
auction-sell-no-time = 🤔 «{ $time }» no es un tiempo: se escribe <code>45m</code>, <code>12h</code> o <code>3d</code>.
auction-sell-how-long =
    ➕ <b>{ $item }, desde { $minimum } 💋: ¿cuánto tiempo?</b>

    { $buyout ->
        [0] Sin compra directa: se la lleva quien más puje.
       *[other] ⚡ Por { $buyout } 💋 se la llevan al momento.
    }
    Si se vende, el { $fee } % se lo queda el barrio, redondeado hacia abajo. Puedes retirarla mientras dure.
