gift-taken =
    🎁 <b>¡{ $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    } para ti!</b>

    💋 Ahora tienes <b>{ $balance }</b>
    🔥 { $streak ->
        [one] Primer día de tu racha
       *[other] { $streak } días de racha
    }

    Vuelve { $again_at }: habrá { $next }.

gift-freezes-used = 🧊 Faltaste { $used ->
    [one] un día, pero un protector guardó
   *[other] { $used } días, pero { $used } protectores guardaron
} tu racha.

gift-personal = <i>{ $text }</i>

streak-title =
    🔥 <b>{ $days ->
        [0] Ahora no llevas racha
        [one] Llevas { $days } día de racha
       *[other] Llevas { $days } días de racha
    }</b>

    La más larga: { $longest }.
streak-freezes =
    🧊 Protectores: <b>{ $freezes }</b> de { $most }

    Un protector guarda la racha si un día no puedes pasar. Se usa solo.
streak-earned = Con cada { $every } días seguidos llega uno.
streak-none = Con tu próximo regalo empieza otra racha, y entonces podrás protegerla.
freeze-bought = ✅ Protector guardado por { $price } 💋. Tienes { $freezes } y te quedan { $balance } besitos.
button-streak = 🔥 Racha
button-freeze = 🧊 Un protector por { $price } 💋
