"""Who people are is in the vault, encrypted, and nowhere else: not in a dump of anything."""

import os
import re
from collections.abc import Iterator
from typing import Any

import bson
import httpx
import pytest
from bson.codec_options import CodecOptions
from bson.raw_bson import RawBSONDocument
from pymongo import MongoClient
from redis import Redis

from tests.dev import DevProcess, started_dev
from tests.servers import eventually
from yabot.demo.members import FIRST_TELEGRAM_ID

BY_CHAT, BY_HTTP = 7_318_205_901, 7_318_205_902
GROUP, SUPERGROUP = -4_318_205_903, -1_007_318_205_904
CANARIES = {
    "first name in the chat": "Canariella",
    "last name in the chat": "Trinopio",
    "username in the chat": "canario_cantor",
    "first name over HTTP": "Pajarístida",
    "last name over HTTP": "Alpistez",
    "username over HTTP": "jaula_abierta",
    "Telegram id in the chat": str(BY_CHAT),
    "Telegram id over HTTP": str(BY_HTTP),
    "title of the group": "Pajarera Melodiosa",
    "username of the group": "pajarera_melodiosa",
    "Telegram id of the group": str(GROUP),
    "Telegram id of the supergroup": str(SUPERGROUP),
}
RAW: CodecOptions[RawBSONDocument] = CodecOptions(document_class=RawBSONDocument)


@pytest.fixture(scope="module")
def dev(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DevProcess]:
    """A community whose log says all it can, after two people with unmistakable names were there."""
    folder = tmp_path_factory.mktemp("personal") / "data"
    with started_dev(folder, "--demo-users", "5", settings={"YABOT_LOG_LEVEL": "DEBUG"}) as dev:
        in_the_chat(dev)
        over_http(dev)
        head = dev.ok("projections", "--json").json["head"]
        eventually(lambda: lags(dev, head), within=60)
        yield dev


def in_the_chat(dev: DevProcess) -> None:
    """Says everything a person can say, in every way in which Telegram tells who they are."""
    person = {
        "id": BY_CHAT,
        "is_bot": False,
        "first_name": CANARIES["first name in the chat"],
        "last_name": CANARIES["last name in the chat"],
        "username": CANARIES["username in the chat"],
        "language_code": "es",
    }
    chat = {"id": BY_CHAT, "type": "private", "first_name": person["first_name"], "username": person["username"]}
    for number, text in enumerate(("/start", "/gift", "/story", f"soy {person['first_name']}"), start=1):
        message = {"message_id": number, "date": 1_790_000_000 + number, "chat": chat, "from": person, "text": text}
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        calls = update(dev, {"update_id": 900 + number, "message": message})
        for row in [row for call in calls for row in buttons(call)][:1]:
            callback = {"id": str(number), "from": person, "chat_instance": "1", "data": row, "message": message}
            update(dev, {"update_id": 950 + number, "callback_query": callback})
    in_a_group(dev, person)
    update(dev, {"update_id": 990, "message": {"from": person}})  # malformed: refusals are logged too


def in_a_group(dev: DevProcess, person: dict[str, Any]) -> None:
    """Adds the bot to a group, which becomes a supergroup, and reacts there."""
    bot = {"id": 1, "is_bot": True, "first_name": "YABOT"}
    title, username = CANARIES["title of the group"], CANARIES["username of the group"]
    group = {"id": GROUP, "type": "group", "title": title}
    supergroup = {"id": SUPERGROUP, "type": "supergroup", "title": title, "username": username}
    change = {"from": person, "date": 1_790_000_000, "old_chat_member": {"user": bot, "status": "left"}}
    member = {"user": bot, "status": "administrator"}
    update(dev, {"update_id": 970, "my_chat_member": {**change, "chat": group, "new_chat_member": member}})
    moved = {"message_id": 1, "date": 1_790_000_000, "chat": group, "from": person, "migrate_to_chat_id": SUPERGROUP}
    update(dev, {"update_id": 971, "message": moved})
    update(dev, {"update_id": 972, "my_chat_member": {**change, "chat": supergroup, "new_chat_member": member}})
    heart = {"old_reaction": [], "new_reaction": [{"type": "emoji", "emoji": "❤"}]}
    reaction = {"chat": supergroup, "message_id": 2, "user": person, "date": 1_790_000_000, **heart}
    update(dev, {"update_id": 973, "message_reaction": reaction})


def update(dev: DevProcess, body: dict[str, Any]) -> list[dict[str, Any]]:
    answer = httpx.post(f"{dev.facts['http_url']}/sim/api/updates", json=body, timeout=30)
    calls: list[dict[str, Any]] = answer.json().get("calls", []) if answer.is_success else []
    return calls


def buttons(call: dict[str, Any]) -> list[str]:
    keyboard = (call["params"].get("reply_markup") or {}).get("inline_keyboard", []) if call.get("params") else []
    return [button["callback_data"] for row in keyboard for button in row if "callback_data" in button]


def over_http(dev: DevProcess) -> None:
    """Registers, looks, and is refused."""
    facts = dev.facts
    with httpx.Client(base_url=facts["http_url"], headers=bearer(facts), timeout=30) as http:
        person = {
            "telegram_id": BY_HTTP,
            "first_name": CANARIES["first name over HTTP"],
            "last_name": CANARIES["last name over HTTP"],
            "username": CANARIES["username over HTTP"],
        }
        assert http.post("/v1/users", json=person, headers=once()).is_success
        user = http.get("/v1/users", params={"telegram_id": BY_HTTP}).json()["items"][0]["id"]
        assert http.post(f"/v1/users/{user}/daily-gift", headers=once()).is_success
        assert http.post(f"/v1/users/{user}/daily-gift", headers=once()).status_code == 409
        assert http.post("/v1/users", json=person | {"time_zone": "Mars/Olympus"}, headers=once()).is_client_error
        for path in (f"/v1/users/{user}/history", "/v1/events?limit=1000", f"/v1/users/{user}/state"):
            page = http.get(path)
            assert page.is_success, path
            assert found_in(page.content) == []


