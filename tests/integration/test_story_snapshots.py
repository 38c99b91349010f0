"""A long reading is loaded from its snapshot, and goes on from there as it would from all of its events."""

from typing import Any

import pytest
from pymongo import MongoClient

from adapters.mongodb.process_log import ProcessLog
from commands.bus import SNAPSHOT_EVERY, Bus
from commands.context import Command
from commands.registry import handlers_in, package_modules
from commands.story import ChooseInStory, GoBackInStory, RestartStory, ShowStory, StoryView
from commands.users import RegisterUser
from domain.content import ContentPack
from domain.ids import UserId
from domain.story import Story
from tests.event_log import opened_log
from tests.faults.community_invariants import replayed
from tests.unit.examples import WORDS
from tests.unit.toy_story import SPANISH, Place, ToyStories, Way
from yabot.clock import SystemClock

pytestmark = pytest.mark.asyncio

ANA = UserId("a000000000000001")
STREAM = Story.stream(ANA, "ronda")
PACK = ContentPack.model_validate(
    {"stories": {"ronda": {"id": "ronda", "title": WORDS, "summary": WORDS, "languages": {"es": SPANISH}}}}
)
ROUND = ToyStories(
    inicio=Place((Way("subir", "torre", ("premio:5",)),)),
    torre=Place((Way("bajar", "inicio"), Way("saltar", "fin")), tags=("checkpoint:la_torre", "recuerda:torre")),
    fin=Place(tags=("final:tranquilo",)),
)


def bus_over(log: ProcessLog) -> Bus:
    """As a process that has just started has it: with nothing in its cache."""
    return Bus(log.store, SystemClock(), PACK, ROUND, handlers_in(package_modules("commands")))


async def given(bus: Bus, command: Command, number: int) -> None:
    await bus.execute(command, bus.context(f"timer:test:{type(command).__name__}:{number}", actor=ANA, source="test"))


async def shown(bus: Bus) -> StoryView:
    view: StoryView = await bus.ask(ShowStory(ANA, "ronda"), bus.context("timer:look", actor=ANA, source="test"))
    return view


async def loaded(log: ProcessLog) -> Story:
    story = (await log.store.load({STREAM: Story}))[STREAM].aggregate
    assert isinstance(story, Story)
    return story


async def test_a_long_reading_is_snapshotted_and_goes_on_from_there(
    mongod: str, database: str, mongo_client: MongoClient[dict[str, Any]]
) -> None:
    with opened_log(mongod, database) as log:
        bus = bus_over(log)
        await given(bus, RegisterUser(ANA, "es"), 0)
        for number in range(SNAPSHOT_EVERY):
            await given(bus, ChooseInStory(ANA, "ronda", 0), number)
        kept = mongo_client[database]["snapshots"].find_one({"_id": STREAM})
        assert kept is not None
        assert SNAPSHOT_EVERY <= kept["originator_version"] < (await loaded(log)).version

        anew = replayed(Story, STREAM, await log.async_log.read_stream(STREAM))
        assert (await loaded(log)).snapshot_state == anew.snapshot_state

        cold = bus_over(log)
        assert await shown(cold) == await shown(bus)
        await given(cold, ChooseInStory(ANA, "ronda", 0), SNAPSHOT_EVERY)
        assert (await shown(cold)).place == "torre"
        await given(cold, ChooseInStory(ANA, "ronda", 1), SNAPSHOT_EVERY + 1)
        assert (await shown(cold)).endings == ("tranquilo",)
        await given(cold, GoBackInStory(ANA, "ronda", "la_torre"), 0)
        assert (await shown(cold)).place == "torre"
        await given(cold, RestartStory(ANA, "ronda"), 0)
        told = await loaded(log)
        assert (told.run, told.depth, told.checkpoints, told.remembered) == (2, 0, {}, ["torre"])
        assert told.turn == SNAPSHOT_EVERY + 5, "start, choices, the way back and the restart"
