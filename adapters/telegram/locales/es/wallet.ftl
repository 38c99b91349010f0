wallet-title =
    💋 <b>Tus besitos</b>

    Disponibles: <b>{ $available }</b>
wallet-held = En espera: <b>{ $held }</b>
wallet-empty = Aún no hay movimientos. El primero puede ser tu regalo de hoy.
wallet-latest = <b>Últimos movimientos</b>
wallet-line = { $sign }{ $amount } · { $reason } · <i>{ $at }</i>
wallet-statement = 🧾 <b>Movimientos</b>
wallet-statement-line = { $sign }{ $amount } · { $reason }
    <i>{ $at } · quedaron { $balance }</i>
button-statement = 🧾 Todos los movimientos
button-older = Anteriores ›
button-newest = ‹ Los últimos

reason-daily_gift = regalo del día
reason-mission = misión «{ $title }»
reason-achievement = logro «{ $title }»
reason-story = historia «{ $title }»
reason-import = lo que traías de antes ({ $title })
reason-transfer_sent = regalo para { $name }
reason-transfer_received = regalo de { $name }
reason-transfer_fee = comisión del regalo para { $name }
reason-purchase = compra: { $title }
reason-use = { $title }
reason-given = { $name }
reason-trivia = trivia
reason-reaction = por reaccionar
reason-referral = llegó { $name } con tu invitación
reason-invitation = la invitación de { $name }
reason-streak_freeze = protector de racha
reason-auction = puja en una subasta
reason-auction_outbid = superaron tu puja
reason-auction_won = subasta ganada
reason-auction_sold = vendido en una subasta
reason-auction_cancelled = subasta retirada
reason-auction_withdrawn = subasta retirada por la comunidad
