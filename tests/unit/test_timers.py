"""Due times: how they are declared, folded from events, and fired as commands."""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import permutations
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from adapters.sqlite.read_models import ReadModels
from commands.bus import Bus
from commands.registry import handlers_in
from commands.timers import Fired, Firing, drop_unanswered, fires, firings_in
from domain.recorded import Recorded
from domain.timers import Alarm, Due, DueTimes, all_due_times, due_times_in
from projections.engine import Projector
from projections.timers import Timers
from queries.timers import next_alarms
from tests import eggs
from tests.eggs import BOILED, STIRRING, Boil, Eat
from tests.unit.given import FixedClock, NoStories, all_modules, default_content
from tests.unit.memory_store import MemoryStore
from tests.unit.projection_log import Log

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


# --- declared --------------------------------------------------------------------------------------------------------


def test_a_topic_declares_its_due_times_and_what_fires_them():
    declared = due_times_in([eggs])
    assert declared == {"egg-boiled": BOILED, "egg-stirring": STIRRING}
    assert firings_in([eggs], declared)["egg-boiled"].becomes(Due("e1", NOON)) == eggs.TakeOut("e1")


def test_every_due_time_of_the_domain_is_fired_by_a_command():
    assert firings_in(all_modules(), all_due_times()).keys() >= all_due_times().keys()


def test_due_times_that_nothing_fires_are_an_error():
    with pytest.raises(ValueError, match="nothing fires egg-boiled, egg-stirring"):
        firings_in([], due_times_in([eggs]))


def test_two_kinds_of_one_name_are_an_error():
    other = ModuleType("other")
    other.AGAIN = DueTimes("egg-boiled", sets={})  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="two kinds of due times are named egg-boiled"):
        due_times_in([eggs, other])


def test_due_times_fired_in_two_ways_are_an_error():
    other = ModuleType("other")
    other.again = fires(BOILED)(lambda due: eggs.Eat(due.target))  # type: ignore[attr-defined]
    with pytest.raises(ValueError, match="egg-boiled is fired in two ways"):
        firings_in([eggs, other], {})


# --- folded ----------------------------------------------------------------------------------------------------------


def alarms(log: Log, folder: Path) -> list[tuple[str, str, datetime]]:
    models = ReadModels.open(f"sqlite:///{folder / 'read.db'}")
    try:
        projector = Projector(log, models.rows, [Timers([BOILED, STIRRING])])
        projector.open()
        while projector.step():
            continue
        assert {status.parked for status in projector.status()} == {0}
        found = models.read(next_alarms, 100)
        assert len(models.read(next_alarms, 1)) == min(1, len(found))
        return [(each.name, each.due.target, each.due.at) for each in found]
    finally:
        models.close()
        for file in folder.glob("read.db*"):
            file.unlink()


def boiling(log: Log, egg: str, until: datetime) -> Recorded:
    return log.append(f"egg:{egg}", "egg.boiling", egg=egg, until=until)


def dropped(log: Log, egg: str, due: datetime) -> Recorded:
    return log.append(f"timer:egg-boiled:{egg}", "timer.dropped", name="egg-boiled", target=egg, due=due, reason="late")


def test_what_waits_is_told_earliest_first(tmp_path: Path):
    log = Log()
    boiling(log, "b", NOON + 2 * MINUTE)
    boiling(log, "a", NOON + MINUTE)
    assert alarms(log, tmp_path) == [
        ("egg-boiled", "a", NOON + MINUTE),
        ("egg-boiled", "b", NOON + 2 * MINUTE),
    ]


def test_a_later_event_moves_the_due_time(tmp_path: Path):
    log = Log()
    boiling(log, "a", NOON)
    boiling(log, "a", NOON + MINUTE)
    assert alarms(log, tmp_path) == [("egg-boiled", "a", NOON + MINUTE)]


def test_what_was_done_waits_no_more(tmp_path: Path):
    log = Log()
    boiling(log, "a", NOON)
    log.append("egg:a", "egg.done", egg="a")
    assert alarms(log, tmp_path) == []


def test_what_was_dropped_waits_no_more_and_a_new_time_does(tmp_path: Path):
    log = Log()
    boiling(log, "a", NOON)
    dropped(log, "a", NOON)
    assert alarms(log, tmp_path) == []
    boiling(log, "a", NOON + MINUTE)
    assert alarms(log, tmp_path) == [("egg-boiled", "a", NOON + MINUTE)]


def test_dropping_an_earlier_time_leaves_the_present_one(tmp_path: Path):
    log = Log()
    boiling(log, "a", NOON)
    boiling(log, "a", NOON + MINUTE)
    dropped(log, "a", NOON)
    assert alarms(log, tmp_path) == [("egg-boiled", "a", NOON + MINUTE)]


def test_a_topics_stream_and_the_timers_own_commute(tmp_path: Path):
    """Every order of the two streams, each kept in its own, gives the same rows."""
    told = set()
    for order in set(permutations("eeett")):
        log, egg, timer = Log(), iter((NOON, None, NOON + MINUTE)), iter((NOON, NOON + MINUTE))
        for each in order:
            if each == "t":
                dropped(log, "a", next(timer))
            elif (until := next(egg)) is None:
                log.append("egg:a", "egg.done", egg="a")
            else:
                boiling(log, "a", until)
        told.add(tuple(alarms(log, tmp_path)))
    assert told == {()}


