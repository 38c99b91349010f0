"""Who may come in: API keys, one-time admin links, console sessions."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    # Expired keys stay, so that a list can say when; links and sessions go at the time that they name.
    ensure_collection(main, "api_keys")
    for name in ("one_time_links", "sessions"):
        ensure_collection(
            main, name, indexes=[IndexModel([("expires_at", ASCENDING)], name="expires", expireAfterSeconds=0)]
        )
