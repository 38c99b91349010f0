"""What is said in English in one place, said in Spanish: faults of a value, of a request, of a line in a spreadsheet.

A sentence stands here as it is made, with `{}` for what is filled in. A test demands an entry for each that there is.
"""

import re
from collections.abc import Mapping
from functools import cache

from adapters.spreadsheet import UNREADABLE_ROW

SENTENCES: Mapping[str, str] = {
    # values that a rule refuses
    "is missing": "falta",
    "is empty": "está vacío",
    "must be one of {}": "debe ser uno de: {}",
    "must be one of {}, not a {}": "debe ser uno de: {}; no {}",
    "must be one of {}, not {}": "debe ser uno de: {}; no {}",
    "must be from {} to {}": "va de {} a {}",
    "must be from {} to {}, not {}": "va de {} a {}, no {}",
    "must be the name of an IANA time zone, such as Europe/Madrid": (
        "debe ser el nombre de una zona horaria IANA, como Europe/Madrid"
    ),
    "must be in the future": "debe estar en el futuro",
    "must be in the years {} to {}": "debe estar entre los años {} y {}",
    "must be in the years 1 to 9999 in UTC": "debe estar entre los años 1 y 9999, en UTC",
    "must be after {}": "debe venir después de {}",
    "must be 1 to {} days after {}": "debe venir de 1 a {} días después de {}",
    "must be within {} days": "debe estar dentro de {} días",
    "must have a time zone": "debe llevar zona horaria",
    "everybody is a member; ban the user instead": "todo el mundo es miembro; en vez de eso, expulsa a la persona",
    "{} is held already": "{} ya está retenido",
    "{} exists already": "{} ya existe",
    "must have 1 to {} printable characters": "debe tener de 1 a {} caracteres visibles",
    "must have {} to {} characters": "debe tener de {} a {} caracteres",
    "must not begin with {}, a word of the game's own": "no puede empezar por {}, una palabra propia del juego",
    "must be a message's number, from 1": "debe ser el número de un mensaje, desde 1",
    "must not be 0": "no puede ser 0",
    "must be a channel's": "debe ser el de un canal",
    "must be a whole number": "debe ser un número entero",
    "must be a whole number from 0": "debe ser un número entero, desde 0",
    "must be a text": "debe ser un texto",
    "must be a text of 1 to {} characters": "debe ser un texto de 1 a {} caracteres",
    "must be true or false": "debe ser verdadero o falso (true, false)",
    "must be true, or not be there": "debe ser true, o no estar",
    "must be fields by name": "deben ser campos con su nombre",
    "must be {}, or two times of day such as 23:00-08:00": "debe ser {}, o dos horas del día como 23:00-08:00",
    "must have one of {}; the rest comes from choices": "debe tener uno de: {}; lo demás viene de las elecciones",
    "must be the topic of a fact that can be counted, such as gift.claimed": (
        "debe ser el tema de un hecho que se pueda contar, como gift.claimed"
    ),
    "must be a short name of lower-case letters, digits, dots and dashes": (
        "debe ser un nombre corto de minúsculas, cifras, puntos y guiones"
    ),
    "is none of {}": "no es ninguno de: {}",
    "{} is none of {}": "{} no es ninguno de: {}",
    "{} is about a user": "{} trata de una persona: di cuál",
    "{} is about no user": "{} no trata de nadie: no digas de quién",
    "{} has no field {}": "{} no tiene el campo {}",
    # requests
    "Value error, {}": "{}",
    "Field required": "falta",
    "Extra inputs are not permitted": "no hay tal campo",
    "JSON decode error": "no es JSON",
    "send the body as Content-Type: application/json": "envía el cuerpo con Content-Type: application/json",
    "Input should be {}": "debe ser {}",
    "Input should be {} or {}": "debe ser {} o {}",
    "Input should be a valid string": "debe ser un texto",
    "Input should be a valid integer": "debe ser un número entero",
    "Input should be a valid integer, {}": "debe ser un número entero",
    "Input should be a valid boolean": "debe ser true o false",
    "Input should be a valid boolean, unable to interpret input": "debe ser true o false",
    "Input should be a valid list": "debe ser una lista",
    "Input should be a valid dictionary": "deben ser campos con su nombre",
    "Input should be a valid dictionary or object to extract fields from": "deben ser campos con su nombre",
    "Input should be a valid date": "debe ser una fecha",
    "Input should be a valid date in the format YYYY-MM-DD, {}": "debe ser una fecha como 2026-03-01",
    "Input should be a valid date or datetime, {}": "debe ser una fecha, o un momento con su zona",
    "Input should be a valid datetime": "debe ser un momento con su zona, como 2026-03-01T12:00:00Z",
    "Input should be a valid datetime, {}": "debe ser un momento con su zona, como 2026-03-01T12:00:00Z",
    "Input should be a valid datetime or date, {}": "debe ser un momento con su zona, como 2026-03-01T12:00:00Z",
    "must be a day such as 2026-03-01, or a moment with its zone, such as 2026-03-01T12:00:00Z": (
        "debe ser un día como 2026-03-01, o un momento con su zona, como 2026-03-01T12:00:00Z"
    ),
    "Datetimes provided to dates should have zero time - e.g. be exact dates": "debe ser una fecha, sin hora",
    "Input should have timezone info": "debe llevar zona horaria",
    "Unable to parse input string as an integer, exceeded maximum size": "es un número demasiado grande",
    "Input should be a valid string, unable to parse raw data as a unicode string": "debe ser un texto en UTF-8",
    "Input should be greater than or equal to {}": "debe ser {} o más",
    "Input should be less than or equal to {}": "debe ser {} o menos",
    "String should have at least {} character": "debe tener al menos {} carácter",
    "String should have at least {} characters": "debe tener al menos {} caracteres",
    "String should have at most {} characters": "debe tener como mucho {} caracteres",
    "String should match pattern {}": "debe tener la forma {}",
    "List should have at least {} item after validation, not {}": "debe tener al menos {} elemento, no {}",
    "List should have at least {} items after validation, not {}": "debe tener al menos {} elementos, no {}",
    "List should have at most {} items after validation, not {}": "debe tener como mucho {} elementos, no {}",
    "Dictionary should have at most {} items after validation, not {}": "debe tener como mucho {} campos, no {}",
    "there are no events of the type {}": "no hay eventos del tipo {}",
    "name one of code and referrer": "di uno de los dos: code o referrer",
    "name at least one of language, time_zone, preferences": "di al menos uno de: language, time_zone, preferences",
    "from, to: at most {} days, the first one first": "from, to: como mucho {} días, el primero delante",
    "at: a position, or a time with its zone, such as 2026-03-01T12:00:00Z": (
        "at: una posición, o un momento con su zona, como 2026-03-01T12:00:00Z"
    ),
    "the file has {}": "el archivo tiene {}",
    "1 fault": "1 error",
    "{} faults": "{} errores",
    "{} is no cursor; take one from `next` of an answer": "{} no es un cursor; toma el de `next` de una respuesta",
    "the log was restored since; positions have other events now: begin again, without a cursor": (
        "el registro se restauró desde entonces y sus posiciones tienen otros eventos: empieza de nuevo, sin cursor"
    ),
    "the log ends at position {}, before {}; go on from `next` of the last answer": (
        "el registro acaba en la posición {}, antes de {}; sigue desde `next` de la última respuesta"
    ),
    "send Authorization: Bearer <key>; make a key with `yabot keys create`": (
        "envía Authorization: Bearer <clave>; una clave se hace con `yabot keys create`"
    ),
    "this needs the scope {}": "esto necesita el permiso {}",
    "this Idempotency-Key came before with another request; use a new key": (
        "esta Idempotency-Key ya vino con otra petición; usa una nueva"
    ),
    "the store did not answer in time; repeat with the same Idempotency-Key, which is safe": (
        "el almacén no respondió a tiempo; repite con la misma Idempotency-Key, que es seguro"
    ),
    "the event store can't be reached; this attempt recorded nothing": (
        "no se llega al almacén de eventos; este intento no registró nada"
    ),
    "an unexpected error; tell us the correlation id": "un error inesperado; dinos el id de correlación",
    "read models are at {}, not at {} yet": "las lecturas van por la posición {}, aún no por la {}",
    "projection {} has parked position {}": "la proyección {} apartó la posición {}",
    "projection {} has stopped: {}": "la proyección {} está parada: {}",
    "position {}: {} version {} is not known to this release; run the newer one": (
        "posición {}: esta versión del programa no conoce {} versión {}; usa la más nueva"
    ),
    # stories, and why a run can't go on in another version
    "{} is gone": "{} ya no está",
    "the passage of {} that it comes from is gone": "ya no está el pasaje de {} del que viene",
    "it would come back into {}, which has changed": "volvería a {}, que ha cambiado",
    "the variable {} was {} and is {}": "la variable {} era {} y es {}",
    "the variable {} holds {}, which is no more": "la variable {} tiene {}, que ya no existe",
    "it would lead to {} instead": "llevaría a {}",
    "it offers other choices: {} instead of {}": "ofrece otras opciones: {} en vez de {}",
    "it offers other choices: number {} has the tags {} instead of {}": (
        "ofrece otras opciones: la número {} tiene las etiquetas {} en vez de {}"
    ),
    "a text": "un texto",
    "a number": "un número",
    "a list": "una lista",
    "a place": "un lugar",
    "true or false": "verdadero o falso",
    "choice {} is not offered": "la opción {} no se ofrece",
    "more than {} lines without a choice: is there a loop?": "más de {} líneas sin una elección: ¿hay un bucle?",
    "more than {} characters without a choice": "más de {} caracteres sin una elección",
    "it goes on and on, for more than {} ms: is there a loop?": "sigue y sigue, más de {} ms: ¿hay un bucle?",
    "{}() takes an id in quotes": "{}() lleva un id entre comillas",
    "{}({}) has no answer": "{}({}) no tiene respuesta",
    "{} is {}, which Ink's 32-bit integers can't hold": "{} es {}, que no cabe en los enteros de 32 bits de Ink",
    "{} leaves Ink's 32 bits (-2147483648 to 2147483647): it would go on from the other end": (
        "{} se sale de los 32 bits de Ink (-2147483648 a 2147483647): seguiría por el otro extremo"
    ),
    "it computes what has no result: a division by zero, or a number beyond the 32 bits?": (
        "calcula algo sin resultado: ¿una división entre cero, o un número más allá de los 32 bits?"
    ),
    "the story's state has grown to {} characters; at most {} are kept": (
        "el estado de la historia ha crecido hasta {} caracteres; se guardan {} como mucho"
    ),
    "a saved state of form {}; this release reads form {}": (
        "un estado guardado de forma {}; esta versión del programa lee la forma {}"
    ),
    "a saved state of another story": "un estado guardado de otra historia",
    "a damaged saved state: {}": "un estado guardado dañado: {}",
    "a damaged saved state: it has no end": "un estado guardado dañado: no tiene final",
    # spreadsheets
    "the column {} is missing": "falta la columna {}",
    "there is no column {}": "no hay columna {}",
    "has more fields than there are columns": "tiene más campos que columnas hay",
    "{} is there already": "{} ya está",
    "{} is in {}, too, on line {}": "{} está también en {}, en la línea {}",
    "{} is there already in {}, on line {}": "{} ya está en {}, en la línea {}",
    "{} has another one on line {}": "{} tiene otra en la línea {}",
    "must have as many wrong options as {} has on line {}": (
        "debe tener tantas opciones falsas como tiene {} en la línea {}"
    ),
    "must be small letters, digits and _, a letter first, and 40 characters at most": (
        "deben ser minúsculas, cifras y _, primero una letra, y 40 caracteres como mucho"
    ),
    "two options are the same: {}": "dos opciones son iguales: {}",
    "is not UTF-8 here; save the file in that encoding": "aquí no es UTF-8; guarda el archivo en esa codificación",
    "the file is empty": "el archivo está vacío",
    "there is nobody in the file": "no hay nadie en el archivo",
    "the column is missing": "falta la columna",
    "is there more than once": "está más de una vez",
    "is no column that is known; these are: {}": "no es una columna conocida; son: {}",
    "has {} cells, and the header {}": "tiene {} celdas, y la cabecera {}",
    "is in line {} already": "ya está en la línea {}",
    "can't be read: {}": "no se puede leer: {}",
    UNREADABLE_ROW: 'no se puede leer: unas comillas (") no se cierran bien, o una celda es demasiado larga',
    "holds a sign that can't be read: save the file as UTF-8, whole": (
        "tiene un signo que no se puede leer: guarda el archivo en UTF-8, entero"
    ),
    "give the level or the experience, not both": "di el nivel o la experiencia, no los dos",
    "has more than {} characters": "tiene más de {} caracteres",
    "was shortened by a spreadsheet: format the column as text, and fill it in again": (
        "lo acortó una hoja de cálculo: pon la columna como texto y vuelve a llenarla"
    ),
    "may be in thousands or a fraction: write the number without separators": (
        "pueden ser miles o decimales: escribe el número sin separadores"
    ),
    "must be a whole number, in digits only": "debe ser un número entero, solo con cifras",
    "must be a day such as 2026-12-31, or a moment such as 2026-12-31T18:00:00+01:00": (
        "debe ser un día como 2026-12-31, o un momento como 2026-12-31T18:00:00+01:00"
    ),
    "the content has no VIP plan": "el contenido no tiene ningún plan VIP",
    "must be a Telegram username: 4 to 32 of A-Z, a-z, 0-9 and _": (
        "debe ser un usuario de Telegram: de 4 a 32 entre A-Z, a-z, 0-9 y _"
    ),
    "there is no {} of this name": "no hay {} con ese nombre",
    "line {}: vip_until is over, so it gives nothing": "línea {}: vip_until ya pasó, así que no da nada",
    "came with import:{} before, and brought something else: correct it by hand, with a reason": (
        "ya vino con import:{} y traía otra cosa: corrígelo a mano, con un motivo"
    ),
    "a wallet holds {} besitos, and theirs has no room for {} more": (
        "en una cartera caben {} besitos, y en la suya no caben {} más"
    ),
    "was refused: {}": "se rechazó: {}",
    "{} of these was moved in as import:{} before, and would be credited again": (
        "{} de estas personas ya vino con import:{}, y recibiría sus besitos otra vez"
    ),
    "{} of these were moved in as import:{} before, and would be credited again": (
        "{} de estas personas ya vinieron con import:{}, y recibirían sus besitos otra vez"
    ),
    # what `yabot import` says around them
    "line {}": "línea {}",
    "line {}, {}": "línea {}, {}",
    "the line": "la línea",
    "… and {} more; --json has all of them": "… y {} más; --json los tiene todos",
    "{} ({}). Nothing is imported until the file has none.": (
        "{} ({}). No se importa nada mientras el archivo tenga errores."
    ),
    "{} member in {}, {} besitos; the bot knew {} before": "{} miembro en {}, {} besitos; el bot ya conocía a {}",
    "{} members in {}, {} besitos; the bot knew {} before": "{} miembros en {}, {} besitos; el bot ya conocía a {}",
    "1 line would be refused, and change nothing.": "1 línea se rechazaría, y no cambiaría nada.",
    "{} lines would be refused, and change nothing.": "{} líneas se rechazarían, y no cambiarían nada.",
    "1 line was refused, and changed nothing.": "1 línea se rechazó, y no cambió nada.",
    "{} lines were refused, and changed nothing.": "{} líneas se rechazaron, y no cambiaron nada.",
    "{} would be imported as import:{}; {} would change nothing, since it has them. This was a dry run.": (
        "Por importar: {}, como import:{}; ya estaban, y no cambiarían nada: {}. Esto fue solo una prueba."
    ),
    "{} imported as import:{}, {} had been before": "Importados: {}, como import:{}; ya lo estaban: {}",
}

