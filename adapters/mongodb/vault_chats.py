"""Groups and channels in the vault: a random id for each, found by the HMAC of Telegram's id.

A group that becomes a supergroup gets another id from Telegram, and keeps its own here: the record of the new Telegram
id then says in `same_as` which chat it stands for. Both of Telegram's ids lead to the chat from then on, and the chat's
own record has the one that messages go to.
"""

import logging
from collections.abc import Callable, Sequence
from time import monotonic

from adapters.mongodb.bounded_cache import BoundedCache
from adapters.mongodb.outages import outages
from adapters.mongodb.vault_records import Record, VaultRecords
from commands.ports import KnownChat

log = logging.getLogger(__name__)


class VaultChats:
    """The vault's part that knows chats. Every call raises StoreUnavailable when the server does not answer in time."""

    def __init__(
        self, records: VaultRecords, cache_size: int, cache_seconds: float, timer: Callable[[], float] = monotonic
    ) -> None:
        self._records = records
        self._known = BoundedCache[int, KnownChat](cache_size, cache_seconds, timer)

    async def chat_for(self, telegram_id: int, title: str, username: str | None = None) -> KnownChat:
        """The chat of this Telegram id, made at first contact; its title is kept up to date."""
        known = self._known.get(telegram_id)
        if known and (known.title, known.username) == (title, username):
            return known
        words = {"title": title, "username": username}
        with outages():
            found = await self._records.get(telegram_id)
            if found is None:
                record = await self._records.identify(telegram_id, {"telegram_id": str(telegram_id), **words})
            else:
                record = await self._records.change(found.fields.get("same_as", found.id), words)
        return self._remember(telegram_id, record)

    async def find(self, telegram_id: int) -> KnownChat | None:
        """The chat of this Telegram id, None if it was never seen."""
        if known := self._known.get(telegram_id):
            return known
        with outages():
            found = await self._records.get(telegram_id)
            if found is not None and (main := found.fields.get("same_as")):
                found = await self._records.change(main, {})
        return self._remember(telegram_id, found) if found else None

    async def move(self, old: int, new: int, title: str) -> tuple[KnownChat, str] | None:
        """Has Telegram's id `new` stand for the chat of `old` too, and messages to it go there; None if nobody knew it.

        Also returns the id that `new` was known by until now, or would have been. Safe to repeat.
        """
        with outages():
            found = await self._records.get(old)
            if found is None:
                return None
            main = found.fields.get("same_as", found.id)
            other = await self._records.get(new)
            if other is None or other.fields.get("same_as") != main:
                fields = {"telegram_id": str(new), "title": title, "same_as": main}
                other = await self._records.identify(new, fields)
            record = await self._records.change(main, {"telegram_id": str(new), "title": title})
        self._known.discard(old)
        return self._remember(new, record), other.id

    async def read(self, chat_ids: Sequence[str]) -> dict[str, KnownChat]:
        """What these are called, and where messages to them go; the unknown are missing."""
        with outages():
            records, damaged = await self._records.read(chat_ids)
        for error in damaged:
            log.error("%s", error)
        return {record.id: _chat(record) for record in records}

    def _remember(self, telegram_id: int, record: Record) -> KnownChat:
        chat = _chat(record)
        self._known.put(telegram_id, chat)
        return chat


def _chat(record: Record) -> KnownChat:
    fields = record.fields
    return KnownChat(record.id, int(fields["telegram_id"]), fields["title"], fields.get("username"))
