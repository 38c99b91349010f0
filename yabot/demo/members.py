"""Who lives in the demo community, and what their habits are."""

from dataclasses import dataclass, field
from random import Random

from domain.ids import UserId

FIRST_TELEGRAM_ID = 7_000_000_001
"""Demo accounts; real Telegram ids of the same number are other people's only in another vault."""

FIRST_NAMES = (
    "Ana", "Bruno", "Camila", "Diego", "Elena", "Facundo", "Gabriela", "Hugo", "Inés", "Joaquín", "Karina", "Lucas",
    "Mariana", "Nicolás", "Olivia", "Pablo", "Quetzal", "Rocío", "Santiago", "Tamara", "Ulises", "Valentina", "Walter",
    "Ximena", "Yolanda", "Zoe", "Amelia", "Brenda", "Catalina", "Damián", "Emilio", "Fernanda", "Gonzalo", "Helena",
    "Ignacio", "Julieta", "Kevin", "Lorena", "Mateo", "Natalia", "Oscar", "Paloma", "Rafael", "Sofía", "Tomás",
    "Úrsula", "Vicente", "Wanda", "Yamila", "Zacarías",
)  # fmt: skip
ZONES = (
    "America/Mexico_City", "America/Bogota", "America/Argentina/Buenos_Aires", "America/Santiago", "Europe/Madrid",
    "America/Lima", "America/New_York",
)  # fmt: skip


BROUGHT_ON = 1
"""The evening on which friends bring somebody along. They stay for each other, take every gift, and so the month sees
their invitations rewarded."""


@dataclass
class Member:
    """One made-up member and their habits; `invited` by a friend or not. Evenings are counted from 0; `eagerness` is
    the chance that one sees them again, from 0 to 1."""

    number: int
    first_name: str
    language: str
    zone: str
    joins: int
    leaves: int
    eagerness: float
    reader: float
    invited: bool
    user_id: UserId = field(default=UserId(""))

    def here_on(self, evening: int, chance: Random) -> bool:
        """Whether that evening sees them; always, when they join on it."""
        return self.joins <= evening < self.leaves and (evening == self.joins or chance.random() < self.eagerness)


def members(count: int, evenings: int, chance: Random) -> list[Member]:
    """`count` made-up members; about a third are there from the first evening on."""
    return [_member(number, evenings, chance) for number in range(count)]


def _member(number: int, evenings: int, chance: Random) -> Member:
    invited = number % 20 == 5
    joins = BROUGHT_ON if invited else 0 if chance.random() < 0.3 else chance.randrange(evenings)
    return Member(
        number=number,
        first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
        language="en" if chance.random() < 0.2 else "es",
        zone=chance.choice(ZONES),
        joins=joins,
        leaves=joins + chance.randrange(2, 5) if chance.random() < 0.25 and not invited else evenings,
        eagerness=1.0 if invited else chance.betavariate(0.3, 11),
        reader=chance.betavariate(2, 14),
        invited=invited,
    )
