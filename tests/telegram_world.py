"""The whole bot in one process, without servers: the real dispatcher, bus, content, story, projections and notifier
over a log in memory. What happens by itself in the program, a test lets happen by `settle`."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from aiogram import Bot, Dispatcher

from adapters.content import load_content, load_stories
from adapters.ink.check import Limits
from adapters.ink.runtime import InkRuntime
from adapters.mongodb.drafts import StoredDraft
from adapters.sqlite.read_models import ReadModels
from adapters.telegram.channel_desk import ChannelDesk
from adapters.telegram.dispatcher import build_dispatcher, simulated_bot
from adapters.telegram.intake import Intake, parse_update
from adapters.telegram.middlewares import Identify
from adapters.telegram.notifier import Notifier
from adapters.telegram.pictures import Pictures
from adapters.telegram.posts import FOLLOWED, RewardButtons
from adapters.telegram.services import BotServices
from adapters.telegram.simulator import Simulator
from adapters.telegram.star_desk import StarDesk
from adapters.telegram.texts import Texts
from commands.alerts import ALERTED, ALERTED_ROLES, alert
from commands.bus import Bus
from commands.channel_calls import CALLS as CHANNEL_CALLS
from commands.channel_calls import channel_call
from commands.context import Command
from commands.effects import QUIET_HOURS, ClaimedEffect, EffectCounts, PlannedEffect, Tally, UncertainEffect, Urgency
from commands.notifications import NOTIFIED, notifications
from commands.ports import KnownChat, Person, StoreUnavailable, StoryRuntime
from commands.star_calls import CALLS, star_call
from domain.content import ContentPack
from domain.ids import UserId
from domain.recorded import Damaged, Recorded
from projections.engine import Projector
from projections.registry import all_projections
from queries.timers import next_alarms
from queries.users import users_with_role
from tests.telegram_mock import Phone, TelegramDouble
from tests.unit.given import all_firings, all_handlers, all_reactions
from tests.unit.memory_store import MemoryStore
from yabot.drafts import StoryDrafts
from yabot.reactions import WHEN_AWAKE

T = TypeVar("T")

CONTENT = Path(__file__).parent.parent / "content"
NOON = datetime(2026, 3, 2, 18, tzinfo=UTC)
"""A Monday, noon in Mexico City."""


@dataclass
class WorldClock:
    """A clock that a test moves."""

    time: datetime = NOON

    def now(self) -> datetime:
        return self.time

    def pass_time(self, **span: float) -> None:
        self.time += timedelta(**span)


class FlakyStore(MemoryStore):
    """The memory store, which can be away."""

    away = False

    async def load(self, wanted: Mapping[str, Any]) -> Any:
        self._check()
        return await super().load(wanted)

    async def commit(self, commit: Any) -> Any:
        self._check()
        return await super().commit(commit)

    async def catch_up(self) -> int:
        self._check()
        return await super().catch_up()

    async def outcome(self, command_id: str) -> Any:
        self._check()
        return await super().outcome(command_id)

    def _check(self) -> None:
        if self.away:
            raise StoreUnavailable("away")


class MemoryVault:
    """The vault's port over a dict."""

    def __init__(self) -> None:
        self.known: dict[int, Person] = {}
        self.known_chats: dict[int, KnownChat] = {}
        self.authors: set[tuple[int, int, int]] = set()

    async def user_for(
        self,
        telegram_id: int,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        chat_id: int | None = None,
    ) -> UserId:
        user_id = UserId(sha256(f"vault {telegram_id}".encode()).hexdigest()[:16])
        for other, person in self.known.items():
            if username and (person.username or "").lower() == username.lower():
                self.known[other] = replace(person, username=None)
        self.known[telegram_id] = Person(user_id, telegram_id, first_name, last_name, username, chat_id)
        return user_id

    async def find(self, telegram_id: int) -> UserId | None:
        return self.known[telegram_id].user_id if telegram_id in self.known else None

    async def find_by_username(self, username: str) -> UserId | None:
        wanted = username.lower()
        return next((each.user_id for each in self.known.values() if (each.username or "").lower() == wanted), None)

    async def people(self, user_ids: Sequence[UserId]) -> dict[UserId, Person]:
        return {person.user_id: person for person in self.known.values() if person.user_id in user_ids}

    async def chat_for(self, telegram_id: int, title: str, username: str | None = None) -> KnownChat:
        before = self.known_chats.get(telegram_id)
        chat_id = before.chat_id if before else sha256(f"chat {telegram_id}".encode()).hexdigest()[:16]
        address = before.telegram_id if before else telegram_id
        self.known_chats[telegram_id] = KnownChat(chat_id, address, title, username)
        return self.known_chats[telegram_id]

    async def find_chat(self, telegram_id: int) -> KnownChat | None:
        return self.known_chats.get(telegram_id)

    async def move_chat(self, old: int, new: int, title: str) -> tuple[KnownChat, str] | None:
        if (before := self.known_chats.get(old)) is None:
            return None
        moved = KnownChat(before.chat_id, new, title)
        self.known_chats |= {old: moved, new: moved}
        return moved, sha256(f"chat {new}".encode()).hexdigest()[:16]

    async def note_author(self, chat_id: int, message_id: int, telegram_id: int) -> None:
        self.authors.add((chat_id, message_id, telegram_id))

    async def wrote(self, chat_id: int, message_id: int, telegram_id: int) -> bool:
        return (chat_id, message_id, telegram_id) in self.authors

    async def chats(self, chat_ids: Sequence[str]) -> dict[str, KnownChat]:
        return {chat.chat_id: chat for chat in self.known_chats.values() if chat.chat_id in chat_ids}

    def erase(self, user_id: UserId) -> None:
        self.known = {id: person for id, person in self.known.items() if person.user_id != user_id}


