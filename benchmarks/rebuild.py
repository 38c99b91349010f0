"""How fast read models are made anew from MongoDB, beside the library's own runner; and how soon live rows follow.

The log is that of a community where people take gifts, do missions and spend what they earn. The library's runner is
given the wallets' events of a log of its own, in the same mongod, and folds them into the same two tables.
"""

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, sleep
from typing import Any

from eventsourcing.application import Application
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection as LibraryProjection
from eventsourcing.projection import ProjectionRunner
from eventsourcing.sqlite import SQLiteTrackingRecorder

from adapters.embedded.mongod import Mongod
from adapters.mongodb.client import Client, connect_blocking
from adapters.mongodb.documents import event_documents
from adapters.mongodb.heads import Heads
from adapters.mongodb.log import EventLog
from adapters.mongodb.names import LogNames
from adapters.sqlite.read_models import ReadModels
from benchmarks.figures import Figure, percentile
from commands.ports import Commit, NewEvent, Read
from domain.ids import UserId
from domain.topics import topic_modules
from domain.wallet import Wallet
from projections.engine import Projector
from projections.projection import Projection
from projections.rebuild import rebuild
from projections.registry import all_projections
from projections.wallet import CHANGE, Wallets

BEGINNING = datetime(2026, 3, 1, 8, tzinfo=UTC)
LIVE_PER_SECOND = 100
USERS = 500


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    topic_modules()  # so that every topic is known
    days = 10 if quick else 60
    with TemporaryDirectory() as name, Mongod(Path(name) / "mongod") as server:
        folder = Path(name)
        client = connect_blocking(server.uri)
        try:
            everything = _filled(client, "community", _community(days))
            wallets = _filled(client, "wallets", _wallets(days * 4))
            return [
                *_all_read_models(folder, everything),
                _beside_the_library(folder, server.uri, wallets, 4_000 if quick else 20_000),
                *_live(folder, client, everything, seconds=3 if quick else 15),
            ]
        finally:
            client.close()


# --- what is measured ------------------------------------------------------------------------------------------------


def _all_read_models(folder: Path, log: EventLog) -> Iterator[Figure]:
    with _read_models(folder / "all.db", log, all_projections()) as models:
        began, began_work = perf_counter(), process_time()
        rebuild(models.rows, log, all_projections())
        took, worked = perf_counter() - began, process_time() - began_work
    name = "rebuild of all read models, swap included"
    yield Figure(name, log.head() / took, "events/s")
    # What one core does, whoever else is at work on the machine: the goal is meant so.
    yield Figure(f"{name}, on one core", log.head() / worked, "events/s of processor time", at_least=15_000)


def _beside_the_library(folder: Path, mongodb_uri: str, log: EventLog, library_events: int) -> Figure:
    with _read_models(folder / "one.db", log, [Wallets()]) as models:
        ours = _rate(log.head(), lambda: rebuild(models.rows, log, [Wallets()]))
    theirs = _library_rate(folder / "library.db", mongodb_uri, library_events)
    return Figure(
        "rebuild of one projection",
        ours,
        "events/s",
        beside=theirs,
        beside_name="the library's ProjectionRunner",
        at_least_ratio=5,
    )


def _live(folder: Path, client: Client, log: EventLog, seconds: int) -> Iterator[Figure]:
    """From an event's commit to its rows in every read model, at 100 events a second."""
    heads = Heads()
    followed = EventLog(client, LogNames("community"), heads)
    events = client["community"]["events"]
    took: list[float] = []
    with _read_models(folder / "live.db", log, all_projections()) as models:
        projector = Projector(followed, models.rows, all_projections())
        projector.start()
        projector.waiting.wait(log.head(), timeout=60)
        last = events.find_one(sort=[("_id", -1)])
        assert last is not None
        for number in range(seconds * LIVE_PER_SECOND):
            position = last["_id"] + number + 1
            stamps = {"_id": position, "originator_version": 10**6 + number, "commit_id": f"live-{number}"}
            metadata = {**last["metadata"], "event_id": f"live-{number}"}
            events.insert_one({**last, **stamps, "metadata": metadata})
            began = perf_counter()
            heads.advance(position)
            projector.waiting.wait(position, timeout=10)
            spent = perf_counter() - began
            took.append(spent * 1000)
            sleep(max(0.0, 1 / LIVE_PER_SECOND - spent))
        projector.stop()
    yield Figure("commit to row in all read models, p50", percentile(took, 50), "ms")
    yield Figure("commit to row in all read models, p99", percentile(took, 99), "ms", at_most=100)


