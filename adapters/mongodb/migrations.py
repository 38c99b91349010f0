"""Brings a store to the form that this release needs, step by numbered step.

The steps are the files `migrations/mongodb/NNNN_<name>.py`, each with a function `up(main, vault)` that may run twice.
What has been applied stands in the collection `migrations` of the main database. Two processes may migrate at the same
time: a lease lets one work while the other waits.
"""

import hashlib
import importlib.util
import logging
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from importlib.resources import files
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from uuid import uuid4

import pymongo
from pymongo.database import Database
from pymongo.errors import DuplicateKeyError, PyMongoError

from adapters.mongodb.client import Document, connect_blocking
from adapters.mongodb.outages import outages

log = logging.getLogger(__name__)

MIGRATION_SECONDS = 3_600.0
"""The deadline of one migration: building an index on a long log takes minutes."""

LEASE = timedelta(seconds=30)
LEASE_WAIT_SECONDS = 900.0

_FILE_NAME = re.compile(r"(\d{4})_(\w+)\.py")


class StoreNotMigrated(Exception):
    """The store lacks migrations of this release; `yabot migrate` applies them."""

    def __init__(self, missing: Sequence["Migration"]) -> None:
        names = ", ".join(str(migration) for migration in missing)
        super().__init__(f"the store is not migrated, run `yabot migrate` first; missing: {names}")


class StoreNewer(Exception):
    """A newer release has migrated the store; this one would not understand all of it."""

    def __init__(self, newest: int, known: int) -> None:
        super().__init__(f"the store is at migration {newest}, this release knows {known}; run the newer release")


class MigrationChanged(Exception):
    """A migration that was applied has been edited since. Migrations are history: write a new one."""

    def __init__(self, migration: "Migration") -> None:
        super().__init__(f"migration {migration} was changed after it had been applied to this store")


class MigrationBusy(Exception):
    """Another process has been migrating the store for longer than we wait."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One numbered step. `checksum` is that of its file."""

    number: int
    name: str
    checksum: str
    path: Path = field(repr=False)

    def __str__(self) -> str:
        return f"{self.number:04}_{self.name}"

    def up(self, main: Database[Document], vault: Database[Document]) -> None:
        """Applies it. The file is loaded only now."""
        spec = importlib.util.spec_from_file_location(f"migration_{self}", self.path)
        assert spec is not None and spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        module.up(main, vault)


@dataclass(frozen=True, slots=True)
class Status:
    """A migration of this release and when it was applied to the store, None if it was not."""

    migration: Migration
    applied_at: datetime | None


def known_migrations(folder: Path | None = None) -> list[Migration]:
    """Those of this release in order. Raises ValueError if a number is missing or there twice."""
    found = []
    for path in sorted((folder or Path(str(files("migrations") / "mongodb"))).iterdir()):
        if match := _FILE_NAME.fullmatch(path.name):
            checksum = hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()
            found.append(Migration(int(match[1]), match[2], checksum, path))
    if [migration.number for migration in found] != list(range(1, len(found) + 1)):
        raise ValueError(f"migrations must be numbered from 1 without a gap: {', '.join(map(str, found))}")
    return found


