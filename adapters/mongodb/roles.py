"""Who may do what in MongoDB: a role for each task, and the users that have them.

The running program may add to the log and read it, and nothing else: it can't change, remove or replace what happened,
even when it is broken into. Roles belong to their database, so several communities can share a server.
"""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

from pymongo.database import Database

from adapters.mongodb.client import Document, connect_blocking
from adapters.mongodb.outages import outages

READ = ("find",)
APPEND = ("find", "insert")
KEEP = ("find", "insert", "update")
OWN = ("find", "insert", "update", "remove")
LOOK = ("listCollections", "listIndexes", "collStats", "dbStats")
SHAPE = ("createCollection", "createIndex", "dropIndex", "collMod", *LOOK)

LOG = "events"
ALL_COLLECTIONS = ""
"""In a privilege of MongoDB: every collection of the database that is not MongoDB's own."""

DOORS = ("api_keys", "one_time_links", "sessions")
CONTENT = ("content_packs", "stories")
WORKING_STATE = (
    "snapshots",
    "tracking",
    "command_outcomes",
    "effects",
    "reaction_checkpoints",
    "parked_reactions",
    "leases",
    "drafts",
)

MAIN_ROLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "yabot_app": {
        LOG: (*APPEND, "changeStream"),
        **dict.fromkeys(WORKING_STATE, OWN),
        **dict.fromkeys(DOORS, OWN),
        **dict.fromkeys(CONTENT, APPEND),
        "meta": READ,
        "migrations": READ,
    },
    "yabot_migrator": {
        ALL_COLLECTIONS: (*READ, *SHAPE),
        "meta": KEEP,
        "migrations": APPEND,
        "leases": OWN,
        "effects": ("find", "update", *SHAPE),
    },
    "yabot_auditor": {
        ALL_COLLECTIONS: LOOK,
        LOG: (*READ, "changeStream"),
        **dict.fromkeys((*WORKING_STATE, *CONTENT, "meta", "migrations"), READ),
    },
}
"""What each role may do to which collection of the main database."""

VAULT_ROLES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "yabot_vault": {
        "people": KEEP,
        "chats": KEEP,
        "authors": KEEP,
        "erased_people": READ,
        "erased_chats": READ,
        "keys": APPEND,
    },
    "yabot_eraser": {
        "people": ("find", "remove"),
        "chats": ("find", "remove"),
        "erased_people": APPEND,
        "erased_chats": APPEND,
    },
    "yabot_migrator": {ALL_COLLECTIONS: SHAPE},
}
"""What each role may do to which collection of the vault."""

PASSWORD_BYTES = 32


@dataclass(frozen=True, slots=True)
class NewUser:
    """A user of MongoDB that was just made; `uri` holds its password, which can't be shown again."""

    name: str
    database: str
    uri: str = field(repr=False)


def secure(
    admin_uri: str, database: str, *, vault_admin_uri: str | None = None, vault_database: str | None = None
) -> list[NewUser]:
    """Makes the roles, or brings them to exactly what stands here, and a user for each, named like it; blocking.

    `admin_uri` is of a user who may make users; the vault's server is the same unless `vault_admin_uri` says otherwise.
    Who is there already keeps the password and is not in the answer. May run again at any time.
    """
    made = _secure(admin_uri, database, MAIN_ROLES)
    return made + _secure(vault_admin_uri or admin_uri, vault_database or f"{database}_vault", VAULT_ROLES)


def _secure(admin_uri: str, name: str, roles: Mapping[str, Mapping[str, Sequence[str]]]) -> list[NewUser]:
    with outages(), connect_blocking(admin_uri) as client:
        database = client[name]
        for role, rights in roles.items():
            _apply(database, role, rights)
        return [user for role in roles if (user := _make_user(database, role, admin_uri)) is not None]


def _apply(database: Database[Document], name: str, rights: Mapping[str, Sequence[str]]) -> None:
    privileges: list[dict[str, Any]] = [
        {"resource": {"db": database.name, "collection": collection}, "actions": list(actions)}
        for collection, actions in rights.items()
    ]
    there = database.command("rolesInfo", name)["roles"]
    database.command("updateRole" if there else "createRole", name, privileges=privileges, roles=[])


def _make_user(database: Database[Document], name: str, admin_uri: str) -> NewUser | None:
    if database.command("usersInfo", name)["users"]:
        return None
    password = secrets.token_urlsafe(PASSWORD_BYTES)
    database.command("createUser", name, pwd=password, roles=[{"role": name, "db": database.name}])
    return NewUser(name, database.name, _uri_of(admin_uri, name, password, database.name))


def _uri_of(admin_uri: str, user: str, password: str, database: str) -> str:
    parts = urlsplit(admin_uri)
    hosts = parts.netloc.rpartition("@")[2]
    options = [option for option in parts.query.split("&") if option and not option.lower().startswith("authsource=")]
    query = "&".join([*options, f"authSource={database}"])
    return urlunsplit((parts.scheme, f"{quote(user, safe='')}:{password}@{hosts}", f"/{database}", query, ""))