def test_a_change_of_what_is_declared_makes_the_read_model_anew():
    assert Timers([BOILED]).shape != Timers([BOILED, STIRRING]).shape
    assert Timers([BOILED]).shape == Timers([BOILED]).shape
    assert Timers([BOILED]).topics == ("egg.boiling", "egg.done", "timer.dropped")


# --- fired -----------------------------------------------------------------------------------------------------------


def kitchen(store: MemoryStore) -> Bus:
    """A bus of its own over the log, as another process would have it."""
    handlers = handlers_in((*all_modules(), eggs))
    return Bus(store, FixedClock(NOON), default_content(), NoStories(), handlers)  # type: ignore[arg-type]


async def give(bus: Bus, command: object, command_id: str) -> None:
    await bus.execute(command, bus.context(command_id, actor="test", source="test"))  # type: ignore[arg-type]


ALARM = Alarm("egg-boiled", Due("a", NOON), "event", "correlation")
FIRING = Firing(BOILED, eggs.boiled)


async def test_an_alarm_becomes_a_command_at_its_due_time_with_an_id_of_its_own():
    store = MemoryStore()
    bus = kitchen(store)
    await give(bus, Boil("a", NOON), "boil")
    fired = await FIRING.fire(bus, ALARM, NOON + MINUTE)
    assert fired.dropped is None
    done = store.events[-1]
    assert (done.topic, done.timestamp, done.commit_id) == (
        "egg.done",
        NOON,
        "timer:egg-boiled:a:2026-03-01T12:00:00.000Z",
    )
    assert (done.actor, done.source, done.correlation_id, done.causation_id) == (
        "system",
        "timer:egg-boiled",
        "correlation",
        "event",
    )


async def test_fired_twice_it_has_one_effect():
    store = MemoryStore()
    await give(kitchen(store), Boil("a", NOON), "boil")
    results = await asyncio.gather(*(FIRING.fire(kitchen(store), ALARM, NOON) for _ in range(5)))
    assert [each.topic for each in store.events] == ["egg.boiling", "egg.done"]
    assert [each.dropped for each in results] == [None] * 5


async def test_a_refusal_is_recorded_as_dropped():
    store = MemoryStore()
    bus = kitchen(store)
    await give(bus, Boil("a", NOON), "boil")
    await give(bus, Eat("a"), "eat")
    assert (await FIRING.fire(bus, ALARM, NOON)).dropped == "refused:egg-gone"
    last = store.events[-1]
    assert (last.topic, dict(last.state)) == (
        "timer.dropped",
        {"name": "egg-boiled", "target": "a", "due": NOON, "reason": "refused:egg-gone"},
    )
    assert last.commit_id == ALARM.command_id


async def test_an_alarm_with_nothing_to_do_is_recorded_as_dropped_once():
    store = MemoryStore()
    for _ in range(3):
        assert (await FIRING.fire(kitchen(store), ALARM, NOON)).dropped == "nothing"
    assert [(each.topic, each.state["reason"]) for each in store.events] == [("timer.dropped", "nothing")]


@pytest.mark.parametrize(("late", "becomes"), [(MINUTE, "egg.stirred"), (MINUTE * 2, "timer.dropped")])
async def test_what_is_pointless_by_now_is_dropped(late: timedelta, becomes: str):
    store = MemoryStore()
    alarm = Alarm("egg-stirring", Due("a", NOON), "event", "correlation")
    fired = await Firing(STIRRING, eggs.stirred).fire(kitchen(store), alarm, NOON + late)
    assert [each.topic for each in store.events] == [becomes]
    assert fired.dropped == (None if becomes == "egg.stirred" else "late")


async def test_whoever_drops_it_as_late_and_whoever_fires_it_in_time_have_one_effect():
    store = MemoryStore()
    alarm = Alarm("egg-stirring", Due("a", NOON), "event", "correlation")
    firing = Firing(STIRRING, eggs.stirred)
    await asyncio.gather(
        firing.fire(kitchen(store), alarm, NOON), firing.fire(kitchen(store), alarm, NOON + 2 * MINUTE)
    )
    assert len(store.events) == 1


async def test_what_was_done_and_is_due_still_is_dropped_as_unanswered():
    store = MemoryStore()
    bus = kitchen(store)
    alarm = Alarm("egg-stirring", Due("a", NOON), "event", "correlation")
    await Firing(STIRRING, eggs.stirred).fire(bus, alarm, NOON)
    fired: Fired = await drop_unanswered(bus, alarm)
    assert fired.dropped == "unanswered"
    assert [each.topic for each in store.events] == ["egg.stirred", "timer.dropped"]


@examples(st.datetimes(datetime(2020, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_two_due_times_of_a_target_have_two_ids_and_one_has_one(at: datetime):
    at = at.replace(microsecond=at.microsecond // 1000 * 1000)
    ids = {Alarm("n", Due("t", when), "e", "c").command_id for when in (at, at + timedelta(milliseconds=1), at)}
    assert len(ids) == 2
