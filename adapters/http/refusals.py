"""How each rule's refusal leaves the API: its status code, and what it says in Spanish and English.

`{name}` stands for a field of the refusal. A test demands an entry for every refusal of the domain.
"""

from collections.abc import Mapping
from dataclasses import dataclass

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Said:
    """A title and a sentence, in both languages. The titles are the same for every refusal of the rule."""

    title_es: str
    title_en: str
    detail_es: str
    detail_en: str
    status: int = CONFLICT
    """What is no more than a conflict with the present state is 409."""


REFUSALS_SAID: Mapping[str, Said] = {
    "not-found": Said(
        "No existe", "Not found", "No hay {kind} con el id {id!r}.", "There is no {kind} with the id {id!r}.", 404
    ),
    "invalid-value": Said("Valor no válido", "Invalid value", "{field}: {reason}", "{field}: {reason}", 422),
    "insufficient-besitos": Said(
        "No alcanzan los besitos",
        "Not enough besitos",
        "Se necesitan {needed} besitos y hay {available}.",
        "{needed} besitos are needed, and there are {available}.",
        402,
    ),
    "wallet-full": Said(
        "La billetera está llena",
        "The wallet is full",
        "Con {amount} más de los {available} que hay, se pasaría de {limit}.",
        "{amount} more than the {available} that are there would exceed {limit}.",
    ),
    "hold-not-found": Said(
        "No hay tal retención",
        "No such hold",
        "No hay retención {hold!r}, o ya se liberó o cobró.",
        "There is no hold {hold!r}, or it was released or captured.",
    ),
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
    "already-moved-in": Said(
        "Ya llegó",
        "Came before",
        "Ya vino con la importación {name!r} y traía otra cosa; corrígelo a mano.",
        "They came with the import {name!r} before and brought something else; correct it by hand.",
    ),
    "user-banned": Said(
        "Esta persona no puede participar",
        "This user is banned",
        "No puede hacer nada hasta: {until}.",
        "They may do nothing until: {until}.",
        403,
    ),
    "chat-left": Said(
        "El bot no está en ese chat",
        "The bot is not in that chat",
        "El bot no está en el chat {chat!r}.",
        "The bot is not in the chat {chat!r}.",
    ),
    "right-missing": Said(
        "Al bot le falta un permiso",
        "The bot lacks a right",
        "En el chat {chat!r} al bot le falta el permiso {right}.",
        "In the chat {chat!r} the bot lacks the right {right}.",
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
        "Hoy ya se hicieron las {daily} preguntas del día.",
        "Today's {daily} questions have all been asked.",
    ),
    "no-questions": Said(
        "No hay preguntas",
        "No questions",
        "No hay preguntas en {language!r}.",
        "There are no questions in {language!r}.",
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
    "moderators-only": Said(
        "Solo para moderadores", "For moderators only", "Hace falta moderar.", "It takes a moderator.", 403
    ),
    "vip-only": Said("Solo para VIP", "For VIPs only", "Esto es para VIP.", "This is for VIPs.", 403),
    "no-membership": Said(
        "No hay membresía", "No membership", "No hay una membresía activa.", "There is no active membership."
    ),
    "membership-too-long": Said(
        "La membresía sería demasiado larga",
        "The membership would be too long",
        "Ya dura hasta {until}; no puede llegar a más de cien años.",
        "It lasts until {until} already; it can't reach further than a hundred years.",
    ),
    "invoice-unknown": Said(
        "No hay tal factura",
        "No such invoice",
        "La factura no existe, o es de otra persona.",
        "There is no such invoice, or it is somebody else's.",
        404,
    ),
    "invoice-paid": Said(
        "La factura está pagada", "The invoice is paid", "Pida otra para más días.", "Ask for another for more days."
    ),
    "plan-changed": Said(
        "El plan ha cambiado",
        "The plan has changed",
        "{plan} se vende ahora en otras condiciones, o ya no.",
        "{plan} is sold on other terms by now, or no more.",
    ),
    "already-refunded": Said(
        "El pago ya se devolvió",
        "The payment has been refunded",
        "Se devolvió, o la devolución está en camino.",
        "It has gone back, or is on its way.",
    ),
    "no-subscription": Said(
        "No hay nada que cambiar",
        "Nothing to change",
        "No hay tal suscripción, o ya está así.",
        "There is no such subscription, or it is so already.",
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
    "mission-needs-level": Said(
        "La misión pide otro nivel",
        "The mission needs a higher level",
        "La misión {mission} se abre en el nivel {level}.",
        "The mission {mission} opens at level {level}.",
    ),
    "mission-needs-missions": Said(
        "Antes van otras misiones",
        "Other missions come first",
        "Antes de {mission} faltan: {missing}.",
        "Before {mission} there are to do: {missing}.",
    ),
    "mission-not-open": Said(
        "La misión no está abierta",
        "The mission is not open",
        "La temporada de {mission} no ha empezado o ya terminó.",
        "The season of {mission} has not begun, or is over.",
    ),
    "mission-not-started": Said(
        "La misión no ha empezado",
        "The mission has not begun",
        "La historia que empieza {mission} aún no lo ha hecho.",
        "The story that begins {mission} has not done so.",
    ),
    "mission-expired": Said(
        "La misión venció",
        "The mission has expired",
        "El tiempo de {mission} terminó en {expired_at}.",
        "The time for {mission} was up at {expired_at}.",
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
    "unknown-external-type": Said(
        "Tipo no registrado",
        "The type is not registered",
        "El contenido no registra external.{name}.",
        "The content does not register external.{name}.",
        422,
    ),
    "story-locked": Said(
        "La historia está cerrada",
        "The story is locked",
        "{story} se abre por {why}; nivel {level}.",
        "{story} opens by {why}; level {level}.",
        403,
    ),
    "story-not-started": Said(
        "La historia no ha empezado",
        "The story has not begun",
        "No hay partida de {story}.",
        "There is no run of {story}.",
    ),
    "story-over": Said(
        "La historia terminó", "The story is over", "La partida de {story} terminó.", "The run of {story} has ended."
    ),
    "place-left": Said(
        "Ese lugar quedó atrás",
        "That place was left",
        "La elección es de un lugar de {story} que quedó atrás, o ha cambiado.",
        "The choice belongs to a place of {story} that was left, or has changed.",
    ),
    "choice-not-offered": Said(
        "Esa elección no se ofrece",
        "That choice is not offered",
        "Se ofrecen {offered}, a partir de 0; no hay {choice}.",
        "{offered} are offered, from 0 on; there is no {choice}.",
    ),
    "checkpoint-not-reached": Said(
        "No se ha llegado a ese punto",
        "That checkpoint was not reached",
        "La partida no ha pasado por {checkpoint!r}.",
        "The run has not come by {checkpoint!r}.",
    ),
    "story-broken": Said(
        "La historia falló",
        "The story failed",
        "En {place!r}; no se registró nada.",
        "At {place!r}; nothing was recorded.",
        503,
    ),
    "story-unavailable": Said(
        "La historia no está a mano",
        "The story is not at hand",
        "Falta la historia compilada {story}.",
        "The compiled story {story} is missing.",
        503,
    ),
}

NOT_POSSIBLE = Said("No es posible ahora", "Not possible now", "", "")
"""For a rule of somebody else's topic: its name and fields are there all the same."""