def _rate(events: int, work: Any) -> float:
    began = perf_counter()
    work()
    return events / (perf_counter() - began)


@contextmanager
def _read_models(file: Path, log: EventLog, projections: Sequence[Projection]) -> Iterator[ReadModels]:
    """Read models that are up to date."""
    models = ReadModels.open(f"sqlite:///{file}")
    projector = Projector(log, models.rows, projections)
    projector.open()
    while projector.step():
        continue
    yield models
    models.close()


# --- the library's way -----------------------------------------------------------------------------------------------


class WalletTables(SQLiteTrackingRecorder):
    """The two tables of projections/wallet.py, as a materialised view of the library."""

    def construct_create_table_statements(self) -> list[str]:
        return [
            *super().construct_create_table_statements(),
            "CREATE TABLE IF NOT EXISTS wallet_balances (user_id TEXT PRIMARY KEY, available INTEGER, held INTEGER, "
            "earned INTEGER, spent INTEGER, position INTEGER, updated_at TEXT) WITHOUT ROWID",
            "CREATE TABLE IF NOT EXISTS wallet_ledger (position INTEGER PRIMARY KEY, occurred_at TEXT, "
            "user_id TEXT, kind TEXT, amount INTEGER, change INTEGER, reason TEXT, balance INTEGER, held INTEGER)",
            "CREATE INDEX IF NOT EXISTS wallet_ledger_by_user ON wallet_ledger (user_id, position)",
        ]

    def moved(self, event: Any, tracking: Tracking) -> None:
        """One movement, in one transaction with its tracking."""
        kind, user = event.TOPIC.removeprefix("wallet."), event.originator_id.split(":")[1]
        at, position = event.timestamp.isoformat(), tracking.notification_id
        earned, spent = (event.amount, 0) if kind == "credited" else (0, event.amount)
        with self.datastore.transaction(commit=True) as cursor:
            self._insert_tracking(cursor, tracking)
            cursor.execute(
                "INSERT INTO wallet_balances VALUES (?, ?, 0, ?, ?, ?, ?) ON CONFLICT (user_id) DO UPDATE SET "
                "available = excluded.available, earned = earned + excluded.earned, spent = spent + excluded.spent, "
                "position = excluded.position, updated_at = excluded.updated_at",
                (user, event.balance, earned, spent, position, at),
            )
            change = CHANGE[kind] * event.amount
            cursor.execute(
                "INSERT INTO wallet_ledger VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0)",
                (position, at, user, kind, event.amount, change, event.reason, event.balance),
            )


class WalletMovements(LibraryProjection[WalletTables]):
    """Hands every movement to the view."""

    name = "walletmovements"

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.moved(domain_event, tracking)


class WalletLog(Application[str]):
    """The wallets, as an application of the library; its name is the prefix of its settings."""

    name = "wallets"


