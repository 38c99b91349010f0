"""The event store as the command bus sees it."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from pymongo import MongoClient

from adapters.mongodb.heads import Heads
from adapters.mongodb.insertion import Insertion
from adapters.mongodb.names import LogNames
from adapters.mongodb.process_log import ProcessLog
from adapters.mongodb.sequencer import Sequencer
from adapters.mongodb.store import MongoEventStore
from commands.ports import CommandIdReused, Committed, Outcome, Read, StaleReads, StreamDamaged
from domain.recorded import UnknownEvent
from domain.wallet import Wallet
from tests.event_log import all_events, commit, credit, credited, now, opened_log

Client = MongoClient[dict[str, Any]]


@pytest.fixture
def log(mongod: str, database: str) -> Iterator[ProcessLog]:
    with opened_log(mongod, database) as opened:
        yield opened


async def test_a_stream_without_events_loads_as_the_blank_aggregate(log: ProcessLog) -> None:
    loaded = (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"]

    assert (loaded.aggregate.version, loaded.read.version) == (0, 0)


async def test_what_was_committed_is_loaded(log: ProcessLog) -> None:
    await credit(log, "wallet:ana", 3)

    loaded = (await log.store.load({"wallet:ana": Wallet, "wallet:luz": Wallet}))["wallet:ana"]

    assert isinstance(loaded.aggregate, Wallet)
    assert (loaded.aggregate.available, loaded.read.version) == (3, 3)


async def test_loads_at_the_same_time_never_share_an_aggregate(log: ProcessLog) -> None:
    await credit(log, "wallet:ana")

    loads = await asyncio.gather(*(log.store.load({"wallet:ana": Wallet}) for _ in range(20)))

    assert len({id(each["wallet:ana"].aggregate) for each in loads}) == 20
    assert {each["wallet:ana"].read.version for each in loads} == {1}


async def test_commits_in_flight_stand_whole_and_without_gaps(log: ProcessLog) -> None:
    sizes = [1 + number % 5 for number in range(300)]
    commits = [
        commit(*(credited(f"wallet:{number}", version + 1) for version in range(size)))
        for number, size in enumerate(sizes)
    ]

    placed = await asyncio.gather(*(log.store.commit(each) for each in commits))

    assert [len(each.positions) for each in placed] == sizes
    by_position = {event.position: event for event in all_events(log)}
    assert len(by_position) == sum(sizes)
    for each, wanted in zip(placed, commits, strict=True):
        assert list(each.positions) == list(range(each.positions[0], each.positions[0] + len(each.positions)))
        assert [by_position[p].event_id for p in each.positions] == [event.event_id for event in wanted.events]


async def test_a_repeated_commit_id_gets_the_first_positions(log: ProcessLog) -> None:
    first = commit(credited("wallet:ana", 1), credited("wallet:luz", 1), payload_hash="h")
    positions = (await log.store.commit(first)).positions

    again = commit(credited("wallet:eva", 1), commit_id=first.commit_id, payload_hash="h")
    answer = await log.store.commit(again)

    assert (answer.positions, answer.repeated) == (positions, True)
    assert len(all_events(log)) == 2


async def test_the_same_id_twice_in_flight_is_recorded_once(log: ProcessLog) -> None:
    pairs = [commit(credited("wallet:ana", 1)), commit(credited("wallet:luz", 1))]

    answers = await asyncio.gather(
        *(log.store.commit(commit(credited(f"wallet:{n}", 1), commit_id=pairs[n % 2].commit_id)) for n in range(20))
    )

    assert sorted(answer.repeated for answer in answers) == [False] * 2 + [True] * 18
    assert len(all_events(log)) == 2


async def test_the_same_id_with_another_payload_is_refused(log: ProcessLog) -> None:
    first = commit(credited("wallet:ana", 1), payload_hash="one")
    await log.store.commit(first)

    with pytest.raises(CommandIdReused):
        await log.store.commit(commit(credited("wallet:luz", 1), commit_id=first.commit_id, payload_hash="other"))


async def test_for_internal_ids_the_stored_commit_wins(log: ProcessLog) -> None:
    first = commit(credited("wallet:ana", 1))
    await log.store.commit(first)

    answer = await log.store.commit(commit(credited("wallet:luz", 1), commit_id=first.commit_id))

    assert answer.repeated


async def test_five_hundred_repeats_in_flight_take_few_attempts(
    log: ProcessLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits = [commit(credited(f"wallet:{number}", 1)) for number in range(500)]
    await asyncio.gather(*(log.store.commit(each) for each in commits))
    attempts = []
    attempt = Insertion.attempt

    def counted(self: Insertion, *arguments: Any, **options: Any) -> None:
        attempts.append(1)
        attempt(self, *arguments, **options)

    monkeypatch.setattr(Insertion, "attempt", counted)
    repeats = [
        commit(credited(f"wallet:again:{number}", 1), commit_id=first.commit_id) for number, first in enumerate(commits)
    ]
    answers = await asyncio.gather(*(log.store.commit(each) for each in repeats))

    assert all(answer.repeated for answer in answers)
    assert len(attempts) < 50


async def test_a_decision_on_an_old_version_is_refused_by_name(log: ProcessLog) -> None:
    read = (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].read
    await credit(log, "wallet:ana")

    with pytest.raises(StaleReads) as stale:
        await log.store.commit(commit(credited("wallet:luz", 1), reads={"wallet:ana": read}))

    assert stale.value.streams == {"wallet:ana"}
    assert log.store.stale({"wallet:ana": read}) == {"wallet:ana"}
    assert len(all_events(log)) == 1


async def test_of_two_decisions_in_flight_on_one_stream_one_is_refused(log: ProcessLog) -> None:
    await log.store.catch_up()
    answers = await asyncio.gather(
        *(log.store.commit(commit(credited("wallet:ana", 1))) for _ in range(10)), return_exceptions=True
    )

    assert sum(isinstance(answer, StaleReads) for answer in answers) == 9
    assert len(all_events(log)) == 1


async def test_a_reader_in_the_same_group_sees_what_was_written_before_it(log: ProcessLog) -> None:
    head = await log.store.catch_up()
    writes, reads = await asyncio.gather(
        log.store.commit(commit(credited("wallet:ana", 1))),
        log.store.commit(commit(credited("wallet:luz", 1), reads={"wallet:ana": Read(0, head)})),
        return_exceptions=True,
    )

    assert not isinstance(writes, BaseException)
    assert isinstance(reads, StaleReads)


async def test_a_read_from_before_what_is_remembered_must_be_made_again(mongod: str, database: str) -> None:
    with opened_log(mongod, database) as log:
        client = log._client
        sequencer = Sequencer(client, LogNames(database), now=now, heads=Heads(), capacity=10)
        store = MongoEventStore(client, LogNames(database), sequencer, now=now)
        old = Read(0, await store.catch_up())
        for number in range(30):
            await store.commit(commit(credited(f"wallet:{number}", 1), as_of=number))

        assert store.stale({"wallet:never": old}) == {"wallet:never"}
        assert store.stale({"wallet:never": Read(0, await store.catch_up())}) == frozenset()
        store.close()
        sequencer.close()


async def test_a_fence_sees_what_another_process_has_recorded(log: ProcessLog, mongod: str, database: str) -> None:
    read = (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].read
    read = Read(read.version, await log.store.catch_up())
    with opened_log(mongod, database) as other:
        [position] = await credit(other, "wallet:ana")

    assert log.store.stale({"wallet:ana": read}) == frozenset()
    assert await log.store.catch_up() == position
    assert log.store.stale({"wallet:ana": read}) == {"wallet:ana"}


async def test_a_decision_overtaken_by_another_process_is_refused(log: ProcessLog, mongod: str, database: str) -> None:
    head = await log.store.catch_up()
    with opened_log(mongod, database) as other:
        await credit(other, "user:ana:ban")

    with pytest.raises(StaleReads) as stale:
        await log.store.commit(commit(credited("wallet:ana", 1), reads={"user:ana:ban": Read(0, head)}))

    assert stale.value.streams == {"user:ana:ban"}


async def test_so_many_events_of_others_that_all_is_forgotten_are_no_danger(
    log: ProcessLog, mongod: str, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = await log.store.catch_up()
    monkeypatch.setattr("adapters.mongodb.log_end.MAX_OTHERS", 10)
    with opened_log(mongod, database) as other:
        await credit(other, "user:ana:ban")
        for number in range(12):
            await credit(other, f"wallet:{number}")

    with pytest.raises(StaleReads):
        await log.store.commit(commit(credited("wallet:ana", 1), reads={"user:ana:ban": Read(0, head)}))
    assert (await credit(log, "wallet:ana")) == (14,)


@pytest.mark.parametrize("before", [0, 2], ids=["standing apart", "in one transaction"])
async def test_a_guilty_commit_alone_is_refused(log: ProcessLog, before: int) -> None:
    """Its topic is no string: the driver can send it, the collection's validator will not have it."""
    guilty = credited("wallet:guilty", 1)
    object.__setattr__(guilty, "topic", 5)
    refused = commit(*(credited("wallet:half", version + 1) for version in range(before)), guilty)
    unsendable = commit(credited("wallet:unsendable", 1), actor=object())
    commits = [commit(credited(f"wallet:{number}", 1)) for number in range(40)]

    answers = await asyncio.gather(
        *(log.store.commit(each) for each in [*commits[:20], refused, unsendable, *commits[20:]]),
        return_exceptions=True,
    )

    assert [number for number, answer in enumerate(answers) if isinstance(answer, ValueError)] == [20, 21]
    recorded = {event.commit_id: event.position for event in all_events(log)}
    assert recorded.keys() == {each.commit_id for each in commits}
    for each, answer in zip([*commits[:20], *commits[20:]], [*answers[:20], *answers[22:]], strict=True):
        assert isinstance(answer, Committed)
        assert (answer.positions, answer.repeated) == ((recorded[each.commit_id],), False)