class Migrator:
    """The migrations of this release against one store. `now` stamps what is applied."""

    def __init__(
        self,
        main: Database[Document],
        vault: Database[Document],
        *,
        migrations: Sequence[Migration] | None = None,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._main, self._vault, self._now = main, vault, now
        self._migrations = list(known_migrations() if migrations is None else migrations)

    def status(self) -> list[Status]:
        """Every migration of this release. One read. Raises StoreNewer, MigrationChanged and StoreUnavailable."""
        with outages():
            applied = {document["_id"]: document for document in self._main["migrations"].find()}
        newest, known = max(applied, default=0), len(self._migrations)
        if newest > known:
            raise StoreNewer(newest, known)
        for migration in self._migrations:
            if migration.number in applied and applied[migration.number]["checksum"] != migration.checksum:
                raise MigrationChanged(migration)
        return [
            Status(migration, applied[migration.number]["applied_at"] if migration.number in applied else None)
            for migration in self._migrations
        ]

    def check(self) -> None:
        """What `serve` asks before it starts. Raises StoreNotMigrated, and as `status` does."""
        if missing := self._missing():
            raise StoreNotMigrated(missing)

    def migrate(self) -> list[Migration]:
        """Applies what is missing, in order, and returns it. One read if nothing is.

        Raises StoreNewer, MigrationChanged, MigrationBusy and StoreUnavailable.
        """
        if not self._missing():
            return []
        with outages(), self._lease():
            missing = self._missing()  # another process may have been at it meanwhile
            for migration in missing:
                with pymongo.timeout(MIGRATION_SECONDS):
                    migration.up(self._main, self._vault)
                self._record(migration)
            return missing

    def _record(self, migration: Migration) -> None:
        applied = {"name": migration.name, "checksum": migration.checksum, "applied_at": self._now()}
        with suppress(DuplicateKeyError):  # we lost the lease in an outage, and another process did the same
            self._main["migrations"].insert_one({"_id": migration.number, **applied})

    def _missing(self) -> list[Migration]:
        return [status.migration for status in self.status() if status.applied_at is None]

    @contextmanager
    def _lease(self) -> Iterator[None]:
        owner, stopped = uuid4().hex, Event()
        deadline = monotonic() + LEASE_WAIT_SECONDS
        with suppress(DuplicateKeyError):  # it is there since somebody's first migration
            self._main["leases"].insert_one({"_id": _LEASE_ID, "holder": None, "until": datetime.fromtimestamp(0, UTC)})
        while not self._take_lease(owner):
            if monotonic() > deadline:
                raise MigrationBusy(f"another process holds the lease {_LEASE_ID!r}")
            stopped.wait(0.1)
        renewal = Thread(target=self._renew_lease, args=(owner, stopped), name="migration-lease", daemon=True)
        renewal.start()
        try:
            yield
        finally:
            stopped.set()
            renewal.join()
            self._main["leases"].update_one(
                {"_id": _LEASE_ID, "holder": owner}, {"$set": {"until": datetime.fromtimestamp(0, UTC)}}
            )

    def _take_lease(self, owner: str) -> bool:
        """By the server's clock, so that clocks of hosts need not agree."""
        free_or_ours = {"$or": [{"$eq": ["$holder", owner]}, {"$lt": ["$until", "$$NOW"]}]}
        milliseconds = int(LEASE.total_seconds() * 1000)
        taken = self._main["leases"].update_one(
            {"_id": _LEASE_ID, "$expr": free_or_ours},
            [{"$set": {"holder": owner, "until": {"$add": ["$$NOW", milliseconds]}}}],
        )
        return taken.matched_count == 1

    def _renew_lease(self, owner: str, stopped: Event) -> None:
        while not stopped.wait(LEASE.total_seconds() / 3):
            try:
                self._take_lease(owner)
            except PyMongoError as error:
                log.warning("the migration lease could not be renewed, will try again: %s", error)


_LEASE_ID = "migrations"


def migrate(
    uri: str, database: str, *, vault_uri: str | None = None, vault_database: str | None = None
) -> list[Migration]:
    """Brings a store to this release; blocking. Returns what was applied. Raises as `Migrator.migrate` does.

    The vault's server is the main one unless `vault_uri` says otherwise, its database `<database>_vault`.
    """
    with opened(uri, database, vault_uri=vault_uri, vault_database=vault_database) as migrator:
        return migrator.migrate()


@contextmanager
def opened(
    uri: str, database: str, *, vault_uri: str | None = None, vault_database: str | None = None
) -> Iterator[Migrator]:
    """A migrator with clients of its own, closed at the end."""
    with connect_blocking(uri) as main:
        vault = connect_blocking(vault_uri) if vault_uri else main
        try:
            yield Migrator(main[database], vault[vault_database or f"{database}_vault"])
        finally:
            vault.close()
