"""What holds whatever people do: random commands, repeated, in any order, by several processes at once.

The numbers are those of the domain's list of invariants.
"""

import asyncio
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from commands.achievement_history import CountHistory, FinishHistory
from commands.achievements import CountForAchievements
from commands.auctions import OpenAuction, PlaceBid, WithdrawAuction
from commands.bus import Bus
from commands.chats import LeaveChat, MigrateChat, NoteStanding
from commands.content import PublishContent
from commands.context import Command
from commands.daily_gift import BuyStreakFreeze, ClaimDailyGift, RepairStreak
from commands.decision import Receipt
from commands.deliveries import SummariseDeliveries
from commands.external import RecordExternalFact
from commands.levels import GrantExperience
from commands.membership import ExpireMembership, GrantMembership, RevokeMembership
from commands.message_reactions import LinkQuiz, MarkPost, RewardReaction, TakePostReward
from commands.missions import SetMissionProgress, StartMission
from commands.mochila import CombineItems, EquipItem, GiveItem, GrantItem, RemoveItem, UnequipItem, UseItem
from commands.moving_in import MoveIn
from commands.notifications import NOTIFIED
from commands.payments import (
    ChangeSubscriptions,
    OfferPlan,
    RecordPayment,
    RecordRefund,
    RecordRefundFailure,
    RecordSubscription,
    RecordUnmatched,
    RefundPayment,
    ReserveInvoice,
)
from commands.ports import CommandIdReused
from commands.reactions import reactions_in
from commands.reconciliation import CompleteReconciliation, RequestReconciliation
from commands.referrals import AcceptInvitation, CountForReferral
from commands.store import BuyItem
from commands.story import ChooseInStory, GoBackInStory
from commands.story_content import PublishStory, RollBackStory
from commands.story_migration import MigrateStory
from commands.timers import DropTimer
from commands.transfers import TransferBesitos
from commands.trivia import AnswerTrivia, AnswerTriviaPoll, AskForTrivia, NoteTriviaPoll, OpenTrivia, OpenTriviaInChat
from commands.users import (
    BanUser,
    ChangeTimeZone,
    GrantRole,
    NoteReach,
    NoteVisit,
    RegisterUser,
    RevokeRole,
    UnbanUser,
    UpdateUser,
)
from commands.vip_channel import AdmitToVipChannel, DropVipChannel, ExpelFromVipChannel, NameVipChannel, RecordRemoval
from commands.wallet import MoveBesitos
from domain.aggregate import EVENT_CLASSES, event_class
from domain.content import ContentPack
from domain.counting import COUNTABLE
from domain.errors import DomainError
from domain.ids import UserId
from domain.recorded import Recorded, as_domain_event
from domain.story_step import StoryChoice, StoryLine, StoryStep
from domain.wallet import Wallet
from tests.unit.examples import achievement_like, goal, level_of, mission_like, settled, step
from tests.unit.given import Scene, all_modules, ana, bea

carla = UserId("c000000000000003")
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
ZONES = ("Europe/Madrid", "Pacific/Honolulu", "Pacific/Kiritimati", "America/Santiago")

BUSY = ContentPack.model_validate(
    {
        "missions": [
            mission_like("first", "one_off", step("gift"), step("spent", "wallet.debited", 20, total="amount")),
            mission_like("daily", "daily", step("gift")),
            mission_like("weekly", "weekly", step("done", "mission.completed", 3, where={"kind": "daily"})),
            mission_like("later", "one_off", step("visits", "user.visited", 2), requires=("first",)),
            mission_like("watch", "daily", step("m", "external.watched", 30, total="payload.minutes")),
        ],
        "achievements": [
            achievement_like("gifts", (goal(),), (level_of("bronze", 5, gifts=1), level_of("gold", 50, gifts=4))),
            achievement_like(
                "rich", (goal("sum", "wallet.credited", total="amount"),), (level_of("bronze", 7, sum=50),)
            ),
            achievement_like("both", (goal("m", "mission.completed"),), (level_of(m=2),), requires=("gifts",)),
        ],
        "levels": [{"experience": each, "title": {"es": "n", "en": "l"}} for each in (0, 10, 30)],
        "external": [
            {"id": "watched", "title": {"es": "v", "en": "w"}, "fields": {"minutes": {"type": "integer", "most": 60}}}
        ],
    }
)

