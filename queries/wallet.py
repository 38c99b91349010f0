"""What users have, and what moved."""

import re
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.engine import Connection, Row

from domain.ids import UserId
from projections.wallet import wallet_balances, wallet_ledger
from queries.paging import Page, page_of, page_size

_MACHINE_REASON = re.compile(r"([a-z][a-z_]*)(:.*)?")
OTHER = "other"


@dataclass(frozen=True, slots=True)
class WalletView:
    """One user's besitos; `earned` and `spent` are all-time sums."""

    available: int
    held: int
    earned: int
    spent: int


@dataclass(frozen=True, slots=True)
class MovementView:
    """One line of a statement. `change` is what it did to what can be spent, `balance` what could be spent after."""

    position: int
    occurred_at: datetime
    kind: str
    amount: int
    change: int
    reason: str
    hold: str | None
    balance: int
    held: int
    event_id: str
    correlation_id: str
    causation_id: str | None


def wallet_view(read: Connection, user_id: UserId) -> WalletView:
    """The user's wallet, an empty one if nothing ever moved."""
    row = read.execute(select(wallet_balances).where(wallet_balances.c.user_id == user_id)).one_or_none()
    return WalletView(row.available, row.held, row.earned, row.spent) if row else WalletView(0, 0, 0, 0)


def wallet_transactions(
    read: Connection, user_id: UserId, before: int | None = None, limit: int = 50
) -> Page[MovementView]:
    """The user's movements, the newest first, from before the position `before`."""
    wanted = select(wallet_ledger).where(wallet_ledger.c.user_id == user_id)
    if before is not None:
        wanted = wanted.where(wallet_ledger.c.position < before)
    rows = read.execute(wanted.order_by(wallet_ledger.c.position.desc()).limit(page_size(limit) + 1)).all()
    return page_of([_movement(row) for row in rows], [row.position for row in rows], limit)


@dataclass(frozen=True, slots=True)
class FlowView:
    """What moved for one kind of reason, over all users and all time: `earned` came into being, `spent` is gone."""

    reason: str
    earned: int
    spent: int


def besitos_by_reason(read: Connection) -> list[FlowView]:
    """Sources and sinks of besitos, by the first word of machines' reasons (`mission:…`); what people wrote is `other`.

    What goes from one member to another is in both sums.
    """
    ledger = wallet_ledger.c
    gained = case((ledger.kind == "credited", ledger.amount), else_=0)
    gone = case((ledger.kind.in_(("debited", "captured")), ledger.amount), else_=0)
    rows = read.execute(select(ledger.reason, func.sum(gained), func.sum(gone)).group_by(ledger.reason))
    flows: dict[str, tuple[int, int]] = {}
    for reason, earned, spent in rows:
        word = machine[1] if (machine := _MACHINE_REASON.fullmatch(reason)) else OTHER
        before = flows.get(word, (0, 0))
        flows[word] = before[0] + int(earned), before[1] + int(spent)
    return [FlowView(word, *flows[word]) for word in sorted(flows) if any(flows[word])]


def besitos_in_circulation(read: Connection) -> int:
    """All that can be spent or is held, over all users."""
    total = func.coalesce(func.sum(wallet_balances.c.available + wallet_balances.c.held), 0)
    return int(read.execute(select(total)).scalar_one())


def _movement(row: Row[tuple[object, ...]]) -> MovementView:
    return MovementView(
        position=row.position,
        occurred_at=row.occurred_at,
        kind=row.kind,
        amount=row.amount,
        change=row.change,
        reason=row.reason,
        hold=row.hold,
        balance=row.balance,
        held=row.held,
        event_id=row.event_id,
        correlation_id=row.correlation_id,
        causation_id=row.causation_id,
    )
