"""Whether somebody wrote a message, without keeping who wrote what.

A document is the HMAC of chat, message and writer together, and when it was noted. It answers one question, whether
this person wrote that message; neither the person, nor the chat, nor the message can be read from it.
"""

from pymongo import WriteConcern
from pymongo.read_concern import ReadConcern

from adapters.mongodb.client import AsyncDatabase
from adapters.mongodb.outages import outages
from adapters.mongodb.vault_crypto import VaultKeys


class VaultAuthors:
    """The collection `authors`. Its index forgets each after 30 days."""

    def __init__(self, database: AsyncDatabase, keys: VaultKeys) -> None:
        self._keys = keys
        # There is one for every message of every group, and one lost in a crash costs a besito: no need to wait long.
        self._authors = database.get_collection(
            "authors", write_concern=WriteConcern(w=1), read_concern=ReadConcern("local")
        )

    async def note(self, chat_id: int, message_id: int, telegram_id: int) -> None:
        """Notes who wrote a message; all three are Telegram's numbers. Safe to repeat."""
        key = {"_id": self._keys.author_fingerprint(chat_id, message_id, telegram_id)}
        with outages():
            await self._authors.update_one(key, {"$currentDate": {"at": True}}, upsert=True)

    async def wrote(self, chat_id: int, message_id: int, telegram_id: int) -> bool:
        """Whether they are known to have written it."""
        key = {"_id": self._keys.author_fingerprint(chat_id, message_id, telegram_id)}
        with outages():
            return await self._authors.find_one(key, {"_id": 1}) is not None