users = st.sampled_from((ana, bea))
commands: st.SearchStrategy[Command] = st.one_of(
    st.builds(RegisterUser, users),
    st.builds(ClaimDailyGift, users),
    st.builds(MoveBesitos, users, st.integers(-60, 60), st.just("test")),
    st.builds(TransferBesitos, users, users, st.integers(0, 60)),
    st.builds(ChangeTimeZone, users, st.sampled_from(ZONES)),
    st.builds(SetMissionProgress, users, st.sampled_from(("first", "daily", "later")), st.integers(-1, 25)),
    st.builds(StartMission, users, st.sampled_from(("first", "weekly", "later", "none"))),
    st.builds(NoteVisit, users),
    st.builds(
        RecordExternalFact,
        st.just("watched"),
        users,
        st.fixed_dictionaries({"minutes": st.integers(-1, 61)}),
        st.just("tv"),
    ),
    st.builds(BanUser, users, st.just("spam")),
    st.builds(UnbanUser, users),
)
steps = st.lists(
    st.tuples(commands, st.integers(0, 40), st.sampled_from(("once", "again", "react", "restart"))), max_size=25
)


class Play:
    """A community under random use: time goes on, processes restart, reactions lag behind and run again."""

    def __init__(self) -> None:
        self.scene = Scene().with_content(BUSY)
        self.bus = self.scene.bus()
        self.now = START
        self._given = 0

    async def give(self, command: Command, command_id: str | None = None, bus: Bus | None = None) -> Receipt | None:
        self._given += 1
        bus = bus or self.bus
        context = bus.context(command_id or f"test:{self._given}", actor="test", source="test", now=self.now)
        try:
            return await bus.execute(command, context)
        except DomainError:
            return None

    async def run(self, script: Sequence[tuple[Command, int, str]]) -> list[Recorded]:
        for each in (ana, bea):
            await self.give(RegisterUser(each, "es", "Europe/Madrid"))
        for number, (command, hours, manner) in enumerate(script):
            self.now += timedelta(hours=hours)
            await self.give(command, f"test:step:{number}")
            if manner == "again":
                await self.give(command, f"test:step:{number}")
            elif manner == "react":
                await settled(self.scene, self.bus)
            elif manner == "restart":
                self.bus = self.scene.bus()
        await settled(self.scene, self.bus)
        await settled(self.scene, self.scene.bus())
        return self.scene.store.events


def played(script: Sequence[tuple[Command, int, str]]) -> list[Recorded]:
    return asyncio.run(Play().run(script))


@settings(max_examples=60, deadline=None)
@examples(steps)
def test_1_balances_are_never_negative_and_are_the_sum_of_their_events(script: list[tuple[Command, int, str]]):
    balances: Counter[str] = Counter()
    for event in played(script):
        if event.topic in ("wallet.credited", "wallet.debited"):
            balances[event.stream] += event.amount if event.topic == "wallet.credited" else -event.amount
            assert event.balance == balances[event.stream] >= 0


@settings(max_examples=40, deadline=None)
@examples(steps)
def test_1_every_aggregate_is_the_sum_of_its_events_and_no_more(script: list[tuple[Command, int, str]]):
    play = Play()
    events = asyncio.run(play.run(script))
    streams = {event.stream: event_class(event.topic).aggregate_class for event in events}
    for stream, loaded in asyncio.run(play.scene.store.load(streams)).items():
        aggregate = streams[stream].blank(stream)
        for event in events:
            if event.stream == stream:
                as_domain_event(event).mutate(aggregate)
        assert aggregate.snapshot_state == loaded.aggregate.snapshot_state
        if isinstance(aggregate, Wallet):
            assert min(aggregate.available, aggregate.held) >= 0


