vip-active = 🌟 <b>You are VIP</b> until { $until }.
vip-awaited = 🌟 <b>You are VIP.</b> Word of your renewal is on its way; your seat is kept.
vip-over = 🌟 <b>You were VIP</b> until { $until }. Your seat is still warm: come back whenever you like.
vip-none = 🌟 <b>The VIP box</b>

    You are not VIP yet. Any of these plans opens everything at once.
vip-opens =
    <b>VIP opens</b>
    { $titles }
vip-how = ⭐ Paid with Telegram Stars. What you have left is added to. The terms are in /terms, help with payments in /paysupport.
vip-subscription = 🔁 <b>{ $plan }</b> · { $stars } ⭐ every 30 days
    { $state ->
        [canceling] Cancelling… There will be no further charge, and what is paid lasts until { $until }.
        [resuming] Resuming… It renews { $until }.
        [ending] Cancelled: no further charge, and it lasts until { $until }.
        [refunded] ↩️ Its last payment went back, but it is still on: Telegram charges it again { $until }. To stop that, or to begin anew, cancel it with the button below.
        [refunded_canceling] ↩️ Its last payment went back. Cancelling… There will be no further charge.
        [refunded_over] ↩️ Its last payment went back and it is cancelled: no further charge. Subscribe again whenever you like.
        [unpaid] ⚠️ Telegram could not take the renewal. Check your Stars: it lasts until { $until }.
       *[going] Renews by itself { $until }. The button below cancels it.
    }

button-vip = 🌟 VIP
button-to-vip = 🌟 Become VIP
button-plan = { $title } · { $stars } ⭐
button-plan-monthly = { $title } · { $stars } ⭐/30 d
button-cancel-subscription = ✖️ Cancel: { $plan }
button-resume-subscription = 🔁 Resume: { $plan }
button-cancel-all = ✖️ Cancel all
button-cancel-all-yes = ✖️ Yes, cancel them all
subscription-ends = { $plan } · { $day }
vip-cancel-all =
    ✖️ <b>Cancel these subscriptions?</b>

    { $titles }

    There will be no further charge, and what is paid lasts to its end.

alert-invoice-comes = ⭐ Your invoice is on its way.