UNSTORABLE = {
    "a naive time": datetime(2026, 3, 1),  # noqa: DTZ001
    "microseconds": datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC),
    "another zone": datetime(2026, 3, 1, tzinfo=timezone(timedelta(hours=1))),
    "65 bits": 2**63,
    "not a number": float("nan"),
    "a number as key": {1: "a"},
    "an operator as key": {"$set": 1},
    "a type of nobody's": object(),
    "half a character": "\ud800",
}


@pytest.mark.parametrize("value", UNSTORABLE.values(), ids=UNSTORABLE.keys())
async def test_what_cannot_be_kept_unchanged_is_refused(log: ProcessLog, value: Any) -> None:
    with pytest.raises(ValueError, match=r"wallet\.credited of wallet:ana|timestamp"):
        await log.store.commit(commit(credited("wallet:ana", 1, note={"deep": [value]})))
    assert log.log.head() == 0


MALFORMED = {
    "no events": lambda: commit(),
    "a stream that was not read": lambda: replace(commit(credited("wallet:ana", 1)), reads={}),
    "a version left out": lambda: commit(credited("wallet:ana", 1), credited("wallet:ana", 3)),
    "a version twice": lambda: commit(credited("wallet:ana", 1), credited("wallet:ana", 1)),
    "no id": lambda: commit(credited("wallet:ana", 1), commit_id=""),
    "a local time": lambda: commit(credited("wallet:ana", 1), timestamp=now().replace(tzinfo=None)),
    "too much": lambda: commit(credited("wallet:ana", 1, text="x" * 16_000_000)),
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_malformed_commit_is_refused(log: ProcessLog, name: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        await log.store.commit(MALFORMED[name]())
    assert log.log.head() == 0


async def test_a_large_event_is_kept(log: ProcessLog) -> None:
    await log.store.commit(commit(credited("wallet:ana", 1, text="x" * 13_000_000)))

    assert len(all_events(log)[0].text) == 13_000_000


async def test_recorded_at_never_goes_back(mongod: str, database: str) -> None:
    clock = iter([timedelta(0), timedelta(seconds=-60), timedelta(seconds=1), timedelta(days=-1)] * 50)
    start = now()
    with opened_log(mongod, database, now=lambda: start + next(clock)) as log:
        for number in range(20):
            await credit(log, f"wallet:{number}")
    with opened_log(mongod, database, now=lambda: start - timedelta(days=2)) as later:
        await credit(later, "wallet:later")
        stamps = [event.recorded_at for event in all_events(later)]

    assert stamps == sorted(stamps)
    assert len(set(stamps)) == 2


async def test_a_long_stream_is_loaded_from_its_snapshot(log: ProcessLog, mongo_client: Client, database: str) -> None:
    await credit(log, "wallet:ana", 200)
    wallet = (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].aggregate
    await log.store.snapshot([wallet])
    await credit(log, "wallet:ana", 3)
    await log.store.load({})  # after it: the same thread answers
    kept = mongo_client[database]["snapshots"]
    assert kept.update_one({"_id": "wallet:ana"}, {"$set": {"state.available": 1000}}).modified_count == 1

    loaded = (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"]

    assert isinstance(loaded.aggregate, Wallet)
    assert (loaded.read.version, loaded.aggregate.version) == (203, 203)
    assert loaded.aggregate.available == 203  # each credit states the balance after it
    kept.update_one({"_id": "wallet:ana"}, {"$set": {"state.available": 1000, "originator_version": 203}})
    assert (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].aggregate.available == 1000  # type: ignore[attr-defined]

    kept.update_one({"_id": "wallet:ana"}, {"$set": {"code_version": "of another release"}})
    assert (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].aggregate.available == 203  # type: ignore[attr-defined]


async def test_an_older_snapshot_never_replaces_a_newer_one(
    log: ProcessLog, mongo_client: Client, database: str
) -> None:
    await credit(log, "wallet:ana", 2)
    old = (await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].aggregate
    await credit(log, "wallet:ana", 2)
    await log.store.snapshot([(await log.store.load({"wallet:ana": Wallet}))["wallet:ana"].aggregate, old])
    await log.store.load({})

    [kept] = mongo_client[database]["snapshots"].find()
    assert kept["originator_version"] == 4


async def test_an_outcome_is_kept_and_the_first_one_stands(log: ProcessLog) -> None:
    again_at = datetime(2026, 3, 2, tzinfo=timezone(timedelta(hours=-6)))
    refused = Outcome("hash", "gift-already-claimed", {"again_at": again_at, "price": Decimal("1.50")})
    assert await log.store.outcome("http:k:1") is None

    await log.store.record_outcome("http:k:1", refused)
    await log.store.record_outcome("http:k:1", Outcome("hash", None))

    assert await log.store.outcome("http:k:1") == refused


async def test_a_commit_is_found_with_its_payload_hash_and_events(log: ProcessLog) -> None:
    recorded = commit(credited("wallet:ana", 1), credited("wallet:luz", 1), payload_hash="hash", content="content")
    positions = (await log.store.commit(recorded)).positions

    found = await log.store.find_commit(recorded.commit_id)

    assert found is not None
    payload_hash, events = found
    assert payload_hash == "hash"
    assert tuple(event.position for event in events) == positions
    assert [event.event_id for event in events] == [event.event_id for event in recorded.events]
    assert {(event.content, event.actor, event.timestamp) for event in events} == {
        ("content", "user:tester", recorded.timestamp)
    }
    assert await log.store.find_commit("nobody's") is None


async def test_a_stream_with_an_unknown_event_cannot_be_loaded_but_others_can(log: ProcessLog) -> None:
    newer = credited("wallet:ana", 1)
    object.__setattr__(newer, "topic", "wallet.of_a_newer_release")
    await log.store.commit(commit(newer))
    await credit(log, "wallet:luz")

    unknown, known = await asyncio.gather(
        log.store.load({"wallet:ana": Wallet}), log.store.load({"wallet:luz": Wallet}), return_exceptions=True
    )

    assert isinstance(unknown, UnknownEvent)
    assert not isinstance(known, BaseException)


async def test_a_damaged_stream_cannot_be_loaded_and_says_where(
    log: ProcessLog, mongo_client: Client, database: str
) -> None:
    await credit(log, "wallet:ana", 2)
    mongo_client[database]["events"].update_one(
        {"_id": 2}, {"$unset": {"metadata.event_id": 1}}, bypass_document_validation=True
    )

    with pytest.raises(StreamDamaged, match="position 2"):
        await log.store.load({"wallet:ana": Wallet})


async def test_a_stream_whose_event_lacks_a_field_fails_alone_among_those_loaded_with_it(
    log: ProcessLog, mongo_client: Client, database: str
) -> None:
    await credit(log, "wallet:ana", 1)
    await credit(log, "wallet:luz", 1)
    mongo_client[database]["events"].update_one(
        {"_id": 1}, {"$unset": {"state.balance": 1}}, bypass_document_validation=True
    )

    broken, sound = await asyncio.gather(
        log.store.load({"wallet:ana": Wallet}), log.store.load({"wallet:luz": Wallet}), return_exceptions=True
    )

    assert isinstance(broken, StreamDamaged)
    assert "position 1" in str(broken)
    assert not isinstance(sound, BaseException)
    assert sound["wallet:luz"].aggregate.version == 1


async def test_a_snapshot_that_cannot_be_read_is_ignored_and_the_events_are_folded(
    log: ProcessLog, mongo_client: Client, database: str
) -> None:
    await credit(log, "wallet:ana", 2)
    mongo_client[database]["snapshots"].insert_one(
        {"_id": "wallet:ana", "originator_version": 1, "code_version": Wallet.code_version(), "modified_on": "never"}
    )

    loaded = await log.store.load({"wallet:ana": Wallet})

    assert loaded["wallet:ana"].aggregate.version == 2
