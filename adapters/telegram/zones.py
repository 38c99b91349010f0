"""Finding a time zone by the time it is there: first the hour, then the place."""

from datetime import datetime, timedelta
from functools import cache
from unicodedata import normalize
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location

_IN_ORDER = (
    "America/Mexico_City America/Bogota America/Lima America/Argentina/Buenos_Aires America/Santiago America/Caracas "
    "Europe/Madrid America/Guayaquil America/Guatemala America/Havana America/La_Paz America/Santo_Domingo "
    "America/Tegucigalpa America/Asuncion America/El_Salvador America/Managua America/Costa_Rica America/Panama "
    "America/Montevideo America/Puerto_Rico Atlantic/Canary America/Tijuana America/Hermosillo America/Cancun "
    "Africa/Malabo America/Sao_Paulo America/New_York America/Chicago America/Denver America/Phoenix "
    "America/Los_Angeles America/Anchorage Pacific/Honolulu America/Toronto America/Vancouver America/Halifax "
    "America/St_Johns America/Noronha Atlantic/Azores Atlantic/Cape_Verde America/Nuuk Europe/London Europe/Lisbon "
    "Europe/Dublin Africa/Casablanca Africa/Lagos Africa/Accra Europe/Paris Europe/Berlin Europe/Rome Europe/Amsterdam "
    "Europe/Warsaw Europe/Athens Europe/Kyiv Europe/Helsinki Africa/Cairo Africa/Johannesburg Asia/Jerusalem "
    "Europe/Istanbul Europe/Moscow Africa/Nairobi Asia/Riyadh Asia/Tehran Asia/Dubai Asia/Kabul Asia/Karachi "
    "Asia/Tashkent Asia/Kolkata Asia/Kathmandu Asia/Dhaka Asia/Yangon Asia/Bangkok Asia/Jakarta Asia/Shanghai "
    "Asia/Singapore Asia/Manila Australia/Perth Australia/Eucla Asia/Tokyo Asia/Seoul Australia/Darwin "
    "Australia/Adelaide Australia/Brisbane Australia/Sydney Australia/Lord_Howe Pacific/Noumea Pacific/Auckland "
    "Pacific/Fiji Pacific/Chatham Pacific/Tongatapu Pacific/Apia Pacific/Kiritimati Pacific/Pago_Pago "
    "Pacific/Marquesas Pacific/Pitcairn"
)
OFFERED = _IN_ORDER.split()
"""Where people are, those where Spanish is spoken first. Anywhere else is found by name."""


_zone = cache(ZoneInfo)
"""ZoneInfo keeps only a few by itself, and reads the others from their files each time."""


def offset(zone: str, now: datetime) -> int:
    """Minutes that clocks in `zone` are ahead of UTC at `now`."""
    ahead = now.astimezone(_zone(zone)).utcoffset()
    assert ahead is not None
    return int(ahead.total_seconds() // 60)


def hours(now: datetime) -> list[int]:
    """The offsets at which somebody lives now, from west to east."""
    return sorted({offset(zone, now) for zone in OFFERED})


def clock(minutes_ahead: int, now: datetime) -> datetime:
    """What clocks show there."""
    return now + timedelta(minutes=minutes_ahead)


def places(minutes_ahead: int, now: datetime) -> list[str]:
    """The zones that have this offset now, the likeliest first."""
    return [zone for zone in OFFERED if offset(zone, now) == minutes_ahead]


def city(zone: str, language: str) -> str:
    """What people call the place: `Ciudad de México` for `America/Mexico_City`."""
    return get_timezone_location(ZoneInfo(zone), locale=language, return_city=True).rsplit("/", 1)[-1]


def find(wanted: str) -> str | None:
    """The zone that somebody wrote the name of: `Europe/Madrid`, `madrid`, `ciudad de mexico`; None if unknown."""
    return _by_name().get(_plain(wanted))


@cache
def _by_name() -> dict[str, str]:
    zones = sorted(available_timezones() - set(OFFERED)) + OFFERED[::-1]
    names: dict[str, str] = {}
    for zone in zones:  # the later ones win: those that are offered, in their order
        names[_plain(zone.rsplit("/", 1)[-1])] = zone
    for zone in reversed(OFFERED):
        names |= {_plain(city(zone, language)): zone for language in ("es", "en")}
    return names | {_plain(zone): zone for zone in zones}


def _plain(name: str) -> str:
    letters = (each for each in normalize("NFD", name.lower()) if each.isascii())
    return "".join(letters).replace("_", " ").strip()
