"""Whether somebody wrote a message is known for a while, from HMACs that say nothing else."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection

THIRTY_DAYS = 30 * 24 * 60 * 60


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    forgotten = IndexModel([("at", ASCENDING)], name="kept_30_days", expireAfterSeconds=THIRTY_DAYS)
    ensure_collection(vault, "authors", indexes=[forgotten])