class MemoryEffects:
    """The effects' port over a dict: state and reason of each."""

    def __init__(self) -> None:
        self.planned: dict[str, PlannedEffect] = {}
        self.states: dict[str, tuple[str, str]] = {}
        self.attempts: dict[str, int] = {}
        self.since: dict[str, datetime] = {}

    async def plan(self, effects: Sequence[PlannedEffect]) -> None:
        for effect in effects:
            if effect.effect_id not in self.planned:
                self.planned[effect.effect_id] = effect
                self.since[effect.effect_id] = effect.due
                self.states[effect.effect_id] = ("planned", "")

    async def claim(self, limit: int, now: datetime, channel: str) -> list[ClaimedEffect]:
        due = [each for id, each in self.planned.items() if self._waiting(id) and each.due <= now]
        due = sorted((each for each in due if each.channel == channel), key=lambda each: (each.urgency, each.due))
        users = {each.user_id for each in due[:limit]}
        due = due[:limit] + [each for each in due[limit:] if each.user_id in users and each.urgency == Urgency.CASUAL]
        for each in due:
            self.states[each.effect_id] = ("claimed", "")
            self.attempts[each.effect_id] = self.attempts.get(each.effect_id, -1) + 1
        return [
            ClaimedEffect(each, self.attempts[each.effect_id], self.since[each.effect_id])
            for each in sorted(due, key=lambda each: (each.urgency, each.due))
        ]

    def _waiting(self, effect_id: str) -> bool:
        state = self.states[effect_id][0]
        return state == "planned" or (state == "unknown" and self.planned[effect_id].certain)

    async def sent(self, effect_id: str, receipt: str, now: datetime) -> bool:
        return self._become(effect_id, "sent", receipt)

    async def failed(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        self.planned[effect_id] = replace(self.planned[effect_id], due=retry_at)
        return self._become(effect_id, "planned", reason)

    async def postponed(self, effect_id: str, until: datetime, reason: str) -> bool:
        self.attempts[effect_id] -= 1
        return await self.failed(effect_id, until, reason)

    async def look_again(self, user_id: UserId, channel: str, reason: str, now: datetime) -> None:
        for id, each in self.planned.items():
            if (
                (each.user_id, each.channel) == (user_id, channel)
                and self.states[id] == ("planned", reason)
                and each.due > now
            ):
                self.planned[id] = replace(each, due=now)

    async def unknown(self, effect_id: str, retry_at: datetime, reason: str, now: datetime) -> bool:
        self.planned[effect_id] = replace(self.planned[effect_id], due=retry_at)
        return self._become(effect_id, "unknown", reason)

    async def given_up(self, effect_id: str, reason: str, now: datetime) -> bool:
        return self._become(effect_id, "given_up", reason)

    def _become(self, effect_id: str, state: str, reason: str) -> bool:
        self.states[effect_id] = (state, reason)
        return True

    async def counts(self) -> EffectCounts:
        states = [state for state, _ in self.states.values()]
        return EffectCounts(
            **{name: states.count(name) for name in ("planned", "claimed", "sent", "unknown", "given_up")}
        )

    async def uncertain(self, limit: int) -> list[UncertainEffect]:
        raise NotImplementedError("only the API asks, which has the real ones")

    async def tally(self, channel: str, begins: datetime, ends: datetime) -> list[Tally]:
        raise NotImplementedError("only the hourly count asks, which has the real ones")

    async def wait(self, channel: str, timeout: float) -> None:
        await asyncio.sleep(min(timeout, 0.02))


class NothingKept:
    """Compiled stories by hash, of which there are none."""

    async def get_story(self, story_hash: str, language: str) -> None:
        return None


class MemoryDrafts:
    """Drafts as adapters.mongodb.drafts keeps them, the newest last."""

    def __init__(self) -> None:
        self.kept: dict[tuple[UserId, str], StoredDraft] = {}

    async def put(self, draft: StoredDraft, most: int) -> None:
        self.kept.pop((draft.writer, draft.name), None)
        self.kept[draft.writer, draft.name] = draft
        for old in (await self.of(draft.writer))[most:]:
            del self.kept[old.writer, old.name]

    async def of(self, writer: UserId) -> list[StoredDraft]:
        return [each for each in reversed(self.kept.values()) if each.writer == writer]

    async def find(self, writer: UserId, number: int) -> StoredDraft | None:
        return next((each for each in await self.of(writer) if each.number == number), None)

    async def go(self, draft: StoredDraft, way: Sequence[int]) -> bool:
        if await self.find(draft.writer, draft.number) != draft:
            return False
        self.kept[draft.writer, draft.name] = replace(draft, way=tuple(way), turn=draft.turn + 1)
        return True


class MemorySource:
    """The projections' view of the memory store."""

    epoch = "memory"

    def __init__(self, store: MemoryStore) -> None:
        self._store = store

    def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]:
        return list(self._store.events[after : after + limit])

    def head(self) -> int:
        return len(self._store.events)

    def wait(self, after: int, timeout: float) -> int:
        return self.head()

    def position_at(self, time: datetime) -> int:
        return max((each.position for each in self._store.events if each.recorded_at <= time), default=0)


