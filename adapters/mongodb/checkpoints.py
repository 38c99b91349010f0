"""What durable subscriptions keep: checkpoints, and the events that a service could not take.

It is in MongoDB beside the log, not with the read models: losing those must not run history again.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, InsertOne, UpdateOne
from pymongo.errors import BulkWriteError

from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.leases import DUPLICATE_KEY, Leases
from adapters.mongodb.outages import outages
from commands.subscriptions import Checkpoint, ParkedReaction

REACTION_CHECKPOINTS = "reaction_checkpoints"
"""Fields: `_id` (service), `positions` (a list of `event_type`, `position`), `epoch`, `revision`, `owner` (the process
that wrote last), `updated_at`."""

PARKED_REACTIONS = "parked_reactions"
"""Fields: `_id` (`<service>:<position>`), `service`, `partition` (user id, else stream), `position`, `event_type`,
`reason`, `attempts`, `parked_at`, `state` (`parked`, `discarded`), `retry` and `request` (while somebody asks for
it: that they do, and by which request), `discarded_at`, `discarded_because`."""


class MongoReactionStore:
    """ReactionStore in MongoDB."""

    def __init__(self, database: AsyncDatabase) -> None:
        self._checkpoints = database[REACTION_CHECKPOINTS]
        self._parked = database[PARKED_REACTIONS]
        self._leases = Leases(database)

    # -- checkpoints --------------------------------------------------------------------------------------------------

    async def checkpoint(self, service: str) -> Checkpoint | None:
        with outages():
            found = await self._checkpoints.find_one({"_id": service})
        return _checkpoint(found) if found else None

    async def move(self, checkpoints: Sequence[Checkpoint], owner: str) -> frozenset[str]:
        if not checkpoints:
            return frozenset()
        with outages():
            try:
                written = await self._checkpoints.bulk_write([_over(c, owner) for c in checkpoints], ordered=False)
                if written.matched_count + written.inserted_count == len(checkpoints):
                    return frozenset()
            except BulkWriteError as error:  # another process made the same checkpoint first
                if any(failed.get("code") != DUPLICATE_KEY for failed in error.details.get("writeErrors", [])):
                    raise
            ours = {c.service: c.revision for c in checkpoints}
            found = self._checkpoints.find({"_id": {"$in": list(ours)}, "owner": owner}, {"revision": True})
            moved = {written["_id"] async for written in found if written["revision"] == ours[written["_id"]]}
        return frozenset(ours) - moved

    async def forget(self, service: str) -> None:
        with outages():
            await self._checkpoints.delete_one({"_id": service})

    # -- leases -------------------------------------------------------------------------------------------------------

    async def hold(self, services: Sequence[str], owner: str, seconds: float) -> frozenset[str]:
        names = {f"reactions:{service}": service for service in services}
        return frozenset(names[name] for name in await self._leases.hold(list(names), owner, seconds))

    async def release(self, owner: str) -> None:
        await self._leases.release(owner)

    # -- parked reactions ---------------------------------------------------------------------------------------------

    async def park(self, parked: ParkedReaction) -> None:
        kept = {
            "service": parked.service,
            "partition": parked.partition,
            "position": parked.position,
            "event_type": parked.event_type,
            "reason": parked.reason,
            "attempts": parked.attempts,
            "parked_at": parked.parked_at,
            "state": "parked",
        }
        with outages():
            await self._parked.update_one({"_id": _id(parked)}, {"$setOnInsert": kept}, upsert=True)

    async def parked(
        self, service: str | None = None, partition: str | None = None, limit: int = 100
    ) -> list[ParkedReaction]:
        wanted: Document = {"state": "parked"}
        if service is not None:
            wanted["service"] = service
        if partition is not None:
            wanted["partition"] = partition
        with outages():
            found = self._parked.find(wanted).sort([("position", ASCENDING), ("service", ASCENDING)]).limit(limit)
            return [_parked(document) async for document in found]

    async def parked_partitions(self, service: str) -> set[str]:
        with outages():
            return set(await self._parked.distinct("partition", {"state": "parked", "service": service}))

    async def unpark(self, service: str, position: int) -> None:
        with outages():
            await self._parked.delete_one({"_id": f"{service}:{position}", "state": "parked"})

    async def park_again(self, parked: ParkedReaction) -> None:
        changed = {"reason": parked.reason, "attempts": parked.attempts}
        with outages():
            await self._parked.update_one({"_id": _id(parked), "state": "parked"}, {"$set": changed})

    async def request_retry(self, service: str, partition: str) -> int:
        where = {"service": service, "partition": partition, "state": "parked"}
        with outages():
            return int((await self._parked.update_many(where, {"$set": _request()})).matched_count)

    async def discard(self, service: str, position: int, reason: str, now: datetime) -> bool:
        gone = {"state": "discarded", "discarded_at": now, "discarded_because": reason, **_request()}
        with outages():
            done: Document | None = await self._parked.find_one_and_update(
                {"_id": f"{service}:{position}", "state": "parked"}, {"$set": gone}
            )
        if done is None:
            return False
        await self.request_retry(service, done["partition"])
        return True

    async def requested(self) -> set[tuple[str, str]]:
        with outages():
            found = self._parked.find({"retry": True}, {"service": True, "partition": True}).limit(1_000)
            return {(document["service"], document["partition"]) async for document in found}

    async def requests(self, service: str, partition: str) -> frozenset[str | None]:
        where = {"retry": True, "service": service, "partition": partition}
        with outages():
            found = self._parked.find(where, {"request": True})
            return frozenset([document.get("request") async for document in found])

    async def answered(self, service: str, partition: str, requests: Collection[str | None]) -> None:
        where = {"retry": True, "service": service, "partition": partition, "request": {"$in": list(requests)}}
        with outages():
            await self._parked.update_many(where, {"$unset": {"retry": True, "request": True}})


def _request() -> Document:
    """A name of its own tells it from those before: an older release gave none."""
    return {"retry": True, "request": uuid4().hex}


def _over(checkpoint: Checkpoint, owner: str) -> Any:
    """The write that replaces the revision before, or makes the first one.

    Where the answer to our last try was lost, that revision is there already, and ours: it is replaced too.
    """
    document = {
        "_id": checkpoint.service,
        "positions": [{"event_type": kind, "position": at} for kind, at in sorted(checkpoint.positions.items())],
        "epoch": checkpoint.epoch,
        "revision": checkpoint.revision,
        "owner": owner,
    }
    if checkpoint.revision == 1:
        return InsertOne(document)
    before = [{"revision": checkpoint.revision - 1}, {"revision": checkpoint.revision, "owner": owner}]
    return UpdateOne(
        {"_id": checkpoint.service, "$or": before},
        {"$set": document, "$currentDate": {"updated_at": True}},
    )


def _checkpoint(document: Document) -> Checkpoint:
    return Checkpoint(
        service=document["_id"],
        positions={each["event_type"]: each["position"] for each in document["positions"]},
        epoch=document["epoch"],
        revision=document["revision"],
    )


def _id(parked: ParkedReaction) -> str:
    return f"{parked.service}:{parked.position}"


def _parked(document: Document) -> ParkedReaction:
    return ParkedReaction(
        service=document["service"],
        partition=document["partition"],
        position=document["position"],
        event_type=document["event_type"],
        reason=document["reason"],
        attempts=document["attempts"],
        parked_at=document["parked_at"],
        retry=document.get("retry", False),
    )
