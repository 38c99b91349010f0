"""The vault keeps who people are, and nothing but the vault does."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from bson import encode
from bson.json_util import dumps
from hypothesis import given
from hypothesis import strategies as st
from pymongo import MongoClient, monitoring

from adapters.mongodb.client import connect
from adapters.mongodb.migrations import migrate
from adapters.mongodb.vault import MongoVault
from adapters.mongodb.vault_crypto import CannotDecrypt, RecordCipher, VaultKeys, VaultKeyWrong, new_data_key, new_keys
from adapters.mongodb.vault_records import VaultDamaged
from commands.ports import KnownChat, Person, StoreUnavailable
from domain.ids import UserId

ANA = 7_345_112_098
NAMES: Any = {"first_name": "Anacleta", "last_name": "Zorrilla", "username": "anacleta_z"}


def some_keys() -> VaultKeys:
    made = new_keys()
    return VaultKeys.parse(made["YABOT_SECRET_KEY"], made["YABOT_HMAC_KEY"])


class Seen(monitoring.CommandListener):
    """What is asked of the server, and a chance to do something between a question and what follows from it."""

    def __init__(self) -> None:
        self.commands: list[str] = []
        self.after_next_find: Callable[[], object] | None = None

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        if event.command_name in {"find", "getMore", "insert", "update"}:
            self.commands.append(event.command_name)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        if event.command_name == "find" and (meanwhile := self.after_next_find):
            self.after_next_find = None
            meanwhile()

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        """Nothing follows from it."""


class Vaults:
    """Vaults on one store, as several processes would open them."""

    def __init__(self, uri: str, database: str, raw: MongoClient[dict[str, Any]]) -> None:
        self.uri, self.name, self.keys = uri, f"{database}_vault", some_keys()
        self.raw, self.main = raw[self.name], raw[database]
        self.seen = Seen()
        self._clients: list[Any] = []

    def open(self, keys: VaultKeys | None = None, **options: Any) -> MongoVault:
        client = connect(self.uri, event_listeners=[self.seen])
        self._clients.append(client)
        return MongoVault(client, self.name, keys or self.keys, **options)

    def close(self) -> None:
        for client in self._clients:
            client.close()


@pytest.fixture
async def vaults(mongod: str, database: str, mongo_client: MongoClient[dict[str, Any]]) -> AsyncIterator[Vaults]:
    await asyncio.to_thread(migrate, mongod, database)
    opened = Vaults(mongod, database, mongo_client)
    yield opened
    opened.close()


@pytest.fixture
def vault(vaults: Vaults) -> MongoVault:
    return vaults.open()


@pytest.fixture
def log_lines(caplog: pytest.LogCaptureFixture) -> Iterator[pytest.LogCaptureFixture]:
    with caplog.at_level(logging.DEBUG):
        yield caplog


# --- who is who ------------------------------------------------------------------------------------------------------


async def test_first_contact_gives_a_random_user_id_that_stays(vaults: Vaults) -> None:
    user_id = await vaults.open().user_for(ANA, **NAMES)

    assert len(user_id) == 16
    int(user_id, 16)
    assert await vaults.open().user_for(ANA, **NAMES) == user_id
    assert await vaults.open().find(ANA) == user_id


async def test_an_account_never_seen_is_not_found(vault: MongoVault) -> None:
    assert await vault.find(ANA) is None
    assert await vault.people([UserId("0123456789abcdef")]) == {}


async def test_people_are_read_back_with_every_field(vaults: Vaults) -> None:
    user_id = await vaults.open().user_for(ANA, **NAMES, chat_id=ANA)

    assert await vaults.open().people([user_id]) == {user_id: Person(user_id, ANA, **NAMES, chat_id=ANA)}


async def test_fifty_first_contacts_at_once_give_one_user_id(vaults: Vaults) -> None:
    processes = [vaults.open() for _ in range(5)]

    ids = await asyncio.gather(*(processes[n % 5].user_for(ANA, "Anacleta") for n in range(50)))

    assert len(set(ids)) == 1
    assert vaults.raw["people"].count_documents({}) == 1


async def test_a_user_id_that_is_taken_is_not_given_to_another(vaults: Vaults) -> None:
    dice = iter(["000000000000000a", "000000000000000a", "000000000000000b"])
    vault = vaults.open(new_id=lambda: next(dice))

    assert await vault.user_for(1, "Ana") == "000000000000000a"
    assert await vault.user_for(2, "Beto") == "000000000000000b"


async def test_names_are_kept_up_to_date(vaults: Vaults) -> None:
    user_id = await vaults.open().user_for(ANA, **NAMES, chat_id=5)

    await vaults.open().user_for(ANA, "Ana", None, "ana")

    assert (await vaults.open().people([user_id]))[user_id] == Person(user_id, ANA, "Ana", None, "ana", chat_id=5)


async def test_a_changed_name_is_seen_at_once_where_it_was_told(vault: MongoVault) -> None:
    user_id = await vault.user_for(ANA, **NAMES)
    await vault.user_for(ANA, "Ana")

    assert (await vault.people([user_id]))[user_id].first_name == "Ana"


async def test_a_person_and_a_chat_with_the_same_telegram_id_are_two(vaults: Vaults) -> None:
    vault = vaults.open()
    user_id = await vault.user_for(ANA, **NAMES)
    chat_id = (await vault.chat_for(ANA, "Los Zorros", "zorros")).chat_id

    assert chat_id != user_id
    assert (await vault.chat_for(ANA, "Los Zorros Viejos", None)).chat_id == chat_id
    chat = (await vaults.open().chats([chat_id]))[chat_id]
    assert (chat.telegram_id, chat.title, chat.username) == (ANA, "Los Zorros Viejos", None)


# --- a group that becomes a supergroup -------------------------------------------------------------------------------

GROUP, SUPERGROUP = -4_001, -1_001_234_500_001


async def test_a_group_that_becomes_a_supergroup_keeps_its_id_and_both_of_telegrams_lead_to_it(vaults: Vaults) -> None:
    chat = await vaults.open().chat_for(GROUP, "Los Zorros")

    moved = await vaults.open().move_chat(GROUP, SUPERGROUP, "Los Zorros")

    assert moved is not None
    assert moved[0] == KnownChat(chat.chat_id, SUPERGROUP, "Los Zorros")
    for vault in (vaults.open(), vaults.open()):
        assert await vault.find_chat(GROUP) == moved[0]
        assert await vault.find_chat(SUPERGROUP) == moved[0]
    assert await vaults.open().chat_for(SUPERGROUP, "Los Zorros", "zorros") == replace(moved[0], username="zorros")
    assert await vaults.open().chats([chat.chat_id]) == {chat.chat_id: replace(moved[0], username="zorros")}


async def test_a_supergroup_that_was_met_before_its_move_was_understood_becomes_the_group(vaults: Vaults) -> None:
    vault = vaults.open()
    chat = await vault.chat_for(GROUP, "Los Zorros")
    stranger = await vault.chat_for(SUPERGROUP, "Los Zorros")
    assert stranger.chat_id != chat.chat_id

    first = await vault.move_chat(GROUP, SUPERGROUP, "Los Zorros")
    again = await vaults.open().move_chat(GROUP, SUPERGROUP, "Los Zorros")

    assert first == again == (KnownChat(chat.chat_id, SUPERGROUP, "Los Zorros"), stranger.chat_id)
    assert (await vault.chat_for(SUPERGROUP, "Los Zorros")).chat_id == chat.chat_id


async def test_what_is_heard_of_the_old_group_later_does_not_bring_its_address_back(vaults: Vaults) -> None:
    chat = await vaults.open().chat_for(GROUP, "Los Zorros")
    await vaults.open().move_chat(GROUP, SUPERGROUP, "Los Zorros")

    late = await vaults.open().chat_for(GROUP, "Los Zorros de antes")

    assert (late.chat_id, late.telegram_id) == (chat.chat_id, SUPERGROUP)
    assert vaults.raw["chats"].count_documents({}) == 2


async def test_a_group_that_nobody_knew_has_nothing_to_move(vaults: Vaults) -> None:
    assert await vaults.open().move_chat(GROUP, SUPERGROUP, "Los Zorros") is None
    assert await vaults.open().find_chat(SUPERGROUP) is None


# --- round trips and memory ------------------------------------------------------------------------------------------


async def test_many_people_come_in_one_round_trip(vaults: Vaults) -> None:
    writer = vaults.open()
    ids = await asyncio.gather(*(writer.user_for(1_000 + n, f"Persona {n}") for n in range(250)))
    vaults.seen.commands.clear()

    people = await vaults.open().people(ids)

    assert [people[each].first_name for each in ids] == [f"Persona {n}" for n in range(250)]
    assert vaults.seen.commands == ["find"]


async def test_what_is_known_is_not_asked_again_until_it_is_old(vaults: Vaults) -> None:
    time = [0.0]
    vault = vaults.open(cache_seconds=60.0, timer=lambda: time[0])
    user_id = await vault.user_for(ANA, **NAMES)
    await vaults.open().user_for(ANA, "Ana")
    vaults.seen.commands.clear()

    assert await vault.user_for(ANA, **NAMES) == user_id
    assert await vault.find(ANA) == user_id
    assert (await vault.people([user_id]))[user_id].first_name == "Anacleta"
    assert vaults.seen.commands == []

    time[0] = 60.0
    assert (await vault.people([user_id]))[user_id].first_name == "Ana"


async def test_the_cache_stays_within_its_size(vaults: Vaults) -> None:
    vault = vaults.open(cache_size=10)
    ids = [await vault.user_for(n, f"Persona {n}") for n in range(1, 31)]
    vaults.seen.commands.clear()

    assert len(await vault.people(ids[-10:])) == 10
    assert vaults.seen.commands == []
    assert len(await vault.people(ids)) == 30
    assert vaults.seen.commands == ["find"]


# --- what can be seen from outside -----------------------------------------------------------------------------------


async def test_no_dump_of_any_collection_shows_a_name_or_a_telegram_id(vaults: Vaults) -> None:
    vault = vaults.open()
    await vault.check_keys()
    user_id = await vault.user_for(ANA, **NAMES, chat_id=ANA)
    await vault.user_for(ANA, "Anacleta Segunda", "Zorrilla", "anacleta_z")
    await vault.chat_for(-100_777_123, "Los Zorros", "zorros_mx")
    other = await vault.user_for(55_443_322_110, "Zacarías", None, "zaca_55")
    await vault.erase(other)

    documents = [
        d for store in (vaults.main, vaults.raw) for name in store.list_collection_names() for d in store[name].find()
    ]

    assert any(document["_id"] == user_id for document in documents)
    for secret in ("nacleta", "orrilla", "orros", "acar", "zaca_55", str(ANA), "100777123", "55443322110"):
        for document in documents:
            assert secret not in dumps(document)
            assert secret.encode() not in encode(document)
    for number in (ANA, -100_777_123, 55_443_322_110):
        assert all(number.to_bytes(8, "little", signed=True) not in encode(document) for document in documents)


async def test_no_repr_or_log_line_shows_who_it_is(vaults: Vaults, log_lines: pytest.LogCaptureFixture) -> None:
    vault = vaults.open()
    user_id = await vault.user_for(ANA, **NAMES)
    person = (await vault.people([user_id]))[user_id]
    chat = await vault.chat_for(-5, "Los Zorros")
    logging.getLogger("test").info("%s %r %s %s", person, person, chat, await vault.chats([chat.chat_id]))

    assert repr(person) == f"Person({user_id})"
    assert user_id in log_lines.text
    for secret in ("Anacleta", "Zorrilla", "anacleta_z", str(ANA), "Zorros"):
        assert secret not in log_lines.text


def test_no_repr_shows_a_key() -> None:
    made = new_keys()
    keys = VaultKeys.parse(made["YABOT_SECRET_KEY"], made["YABOT_HMAC_KEY"])

    assert repr(keys) == "VaultKeys()"


# --- erasing ---------------------------------------------------------------------------------------------------------


async def test_of_the_erased_only_the_hmac_stays(vaults: Vaults) -> None:
    vault = vaults.open()
    user_id = await vault.user_for(ANA, **NAMES)

    assert await vault.erase(user_id)

    fingerprint = vaults.keys.fingerprint("people", ANA)
    assert list(vaults.raw["people"].find()) == []
    assert list(vaults.raw["erased_people"].find()) == [{"_id": user_id, "telegram": fingerprint}]
    assert await vault.people([user_id]) == {}
    assert await vault.find(ANA) is None


async def test_erasing_twice_is_as_good_as_once_and_a_stranger_can_not_be_erased(vaults: Vaults) -> None:
    vault = vaults.open()
    user_id = await vault.user_for(ANA, **NAMES)

    assert [await vault.erase(user_id), await vault.erase(user_id)] == [True, True]
    assert not await vault.erase(UserId("0123456789abcdef"))


async def test_who_comes_back_after_being_erased_is_somebody_new(vaults: Vaults) -> None:
    vault, elsewhere = vaults.open(), vaults.open(cache_seconds=0.0)
    first = await vault.user_for(ANA, **NAMES)
    await elsewhere.erase(first)
    await vault.erase(first)

    second = await vault.user_for(ANA, **NAMES)

    assert second != first
    assert vaults.raw["erased_people"].count_documents({}) == 1


async def test_a_name_told_while_its_person_is_being_erased_belongs_to_somebody_new(vaults: Vaults) -> None:
    first = await vaults.open().user_for(ANA, **NAMES)
    vaults.seen.after_next_find = lambda: vaults.raw["people"].delete_one({"_id": first})

    second = await vaults.open().user_for(ANA, "Ana")

    assert second != first
    assert [each["_id"] for each in vaults.raw["people"].find()] == [second]


# --- usernames -------------------------------------------------------------------------------------------------------


async def test_somebody_is_found_by_their_username_which_is_not_kept_readable(vaults: Vaults) -> None:
    ana = await vaults.open().user_for(ANA, **NAMES)

    assert await vaults.open().find_by_username("Anacleta_Z") == ana
    assert await vaults.open().find_by_username("nobody_z") is None
    assert "anacleta" not in dumps(vaults.raw["people"].find()).lower()


async def test_an_old_username_finds_nobody(vaults: Vaults) -> None:
    vault = vaults.open()
    ana = await vault.user_for(ANA, "Ana", username="first")
    await vault.user_for(ANA, "Ana", username="second")
    assert await vault.find_by_username("first") is None
    assert await vault.find_by_username("second") == ana
    await vault.user_for(ANA, "Ana")
    assert await vault.find_by_username("second") is None


async def test_a_username_is_its_newest_holders_until_it_is_taken_back(vaults: Vaults) -> None:
    ana = await vaults.open().user_for(1, "Ana", username="name")
    beto = await vaults.open().user_for(2, "Beto", username="NAME")
    assert await vaults.open().find_by_username("name") == beto
    assert (await vaults.open().people([ana]))[ana].username is None

    await vaults.open().user_for(2, "Beto")
    await vaults.open().user_for(1, "Ana", username="name")
    await vaults.open().user_for(2, "Beto", username="other")
    await vaults.open().user_for(2, "Beto", username="name")
    assert await vaults.open().find_by_username("name") == beto


async def test_one_is_found_by_a_username_whoever_claims_it_at_the_same_time(vaults: Vaults) -> None:
    claims = [vaults.open().user_for(number, "Ana", username="name") for number in range(8)]
    claimed = await asyncio.gather(*claims)

    holders = [each["_id"] for each in vaults.raw["people"].find({"username": {"$exists": True}})]
    assert len(holders) == 1 and holders[0] in claimed
    names = await vaults.open().people(claimed)
    assert [each for each in claimed if names[each].username] == holders


async def test_who_was_known_before_there_were_such_names_gets_one_with_the_next_contact(vaults: Vaults) -> None:
    ana = await vaults.open().user_for(ANA, **NAMES)
    vaults.raw["people"].update_one({"_id": ana}, {"$unset": {"username": ""}})
    await vaults.open().user_for(ANA, **NAMES)
    assert await vaults.open().find_by_username("anacleta_z") == ana


async def test_the_erased_are_found_by_no_name(vaults: Vaults) -> None:
    vault = vaults.open()
    await vault.erase(await vault.user_for(ANA, **NAMES))
    assert await vault.find_by_username("anacleta_z") is None
    assert not list(vaults.raw["erased_people"].find({"username": {"$exists": True}}))


# --- who wrote what --------------------------------------------------------------------------------------------------


async def test_whether_somebody_wrote_a_message_is_known_and_nothing_else(vaults: Vaults) -> None:
    await vaults.open().note_author(GROUP, 17, ANA)
    await vaults.open().note_author(GROUP, 17, ANA)
    vault = vaults.open()
    assert await vault.wrote(GROUP, 17, ANA)
    assert [await vault.wrote(*other) for other in ((GROUP, 17, 1), (GROUP, 18, ANA), (-1, 17, ANA))] == [False] * 3
    (kept,) = vaults.raw["authors"].find()
    assert set(kept) == {"_id", "at"} and len(kept["_id"]) == 32
    (index,) = [each for each in vaults.raw["authors"].list_indexes() if each["name"] == "kept_30_days"]
    assert index["expireAfterSeconds"] == 30 * 24 * 60 * 60


# --- keys ------------------------------------------------------------------------------------------------------------


async def test_the_same_keys_are_accepted_again(vaults: Vaults) -> None:
    await vaults.open().check_keys()
    await vaults.open().check_keys()

    assert {each["_id"] for each in vaults.raw["keys"].find()} == {"hmac", "master:1"}


@pytest.mark.parametrize("setting", ["YABOT_SECRET_KEY", "YABOT_HMAC_KEY"])
async def test_other_keys_are_refused_at_start_and_named(vaults: Vaults, setting: str) -> None:
    made = new_keys()
    await vaults.open(VaultKeys.parse(made["YABOT_SECRET_KEY"], made["YABOT_HMAC_KEY"])).check_keys()
    changed = made | {setting: new_keys()[setting]}

    with pytest.raises(VaultKeyWrong, match=setting):
        await vaults.open(VaultKeys.parse(changed["YABOT_SECRET_KEY"], changed["YABOT_HMAC_KEY"])).check_keys()


async def test_of_two_first_starts_with_different_keys_one_is_refused(vaults: Vaults) -> None:
    answers = await asyncio.gather(*(vaults.open(some_keys()).check_keys() for _ in range(8)), return_exceptions=True)

    assert sorted(map(type, answers), key=str).count(VaultKeyWrong) == 7
    assert answers.count(None) == 1


async def test_a_new_master_key_is_taken_beside_the_old_one(vaults: Vaults) -> None:
    made, new = new_keys(), new_keys()["YABOT_SECRET_KEY"]
    old = VaultKeys.parse(made["YABOT_SECRET_KEY"], made["YABOT_HMAC_KEY"])
    both = VaultKeys.parse(f"2:{new},1:{made['YABOT_SECRET_KEY']}", made["YABOT_HMAC_KEY"])
    only_new = VaultKeys.parse(f"2:{new}", made["YABOT_HMAC_KEY"])
    await vaults.open(old).check_keys()
    ana = await vaults.open(old).user_for(1, "Ana")

    with pytest.raises(VaultKeyWrong, match="master:1"):
        await vaults.open(only_new).check_keys()
    await vaults.open(both).check_keys()
    beto = await vaults.open(both).user_for(2, "Beto")

    assert {each["_id"]: each["key"]["version"] for each in vaults.raw["people"].find()} == {ana: 1, beto: 2}
    assert len(await vaults.open(both).people([ana, beto])) == 2
    with pytest.raises(VaultKeyWrong, match="version 1"):
        await vaults.open(only_new).people([ana])


@pytest.mark.parametrize(
    "secret_key",
    ["", "short", "c2hvcnQ=", "no base64!", "x:" + "A" * 43 + "=", "1:" + "A" * 43 + "=,1:" + "B" * 43 + "="],
)
def test_malformed_keys_are_refused_by_name(secret_key: str) -> None:
    with pytest.raises(VaultKeyWrong, match="YABOT_SECRET_KEY"):
        VaultKeys.parse(secret_key, new_keys()["YABOT_HMAC_KEY"])


def test_one_key_for_both_tasks_is_refused() -> None:
    key = new_keys()["YABOT_SECRET_KEY"]

    with pytest.raises(VaultKeyWrong, match="another key"):
        VaultKeys.parse(key, key)


# --- damage ----------------------------------------------------------------------------------------------------------


async def test_a_field_moved_to_another_person_is_not_believed(vaults: Vaults) -> None:
    ana, beto = [await vaults.open().user_for(n, name) for n, name in ((1, "Ana"), (2, "Beto"))]
    record = vaults.raw["people"].find_one({"_id": ana})
    assert record is not None
    vaults.raw["people"].update_one({"_id": beto}, {"$set": {"key": record["key"], "sealed": record["sealed"]}})

    with pytest.raises(VaultDamaged, match=beto):
        await vaults.open().user_for(2, "Beto")


async def test_a_damaged_record_is_logged_and_does_not_hide_the_others(vaults: Vaults, log_lines: Any) -> None:
    ana, beto, cata = [await vaults.open().user_for(n, name) for n, name in ((1, "Ana"), (2, "Beto"), (3, "Cata"))]
    vaults.raw["people"].update_one({"_id": ana}, [{"$set": {"sealed.first_name": "$sealed.telegram_id"}}])
    vaults.raw["people"].update_one({"_id": cata}, {"$unset": {"sealed.first_name": ""}})

    assert set(await vaults.open().people([ana, beto, cata])) == {beto}
    assert ana in log_lines.text
    assert cata in log_lines.text


@given(st.text(), st.text(min_size=1, max_size=20), st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_what_was_sealed_opens_unchanged_and_only_unchanged(value: str, name: str, at: int, bit: int) -> None:
    key = new_data_key()
    sealed = RecordCipher(key, "people/1").seal(name, value)
    tampered = bytearray(sealed)
    tampered[at % len(sealed)] ^= 1 << bit

    assert RecordCipher(key, "people/1").open(name, sealed) == value
    for owner, field, bits in (
        ("people/1", name, bytes(tampered)),
        ("people/2", name, sealed),
        ("people/1", f"{name}!", sealed),
    ):
        with pytest.raises(CannotDecrypt):
            RecordCipher(key, owner).open(field, bits)


# --- outages ---------------------------------------------------------------------------------------------------------


async def test_a_vault_that_is_away_says_so_within_its_deadline() -> None:
    client = connect("mongodb://127.0.0.1:9/?replicaSet=none", timeoutMS=300)
    try:
        vault = MongoVault(client, "away", some_keys())
        async with asyncio.timeout(2.0):
            with pytest.raises(StoreUnavailable):
                await vault.user_for(ANA, **NAMES)
    finally:
        client.close()
