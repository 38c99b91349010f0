"""VIP: whether one is, until when, what it opens, what it costs; and the subscriptions that renew it."""

from datetime import datetime
from typing import Any

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.callbacks import Open, Order, Subscribe
from adapters.telegram.handlers.vip_channel import way_in
from adapters.telegram.screens import MAX_LABEL, Screen, shortened
from adapters.telegram.texts import Markup
from adapters.telegram.unlocking import way_back_from_vip
from adapters.telegram.visitor import Visitor
from commands.payments import ChangeSubscriptions, OfferPlan
from domain.ids import UserId
from queries.membership import MembershipView, membership_of
from queries.payments import SubscriptionView, subscriptions_of

MOST = 8
"""Names of what VIP opens, at most; a list longer than that nobody reads."""


def router() -> Router:
    router = Router(name="membership")
    router.message.register(show, Command("vip"))
    router.callback_query.register(open_vip, Open.filter(F.screen == "vip"))
    router.callback_query.register(buy, Order.filter())
    router.callback_query.register(subscribe, Subscribe.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The VIP screen as a new message."""
    await visitor.show(await overview(visitor))


async def open_vip(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """The VIP screen in place. `what` is where somebody came from who found it locked, and goes back to."""
    await visitor.show(await overview(visitor, callback_data.what))


async def buy(query: CallbackQuery, callback_data: Order, visitor: Visitor) -> None:
    """Asks for an invoice, which comes as a message of its own."""
    await visitor.execute(OfferPlan(visitor.user_id, callback_data.plan))
    await visitor.tell(visitor.say.plain("alert-invoice-comes"), alert=False)


async def subscribe(query: CallbackQuery, callback_data: Subscribe, visitor: Visitor) -> None:
    """Cancels subscriptions, or lets them go on. Whoever would cancel all is asked first."""
    if not callback_data.invoice and callback_data.go == "n":
        await visitor.show(await sure_to_cancel_all(visitor))
        return
    invoices = (callback_data.invoice,) if callback_data.invoice else ()
    await visitor.execute(ChangeSubscriptions(visitor.user_id, callback_data.go != "y", invoices))
    await visitor.show(await overview(visitor))


def membership_and_subscriptions(
    read: Connection, user_id: UserId
) -> tuple[MembershipView | None, list[SubscriptionView]]:
    return membership_of(read, user_id), subscriptions_of(read, user_id)


async def overview(visitor: Visitor, came_from: str = "") -> Screen:
    """How one stands, what it opens, and every plan with its price."""
    membership, subscriptions = await visitor.read(membership_and_subscriptions, visitor.user_id)
    say, now = visitor.say, visitor.say.now
    running = [each for each in subscriptions if each.runs(now)]
    subscribed = {each.plan for each in running}
    given_back = [each for each in subscriptions if _given_back(each, now) and each.plan not in subscribed][:1]
    parts: list[str]
    if membership is not None and membership.active(now):
        awaited = membership.until <= now
        parts = [say("vip-awaited") if awaited else say("vip-active", until=membership.until)]
    elif membership is not None:
        parts = [say("vip-over", until=membership.until)]
    else:
        parts = [say("vip-none")]
    channel, way = await way_in(visitor, membership is not None and membership.active(now))
    parts = [*parts, _opens(visitor), channel, *(_subscription(visitor, each) for each in (*running, *given_back))]
    plans = visitor.services.bus.content.plans
    if plans:
        parts.append(say("vip-how"))
    rows = [
        [
            _named_button(
                visitor,
                "button-plan-monthly" if plan.subscription else "button-plan",
                Order(owner=visitor.owner, plan=plan.id),
                "title",
                plan.title.in_language(say.language),
                stars=plan.stars,
            )
        ]
        for plan in plans
        if not (plan.subscription and plan.id in subscribed)
    ]
    return Screen(
        "\n\n".join(part for part in parts if part),
        [*way, *rows, *_changes(visitor, running), way_back_from_vip(visitor, came_from)],
    )


def _opens(visitor: Visitor) -> str:
    """What there is for VIPs only, by name."""
    content, language = visitor.services.bus.content, visitor.say.language
    stories = [each.title.in_language(language) for each in content.stories.values() if each.vip_only]
    missions = [each.title.in_language(language) for each in content.missions if each.vip_only]
    titles = [*stories, *missions]
    if not titles:
        return ""
    return visitor.say("vip-opens", titles="\n".join(f"· {title}" for title in titles[:MOST]))


def _given_back(subscription: SubscriptionView, now: datetime) -> bool:
    """Whether it would still last if its payment had not gone back."""
    return now < subscription.until and not subscription.runs(now)


def _subscription(visitor: Visitor, subscription: SubscriptionView) -> str:
    """How a subscription stands: going on, ending, given back, or on its way to one of them."""
    now = visitor.say.now
    if subscription.refunded and subscription.canceled:
        state = "refunded_over"
    elif subscription.refunded:
        state = "refunded_canceling" if subscription.asked else "refunded"
    elif subscription.asked is not None:
        state = "canceling" if subscription.asked else "resuming"
    elif subscription.canceled:
        state = "ending"
    else:
        state = "unpaid" if subscription.failed == "payment" else "going"
    return visitor.say(
        "vip-subscription",
        plan=_plan(visitor, subscription),
        stars=subscription.stars,
        state=state,
        until=subscription.until,
        left=subscription.until - now,
    )


def _changes(visitor: Visitor, running: list[SubscriptionView]) -> list[list[InlineKeyboardButton]]:
    """A button for each subscription, and one for all where several would be paid again."""
    going = [each for each in running if each.goes_on(visitor.say.now)]

    def change(each: SubscriptionView) -> InlineKeyboardButton:
        key = "button-cancel-subscription" if each in going else "button-resume-subscription"
        data = Subscribe(owner=visitor.owner, go="n" if each in going else "y", invoice=each.id)
        ending = f" · {_short_end(visitor, each)}" if len(running) > 1 else ""
        return _named_button(visitor, key, data, "plan", _plan(visitor, each), ending)

    rows = [[change(each)] for each in running]
    if len(going) > 1:
        rows.append([visitor.button("button-cancel-all", Subscribe(owner=visitor.owner, go="n"))])
    return rows


async def sure_to_cancel_all(visitor: Visitor) -> Screen:
    """Whether really to cancel all that would be paid again."""
    subscriptions = await visitor.read(subscriptions_of, visitor.user_id)
    going = [each for each in subscriptions if each.goes_on(visitor.say.now)]
    lines = [
        visitor.say("subscription-ends", plan=_plan(visitor, each), day=_short_end(visitor, each)) for each in going
    ]
    text = visitor.say("vip-cancel-all", titles=Markup("\n".join(f"· {line}" for line in lines)))
    yes = visitor.button("button-cancel-all-yes", Subscribe(owner=visitor.owner, go="a"))
    return Screen(text, [[yes], visitor.way_back("vip")])


def _named_button(
    visitor: Visitor, key: str, data: CallbackData, field: str, name: str, ending: str = "", **args: Any
) -> InlineKeyboardButton:
    """A button whose text names something: where there is no room for all, the name is cut and not what follows it."""
    room = MAX_LABEL - len(visitor.say.plain(key, **{field: ending}, **args))
    return visitor.button(key, data, **{field: shortened(name, room) + ending}, **args)


def _short_end(visitor: Visitor, subscription: SubscriptionView) -> str:
    return visitor.say.short_day(subscription.until.astimezone(visitor.say.zone).date())


def _plan(visitor: Visitor, subscription: SubscriptionView) -> str:
    return naming.title(visitor.services.bus.content, "plan", subscription.plan, visitor.say.language)
