"""A new achievement is granted for what has already happened: once, whole, and without a storm."""

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given as for_any
from hypothesis import settings
from hypothesis import strategies as st

from adapters.achievement_history import AchievementHistory
from commands.achievement_history import CountHistory, HistoryOutrun
from commands.bus import Bus
from commands.content import PublishContent
from commands.external import RecordExternalFact
from commands.notifications import notifications
from commands.users import RegisterUser
from domain.content import ContentPack
from domain.errors import NotFound
from domain.ids import UserId
from domain.recorded import Damaged, Recorded
from tests.unit.examples import achievement_like, goal, level_of
from tests.unit.given import Scene, achievement, all_reactions, ana, bea, given, nothing, wallet
from tests.unit.memory_store import MemoryStore

NOTE = [
    {
        "id": "note",
        "title": {"es": "nota", "en": "note"},
        "about": "anybody",
        "fields": {"size": {"type": "integer"}},
    }
]


def pack(*achievements: object, **more: Any) -> ContentPack:
    return ContentPack.model_validate({"achievements": achievements, "external": NOTE, **more})


NOTES = goal("notes", "external.note")
SIZES = goal("sizes", "external.note", total="payload.size")
LARGEST = goal("largest", "external.note", highest="payload.size")
EARNED = goal("earned", "wallet.credited", where={"reason": "achievement:a"})
A = achievement_like("a", (NOTES,), (level_of("bronze", 5, notes=1), level_of("gold", 50, notes=3)))
B = achievement_like("b", (SIZES, LARGEST), (level_of("bronze", 7, sizes=4), level_of("gold", 9, sizes=9, largest=5)))
C = achievement_like("c", (EARNED,), (level_of("bronze", 1, earned=1),), requires=("b",))
OLD, NEW = pack(A), pack(A, B, C)


class MemoryLog:
    """The log of the memory store; `each_time` is awaited before every read, as others go on meanwhile."""

    def __init__(self, store: MemoryStore, each_time: Any = None) -> None:
        self._store, self._each_time = store, each_time

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        if self._each_time is not None:
            await self._each_time()
        return [each for each in self._store.events[after:] if not topics or each.topic in topics][: min(limit, 3)]

    async def head(self) -> int:
        return len(self._store.events)


class Community:
    """One log, a bus with the content in force, and reactions that lag behind as far as a test lets them."""

    def __init__(self, content: ContentPack) -> None:
        self.scene = Scene(content=content)
        self.reacted = 0
        self._numbers = 0
        self.publish(content)

    @property
    def events(self) -> list[Recorded]:
        return self.scene.store.events

    def publish(self, content: ContentPack) -> None:
        """The program starts anew, with other content."""
        self.scene.content = content
        self.bus: Bus = self.scene.bus()
        asyncio.run(self.give(PublishContent()))

    async def give(self, command: Any) -> None:
        self._numbers += 1
        await self.bus.execute(command, self.bus.context(f"test:{self._numbers}", actor="test", source="test"))

    async def note(self, user: UserId, size: int) -> None:
        await self.give(RecordExternalFact("note", user, {"size": size}))

    async def react(self, steps: int = 10**6) -> None:
        """Lets the reactions take up to so many events."""
        while self.reacted < len(self.events) and steps:
            event = self.events[self.reacted]
            self.reacted, steps = self.reacted + 1, steps - 1
            for each in all_reactions().values():
                if event.topic in each.topics or ("external.*" in each.topics and event.topic.startswith("external.")):
                    await each.run(self.bus, event)

    def history(self, each_time: Any = None) -> AchievementHistory:
        return AchievementHistory(self.bus, MemoryLog(self.scene.store, each_time))

    def granted(self) -> dict[str, list[tuple[str, str]]]:
        """What each user has unlocked, whenever."""
        found: dict[str, list[tuple[str, str]]] = {}
        for event in self.events:
            if event.topic == "achievement.unlocked":
                found.setdefault(str(event.user_id), []).append((event.achievement, event.level))
        return {user: sorted(each) for user, each in found.items()}

    def counts(self) -> dict[tuple[str, str, str], int]:
        return {
            (str(event.user_id), event.achievement, goal): count
            for event in self.events
            if event.topic in ("achievement.progressed", "achievement.history_counted")
            for goal, count in event.progress.items()
        }


