"""How the refusals of the game leave the API: gifts, transfers, things, store, auctions, trivia, reactions."""

from collections.abc import Mapping

from adapters.http.said import Said

REFUSALS_OF_PLAY: Mapping[str, Said] = {
    "transfer-to-oneself": Said(
        "No hay a quién dar",
        "Nobody else to give to",
        "Quien da y quien recibe son la misma persona.",
        "Sender and receiver are the same.",
    ),
    "transfer-out-of-bounds": Said(
        "Esa cantidad no se puede dar",
        "That amount can't be given",
        "De una vez se dan de {least} a {most} besitos, no {amount}.",
        "From {least} to {most} besitos are given at once, not {amount}.",
    ),
    "transfer-limit-reached": Said(
        "Por hoy ya se dio bastante",
        "Enough given for today",
        "Al día se dan hasta {limit} besitos; quedan {left} hasta {again_at}.",
        "Up to {limit} besitos are given a day; {left} are left until {again_at}.",
    ),
    "receiver-unavailable": Said(
        "Ahora no puede recibir",
        "They can't receive now",
        "A esa persona no se le puede dar nada ahora.",
        "That user can't be given anything now.",
    ),
    "invited-by-oneself": Said(
        "No hay quien invite", "Nobody invited them", "Nadie se invita a sí mismo.", "Nobody invites themselves."
    ),
    "invited-already": Said(
        "Ya vino por otra invitación",
        "Invited by somebody else",
        "Vino por la invitación de otra persona, y así queda.",
        "They came by the invitation of somebody else, and that stays so.",
    ),
    "no-newcomer": Said(
        "Ya estaba aquí",
        "No newcomer",
        "Una invitación se acepta el primer día, antes del primer regalo.",
        "An invitation is taken on the first day, before the first gift.",
    ),
    "trivia-closed": Said(
        "La pregunta está cerrada",
        "The question is closed",
        "Se podía contestar hasta {closed_at}.",
        "It took answers until {closed_at}.",
    ),
    "trivia-already-answered": Said(
        "Ya contestó",
        "Already answered",
        "Solo hay una respuesta, y fue la opción {option}.",
        "There is one answer only, and it was option {option}.",
    ),
    "trivia-waiting": Said(
        "Hay una pregunta abierta",
        "A question is open",
        "La última pregunta espera respuesta hasta {closes_at}.",
        "The last question waits for its answer until {closes_at}.",
    ),
    "trivia-used-up": Said(
        "No quedan preguntas hoy",
        "No questions left today",
        "Las {daily} preguntas de hoy se gastaron; lo que se acierta en grupos cuenta también.",
        "Today's {daily} questions are used up; what was right in groups counts among them.",
    ),
    "trivia-chat-used-up": Said(
        "El grupo no tiene más preguntas hoy",
        "No questions left for the group today",
        "El grupo ya tuvo las {daily} preguntas del día.",
        "The group has had today's {daily} questions.",
    ),
    "no-questions": Said(
        "No hay preguntas",
        "No questions",
        "No hay preguntas en {language!r}.",
        "There are no questions in {language!r}.",
    ),
    "own-message": Said(
        "El mensaje es suyo",
        "The message is their own",
        "Reaccionar a lo que uno mismo ha escrito no da besitos.",
        "Reacting to what one wrote oneself gives no besitos.",
    ),
    "reaction-rewarded": Said(
        "El mensaje ya dio su premio",
        "The message was rewarded",
        "Los besitos del mensaje {message_id} ya se dieron.",
        "The besitos of the message {message_id} have been given.",
    ),
    "too-many-reactions": Said(
        "Demasiadas reacciones",
        "Too many reactions",
        "Hay sitio para otra a partir de {again_at}.",
        "There is room for another from {again_at} on.",
    ),
    "gift-already-claimed": Said(
        "El regalo de hoy ya se tomó",
        "Today's gift has been claimed",
        "El próximo espera a partir de {again_at}.",
        "The next one waits from {again_at} on.",
    ),
    "streak-not-running": Said(
        "No hay racha que proteger",
        "No streak to protect",
        "Un protector cuida una racha que sigue viva.",
        "A freeze protects a streak that is still running.",
    ),
    "freezes-full": Said(
        "No caben más protectores",
        "No room for more freezes",
        "Se guardan hasta {most} protectores.",
        "Up to {most} freezes are kept.",
    ),
    "nothing-to-repair": Said(
        "No hay racha que reparar",
        "Nothing to repair",
        "La racha ya es así de larga, o nunca la hubo.",
        "The streak is as long already, or there never was one.",
    ),
    "not-enough-items": Said(
        "No hay suficientes en la mochila",
        "Not enough in the mochila",
        "Se necesitan {needed} de {item} y hay {owned}.",
        "{needed} of {item} are needed, and there are {owned}.",
    ),
    "mochila-full": Said(
        "No caben más en la mochila",
        "The mochila holds no more of it",
        "Hay {owned} de {item}; caben {limit}.",
        "There are {owned} of {item}; {limit} fit in.",
    ),
    "item-not-usable": Said(
        "No se usa", "Nothing to use", "{item} no hace nada al usarse.", "{item} does nothing when it is used."
    ),
    "use-without-effect": Said(
        "No serviría de nada",
        "It would be wasted",
        "Todo lo que da {item} ya se sabe.",
        "All that {item} gives is known already.",
    ),
    "item-not-wearable": Said("No se lleva puesto", "Nothing to wear", "{item} no se lleva.", "{item} can't be worn."),
    "item-not-worn": Said("No se lleva puesto", "Not worn", "No se lleva {item}.", "{item} is not worn."),
    "item-bound": Said(
        "No se puede dar",
        "It can't be given away",
        "{item} se queda con quien lo consiguió.",
        "{item} stays with whoever got it.",
    ),
    "gift-to-oneself": Said(
        "Nadie se regala a sí mismo",
        "No gifts to oneself",
        "Quien da y quien recibe son la misma persona.",
        "Giver and receiver are the same.",
        422,
    ),
    "nothing-combines": Said(
        "No sale nada", "Nothing comes of it", "De {items} juntos no sale nada.", "Nothing becomes of {items} together."
    ),
    "nothing-follows": Said(
        "No se sigue nada", "Nothing follows", "De {hints} juntas no se sigue nada.", "Nothing follows from {hints}."
    ),
    "secret-known": Said(
        "Ya se sabe", "Known already", "El secreto {hint} ya se conoce.", "The secret {hint} is known already."
    ),
    "hint-missing": Said(
        "Falta una pista", "A hint is missing", "Hace falta saber {hint}.", "It takes knowing {hint}."
    ),
    "not-for-sale": Said(
        "No está a la venta", "Not for sale", "La tienda no vende {item}.", "The store does not sell {item}."
    ),
    "not-on-sale-now": Said(
        "Ahora no se vende",
        "Not on sale now",
        "{item} se vende de nuevo: {opens}.",
        "{item} is on sale again: {opens}.",
        never=("{item} ya no se vende.", "{item} is not sold any more."),
    ),
    "item-needs-level": Said(
        "Se vende desde otro nivel",
        "It takes a higher level",
        "{item} se vende desde el nivel {level}.",
        "{item} is sold from level {level} on.",
        403,
    ),
    "purchase-limit-reached": Said(
        "Se llegó al límite",
        "The limit is reached",
        "De {item} se venden {limit} por persona; van {bought}.",
        "{limit} of {item} are sold to each; {bought} have been bought.",
    ),
    "sold-out": Said("Agotado", "Sold out", "De {item} quedan {left}.", "{left} of {item} are left."),
    "price-changed": Said(
        "El precio cambió",
        "The price has changed",
        "{item} cuesta ahora {price}, no {shown}.",
        "{item} costs {price} now, not {shown}.",
    ),
    "auction-over": Said(
        "La subasta terminó", "The auction is over", "La subasta {auction} terminó.", "The auction {auction} is over."
    ),
    "own-auction": Said(
        "Es su propia subasta",
        "One's own auction",
        "Nadie puja por lo que vende.",
        "Nobody bids on what they sell themselves.",
    ),
    "bid-too-low": Said(
        "La puja es baja",
        "The bid is too low",
        "Hacen falta al menos {least} besitos, no {amount}.",
        "It takes at least {least} besitos, not {amount}.",
    ),
    "not-your-auction": Said(
        "No es su subasta",
        "Not their auction",
        "Solo quien vende retira la subasta {auction}.",
        "Only who sells it takes the auction {auction} back.",
        403,
    ),
    "auction-has-bids": Said(
        "Ya hay pujas",
        "There are bids",
        "La subasta {auction} ya tiene pujas; no se retira.",
        "The auction {auction} has bids; it can't be taken back.",
    ),
}
