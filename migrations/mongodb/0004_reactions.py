"""What reactions and effects have done: checkpoints, parked events, effects; and the leases of the running roles."""

from typing import Any

from pymongo import ASCENDING, IndexModel
from pymongo.database import Database

from migrations.mongodb.tools import ensure_collection

NINETY_DAYS = 90 * 24 * 3600


def up(main: Database[dict[str, Any]], vault: Database[dict[str, Any]]) -> None:
    ensure_collection(main, "reaction_checkpoints")
    ensure_collection(
        main,
        "parked_reactions",
        indexes=[
            IndexModel(
                [("state", ASCENDING), ("service", ASCENDING), ("partition", ASCENDING), ("position", ASCENDING)]
            ),
            IndexModel([("retry", ASCENDING)], partialFilterExpression={"retry": True}),
        ],
    )
    ensure_collection(
        main,
        "effects",
        indexes=[
            IndexModel(
                [("channel", ASCENDING), ("due", ASCENDING), ("position", ASCENDING)],
                partialFilterExpression={"waiting": True},
            ),
            IndexModel([("state", ASCENDING), ("claimed_until", ASCENDING)]),
            IndexModel([("done_at", ASCENDING)], expireAfterSeconds=NINETY_DAYS),
        ],
    )
    ensure_collection(main, "leases")
