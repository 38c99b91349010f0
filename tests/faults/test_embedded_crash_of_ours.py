"""Our own program ends without stopping its servers, and the next one finds them."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from adapters.embedded.mongod import Mongod
from adapters.embedded.processes import runs
from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.temporary import remove_abandoned
from adapters.embedded.valkey import Valkey
from tests.servers import eventually, kill, processes_of

STARTS = """
import json, sys
from pathlib import Path
from adapters.embedded.supervisor import EmbeddedServers

servers = EmbeddedServers(Path(sys.argv[1]))
servers.start()

def say():
    print(json.dumps(servers.pids | {"port": servers.mongod.port, "uri": servers.mongodb_uri}), flush=True)
"""
WAITS = STARTS + "say()\nsys.stdin.read()\n"
CRASHES = STARTS + "say()\nraise RuntimeError('a bug')\n"
STOPS_AT_CTRL_C = (
    STARTS
    + """
try:
    say()
    sys.stdin.read()
except KeyboardInterrupt:
    print(json.dumps({"mongod": servers.mongod.alive, "valkey": servers.valkey.alive}), flush=True)
    servers.stop()
"""
)
IN_TEMPORARY_FOLDER = """
import sys
from adapters.embedded.mongod import Mongod
from adapters.embedded.temporary import temporary_folder

with temporary_folder() as folder, Mongod(folder / "mongod") as server:
    print(f'{{"mongod": {server.pid}, "folder": "{folder}"}}', flush=True)
    sys.stdin.read()
"""


@contextmanager
def program(code: str, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Runs `code` as a program in a process group of its own, as a terminal would."""
    with subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        process_group=0,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])} | environment,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> Any:
    """The next line that it printed, as JSON."""
    assert process.stdout is not None
    line = process.stdout.readline()
    assert line, process.stderr and process.stderr.read()
    return json.loads(line)


def test_servers_left_by_a_killed_program_are_ended_and_their_port_is_kept(own_folder: Path) -> None:
    with program(WAITS, str(own_folder)) as ours:
        left = said(ours)
        with MongoClient[dict[str, Any]](left["uri"]) as client:
            client.shop.things.insert_one({"_id": 1})
        kill(ours.pid)
    assert runs(left["mongod"])
    assert runs(left["valkey"])
    with EmbeddedServers(own_folder) as servers:
        assert not runs(left["mongod"])
        assert not runs(left["valkey"])
        assert servers.mongod.port == left["port"]
        with MongoClient[dict[str, Any]](servers.mongodb_uri) as client:
            assert client.shop.things.find_one() == {"_id": 1}
        assert sorted(processes_of(own_folder)) == sorted(servers.pids.values())


def test_an_orphan_is_found_without_our_note_by_the_server_s_own_pid_file(own_folder: Path) -> None:
    with program(WAITS, str(own_folder)) as ours:
        left = said(ours)
        kill(ours.pid)
    (own_folder / "mongod" / "server.json").unlink()
    (own_folder / "valkey" / "server.json").write_text('{"pid": ')
    with EmbeddedServers(own_folder) as servers:
        assert sorted(processes_of(own_folder)) == sorted(servers.pids.values())
    assert not runs(left["mongod"])


def test_an_orphan_that_hangs_is_killed(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.embedded.server.STOP_PATIENCE", 1.0)
    with program(WAITS, str(own_folder)) as ours:
        left = said(ours)
        kill(ours.pid)
    os.kill(left["mongod"], signal.SIGSTOP)
    with EmbeddedServers(own_folder):
        assert not runs(left["mongod"])


@pytest.mark.parametrize("note", ["server.json", "db/mongod.lock"])
def test_a_stranger_with_a_recycled_pid_is_left_alone(own_folder: Path, note: str) -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        path = own_folder / "mongod" / note
        path.parent.mkdir(parents=True)
        path.write_text(json.dumps({"pid": stranger.pid, "port": 0}) if note.endswith("json") else f"{stranger.pid}\n")
        with Mongod(own_folder / "mongod") as server:
            assert server.pid != stranger.pid
        assert stranger.poll() is None
        stranger.kill()


def test_a_server_of_another_folder_with_a_recycled_pid_is_left_alone(own_folder: Path) -> None:
    with Valkey(own_folder / "other") as other:
        note = own_folder / "valkey" / "server.json"
        note.parent.mkdir()
        note.write_text(json.dumps({"pid": other.pid, "port": 0}))
        with Valkey(own_folder / "valkey"):
            assert other.alive


def test_ctrl_c_in_our_terminal_does_not_reach_the_servers(own_folder: Path) -> None:
    with program(STOPS_AT_CTRL_C, str(own_folder)) as ours:
        pids = said(ours)
        assert ours.pid not in (os.getpgid(pids["mongod"]), os.getpgid(pids["valkey"]))
        os.killpg(ours.pid, signal.SIGINT)
        assert said(ours) == {"mongod": True, "valkey": True}
        assert ours.wait(20) == 0
        assert not runs(pids["mongod"])
        assert not runs(pids["valkey"])


def test_a_program_that_ends_by_a_bug_leaves_no_servers_behind(own_folder: Path) -> None:
    with program(CRASHES, str(own_folder)) as ours:
        said(ours)
        assert ours.wait(20) == 1
    assert processes_of(own_folder) == []


def test_the_temporary_folder_of_a_killed_program_is_removed_with_its_server(own_folder: Path) -> None:
    with program(IN_TEMPORARY_FOLDER, TMPDIR=str(own_folder)) as ours:
        left = said(ours)
        kill(ours.pid)
    eventually(lambda: not runs(ours.pid))
    assert runs(left["mongod"])
    remove_abandoned(own_folder)
    assert not runs(left["mongod"])
    assert list(own_folder.glob("yabot-*")) == []
