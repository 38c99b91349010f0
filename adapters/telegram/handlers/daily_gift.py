"""The daily gift: one tap takes it."""

from datetime import datetime, time, timedelta

from aiogram import Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from adapters.telegram.callbacks import Claim
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor
from commands.daily_gift import ClaimDailyGift


def router() -> Router:
    router = Router(name="daily_gift")
    router.message.register(take, Command("gift", "regalo"))
    router.callback_query.register(tapped, Claim.filter())
    return router


async def take(message: Message, visitor: Visitor) -> None:
    """Takes today's gift for who asked by a command."""
    await claim(visitor)


async def tapped(query: CallbackQuery, visitor: Visitor) -> None:
    """Takes today's gift for who tapped its button."""
    await claim(visitor)


async def claim(visitor: Visitor) -> None:
    """Takes it, and shows what it was. A second one is refused with the time of the next."""
    receipt = await visitor.execute(ClaimDailyGift(visitor.user_id))
    gift = receipt.result
    rules = visitor.services.bus.content.daily_gift
    text = visitor.say(
        "gift-taken",
        amount=gift["amount"],
        balance=gift["balance"],
        streak=gift["streak"],
        next=rules.amount(gift["streak"] + 1),
        again_at=_tomorrow(visitor),
    )
    await visitor.show(Screen(text, [[visitor.opens("button-missions", "missions")], [visitor.home()]]))


def _tomorrow(visitor: Visitor) -> datetime:
    """When the user's next day begins: they were where they are now when they took the gift."""
    zone = visitor.say.zone
    day = visitor.say.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=zone)
