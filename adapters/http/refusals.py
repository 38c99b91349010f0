"""How each rule's refusal leaves the API: its status code, and what it says in Spanish and English.

`{name}` stands for a field of the refusal. A test demands an entry for every refusal of the domain.
"""

from collections.abc import Mapping

from adapters.http.refusals_of_play import REFUSALS_OF_PLAY
from adapters.http.said import Said

REFUSALS_SAID: Mapping[str, Said] = {
    **REFUSALS_OF_PLAY,
    "not-found": Said(
        "No existe", "Not found", "No hay {kind} con el id {id!r}.", "There is no {kind} with the id {id!r}.", 404
    ),
    "invalid-value": Said("Valor no válido", "Invalid value", "{field}: {reason}", "{field}: {reason}", 422),
    "lot-out-of-bounds": Said(
        "Así no se subasta",
        "Nothing is put up so",
        "{field} va de {least} a {most}.",
        "{field} must be from {least} to {most}.",
        422,
    ),
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
        never=("No puede hacer nada, y no hay fecha de fin.", "They may do nothing, with no end set."),
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
    "admins-only": Said(
        "Solo para quien administra", "For administrators only", "Hace falta administrar.", "It takes an admin.", 403
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
    "payment-underway": Said(
        "El pago puede estar en camino",
        "The payment may be on its way",
        "Se dejó pasar hace un momento; si no llega, puede pagarse desde {after}.",
        "It was let through a moment ago; if it does not come, it may be paid from {after} on.",
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
    "already-subscribed": Said(
        "La suscripción ya está en marcha",
        "The subscription runs already",
        "{plan} está pagada hasta {until}; otra se cobraría aparte.",
        "{plan} is paid for until {until}; another one would be charged beside it.",
    ),
    "subscription-refunded": Said(
        "El pago de la suscripción se devolvió",
        "The subscription's payment went back",
        "El pago de {plan} se devolvió, pero si no se cancela Telegram volverá a cobrar: {until}.",
        "The payment of {plan} went back, but Telegram will charge it again unless it is cancelled: {until}.",
    ),
    "no-subscription": Said(
        "No hay nada que cambiar",
        "Nothing to change",
        "No hay tal suscripción, o ya está así.",
        "There is no such subscription, or it is so already.",
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
    "mission-not-taken-on": Said(
        "La misión no se ha aceptado",
        "The mission was not taken on",
        "Para que {mission} cuente, primero hay que aceptarla.",
        "For {mission} to count, it is to be taken on first.",
    ),
    "mission-expired": Said(
        "La misión venció",
        "The mission has expired",
        "El tiempo de {mission} terminó en {expired_at}.",
        "The time for {mission} was up at {expired_at}.",
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
        "{story} se abre en el nivel {needs}.",
        "{story} opens at level {needs}.",
        403,
        by_why={
            "vip": ("{story} es para VIP.", "{story} is for VIPs."),
            "story": ("{story} se abre al terminar {needs}.", "{story} opens when {needs} has been read to an ending."),
            "mission": ("{story} se abre al completar {needs}.", "{story} opens when {needs} is completed."),
            "item": ("{story} se abre con {needs}.", "{story} opens with {needs}."),
        },
    ),
    "choice-locked": Said(
        "La elección está cerrada",
        "The choice is locked",
        "Esa elección de {story} se abre en el nivel {needs}.",
        "That choice of {story} opens at level {needs}.",
        403,
        by_why={
            "vip": ("Esa elección de {story} es para VIP.", "That choice of {story} is for VIPs."),
            "mission": (
                "Esa elección de {story} se abre al completar {needs}.",
                "That choice of {story} opens when {needs} is completed.",
            ),
            "item": ("Esa elección de {story} se abre con {needs}.", "That choice of {story} opens with {needs}."),
        },
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
    "no-earlier-version": Said(
        "No hay versión anterior",
        "There is no earlier version",
        "De {story} no hay otra versión a la que volver.",
        "There is no other version of {story} to return to.",
    ),
    "story-does-not-fit": Said(
        "La historia no cabe en el contenido",
        "The story does not fit the content",
        "{story}: {problems}",
        "{story}: {problems}",
        422,
    ),
    "story-broken": Said(
        "La historia falló",
        "The story failed",
        "En {place!r}; no se registró nada.",
        "At {place!r}; nothing was recorded.",
        503,
    ),
    "story-cannot-move": Said(
        "La partida no puede pasar a esa versión",
        "The run can't move to that version",
        "En {place!r}: {reason}; sigue con la suya.",
        "At {place!r}: {reason}; it stays with its own.",
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
