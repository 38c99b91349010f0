"""`yabot parked`: events that a projection or a reaction could not take."""

from typing import Annotated, Any

import typer

from commands.subscriptions import ParkedReaction
from queries.projections import parked_events
from yabot.cli.opening import Data, with_read_models, with_stores
from yabot.cli.output import Json, console, errors, say_json, table
from yabot.clock import SystemClock
from yabot.settings import Settings
from yabot.stores import Stores

parked = typer.Typer(help="Events that a projection or a reaction could not take.", no_args_is_help=True)


@parked.command("list")
def list_parked(data: Data = None, json: Json = False) -> None:
    """What is parked, where, and why."""

    async def reactions(stores: Stores, _: Settings) -> list[ParkedReaction]:
        return await stores.reactions.parked()

    by_reactions = with_stores(data, reactions)
    by_projections = with_read_models(data, parked_events)
    if json:
        say_json({"reactions": by_reactions, "projections": by_projections})
        return
    rows: list[tuple[Any, ...]] = [
        ("reaction", each.service, each.position, each.event_type, each.reason) for each in by_reactions
    ]
    rows += [("projection", each.projection, each.position, each.topic, each.reason) for each in by_projections]
    table(("by a", "name", "position", "event", "why"), rows, "nothing is parked")


@parked.command()
def retry(
    service: Annotated[str, typer.Argument(help="The reaction's name.")],
    partition: Annotated[str, typer.Argument(help="The user or stream, as `list --json` says.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Has a reaction's parked events of one user tried again, in order. A projection's: `yabot replay NAME`."""

    async def ask(stores: Stores, _: Settings) -> int:
        return await stores.reactions.request_retry(service, partition)

    count = with_stores(data, ask)
    if json:
        say_json({"events": count})
    elif count:
        console.print(f"{count} events will be tried again by whoever runs {service}", markup=False)
    if not count:
        errors.print(f"nothing of {partition} is parked by {service}", style="red", markup=False)
        raise typer.Exit(1)


@parked.command()
def discard(
    service: Annotated[str, typer.Argument(help="The reaction's name.")],
    position: Annotated[int, typer.Argument(min=1)],
    reason: Annotated[str, typer.Option(help="Why; kept on record.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Gives one parked event of a reaction up for good."""

    async def give_up(stores: Stores, _: Settings) -> bool:
        return await stores.reactions.discard(service, position, reason, SystemClock().now())

    given_up = with_stores(data, give_up)
    if json:
        say_json({"discarded": given_up})
    if not given_up:
        errors.print(f"position {position} is not parked by {service}", style="red", markup=False)
        raise typer.Exit(1)
