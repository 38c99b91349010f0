"""Writers' drafts, each until it was not read for 30 days: it is in a file of its writer's, too."""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection

THIRTY_DAYS = 30 * 24 * 60 * 60


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    forgotten = IndexModel([("at", ASCENDING)], name="kept_30_days", expireAfterSeconds=THIRTY_DAYS)
    of_one = IndexModel([("writer", ASCENDING), ("sent_at", DESCENDING)])
    ensure_collection(main, "drafts", indexes=[forgotten, of_one])
