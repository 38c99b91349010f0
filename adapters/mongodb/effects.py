"""The state of everything that leaves the system: planned, claimed, sent, unknown or given up.

A casual effect leaves at most once: it is claimed before it is sent, and when its claimer dies between the two nobody
can know, so it stays `unknown` and is not sent again. A certain one (money, VIP) leaves at least once: while unknown it
is handed out again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from pymongo import ASCENDING, DESCENDING
from pymongo.errors import BulkWriteError

from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.leases import DUPLICATE_KEY
from adapters.mongodb.outages import outages
from commands.effects import ClaimedEffect, EffectCounts, PlannedEffect, Tally, UncertainEffect, Urgency
from domain.ids import UserId

EFFECTS = "effects"
"""Fields: `_id` (effect id), `channel`, `user_id`, `text`, `params`, `position`, `correlation_id`, `kind`,
`certain`, `urgency`, `since` (when it was first due), `due`, `state`, `attempts`; `waiting` (whether it may be
claimed); `claimed_by`, `claim` and `claimed_until` of the last claim; `receipt`, `reason`; `unknown_at` (when nobody
knew any more whether it had left); `done_at` (when it came to its end; MongoDB removes it 90 days later)."""

CLAIM = timedelta(seconds=60)
"""How long a claimer has to answer. Every call that sends has a shorter deadline."""

TOGETHER = 200
"""Effects that a claim takes along at most, because they are for the same users."""


class MongoEffects:
    """Effects in MongoDB. One a process: it wakes those who wait in the same process."""

    def __init__(self, database: AsyncDatabase) -> None:
        self._effects = database[EFFECTS]
        self._owner = uuid4().hex
        self._claims = 0
        self._unseen: list[int] = []
        self._planned: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    async def plan(self, effects: Sequence[PlannedEffect]) -> None:
        if not effects:
            return
        with outages():
            try:
                await self._effects.insert_many([_document(effect) for effect in effects], ordered=False)
            except BulkWriteError as error:
                failed = error.details.get("writeErrors", [])
                if error.details.get("writeConcernErrors") or any(e.get("code") != DUPLICATE_KEY for e in failed):
                    raise
        for channel in {effect.channel for effect in effects}:
            self._planned[channel].set()

    async def claim(self, limit: int, now: datetime, channel: str) -> list[ClaimedEffect]:
        with outages():
            await self._take_back_unseen()
            await self._give_up_claims(now)
            ids = await self._due(limit, now, channel)
            if not ids:
                return []
            claimed = await self._take(ids, now)
        return [claimed[effect_id] for effect_id in ids if effect_id in claimed]

    async def _due(self, limit: int, now: datetime, channel: str) -> list[str]:
        """The ids of what is to be claimed, in order."""
        in_order = [("urgency", ASCENDING), ("due", ASCENDING), ("position", ASCENDING)]
        waiting = {"waiting": True, "channel": channel, "due": {"$lte": now}}
        first = self._effects.find({**waiting, "urgency": {"$in": list(Urgency)}}).sort(in_order).limit(limit)
        found = {document["_id"]: document async for document in first}
        users = list({each["user_id"] for each in found.values() if not each["certain"]})
        if users:
            along = self._effects.find({**waiting, "user_id": {"$in": users}, "urgency": Urgency.CASUAL})
            found |= {document["_id"]: document async for document in along.sort(in_order).limit(TOGETHER)}
        return sorted(found, key=lambda id: [found[id][field] for field, _ in in_order])

    async def sent(self, effect_id: str, receipt: str, now: datetime) -> bool:
        # Whoever says so knows, even if its claim has run out meanwhile.
        left = {"_id": effect_id, "state": {"$in": ["claimed", "unknown"]}}
        return await self._answer(left, state="sent", receipt=receipt, done_at=now)

    async def failed(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        return await self._answer(self._mine(effect_id), state="planned", due=retry_at, reason=reason, waiting=True)

    async def postponed(self, effect_id: str, until: datetime, reason: str) -> bool:
        again = {"state": "planned", "waiting": True, "due": until, "reason": reason}
        with outages():
            done = await self._effects.update_one(self._mine(effect_id), {"$set": again, "$inc": {"attempts": -1}})
        return bool(done.matched_count)

    async def look_again(self, user_id: UserId, channel: str, reason: str, now: datetime) -> None:
        theirs = {"waiting": True, "channel": channel, "user_id": user_id, "due": {"$gt": now}}
        with outages():
            await self._effects.update_many({**theirs, "state": "planned", "reason": reason}, {"$set": {"due": now}})
        self._planned[channel].set()

    async def unknown(self, effect_id: str, retry_at: datetime, reason: str, now: datetime) -> bool:
        with outages():
            done = await self._effects.update_one(self._mine(effect_id), _become_unknown(now, retry_at, reason))
        return bool(done.matched_count)

    async def given_up(self, effect_id: str, reason: str, now: datetime) -> bool:
        return await self._answer(self._mine(effect_id), state="given_up", reason=reason, done_at=now)

    async def counts(self) -> EffectCounts:
        with outages():
            found = await asyncio.gather(
                *(self._effects.count_documents({"state": state.name}) for state in fields(EffectCounts))
            )
        return EffectCounts(*found)

    async def uncertain(self, limit: int) -> list[UncertainEffect]:
        with outages():
            found = self._effects.find({"unknown_at": {"$exists": True}}).sort("unknown_at", DESCENDING).limit(limit)
            return [_uncertain(document) async for document in found]

    async def tally(self, channel: str, begins: datetime, ends: datetime) -> list[Tally]:
        within = {"$gte": begins, "$lt": ends}
        done = {"done_at": within, "state": {"$in": ["sent", "given_up"]}}
        unknown = {"unknown_at": within, "state": "unknown"}
        reason = {"$cond": [{"$eq": ["$state", "sent"]}, "", {"$ifNull": ["$reason", ""]}]}
        with outages():
            counted = self._effects.aggregate(
                [
                    {"$match": {"channel": channel, "$or": [done, unknown]}},
                    {"$group": {"_id": {"kind": "$kind", "end": "$state", "reason": reason}, "count": {"$sum": 1}}},
                    {"$sort": {"_id": ASCENDING}},
                ]
            )
            return [Tally(**document["_id"], count=document["count"]) async for document in counted]

    async def wait(self, channel: str, timeout: float) -> None:
        planned = self._planned[channel]
        try:
            async with asyncio.timeout(timeout):
                await planned.wait()
        except TimeoutError:
            return
        planned.clear()

    def _mine(self, effect_id: str) -> Document:
        return {"_id": effect_id, "state": "claimed", "claimed_by": self._owner}

    async def _answer(self, which: Document, **change: Any) -> bool:
        with outages():
            done = await self._effects.update_one(which, {"$set": {"waiting": False} | change})
        return bool(done.matched_count)

    async def _take(self, ids: list[str], now: datetime) -> dict[str, ClaimedEffect]:
        """Those of `ids` that nobody else has taken meanwhile."""
        self._claims = number = self._claims + 1
        mine = {"claimed_by": self._owner, "claim": number}
        try:
            await self._effects.update_many(
                {"_id": {"$in": ids}, "waiting": True},
                {
                    "$set": {"state": "claimed", "waiting": False, "claimed_until": now + CLAIM, **mine},
                    "$inc": {"attempts": 1},
                },
            )
            found = self._effects.find({"_id": {"$in": ids}, **mine})
            return {document["_id"]: _claimed(document) async for document in found}
        except BaseException:
            self._unseen.append(number)
            raise

    async def _take_back_unseen(self) -> None:
        """Claims of which we never saw the answer, in an outage: nothing of them has been sent."""
        if self._unseen:
            numbers = list(self._unseen)
            await self._effects.update_many(
                {"state": "claimed", "claimed_by": self._owner, "claim": {"$in": numbers}},
                {"$set": {"state": "planned", "waiting": True}, "$inc": {"attempts": -1}},
            )
            self._unseen = [number for number in self._unseen if number not in numbers]

    async def _give_up_claims(self, now: datetime) -> None:
        """Nobody will say any more what became of these."""
        await self._effects.update_many(
            {"state": "claimed", "claimed_until": {"$lt": now}}, _become_unknown(now, now, "its sender stopped")
        )


def _become_unknown(now: datetime, retry_at: datetime, reason: str) -> list[Document]:
    """An update: only the certain ones are handed out again."""
    change = {"state": "unknown", "due": retry_at, "reason": {"$literal": reason}, "unknown_at": now}
    return [{"$set": {**change, "waiting": "$certain", "done_at": {"$cond": ["$certain", "$$REMOVE", now]}}}]


def _document(effect: PlannedEffect) -> Document:
    return {
        "_id": effect.effect_id,
        "channel": effect.channel,
        "user_id": effect.user_id,
        "text": effect.text,
        "params": dict(effect.params),
        "position": effect.position,
        "correlation_id": effect.correlation_id,
        "kind": effect.kind,
        "certain": effect.certain,
        "urgency": int(effect.urgency),
        "since": effect.due,
        "due": effect.due,
        "state": "planned",
        "attempts": 0,
        "waiting": True,
    }


def _claimed(document: Document) -> ClaimedEffect:
    planned = PlannedEffect(
        effect_id=document["_id"],
        channel=document["channel"],
        user_id=UserId(document["user_id"]),
        text=document["text"],
        params=document["params"],
        position=document["position"],
        correlation_id=document["correlation_id"],
        due=document["due"],
        kind=document["kind"],
    )
    return ClaimedEffect(planned, attempts=document["attempts"] - 1, since=document["since"])


def _uncertain(document: Document) -> UncertainEffect:
    return UncertainEffect(
        effect_id=document["_id"],
        user_id=UserId(document["user_id"]),
        text=document["text"],
        kind=document["kind"],
        state=document["state"],
        reason=document.get("reason", ""),
        correlation_id=document["correlation_id"],
        position=document["position"],
        unknown_at=document["unknown_at"],
    )
