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
