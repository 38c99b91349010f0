"""A reader in a process of its own, to be killed: makes one choice after the other, and says which were answered."""

import asyncio
from functools import cache
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from typing import Any

from adapters.content import load_content, load_stories
from adapters.ink.runtime import InkRuntime
from commands.bus import Bus
from commands.context import Context
from commands.registry import handlers_in, package_modules
from commands.story import ChooseInStory, RestartStory, ShowStory, StoryView
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.ids import UserId
from tests.event_log import now, opened_log
from yabot.clock import SystemClock

CONTENT = Path(__file__).parents[2] / "content"
READER = UserId("a000000000000001")
BESITOS = 60


@cache
def community() -> tuple[ContentPack, dict[str, str]]:
    """The default community, and its compiled stories."""
    return load_content(CONTENT), load_stories(CONTENT)


def chapter() -> str:
    """The compiled story that is read."""
    pack, stories = community()
    return stories[pack.default_story.languages["es"]]


def runtime(compiled: str | None = None) -> InkRuntime:
    """One that has told nothing yet."""
    ours = InkRuntime()
    ours.add(compiled or chapter())
    return ours


def read_on(connection: Connection, uri: str, database: str, taps: int, pack: ContentPack, compiled: str) -> None:
    """Taps so many times in all, whoever made the first of them; says each tap's number and what was shown then."""
    with opened_log(uri, database, now=now) as log:
        bus = Bus(log.store, SystemClock(), pack, runtime(compiled), handlers_in(package_modules("commands")))
        asyncio.run(_read_on(connection, bus, taps))
    connection.send(None)


async def _read_on(connection: Connection, bus: Bus, taps: int) -> None:
    story = bus.content.default_story.id
    await bus.execute(RegisterUser(READER, "es"), _tap(bus, "register"))
    await bus.execute(MoveBesitos(READER, BESITOS, "test"), _tap(bus, "purse"))
    for number in range(taps):
        if not await bus.answered(f"http:tap:{number}"):
            view: StoryView = await bus.ask(ShowStory(READER, story), _tap(bus, "look"))
            connection.send(("shown", number, view.turn, view.text))
            await bus.execute(_command(view, number), _tap(bus, str(number)))
        connection.send(("done", number))


def _command(view: StoryView, number: int) -> Any:
    open_now = [each.index for each in view.choices if not each.locked and each.affordable]
    if not open_now:
        return RestartStory(READER, view.story)
    return ChooseInStory(READER, view.story, Random(number).choice(open_now), view.turn, view.offer)


def _tap(bus: Bus, name: str) -> Context:
    return bus.context(f"http:tap:{name}", actor=READER, source="test")
