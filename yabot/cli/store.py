"""`yabot migrate`: the stores brought to this release."""

from typing import Annotated

import typer

from adapters.mongodb.roles import NewUser, secure
from adapters.sqlite.migrate import upgrade
from yabot.cli.opening import Data, place_of, read_models_url, settings_of
from yabot.cli.output import Json, errors, say, say_json
from yabot.settings import Settings


def migrate(
    data: Data = None,
    json: Json = False,
    roles: Annotated[
        bool, typer.Option("--roles", help="Only make MongoDB's roles and users, and print the URIs of the new ones.")
    ] = False,
) -> None:
    """Brings MongoDB's indexes and validators, and the SQL control tables, to this release. Safe to repeat.

    With --roles, YABOT_MONGODB_URI (and YABOT_VAULT_URI) must be of a user who may make users; see docs/security.md.
    """
    settings = settings_of(data)
    if roles:
        _say_users(_make_roles(settings), json)
        return
    applied = [str(each) for each in place_of(settings).migrate()]
    tables = upgrade(read_models_url(settings))
    if json:
        say_json({"applied": applied, "read_models": "upgraded" if tables else "up to date"})
        return
    for each in applied:
        say(f"applied {each}")
    if tables:
        say("upgraded the read models' control tables")
    if not applied and not tables:
        say("Nothing to do: the stores are those of this release.")


def _make_roles(settings: Settings) -> list[NewUser]:
    place = place_of(settings)
    return secure(
        place.uri,
        place.database,
        vault_admin_uri=settings.vault_uri,
        vault_database=place.vault_database,
    )


def _say_users(made: list[NewUser], json: bool) -> None:
    if json:
        say_json({"users": [{"name": each.name, "database": each.database, "uri": each.uri} for each in made]})
        return
    for each in made:
        say(f"{each.database}  {each.name}  {each.uri}")
    if made:
        errors.print("The passwords are shown this one time: keep them.", markup=False)
    else:
        say("Every role is as this release needs it, and every user was there: they keep their passwords.")
