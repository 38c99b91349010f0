"""With the role of the running program the log can be read and added to, and nothing else can be done to it."""

import asyncio
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
from bson.int64 import Int64
from pymongo import DeleteMany, DeleteOne, IndexModel, MongoClient, ReplaceOne, UpdateMany, UpdateOne
from pymongo.database import Database
from pymongo.errors import BulkWriteError, OperationFailure

from adapters.embedded.mongod import Mongod
from adapters.embedded.temporary import temporary_folder
from adapters.mongodb.client import connect, connect_blocking
from adapters.mongodb.keys import ApiKeys
from adapters.mongodb.migrations import Migrator, migrate
from adapters.mongodb.process_log import ProcessLog
from adapters.mongodb.roles import MAIN_ROLES, VAULT_ROLES, secure
from adapters.mongodb.sessions import ConsoleSessions
from adapters.mongodb.vault import MongoVault
from adapters.mongodb.vault_crypto import VaultKeys, new_keys
from commands.ports import Commit, Committed, NewEvent, Outcome, Read
from yabot.clock import SystemClock

Document = dict[str, Any]
Attack = Callable[[Database[Document]], object]

UNAUTHORIZED = 13
MAIN, VAULT = "community", "community_vault"
NOW = datetime(2026, 3, 1, tzinfo=UTC)


@dataclass
class Secured:
    """A store with auth, set up as an operator would: roles and users by root, migrations by the migrator."""

    root: MongoClient[Document]
    uris: dict[tuple[str, str], str]
    server: Mongod

    def client(self, user: str, database: str = MAIN) -> MongoClient[Document]:
        return connect_blocking(self.uris[user, database])


@pytest.fixture(scope="module")
def store() -> Iterator[Secured]:
    with temporary_folder() as folder, Mongod(folder / "mongod", auth=True) as server:
        uris = {(user.name, user.database): user.uri for user in secure(server.uri, MAIN)}
        migrate(uris["yabot_migrator", MAIN], MAIN, vault_uri=uris["yabot_migrator", VAULT], vault_database=VAULT)
        with MongoClient[Document](server.uri) as root:
            yield Secured(root, uris, server)


@pytest.fixture(scope="module")
def app(store: Secured) -> Iterator[Database[Document]]:
    """The database as the running program sees it, with ten events in the log."""
    with store.client("yabot_app") as client:
        client[MAIN]["events"].insert_many([event(position) for position in range(1, 11)])
        yield client[MAIN]


def event(position: int) -> Document:
    return {
        "_id": Int64(position),
        "originator_id": "wallet:0123456789abcdef",
        "originator_version": position,
        "topic": "wallet.credited",
        "schema_version": 1,
        "state": {"amount": 10},
        "metadata": {"event_id": str(position)},
        "commit_id": f"telegram:1:{position}:0",
        "commit_index": 0,
        "recorded_at": NOW,
    }


def in_transaction(attack: Callable[[Database[Document], Any], object]) -> Attack:
    def attempted(app: Database[Document]) -> object:
        with app.client.start_session() as session, session.start_transaction():
            return attack(app, session)

    return attempted


ONE: Document = {"_id": 1}
RICH: Document = {"$set": {"state.amount": 1_000_000}}
NO_ONE: Document = {"_id": "none"}
NOTHING: Document = {"$match": NO_ONE}
FORGED = {name: value for name, value in event(99).items() if name != "_id"}
OTHER = f"{MAIN}_other"

