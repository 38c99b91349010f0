"""One process of YABOT, put together from its parts: started in order, stopped in reverse."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from contextlib import AsyncExitStack
from enum import StrEnum
from functools import partial
from types import ModuleType
from typing import Any

from fastapi import APIRouter, FastAPI

from adapters.achievement_history import AchievementHistory
from adapters.http.app import create_app
from adapters.http.console.pages import console_router
from adapters.http.services import ApiServices
from adapters.ink.runtime import InkRuntime
from adapters.mongodb.sessions import csrf_matches, csrf_token
from adapters.redis.client import connect as connect_redis
from adapters.redis.entries import Entries
from adapters.redis.parked import ParkedStream
from adapters.redis.publisher import RedisPublisher
from adapters.sqlite.connections import DISK_OUTAGES
from adapters.sqlite.read_models import ReadModels
from adapters.subscriptions import EventSubscriptionManager
from commands.bus import Bus
from commands.decision import Receipt
from commands.external import RecordExternalFact
from commands.ports import StoreUnavailable
from commands.registry import package_modules
from commands.subscriptions import ParkedReaction
from commands.timers import firings_in
from domain.aggregate import EXTERNAL_PREFIX
from domain.timers import all_due_times, due_times_in
from projections.engine import Projector
from projections.projection import Projection
from projections.registry import all_projections
from projections.timers import Timers as DueTimesProjection
from projections.waiting import ParkedAt
from yabot import checks
from yabot.clock import MovableClock
from yabot.community import open_community
from yabot.deliveries import DeliveryTeller
from yabot.health import HealthWatch
from yabot.keys import vault_keys
from yabot.ranks import RankTeller
from yabot.reactions import (
    subscribe_alerts,
    subscribe_channel_calls,
    subscribe_drafts,
    subscribe_notifications,
    subscribe_quiet_hours,
    subscribe_reactions,
    subscribe_star_calls,
)
from yabot.reads import Reads
from yabot.settings import Settings
from yabot.stores import Place, Stores
from yabot.stories_in_force import StoryFollower
from yabot.threads import in_thread
from yabot.timers import Timers
from yabot.version import VERSION

log = logging.getLogger(__name__)

FOLDED_SECONDS = 600.0
"""How long the read models may take to fold the history that a start brings along."""


class Role(StrEnum):
    """What a process does. Those that write had better share one: two sequencers halve each other."""

    API = "api"
    BOT = "bot"
    PROJECTOR = "projector"
    PUBLISHER = "publisher"
    REACTOR = "reactor"
    TIMERS = "timers"


ALL_ROLES = frozenset(Role)


class Application:
    """All parts of one process. `modules` and `projections` are topics beyond our own, such as a test's.

    `start` opens the stores and everything that reads the log; `serve` opens the doors to people. Both raise what a
    part raises that can't be done without, after closing what was open.
    """

    stores: Stores
    bus: Bus
    reads: Reads
    projector: Projector | None = None
    subscriptions: EventSubscriptionManager
    publisher: RedisPublisher | None = None
    timers: Timers | None = None
    health: HealthWatch

    def __init__(
        self,
        settings: Settings,
        *,
        roles: frozenset[Role] = ALL_ROLES,
        modules: Sequence[ModuleType] = (),
        projections: Sequence[Projection] = (),
    ) -> None:
        self.settings = settings
        self.roles = roles
        self.clock = MovableClock()
        self._modules = modules
        self._due_times = all_due_times() | due_times_in(modules)
        # Of two projections of one name the later one counts: this one knows the due times of `modules` too.
        self._projections = [*all_projections(), DueTimesProjection(self._due_times.values()), *projections]
        self._stack = AsyncExitStack()
        self._tasks: list[asyncio.Task[None]] = []

    # -- starting -----------------------------------------------------------------------------------------------------

    async def start(
        self,
        *,
        migrating: bool,
        opened: Callable[[], Awaitable[None]] | None = None,
        history: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """Stores, rules, reactions, read models. `migrating`: brings the stores to this release first.

        `opened` is awaited when the stores are open, and nothing has been recorded by this start. `history` is awaited
        before the read models begin; then they fold all of it, in large batches.
        """
        try:
            await self._open_stores(migrating)
            if opened is not None:
                await opened()
            self.bus = await self._open_community()
            await self._start_subscriptions()
            if history is not None:
                await history()
            await self._start_projections(migrating)
            await self._start_timers(settling=history is not None and await self._all_is_folded())
            if Role.REACTOR in self.roles:
                history_of_all = AchievementHistory(self.bus, self.stores.process_log.async_log)
                self.run(history_of_all.run(), "achievement history")
            self._watch_health()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Stops everything in reverse order. May be called twice."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()
        await self._stack.aclose()

    def run(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Runs `work` until the application stops; should it end by an error, that is logged once."""
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(_told)
        self._tasks.append(task)

    def at_stop(self, close: Callable[[], Awaitable[Any]]) -> None:
        """Has `close` awaited when the application stops, before everything that was there earlier."""
        self._stack.push_async_callback(close)

    async def _open_stores(self, migrating: bool) -> None:
        assert self.settings.mongodb_uri is not None, "the caller has seen to a MongoDB"
        place = Place.of(self.settings.mongodb_uri, self.settings.vault_uri)
        await in_thread(place.migrate if migrating else place.check_migrated)
        await in_thread(place.check_no_import)
        self.stores = await Stores.open(place, vault_keys(self.settings), self.clock)
        self.at_stop(self.stores.close)

    async def _open_community(self) -> Bus:
        """The bus over the content in force, which follows what is published from here on."""
        events, runtime = self.stores.process_log.async_log, InkRuntime()
        since = await events.head()
        bus = await open_community(self.settings, self.stores, self.clock, self._modules, runtime)
        self.run(StoryFollower(bus, runtime, self.stores.content, events, since).run(), "stories in force")
        return bus

    async def _start_projections(self, migrating: bool) -> None:
        url = self.settings.read_models_url or f"sqlite:///{self.settings.data_dir / 'read_models.sqlite3'}"
        self.read_models = await in_thread(partial(ReadModels.open, url, migrating=migrating), undo=ReadModels.close)
        self.at_stop(lambda: asyncio.to_thread(self.read_models.close))
        if Role.PROJECTOR in self.roles:
            self.projector = projector = Projector(
                self.stores.process_log.log,
                self.read_models.rows,
                self._projections,
                outages=(StoreUnavailable, *DISK_OUTAGES),
            )
            self.at_stop(lambda: asyncio.to_thread(projector.stop))
            await in_thread(projector.start)
        self.reads = Reads(self.read_models, self.stores.process_log.async_log.epoch, self.projector)

    async def _all_is_folded(self) -> bool:
        """Waits until the read models have the whole log. False where the newest event is parked: damage keeps nobody
        from starting. Raises ProjectionStopped at an event of a newer release.
        """
        try:
            await self.reads.wait_for(await self.stores.process_log.async_log.head(), FOLDED_SECONDS)
        except ParkedAt as error:
            log.warning("started, but some read models lack what is newest: %s", error)
            return False
        return True

    async def _start_subscriptions(self) -> None:
        self.subscriptions = EventSubscriptionManager(
            self.stores.process_log.async_log,
            self.stores.reactions,
            self.clock,
            self._record_external,
            on_parked=self._tell_parked,
        )
        await subscribe_reactions(self.subscriptions, self.bus, self._modules)
        if Role.REACTOR in self.roles:
            await self.subscriptions.start()
            self.at_stop(self.subscriptions.stop)

    async def _start_timers(self, settling: bool) -> None:
        """`settling`: what became due in a history that was brought along is done before anything else."""
        if Role.TIMERS not in self.roles:
            return
        firings = firings_in([*package_modules("commands"), *self._modules], self._due_times)
        self.timers = timers = Timers(
            self.bus, self.reads, self.stores.process_log.async_log, self.stores.leases, self.clock, firings
        )
        if settling:
            await timers.settle()
        self.at_stop(timers.stop)
        self.run(timers.run(), "timers")

    async def start_notifications(self) -> None:
        """People are told what happens from now on, and what that asks of Telegram is asked."""
        self.health.add("messages", partial(checks.messages, self.stores), dependencies=("mongodb",))
        await subscribe_notifications(self.subscriptions, self.bus, self.stores.effects)
        await subscribe_alerts(self.subscriptions, self.reads, self.stores.effects)
        await subscribe_star_calls(self.subscriptions, self.stores.effects)
        await subscribe_quiet_hours(self.subscriptions, self.stores.effects)
        await subscribe_channel_calls(self.subscriptions, self.stores.effects)
        await subscribe_drafts(self.subscriptions, self.reads, self.stores.drafts)
        head = self.stores.process_log.async_log.head
        teller = RankTeller(self.bus, self.reads, self.stores.effects, self.clock, head)
        self.run(teller.run(), "ranks")
        self.run(DeliveryTeller(self.bus, self.stores.effects, self.clock).run(), "deliveries")

    def start_publisher(self) -> None:
        """Publishes to Redis, where there is one."""
        if self.settings.redis_url is None:
            return
        redis = connect_redis(self.settings.redis_url)
        self._parked_stream = ParkedStream(redis)
        self.publisher = RedisPublisher(
            self.stores.process_log.async_log,
            redis,
            Entries(self.subscriptions.targets),
            window=self.settings.redis_window,
        )
        self.at_stop(redis.aclose)
        self.run(self.publisher.run(), "publisher")
        self.health.add("redis", partial(checks.redis, self.publisher), dependencies=("mongodb",))

    def http(self, extra: Sequence[APIRouter] = ()) -> FastAPI:
        """The API and the console over all this."""
        services = ApiServices(
            bus=self.bus,
            vault=self.stores.vault,
            reads=self.reads,
            log=self.stores.process_log.async_log,
            keys=self.stores.keys,
            effects=self.stores.effects,
            health=self.health,
            clock=self.clock,
            target_services=self.subscriptions.targets,
        )
        console = console_router(self.stores.sessions, csrf_token, csrf_matches)
        return create_app(services, VERSION, [console, *extra])

    # -- what happens by the way --------------------------------------------------------------------------------------

    async def _record_external(self, command_id: str, topic: str, payload: Any) -> Receipt:
        context = self.bus.context(command_id, actor="system", source="service")
        fields = dict(payload)
        user_id = fields.pop("user_id", None)
        name = topic.removeprefix(EXTERNAL_PREFIX)
        return await self.bus.execute(RecordExternalFact(name, user_id, fields, "service"), context)

    async def _tell_parked(self, parked: ParkedReaction) -> None:
        log.error("reaction %s could not take position %s, parked: %s", parked.service, parked.position, parked.reason)
        if self.publisher is not None:
            await self._parked_stream.announce(parked)

    # -- health -------------------------------------------------------------------------------------------------------

    def _watch_health(self) -> None:
        self.health = HealthWatch(self.clock, self.projector.status if self.projector else list)
        self.health.add("mongodb", partial(checks.mongodb, self.stores), critical=True)
        if self.projector is not None:
            self.health.add("read models", partial(checks.read_models, self.projector), dependencies=("mongodb",))
        if Role.REACTOR in self.roles:
            self.health.add("reactions", partial(checks.reactions, self.subscriptions), dependencies=("mongodb",))
        if self.timers is not None:
            self.health.add("timers", self.timers.check, dependencies=("mongodb", "read models"))
        self.run(self.health.run(), "health")


def _told(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()) is not None:
        log.error("%s has ended", task.get_name(), exc_info=error)
