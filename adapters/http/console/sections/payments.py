"""Payments in Telegram Stars: those that a person should look at, and all of them."""

from adapters.http.console.tables import (
    Cell,
    People,
    Table,
    TablesPage,
    Tile,
    Tone,
    columns,
    moment,
    named,
    number,
    who,
)
from adapters.http.services import ApiServices
from domain.errors import NotFound
from queries.payments import PaymentView, payments_page, star_totals
from queries.reconciliation import latest_reconciliations

LATEST, PROBLEMS = 25, 100

PROBLEM = {
    "unknown_invoice": "for no invoice of ours: nothing was given",
    "not_theirs": "for somebody else's invoice: nothing was given",
    "other_terms": "not at the invoice's price or terms: nothing was given",
    "too_long": "the membership would last too long: nothing was given",
    "refunded_first": "its refund was told before it: nothing was given",
    "paid_twice": "its invoice had been paid before: the days were given once more",
    "banned": "paid by somebody who was banned: the days were given",
}
STATES: dict[str, tuple[str, Tone]] = {
    "received": ("received", "good"),
    "refund_requested": ("refund asked for", "warn"),
    "refund_failed": ("refund failed", "bad"),
    "refunded": ("refunded", "soft"),
}

HEADINGS = ("Charge", "Payer", "Plan", "#Stars", "#Days", "State", "When (UTC)")


async def show(app: ApiServices, before: int | None) -> TablesPage:
    """What needs a person first, then every payment, the latest first, and the comparisons with Telegram's list."""
    problems = await app.reads.run(payments_page, only_problems=True, limit=PROBLEMS)
    latest = await app.reads.run(payments_page, before=before, limit=LATEST)
    totals = await app.reads.run(star_totals, app.clock.now())
    compared = await app.reads.run(latest_reconciliations, 5)
    people = await named(app, [each.user_id for each in (*problems.items, *latest.items)])
    return TablesPage(
        title="Payments",
        lead="Telegram Stars. Refund by yabot payments refund, in the bot by /refund, or over HTTP; see docs/vip.md.",
        tiles=[
            Tile("Stars kept", f"{totals.kept:,}"),
            Tile("Stars refunded", f"{totals.refunded:,}"),
            Tile("Subscriptions running", f"{totals.subscriptions:,}"),
            Tile("To look at", str(len(problems.items)), "bad" if problems.items else "good"),
        ],
        tables=[
            Table(
                "To look at",
                columns("What is wrong", *HEADINGS),
                [[Cell(_wrong(each), tone="bad"), *_payment(app, each, people)] for each in problems.items],
                "Nothing is wrong with any payment.",
            ),
            Table(
                "All payments",
                columns(*HEADINGS),
                [_payment(app, each, people) for each in latest.items],
                "Nobody has paid yet.",
                latest.next,
            ),
            Table(
                "Compared with Telegram's list",
                columns(
                    "When (UTC)",
                    "#Transactions",
                    "#Recorded late",
                    "#Refunds found",
                    "#Unknown to it",
                    "#Not ours",
                    "#Refused",
                ),
                [
                    [
                        moment(each.occurred_at),
                        number(each.seen),
                        number(each.credited, tone="warn" if each.credited else ""),
                        number(each.refunded, tone="warn" if each.refunded else ""),
                        number(each.unmatched, tone="bad" if each.unmatched else ""),
                        number(each.not_ours),
                        number(each.refused, tone="bad" if each.refused else ""),
                    ]
                    for each in compared
                ],
                "It is done once a day; not yet.",
            ),
        ],
    )


def _payment(app: ApiServices, payment: PaymentView, people: People) -> list[Cell]:
    state, tone = STATES[payment.state]
    return [
        Cell(payment.charge),
        who(people, payment.user_id),
        Cell(_plan(app, payment.plan), payment.kind),
        number(payment.stars),
        number(payment.days),
        Cell(state, payment.refund_reason or "", tone),
        moment(payment.occurred_at),
    ]


def _plan(app: ApiServices, plan: str | None) -> str:
    if plan is None:
        return "–"
    try:
        return app.bus.content.plan(plan).title.by_language["en"]
    except NotFound:
        return plan


def _wrong(payment: PaymentView) -> str:
    found = [
        PROBLEM.get(payment.problem, payment.problem) if payment.problem else "",
        "Telegram's list lacks it" if payment.unmatched else "",
        "its refund failed" if payment.state == "refund_failed" else "",
    ]
    return "; ".join(each for each in found if each)
