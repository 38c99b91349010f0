"""People are found by their username too: one at a time has it, and only the HMAC of it is kept in the clear."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection

PERSON = {
    "bsonType": "object",
    "required": ["_id", "telegram", "key", "sealed"],
    "additionalProperties": False,
    "properties": {
        "_id": {"bsonType": "string"},
        "telegram": {"bsonType": "binData"},
        "username": {"bsonType": "binData"},
        "key": {"bsonType": "object", "required": ["version", "wrapped"]},
        "sealed": {"bsonType": "object", "additionalProperties": {"bsonType": "binData"}},
    },
}


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    # Who was seen before this has no such HMAC yet: they get it with their next update.
    name = IndexModel([("username", ASCENDING)], name="username", unique=True, sparse=True)
    ensure_collection(vault, "people", validator={"$jsonSchema": PERSON}, indexes=[name])
