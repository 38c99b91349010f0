"""`yabot parked`: events that a projection or a reaction could not take."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from commands.subscriptions import ParkedReaction
from projections.parking import Retried
from projections.parking import discard as discard_row
from projections.parking import retry as retry_rows
from projections.projection import Projection
from projections.registry import all_projections
from queries.projections import ParkedView, parked_events, projection_builds
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, opened_log, opened_read_models, settings_of, with_read_models, with_stores
from yabot.cli.output import Json, complain, say, say_json, table
from yabot.clock import SystemClock
from yabot.settings import Settings
from yabot.stores import Stores

parked = typer.Typer(help="Events that a projection or a reaction could not take.", no_args_is_help=True)


class Kind(StrEnum):
    """Who could not take an event."""

    REACTION = "reaction"
    PROJECTION = "projection"


By = Annotated[Kind | None, typer.Option("--by", help="Needed only where a reaction and a projection share the name.")]
Name = Annotated[str, typer.Argument(help="The reaction's or projection's name, as `parked list` says.")]


@parked.command("list")
def list_parked(data: Data = None, json: Json = False) -> None:
    """What is parked, where, and why."""
    reactions, projections = _all(data)
    if json:
        say_json({"reactions": reactions, "projections": projections})
        return
    rows: list[tuple[Any, ...]] = [
        (Kind.REACTION.value, each.service, each.partition, each.position, each.event_type, each.reason)
        for each in reactions
    ]
    rows += [
        (
            Kind.PROJECTION.value,
            each.projection,
            each.key,
            each.position,
            each.topic,
            each.reason if each.behind is None else f"waits behind {each.behind}",
        )
        for each in projections
    ]
    table(
        ("by a", "name", "key", "position", "event", "why"),
        rows,
        "Nothing is parked: all is taken.",
        right=("position",),
    )
    for build in with_read_models(data, projection_builds):
        if build.status == "live" and build.stopped is not None:
            complain(f"{build.projection} stands still at {build.position}: {build.stopped}")


def _all(data: Any) -> tuple[list[ParkedReaction], list[ParkedView]]:
    async def reactions(stores: Stores, _: Settings) -> list[ParkedReaction]:
        return await stores.reactions.parked()

    return with_stores(data, reactions), with_read_models(data, parked_events)


@parked.command()
def retry(
    name: Name,
    key: Annotated[str | None, typer.Argument(help="The user or stream; of a projection all, if left out.")] = None,
    by: By = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Tries parked events again, in their order: a reaction's by whoever runs it, a projection's at once."""
    if _kind(data, name, by) is Kind.PROJECTION:
        with opened_log(settings_of(data)) as log, opened_read_models(settings_of(data)) as models:
            taken = retry_rows(models.rows, log, _projection(name), key)
        _say_retried(name, taken, json)
        return
    if key is None:
        raise typer.BadParameter("a reaction is tried again for one user or stream: `parked list` tells its key")

    async def ask(stores: Stores, _: Settings) -> int:
        return await stores.reactions.request_retry(name, key)

    count = with_stores(data, ask)
    if not count:
        raise Failed(f"nothing of {key} is parked by {name}")
    if json:
        say_json({"events": count})
    else:
        say(f"{count} events will be tried again by whoever runs {name}")


@parked.command()
def discard(
    name: Name,
    position: Annotated[int, typer.Argument(min=1)],
    reason: Annotated[str, typer.Option(help="Why; kept on record for a reaction.")],
    by: By = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Gives one parked event up, and has those that waited behind it taken. A projection's comes back by a rebuild."""
    if _kind(data, name, by) is Kind.PROJECTION:
        with opened_log(settings_of(data)) as log, opened_read_models(settings_of(data)) as models:
            behind = discard_row(models.rows, log, _projection(name), position)
        if json:
            say_json({"discarded": position, "taken": behind.taken, "parked": behind.parked})
        else:
            say(f"position {position} is given up; {behind.taken} taken that waited behind it")
        return

    async def give_up(stores: Stores, _: Settings) -> bool:
        return await stores.reactions.discard(name, position, reason, SystemClock().now())

    if not with_stores(data, give_up):
        raise Failed(f"position {position} is not parked by {name}")
    if json:
        say_json({"discarded": position})
    else:
        say(f"position {position} is given up")


def _kind(data: Any, name: str, by: Kind | None) -> Kind:
    """Whose `name` is meant: theirs who has parked something."""
    if by is not None:
        return by
    reactions, projections = _all(data)
    kinds = {Kind.REACTION for each in reactions if each.service == name}
    kinds |= {Kind.PROJECTION for each in projections if each.projection == name}
    if not kinds:
        raise Failed(f"nothing is parked by {name}; `yabot parked list` tells what is")
    if len(kinds) > 1:
        raise typer.BadParameter(f"a reaction and a projection are called {name}: say --by reaction or --by projection")
    return kinds.pop()


def _projection(name: str) -> Projection:
    for each in all_projections():
        if each.name == name:
            return each
    raise Failed(f"there is no projection {name}")


def _say_retried(name: str, done: Retried, json: bool) -> None:
    if json:
        say_json({"taken": done.taken, "parked": done.parked})
    else:
        say(f"{name}: {done.taken} taken, {done.parked} still parked")
    if done.parked:
        raise typer.Exit(1)