KINDS: Mapping[str, str] = {
    "achievement": "logro",
    "auction": "subasta",
    "chat": "chat",
    "event": "evento",
    "hint": "pista",
    "item": "objeto",
    "leaderboard": "clasificación",
    "mission": "misión",
    "payment": "pago",
    "plan": "plan",
    "post": "publicación",
    "question": "pregunta",
    "receiver": "destinatario",
    "recipe": "receta",
    "referrer": "invitación",
    "story": "historia",
    "stream": "historial",
    "trace": "rastro",
    "trivia": "pregunta",
    "user": "usuario",
    "version": "versión",
}
"""What can be looked for in vain."""

_PLACE = re.compile(r"[^\W\d]\w*(\.\w+)*")
"""A column, or the path to a field: `questions.7.id`."""

MOST_TRANSLATED = 500
"""Characters of the longest sentence that is looked for: what is longer is somebody's text, not a sentence of ours."""


def in_spanish(english: str) -> str:
    """The sentence in Spanish, as it is where it has no entry. The place before it (`answer: is missing`) stays."""
    if len(english) > MOST_TRANSLATED:
        return english
    if (whole := SENTENCES.get(english)) is not None:
        return whole
    for pattern, spanish in _patterns():
        if found := pattern.fullmatch(english):
            return spanish.format(*map(in_spanish, found.groups()))
    place, _, rest = english.partition(": ")
    return f"{place}: {in_spanish(rest)}" if rest and _PLACE.fullmatch(place) else english


@cache
def _patterns() -> list[tuple[re.Pattern[str], str]]:
    """The sentences that something is filled into; those that say most of their own first."""
    wanted = sorted(
        (each for each in SENTENCES if "{}" in each), key=lambda each: len(each.replace("{}", "")), reverse=True
    )
    return [
        (re.compile("(.+?)".join(map(re.escape, english.split("{}"))), re.DOTALL), SENTENCES[english])
        for english in wanted
    ]
