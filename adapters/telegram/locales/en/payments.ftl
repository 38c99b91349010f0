checkout-away = We can't note your payment down just now, so we would rather not take it. Please try again in a while: nothing has been charged.

subscription-offer =
    🔁 <b>{ $title }</b>

    { $description }

    { $stars } ⭐ every 30 days. Cancel whenever you like, here in /vip or in Telegram's settings.
button-subscribe = Subscribe · { $stars } ⭐

terms =
    📜 <b>Terms of VIP in { $community }</b>

    · VIP opens stories, missions and perks of this community for the days of the plan. Nothing else is sold, and nothing can be sold on.
    · It is paid with Telegram Stars. The price is the one you see before you pay.
    · The days begin when you pay, or are added to those you have left.
    · A subscription renews every 30 days until you cancel it. Once cancelled, what is paid lasts to its end.
    · If something went wrong, ask for help with /paysupport. When a payment is returned, the days that were left of it go.
    · Whoever breaks the rules may lose access.
paysupport =
    🧾 <b>Help with payments</b>

    We look after the payments of { $community } ourselves: Telegram can't do it for us.
paysupport-latest = <b>Your latest payments</b>
paysupport-line = { $plan } · { $stars } ⭐ · <i>{ $at }</i> · { $state ->
        [refunded] returned
        [refund_requested] being returned
        [problem] being looked at
       *[other] received
    }
    <code>{ $charge }</code>
paysupport-contact = ✉️ { $contact }
payment-unknown-plan = Payment without a plan

refund-staff-only = 🔒 Only those who run the community do that. If a payment went wrong, write /paysupport.
refund-how = ↩️ It is written so: /refund number reason. The reason is kept on record.
refund-which = 🤔 I don't know that payment. Write it like this: /refund number reason
refund-asked = ↩️ Telegram has been asked to return { $stars } ⭐.
