"""`yabot replay`, `yabot projections`, `yabot parked`: everything derived, as the command line tells of it."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from projections.registry import all_projections
from tests.dev import DevProcess, at_once
from tests.servers import eventually

NAMES = [each.name for each in all_projections()]


def test_projections_tells_where_every_read_model_is(dev_process: DevProcess) -> None:
    told = dev_process.ok("projections", "--json").json
    assert [each["projection"] for each in told["items"]] == NAMES
    assert {each["status"] for each in told["items"]} == {"live"}
    assert all(each["head"] == told["head"] and each["lag"] >= 0 for each in told["items"])
    table = dev_process.ok("projections").out.splitlines()
    assert table[0].split() == ["projection", "version", "status", "position", "head", "lag", "parked"]
    assert [line.split()[0] for line in table[1:]] == NAMES


def test_a_dry_run_says_what_would_be_done_and_does_nothing(dev_process: DevProcess) -> None:
    before = builds(dev_process)
    assert dev_process.ok("replay", "--dry-run", "--json").json["projections"] == NAMES
    assert "into 1 projections and swap them: wallet" in dev_process.ok("replay", "wallet", "--dry-run").out
    planned = dev_process.ok("replay", "wallet", "--verify", "--dry-run").out
    assert "into 1 projections and compare them with what serves: wallet" in planned
    assert builds(dev_process) == before


def test_a_replay_swaps_new_rows_in_and_they_are_the_same(dev_process: DevProcess) -> None:
    before, rows = builds(dev_process), balances(dev_process)
    done = dev_process.ok("replay", "wallet", "--json").json
    assert [each["projection"] for each in done["rebuilt"]] == ["wallet"]
    assert builds(dev_process)["wallet"] > before["wallet"]
    assert balances(dev_process) == rows


def test_verify_names_the_row_that_is_not_what_the_log_tells(dev_process: DevProcess) -> None:
    sound = dev_process.ok("replay", "gift_streaks", "--verify")
    assert "rows are what the log tells." in sound.out
    physical = f"gift_streaks__b{builds(dev_process)['gift_streaks']}"
    with closing(sqlite3.connect(read_models(dev_process), timeout=20)) as connection, connection:
        user = connection.execute(f"SELECT user_id FROM {physical} LIMIT 1").fetchone()[0]
        connection.execute(f"UPDATE {physical} SET total = total + 1 WHERE user_id = ?", (user,))
    differs = dev_process.yabot("replay", "gift_streaks", "--verify", "--json")
    assert (differs.code, differs.json["same"]) == (1, False)
    assert [each["key"] for each in differs.json["items"][0]["differences"]] == [[user]]
    dev_process.ok("replay", "gift_streaks")
    assert dev_process.ok("replay", "gift_streaks", "--verify", "--json").json["same"] is True


def test_read_models_as_of_a_position_are_a_file_of_their_own(dev_process: DevProcess, tmp_path: Path) -> None:
    file = tmp_path / "then.sqlite3"
    done = dev_process.ok("replay", "event_history", "users", "--until", "50", "--output", file, "--json").json
    assert done == {"position": 50, "file": str(file)}
    with closing(sqlite3.connect(file)) as connection:
        assert 0 < connection.execute("SELECT count(*) FROM users").fetchone()[0] < len(balances(dev_process))
        assert connection.execute("SELECT max(position) FROM event_history").fetchone()[0] == 50
    again = dev_process.yabot("replay", "--until", "50", "--output", file)
    assert (again.code, again.err) == (1, f"{file} is there already; give the name of a new file\n")
    nowhere = dev_process.yabot("replay", "--until", "50", "--output", tmp_path / "no" / "then.sqlite3")
    assert (nowhere.code, nowhere.err.count("\n")) == (1, 1)


SENSELESS = [
    (("nothing",), "no projection nothing; there are achievements, "),
    (("--until", "50"), "--until and --output go together"),
    (("--until", "noon", "--output", "x"), "'noon' is neither a position nor a time"),
    (("--verify", "--until", "50", "--output", "x"), "--verify compares with the rows of now"),
]


def test_a_replay_that_makes_no_sense_is_wrong_usage(dev_process: DevProcess) -> None:
    answers = at_once(lambda case: dev_process.yabot("replay", *case[0]), SENSELESS)
    for (arguments, told), done in zip(SENSELESS, answers, strict=True):
        assert (done.code, done.out) == (2, ""), arguments
        assert told in done.err


# --- parked ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def parked_reactions(dev_process: DevProcess) -> Iterator[list[int]]:
    """Two events of one user that a service nobody runs could not take."""
    with MongoClient[dict[str, Any]](dev_process.facts["mongodb_uri"]) as client:
        collection = client["yabot"]["parked_reactions"]
        for position in (7, 8):
            collection.insert_one(
                {
                    "_id": f"letters:{position}",
                    "service": "letters",
                    "partition": "0123456789abcdef",
                    "position": position,
                    "event_type": "gift.claimed",
                    "reason": "KeyError: 'street'",
                    "attempts": 3,
                    "parked_at": datetime.now(UTC),
                    "state": "parked",
                }
            )
        yield [7, 8]
        collection.delete_many({"service": "letters"})


def test_a_reactions_parked_events_are_listed_retried_and_discarded(
    dev_process: DevProcess, parked_reactions: list[int]
) -> None:
    listed = dev_process.ok("parked", "list", "--json").json
    assert [each["position"] for each in listed["reactions"]] == parked_reactions
    assert "reaction  letters  0123456789abcdef         7  gift.claimed  KeyError: 'street'" in (
        dev_process.ok("parked", "list").out
    )
    assert dev_process.ok("parked", "retry", "letters", "0123456789abcdef", "--json").json == {"events": 2}
    assert dev_process.yabot("parked", "retry", "letters").code == 2
    assert dev_process.ok("parked", "discard", "letters", "7", "--reason", "test", "--json").json == {"discarded": 7}
    gone = dev_process.yabot("parked", "discard", "letters", "7", "--reason", "test")
    assert (gone.code, gone.err) == (1, "position 7 is not parked by letters\n")
    nothing = dev_process.yabot("parked", "retry", "nobody", "x")
    assert (nothing.code, nothing.err.startswith("nothing is parked by nobody")) == (1, True)


def test_a_projections_parked_events_are_listed_retried_and_discarded(dev_process: DevProcess) -> None:
    """Folding the last event of a level once more gives the same row, so that the read model stays sound."""
    build = builds(dev_process)["levels"]
    with closing(sqlite3.connect(read_models(dev_process), timeout=20)) as connection, connection:
        events = connection.execute(
            "SELECT max(position), stream FROM event_history WHERE type LIKE 'level.%' GROUP BY stream LIMIT 2"
        ).fetchall()
        for position, stream in events:
            connection.execute(
                "INSERT INTO parked (build_id, position, key, topic, reason, parked_at)"
                " VALUES (?, ?, ?, 'level.reached', 'test', '2026-01-01 00:00:00.000000')",
                (build, position, stream),
            )
    (first, stream), (second, _) = events
    assert {each["position"] for each in dev_process.ok("parked", "list", "--json").json["projections"]} == {
        first,
        second,
    }
    assert dev_process.ok("parked", "retry", "levels", stream, "--json").json == {"taken": 1, "parked": 0}
    discarded = dev_process.ok("parked", "discard", "levels", str(second), "--reason", "test", "--json").json
    assert discarded["discarded"] == second
    assert dev_process.ok("parked", "list").out == "Nothing is parked: all is taken.\n"
    assert eventually(lambda: dev_process.ok("replay", "levels", "--verify", "--json").json["same"])


def read_models(dev: DevProcess) -> str:
    url: str = dev.facts["read_models_url"]
    return url.removeprefix("sqlite:///")


def builds(dev: DevProcess) -> dict[str, int]:
    """The live build of each projection."""
    with closing(sqlite3.connect(read_models(dev), timeout=20)) as connection:
        return dict(connection.execute("SELECT projection, id FROM builds WHERE status = 'live'"))


def balances(dev: DevProcess) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(read_models(dev), timeout=20)) as connection:
        return connection.execute("SELECT * FROM wallet_balances ORDER BY user_id").fetchall()