def bearer(facts: dict[str, Any]) -> dict[str, str]:
    return {"Authorization": f"Bearer {facts['api_key']}"}


def once() -> dict[str, str]:
    return {"Idempotency-Key": os.urandom(8).hex()}


def lags(dev: DevProcess, head: int) -> bool:
    return all(each["position"] >= head for each in dev.ok("projections", "--json").json["items"])


def found_in(dump: bytes) -> list[str]:
    """Which canaries are in a dump: as text, as JSON or Python escape it, as a number of BSON."""
    found = []
    for what, canary in CANARIES.items():
        shapes = {canary.encode(), canary.lower().encode(), canary.encode("unicode-escape")}
        if canary.removeprefix("-").isdecimal():
            shapes |= {int(canary).to_bytes(8, "little", signed=True), int(canary).to_bytes(8, "big", signed=True)}
        if any(shape in dump for shape in shapes):
            found.append(what)
    return found


# --- that the search can find ----------------------------------------------------------------------------------------


def test_the_search_would_find_what_it_looks_for() -> None:
    everything = bson.encode({"said": list(CANARIES.values()), "ids": [BY_CHAT, BY_HTTP, GROUP, SUPERGROUP]})
    assert found_in(everything) == list(CANARIES)
    assert found_in(bson.encode({"id": BY_CHAT})) == ["Telegram id in the chat"]


def test_the_people_were_really_there(dev: DevProcess) -> None:
    for telegram_id, name in ((BY_CHAT, "first name in the chat"), (BY_HTTP, "first name over HTTP")):
        shown = dev.ok("user", "show", str(telegram_id), "--latest", "100", "--json").json
        assert shown["name"] == CANARIES[name]
        assert [each for each in shown["latest"] if each["type"] == "gift.claimed"], "they took their gift"
    with httpx.Client(base_url=dev.facts["http_url"], headers=bearer(dev.facts), timeout=30) as http:
        chats = {chat["title"]: chat for chat in http.get("/v1/admin/chats").json()["items"]}
        assert chats[CANARIES["title of the group"]]["kind"] == "supergroup"
        by_chat = http.get("/v1/users", params={"telegram_id": BY_CHAT}).json()["items"][0]["id"]
        assert len(http.get(f"/v1/users/{by_chat}/reactions").json()["items"]) == 1


# --- the dumps -------------------------------------------------------------------------------------------------------


def test_mongodb_holds_them_nowhere_and_the_vault_only_encrypted(dev: DevProcess) -> None:
    with MongoClient[Any](dev.facts["mongodb_uri"]) as client:
        collections = {
            f"{database}.{name}": b"".join(
                document.raw for document in client[database].get_collection(name, codec_options=RAW).find()
            )
            for database in client.list_database_names()
            for name in client[database].list_collection_names(filter={"type": "collection"})
            if not name.startswith("system.")
        }
        assert {"yabot.events", "yabot_vault.people", "local.oplog.rs"} <= collections.keys()
        assert {name: found for name, dump in collections.items() if (found := found_in(dump))} == {}
        people = list(client["yabot_vault"]["people"].find())
        assert len(people) == 5 + 2
        assert all(each.keys() >= {"_id", "telegram", "key", "sealed"} for each in people)
        assert all(isinstance(value, bytes) for each in people for value in each["sealed"].values())


def test_the_read_models_hold_them_nowhere(dev: DevProcess) -> None:
    files = {each.name: each.read_bytes() for each in dev.folder.glob("read_models.sqlite3*")}
    assert "read_models.sqlite3-wal" in files
    assert {name: found for name, dump in files.items() if (found := found_in(dump))} == {}


def test_redis_holds_them_nowhere(dev: DevProcess) -> None:
    with Redis.from_url(dev.facts["redis_url"]) as redis:
        events: Any = redis.xrange("yabot:events")
        assert len(events) > 50
        assert found_in(repr(events).encode()) == []
        dumps = {key: redis.dump(key) for key in redis.scan_iter()}
        assert {key: found for key, dump in dumps.items() if (found := found_in(dump or b""))} == {}
        redis.save()
    saved = list(dev.folder.rglob("*.rdb"))
    assert saved
    assert [found for each in saved if (found := found_in(each.read_bytes()))] == []


def test_no_log_line_names_them(dev: DevProcess) -> None:
    """Ours at level DEBUG, with those of the libraries; those of both servers; and what was printed."""
    ours = dev.log.read_bytes()
    assert re.search(rb"DEBUG", ours), "it says all it can"
    logs = {"ours": ours, "printed": "".join(dev.said).encode()}
    logs |= {str(each): each.read_bytes() for each in dev.folder.rglob("*.log*")}
    assert {name: found for name, dump in logs.items() if (found := found_in(dump))} == {}


def test_no_file_of_the_data_folder_names_them(dev: DevProcess) -> None:
    """mongod's own are compressed, and large; what is in them is looked at above, collection by collection."""
    files = [each for each in dev.folder.rglob("*") if each.is_file() and each.suffix not in (".wt", ".bson")]
    names = {str(each): found_in(each.read_bytes()) for each in files if "journal" not in each.parts}
    assert {name: found for name, found in names.items() if found} == {}


def test_the_demo_has_names_too_and_the_log_has_none_of_their_ids(dev: DevProcess) -> None:
    exported = dev.ok("events", "export").out
    assert [number for number in range(5) if str(FIRST_TELEGRAM_ID + number) in exported] == []