def lived(content: ContentPack, *sizes: int) -> Community:
    community = Community(content)
    for user in (ana, bea):
        asyncio.run(community.give(RegisterUser(user, "es")))
    for size in sizes:
        asyncio.run(community.note(ana, size))
    asyncio.run(community.react())
    return community


# -- the command ------------------------------------------------------------------------------------------------------


def test_counts_are_brought_to_what_history_makes_and_what_that_reaches_is_unlocked():
    given(nothing).with_content(NEW).when(CountHistory(ana, (("b", "sizes", 5), ("b", "largest", 3)), 90, 0)).records(
        achievement.history_counted("b", {"sizes": 5, "largest": 3}, 90),
        achievement.unlocked("b", "bronze"),
        wallet.credited(7, "achievement:b"),
        achievement.history_granted(["b"], 7, 0),
    )


def test_what_reaches_nothing_is_counted_and_nobody_is_told():
    given(nothing).with_content(NEW).when(CountHistory(ana, (("b", "sizes", 2),), 90, 0)).records(
        achievement.history_counted("b", {"sizes": 2}, 90)
    )


def test_counts_never_fall_and_stop_at_what_is_asked_for():
    began = achievement.progressed("b", {"sizes": 3})
    given(nothing, began).with_content(NEW).when(CountHistory(ana, (("b", "sizes", 2),), 90, 1)).records_nothing()
    given(nothing, began).with_content(NEW).when(CountHistory(ana, (("b", "sizes", 400),), 90, 1)).records(
        achievement.history_counted("b", {"sizes": 9}, 90),
        achievement.unlocked("b", "bronze"),
        wallet.credited(7),
        achievement.history_granted(["b"], 7, 0),
    )


def test_what_has_moved_since_history_was_read_is_not_overwritten():
    began = achievement.progressed("b", {"sizes": 6})
    with pytest.raises(HistoryOutrun):
        given(nothing, began).with_content(NEW).when(CountHistory(ana, (("b", "sizes", 9),), 90, 0))


def test_the_history_of_somebody_unknown_is_refused():
    given(nothing).with_content(NEW).when(CountHistory(bea, (("b", "sizes", 9),), 90, 0)).refuses(NotFound("user", bea))


# -- all of it --------------------------------------------------------------------------------------------------------


def test_what_happened_before_an_achievement_was_there_is_granted_once_and_told_as_one():
    community = lived(OLD, 4, 5, 6)
    community.publish(NEW)
    assert asyncio.run(community.history().count()) == 1
    asyncio.run(community.react())
    assert community.granted()[ana] == [("a", "bronze"), ("a", "gold"), ("b", "bronze"), ("b", "gold"), ("c", "bronze")]
    since = next(each.position for each in reversed(community.events) if each.topic == "content.published")
    news = [note for each in community.events[since:] for note in notifications(each, NEW)]
    assert [each.key for each in news] == ["notify-achievements-from-history"]
    assert news[0].params["achievements"] == {"es": "palabras, palabras", "en": "words, words"}
    before = len(community.events)
    assert asyncio.run(community.history().count()) == 0
    assert len(community.events) == before


def test_a_first_pack_has_no_history_and_that_it_was_counted_is_on_record():
    community = lived(NEW, 9)
    before = len(community.events)
    assert asyncio.run(community.history().count()) == 0
    assert len(community.events) == before
    community.publish(OLD)
    asyncio.run(community.history().count())
    assert community.events[-1].topic == "content.history_counted"
    assert (community.events[-1].users, community.events[-1].granted) == (0, 0)


def test_a_level_that_is_added_counts_what_lay_beyond_the_highest():
    community = lived(pack(achievement_like("a", (NOTES,), (level_of("bronze", 5, notes=1),))), *[1] * 5)
    assert community.granted()[ana] == [("a", "bronze")]
    community.publish(OLD)
    asyncio.run(community.history().count())
    assert community.granted()[ana] == [("a", "bronze"), ("a", "gold")]