ATTACKS: dict[str, Attack] = {
    "update": lambda app: app.events.update_one(ONE, RICH),
    "update many": lambda app: app.events.update_many({}, RICH),
    "update with upsert": lambda app: app.events.update_one({"_id": 99}, {"$set": FORGED}, upsert=True),
    "update with a pipeline": lambda app: app.events.update_one(ONE, [RICH]),
    "replace": lambda app: app.events.replace_one(ONE, event(1)),
    "find and modify": lambda app: app.events.find_one_and_update(ONE, RICH),
    "find and replace": lambda app: app.events.find_one_and_replace(ONE, event(1)),
    "find and delete": lambda app: app.events.find_one_and_delete(ONE),
    "delete": lambda app: app.events.delete_one(ONE),
    "delete many": lambda app: app.events.delete_many({}),
    "delete in a transaction": in_transaction(lambda app, session: app.events.delete_one(ONE, session=session)),
    "update in a transaction": in_transaction(lambda app, session: app.events.update_one(ONE, RICH, session=session)),
    "bulk update": lambda app: app.events.bulk_write([UpdateOne(ONE, RICH)]),
    "bulk update many": lambda app: app.events.bulk_write([UpdateMany({}, RICH)], ordered=False),
    "bulk replace": lambda app: app.events.bulk_write([ReplaceOne(ONE, event(1))]),
    "bulk delete": lambda app: app.events.bulk_write([DeleteOne(ONE), DeleteMany({})]),
    "drop": lambda app: app.command("drop", "events"),
    "drop the database": lambda app: app.client.drop_database(MAIN),
    "rename it away": lambda app: app.events.rename("gone"),
    "rename over it": lambda app: app["leases"].rename("events", dropTarget=True),
    "$out over it": lambda app: app["leases"].aggregate([NOTHING, {"$out": "events"}]),
    "$out of itself": lambda app: app.events.aggregate([{"$match": {"_id": 1}}, {"$out": "events"}]),
    "$merge, replacing": lambda app: app.events.aggregate(
        [RICH, {"$merge": {"into": "events", "whenMatched": "replace"}}]
    ),
    "$merge, merging": lambda app: app.events.aggregate([RICH, {"$merge": {"into": "events"}}]),
    "$merge, from elsewhere": lambda app: app["leases"].aggregate(
        [{"$merge": {"into": "events", "whenMatched": [RICH], "whenNotMatched": "discard"}}]
    ),
    "map-reduce into it": lambda app: app.command(
        "mapReduce", "leases", query=NO_ONE, map="function() { emit(1, 1) }", reduce="function() {}", out="events"
    ),
    "no validator": lambda app: app.command("collMod", "events", validator={}),
    "a time to live": lambda app: app.command(
        "createIndexes", "events", indexes=[{"key": {"recorded_at": 1}, "name": "ttl", "expireAfterSeconds": 0}]
    ),
    "create an index": lambda app: app.events.create_index("topic"),
    "create indexes": lambda app: app.events.create_indexes([IndexModel("topic")]),
    "drop an index": lambda app: app.events.drop_index("stream"),
    "drop all indexes": lambda app: app.events.drop_indexes(),
    "make it capped": lambda app: app.command("convertToCapped", "events", size=4096),
    "clone it capped": lambda app: app.command("cloneCollectionAsCapped", "events", toCollection="mine", size=4096),
    "compact": lambda app: app.command("compact", "events", force=True),
    "make a collection": lambda app: app.create_collection("mine"),
    "a view in its place": lambda app: app.create_collection("view", viewOn="leases", pipeline=[]),
    "an event that skips the validator": lambda app: app.events.insert_one(
        {"_id": 99}, bypass_document_validation=True
    ),
    "apply oplog entries": lambda app: app.client.admin.command(
        "applyOps", [{"op": "d", "ns": f"{MAIN}.events", "o": {"_id": 1}}]
    ),
    "grant oneself a role": lambda app: app.command(
        "grantRolesToUser", "yabot_app", roles=[{"role": "readWrite", "db": MAIN}]
    ),
    "widen one's role": lambda app: app.command(
        "grantPrivilegesToRole",
        "yabot_app",
        privileges=[{"resource": {"db": MAIN, "collection": "events"}, "actions": ["remove"]}],
    ),
    "make a role": lambda app: app.command("createRole", "mine", privileges=[], roles=["dbOwner"]),
    "make a user": lambda app: app.command("createUser", "mallory", pwd="m", roles=["dbOwner"]),
    "read the users": lambda app: list(app.client.admin["system.users"].find()),
    "the migrator's record": lambda app: app["migrations"].delete_many({}),
    "another epoch": lambda app: app["meta"].update_one({"_id": "epoch"}, {"$set": {"epoch": "mine"}}),
    "another content pack": lambda app: app["content_packs"].update_one({}, {"$set": {"pack": "{}"}}),
    "another story": lambda app: app["stories"].delete_many({}),
    "who people are": lambda app: list(app.client[VAULT]["people"].find()),
    "another database": lambda app: app.client[OTHER]["mine"].insert_one({}),
    "turn it off": lambda app: app.client.admin.command("shutdown"),
}


