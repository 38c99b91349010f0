"""Payments in Telegram Stars, the subscriptions among them, and when our list was last compared with Telegram's."""

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import Position, UtcDateTime, metadata, user_column
from projections.projection import Projection, on
from projections.rows import Row, Rows

star_payments = Table(
    "star_payments",
    metadata,
    Column("charge", String, primary_key=True),
    Column("position", Position, nullable=False),
    Column("occurred_at", UtcDateTime, nullable=False),
    Column("correlation_id", String, nullable=False),
    user_column(primary_key=False, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("plan", String),
    Column("days", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("invoice", String),
    Column("problem", String),
    Column("found_by", String, nullable=False),
    Column("state", String(16), nullable=False),
    Column("refund_reason", String),
    Column("refunded_at", UtcDateTime),
    Column("unmatched", Boolean, nullable=False),
    Index("star_payments_by_user", "user_id", "position"),
    Index("star_payments_by_position", "position"),
)
"""`state` is received, refund_requested, refund_failed or refunded; `refund_reason` is why it was asked for, or
refused. `problem` is why nothing was given for it (`banned`: it was given all the same). `unmatched`: Telegram's list
lacks it."""

star_subscriptions = Table(
    "star_subscriptions",
    metadata,
    user_column(),
    Column("invoice", String, primary_key=True),
    Column("plan", String, nullable=False),
    Column("stars", Integer, nullable=False),
    Column("started_at", UtcDateTime, nullable=False),
    Column("until", UtcDateTime, nullable=False),
    Column("payments", Integer, nullable=False),
    Column("canceled", Boolean, nullable=False),
    Column("asked", Boolean),
    Column("failed", String),
    Column("refunded", Boolean, nullable=False),
)
"""Runs while now is before `until`, unless it is canceled and its latest payment was `refunded`. `asked`: what Telegram
has yet to make of `canceled`; `failed`: why it did not."""


class StarPayments(Projection):
    """One row for each charge."""

    tables = (star_payments,)

    @on("payment.received")
    def received(self, event: Recorded, rows: Rows) -> None:
        row = rows[star_payments].get_or_new(event.charge)
        row |= {
            "position": event.position,
            "occurred_at": event.timestamp,
            "correlation_id": event.correlation_id,
            "user_id": event.payer,
            "state": "received",
            "unmatched": False,
            **{name: event.state[name] for name in ("stars", "plan", "days", "kind", "invoice", "problem", "found_by")},
        }

    @on("payment.refund_requested", "payment.refund_failed")
    def refund_pending(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"state": event.topic.removeprefix("payment."), "refund_reason": event.reason}

    @on("payment.refunded")
    def refunded(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"state": "refunded", "refunded_at": event.timestamp}

    @on("payment.unmatched")
    def unmatched(self, event: Recorded, rows: Rows) -> None:
        self._known(event, rows)["unmatched"] = True

    @staticmethod
    def _known(event: Recorded, rows: Rows) -> Row:
        row = rows[star_payments].get(event.charge)
        if row is None:
            raise ValueError("something became of a payment that was never received")
        return row


class StarSubscriptions(Projection):
    """One row for each subscription."""

    version, tables = 3, (star_subscriptions,)

    @on("subscription.started")
    def started(self, event: Recorded, rows: Rows) -> None:
        row = rows[star_subscriptions].get_or_new(event.user_id, event.invoice)
        row |= {
            "plan": event.plan,
            "stars": event.stars,
            "started_at": event.timestamp,
            "until": event.until,
            "payments": 1,
            "canceled": False,
            "asked": None,
            "failed": None,
            "refunded": False,
        }

    @on("subscription.renewed")
    def renewed(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"until": event.until, "payments": row["payments"] + 1, "canceled": False, "failed": None}
        row["refunded"] = False

    @on("subscription.refunded")
    def refunded(self, event: Recorded, rows: Rows) -> None:
        self._known(event, rows)["refunded"] = True

    @on("subscription.change_requested")
    def change_requested(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"asked": event.canceled, "failed": None}

    @on("subscription.canceled", "subscription.resumed")
    def changed(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"canceled": event.topic == "subscription.canceled", "asked": None}

    @on("subscription.change_failed")
    def change_failed(self, event: Recorded, rows: Rows) -> None:
        row = self._known(event, rows)
        row |= {"asked": None, "failed": event.reason}

    @on("subscription.payment_failed")
    def payment_failed(self, event: Recorded, rows: Rows) -> None:
        self._known(event, rows)["failed"] = "payment"

    @staticmethod
    def _known(event: Recorded, rows: Rows) -> Row:
        row = rows[star_subscriptions].get(event.user_id, event.invoice)
        if row is None:
            raise ValueError(f"a subscription that never began is changed in {event.stream}")
        return row