def test_a_level_that_asks_for_less_now_is_granted():
    community = lived(pack(achievement_like("a", (NOTES,), (level_of("bronze", 5, notes=9),))), 1, 1)
    assert community.granted() == {}
    community.publish(pack(achievement_like("a", (NOTES,), (level_of("bronze", 5, notes=2),))))
    asyncio.run(community.history().count())
    assert community.granted()[ana] == [("a", "bronze")]


def test_the_rewards_of_history_lift_the_level_without_another_message():
    levels = [{"experience": 0, "title": NOTE[0]["title"]}, {"experience": 5, "title": NOTE[0]["title"]}]
    rich = {"level": "bronze", "reach": {"notes": 2}, "reward": {"experience": 5}}
    community = lived(pack(levels=levels), 1, 1)
    new = pack(achievement_like("a", (NOTES,), (rich,)), levels=levels)
    community.publish(new)
    asyncio.run(community.history().count())
    assert "level.reached" in [each.topic for each in community.events]
    told = [note.key for each in community.events for note in notifications(each, new)]
    assert told == ["notify-achievements-from-history"]


def test_killed_in_the_middle_it_goes_on_and_grants_nothing_twice():
    community = lived(OLD, 4, 5, 6)
    for size in (9, 9):
        asyncio.run(community.note(bea, size))
    asyncio.run(community.react())
    community.publish(NEW)
    execute, given_commands = community.bus.execute, 0

    async def killed_at_the_second(command: Any, context: Any) -> Any:
        nonlocal given_commands
        given_commands += isinstance(command, CountHistory)
        if given_commands == 2:
            raise KeyboardInterrupt
        return await execute(command, context)

    community.bus.execute = killed_at_the_second  # type: ignore[method-assign]
    with pytest.raises(KeyboardInterrupt):
        asyncio.run(community.history().count())
    community.bus = community.scene.bus()
    asyncio.run(community.history().count())
    asyncio.run(community.react())
    always = lived(NEW, 4, 5, 6)
    for size in (9, 9):
        asyncio.run(always.note(bea, size))
    asyncio.run(always.react())
    assert community.granted() == always.granted()


FACTS = st.lists(st.tuples(st.sampled_from([ana, bea]), st.integers(0, 6)), max_size=12)


@settings(max_examples=200, deadline=None)
@for_any(before=FACTS, lag=st.integers(0, 30), meanwhile=FACTS, pace=st.integers(0, 4), again=st.booleans())
def test_it_is_as_if_the_achievement_had_existed_from_the_start(
    before: list[tuple[UserId, int]], lag: int, meanwhile: list[tuple[UserId, int]], pace: int, again: bool
) -> None:
    """Facts from before, some of them not yet reacted to; others that come, and are reacted to, while it counts."""
    community, always = Community(OLD), Community(NEW)
    for each in (community, always):
        for user in (ana, bea):
            asyncio.run(each.give(RegisterUser(user, "es")))
        for user, size in before:
            asyncio.run(each.note(user, size))
    asyncio.run(always.react())
    for user, size in meanwhile:
        asyncio.run(always.note(user, size))
    asyncio.run(always.react())

    asyncio.run(community.react(lag))
    community.publish(NEW)
    waiting = list(meanwhile)

    async def life_goes_on() -> None:
        if waiting:
            await community.note(*waiting.pop(0))
        await community.react(pace)

    async def whole() -> None:
        await community.history(life_goes_on).count()
        for user, size in waiting:
            await community.note(user, size)
        if again:
            await community.history().count()
        await community.react()

    asyncio.run(whole())
    assert community.granted() == always.granted()
    assert community.counts() == always.counts()
    rewards = [each.amount for each in community.events if each.topic == "wallet.credited"]
    assert sorted(rewards) == sorted(each.amount for each in always.events if each.topic == "wallet.credited")