@pytest.mark.parametrize("attack", ATTACKS.values(), ids=ATTACKS.keys())
def test_the_running_program_can_not(store: Secured, app: Database[Document], attack: Attack) -> None:
    before = {name: list(store.root[MAIN][name].find()) for name in ("events", "meta", "migrations")}

    with pytest.raises(OperationFailure) as refused:
        attack(app)

    assert refused.value.code == UNAUTHORIZED
    assert before == {name: list(store.root[MAIN][name].find()) for name in ("events", "meta", "migrations")}


def test_the_running_program_can_not_put_another_event_under_a_given_position(app: Database[Document]) -> None:
    with pytest.raises(OperationFailure, match="duplicate key"):
        app.events.insert_one(event(1) | {"state": {"amount": 1_000_000}, "originator_version": 50, "commit_id": "x"})
    with pytest.raises(BulkWriteError):
        app.events.insert_many([event(1), event(2)], ordered=False)
    assert [each["state"] for each in app.events.find({"_id": {"$lte": 2}})] == [{"amount": 10}, {"amount": 10}]


def test_the_running_program_appends_in_transactions_and_reads_and_watches(
    store: Secured, app: Database[Document]
) -> None:
    with app.events.watch(max_await_time_ms=1_000) as changes:
        with app.client.start_session() as session, session.start_transaction():
            app["tracking"].update_one({"_id": "wallets"}, {"$set": {"position": 1}}, upsert=True, session=session)
            app.events.insert_many([event(11), event(12)], session=session)
        app.events.insert_one(event(13))
        seen = [next(changes)["documentKey"]["_id"] for _ in range(3)]

    assert seen == [11, 12, 13]
    assert [each["_id"] for each in app.events.find().sort("_id", -1).limit(3)] == [13, 12, 11]


def test_the_running_program_may_end_a_transaction_that_it_left_behind(store: Secured, app: Database[Document]) -> None:
    with store.client("yabot_app") as killed, killed.start_session() as session:
        session.start_transaction()
        killed[MAIN]["events"].insert_one(event(90), session=session)

        idle = app.client.admin.aggregate(
            [
                {"$currentOp": {"allUsers": False, "idleSessions": True}},
                {"$match": {"type": "idleSession", "lsid.id": session.session_id["id"]}},
            ]
        )
        app.client.admin.command("killSessions", [{"id": each["lsid"]["id"]} for each in idle])

        with pytest.raises(OperationFailure, match="aborted"):
            session.commit_transaction()
    assert app["events"].find_one({"_id": 90}) is None


def test_the_running_program_may_do_what_its_other_collections_need(store: Secured, app: Database[Document]) -> None:
    Migrator(app, store.root[VAULT]).check()
    for name in (
        "snapshots",
        "effects",
        "reaction_checkpoints",
        "parked_reactions",
        "leases",
        "command_outcomes",
        "drafts",
    ):
        app[name].update_one({"_id": "x"}, {"$set": {"a": 1}}, upsert=True)
        app[name].delete_one({"_id": "x"})
    app["content_packs"].insert_one({"_id": "x", "pack": "{}"})


async def test_the_event_store_works_with_the_role_of_the_running_program(store: Secured) -> None:
    uris = {(user.name, user.database): user.uri for user in secure(store.server.uri, "empty")}
    migrate(uris["yabot_migrator", "empty"], "empty", vault_uri=uris["yabot_migrator", "empty_vault"])
    log = await asyncio.to_thread(ProcessLog, uris["yabot_app", "empty"], "empty", now=SystemClock().now)
    try:
        await log.store.record_outcome("http:1", Outcome("hash", None))
        first = await log.store.commit(commit("c1", versions=[1]))
        both = await log.store.commit(commit("c2", versions=[2, 3]))
        found = await log.store.find_commit("c2")

        assert (first, both) == (Committed((1,)), Committed((2, 3)))
        assert found is not None
        assert [each.position for each in found[1]] == [2, 3]
        assert await log.store.outcome("http:1") == Outcome("hash", None)
        assert [each.position for each in await log.async_log.read(0, 10)] == [1, 2, 3]
        assert await log.async_log.wait(2, 5.0) == 3
    finally:
        await asyncio.to_thread(log.close)


def commit(commit_id: str, versions: list[int]) -> Commit:
    stream = "wallet:0123456789abcdef"
    fields = {"amount": 10, "reason": "test", "balance": 10}
    events = [NewEvent(stream, n, "wallet.credited", 1, fields, f"event-{n}", None) for n in versions]
    reads = {stream: Read(versions[0] - 1, versions[0] - 1)}
    return Commit(commit_id, events, reads, commit_id, None, "system", "test", NOW)


