"""What the numbered migrations are written with. Everything here may run twice."""

from collections.abc import Sequence
from typing import Any

from pymongo import IndexModel
from pymongo.database import Database
from pymongo.errors import OperationFailure

NAMESPACE_EXISTS = 48
MAJORITY = {"w": "majority", "j": True}


def ensure_collection(
    database: Database[dict[str, Any]],
    name: str,
    *,
    indexes: Sequence[IndexModel] = (),
    validator: dict[str, Any] | None = None,
) -> None:
    """Makes the collection, or brings an existing one to these indexes and this validator (None: none).

    Collections are made here, never by a first insert: that could not happen inside a transaction on a busy store, and
    the running program has no right to it.
    """
    try:
        database.command("create", name, validator=validator or {}, writeConcern=MAJORITY)
    except OperationFailure as error:
        if error.code != NAMESPACE_EXISTS:
            raise
        database.command("collMod", name, validator=validator or {}, writeConcern=MAJORITY)
    if indexes:
        database[name].create_indexes(list(indexes))
