"""Ids told as people know them: the titles of the content, the reasons of movements."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Protocol

from adapters.telegram.texts import Speaker
from domain.content import ContentPack
from domain.definitions import Text
from domain.errors import NotFound
from domain.ids import UserId


class _Titled(Protocol):
    @property
    def title(self) -> Text: ...


_ABOUT: Mapping[str, str] = {"purchase": "item", "use": "item"}
"""What the id in a reason is one of, where the reason does not say it itself."""


def title(content: ContentPack, kind: str, id: str, language: str) -> str:
    """The title of a mission, achievement, story, item or plan; the id itself once the content has dropped it."""
    find: Mapping[str, Callable[[str], _Titled]] = {
        "mission": content.mission,
        "achievement": content.achievement,
        "story": content.story,
        "item": content.item,
        "plan": content.plan,
    }
    try:
        return find[kind](id).title.in_language(language)
    except (KeyError, NotFound):
        return id


def item(content: ContentPack, id: str, language: str) -> str:
    """An item's icon and title; its id where the content has dropped it since."""
    try:
        found = content.item(id)
    except NotFound:
        return id
    return f"{found.icon} {found.title.in_language(language)}"


OF_PEOPLE = frozenset(("transfer_sent", "transfer_received", "transfer_fee", "given", "referral", "invitation"))
"""The first words of the reasons that name another user."""


def person(reason: object) -> UserId | None:
    """The user whom a reason names, None where it names none."""
    kind, _, id = reason.partition(":") if isinstance(reason, str) else ("", "", "")
    return UserId(id) if kind in OF_PEOPLE else None


def reason(say: Speaker, content: ContentPack, reason: str, names: Mapping[UserId, str] = MappingProxyType({})) -> str:
    """Why besitos moved: what the game says in its own words, or the words of whoever moved them.

    `names` are those of the people whom reasons name.
    """
    kind, _, id = reason.partition(":")
    if not say.has(f"reason-{kind}"):
        return reason
    if (other := person(reason)) is not None:
        return say.plain(f"reason-{kind}", name=names.get(other) or say.plain("somebody"))
    return say.plain(f"reason-{kind}", title=title(content, _ABOUT.get(kind, kind), id, say.language))


def needed(say: Speaker, content: ContentPack, why: str, needs: str) -> str:
    """What a gate of a story takes: a level, or the title of what it is; a clue's words are not told beforehand."""
    if why == "item" and any(needs in story.hints for story in content.stories.values()):
        return say.plain("story-some-clue")
    return item(content, needs, say.language) if why == "item" else title(content, why, needs, say.language)


def details(say: Speaker, content: ContentPack, details: Mapping[str, Any]) -> dict[str, Any]:
    """A refusal's details with titles instead of ids, and lengths of time instead of seconds."""
    told = dict(details)
    for kind in ("mission", "achievement", "story", "item", "plan"):
        if isinstance(id := told.get(kind), str):
            told[kind] = title(content, kind, id, say.language)
    if isinstance(missing := told.get("missing"), list):
        told["missing"] = [title(content, "mission", id, say.language) for id in missing]
    if isinstance(needs := told.get("needs"), str):
        told["needs"] = needed(say, content, told["why"], needs)
    if told.get("field") == "ends_in":
        told |= {bound: timedelta(seconds=told[bound]) for bound in ("least", "most")}
    return told
