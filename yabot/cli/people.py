"""`yabot user`: one person's standing, as an admin sees it."""

from dataclasses import asdict
from typing import Any

import typer

from commands.ports import Person
from domain.ids import UserId
from queries.history import history
from queries.users import user_view
from queries.wallet import wallet_view
from yabot.cli.opening import Data, with_read_models, with_stores
from yabot.cli.output import Json, console, errors, say_json
from yabot.settings import Settings
from yabot.stores import Stores

user = typer.Typer(help="People.", no_args_is_help=True)

LATEST = 15


@user.command()
def show(who: str, data: Data = None, json: Json = False) -> None:
    """A user by id, or by Telegram id: name (from the vault), standing, wallet, and what happened last."""
    person = with_stores(data, lambda stores, settings: _person(stores, settings, who))
    user_id = person.user_id if person else UserId(who)
    found = with_read_models(data, user_view, user_id)
    if found is None:
        errors.print(f"there is no user {who}", style="red", markup=False)
        raise typer.Exit(1)
    purse = with_read_models(data, wallet_view, user_id)
    latest = with_read_models(data, history, user_id, limit=LATEST)
    told: dict[str, Any] = {"name": person.first_name if person else None, **asdict(found), "wallet": asdict(purse)}
    if json:
        say_json({**told, "latest": latest.items})
        return
    for name, value in told.items():
        console.print(f"{name:<18} {value}", markup=False)
    for entry in latest.items:
        console.print(f"{entry.position:>9}  {entry.occurred_at:%Y-%m-%d %H:%M}  {entry.type}", markup=False)


async def _person(stores: Stores, _: Settings, who: str) -> Person | None:
    user_id = UserId(who)
    if who.isdecimal() and len(who) < 16:
        user_id = await stores.vault.find(int(who)) or user_id
    return (await stores.vault.people([user_id])).get(user_id)
