"""Telegram Stars: plans and invoices, what was paid, what goes back, subscriptions, and our list beside Telegram's."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adapters.http.cursors import Cursor, PageSize, next_cursor, position_of
from adapters.http.requests import Body, Changed, Changes, Fresh, Services, UserInPath, scope
from adapters.http.routes.users import known_user
from adapters.http.services import KeyInfo
from commands.payments import ChangeSubscriptions, OfferPlan, RefundPayment
from commands.reconciliation import RequestReconciliation
from domain.payments import MAX_CHARGE
from domain.reasons import MAX_REASON
from queries.payments import PaymentView, payments_of, payments_page, subscriptions_of
from queries.reconciliation import ReconciliationView, latest_reconciliations

router = APIRouter(prefix="/v1", tags=["payments"])

Admin = Annotated[KeyInfo, scope("admin")]
InvoiceId = Annotated[str, Field(min_length=1, max_length=40)]


class PlanView(BaseModel):
    """A VIP plan as it is sold now: days, and its price in Telegram Stars."""

    id: str
    title: dict[str, str]
    description: dict[str, str]
    days: int
    stars: int
    subscription: bool


class Plans(BaseModel):
    """Every plan that is sold."""

    items: list[PlanView]


class Offer(Body):
    """Which plan is wanted."""

    plan: Annotated[str, Field(min_length=1, max_length=40)]


class Refund(Body):
    """Which payment goes back. `reason` stays in the log: name nobody."""

    charge: Annotated[str, Field(min_length=1, max_length=MAX_CHARGE)]
    reason: Annotated[str, Field(min_length=1, max_length=MAX_REASON)]


class SubscriptionChange(Body):
    """Cancel these subscriptions, or let them go on; none named: all."""

    canceled: bool
    subscriptions: Annotated[list[InvoiceId], Field(max_length=50)] = []


class Comparison(Body):
    """`whole`: Telegram's list from its beginning, not only what has come since the last time."""

    whole: bool = False


class Payments(BaseModel):
    """Payments, the newest first; `next` goes into `cursor`, None at the end."""

    items: list[PaymentView]
    next: str | None


class Subscription(BaseModel):
    """`runs`: it is paid for now, or would be charged again. `goes_on`: it will be paid again, as far as anybody has
    asked. `refunded`: its latest payment went back; cancelled as well, it is over."""

    id: str
    plan: str
    stars: int
    started_at: datetime
    until: datetime
    payments: int
    runs: bool
    goes_on: bool
    failed: str | None
    refunded: bool


class UserSubscriptions(BaseModel):
    """A user's subscriptions, the newest first."""

    items: list[Subscription]


class Reconciliations(BaseModel):
    """The latest comparisons of our list of payments with Telegram's, the newest first."""

    items: list[ReconciliationView]


@router.get("/plans", dependencies=[scope("read")])
async def list_plans(app: Services) -> Plans:
    """The VIP plans that are sold now."""
    return Plans(
        items=[
            PlanView(
                id=plan.id,
                title=plan.title.by_language,
                description=plan.description.by_language,
                days=plan.days,
                stars=plan.stars,
                subscription=plan.subscription,
            )
            for plan in app.bus.content.plans
        ]
    )


@router.post("/users/{user_id}/invoices")
async def offer_plan(
    user_id: UserInPath, body: Offer, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """Sends the user an invoice in their chat with the bot; `result` is `{invoice, plan, days, stars, …}`."""
    return await change.give(OfferPlan(user_id, body.plan), key)


@router.get("/users/{user_id}/payments", dependencies=[scope("read"), Fresh])
async def list_user_payments(
    user_id: UserInPath, app: Services, cursor: Cursor = None, limit: PageSize = 50
) -> Payments:
    """What the user has paid, the newest first."""
    await known_user(app, user_id)
    page = await app.reads.run(payments_of, user_id, position_of(app, cursor), limit)
    return Payments(items=list(page.items), next=next_cursor(app, page.next))


@router.post("/users/{user_id}/refunds")
async def refund_payment(user_id: UserInPath, body: Refund, change: Changes, key: Admin) -> Changed:
    """Asks Telegram to give a payment back. `payment.refunded` follows when it has, with the days that were left."""
    return await change.give(RefundPayment(user_id, body.charge, body.reason), key)


@router.get("/users/{user_id}/subscriptions", dependencies=[scope("read"), Fresh])
async def list_subscriptions(user_id: UserInPath, app: Services) -> UserSubscriptions:
    """The user's subscriptions, over or not."""
    await known_user(app, user_id)
    now = app.clock.now()
    return UserSubscriptions(
        items=[
            Subscription(
                id=each.id,
                plan=each.plan,
                stars=each.stars,
                started_at=each.started_at,
                until=each.until,
                payments=each.payments,
                runs=each.runs(now),
                goes_on=each.goes_on(now),
                failed=each.failed,
                refunded=each.refunded,
            )
            for each in await app.reads.run(subscriptions_of, user_id)
        ]
    )


@router.post("/users/{user_id}/subscriptions/changes")
async def change_subscriptions(
    user_id: UserInPath, body: SubscriptionChange, change: Changes, key: Annotated[KeyInfo, scope("write")]
) -> Changed:
    """Asks Telegram to cancel subscriptions, or to let them go on; `result` is `{subscriptions}`."""
    return await change.give(ChangeSubscriptions(user_id, body.canceled, tuple(body.subscriptions)), key)


@router.get("/admin/payments", dependencies=[scope("admin"), Fresh])
async def list_payments(
    app: Services,
    problems: Annotated[bool, Query(description="only those that a person should look at")] = False,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> Payments:
    """Everybody's payments, the newest first."""
    page = await app.reads.run(payments_page, problems, position_of(app, cursor), limit)
    return Payments(items=list(page.items), next=next_cursor(app, page.next))


@router.get("/admin/reconciliations", dependencies=[scope("admin"), Fresh])
async def list_reconciliations(app: Services) -> Reconciliations:
    """When our list of payments was compared with Telegram's, and what differed."""
    return Reconciliations(items=await app.reads.run(latest_reconciliations))


@router.post("/admin/reconciliations")
async def request_reconciliation(body: Comparison, change: Changes, key: Admin) -> Changed:
    """Has our list of payments compared with Telegram's soon; `reconciliation.completed` tells what came of it."""
    return await change.give(RequestReconciliation(body.whole), key)
