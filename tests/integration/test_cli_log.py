"""`yabot events`, `yabot state`, `yabot user`: the log as the command line shows it."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest

from adapters.mongodb.transfer import CannotImport, ImportCheck, checked
from adapters.mongodb.vault_crypto import new_keys
from tests.dev import ROOT, DevProcess, at_once, environment, run_yabot
from yabot.demo.members import FIRST_TELEGRAM_ID


@pytest.fixture(scope="module")
def exported(dev_process: DevProcess, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The whole log, as a file of CloudEvents."""
    file = tmp_path_factory.mktemp("export") / "log.jsonl"
    dev_process.ok("events", "export", file)
    return file


@pytest.fixture(scope="module")
def events(exported: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in exported.read_text().splitlines()]


def a_gift(events: list[dict[str, Any]]) -> dict[str, Any]:
    return next(event for event in events if event["type"] == "gift.claimed")


def test_tail_shows_the_newest_events_of_one_type_and_user(
    dev_process: DevProcess, events: list[dict[str, Any]]
) -> None:
    user = a_gift(events)["yabotuser"]
    theirs = [each for each in events if each["type"] == "gift.claimed" and each["yabotuser"] == user]
    options = ("--no-follow", "--type", "gift.claimed", "--user", user, "-n", "2")

    shown = dev_process.ok("events", "tail", *options, "--json").lines
    assert [each["position"] for each in shown] == [each["yabotposition"] for each in theirs[-2:]]
    assert shown[-1]["payload"] == theirs[-1]["data"]
    assert f"gift:{user}" in dev_process.ok("events", "tail", *options).out


def test_tail_knows_groups_of_types_and_says_which_do_not_exist(
    dev_process: DevProcess, events: list[dict[str, Any]]
) -> None:
    moves = [each["yabotposition"] for each in events if each["type"].startswith("wallet.")]
    shown = dev_process.ok("events", "tail", "--no-follow", "--type", "wallet.*", "-n", "5", "--json").lines
    assert [each["position"] for each in shown] == moves[-5:]
    for wrong in ("wallet.invented", "purse.*"):
        refused = dev_process.yabot("events", "tail", "--no-follow", "--type", wrong)
        assert (refused.code, refused.out) == (2, "")
        assert f"there are no events of the type {wrong}" in refused.err


def test_an_export_that_cannot_be_written_is_said_by_its_own_name(dev_process: DevProcess, tmp_path: Path) -> None:
    file = tmp_path / "nowhere" / "log.jsonl"
    refused = dev_process.yabot("events", "export", file)
    assert (refused.code, refused.out, refused.err) == (1, "", f"{file}: No such file or directory\n")


def test_what_only_reads_the_log_needs_no_key_of_the_vault(
    dev_process: DevProcess, events: list[dict[str, Any]], tmp_path: Path
) -> None:
    store = {"YABOT_MONGODB_URI": dev_process.facts["mongodb_uri"], "YABOT_DATA_DIR": str(tmp_path)}
    for command in (
        ("events", "export"),
        ("events", "tail", "--no-follow"),
        ("events", "show", "1"),
        ("state", a_gift(events)["subject"]),
    ):
        done = run_yabot(*command, **store)
        assert done.code == 0 and done.out, done.err


