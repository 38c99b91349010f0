"""Content packs and compiled stories, immutable, by hash."""

from typing import Any

from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    ensure_collection(main, "content_packs")
    ensure_collection(main, "stories")
