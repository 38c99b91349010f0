"""A small community with a month of history, made by real commands under a simulated clock.

Everybody has habits: some come daily and read on, some look in on Sundays, some leave after a week. The same seed tells
the same month.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from random import Random

from commands.bus import Bus
from commands.context import UserCommand
from commands.daily_gift import ClaimDailyGift
from commands.membership import GrantMembership
from commands.mochila import UseItem
from commands.ports import Vault
from commands.store import BuyItem
from commands.story import ChooseInStory, ShowStory, StoryView
from commands.users import NoteVisit, RegisterUser
from domain.content import ContentPack
from domain.errors import DomainError
from domain.ids import UserId
from yabot.clock import MovableClock

log = logging.getLogger(__name__)

DAYS = 30
AT_ONCE = 10
"""Days that are lived through together, each member's in order: what happens on them stands in the log mixed."""

IN_FLIGHT = 256
SHOPPERS, SMALL = 0.15, 25
"""The share of visits that end in the store, and the price in besitos up to which something is looked at there."""

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

Report = Callable[[int, int], None]


@dataclass
class Member:
    """One made-up member and their habits. `eagerness` is the chance that a day sees them, from 0 to 1."""

    number: int
    first_name: str
    language: str
    zone: str
    joins: int
    leaves: int
    eagerness: float
    reader: float
    user_id: UserId = field(default=UserId(""))

    def here_on(self, day: int, chance: Random) -> bool:
        return self.joins <= day < self.leaves and (day == self.joins or chance.random() < self.eagerness)


def members(count: int, days: int, chance: Random) -> list[Member]:
    """`count` made-up members; about a third are there from the first day on."""
    return [
        Member(
            number=number,
            first_name=FIRST_NAMES[number % len(FIRST_NAMES)],
            language="en" if chance.random() < 0.2 else "es",
            zone=chance.choice(ZONES),
            joins=(joins := 0 if chance.random() < 0.3 else chance.randrange(days)),
            leaves=joins + chance.randrange(3, 12) if chance.random() < 0.25 else days + 1,
            eagerness=chance.betavariate(0.6, 32),
            reader=chance.betavariate(2, 14),
        )
        for number in range(count)
    ]


async def play(
    bus: Bus,
    vault: Vault,
    clock: MovableClock,
    users: int,
    days: int = DAYS,
    seed: int = 2026,
    report: Report = lambda done, total: None,
) -> None:
    """Lives through the last `days` days, up to an hour ago, and gives the clock back to the machine."""
    chance = Random(seed)  # noqa: S311  # a story, not a secret
    community = members(users, days, chance)
    now = clock.now()
    first = datetime.combine(now.date() - timedelta(days=days - 1), time.min, tzinfo=now.tzinfo)
    gate = asyncio.Semaphore(IN_FLIGHT)
    try:
        await asyncio.gather(*(_meet(vault, member, gate) for member in community))
        for begin in range(0, days, AT_ONCE):
            week = range(begin, min(begin + AT_ONCE, days))
            visits = [
                [
                    Visit(bus, clock, member, day, first + timedelta(days=day), Random(chance.random()))  # noqa: S311
                    for day in week
                    if member.here_on(day, chance)
                ]
                for member in community
            ]
            await asyncio.gather(*(_live(each, now - timedelta(hours=1), gate) for each in visits))
            report(week.stop, days)
    finally:
        clock.release()


async def _meet(vault: Vault, member: Member, gate: asyncio.Semaphore) -> None:
    async with gate:
        member.user_id = await vault.user_for(FIRST_TELEGRAM_ID + member.number, member.first_name)


async def _live(visits: "Sequence[Visit]", end: datetime, gate: asyncio.Semaphore) -> None:
    async with gate:
        for visit in visits:
            await visit.happen(end)


class Visit:
    """One member's hour with the bot on one day."""

    def __init__(
        self, bus: Bus, clock: MovableClock, member: Member, day: int, opening: datetime, chance: Random
    ) -> None:
        self._bus, self._clock, self._member, self._day, self._chance = bus, clock, member, day, chance
        self._at = opening + timedelta(minutes=chance.randrange(6 * 60, 23 * 60))
        self._given = 0

    async def happen(self, end: datetime) -> None:
        """Comes, takes the gift, reads on a little, may buy something; in this order, as far as the day has come."""
        user_id = self._member.user_id
        if self._day == self._member.joins:
            await self._give(RegisterUser(user_id, self._member.language, self._member.zone), end)
            if self._member.number % 10 == 0:
                plan = self._plan(self._bus.content)
                await self._give(GrantMembership(user_id, plan, reason="demo"), end)
        await self._give(NoteVisit(user_id), end)
        if self._chance.random() < 0.9:
            await self._give(ClaimDailyGift(user_id), end)
        if self._bus.content.stories and self._chance.random() < self._member.reader:
            for _ in range(self._chance.randrange(1, 3)):
                await self._read_on(end)
        if self._chance.random() < SHOPPERS:
            await self._shop(end)

    async def _shop(self, end: datetime) -> None:
        """Buys one of the small things, if there are besitos for it, and uses it up if that is what it is for."""
        content = self._bus.content
        small = [offer for offer in content.store if offer.price <= SMALL and offer.level == 1 and not offer.vip_only]
        if small:
            item = self._chance.choice(small).item
            bought = await self._give(BuyItem(self._member.user_id, item), end)
            if bought and content.item(item).use is not None:
                await self._give(UseItem(self._member.user_id, item), end)

    @staticmethod
    def _plan(content: ContentPack) -> str:
        return content.plans[0].id

    async def _read_on(self, end: datetime) -> None:
        story = self._bus.content.default_story.id
        context = self._bus.context("demo:look", actor="demo", source="demo", now=self._at)
        try:
            view: StoryView = await self._bus.ask(ShowStory(self._member.user_id, story), context)
        except DomainError as refusal:
            log.debug("demo: the story can't be read: %s", refusal)
            return
        open_choices = [choice for choice in view.choices if not choice.locked and choice.affordable]
        if open_choices and not view.ended:
            choice = self._chance.choice(open_choices)
            await self._give(ChooseInStory(self._member.user_id, story, choice.index), end)

    async def _give(self, command: UserCommand, end: datetime) -> bool:
        """Gives a command a little later than the one before, unless that is still to come; whether it was taken."""
        self._at += timedelta(seconds=self._chance.randrange(5, 90))
        if self._at > end:
            return False
        self._given += 1
        self._clock.advance(self._at)
        command_id = f"demo:{self._day}:{self._member.number}:{self._given}"
        context = self._bus.context(command_id, actor=self._member.user_id, source="demo", now=self._at)
        try:
            await self._bus.execute(command, context)
        except DomainError as refusal:
            log.debug("demo: %s was refused: %s", command_id, refusal)
            return False
        return True