def test_tail_goes_on_with_what_comes_and_ends_quietly_on_ctrl_c(dev_process: DevProcess) -> None:
    user = a_user(dev_process)
    with subprocess.Popen(
        [sys.executable, "-m", "yabot", "events", "tail", "--json", "-n", "1"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env=environment(YABOT_DATA_DIR=str(dev_process.folder)),
    ) as tail:
        assert tail.stdout is not None and tail.stderr is not None
        first = json.loads(tail.stdout.readline())
        position = credit(dev_process, user, 3)
        assert position > first["position"]
        assert any(json.loads(line)["position"] == position for line in tail.stdout)
        tail.send_signal(signal.SIGINT)
        assert tail.wait(20) == 130
        assert tail.stderr.read() == ""


def test_an_event_is_shown_whole_by_position_and_by_id(dev_process: DevProcess, events: list[dict[str, Any]]) -> None:
    gift = a_gift(events)
    by_position = dev_process.ok("events", "show", str(gift["yabotposition"]), "--json").json
    by_id = dev_process.ok("events", "show", gift["id"]).out
    assert (by_position["event_id"], by_position["state"]) == (gift["id"], gift["data"])
    assert f"zone             {gift['data']['zone']}" in by_id


def test_a_trace_is_a_tree_of_causes(dev_process: DevProcess, events: list[dict[str, Any]]) -> None:
    correlation = a_gift(events)["correlationid"]
    lines = dev_process.ok("events", "trace", correlation, "--json").json
    assert [line["position"] for line in sorted(lines, key=lambda line: line["position"])] == [
        each["yabotposition"] for each in events if each["correlationid"] == correlation
    ]
    assert any(line["depth"] > 0 for line in lines)
    assert "─ wallet.credited  amount=" in dev_process.ok("events", "trace", correlation).out


def test_an_export_imported_into_an_empty_store_is_the_same_log(
    exported: Path, mongodb_uri: str, tmp_path: Path
) -> None:
    store = {"YABOT_MONGODB_URI": mongodb_uri, "YABOT_DATA_DIR": str(tmp_path), **new_keys()}
    assert run_yabot("events", "import", exported, **store).err.startswith("the store is not migrated, run `yabot mig")
    assert run_yabot("migrate", **store).code == 0
    done = run_yabot("events", "import", exported, "--json", **store)
    assert done.err == ""
    assert done.json == {"events": len(exported.read_text().splitlines())}

    again = run_yabot("events", "export", **store)
    assert again.code == 0, again.err
    assert [without_source(line) for line in again.out.splitlines()] == [
        without_source(line) for line in exported.read_text().splitlines()
    ]
    refused = run_yabot("events", "import", exported, **store)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith("the log is not empty: an import makes a whole log")


@pytest.mark.parametrize(
    ("line", "change", "told"),
    [
        (3, {"yabotposition": 9}, "position 3 is due, not 9"),
        (3, {"yabotversion": 7}, "of"),
        (3, {"type": "wallet.invented"}, "wallet.invented version 1 is not known to this release"),
        (3, {"source": "urn:yabot:other"}, "it is of another log"),
        (3, {"time": "yesterday"}, "'yesterday' is no time"),
        (3, {"yabotrecordedat": "2001-01-01T00:00:00Z"}, "it was recorded before the event before it"),
        (3, {"data": None}, "data must be an object"),
        (3, {"yabotcommitindex": 5}, "of commit"),
    ],
)
def test_a_damaged_export_is_refused_by_its_line(
    events: list[dict[str, Any]], line: int, change: dict[str, Any], told: str
) -> None:
    lines = [json.dumps(each | change if n == line else each).encode() for n, each in enumerate(events[:5], start=1)]
    with pytest.raises(CannotImport, match=rf"^line {line}: .*{told}.*; nothing was imported$"):
        list(checked(lines, ImportCheck()))


def test_a_damaged_export_leaves_the_log_empty(
    exported: Path, mongodb_uri: str, tmp_path: Path, mongo_client: Any
) -> None:
    store = {"YABOT_MONGODB_URI": mongodb_uri, "YABOT_DATA_DIR": str(tmp_path), **new_keys()}
    assert run_yabot("migrate", **store).code == 0
    damaged = tmp_path / "damaged.jsonl"
    lines = exported.read_text().splitlines(keepends=True)
    damaged.write_text("".join(lines[:-1]) + "{}\n")
    refused = run_yabot("events", "import", damaged, **store)
    assert (refused.code, refused.out) == (1, "")
    assert refused.err.startswith(f"line {len(lines)}: ")
    database = mongo_client[mongodb_uri.partition("?")[0].rpartition("/")[2]]
    assert not [name for name in database.list_collection_names() if name.startswith("events_importing")]
    assert database.events.count_documents({}) == 0
    assert run_yabot("events", "import", exported, "--json", **store).code == 0, "it can still be imported to"


def test_an_export_never_writes_over_a_file(dev_process: DevProcess, tmp_path: Path) -> None:
    there = tmp_path / "there.jsonl"
    there.write_text("mine")
    refused = dev_process.yabot("events", "export", there)
    assert (refused.code, refused.err) == (1, f"{there} is there already; give the name of a new file\n")
    assert there.read_text() == "mine"


def test_head_may_close_the_pipe(dev_process: DevProcess) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "yabot", "events", "export"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
        env=environment(YABOT_DATA_DIR=str(dev_process.folder)),
    ) as export:
        assert export.stdout is not None and export.stderr is not None
        assert export.stdout.readline().startswith(b'{"specversion":"1.0"')
        export.stdout.close()
        assert export.wait(30) == 1
        assert export.stderr.read() == b""


