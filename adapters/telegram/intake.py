"""Where updates come in, from polling, the webhook or the simulator: each user's in order, users in parallel.

An update that can't be decided now (the event store is away) is not done, and must not be confirmed to Telegram. It
is handled again as a whole, under the same command ids: what it had recorded already is not recorded twice.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count
from random import Random
from time import monotonic
from typing import Any

from aiogram import Bot, Dispatcher
from aiogram.types import Update
from aiogram.types.update import UpdateTypeLookupError
from pydantic import ValidationError

from adapters.backoff import backoff
from adapters.telegram.bounded import Bounded
from adapters.telegram.members import with_members_completed
from adapters.telegram.middlewares import NOT_NOW

log = logging.getLogger(__name__)

LONGEST_PAUSE = 5.0
"""Seconds between two tries of a held update, at most."""


OUTSTANDING_SECONDS = 60.0
"""How long a refused update keeps later ones of its user back, from its last refusal on. Telegram is asked to bring it
again after 5 s; should it bring it to another instance, or never, its user is not to wait for ever."""

OUTSTANDING_USERS = 10_000


class MalformedUpdate(ValueError):
    """What came in is no Update; the message says where it differs, and nothing of what people wrote."""


class Held(Exception):
    """The update could not be handled now; its user has been told that it will be."""


def parse_update(raw: Any, bot: Bot) -> Update:
    """The update that this JSON stands for. Raises MalformedUpdate."""
    if not isinstance(raw, Mapping):
        raise MalformedUpdate("an Update is a JSON object")
    try:
        return Update.model_validate(with_members_completed(raw), context={"bot": bot})
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:5])
        raise MalformedUpdate(f"not an Update: {wrong}") from None


@dataclass
class _Lane:
    """The updates of one user, one after the other.

    `held` are those that wait for the store to come back.
    """

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    waiting: int = 0
    held: int = 0


class Intake:
    """Feeds the dispatcher. One a bot."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        bot: Bot,
        random: Random | None = None,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self.dispatcher, self.bot = dispatcher, bot
        self._timer = timer
        self._outstanding = Bounded[int, dict[int, float]](OUTSTANDING_USERS)
        self._random = random or Random()  # noqa: S311  # jitter
        self._lanes: dict[int, _Lane] = {}
        self._held: set[asyncio.Task[None]] = set()

    async def handle(self, update: Update) -> None:
        """Handles one update. Raises Held if that has to wait; the caller sees to it that it comes again.

        Later ones of the same user must come again too, lest they overtake it: until it has come, for at most
        OUTSTANDING_SECONDS. (Telegram brings several at once, and what waits in one queue there does not hold back
        another: a tap may come before the message that was refused.)
        """
        async with self._lane(update) as lane, lane.lock:
            outstanding = self._outstanding_of(update)
            told = update.update_id in outstanding
            if any(each < update.update_id for each in outstanding):
                await self._feed(update, again=told, hold=True)
            else:
                try:
                    await self._feed(update, again=told)
                except NOT_NOW as error:
                    log.warning("update %d held: %s", update.update_id, error)
                else:
                    outstanding.pop(update.update_id, None)
                    return
            outstanding[update.update_id] = self._timer() + OUTSTANDING_SECONDS
            raise Held

    def _outstanding_of(self, update: Update) -> dict[int, float]:
        """Which updates of the same user have to come again, each with the time until which it is waited for."""
        sender, now = sender_of(update), self._timer()
        if sender is None:
            return {}
        known = self._outstanding.get(sender) or {}
        outstanding = {each: until for each, until in known.items() if until > now}
        self._outstanding.put(sender, outstanding)
        return outstanding

    async def handle_for_sure(self, update: Update) -> None:
        """Handles one update, waiting as long as the store is away. Later ones of the same user wait behind it."""
        async with self._lane(update) as lane, lane.lock:
            try:
                await self._feed(update, again=False)
            except NOT_NOW as error:
                log.warning("update %d held: %s", update.update_id, error)
                await self._try_until_done(update)

    async def handle_or_hold(self, update: Update) -> None:
        """Handles one update. One that has to wait is told so, and handled here in the background, in its turn."""
        async with self._lane(update) as lane:
            if not lane.held:
                async with lane.lock:
                    if not lane.held:  # nor has the one before become so meanwhile
                        await self._handle_now(update, lane)
                        return
            told = asyncio.Event()
            self._hold(update, lane, told)  # first of all: later ones shall find that this one has its turn
            try:
                await self._feed(update, again=False, hold=True)
            finally:
                told.set()

    async def close(self) -> None:
        """Stops waiting for the store."""
        for task in self._held:
            task.cancel()
        await asyncio.gather(*self._held, return_exceptions=True)

    async def _handle_now(self, update: Update, lane: _Lane) -> None:
        try:
            await self._feed(update, again=False)
        except NOT_NOW as error:
            log.warning("update %d held: %s", update.update_id, error)
            self._hold(update, lane)

    def _hold(self, update: Update, lane: _Lane, told: asyncio.Event | None = None) -> None:
        """Has it handled in its turn, and not before its user has been `told`."""
        lane.held += 1
        task = asyncio.create_task(self._handle_held(update, told))
        self._held.add(task)
        task.add_done_callback(self._held.discard)

    async def _handle_held(self, update: Update, told: asyncio.Event | None) -> None:
        async with self._lane(update) as lane:
            try:
                async with lane.lock:
                    if told is not None:
                        await told.wait()
                    await self._try_until_done(update)
            finally:
                lane.held -= 1

    async def _try_until_done(self, update: Update) -> None:
        for attempt in count():
            await asyncio.sleep(backoff(attempt, self._random, cap=LONGEST_PAUSE))
            try:
                await self._feed(update, again=True)
            except NOT_NOW as error:
                log.debug("update %d still held: %s", update.update_id, error)
            else:
                return

    async def _feed(self, update: Update, again: bool, hold: bool = False) -> None:
        """One try. `again`: its user has been told already; `hold`: they shall be told, and nothing else is done."""
        try:
            update.event_type  # noqa: B018  # raises for what this release has never heard of
        except UpdateTypeLookupError:
            log.info("update %d is of a kind that is not handled", update.update_id)
            return
        try:
            await self.dispatcher.feed_update(self.bot, update, again=again, hold=hold)
        except NOT_NOW:
            if not hold:
                raise
        except Exception:
            # Its user has been told, or can't be. It is done with: Telegram would deliver it for ever.
            log.exception("update %d failed", update.update_id)

    @asynccontextmanager
    async def _lane(self, update: Update) -> AsyncIterator[_Lane]:
        sender = sender_of(update)
        if sender is None:
            yield _Lane()
            return
        lane = self._lanes.setdefault(sender, _Lane())
        lane.waiting += 1
        try:
            yield lane
        finally:
            lane.waiting -= 1
            if not lane.waiting and not lane.held:
                self._lanes.pop(sender, None)


def sender_of(update: Update) -> int | None:
    """The Telegram id of whoever sent it, if somebody did: what its order is kept by.

    For what becomes of a chat it is the chat's, since several administrators may see to that; a supergroup's for its
    move out of a group, which is told in both.
    """
    if update.my_chat_member is not None:
        return update.my_chat_member.chat.id
    if (message := update.message) and (message.migrate_to_chat_id or message.migrate_from_chat_id):
        return message.migrate_to_chat_id or message.chat.id
    for each in (update.message, update.callback_query, update.edited_message, update.chat_join_request):
        if each is not None and each.from_user is not None:
            return each.from_user.id
    for passing in (update.message_reaction, update.poll_answer, update.subscription):
        if passing is not None and passing.user is not None:
            return passing.user.id
    return None
