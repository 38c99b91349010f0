"""The daily gift: one tap takes it. And the streak that it makes, with what keeps it over a missed day."""

from datetime import datetime, time, timedelta
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message

from adapters.telegram.callbacks import BuyFreeze, Claim, Open, asked_in, short
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor
from commands.daily_gift import BuyStreakFreeze, ClaimDailyGift
from queries.daily_gift import gift_streak


def router() -> Router:
    router = Router(name="daily_gift")
    router.message.register(take, Command("gift", "regalo"))
    router.message.register(show_streak, Command("streak", "racha"))
    router.callback_query.register(tapped, Claim.filter())
    router.callback_query.register(open_streak, Open.filter(F.screen == "streak"))
    router.callback_query.register(buy_freeze, BuyFreeze.filter())
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
    told = [text, visitor.say("gift-freezes-used", used=gift["freezes_used"])] if gift["freezes_used"] else [text]
    if (personal := await visitor.personal("gift")) is not None:
        told.append(visitor.say("gift-personal", text=personal))
    rows = [
        [visitor.opens("button-missions", "missions"), visitor.opens("button-streak", "streak")],
        [visitor.home()],
    ]
    await visitor.show(Screen("\n\n".join(told), rows))


async def show_streak(message: Message, visitor: Visitor) -> None:
    """The streak, as a new message."""
    await visitor.show(await streak_screen(visitor))


async def open_streak(query: CallbackQuery, visitor: Visitor) -> None:
    """The streak in place."""
    await visitor.show(await streak_screen(visitor))


async def buy_freeze(query: CallbackQuery, callback_data: BuyFreeze, visitor: Visitor) -> None:
    """Buys one, once for each time that the screen offered it, however often the button is tapped."""
    if (asked := asked_in(callback_data.asked)) is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    receipt = await visitor.execute_once(BuyStreakFreeze(visitor.user_id), asked, partial(streak_screen, visitor))
    screen = await streak_screen(visitor)
    screen.text = f"{visitor.say('freeze-bought', **receipt.result)}\n\n{screen.text}"
    await visitor.show(screen)


async def streak_screen(visitor: Visitor) -> Screen:
    """How long the streak is, what protects it, and the way to more protection, or why there is none."""
    say, rules = visitor.say, visitor.services.bus.content.daily_gift
    view = await visitor.read(gift_streak, visitor.user_id)
    running = view is not None and view.as_aggregate().running(say.now, say.zone)
    days, longest = (view.streak if view and running else 0), (view.longest if view else 0)
    freezes = view.freezes if view else 0
    parts = [
        say("streak-title", days=days, longest=longest),
        say("streak-freezes", freezes=freezes, most=rules.freeze_most),
    ]
    if rules.freeze_every:
        parts.append(say("streak-earned", every=rules.freeze_every))
    rows = [visitor.way_back("menu")]
    if not running:
        parts.append(say("streak-none"))
    elif freezes < rules.freeze_most:
        buy = BuyFreeze(owner=visitor.owner, asked=short(visitor.update_id))
        rows.insert(0, [visitor.button("button-freeze", buy, price=rules.freeze_price)])
    return Screen("\n\n".join(parts), rows)


def _tomorrow(visitor: Visitor) -> datetime:
    """When the user's next day begins: they were where they are now when they took the gift."""
    zone = visitor.say.zone
    day = visitor.say.now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, time.min, tzinfo=zone)