def test_a_state_is_shown_as_of_any_moment(dev_process: DevProcess, events: list[dict[str, Any]]) -> None:
    credited = [each for each in events if each["type"] == "wallet.credited"]
    wallet = credited[0]["subject"]
    theirs = [each for each in credited if each["subject"] == wallet]
    first = theirs[0]
    at_first = dev_process.ok("state", wallet, "--version", "1", "--json").json
    assert at_first["state"]["available"] == first["data"]["balance"]
    too_far = dev_process.yabot("state", wallet, "--version", "9999")
    assert (too_far.code, too_far.out, too_far.err.endswith("it has no version 9999\n")) == (1, "", True)
    at_position = dev_process.ok("state", wallet, "--at", str(first["yabotposition"])).out
    assert f"available        {first['data']['balance']}" in at_position
    before = dev_process.ok("state", wallet, "--at", "2001-01-01T00:00:00Z")
    assert before.out.startswith(f"{wallet}: nothing had happened yet")


def test_a_user_is_shown_by_telegram_id_with_the_name_of_the_vault(dev_process: DevProcess) -> None:
    shown = dev_process.ok("user", "show", str(FIRST_TELEGRAM_ID), "--json").json
    assert shown["name"] == "Ana"
    assert shown["latest"][0]["user_id"] == shown["user_id"]
    by_id = dev_process.ok("user", "show", shown["user_id"]).out
    assert by_id.startswith(f"name             Ana\nuser_id          {shown['user_id']}\n")


NOT_THERE = [
    (("events", "show", "999999999"), 1, "there is no event 999999999\n"),
    (("events", "show", "nothing"), 1, "there is no event nothing\n"),
    (("events", "trace", "nothing"), 1, "there is no event with the correlation id nothing\n"),
    (("state", "pocket:x"), 1, "there is no stream pocket:x\n"),
    (("state", "wallet:x", "--at", "noon"), 2, "'noon' is neither a position nor a time"),
    (("state", "wallet:x", "--at", "2026-03-01T12:00"), 2, "2026-03-01T12:00 needs a zone: 2026-03-01T12:00Z"),
    (("state", "wallet:x", "--at", "2026-03-01"), 2, "2026-03-01 needs a zone: 2026-03-01T00:00Z"),
    (("state", "pocket:x", "--at", "2026-03-01T00:00Z"), 1, "there is no stream pocket:x\n"),
    (("user", "show", "nobody"), 1, "there is no user nobody\n"),
]


def test_what_is_not_there_is_said_in_one_line(dev_process: DevProcess) -> None:
    answers = at_once(lambda case: dev_process.yabot(*case[0]), NOT_THERE)
    for (arguments, code, told), done in zip(NOT_THERE, answers, strict=True):
        assert (done.code, done.out) == (code, ""), arguments
        assert told in done.err
        assert done.err.count("\n") == 1


def without_source(line: str) -> dict[str, Any]:
    """An exported event but for the log that it came from."""
    event: dict[str, Any] = json.loads(line)
    assert event.pop("source").startswith("urn:yabot:")
    return event


def a_user(dev: DevProcess) -> str:
    user: str = dev.ok("user", "show", str(FIRST_TELEGRAM_ID), "--json").json["user_id"]
    return user


def credit(dev: DevProcess, user: str, amount: int) -> int:
    """Credits besitos over HTTP; the position of the event."""
    facts = dev.facts
    answer = httpx.post(
        f"{facts['http_url']}/v1/users/{user}/wallet/transactions",
        json={"amount": amount, "reason": "test"},
        headers={"Authorization": f"Bearer {facts['api_key']}", "Idempotency-Key": os.urandom(8).hex()},
        timeout=20,
    )
    assert answer.status_code in (200, 201), answer.text
    position: int = answer.json()["positions"][0]
    return position
