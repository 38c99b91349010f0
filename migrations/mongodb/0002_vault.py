"""The vault: people and chats, what is left of the erased, and the checks of the keys."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection

RECORD = {
    "bsonType": "object",
    "required": ["_id", "telegram", "key", "sealed"],
    "additionalProperties": False,
    "properties": {
        "_id": {"bsonType": "string"},
        "telegram": {"bsonType": "binData"},
        "key": {"bsonType": "object", "required": ["version", "wrapped"]},
        "sealed": {"bsonType": "object", "additionalProperties": {"bsonType": "binData"}},
    },
}


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    for kind in ("people", "chats"):
        # One record a Telegram id, also under concurrent first contacts: this index is what makes it so.
        found_by = IndexModel([("telegram", ASCENDING)], name="telegram", unique=True)
        ensure_collection(vault, kind, validator={"$jsonSchema": RECORD}, indexes=[found_by])
        # Not unique: who was erased may come back, as somebody new, and be erased again.
        was_found_by = IndexModel([("telegram", ASCENDING)], name="telegram")
        ensure_collection(vault, f"erased_{kind}", indexes=[was_found_by])
    ensure_collection(vault, "keys")
