"""The vault: who people are. Personal data is here, encrypted, and nowhere else in the program.

It has a database of its own, which may be on another server and have credentials of its own. The rest of the program
knows a person by the random user id that the vault gives at first contact.
"""

import hmac
import logging
from collections.abc import Callable, Sequence
from time import monotonic

from pymongo.errors import DuplicateKeyError

from adapters.mongodb.bounded_cache import BoundedCache
from adapters.mongodb.client import AsyncClient
from adapters.mongodb.outages import outages
from adapters.mongodb.vault_authors import VaultAuthors
from adapters.mongodb.vault_chats import VaultChats
from adapters.mongodb.vault_crypto import VaultKeys, VaultKeyWrong
from adapters.mongodb.vault_records import Record, VaultRecords, random_id
from commands.ports import KnownChat, Person
from domain.ids import UserId

log = logging.getLogger(__name__)

CACHE_SIZE = 10_000
"""People (and chats) kept in memory: about 1 KB each."""

CACHE_SECONDS = 60.0
"""How long another process may still see a name that was changed, or a person who was erased, here."""


class MongoVault:
    """`commands.ports.Vault` on MongoDB. Every call raises StoreUnavailable when the server does not answer in time."""

    def __init__(
        self,
        client: AsyncClient,
        database: str,
        keys: VaultKeys,
        *,
        cache_size: int = CACHE_SIZE,
        cache_seconds: float = CACHE_SECONDS,
        timer: Callable[[], float] = monotonic,
        new_id: Callable[[], str] = random_id,
    ) -> None:
        vault = client.get_database(database)
        self._keys, self._key_checks = keys, vault["keys"]
        self._people = VaultRecords(vault, "people", {"telegram_id", "first_name"}, keys, new_id, by_name=True)
        chats = VaultRecords(vault, "chats", {"telegram_id", "title"}, keys, new_id)
        self._chats = VaultChats(chats, cache_size, cache_seconds, timer)
        self._authors = VaultAuthors(vault, keys)
        self._user_ids = BoundedCache[bytes, UserId](cache_size, cache_seconds, timer)
        self._persons = BoundedCache[UserId, Person](cache_size, cache_seconds, timer)

    async def check_keys(self) -> None:
        """To be called at start: refuses keys other than those that the vault was made with. Raises VaultKeyWrong.

        The first start leaves a check of each key; a new version of the master key is taken beside a known one.
        """
        with outages():
            ours = self._keys.key_checks()
            stored = {document["_id"]: document["check"] async for document in self._key_checks.find()}
            for name in ours.keys() & stored.keys():
                if not hmac.compare_digest(ours[name], stored[name]):
                    setting = "YABOT_HMAC_KEY" if name == "hmac" else "YABOT_SECRET_KEY"
                    raise VaultKeyWrong(f"{setting} is not the key ({name}) that this vault was made with")
            masters = [name for name in stored if name != "hmac"]
            if masters and not ours.keys() & set(masters):
                raise VaultKeyWrong(f"YABOT_SECRET_KEY has none of the versions of this vault: {', '.join(masters)}")
            for name in (name for name in ours if name not in stored):
                if not await self._leave_check(name, ours[name]):
                    return await self.check_keys()  # another process was first; are its keys ours?
        return None

    async def user_for(
        self,
        telegram_id: int,
        first_name: str,
        last_name: str | None = None,
        username: str | None = None,
        chat_id: int | None = None,
    ) -> UserId:
        """The user id of this Telegram account, made at first contact; names are kept up to date.

        `chat_id` is the private chat with the person, once there is one; None leaves what is known.
        """
        user_id = self._user_ids.get(self._people.fingerprint(telegram_id))
        known = self._persons.get(user_id) if user_id else None
        if (
            known
            and (known.first_name, known.last_name, known.username) == (first_name, last_name, username)
            and chat_id in (None, known.chat_id)
        ):
            return known.user_id
        fields = {
            "telegram_id": str(telegram_id),
            "first_name": first_name,
            "last_name": last_name,
            "username": username,
        }
        if chat_id is not None:
            fields["chat_id"] = str(chat_id)
        with outages():
            record = await self._people.identify(telegram_id, fields)
        return self._remember(record).user_id

    async def find(self, telegram_id: int) -> UserId | None:
        """The user id of this Telegram account, None if it was never seen, or was erased."""
        fingerprint = self._people.fingerprint(telegram_id)
        if (known := self._user_ids.get(fingerprint)) is not None:
            return known
        with outages():
            found = await self._people.find(telegram_id)
        if found is None:
            return None
        self._user_ids.put(fingerprint, UserId(found))
        return UserId(found)

    async def find_by_username(self, username: str) -> UserId | None:
        """Who was last seen with this username of Telegram's, None if nobody was. They may have changed it since."""
        with outages():
            found = await self._people.find_name(username)
        return None if found is None else UserId(found)

    async def people(self, user_ids: Sequence[UserId]) -> dict[UserId, Person]:
        """Who these are, in one round trip; the unknown and erased are missing, the damaged too, and are logged."""
        people = {user_id: person for user_id in user_ids if (person := self._persons.get(user_id)) is not None}
        if unknown := [user_id for user_id in dict.fromkeys(user_ids) if user_id not in people]:
            with outages():
                records, damaged = await self._people.read(unknown)
            for error in damaged:
                log.error("%s", error)
            people |= {person.user_id: person for person in map(self._remember, records)}
        return people

    async def chat_for(self, telegram_id: int, title: str, username: str | None = None) -> KnownChat:
        """The group or channel of this Telegram id, made at first contact; its title is kept up to date."""
        return await self._chats.chat_for(telegram_id, title, username)

    async def find_chat(self, telegram_id: int) -> KnownChat | None:
        """The group or channel of this Telegram id, None if it was never seen."""
        return await self._chats.find(telegram_id)

    async def move_chat(self, old: int, new: int, title: str) -> tuple[KnownChat, str] | None:
        """A group got another id from Telegram; None if nobody knew it. Also the id that `new` was known by."""
        return await self._chats.move(old, new, title)

    async def chats(self, chat_ids: Sequence[str]) -> dict[str, KnownChat]:
        """What these groups and channels are called; the unknown are missing."""
        return await self._chats.read(chat_ids)

    async def note_author(self, chat_id: int, message_id: int, telegram_id: int) -> None:
        """Notes who wrote a message of a group, for `wrote` only: it can't be read from what is kept."""
        await self._authors.note(chat_id, message_id, telegram_id)

    async def wrote(self, chat_id: int, message_id: int, telegram_id: int) -> bool:
        """Whether this person is known to have written that message; after 30 days nobody is."""
        return await self._authors.wrote(chat_id, message_id, telegram_id)

    async def erase(self, user_id: UserId) -> bool:
        """Forgets the person for good: the record goes, its key with it. False if there never was one.

        What stays is the pair of user id and HMAC. Another process may show the name for up to CACHE_SECONDS more.
        """
        with outages():
            fingerprint = await self._people.erase(user_id)
        self._persons.discard(user_id)
        if fingerprint is not None:
            self._user_ids.discard(fingerprint)
        return fingerprint is not None

    async def _leave_check(self, name: str, check: bytes) -> bool:
        try:
            await self._key_checks.insert_one({"_id": name, "check": check})
        except DuplicateKeyError:
            return False
        return True

    def _remember(self, record: Record) -> Person:
        person = _person(record)
        self._persons.put(person.user_id, person)
        self._user_ids.put(self._people.fingerprint(person.telegram_id), person.user_id)
        return person


def _person(record: Record) -> Person:
    fields = record.fields
    return Person(
        user_id=UserId(record.id),
        telegram_id=int(fields["telegram_id"]),
        first_name=fields["first_name"],
        last_name=fields.get("last_name"),
        username=fields.get("username"),
        chat_id=int(fields["chat_id"]) if "chat_id" in fields else None,
    )
