"""Drafts of stories that writers sent, and how far each was read: the collection `drafts`.

A draft is its writer's alone. It is forgotten 30 days after it was last read, and when its writer may bring stories no
more; nothing that happened depends on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from pymongo import DESCENDING

from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.outages import outages
from commands.ports import Clock
from domain.ids import UserId


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A draft. `way` are the choices from its opening to where its reader stands; `turn` counts its pages."""

    writer: UserId
    number: int
    name: str
    compiled: str
    way: tuple[int, ...] = ()
    turn: int = 0


class MongoDrafts:
    """Keeps drafts, one of each name for a writer. Every call raises StoreUnavailable if the server is away."""

    def __init__(self, database: AsyncDatabase, clock: Clock) -> None:
        self._drafts, self._clock = database["drafts"], clock

    async def put(self, draft: StoredDraft, most: int) -> None:
        """Keeps it in place of the one of its name, and of those that its writer has only the newest `most`."""
        now = self._clock.now()
        kept = {
            "writer": draft.writer,
            "number": draft.number,
            "name": draft.name,
            "compiled": draft.compiled,
            "way": list(draft.way),
            "turn": draft.turn,
            "sent_at": now,
            "at": now,
        }
        with outages():
            await self._drafts.replace_one({"_id": _id(draft.writer, draft.name)}, kept, upsert=True)
            newest_first = self._drafts.find({"writer": draft.writer}, {"_id": 1}).sort("sent_at", DESCENDING)
            ids = [each["_id"] async for each in newest_first]
            if ids[most:]:
                await self._drafts.delete_many({"_id": {"$in": ids[most:]}})

    async def of(self, writer: UserId) -> list[StoredDraft]:
        """This writer's drafts, the newest first; without what was compiled."""
        with outages():
            found = self._drafts.find({"writer": writer}, {"compiled": 0}).sort("sent_at", DESCENDING)
            return [_draft(each) async for each in found]

    async def find(self, writer: UserId, number: int) -> StoredDraft | None:
        """The draft of this number, None if this writer has none."""
        with outages():
            found = await self._drafts.find_one({"writer": writer, "number": number})
        return None if found is None else _draft(found)

    async def go(self, draft: StoredDraft, way: Sequence[int]) -> bool:
        """Notes that its reader has gone on from the page `draft` stands at; False if they had left that already."""
        page = {"writer": draft.writer, "number": draft.number, "turn": draft.turn}
        there = {"way": list(way), "turn": draft.turn + 1, "at": self._clock.now()}
        with outages():
            done = await self._drafts.update_one(page, {"$set": there})
        return done.matched_count == 1

    async def forget(self, writer: UserId) -> int:
        """Forgets all drafts of this writer. Returns how many there were."""
        with outages():
            return (await self._drafts.delete_many({"writer": writer})).deleted_count


def _id(writer: UserId, name: str) -> str:
    return f"{writer}:{name}"


def _draft(document: Document) -> StoredDraft:
    return StoredDraft(
        writer=UserId(document["writer"]),
        number=document["number"],
        name=document["name"],
        compiled=document.get("compiled", ""),
        way=tuple(document["way"]),
        turn=document["turn"],
    )
