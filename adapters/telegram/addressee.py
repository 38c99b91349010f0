"""Whom a message goes to that nobody asked for: how they are spoken to, and when they would rather not be."""

import asyncio
import logging
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.texts import Markup, Speaker, Texts
from commands.bus import Bus
from commands.context import Context
from commands.effects import PlannedEffect
from commands.ports import Person, StoreUnavailable
from commands.users import Wishes, WishesOf
from domain.content import ContentPack
from domain.ids import UserId
from domain.notifications import quiet_hours, wanted
from queries.users import UserView, user_view

log = logging.getLogger(__name__)

LOST: Mapping[str, str] = {"blocked": "blocked", "never_started": "never started", "deactivated": "deactivated"}
"""Why nothing gets through to somebody, and how that is said where a message is given up."""


@dataclass(frozen=True, slots=True)
class Addressee:
    """One person, as the vault, the read models and their own aggregate know them.

    `names` are the first names of others whom a message may name, `content` is the community's. What they wish is the
    aggregate's, so that a wish which was told a moment ago holds, however far behind the rows are.
    """

    person: Person
    user: UserView | None
    names: Mapping[UserId, str]
    content: ContentPack
    wishes: Wishes | None = None

    @property
    def chat_id(self) -> int:
        return self.person.chat_id or self.person.telegram_id

    @property
    def language(self) -> str:
        return (self.wishes.language if self.wishes else None) or self.content.community.language

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo((self.wishes.time_zone if self.wishes else None) or self.content.community.time_zone)

    @property
    def reach(self) -> str:
        return self.user.reach if self.user else "unknown"

    @property
    def noted(self) -> Wishes | None:
        """What they wish as their row has it; None for who has none, or is not registered."""
        user = self.user
        if user is None or user.language is None or user.time_zone is None:
            return None
        return Wishes(user.language, user.time_zone, user.preferences)

    def declines(self, planned: PlannedEffect) -> str | None:
        """Why they are not to get this, None if they are. Only their own wish keeps what is about money from them."""
        if not wanted(self._preferences, planned.kind):
            return "not wanted"
        return None if planned.certain else LOST.get(self.reach)

    def sleeps_until(self, now: datetime) -> datetime | None:
        """When their quiet hours end, None if it is none of them."""
        hours = quiet_hours(self._preferences)
        return hours.over_at(now, self.zone) if hours else None

    def told(self, planned: PlannedEffect, texts: Texts, now: datetime) -> Markup:
        """The message, in their language and by their clock."""
        say = self.speaker(texts, now)
        params = {name: _in_language(value, self.language) for name, value in planned.params.items()}
        if isinstance(reason := params.get("reason"), str):
            params["reason"] = naming.reason(say, self.content, reason, self.names)
        return say(planned.text, **params)

    def speaker(self, texts: Texts, now: datetime) -> Speaker:
        return Speaker(texts, self.language, self.zone, now)

    @property
    def _preferences(self) -> Mapping[str, Any]:
        return self.wishes.preferences if self.wishes else {}


def addressed(
    read: Connection, wanted: Iterable[UserId], people: Mapping[UserId, Person], content: ContentPack
) -> dict[UserId, Addressee]:
    """Those wanted who are known, as the read models know them; `people` holds those too whom messages may name."""
    names = {user_id: person.first_name for user_id, person in people.items()}
    return {
        user_id: Addressee(people[user_id], user_view(read, user_id), names, content)
        for user_id in wanted
        if user_id in people
    }


class WishesAsked:
    """What people wish, by their own aggregates. Whose can't be read is told by their row, as the community does where
    there is none: one damaged stream keeps the news from nobody."""

    def __init__(self, bus: Bus) -> None:
        self._bus = bus
        self._unread: dict[UserId, str] = {}

    async def put(self, found: Mapping[UserId, Addressee]) -> dict[UserId, Addressee]:
        """The same people with their wishes. Raises StoreUnavailable."""
        context = self._bus.context("question", actor="system", source="notifier")
        asked = await asyncio.gather(*(self._wishing(each, context) for each in found.values()))
        return dict(zip(found, asked, strict=True))

    async def _wishing(self, addressee: Addressee, context: Context) -> Addressee:
        user_id = addressee.person.user_id
        try:
            wishes = await self._bus.ask(WishesOf(user_id), context)
        except StoreUnavailable:
            raise
        except Exception as error:
            if self._unread.get(user_id) != repr(error):  # an incident is one failure, however often they are told
                log.exception("user %s can't be asked for their wishes; those of their row hold", user_id)
            self._unread[user_id] = repr(error)
            return replace(addressee, wishes=addressee.noted)
        self._unread.pop(user_id, None)
        return replace(addressee, wishes=wishes)


def _in_language(value: Any, language: str) -> Any:
    """A value as commands.notifications makes it: a dict is one text by language."""
    if isinstance(value, Mapping):
        return value.get(language, next(iter(value.values()), ""))
    return value
