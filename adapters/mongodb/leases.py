"""Which process is active for a name: the others stand by until its lease runs out.

A lease keeps two processes from doing the same work twice; it is not what keeps them correct. Whoever works under one
must be harmless when it comes too late: by a checkpoint's compare-and-set, or a command's id.
"""

from collections.abc import Sequence

from pymongo import UpdateOne

from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.outages import outages

LEASES = "leases"
"""Fields: `_id` (what is leased), `holder` (a random id of the process), `until` (by the server's clock)."""

DUPLICATE_KEY = 11000


class Leases:
    """Leases by the server's clock, so that the clocks of two hosts need not agree."""

    def __init__(self, database: AsyncDatabase) -> None:
        self._leases = database[LEASES]

    async def hold(self, names: Sequence[str], owner: str, seconds: float) -> frozenset[str]:
        """Takes or renews these leases. Returns the names that are `owner`'s for the next `seconds`."""
        if not names:
            return frozenset()
        mine = {"$or": [{"$eq": ["$holder", owner]}, {"$lt": [{"$ifNull": ["$until", 0]}, "$$NOW"]}]}
        until = {"$add": ["$$NOW", round(seconds * 1000)]}
        taken: list[Document] = [
            {"$set": {"free": mine}},
            {
                "$set": {
                    "holder": {"$cond": ["$free", {"$literal": owner}, "$holder"]},
                    "until": {"$cond": ["$free", until, "$until"]},
                }
            },
            {"$unset": "free"},
        ]
        with outages():
            await self._leases.bulk_write(
                [UpdateOne({"_id": name}, taken, upsert=True) for name in names], ordered=False
            )
            found = self._leases.find({"_id": {"$in": list(names)}, "holder": owner}, {"_id": True})
            return frozenset([lease["_id"] async for lease in found])

    async def release(self, owner: str) -> None:
        """Gives all leases of `owner` back, so that another need not wait."""
        with outages():
            await self._leases.delete_many({"holder": owner})
