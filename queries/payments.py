"""Payments in Telegram Stars, and subscriptions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, Select, and_, func, not_, or_, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.payments import star_payments, star_subscriptions
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class PaymentView:
    """One charge. `days` are those given for it; `problem` says why there are none, or that a banned user paid."""

    charge: str
    user_id: UserId
    position: int
    occurred_at: datetime
    stars: int
    plan: str | None
    days: int
    kind: str
    invoice: str | None
    problem: str | None
    found_by: str
    state: str
    refund_reason: str | None
    refunded_at: datetime | None
    unmatched: bool


@dataclass(frozen=True, slots=True)
class SubscriptionView:
    """One subscription, over or not. `id` is the invoice that began it; `refunded`: its latest payment went back."""

    id: str
    plan: str
    stars: int
    started_at: datetime
    until: datetime
    payments: int
    canceled: bool
    asked: bool | None
    failed: str | None
    refunded: bool

    def runs(self, now: datetime) -> bool:
        """Whether it is paid for now, or would be charged again: what is cancelled and was refunded is over."""
        return now < self.until and not (self.canceled and self.refunded)

    def goes_on(self, now: datetime) -> bool:
        """Whether it will be paid again, as far as anybody has asked."""
        return self.runs(now) and not (self.canceled if self.asked is None else self.asked)


@dataclass(frozen=True, slots=True)
class StarTotals:
    """All Stars that were paid: `kept`, and `refunded`; and how many subscriptions run."""

    kept: int
    refunded: int
    subscriptions: int


def star_totals(read: Connection, now: datetime) -> StarTotals:
    """The Stars of all payments, and the subscriptions that are paid for now."""
    summed = select(star_payments.c.state, func.sum(star_payments.c.stars).label("stars"))
    states = {row.state: row.stars for row in read.execute(summed.group_by(star_payments.c.state))}
    over = and_(star_subscriptions.c.canceled, star_subscriptions.c.refunded)
    running = select(func.count()).select_from(star_subscriptions).where(star_subscriptions.c.until > now, not_(over))
    refunded = states.pop("refunded", 0)
    return StarTotals(sum(states.values()), refunded, read.execute(running).scalar_one())


def payments_of(read: Connection, user_id: UserId, before: int | None = None, limit: int = 50) -> Page[PaymentView]:
    """The user's payments, the newest first, from before a position."""
    return _page(read, select(star_payments).where(star_payments.c.user_id == user_id), before, limit)


def payments_page(
    read: Connection, only_problems: bool = False, before: int | None = None, limit: int = 50
) -> Page[PaymentView]:
    """Everybody's payments, the newest first; or those that a person should look at."""
    wanted = select(star_payments)
    if only_problems:
        wanted = wanted.where(
            star_payments.c.state != "refunded",
            or_(
                star_payments.c.problem.is_not(None),
                star_payments.c.unmatched.is_(True),
                star_payments.c.state == "refund_failed",
            ),
        )
    return _page(read, wanted, before, limit)


def payment_by_charge(read: Connection, charge: str) -> PaymentView | None:
    """The payment of this charge, None if it was never heard of."""
    row = read.execute(select(star_payments).where(star_payments.c.charge == charge)).one_or_none()
    return _view(row) if row else None


def known_charges(read: Connection, charges: Sequence[str]) -> dict[str, str]:
    """Those of `charges` that we have, with their states."""
    wanted = select(star_payments.c.charge, star_payments.c.state).where(star_payments.c.charge.in_(charges))
    return {row.charge: row.state for row in read.execute(wanted)}


def payments_between(read: Connection, since: datetime, until: datetime) -> list[PaymentView]:
    """The payments recorded from `since` on and before `until`, by update or otherwise, oldest first."""
    wanted = (
        select(star_payments)
        .where(star_payments.c.occurred_at >= since, star_payments.c.occurred_at < until)
        .order_by(star_payments.c.position)
    )
    return [_view(row) for row in read.execute(wanted)]


def subscriptions_of(read: Connection, user_id: UserId) -> list[SubscriptionView]:
    """The user's subscriptions, the newest first."""
    wanted = select(star_subscriptions).where(star_subscriptions.c.user_id == user_id)
    rows = read.execute(wanted.order_by(star_subscriptions.c.started_at.desc(), star_subscriptions.c.invoice))
    return [
        SubscriptionView(
            id=row.invoice,
            plan=row.plan,
            stars=row.stars,
            started_at=row.started_at,
            until=row.until,
            payments=row.payments,
            canceled=row.canceled,
            asked=row.asked,
            failed=row.failed,
            refunded=row.refunded,
        )
        for row in rows
    ]


def _page(read: Connection, wanted: Select[tuple[object, ...]], before: int | None, limit: int) -> Page[PaymentView]:
    if before is not None:
        wanted = wanted.where(star_payments.c.position < before)
    rows = read.execute(wanted.order_by(star_payments.c.position.desc()).limit(page_size(limit) + 1)).all()
    return page_of([_view(row) for row in rows], [row.position for row in rows], limit)


def _view(row: Row[tuple[object, ...]]) -> PaymentView:
    return PaymentView(**{name: value for name, value in row._mapping.items() if name != "correlation_id"})