@settings(max_examples=60, deadline=None)
@examples(commands, commands)
def test_3_a_command_id_has_one_effect_and_belongs_to_one_payload(command: Command, other: Command):
    async def play() -> None:
        community = Play()
        await community.run([])
        first = await community.give(command, "http:key:1")
        length = len(community.scene.store.events)
        again = await community.give(command, "http:key:1", bus=community.scene.bus())
        assert len(community.scene.store.events) == length
        if first is not None:
            assert again is not None
            assert (again.positions, again.result, again.repeated) == (first.positions, first.result, True)
        if repr(other) != repr(command):
            with pytest.raises(CommandIdReused):
                await community.give(other, "http:key:1")
            assert len(community.scene.store.events) == length

    asyncio.run(play())


@settings(max_examples=60, deadline=None)
@examples(st.lists(st.tuples(st.integers(0, 30), st.sampled_from(ZONES)), min_size=1, max_size=8), st.integers(2, 6))
def test_4_one_gift_per_local_day_under_concurrent_claims(moves: list[tuple[int, str]], claims: int):
    async def play() -> None:
        community = Play()
        await community.run([])
        processes = [community.scene.bus() for _ in range(3)]
        for hours, zone in moves:
            community.now += timedelta(hours=hours)
            await community.give(ChangeTimeZone(ana, zone))
            before = len(gifts(community))
            await asyncio.gather(
                *(community.give(ClaimDailyGift(ana), bus=processes[each % 3]) for each in range(claims))
            )
            assert len(gifts(community)) - before <= 1
        days = [event.day for event in gifts(community)]
        assert days == sorted(set(days))
        assert sum(event.amount for event in gifts(community)) == sum(
            event.amount for event in community.scene.store.events if event.topic == "wallet.credited"
        )

    def gifts(community: Play) -> list[Recorded]:
        return [event for event in community.scene.store.events if event.topic == "gift.claimed"]

    asyncio.run(play())


@settings(max_examples=80, deadline=None)
@examples(steps)
def test_5_a_reward_is_paid_at_most_once_and_in_the_commit_that_earned_it(script: list[tuple[Command, int, str]]):
    events = played(script)
    commits: defaultdict[str, list[Recorded]] = defaultdict(list)
    for event in events:
        commits[event.commit_id].append(event)
    missions = Counter(event.stream for event in events if event.topic == "mission.completed")
    levels = Counter(
        (event.stream, event.achievement, event.level) for event in events if event.topic == "achievement.unlocked"
    )
    assert set(missions.values()) | set(levels.values()) <= {1}
    for commit in commits.values():
        earned: Counter[str] = Counter()
        paid: Counter[str] = Counter()
        for event in commit:
            if event.topic == "mission.completed":
                earned[f"mission:{event.mission}"] += event.reward
            elif event.topic == "achievement.unlocked":
                earned[f"achievement:{event.achievement}"] += event.reward
            elif event.topic == "wallet.credited" and event.reason.startswith(("mission:", "achievement:")):
                paid[event.reason] += event.amount
        assert earned == paid


@settings(max_examples=60, deadline=None)
@examples(steps)
def test_5_progress_never_falls_and_ends_at_the_target(script: list[tuple[Command, int, str]]):
    progress: Counter[str] = Counter()
    goals: Counter[tuple[str, str, str]] = Counter()
    for event in played(script):
        if event.topic == "mission.progressed":
            assert progress[event.stream] < event.progress <= event.target
            progress[event.stream] = event.progress
        elif event.topic == "mission.completed":
            assert progress[event.stream] == BUSY.mission(event.mission).target
        elif event.topic in ("achievement.progressed", "achievement.history_counted"):
            for name, reached in event.progress.items():
                assert goals[event.stream, event.achievement, name] < reached
                goals[event.stream, event.achievement, name] = reached