class WorldReads:
    """The read models, folded when somebody waits for them. `frozen`: the projector stands still."""

    def __init__(self, models: ReadModels, store: MemoryStore) -> None:
        self.models, self.frozen = models, False
        self.projector = Projector(MemorySource(store), models.rows, all_projections())
        self.projector.open()
        self.catch_up()

    def catch_up(self) -> None:
        while self.projector.step():
            pass

    async def run(self, query: Callable[..., T], *args: Any, **options: Any) -> T:
        return self.models.read(query, *args, **options)

    async def wait_for(self, position: int, timeout: float, projections: tuple[str, ...] = ()) -> None:
        if self.frozen:
            raise TimeoutError
        self.catch_up()


@cache
def default_pack() -> tuple[ContentPack, InkRuntime]:
    """The content that we ship, and a runtime that knows its stories; both are the same for every test."""
    community = {"language": "es", "time_zone": "America/Mexico_City"}
    runtime = InkRuntime()
    for story in load_stories(CONTENT).values():
        runtime.add(story)
    return load_content(CONTENT, community=community), runtime


texts = cache(Texts.load)


@cache
def empty_read_models() -> bytes:
    """The file of read models that nothing has been folded into: made once, since making it takes long."""
    with TemporaryDirectory() as folder:
        models = ReadModels.open(f"sqlite:///{folder}/read.db")
        WorldReads(models, MemoryStore())
        models.close()
        return Path(folder, "read.db").read_bytes()


idle_dispatchers: list[Dispatcher] = []
"""Those of worlds that have ended."""


def dispatcher_of(services: BotServices) -> Dispatcher:
    """A dispatcher for these services: one that no world uses any more, if there is one, since making it takes long."""
    if not idle_dispatchers:
        return build_dispatcher(services)
    dispatcher = idle_dispatchers.pop()
    updates = dispatcher.update.outer_middleware
    for before in [each for each in updates if isinstance(each, Identify)]:
        updates.unregister(before)
    updates.register(Identify(services))
    return dispatcher


