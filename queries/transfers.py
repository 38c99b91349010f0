"""Besitos given from user to user."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select
from sqlalchemy.engine import Connection

from domain.ids import UserId
from projections.transfers import transfers
from queries.paging import Page, page_of, page_size


@dataclass(frozen=True, slots=True)
class TransferView:
    """One transfer: `amount` left the sender, the receiver got it less `fee`."""

    position: int
    occurred_at: datetime
    sender: UserId
    receiver: UserId
    amount: int
    fee: int
    day: date


def transfers_of(read: Connection, user_id: UserId, before: int | None = None, limit: int = 50) -> Page[TransferView]:
    """What the user sent and received, the newest first, from before the position `before`."""
    wanted = select(transfers).where(or_(transfers.c.user_id == user_id, transfers.c.receiver == user_id))
    if before is not None:
        wanted = wanted.where(transfers.c.position < before)
    rows = read.execute(wanted.order_by(transfers.c.position.desc()).limit(page_size(limit) + 1)).all()
    views = [
        TransferView(row.position, row.occurred_at, row.user_id, row.receiver, row.amount, row.fee, row.day)
        for row in rows
    ]
    return page_of(views, [view.position for view in views], limit)


def sent_on(read: Connection, user_id: UserId, day: date) -> int:
    """The besitos that the user sent on that day of the community."""
    total = func.coalesce(func.sum(transfers.c.amount), 0)
    wanted = select(total).where(transfers.c.user_id == user_id, transfers.c.day == day)
    return int(read.execute(wanted).scalar_one())
