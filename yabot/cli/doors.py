"""`yabot keys` and `yabot admin`: who may come in."""

from datetime import datetime, timedelta
from typing import Annotated

import typer

from adapters.http.scopes import SCOPES
from adapters.mongodb.keys import KeyInfo, NewKey, fault_of_name
from yabot.cli.failing import Failed
from yabot.cli.opening import Data, settings_of, with_stores
from yabot.cli.output import Json, errors, say, say_json, table
from yabot.clock import SystemClock
from yabot.running import running_dev
from yabot.settings import Settings
from yabot.stores import Stores

MOST_DAYS = 36_500

keys = typer.Typer(help="API keys.", no_args_is_help=True)
admin = typer.Typer(help="The console.", no_args_is_help=True)


@keys.command()
def create(
    name: Annotated[str, typer.Argument(help="Of the client it is for; its next key gets the same.")],
    scope: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(SCOPES)}.")] = None,
    days: Annotated[int | None, typer.Option(help="Expires after so many days.", min=1, max=MOST_DAYS)] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Makes a key. Its secret is shown this once."""
    scopes = scope or ["read"]
    if unknown := [each for each in scopes if each not in SCOPES]:
        raise typer.BadParameter(f"no scope {', '.join(unknown)}; there are {', '.join(SCOPES)}")
    if wrong := fault_of_name(name):
        raise typer.BadParameter(f"{name!r} can't be a key's name: {wrong}")
    expires = SystemClock().now() + timedelta(days=days) if days else None

    async def make(stores: Stores, _: Settings) -> NewKey:
        return await stores.keys.create(name, scopes, expires)

    made = with_stores(data, make)
    if json:
        say_json({"key": made.presented, "id": made.info.id, "scopes": sorted(made.info.scopes), "expires_at": expires})
    else:
        say(made.presented)
        errors.print("This is the only time it is shown.", markup=False)


@keys.command("list")
def list_keys(data: Data = None, json: Json = False) -> None:
    """Every key, without its secret."""

    async def ask(stores: Stores, _: Settings) -> list[KeyInfo]:
        return await stores.keys.list()

    found = with_stores(data, ask)
    if json:
        say_json(found)
        return
    now = SystemClock().now()
    table(
        ("id", "name", "scopes", "expires", "last used", "state"),
        (
            (key.id, key.name, sorted(key.scopes), key.expires_at, key.last_used_at, _standing(key, now))
            for key in found
        ),
        "There are no keys; `yabot keys create NAME` makes one.",
    )


def _standing(key: KeyInfo, now: datetime) -> str:
    if key.revoked_at is not None:
        return "revoked"
    return "good" if key.valid(now) else "expired"


@keys.command()
def revoke(
    key_id: Annotated[str, typer.Argument(help="Its id, the part before the dot.")],
    data: Data = None,
    json: Json = False,
) -> None:
    """Ends a key; running processes notice within seconds."""

    async def end(stores: Stores, _: Settings) -> bool:
        return await stores.keys.revoke(key_id.partition(".")[0])

    if not with_stores(data, end):
        raise Failed(f"there is no key {key_id} that could be revoked; `yabot keys list` shows all")
    if json:
        say_json({"revoked": key_id})
    else:
        say(f"{key_id} opens nothing any more")


@admin.callback()
def _group() -> None:
    """The console."""


@admin.command()
def link(
    name: Annotated[str, typer.Option(help="Who it is for; stands in the audit.")] = "owner",
    data: Data = None,
    json: Json = False,
) -> None:
    """A link that opens the console once, within 15 minutes."""

    async def make(stores: Stores, _: Settings) -> str:
        return await stores.sessions.new_link(f"admin:{name}")

    token = with_stores(data, make)
    address = f"{http_url(settings_of(data))}/console/login?token={token}"
    if json:
        say_json({"link": address})
    else:
        say(address)


def http_url(settings: Settings) -> str:
    """Where the pages are: as the running `yabot dev` says, else as the settings do."""
    running = running_dev(settings.data_dir)
    return str(running["http_url"]) if running else f"http://{settings.http_host}:{settings.http_port}"
