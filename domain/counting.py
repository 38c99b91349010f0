"""What counts: which facts move a mission's step or an achievement's goal, and by how much."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field, StrictBool, StrictInt, StrictStr, model_validator

from domain.definitions import Definition

COUNTED_TO = 10**9
"""No count passes this, whatever integrators send; the same bound as an amount of besitos."""

COUNTABLE = (
    "user.registered",
    "user.visited",
    "user.time_zone_changed",
    "wallet.credited",
    "wallet.debited",
    "gift.claimed",
    "transfer.sent",
    "referral.friend_brought",
    "mission.completed",
    "achievement.unlocked",
    "level.reached",
    "item.received",
    "item.purchased",
    "item.used",
    "item.combined",
    "item.given",
    "membership.granted",
    "trivia.answered",
    "reaction.rewarded",
    "story.started",
    "story.choice_made",
    "story.checkpoint_reached",
    "story.hint_unlocked",
    "story.ended",
    "external.*",
)
"""The facts that content may count. Those by which counting itself is recorded are not among them."""

Scalar = StrictBool | StrictInt | StrictStr


class AtLeast(Definition):
    """A condition on a number, such as `{at_least: 7}`."""

    at_least: StrictInt


class NoneOf(Definition):
    """A condition on a reason: its first word is none of these, `{none_of: [transfer_received]}`."""

    none_of: tuple[StrictStr, ...]


class OneOf(Definition):
    """A condition on a reason: its first word is one of these, `{one_of: [purchase, story]}`."""

    one_of: tuple[StrictStr, ...]


Condition = AtLeast | NoneOf | OneOf | Scalar | tuple[Scalar, ...]


class Count(Definition):
    """One kind of fact, and what each adds.

    `fact` is a topic (`gift.claimed`, `external.stream_watched`). `where` narrows it: a field must equal the value, be
    one of a list, be `{at_least: n}`, begin with a word of `{one_of: [word]}` or with none of `{none_of: [word]}`. Each
    fact adds one; with `total: field` it adds that field; with `highest: field` nothing is added up, the greatest value
    ever seen is what counts (a streak, a level). A field inside another is written with a dot, `payload.minutes`.
    """

    fact: Annotated[str, Field(pattern=r"^[a-z_]+(\.[a-z0-9_]+)+$")]
    where: dict[str, Condition] = {}
    total: str | None = None
    highest: str | None = None

    @model_validator(mode="after")
    def _one_measure(self) -> "Count":
        if self.total is not None and self.highest is not None:
            raise ValueError("choose one of total and highest")
        return self

    def worth(self, fields: Mapping[str, Any]) -> int:
        """What a fact with these fields adds, or for `highest` reaches; 0 if it does not count."""
        if not all(_holds(condition, _field(fields, name)) for name, condition in self.where.items()):
            return 0
        if self.total is None and self.highest is None:
            return 1
        value = _field(fields, self.total or self.highest or "")
        return min(max(value, 0), COUNTED_TO) if isinstance(value, int) and not isinstance(value, bool) else 0

    def after(self, before: int, worth: int) -> int:
        """The count after one more fact of this worth. It never falls."""
        return max(before, worth) if self.highest is not None else min(before + worth, COUNTED_TO)


def _field(fields: Mapping[str, Any], path: str) -> Any:
    value: Any = fields
    for name in path.split("."):
        if not isinstance(value, Mapping) or name not in value:
            return None
        value = value[name]
    return value


def _holds(condition: Condition, value: Any) -> bool:
    if isinstance(condition, AtLeast):
        return isinstance(value, int) and not isinstance(value, bool) and value >= condition.at_least
    if isinstance(condition, NoneOf):
        return isinstance(value, str) and value.split(":")[0] not in condition.none_of
    if isinstance(condition, OneOf):
        return isinstance(value, str) and value.split(":")[0] in condition.one_of
    if isinstance(condition, tuple):
        return any(_holds(each, value) for each in condition)
    return type(value) is type(condition) and bool(value == condition)