async def test_keys_and_sessions_work_with_the_role_of_the_running_program(store: Secured) -> None:
    client = connect(store.uris["yabot_app", MAIN])
    try:
        keys, console = ApiKeys(client[MAIN], SystemClock()), ConsoleSessions(client[MAIN], SystemClock())
        made = await keys.create("shop", ["x"])
        assert await keys.verify(made.presented) is not None
        assert await keys.revoke(made.info.id)
        session = await console.redeem(await console.new_link("ana"))
        assert session is not None
        await console.close(session.token)
    finally:
        client.close()


async def test_the_vault_works_with_its_own_role_which_can_not_erase_and_the_erasers_can(store: Secured) -> None:
    made = new_keys()
    keys = VaultKeys.parse(made["YABOT_SECRET_KEY"], made["YABOT_HMAC_KEY"])
    clients = [connect(store.uris[role, VAULT]) for role in ("yabot_vault", "yabot_eraser")]
    try:
        vault, eraser = (MongoVault(client, VAULT, keys) for client in clients)
        await vault.check_keys()
        user_id = await vault.user_for(1, "Ana")
        assert await vault.user_for(1, "Ana María") == user_id
        with pytest.raises(OperationFailure, match="not authorized"):
            await vault.erase(user_id)
        assert (await vault.people([user_id]))[user_id].first_name == "Ana María"
        assert await eraser.erase(user_id)
        with pytest.raises(OperationFailure, match="not authorized"):
            await eraser.user_for(2, "Beto")
    finally:
        for client in clients:
            client.close()


def test_the_vaults_user_does_not_see_the_log(store: Secured) -> None:
    with store.client("yabot_vault", VAULT) as client, pytest.raises(OperationFailure, match="not authorized"):
        client[MAIN]["events"].find_one()


def test_the_auditor_reads_everything_but_the_doors_and_the_vault_and_writes_nothing(store: Secured) -> None:
    with store.client("yabot_auditor") as client:
        main = client[MAIN]
        assert main["events"].count_documents({}) > 0
        assert "events" in main.list_collection_names()
        for denied in (
            lambda: main["events"].insert_one(event(99)),
            lambda: main["events"].delete_one(ONE),
            lambda: main["meta"].update_one({}, {"$set": {"a": 1}}),
            lambda: main["api_keys"].find_one(),
            lambda: main["sessions"].find_one(),
            lambda: client[VAULT]["people"].find_one(),
        ):
            with pytest.raises(OperationFailure) as refused:
                denied()
            assert refused.value.code == UNAUTHORIZED


def test_the_migrator_shapes_the_log_but_does_not_write_it(store: Secured) -> None:
    with store.client("yabot_migrator") as client:
        events = client[MAIN]["events"]
        for denied in (
            lambda: events.insert_one(event(99)),
            lambda: events.update_one(ONE, RICH),
            lambda: events.delete_one(ONE),
            lambda: events.drop(),
            lambda: client[VAULT]["people"].find_one(),
        ):
            with pytest.raises(OperationFailure) as refused:
                denied()
            assert refused.value.code == UNAUTHORIZED


def test_every_collection_of_the_migrations_is_in_the_roles_of_those_who_use_it(store: Secured) -> None:
    assert set(store.root[MAIN].list_collection_names()) == set(MAIN_ROLES["yabot_app"])
    assert set(store.root[VAULT].list_collection_names()) == set(VAULT_ROLES["yabot_vault"])


def test_roles_and_users_may_be_applied_again_and_repair_what_was_widened(store: Secured) -> None:
    store.root[MAIN].command(
        "grantPrivilegesToRole",
        "yabot_app",
        privileges=[{"resource": {"db": MAIN, "collection": "events"}, "actions": ["remove"]}],
    )

    assert secure(store.server.uri, MAIN) == []
    with store.client("yabot_app") as client, pytest.raises(OperationFailure, match="not authorized"):
        client[MAIN]["events"].delete_one(ONE)


def test_no_repr_shows_a_password(store: Secured) -> None:
    for user in secure(store.server.uri, "second"):
        assert user.uri.partition("@")[0].rpartition(":")[2] not in repr(user)
