"""The main menu: how one stands, and the way to everything."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.engine import Connection

from adapters.telegram.callbacks import Claim, Open
from adapters.telegram.screens import Screen, bar, in_rows
from adapters.telegram.texts import Markup
from adapters.telegram.visitor import Visitor
from domain.errors import NotFound
from domain.ids import UserId
from queries.daily_gift import GiftStreakView, gift_streak
from queries.levels import LevelView, level_of
from queries.mochila import worn_by
from queries.users import UserView, user_view
from queries.wallet import WalletView, wallet_view


def router() -> Router:
    router = Router(name="menu")
    router.message.register(show, Command("menu"))
    router.callback_query.register(open_menu, Open.filter(F.screen == "menu"))
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The menu as a new message."""
    await visitor.show(await overview(visitor))


async def open_menu(query: CallbackQuery, visitor: Visitor) -> None:
    """The menu in place of the screen that one comes from."""
    await visitor.show(await overview(visitor))


@dataclass(frozen=True, slots=True)
class Standing:
    """All that the menu tells of a user, as of one moment."""

    wallet: WalletView
    level: LevelView
    gift: GiftStreakView | None
    user: UserView | None
    worn: Mapping[str, str]


def standing(read: Connection, user_id: UserId) -> Standing:
    return Standing(
        wallet_view(read, user_id),
        level_of(read, user_id),
        gift_streak(read, user_id),
        user_view(read, user_id),
        worn_by(read, user_id),
    )


async def overview(visitor: Visitor, greeting: str | None = None) -> Screen:
    """The menu; `greeting` (HTML) stands above it instead of the community's name."""
    say, at = visitor.say, await visitor.read(standing, visitor.user_id)
    level = visitor.services.bus.content.level_title(at.level.level).in_language(say.language)
    lines = [say("menu-standing", available=at.wallet.available, level=at.level.level, title=level)]
    if at.worn:
        lines.insert(0, say("menu-worn", things=worn(visitor, at.worn)))
    if (next_level := _next_level(visitor, at.level)) is not None:
        lines.append(next_level)
    if at.wallet.held:
        lines.append(say("menu-held", held=at.wallet.held))
    again_at = _next_gift(visitor, at.gift)
    if at.gift and at.gift.streak > 1 and _unbroken(visitor, at.gift):
        lines.append(say("menu-streak", days=at.gift.streak))
    gift = say("menu-gift-later", again_at=again_at) if again_at else say("menu-gift-waits")
    parts = [greeting or say("menu-title", community=community(visitor)), "\n".join(lines), gift]
    if (personal := await visitor.personal("home")) is not None:
        parts.insert(1, say("menu-personal", text=personal))
    if at.user is not None and not at.user.time_zone_known:
        parts.append(say("menu-zone-unknown"))
    rows = [
        [visitor.button("button-gift", Claim(owner=visitor.owner)), visitor.opens("button-wallet", "wallet")],
        [visitor.opens("button-missions", "missions"), visitor.opens("button-achievements", "achievements")],
        [visitor.opens("button-store", "store"), visitor.opens("button-mochila", "mochila")],
        [visitor.opens("button-story", "story"), visitor.opens("button-trivia", "trivia")],
        [visitor.opens("button-top", "top"), visitor.opens("button-friends", "friends")],
        [visitor.opens("button-auctions", "auctions"), visitor.opens("button-vip", "vip")],
        *in_rows(
            [
                visitor.opens("button-language", "language"),
                visitor.opens("button-hours", "hours"),
                visitor.opens("button-notices", "notices"),
            ],
            3,
        ),
    ]
    return Screen("\n\n".join(parts), rows)


def worn(visitor: Visitor, by_slot: Mapping[str, str]) -> str:
    """What somebody wears beside their name, the title last: `🌹 · 🌙 Sereno de guardia`."""
    content, told = visitor.services.bus.content, []
    for slot, item in sorted(by_slot.items()):
        with suppress(NotFound):  # what the content has dropped is worn no more
            definition = content.item(item)
            title = f" {definition.title.in_language(visitor.say.language)}" if slot == "title" else ""
            told.append(f"{definition.icon}{title}")
    return " · ".join(told)


def _next_level(visitor: Visitor, at: LevelView) -> Markup | None:
    """How far it is to the next level; None on the highest."""
    thresholds = visitor.services.bus.content.level_thresholds
    if at.level >= len(thresholds):
        return None
    begun, reached = thresholds[at.level - 1], thresholds[at.level]
    done = bar(max(at.experience - begun, 0), reached - begun)
    return visitor.say("menu-next-level", bar=done, left=max(reached - at.experience, 0), level=at.level + 1)


def community(visitor: Visitor) -> str:
    return visitor.services.bus.content.community.name.in_language(visitor.say.language)


def _next_gift(visitor: Visitor, gift: GiftStreakView | None) -> datetime | None:
    """When the next gift waits; None if it does already. The rule is the aggregate's own."""
    if gift is None:
        return None
    again_at = gift.as_aggregate().next_gift(visitor.say.zone)
    return again_at if again_at > visitor.say.now else None


def _unbroken(visitor: Visitor, gift: GiftStreakView) -> bool:
    """Whether today's gift would still go on with the streak."""
    return gift.as_aggregate().running(visitor.say.now, visitor.say.zone)
