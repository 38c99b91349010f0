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

from pymongo import ASCENDING
from pymongo.errors import BulkWriteError

from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.leases import DUPLICATE_KEY
from adapters.mongodb.outages import outages
from commands.effects import ClaimedEffect, EffectCounts, PlannedEffect
from domain.ids import UserId

EFFECTS = "effects"
"""Fields: `_id` (effect id), `channel`, `user_id`, `text`, `params`, `position`, `correlation_id`, `certain`, `due`,
`state`, `attempts`; `waiting` (whether it may be claimed); `claimed_by`, `claim` and `claimed_until` of the last
claim; `receipt`, `reason`; `done_at` (when it was sent or given up; MongoDB removes it 90 days later)."""

CLAIM = timedelta(seconds=60)
"""How long a claimer has to answer. Every call that sends has a shorter deadline."""


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
            due = (
                self._effects.find({"waiting": True, "channel": channel, "due": {"$lte": now}}, {"_id": True})
                .sort([("due", ASCENDING), ("position", ASCENDING)])
                .limit(limit)
            )
            ids = [document["_id"] async for document in due]
            if not ids:
                return []
            claimed = await self._take(ids, now)
        return [claimed[effect_id] for effect_id in ids if effect_id in claimed]

    async def sent(self, effect_id: str, receipt: str, now: datetime) -> bool:
        # Whoever says so knows, even if its claim has run out meanwhile.
        left = {"_id": effect_id, "state": {"$in": ["claimed", "unknown"]}}
        return await self._answer(left, state="sent", receipt=receipt, done_at=now)

    async def failed(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        return await self._answer(self._mine(effect_id), state="planned", due=retry_at, reason=reason, waiting=True)

    async def unknown(self, effect_id: str, retry_at: datetime, reason: str) -> bool:
        with outages():
            done = await self._effects.update_one(self._mine(effect_id), _become_unknown(retry_at, reason))
        return bool(done.matched_count)

    async def given_up(self, effect_id: str, reason: str, now: datetime) -> bool:
        return await self._answer(self._mine(effect_id), state="given_up", reason=reason, done_at=now)

    async def counts(self) -> EffectCounts:
        with outages():
            found = await asyncio.gather(
                *(self._effects.count_documents({"state": state.name}) for state in fields(EffectCounts))
            )
        return EffectCounts(*found)

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
            {"state": "claimed", "claimed_until": {"$lt": now}}, _become_unknown(now, "its sender stopped")
        )


def _become_unknown(retry_at: datetime, reason: str) -> list[Document]:
    """An update: only the certain ones are handed out again."""
    return [{"$set": {"state": "unknown", "due": retry_at, "reason": {"$literal": reason}, "waiting": "$certain"}}]


def _document(effect: PlannedEffect) -> Document:
    return {
        "_id": effect.effect_id,
        "channel": effect.channel,
        "user_id": effect.user_id,
        "text": effect.text,
        "params": dict(effect.params),
        "position": effect.position,
        "correlation_id": effect.correlation_id,
        "certain": effect.certain,
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
        certain=document["certain"],
    )
    return ClaimedEffect(planned, attempts=document["attempts"] - 1)
