"""mongod and valkey as the program starts them for itself."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pymongo
import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure
from redis import Redis

from adapters.embedded.errors import ServerUnavailable
from adapters.embedded.mongod import Mongod
from adapters.embedded.processes import runs
from adapters.embedded.supervisor import EmbeddedServers
from adapters.embedded.temporary import remove_abandoned, temporary_folder
from adapters.embedded.valkey import Valkey
from tests.servers import processes_of

StartMongod = Callable[..., Mongod]
StartValkey = Callable[..., Valkey]
StartServers = Callable[..., EmbeddedServers]


def test_the_mongod_is_a_replica_set_with_transactions(mongodb_uri: str, database: str) -> None:
    with MongoClient[dict[str, Any]](mongodb_uri) as client, client.start_session() as session:
        with session.start_transaction(write_concern=pymongo.WriteConcern("majority")):
            client[database].things.insert_one({"_id": 1}, session=session)
        assert client.get_default_database().things.find_one() == {"_id": 1}


def test_each_test_has_an_empty_database(mongo_client: MongoClient[dict[str, Any]], database: str) -> None:
    assert database not in mongo_client.list_database_names()


def test_each_test_has_an_empty_redis(redis_url: str) -> None:
    with Redis.from_url(redis_url) as client:
        assert client.dbsize() == 0
        client.set("left", "over")


def test_servers_listen_on_loopback_only(start_servers: StartServers) -> None:
    for pid in start_servers().pids.values():
        listening = [each for each in psutil.Process(pid).net_connections() if each.status == psutil.CONN_LISTEN]
        assert {each.laddr.ip for each in listening} == {"127.0.0.1"}


def test_servers_do_not_inherit_our_secrets(monkeypatch: pytest.MonkeyPatch, start_valkey: StartValkey) -> None:
    monkeypatch.setenv("YABOT_SECRET_KEY", "hush")
    assert "YABOT_SECRET_KEY" not in psutil.Process(start_valkey().pid).environ()


def test_a_clean_stop_leaves_no_process_and_no_lock(own_folder: Path) -> None:
    servers = EmbeddedServers(own_folder)
    servers.start()
    assert sorted(processes_of(own_folder)) == sorted(servers.pids.values())
    servers.stop()
    assert processes_of(own_folder) == []
    assert not (own_folder / "mongod" / "db" / "mongod.lock").exists()
    assert not (own_folder / "valkey" / "valkey.pid").exists()
    for server in (Mongod(own_folder / "mongod"), Valkey(own_folder / "valkey")):
        server.clear_up()  # raises if the folder is still held


def test_what_was_written_is_there_after_a_restart_of_ours(own_folder: Path) -> None:
    with EmbeddedServers(own_folder) as servers:
        with MongoClient[dict[str, Any]](servers.mongodb_uri) as mongo:
            mongo.shop.things.insert_one({"_id": 1})
        with Redis.from_url(servers.redis_url) as redis:
            redis.set("thing", "1")
    with EmbeddedServers(own_folder) as servers:
        with MongoClient[dict[str, Any]](servers.mongodb_uri) as mongo:
            assert mongo.shop.things.find_one() == {"_id": 1}
        with Redis.from_url(servers.redis_url) as redis:
            assert redis.get("thing") == b"1"


def test_a_mongod_whose_port_was_taken_meanwhile_moves_to_another_one(own_folder: Path) -> None:
    with Mongod(own_folder / "first") as first, MongoClient[dict[str, Any]](first.uri) as client:
        client.shop.things.insert_one({"_id": 1})
    with Mongod(own_folder / "second", port=first.port), Mongod(own_folder / "first") as moved:
        assert moved.port != first.port
        with MongoClient[dict[str, Any]](moved.uri) as client:
            assert client.shop.things.find_one() == {"_id": 1}


def test_a_folder_in_use_is_refused_and_left_alone(start_servers: StartServers, own_folder: Path) -> None:
    running = start_servers()
    with pytest.raises(ServerUnavailable, match="in use by another running yabot"):
        EmbeddedServers(own_folder).start()
    assert all(runs(pid) for pid in running.pids.values())
    assert (own_folder / "mongod" / "db" / "mongod.lock").exists()


def test_a_mongod_with_auth_refuses_strangers_and_knows_root(start_mongod: StartMongod, own_folder: Path) -> None:
    server = start_mongod(auth=True)
    stranger = MongoClient[dict[str, Any]](f"mongodb://{server.address}/?replicaSet=yabot")
    with stranger, pytest.raises(OperationFailure, match="requires authentication"):
        stranger.shop.things.insert_one({"_id": 1})
    with MongoClient[dict[str, Any]](server.uri) as root:
        root.shop.command("createUser", "reader", pwd="it's a secret/@", roles=["read"])
        reader = MongoClient[dict[str, Any]](server.uri_for("reader", "it's a secret/@", "shop"))
        with reader, pytest.raises(OperationFailure, match="not authorized"):
            reader.shop.things.insert_one({"_id": 1})
    assert (own_folder / "mongod" / "key").stat().st_mode & 0o077 == 0
    assert (own_folder / "mongod" / "root-password").stat().st_mode & 0o077 == 0
    server.stop()
    server.start()
    with MongoClient[dict[str, Any]](server.uri) as root:
        assert "admin" in root.list_database_names()


def test_a_temporary_folder_is_removed_at_the_end_and_not_by_others(own_folder: Path) -> None:
    with temporary_folder() as folder:
        remove_abandoned(folder.parent)
        assert folder.exists()
    assert not folder.exists()
    assert own_folder.exists()
