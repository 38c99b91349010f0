"""Invariant 11: rows depend on the order of events within a stream, and on nothing else of how they are folded."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.sqlite.read_models import ReadModels
from domain.recorded import Recorded
from projections.engine import Projector
from projections.rebuild import rebuild, verify
from projections.registry import all_projections
from tests.unit.projection_log import MORNING, Log
from tests.unit.toy_projection import contents

PLACES = frozenset(("position", "recorded_at", "id"))
"""What says where in the log a row's event is: it differs between interleavings, and nothing else may."""

PROJECTIONS = all_projections()

AMOUNTS = st.integers(1, 50)

DEEDS = st.one_of(
    st.tuples(st.just("credit"), AMOUNTS),
    st.tuples(st.just("debit"), AMOUNTS),
    st.tuples(st.just("gift"), AMOUNTS),
    st.tuples(st.just("zone"), st.sampled_from(["Pacific/Kiritimati", "Pacific/Honolulu", "Europe/Madrid"])),
    st.tuples(st.just("role"), st.sampled_from(["vip", "writer"])),
    st.tuples(st.just("step"), st.integers(1, 3)),
    st.tuples(st.just("item"), st.integers(0, 3)),
    st.tuples(st.just("buy"), st.integers(1, 3)),
    st.tuples(st.just("wear"), st.sampled_from(["pin", "rose", ""])),
    st.tuples(st.just("begin"), st.integers(1, 2)),
    st.tuples(st.just("choice"), st.integers(0, 2)),
    st.tuples(st.just("unlock"), st.sampled_from(["bronze", "silver"])),
    st.tuples(st.just("outside"), AMOUNTS),
)

HISTORIES = st.lists(st.lists(DEEDS, max_size=10), min_size=1, max_size=4)
"""What each of some users does, in their order."""


def story_of(user: str, deeds: Sequence[tuple[str, object]]) -> list[Recorded]:
    """One user's events, in their order."""
    log, balance = Log(), 0
    log.append(f"user:{user}", "user.registered", language="es", time_zone="UTC", time_zone_known=False)
    for turn, (deed, value) in enumerate(deeds):
        at = MORNING + timedelta(hours=5 * turn)
        match deed:
            case "credit" | "debit":
                balance += value if deed == "credit" else -value  # type: ignore[operator]
                fields = {"amount": value, "reason": deed, "balance": balance}
                log.append(f"wallet:{user}", f"wallet.{deed}ed", at=at, **fields)
            case "gift":
                fields = {"day": at.date(), "zone": "UTC", "streak": turn, "amount": value}
                log.append(f"gift:{user}", "gift.claimed", at=at, **fields)
            case "zone":
                log.append(f"user:{user}", "user.time_zone_changed", at=at, time_zone=value)
            case "role":
                log.append(f"user:{user}", "user.role_granted", at=at, role=value)
            case "step":
                fields = {"mission": "m", "period": "once", "step": f"step{value}", "step_progress": 1}
                fields |= {"step_target": 1, "progress": turn, "target": 3}
                log.append(f"mission:{user}:m:once", "mission.progressed", at=at, **fields)
            case "item":
                kind = "item.received" if value else "item.removed"
                log.append(f"mochila:{user}", kind, at=at, item="key", quantity=1, reason="found", owned=value)
            case "buy":
                fields = {"item": "lamp", "quantity": value, "unit_price": 2, "total": value, "regular_price": 3}
                log.append(f"purchases:{user}", "item.purchased", at=at, **fields, priced="sale", bought=value)
                fields = {"item": f"lamp{user}", "quantity": value, "taken": turn, "left": 0}
                log.append(f"stock:lamp{user}", "stock.taken", at=at, **fields)
            case "wear":
                topic = "item.equipped" if value else "item.unequipped"
                log.append(f"mochila:{user}", topic, at=at, item=value or "pin", slot="badge")
            case "begin":
                fields = {"story": "s", "hash": "h", "language": "es", "turn": turn, "run": value}
                fields |= {"place": "here", "effects": {"remembered": [deed]}}
                log.append(f"story:{user}:s", "story.started", at=at, **fields)
            case "choice":
                fields = {"story": "s", "hash": "h", "language": "es", "turn": turn, "depth": turn, "run": 1}
                fields |= {"place": "here", "choice": value, "text": "Go", "way": None, "next_place": "there"}
                fields |= {"effects": {}}
                log.append(f"story:{user}:s", "story.choice_made", at=at, **fields)
            case "unlock":
                fields = {"achievement": "a", "level": value, "reward": 1, "experience": 1, "items": {}}
                log.append(f"achievements:{user}", "achievement.unlocked", at=at, **fields)
            case "outside":
                log.append(f"external_facts:{user}:tv", "external.watched", at=at, payload={"minutes": value})
    return [event for event in log.events if isinstance(event, Recorded)]


def in_turn(stories: Sequence[list[Recorded]], order: Sequence[int]) -> Log:
    """A log of all stories, whose next event is that of the user whom `order` says, while they have any."""
    log, left = Log(), [list(story) for story in stories]
    for pick in order:
        unfinished = [story for story in left if story]
        if unfinished:
            log.extend((unfinished[pick % len(unfinished)].pop(0),))
    for story in left:
        log.extend(story)
    return log


@contextmanager
def folded(log: Log, sizes: Sequence[int] = (10_000,), rows_kept: int = 20_000) -> Iterator[ReadModels]:
    """Read models of the log, made by projectors that take turns, each with a batch size of its own."""
    with TemporaryDirectory() as folder:
        models = ReadModels.open(f"sqlite:///{Path(folder) / 'read.db'}")
        turn = 0
        more = True
        while more:
            projector = Projector(log, models.rows, PROJECTIONS, batch=sizes[turn % len(sizes)], rows_kept=rows_kept)
            projector.open()
            more = projector.step()
            turn += 1
        yield models
        models.close()


@settings(max_examples=6)
@given(HISTORIES, st.lists(st.integers(0, 4), max_size=60), st.lists(st.integers(1, 9), min_size=1, max_size=3))
def test_any_batch_size_and_any_interleaving_of_users_give_the_same_rows(
    histories: list[list[tuple[str, object]]], order: list[int], sizes: list[int]
) -> None:
    stories = [story_of(f"{number:016x}", deeds) for number, deeds in enumerate(histories)]
    with folded(in_turn(stories, ())) as models:
        one_after_the_other = models.read(contents, PROJECTIONS, PLACES)
    mixed = in_turn(stories, order)
    with folded(mixed) as models:
        in_one_go = models.read(contents, PROJECTIONS)
        assert models.read(contents, PROJECTIONS, PLACES) == one_after_the_other
    with folded(mixed, sizes, rows_kept=3) as models:
        assert models.read(contents, PROJECTIONS) == in_one_go
        assert all(not result.differences for result in verify(models.rows, mixed, PROJECTIONS))
        rebuild(models.rows, mixed, PROJECTIONS)
        assert models.read(contents, PROJECTIONS) == in_one_go
