"""Encrypted records of the vault in one collection, found by the HMAC of a Telegram id.

A document is `{_id: random id, telegram: HMAC, key: {version, wrapped}, sealed: {field: encrypted}}`. A
record of people may be found by its username too, `username: HMAC`: one at a time, the one last seen with it.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field

from pymongo import ReadPreference
from pymongo.errors import DuplicateKeyError
from pymongo.read_concern import ReadConcern

from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.vault_crypto import CannotDecrypt, RecordCipher, VaultKeys, WrappedKey, new_data_key


class VaultDamaged(Exception):
    """A record of the vault does not decrypt with the right keys: it was changed outside of this program."""

    def __init__(self, kind: str, record_id: str) -> None:
        super().__init__(f"the vault's record {record_id} in {kind} is damaged; restore it from a backup")
        self.kind, self.record_id = kind, record_id


@dataclass(frozen=True, slots=True)
class Record:
    """A record in the clear. Its `repr` shows the id only."""

    id: str
    fields: Mapping[str, str] = field(repr=False)


NAME = "username"

Changes = Mapping[str, str | None]
"""Fields to be set, or with None to be removed; those not named stay."""


def random_id() -> str:
    """16 hexadecimal digits."""
    return secrets.token_hex(8)


class VaultRecords:
    """The records of one `kind`, which is the collection's name; each has at least the fields `needed`.

    With `by_name` they are found by their field `username` too.
    """

    def __init__(
        self,
        database: AsyncDatabase,
        kind: str,
        needed: Set[str],
        keys: VaultKeys,
        new_id: Callable[[], str],
        by_name: bool = False,
    ) -> None:
        self._kind, self._needed, self._keys, self._new_id, self._by_name = kind, needed, keys, new_id, by_name
        self._records = database.get_collection(
            kind, read_concern=ReadConcern("majority"), read_preference=ReadPreference.PRIMARY
        )
        # After a refused insert: a majority read may not show yet what was there first, this one waits until it does.
        self._newest = self._records.with_options(read_concern=ReadConcern("linearizable"))
        self._erased = database.get_collection(f"erased_{kind}")

    def fingerprint(self, telegram_id: int) -> bytes:
        """The HMAC that a record is found by."""
        return self._keys.fingerprint(self._kind, telegram_id)

    async def identify(self, telegram_id: int, fields: Changes) -> Record:
        """The record of this Telegram id with `fields` brought up to date, made if there is none."""
        found = {"telegram": self.fingerprint(telegram_id)}
        document = await self._records.find_one(found)
        while True:
            try:
                if document is None:
                    return await self._create(found, fields)
                if (record := await self._refresh(document, fields)) is not None:
                    return record
                document = None  # erased since it was read
            except DuplicateKeyError:  # made by another process, or somebody else was last seen with the username
                await self._take_from_others(found, self._name(fields))
                document = await self._newest.find_one(found)

    async def find(self, telegram_id: int) -> str | None:
        """The id of this Telegram id's record, None if there is none."""
        document = await self._records.find_one({"telegram": self.fingerprint(telegram_id)}, {"_id": 1})
        return None if document is None else str(document["_id"])

    async def find_name(self, username: str) -> str | None:
        """The id of the record that was last seen with this username, None if there is none."""
        document = await self._records.find_one(self._name({NAME: username}), {"_id": 1})
        return None if document is None else str(document["_id"])

    async def get(self, telegram_id: int) -> Record | None:
        """The record of this Telegram id, None if there is none. Raises VaultDamaged."""
        document = await self._records.find_one({"telegram": self.fingerprint(telegram_id)})
        return None if document is None else self._open(document)[0]

    async def change(self, record_id: str, changes: Changes) -> Record:
        """The record with `changes`. Raises VaultDamaged, also where there is no such record."""
        document = await self._records.find_one({"_id": record_id})
        if document is None or (record := await self._refresh(document, changes)) is None:
            raise VaultDamaged(self._kind, record_id)
        return record

    async def read(self, ids: Iterable[str]) -> tuple[list[Record], list[VaultDamaged]]:
        """The records with these ids, in one round trip, and what is wrong with those that can't be read."""
        wanted = list(ids)
        records, damaged = [], []
        async for document in self._records.find({"_id": {"$in": wanted}}, batch_size=len(wanted) + 1):
            try:
                records.append(self._open(document)[0])
            except VaultDamaged as error:
                damaged.append(error)
        return records, damaged

    async def erase(self, record_id: str) -> bytes | None:
        """Removes the record; only its id and HMAC stay, so that bans and one-time bonuses outlive it.

        Returns the HMAC, None if there never was such a record. Safe to repeat when its answer was lost.
        """
        document = await self._records.find_one({"_id": record_id}, {"telegram": 1})
        if document is None:
            erased = await self._erased.find_one({"_id": record_id})
            return None if erased is None else bytes(erased["telegram"])
        with suppress(DuplicateKeyError):  # an earlier try came this far
            await self._erased.insert_one(document)
        await self._records.delete_one({"_id": record_id})
        return bytes(document["telegram"])

    async def _create(self, found: Document, fields: Changes) -> Record:
        record = Record(self._new_id(), {name: value for name, value in fields.items() if value is not None})
        data_key = new_data_key()
        key, cipher = self._keys.wrap(data_key, self._owner(record.id)), RecordCipher(data_key, self._owner(record.id))
        await self._records.insert_one(
            {
                "_id": record.id,
                **found,
                **self._name(fields),
                "key": {"version": key.version, "wrapped": key.wrapped},
                "sealed": {name: cipher.seal(name, value) for name, value in record.fields.items()},
            }
        )
        return record

    async def _refresh(self, document: Document, changes: Changes) -> Record | None:
        """The record with `changes`, written if any is one; None if the record has been erased meanwhile."""
        record, cipher = self._open(document)
        setting = {
            name: value for name, value in changes.items() if value is not None and record.fields.get(name) != value
        }
        removing = {name for name, value in changes.items() if value is None and name in record.fields}
        sets = {f"sealed.{name}": cipher.seal(name, value) for name, value in setting.items()}
        unsets = {f"sealed.{name}": "" for name in removing}
        if NAME in changes and (name := self._name(changes)).get(NAME) != document.get(NAME):
            sets |= name
            unsets |= {} if name else {NAME: ""}
        if not sets and not unsets:
            return record
        update = {each: fields for each, fields in (("$set", sets), ("$unset", unsets)) if fields}
        if (await self._records.update_one({"_id": record.id}, update)).matched_count == 0:
            return None
        kept = {name: value for name, value in record.fields.items() if name not in removing}
        return Record(record.id, kept | setting)

    def _name(self, fields: Changes) -> dict[str, bytes]:
        """What is kept to find a record by the username among these fields: nothing where it has none."""
        username = fields.get(NAME) if self._by_name else None
        return {NAME: self._keys.name_fingerprint(self._kind, username)} if username else {}

    async def _take_from_others(self, found: Document, name: dict[str, bytes]) -> None:
        """Whoever had the username before has it no more: Telegram gives it to one at a time."""
        if name:
            others = {**name, "telegram": {"$ne": found["telegram"]}}
            await self._records.update_many(others, {"$unset": {NAME: "", f"sealed.{NAME}": ""}})

    def _open(self, document: Document) -> tuple[Record, RecordCipher]:
        record_id = str(document["_id"])
        try:
            key = WrappedKey(document["key"]["version"], document["key"]["wrapped"])
            cipher = RecordCipher(self._keys.unwrap(key, self._owner(record_id)), self._owner(record_id))
            fields = {name: cipher.open(name, sealed) for name, sealed in document["sealed"].items()}
        except (CannotDecrypt, KeyError, TypeError) as error:
            raise VaultDamaged(self._kind, record_id) from error
        if self._needed - fields.keys():
            raise VaultDamaged(self._kind, record_id)
        return Record(record_id, fields), cipher

    def _owner(self, record_id: str) -> str:
        return f"{self._kind}/{record_id}"
