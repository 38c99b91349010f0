"""The stores behind one community: where they are, with which keys, opened together and closed together."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from pymongo.uri_parser import parse_uri

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.mongodb.client import AsyncClient, connect, connect_blocking, disconnect
from adapters.mongodb.content import ContentStore
from adapters.mongodb.drafts import MongoDrafts
from adapters.mongodb.effects import MongoEffects
from adapters.mongodb.keys import ApiKeys
from adapters.mongodb.leases import Leases
from adapters.mongodb.migrations import Migration, Migrator
from adapters.mongodb.names import LogNames
from adapters.mongodb.process_log import ProcessLog
from adapters.mongodb.sessions import ConsoleSessions
from adapters.mongodb.transfer import check_no_import
from adapters.mongodb.vault import MongoVault
from adapters.mongodb.vault_crypto import VaultKeys
from commands.ports import Clock
from yabot.threads import in_thread

DEFAULT_DATABASE = "yabot"
VAULT_SUFFIX = "_vault"


@dataclass(frozen=True)
class Place:
    """Where the log and the vault are."""

    uri: str
    database: str
    vault_uri: str
    vault_database: str

    @classmethod
    def of(cls, mongodb_uri: str, vault_uri: str | None) -> "Place":
        """The databases are those that the URIs name; else `yabot`, and the same with `_vault`."""
        database = parse_uri(mongodb_uri)["database"] or DEFAULT_DATABASE
        vault = (parse_uri(vault_uri)["database"] if vault_uri else None) or database + VAULT_SUFFIX
        return cls(mongodb_uri, database, vault_uri or mongodb_uri, vault)

    def migrate(self) -> list[Migration]:
        """Brings the store to this release; what was applied. Raises StoreNewer and others of `Migrator`."""
        with connect_blocking(self.uri) as main, connect_blocking(self.vault_uri) as vault:
            return Migrator(main[self.database], vault[self.vault_database], now=lambda: datetime.now(UTC)).migrate()

    def check_migrated(self) -> None:
        """Raises StoreNotMigrated, StoreNewer, MigrationChanged."""
        with connect_blocking(self.uri) as main, connect_blocking(self.vault_uri) as vault:
            Migrator(main[self.database], vault[self.vault_database]).check()

    def check_no_import(self) -> None:
        """Raises ImportUnfinished, StoreUnavailable."""
        check_no_import(self.uri, LogNames(self.database))


class Stores:
    """All that lives in MongoDB, as this process uses it. Made on the event loop that will use it."""

    def __init__(self, place: Place, process_log: ProcessLog, vault_keys: VaultKeys, clock: Clock) -> None:
        self.place = place
        self.process_log = process_log
        self._main: AsyncClient = connect(place.uri)
        self._vault_client: AsyncClient = connect(place.vault_uri)
        database = self._main[place.database]
        self.vault = MongoVault(self._vault_client, place.vault_database, vault_keys)
        self.keys = ApiKeys(database, clock)
        self.sessions = ConsoleSessions(database, clock)
        self.content = ContentStore(database)
        self.reactions = MongoReactionStore(database)
        self.effects = MongoEffects(database)
        self.leases = Leases(database)
        self.drafts = MongoDrafts(database, clock)

    @classmethod
    async def open(cls, place: Place, vault_keys: VaultKeys, clock: Clock) -> "Stores":
        """Connects, and refuses keys that the vault was not made with. Raises StoreUnavailable, VaultKeyWrong."""
        process_log = await in_thread(
            partial(ProcessLog, place.uri, place.database, now=clock.now), undo=ProcessLog.close
        )
        stores = cls(place, process_log, vault_keys, clock)
        try:
            await stores.vault.check_keys()
        except BaseException:
            await stores.close()
            raise
        return stores

    async def close(self) -> None:
        """Finishes what was handed over, and lets go of the servers."""
        await asyncio.to_thread(self.process_log.close)
        for client in (self._main, self._vault_client):
            await asyncio.to_thread(disconnect, client)