def _library_rate(file: Path, mongodb_uri: str, events: int) -> float:
    env = {
        "WALLETS_PERSISTENCE_MODULE": "adapters.mongodb.factory",
        "WALLETS_MONGODB_URI": mongodb_uri,
        "WALLETS_MONGODB_DATABASE": "library",
        "WALLETMOVEMENTS_PERSISTENCE_MODULE": "eventsourcing.sqlite",
        "WALLETMOVEMENTS_SQLITE_DBNAME": str(file),
    }
    written = 0
    with WalletLog(env={**os.environ, **env}) as application:
        for user in range(USERS):
            wallet = Wallet.blank(Wallet.stream(f"{user:016x}"))
            wallet.begin(BEGINNING, [])
            for _ in range(events // USERS // 2):
                wallet.credit(10, "daily_gift")
                wallet.debit(3, "story")
            written += len(wallet._pending_events)
            application.save(wallet)
    began = perf_counter()
    with ProjectionRunner(
        application_class=WalletLog,
        projection_class=WalletMovements,
        view_class=WalletTables,
        env={**os.environ, **env},
    ) as runner:
        runner.wait(written, timeout=300)
        return written / (perf_counter() - began)


# --- logs ------------------------------------------------------------------------------------------------------------


def _filled(client: Client, database: str, commits: Iterator[Commit]) -> EventLog:
    """A log with these commits, written past the sequencer."""
    events = client[database]["events"]
    documents: list[dict[str, Any]] = []
    position = 0
    for commit in commits:
        for document in event_documents(commit)[0]:
            position += 1
            documents.append({**document, "_id": position, "recorded_at": commit.timestamp})
        if len(documents) >= 5_000:
            events.insert_many(documents)
            documents = []
    if documents:
        events.insert_many(documents)
    return EventLog(client, LogNames(database), Heads())


def _commit(number: int, user: str, at: datetime, *events: tuple[str, int, str, dict[str, Any]]) -> Commit:
    return Commit(
        commit_id=f"{number:09d}",
        events=[
            NewEvent(stream, version, topic, 1, state, f"{number:09d}-{index}", UserId(user))
            for index, (stream, version, topic, state) in enumerate(events)
        ],
        reads={stream: Read(version - 1, 0) for stream, version, _, _ in reversed(events)},
        correlation_id=f"{number:09d}",
        causation_id=None,
        actor=user,
        source="benchmark",
        timestamp=at,
    )


def _wallets(turns: int) -> Iterator[Commit]:
    number = 0
    for turn in range(turns):
        for user in (f"{each:016x}" for each in range(USERS)):
            number += 1
            stream, before = f"wallet:{user}", 7 * turn
            yield _commit(
                number,
                user,
                BEGINNING + timedelta(hours=turn),
                (
                    stream,
                    2 * turn + 1,
                    "wallet.credited",
                    {"amount": 10, "reason": "daily_gift", "balance": before + 10},
                ),
                (stream, 2 * turn + 2, "wallet.debited", {"amount": 3, "reason": "story", "balance": before + 7}),
            )


def _community(days: int) -> Iterator[Commit]:
    number = 0
    for day in range(days):
        at = BEGINNING + timedelta(days=day)
        for user in (f"{each:016x}" for each in range(USERS)):
            for commit in _one_day(user, at, day):
                number += 1
                yield replace(commit, commit_id=f"{number:09d}", correlation_id=f"{number:09d}")


def _one_day(user: str, at: datetime, day: int) -> Iterator[Commit]:
    """A gift, the mission that it completes with its reward, and something bought."""
    number = day * USERS + int(user, 16)
    mission, period = f"mission:{user}:daily:{at.date()}", str(at.date())
    same = {"mission": "daily", "period": period}
    progress = {**same, "step": "gift", "step_progress": 1, "step_target": 1, "progress": 1, "target": 1}
    done = {**same, "kind": "daily", "reward": 5, "experience": 1, "items": {}}
    before = 12 * day
    if day == 0:
        state = {"language": "es", "time_zone": "Europe/Madrid", "time_zone_known": True}
        yield _commit(number * 10, user, at, (f"user:{user}", 1, "user.registered", state))
    yield _commit(
        number * 10 + 1,
        user,
        at,
        (f"gift:{user}", day + 1, "gift.claimed", {"day": at.date(), "zone": "UTC", "streak": day + 1, "amount": 10}),
        (
            f"wallet:{user}",
            3 * day + 1,
            "wallet.credited",
            {"amount": 10, "reason": "daily_gift", "balance": before + 10},
        ),
    )
    yield _commit(
        number * 10 + 2,
        user,
        at + timedelta(seconds=1),
        (mission, 1, "mission.started", {**same, "kind": "daily", "target": 1, "expires_at": at + timedelta(days=1)}),
        (mission, 2, "mission.progressed", progress),
        (mission, 3, "mission.completed", done),
        (f"wallet:{user}", 3 * day + 2, "wallet.credited", {"amount": 5, "reason": "mission", "balance": before + 15}),
    )
    yield _commit(
        number * 10 + 3,
        user,
        at + timedelta(minutes=1),
        (f"wallet:{user}", 3 * day + 3, "wallet.debited", {"amount": 3, "reason": "story", "balance": before + 12}),
        (f"mochila:{user}", day + 1, "item.received", {"item": "rose", "quantity": 1, "reason": "s", "owned": day + 1}),
    )
