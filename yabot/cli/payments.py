"""`yabot payments`: what was paid in Telegram Stars, and giving it back."""

from typing import Annotated
from uuid import uuid4

import typer

from commands.payments import RefundPayment
from queries.payments import PaymentView, payment_by_charge, payments_page
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, opened_read_models, settings_of, with_read_models, with_stores
from yabot.cli.output import Json, say, say_json, table
from yabot.clock import SystemClock
from yabot.community import bus_in_force
from yabot.settings import Settings
from yabot.stores import Stores

ACTOR = "admin:cli"
LATEST = 25

payments = typer.Typer(help="Payments in Telegram Stars.", no_args_is_help=True)


@payments.command("list")
def list_payments(
    problems: Annotated[bool, typer.Option("--problems", help="Only those that a person should look at.")] = False,
    latest: Annotated[int, typer.Option(help="How many of the newest.", min=1, max=500)] = LATEST,
    data: Data = None,
    json: Json = False,
) -> None:
    """What was paid, the newest first."""
    found = with_read_models(data, payments_page, problems, limit=latest).items
    if json:
        say_json(list(found))
        return
    table(
        ("charge", "user", "plan", "stars", "days", "state", "problem", "when"),
        (
            (each.charge, each.user_id, each.plan, each.stars, each.days, each.state, _problem(each), each.occurred_at)
            for each in found
        ),
        "Nothing is wrong with any payment." if problems else "Nobody has paid yet.",
        right=("stars", "days"),
    )


def _problem(payment: PaymentView) -> str | None:
    return payment.problem or ("unmatched" if payment.unmatched else None)


@payments.command()
def refund(
    charge: Annotated[str, typer.Argument(help="As `yabot payments list` shows it.")],
    reason: Annotated[str, typer.Argument(help="Stays in the log, and must name nobody.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Has Telegram give a payment back; what it bought and is still to come ends when it has gone back.

    The call is made by the running bot (`yabot serve bot`, or `yabot dev`); `yabot payments list` says what came of it.
    """
    with opened_read_models(settings_of(data)) as models:
        paid = models.read(payment_by_charge, charge)
    if paid is None:
        raise Failed(f"there is no payment {charge}; `yabot payments list` shows all")

    async def ask(stores: Stores, settings: Settings) -> None:
        bus = await bus_in_force(settings, stores, SystemClock())
        context = bus.context(f"cli:refund:{uuid4().hex}", actor=ACTOR, source="cli")
        await bus.execute(RefundPayment(paid.user_id, charge, reason), context)

    with_stores(data, ask)
    if json:
        say_json({"charge": charge, "stars": paid.stars, "asked": True})
    else:
        say(f"Telegram is asked to give {paid.stars} Stars back.")
