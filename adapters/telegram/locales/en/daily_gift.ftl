gift-taken =
    🎁 <b>{ $amount ->
        [one] { $amount } besito
       *[other] { $amount } besitos
    } for you!</b>

    💋 You have <b>{ $balance }</b> now
    🔥 { $streak ->
        [one] First day of your streak
       *[other] { $streak } days in a row
    }

    Come back { $again_at }: there will be { $next }.
