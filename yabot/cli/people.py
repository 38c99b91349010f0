"""`yabot user`: one person's standing, as an admin sees it."""

from dataclasses import asdict
from typing import Annotated, Any

import typer
from rich.text import Text

from commands.ports import Person
from domain.ids import UserId
from queries.history import history
from queries.levels import level_of
from queries.users import user_view
from queries.wallet import wallet_view
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, opened_read_models, settings_of, with_stores
from yabot.cli.output import Json, facts, in_short, say, say_json
from yabot.settings import Settings
from yabot.stores import Stores

user = typer.Typer(help="People.", no_args_is_help=True)

LATEST = 10
ID_LENGTH = 16


@user.callback()
def _group() -> None:
    """People."""


@user.command()
def show(
    who: Annotated[str, typer.Argument(help="A user id, or a Telegram id.")],
    data: Data = None,
    json: Json = False,
    latest: Annotated[int, typer.Option(help="How many of their last events.", min=0, max=100)] = LATEST,
) -> None:
    """One person: name (from the vault), standing, wallet, and what happened last."""
    person = with_stores(data, lambda stores, settings: _person(stores, settings, who))
    user_id = person.user_id if person else UserId(who)
    with opened_read_models(settings_of(data)) as models:
        found = models.read(user_view, user_id)
        if found is None:
            raise Failed(f"there is no user {who}")
        purse = models.read(wallet_view, user_id)
        level = models.read(level_of, user_id)
        events = models.read(history, user_id, limit=latest).items if latest else []
    shown: dict[str, Any] = {
        "name": person.first_name if person else None,
        **asdict(found),
        "level": asdict(level),
        "wallet": asdict(purse),
    }
    if json:
        say_json({**shown, "latest": events})
        return
    facts({**shown, "level": f"{level.level}, with {level.experience} experience"})
    say()
    for entry in events:
        line = Text(f"{entry.position:>9}  {entry.occurred_at:%Y-%m-%d %H:%M}  ", style="dim")
        say(line.append(f"{entry.type:<24} ", style="default").append(in_short(entry.fields)))


async def _person(stores: Stores, _: Settings, who: str) -> Person | None:
    user_id = UserId(who)
    if who.isdecimal() and len(who) < ID_LENGTH:
        user_id = await stores.vault.find(int(who)) or user_id
    return (await stores.vault.people([user_id])).get(user_id)
