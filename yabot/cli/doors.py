"""`yabot keys` and `yabot admin`: who may come in."""

from datetime import timedelta
from json import loads
from typing import Annotated

import typer

from adapters.http.scopes import SCOPES
from adapters.mongodb.keys import KeyInfo, NewKey
from yabot.cli.opening import Data, settings_of, with_stores
from yabot.cli.output import Json, console, errors, say_json, table
from yabot.clock import SystemClock
from yabot.running import DEV_FILE
from yabot.settings import Settings
from yabot.stores import Stores

keys = typer.Typer(help="API keys.", no_args_is_help=True)
admin = typer.Typer(help="The console.", no_args_is_help=True)


@keys.command()
def create(
    label: Annotated[str, typer.Argument(help="What it is for.")],
    scope: Annotated[list[str] | None, typer.Option(help=f"One or more of {', '.join(SCOPES)}.")] = None,
    days: Annotated[int | None, typer.Option(help="Expires after so many days.", min=1)] = None,
    data: Data = None,
    json: Json = False,
) -> None:
    """Makes a key. Its secret is shown this once."""
    scopes = scope or ["read"]
    if unknown := [each for each in scopes if each not in SCOPES]:
        raise typer.BadParameter(f"no scope {', '.join(unknown)}; there are {', '.join(SCOPES)}")
    expires = SystemClock().now() + timedelta(days=days) if days else None

    async def make(stores: Stores, _: Settings) -> NewKey:
        return await stores.keys.create(label, scopes, expires)

    made = with_stores(data, make)
    if json:
        say_json({"key": made.presented, "id": made.info.id, "scopes": sorted(made.info.scopes), "expires_at": expires})
    else:
        console.print(made.presented, markup=False)
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
        ("id", "label", "scopes", "last used", "state"),
        (
            (key.id, key.label, " ".join(sorted(key.scopes)), key.last_used_at, "good" if key.valid(now) else "ended")
            for key in found
        ),
        "there are no keys; `yabot keys create LABEL` makes one",
    )


@keys.command()
def revoke(key_id: str, data: Data = None, json: Json = False) -> None:
    """Ends a key; running processes notice within seconds."""

    async def end(stores: Stores, _: Settings) -> bool:
        return await stores.keys.revoke(key_id)

    ended = with_stores(data, end)
    if json:
        say_json({"revoked": ended})
    if not ended:
        errors.print(f"there is no key {key_id} that could be revoked", style="red", markup=False)
        raise typer.Exit(1)


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
        console.print(address, markup=False)


def http_url(settings: Settings) -> str:
    """Where the pages are: as the running `yabot dev` says, else as the settings do."""
    running = settings.data_dir / DEV_FILE
    if running.exists():
        return str(loads(running.read_text())["http_url"])
    return f"http://{settings.http_host}:{settings.http_port}"
