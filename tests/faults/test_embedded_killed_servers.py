"""The servers that we started die, or hang."""

import signal
import threading
import time
from collections.abc import Callable
from os import kill as send
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient
from redis import Redis
from redis.backoff import ConstantBackoff
from redis.retry import Retry

from adapters.embedded import ports
from adapters.embedded import server as server_module
from adapters.embedded.binaries import valkey_binary
from adapters.embedded.errors import ServerUnavailable
from adapters.embedded.mongod import Mongod
from adapters.embedded.processes import runs
from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.valkey import Valkey
from tests.servers import eventually, kill, processes_of

StartServers = Callable[..., EmbeddedServers]


class Restarts:
    """What `on_restart` was told."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self.told = threading.Semaphore(0)

    def __call__(self, name: str) -> None:
        self.names.append(name)
        self.told.release()

    def one(self) -> str:
        assert self.told.acquire(timeout=20), "no restart within 20 s"
        return self.names[-1]


def test_a_killed_mongod_is_started_again_and_clients_reconnect(start_servers: StartServers) -> None:
    restarts = Restarts()
    servers = start_servers(on_restart=restarts)
    with MongoClient[dict[str, Any]](servers.mongodb_uri) as client:
        things = client.shop.things
        for round_ in range(3):
            things.insert_one({"_id": round_})
            old = servers.mongod.pid
            kill(old)
            assert restarts.one() == "mongod"
            assert servers.pids["mongod"] != old
            assert [each["_id"] for each in things.find().sort("_id")] == list(range(round_ + 1))
    assert servers.valkey.alive


def test_a_killed_valkey_is_started_again_and_clients_reconnect(start_servers: StartServers) -> None:
    restarts = Restarts()
    servers = start_servers(on_restart=restarts)
    with Redis.from_url(servers.redis_url, retry=Retry(ConstantBackoff(0.01), 0)) as client:
        client.ping()
        old = servers.valkey.pid
        kill(old)
        assert restarts.one() == "valkey"
        assert servers.pids["valkey"] != old
        client.close()
        assert client.ping()
    assert servers.mongod.alive


def test_a_callback_that_fails_does_not_end_the_watch(
    start_servers: StartServers, caplog: pytest.LogCaptureFixture
) -> None:
    def fails(name: str) -> None:
        raise OSError("no room for dev.json")

    servers = start_servers(on_restart=fails)
    kill(servers.valkey.pid)
    eventually(lambda: caplog.text.count("OSError: no room for dev.json") == 1)
    kill(servers.valkey.pid)
    eventually(lambda: caplog.text.count("OSError: no room for dev.json") == 2)


def test_a_server_that_does_not_come_back_at_once_is_tried_again(
    own_folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    restarts = Restarts()
    broken = own_folder / "broken"
    script = own_folder / "valkey-server"
    script.write_text(
        f'#!/bin/sh\n[ -e "{broken}" ] && echo "no luck today" && exit 1\nexec "{valkey_binary()}" "$@"\n'
    )
    script.chmod(0o755)
    valkey = Valkey(own_folder / "valkey", binary=script)
    with EmbeddedServers(own_folder, on_restart=restarts, valkey=valkey):
        broken.touch()
        kill(valkey.pid)
        eventually(lambda: caplog.text.count("no luck today") >= 3)
        assert restarts.names == []
        broken.unlink()
        assert restarts.one() == "valkey"


def test_stopping_while_a_server_is_being_started_again_leaves_nothing(own_folder: Path) -> None:
    servers = EmbeddedServers(own_folder)
    servers.start()
    old = servers.mongod.pid
    kill(old)
    eventually(lambda: servers.mongod.pid != old)
    servers.stop()
    assert processes_of(own_folder) == []


@pytest.mark.parametrize("begun", [False, True])
def test_stopping_from_another_thread_breaks_a_start_off(own_folder: Path, begun: bool) -> None:
    servers = EmbeddedServers(own_folder)
    refused: list[ServerUnavailable] = []

    def start() -> None:
        try:
            servers.start()
        except ServerUnavailable as error:
            refused.append(error)

    starting = threading.Thread(target=start)
    if begun:
        starting.start()
        eventually(lambda: processes_of(own_folder))
        servers.stop()
    else:
        servers.stop()
        starting.start()
    starting.join()
    assert len(refused) == 1
    assert processes_of(own_folder) == []


@pytest.mark.parametrize("kind", [Mongod, Valkey])
def test_a_server_whose_port_is_taken_comes_back_on_another_one(own_folder: Path, kind: type[Mongod | Valkey]) -> None:
    with kind(own_folder / "server") as server:
        known = server.port
        kill(server.pid)
        server.wait()
        with kind(own_folder / "quicker", port=known):
            server.restart()
            assert server.port != known
        assert server.alive


def test_a_stranger_on_our_port_is_not_taken_for_our_server(own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Valkey(own_folder / "stranger") as stranger:
        monkeypatch.setattr(ports, "is_free", lambda port: True)  # taken after the look, before the start
        with Valkey(own_folder / "ours", port=stranger.port) as ours:
            assert ours.port != stranger.port
            with Redis.from_url(ours.url) as client:
                assert client.info("server")["process_id"] == ours.pid


@pytest.mark.parametrize("kind", [Mongod, Valkey])
def test_a_server_that_hangs_is_killed_after_a_bounded_time(
    own_folder: Path, kind: type[Mongod | Valkey], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "STOP_PATIENCE", 0.3)
    server = kind(own_folder / "server")
    server.start()
    pid = server.pid
    send(pid, signal.SIGSTOP)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 2
    assert not runs(pid)


def test_a_valkey_that_can_not_save_stops_all_the_same(
    own_folder: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(server_module, "STOP_PATIENCE", 3.0)
    with Valkey(own_folder / "valkey") as server:
        with Redis.from_url(server.url) as client:
            client.set("thing", "1")
        server.data_path.rmdir()
    assert "is killed" not in caplog.text