class World:
    """One community and its bot."""

    def __init__(self, folder: Path, content: ContentPack | None = None, stories: StoryRuntime | None = None) -> None:
        self._exit = ExitStack()
        pack, runtime = default_pack()
        self.clock, self.store, self.vault, self.effects = WorldClock(), FlakyStore(), MemoryVault(), MemoryEffects()
        self.bus = Bus(self.store, self.clock, content or pack, stories or runtime, all_handlers())
        file = folder / "read.db"
        file.write_bytes(empty_read_models())
        models = ReadModels(file)
        self._exit.callback(models.close)
        self.reads = WorldReads(models, self.store)
        self.services = BotServices(self.bus, self.vault, self.reads, self.clock, texts(), Pictures(CONTENT))
        drafts = StoryDrafts(lambda: self.bus.content, NothingKept(), MemoryDrafts(), Limits(walks=6))
        self.services = replace(self.services, drafts=drafts)
        self.telegram = TelegramDouble(self.clock)
        simulated, _ = simulated_bot(self.clock)
        self.bot = Bot(simulated.token, session=self.telegram, default=simulated.default)
        self.dispatcher = dispatcher_of(self.services)
        self._exit.callback(idle_dispatchers.append, self.dispatcher)
        self.intake = Intake(self.dispatcher, self.bot)
        self.simulator = Simulator(self.dispatcher, self.bot, self.telegram)
        self.notifier = Notifier(self.bot, self.services, self.effects)
        self.reward_buttons = RewardButtons(self.bot, self.services)
        self.desk = StarDesk(self.bot, self.services, self.effects)
        self.channel_desk = ChannelDesk(self.bot, self.services, self.effects)
        self._reactions = all_reactions()
        self._firings = all_firings()
        self._reacted = 0

    def close(self) -> None:
        self._exit.close()

    def phone(self, telegram_id: int = 4_001, name: str = "Ana", **options: Any) -> Phone:
        return Phone(self.telegram, self._deliver, telegram_id, name, **options)

    async def _deliver(self, raw: dict[str, Any]) -> None:
        await self.intake.handle(parse_update(raw, self.bot))

    async def give(self, command: Command, command_id: str) -> Any:
        """Gives a command as an admin or an integrator would."""
        return await self.bus.execute(command, self.bus.context(command_id, actor="test", source="test"))

    async def user_id(self, phone: Phone) -> UserId:
        found = await self.vault.find(phone.user["id"])
        assert found is not None
        return found

    async def react(self) -> None:
        """Lets the reactions run, fires what is due and plans what people are told, until nothing more follows."""
        await self._follow()
        while due := [each for each in await self.reads.run(next_alarms, 100) if each.due.at <= self.clock.now()]:
            for alarm in due:
                await self._firings[alarm.name].fire(self.bus, alarm, self.clock.now())
            await self._follow()

    async def _follow(self) -> None:
        while self._reacted < len(self.store.events):
            event = self.store.events[self._reacted]
            self._reacted += 1
            for each in self._reactions.values():
                if event.topic in each.topics or ("external.*" in each.topics and event.topic.startswith("external.")):
                    await each.run(self.bus, event)
            if event.topic in FOLLOWED:
                await self.reward_buttons.put(event)
            if event.topic in NOTIFIED:
                await self.effects.plan([_planned(event, told) for told in notifications(event, self.bus.content)])
            if event.topic in ALERTED and (worth := alert(event)):
                self.reads.catch_up()
                staff = await self.reads.run(users_with_role, *ALERTED_ROLES)
                await self.effects.plan([_planned(event, worth.to(each.user_id)) for each in staff])
            if event.topic in WHEN_AWAKE:
                assert event.user_id is not None
                await self.effects.look_again(event.user_id, "telegram", QUIET_HOURS, event.timestamp)
            if event.topic in CALLS:
                await self.effects.plan([star_call(event)])
            if event.topic in CHANNEL_CALLS:
                await self.effects.plan([channel_call(event)])
        self.reads.catch_up()

    async def settle(self) -> None:
        """As `react`; and what is due is sent, asked of Telegram, and told by it."""
        await self.react()
        while await self.desk.serve_due() + await self.channel_desk.serve_due():
            await self.simulator.told()
            await self.react()
        while await self.notifier.send_due():
            pass

    def told_of(self, topic: str) -> list[dict[str, Any]]:
        """The fields of all events of a topic."""
        return [dict(each.state) for each in self.store.events if each.topic == topic]

    def topics(self, phone_user: UserId | None = None) -> list[str]:
        return [each.topic for each in self.store.events if phone_user is None or each.user_id == phone_user]


def _planned(event: Recorded, told: Any) -> PlannedEffect:
    return PlannedEffect(
        effect_id=told.effect_id,
        channel="telegram",
        user_id=told.user_id,
        text=told.key,
        params=told.params,
        position=event.position,
        correlation_id=event.correlation_id,
        due=event.timestamp,
        kind=told.kind,
    )