@settings(max_examples=200, deadline=None)
@examples(
    st.lists(
        st.lists(
            st.tuples(users, st.integers(1, 3), st.sampled_from(("❤", "🔥", "button")), st.booleans(), st.booleans()),
            min_size=1,
            max_size=6,
        ),
        max_size=6,
    )
)
def test_5_a_user_is_rewarded_at_most_once_for_a_message_whoever_decides(at_once: list[list[tuple[Any, ...]]]):
    """Reactions and taps on the button, taken back and made again, brought to three processes at the same time.

    Some are brought once more, to another process, as when the first one died before it could say that it was done.
    """

    async def play() -> None:
        community = Play()
        await community.run([])
        for command in (RegisterUser(bea), NoteStanding("plaza", "channel", "administrator", ("can_edit_messages",))):
            await community.give(command)
        for message in (1, 2):
            await community.give(MarkPost("plaza", message, 10))
        processes = [community.scene.bus() for _ in range(3)]
        for batches, batch in enumerate(at_once):
            community.now += timedelta(seconds=1)
            brought = [
                (
                    TakePostReward(user, "plaza", message) if tap else RewardReaction(user, "plaza", message, emoji),
                    f"telegram:1:{batches}-{number}",
                    again,
                )
                for number, (user, message, emoji, tap, again) in enumerate(batch)
            ]
            await asyncio.gather(
                *(community.give(command, id, bus=processes[n % 3]) for n, (command, id, _) in enumerate(brought)),
                *(
                    community.give(each, id, bus=processes[(n + 1) % 3])
                    for n, (each, id, again) in enumerate(brought)
                    if again
                ),
            )
        events = community.scene.store.events
        rewarded = Counter((each.user_id, each.message_id) for each in events if each.topic == "reaction.rewarded")
        assert set(rewarded.values()) <= {1}
        paid = Counter(dict.fromkeys((ana, bea), 0))
        for each in events:
            if each.topic == "wallet.credited":
                paid[each.user_id] += each.amount
        assert paid == Counter(
            {user: sum(1 if message == 3 else 10 for by, message in rewarded if by == user) for user in (ana, bea)}
        )

    asyncio.run(play())


# -- 12. every catalogued event is recorded by some command, and every topic subscribed to exists ---------------------


@cache
def everything_known() -> Mapping[str, Any]:
    """The event classes of the domain, with all commands imported."""
    all_modules()
    return {
        topic: kind for topic, kind in EVENT_CLASSES.items() if kind.aggregate_class.__module__.startswith("domain.")
    }


class OneStep:
    """A story of one choice, which gives a hint and comes to an end."""

    version = "test"

    def start(self, story_hash: str, externals: Mapping[str, Any], seed: int) -> StoryStep:
        choice = StoryChoice(0, "on", ("costo:1", "pista:stamp"))
        return StoryStep("before", "state", "door", (StoryLine("hello", ("checkpoint:door",)),), (choice,), False)

    def show(self, story_hash: str, before: str, externals: Mapping[str, Any]) -> StoryStep:
        return self.start(story_hash, externals, 0)

    def choose(self, story_hash: str, state: str, choice: int, externals: Mapping[str, Any]) -> StoryStep:
        return StoryStep("end", "state", "end", (StoryLine("bye", ("final:good",)),), (), True)

    def migrate(self, from_hash: str, to_hash: str, before: str, externals: Mapping[str, Any]) -> StoryStep:
        return self.start(to_hash, externals, 0)


TITLE = {"es": "t", "en": "t"}
WHOLE = ContentPack.model_validate(
    BUSY.model_dump()
    | {
        "daily_gift": {"freeze_every": 1},
        "items": [
            {"id": id, "title": TITLE, "description": TITLE, "category": "key", **more}
            for id, more in {"lamp": {}, "pin": {"equip": "badge"}, "tea": {"use": {"experience": 1}}}.items()
        ],
        "recipes": [{"id": "glow", "needs": {"lamp": 1, "tea": 1}, "makes": "pin", "text": TITLE}],
        "store": [{"item": "tea", "price": 1, "stock": 5}],
        "trivia": {"daily": 1},
        "questions": [{"id": "q", "en": {"question": "?", "answer": "a", "wrong": ["b"]}}],
        "plans": [{"id": "month", "title": TITLE, "description": TITLE, "days": 30, "stars": 1, "subscription": True}],
        "stories": {
            "s": {
                "id": "s",
                "title": TITLE,
                "summary": TITLE,
                "languages": {"es": "0" * 64, "en": "e" * 64},
                "hints": {"stamp": TITLE},
            }
        },
    }
)

