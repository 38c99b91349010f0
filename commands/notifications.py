"""What users are told of, without having asked: a message for an event, as a key and its values.

Pure: sending, and each user's wish to be left alone, is the business of the effects. What a user learns anyway from
the answer to their tap (a gift, a choice) is not told twice.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from domain.content import ContentPack
from domain.definitions import Text
from domain.errors import NotFound
from domain.ids import UserId
from domain.membership import TOLD_WITHIN
from domain.mochila import GIVEN
from domain.notifications import Kind
from domain.recorded import Recorded
from domain.users import LANGUAGES

Value = str | int | datetime | dict[str, str] | None
"""A value in a message. A dict is one text by language, None something that is not there (a ban without an end)."""

HISTORY = "reaction:achievement_history"
"""The source of what is granted for what happened long ago."""

IMPORT = "import"
"""The source of what members brought along from another system."""

TIMER = "timer:"
"""How the source begins of what was due at some time."""

GAME_REASONS = frozenset(
    (
        "achievement",
        "auction",
        "auction_cancelled",
        "auction_outbid",
        "auction_sold",
        "auction_unsold",
        "auction_won",
        "daily_gift",
        "mission",
        "purchase",
        "reaction",
        "recipe",
        "story",
        "streak_freeze",
        "transfer_fee",
        "transfer_sent",
        "trivia",
        "use",
    )
)
"""The first words of the reasons that the game itself gives for moving besitos and items."""


@dataclass(frozen=True, slots=True)
class Notification:
    """One message to one user. `effect_id` is the same each time it is made: it is sent under it.

    `key` is the id of a Fluent message, `params` its values. `kind` decides who wants it, and whether it must arrive.
    """

    effect_id: str
    user_id: UserId
    key: str
    params: Mapping[str, Value] = field(default_factory=dict)
    kind: Kind = "casual"

    def in_language(self, language: str) -> dict[str, str | int | datetime | None]:
        """The values for a text in this language."""
        return {
            name: value.get(language, next(iter(value.values()), "")) if isinstance(value, dict) else value
            for name, value in self.params.items()
        }


def notifications(event: Recorded, content: ContentPack) -> list[Notification]:
    """The messages that `event` is worth: mostly none or one, and never two to one user."""
    if follows_from_import(event) or (event.source == HISTORY and event.topic != "achievement.history_granted"):
        return []  # what came along in an import is told to nobody; history is told together, as one
    id, found = f"notify:{event.event_id}", list[Notification]()
    whom = event.state[_OTHERS[event.topic]] if event.topic in _OTHERS else event.user_id
    if event.topic in _TELL and whom is not None and (told := _TELL[event.topic](event, content)) is not None:
        key, kind, params = told
        found.append(Notification(id, whom, key, params, kind))
    if event.topic in _TELL_SEVERAL:
        field_of_them, tell = _TELL_SEVERAL[event.topic]
        key, kind, params = tell(event, content)
        found += [Notification(f"{id}:{each}", each, key, params, kind) for each in event.state[field_of_them]]
    return found


def follows_from_import(event: Recorded) -> bool:
    """Whether an import has recorded it, or it followed at once from what one has, however long the chain: those who
    moved in never asked the bot. What comes of it later, when its time is there (VIP that ends), is told as always."""
    return event.correlation_id.startswith(f"{IMPORT}:") and not event.source.startswith(TIMER)


_Message = tuple[str, Kind, Mapping[str, Value]]
_Told = _Message | None


def _mission_started(event: Recorded, content: ContentPack) -> _Told:
    if event.kind != "story":  # the others begin by themselves, with the first step
        return None
    return "notify-mission-started", "game", _mission(event, content)


def _mission_completed(event: Recorded, content: ContentPack) -> _Told:
    params = _mission(event, content) | {"reward": event.reward, "experience": event.experience}
    return "notify-mission-completed", "game", params


def _mission(event: Recorded, content: ContentPack) -> dict[str, Value]:
    return {"mission": _title(content.mission, event.mission)}


def _achievement_unlocked(event: Recorded, content: ContentPack) -> _Told:
    return (
        "notify-achievement-unlocked",
        "game",
        {
            "achievement": _title(content.achievement, event.achievement),
            "level": event.level,
            "reward": event.reward,
            "experience": event.experience,
        },
    )


def _history_granted(event: Recorded, content: ContentPack) -> _Told:
    titles = [_title(content.achievement, each) for each in event.achievements]
    named = {
        language: ", ".join(str(title[language] if isinstance(title, dict) else title) for title in titles)
        for language in LANGUAGES
    }
    params: dict[str, Value] = {"achievements": named, "reward": event.reward, "experience": event.experience}
    return "notify-achievements-from-history", "game", params


def _level_reached(event: Recorded, content: ContentPack) -> _Told:
    title = content.level_title(event.level).by_language
    return "notify-level-reached", "game", {"level": event.level, "title": title}


def _credited(event: Recorded, content: ContentPack) -> _Told:
    return _besitos("notify-besitos-received", event)


def _debited(event: Recorded, content: ContentPack) -> _Told:
    return _besitos("notify-besitos-taken", event)


def _besitos(key: str, event: Recorded) -> _Told:
    if _by_the_game(event.reason):
        return None
    return key, "money", {"amount": event.amount, "reason": event.reason, "balance": event.balance}


def _item_received(event: Recorded, content: ContentPack) -> _Told:
    if (auction := _AUCTIONED.get(event.reason.partition(":")[0])) is not None:
        return auction, "money", {"item": _title(content.item, event.item)}
    if _by_the_game(event.reason):
        return None
    params: dict[str, Value] = {"item": _title(content.item, event.item), "quantity": event.quantity}
    if event.reason.startswith(f"{GIVEN}:"):
        return "notify-item-given", "social", params | {"reason": event.reason}
    return "notify-item-received", "game", params


def _hint_unlocked(event: Recorded, content: ContentPack) -> _Told:
    if event.reason != "reaction" and not event.reason.startswith("purchase:"):  # others see it where they are
        return None
    return "notify-hint-unlocked", "game", {"hint": content.hint(event.hint).by_language}


def _outbid(event: Recorded, content: ContentPack) -> _Told:
    params: dict[str, Value] = {"item": _title(content.item, event.item), "amount": event.amount, "freed": event.freed}
    return "notify-auction-outbid", "social", params


def _auction_closed(event: Recorded, content: ContentPack) -> _Told:
    item = _title(content.item, event.item)
    if event.winner is None:
        return "notify-auction-unsold", "money", {"item": item}
    return "notify-auction-sold", "money", {"item": item, "price": event.price, "proceeds": event.proceeds}


def _auction_lost(event: Recorded, content: ContentPack) -> _Message:
    return "notify-auction-lost", "game", {"item": _title(content.item, event.item), "price": event.price}


def _auction_cancelled(event: Recorded, content: ContentPack) -> _Told:
    return "notify-auction-cancelled", "money", {"item": _title(content.item, event.item), "freed": event.price}


def _membership_granted(event: Recorded, content: ContentPack) -> _Told:
    return "notify-membership-granted", "money", {"plan": _title(content.plan, event.plan), "until": event.until}


def _membership_shortened(event: Recorded, content: ContentPack) -> _Told:
    if event.until <= event.timestamp:
        return "notify-membership-revoked", "money", {}
    return "notify-membership-shortened", "money", {"until": event.until}


def _membership_expired(event: Recorded, content: ContentPack) -> _Told:
    if event.cause != "ended":  # a revocation and a refund tell it themselves
        return None
    if event.recorded_at - event.until > TOLD_WITHIN:
        return None
    return "notify-membership-expired", "money", {"plan": _title(content.plan, event.plan)}


def _payment_received(event: Recorded, content: ContentPack) -> _Told:
    if event.days or event.problem == "refunded_first":  # the membership that it bought is told, or the refund
        return None
    return "notify-payment-problem", "money", {"stars": event.stars, "charge": event.charge}


def _payment_refunded(event: Recorded, content: ContentPack) -> _Told:
    return "notify-payment-refunded", "money", {"stars": event.stars}


def _subscription_changed(event: Recorded, content: ContentPack) -> _Told:
    keys = {
        "subscription.canceled": "notify-subscription-canceled",
        "subscription.resumed": "notify-subscription-resumed",
        "subscription.change_failed": "notify-subscription-change-failed",
        "subscription.payment_failed": "notify-subscription-payment-failed",
    }
    return keys[event.topic], "money", {}


def _membership_revoked(event: Recorded, content: ContentPack) -> _Told:
    return "notify-membership-revoked", "money", {}


def _banned(event: Recorded, content: ContentPack) -> _Told:
    return "notify-banned", "casual", {"until": event.until}


def _unbanned(event: Recorded, content: ContentPack) -> _Told:
    return "notify-unbanned", "casual", {}


class _Titled(Protocol):
    @property
    def title(self) -> Text: ...


def _title(find: Callable[[str], _Titled], id: str) -> Value:
    """The title of what `id` names; the id itself where the content has dropped it since."""
    try:
        return find(id).title.by_language
    except NotFound:
        return id


def _by_the_game(reason: str) -> bool:
    return reason.split(":")[0] in GAME_REASONS


def _streak_repaired(event: Recorded, content: ContentPack) -> _Told:
    return "notify-streak-repaired", "casual", {"streak": event.streak}


def _trivia_went_unpaid(event: Recorded, content: ContentPack) -> _Told:
    return "notify-trivia-unpaid", "game", {"daily": content.trivia.daily}


_AUCTIONED = {"auction_won": "notify-auction-won", "auction_withdrawn": "notify-auction-withdrawn"}
"""What an item tells that comes out of escrow, by the first word of the reason."""

_OTHERS = {"auction.bid_placed": "outbid", "auction.closed": "seller", "auction.cancelled": "leader"}
"""Who is told, where it is not the one who did it: the field that names them."""

_TELL: Mapping[str, Callable[[Recorded, ContentPack], _Told]] = {
    "mission.started": _mission_started,
    "mission.completed": _mission_completed,
    "achievement.unlocked": _achievement_unlocked,
    "achievement.history_granted": _history_granted,
    "level.reached": _level_reached,
    "wallet.credited": _credited,
    "wallet.debited": _debited,
    "item.received": _item_received,
    "story.hint_unlocked": _hint_unlocked,
    "auction.bid_placed": _outbid,
    "auction.closed": _auction_closed,
    "auction.cancelled": _auction_cancelled,
    "membership.granted": _membership_granted,
    "membership.revoked": _membership_revoked,
    "gift.streak_repaired": _streak_repaired,
    "membership.shortened": _membership_shortened,
    "membership.expired": _membership_expired,
    "payment.received": _payment_received,
    "payment.refunded": _payment_refunded,
    "subscription.canceled": _subscription_changed,
    "subscription.resumed": _subscription_changed,
    "subscription.change_failed": _subscription_changed,
    "subscription.payment_failed": _subscription_changed,
    "trivia.went_unpaid": _trivia_went_unpaid,
    "user.banned": _banned,
    "user.unbanned": _unbanned,
}

_TELL_SEVERAL: Mapping[str, tuple[str, Callable[[Recorded, ContentPack], _Message]]] = {
    "auction.closed": ("losers", _auction_lost),
}
"""What is told to each user whom a field of the event names."""

NOTIFIED = tuple({**_TELL, **_TELL_SEVERAL})
"""The topics that may be worth a message."""
