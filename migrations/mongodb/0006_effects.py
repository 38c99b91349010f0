"""Effects have kinds: what is urgent is found first, what belongs to one user together, what was uncertain at once."""

from typing import Any

from pymongo import ASCENDING, DESCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection

_OLD_INDEX = "channel_1_due_1_position_1"


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    effects = main["effects"]
    kind = {"$cond": ["$certain", "money", "casual"]}
    urgency = {"$cond": ["$certain", 0, 1]}
    effects.update_many({"kind": {"$exists": False}}, [{"$set": {"kind": kind, "urgency": urgency, "since": "$due"}}])
    ensure_collection(
        main,
        "effects",
        indexes=[
            IndexModel(
                [(field, ASCENDING) for field in ("channel", "urgency", "due", "position")],
                partialFilterExpression={"waiting": True},
            ),
            IndexModel(
                [(field, ASCENDING) for field in ("channel", "user_id", "due")],
                partialFilterExpression={"waiting": True},
            ),
            IndexModel([("unknown_at", DESCENDING)], sparse=True),
        ],
    )
    if _OLD_INDEX in effects.index_information():
        effects.drop_index(_OLD_INDEX)