TRIVIA = hashlib.sha256(b"test:OpenTrivia").hexdigest()[:12]
"""The id of the question that OpenTrivia puts below: the command's own id makes it."""

A_STORY = {"title": {"es": "x", "en": "x"}, "summary": {"es": "x", "en": "x"}}
A_LIFE: tuple[Command, ...] = (
    SummariseDeliveries("telegram", START, START + timedelta(hours=1), (("casual", "sent", "", 1),)),
    PublishContent(),
    RegisterUser(ana, "es"),
    UpdateUser(ana, "en", "Asia/Tokyo", {"notifications": "none"}),
    NoteReach(ana, "blocked"),
    GrantRole(ana, "writer"),
    RevokeRole(ana, "writer"),
    NoteVisit(ana),
    ClaimDailyGift(ana),
    MoveBesitos(ana, 50, "x"),
    BuyStreakFreeze(ana),
    RepairStreak(ana, "x", 6),
    MoveBesitos(ana, -5, "x"),
    RegisterUser(bea, "es"),
    TransferBesitos(ana, bea, 10),
    AcceptInvitation(bea, ana),
    CountForReferral(bea, (("gifts", 3),)),
    AskForTrivia(ana),
    OpenTrivia("en", seconds=600),
    NoteTriviaPoll("poll", TRIVIA, "chat"),
    AnswerTriviaPoll(bea, "poll", 0),
    AnswerTriviaPoll(ana, "poll", 1),
    SetMissionProgress(ana, "first", 21),
    CountForAchievements(ana, (("gifts", "gifts", 1),)),
    MoveIn(bea, "forum", besitos=1),
    CountHistory(bea, (("gifts", "gifts", 99),), through=1, version=0),
    FinishHistory(WHOLE.hash, through=1, users=1, granted=1),
    GrantExperience(ana, 30, "x"),
    NoteStanding("palco", "channel", "administrator", ("can_invite_users", "can_restrict_members")),
    NameVipChannel("palco"),
    GrantMembership(ana, "month", "x"),
    AdmitToVipChannel(ana, "palco"),
    RevokeMembership(ana, "x"),
    ExpelFromVipChannel(ana),
    RecordRemoval(ana, "palco", "removed"),
    DropVipChannel(),
    GrantItem(ana, "lamp", 2, "x"),
    RemoveItem(ana, "lamp", 1, "x"),
    BuyItem(ana, "tea", 3),
    UseItem(ana, "tea"),
    CombineItems(ana, ("lamp", "tea")),
    EquipItem(ana, "pin"),
    UnequipItem(ana, "pin"),
    RegisterUser(bea, "es"),
    GiveItem(ana, "tea", bea),
    RecordExternalFact("watched", ana, {"minutes": 5}, "tv"),
    ChooseInStory(ana, "s", 0),
    GoBackInStory(ana, "s", "door"),
    MigrateStory(ana, "s", "0" * 64),
    NoteStanding("plaza", "group", "member"),
    OpenTriviaInChat("en", "plaza"),
    NoteStanding("plaza", "group", "administrator"),
    MigrateChat("plaza", "other"),
    MarkPost("plaza", 1, 5),
    RewardReaction(ana, "plaza", 1, "❤"),
    LeaveChat("plaza"),
    NoteStanding("balcon", "channel", "administrator", ("can_edit_messages",)),
    LinkQuiz("balcon", 1, TRIVIA),
    BanUser(ana, "x"),
    UnbanUser(ana),
    DropTimer("n", "t", START, "late"),
    *(PublishStory("other", {**A_STORY, "languages": {"es": sign * 64}}) for sign in "ab"),
    RollBackStory("other"),
)


