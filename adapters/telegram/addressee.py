"""Whom a message goes to that nobody asked for: how they are spoken to, and when they would rather not be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.texts import Markup, Speaker, Texts
from commands.effects import PlannedEffect
from commands.ports import Person
from commands.users import Wishes
from domain.content import ContentPack
from domain.ids import UserId
from domain.notifications import quiet_hours, wanted
from queries.users import UserView, user_view

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


def _in_language(value: Any, language: str) -> Any:
    """A value as commands.notifications makes it: a dict is one text by language."""
    if isinstance(value, Mapping):
        return value.get(language, next(iter(value.values()), ""))
    return value