def a_subscription(scene: Scene) -> Iterator[Command]:
    """Bought, paid twice, cancelled and taken back, and both payments refunded, one of them at the second try."""
    yield OfferPlan(ana, "month")
    invoice = scene.recorded[0].invoice
    yield ReserveInvoice(ana, invoice, 1)
    yield RecordPayment(ana, "first", invoice, 1, recurring=True)
    yield RecordPayment(ana, "second", invoice, 1, recurring=True, subscribed_until=START + timedelta(days=90))
    yield ChangeSubscriptions(ana, canceled=True)
    yield RecordSubscription(ana, invoice, "refused", "x")
    for state in ("canceled", "active", "unpaid"):
        yield RecordSubscription(ana, invoice, state)
    yield RefundPayment(ana, "first", "x")
    yield RecordRefundFailure(ana, "first", "x")
    yield RecordRefund(ana, "second")
    yield RecordUnmatched(ana, "first")
    yield RequestReconciliation()
    yield CompleteReconciliation(2)
    yield RevokeMembership(ana, "x")
    yield ExpireMembership(ana)


def auctions_come_and_go(scene: Scene) -> None:
    """One is bid on, late, by bea and then by ana, who buys it out; one is withdrawn."""
    for command in (GrantItem(bea, "lamp", 2, "x"), MoveBesitos(ana, 100, "x"), RegisterUser(carla, "es")):
        assert scene.when(command).refusal is None, command
    assert scene.when(MoveBesitos(carla, 100, "x")).refusal is None
    for last in ("sale", "withdrawal"):
        opened = scene.when(OpenAuction(bea, "lamp", 5, 40, buyout=50)).receipt
        assert opened is not None
        late = opened.result["ends_at"] - timedelta(seconds=1)
        deeds = [PlaceBid(carla, opened.result["id"], 10), PlaceBid(ana, opened.result["id"], 50)]
        for deed in deeds if last == "sale" else [WithdrawAuction(opened.result["id"], "x")]:
            assert scene.when(deed, at=late).refusal is None, deed


def quizzes_of_a_group(scene: Scene) -> None:
    """Bea gets two right on one day: one more than it pays."""
    assert scene.when(NoteStanding("patio", "group", "member")).refusal is None
    for _ in range(2):
        put = scene.when(OpenTriviaInChat("en", "patio")).recorded[0]
        assert scene.when(AnswerTrivia(bea, put.trivia, put.order.index(0))).refusal is None


def record_everything(scene: Scene) -> None:
    """One life of each kind, so that nothing is left that the domain could record."""
    scene.with_content(WHOLE).with_stories(OneStep())
    for command in A_LIFE:
        command_id = "test:OpenTrivia" if isinstance(command, OpenTrivia) else None
        assert scene.when(command, command_id=command_id).refusal is None, command
    for command in a_subscription(scene):
        assert scene.when(command).refusal is None, command
    assert scene.when(ClaimDailyGift(ana), on="2026-03-03").refusal is None, "with a freeze for the day between"
    auctions_come_and_go(scene)
    quizzes_of_a_group(scene)


def test_12_every_event_of_the_domain_is_recorded_by_some_command():
    scene = Scene()
    record_everything(scene)
    recorded = {event_class(event.topic) for event in scene.store.events}
    assert {topic for topic, kind in everything_known().items() if kind not in recorded} == set()


def test_12_every_topic_that_a_reaction_or_a_message_waits_for_exists():
    everything_known()
    subscribed = {topic for each in reactions_in(all_modules()).values() for topic in each.topics}
    assert [topic for topic in sorted(subscribed | {*NOTIFIED} | {*COUNTABLE}) if event_class(topic) is None] == []


def test_12_what_counts_has_a_user():
    everything_known()
    kinds = {topic: event_class(topic).aggregate_class for topic in COUNTABLE}
    assert [topic for topic, kind in kinds.items() if kind.owner(kind.stream(*kind.KEYS)) != "user_id"] == []
