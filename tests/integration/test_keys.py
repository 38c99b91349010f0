"""API keys, one-time links and sessions."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from bson.json_util import dumps
from pymongo import MongoClient

from adapters.mongodb.client import AsyncDatabase, connect
from adapters.mongodb.keys import AWAY_SECONDS, LAST_USED_EVERY, ApiKeys
from adapters.mongodb.migrations import migrate
from adapters.mongodb.sessions import LINK_LIVES, SESSION_LIVES, ConsoleSessions, csrf_matches, csrf_token

START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class SetClock:
    def __init__(self) -> None:
        self.time = START

    def now(self) -> datetime:
        return self.time


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
async def store(mongod: str, database: str) -> AsyncIterator[AsyncDatabase]:
    await asyncio.to_thread(migrate, mongod, database)
    client = connect(mongod)
    yield client[database]
    client.close()


@pytest.fixture
def keys(store: AsyncDatabase, clock: SetClock) -> ApiKeys:
    return ApiKeys(store, clock)


@pytest.fixture
def console(store: AsyncDatabase, clock: SetClock) -> ConsoleSessions:
    return ConsoleSessions(store, clock)


# --- API keys --------------------------------------------------------------------------------------------------------


async def test_a_new_key_opens_its_scopes(keys: ApiKeys) -> None:
    made = await keys.create("shop", ["wallet:read", "wallet:write"])

    found = await keys.verify(made.presented)

    assert found is not None
    assert (found.id, found.name, found.scopes) == (made.info.id, "shop", frozenset({"wallet:read", "wallet:write"}))
    assert made.presented.startswith(f"{found.id}.")


@pytest.mark.parametrize("name", ["", " ", "a:b", " shop", "shop ", "two\nlines", "x" * 61])
async def test_a_name_that_command_ids_could_not_hold_is_refused(keys: ApiKeys, name: str) -> None:
    with pytest.raises(ValueError, match="can't be a key's name: it must "):
        await keys.create(name, ["x"])
    assert await keys.list() == []


async def test_two_keys_never_share_anything(keys: ApiKeys) -> None:
    first, second = await keys.create("a", ["x"]), await keys.create("a", ["x"])

    assert not set(first.presented.split(".")) & set(second.presented.split("."))


async def test_a_wrong_or_unknown_or_malformed_key_opens_nothing(keys: ApiKeys) -> None:
    made, other = await keys.create("a", ["x"]), await keys.create("b", ["x"])
    key_id, secret = made.presented.split(".")

    for presented in (
        "",
        ".",
        key_id,
        f"{key_id}.",
        f"{key_id}.{secret}x",
        f"{key_id}.{secret[:-1]}",
        f".{secret}",
        f"yb_none.{secret}",
        f"{other.info.id}.{secret}",
        made.presented.upper(),
        "ñ.ñ",
        "\ud800.x",
    ):
        assert await keys.verify(presented) is None, presented


async def test_a_revoked_key_opens_nothing_at_once_here_and_soon_elsewhere(
    store: AsyncDatabase, clock: SetClock, keys: ApiKeys
) -> None:
    time = [0.0]
    elsewhere = ApiKeys(store, clock, cache_seconds=10.0, timer=lambda: time[0])
    made = await keys.create("a", ["x"])
    for each in (keys, elsewhere, keys, elsewhere):
        assert await each.verify(made.presented) is not None

    assert await keys.revoke(made.info.id)
    assert await keys.verify(made.presented) is None
    time[0] = 10.0
    assert await elsewhere.verify(made.presented) is None
    assert not await keys.revoke(made.info.id)
    assert not await keys.revoke("yb_none")


async def test_a_key_is_remembered_for_an_hour_in_which_the_store_cannot_be_asked(
    store: AsyncDatabase, clock: SetClock, keys: ApiKeys
) -> None:
    time = [0.0]
    elsewhere = ApiKeys(store, clock, timer=lambda: time[0])
    made = await keys.create("a", ["x"], expires_at=START + timedelta(days=1))
    assert elsewhere.remembered(made.presented) is None
    assert await elsewhere.verify(made.presented) is not None

    time[0] = AWAY_SECONDS - 1
    remembered = elsewhere.remembered(made.presented)
    assert remembered is not None and remembered.scopes == {"x"}
    assert elsewhere.remembered(f"{made.info.id}.wrong") is None
    clock.time += timedelta(days=1)
    assert elsewhere.remembered(made.presented) is None, "it has expired"
    clock.time = START
    time[0] = AWAY_SECONDS
    assert elsewhere.remembered(made.presented) is None


async def test_a_revoked_key_is_not_remembered_once_the_store_has_said_so(
    store: AsyncDatabase, clock: SetClock, keys: ApiKeys
) -> None:
    time = [0.0]
    elsewhere = ApiKeys(store, clock, timer=lambda: time[0])
    made = await keys.create("a", ["x"])
    for each in (keys, elsewhere):
        assert await each.verify(made.presented) is not None

    await keys.revoke(made.info.id)
    assert keys.remembered(made.presented) is None
    time[0] = 10.0
    assert await elsewhere.verify(made.presented) is None
    assert elsewhere.remembered(made.presented) is None


async def test_a_key_expires_at_its_time_even_when_it_is_cached(keys: ApiKeys, clock: SetClock) -> None:
    made = await keys.create("a", ["x"], expires_at=START + timedelta(days=1))

    clock.time += timedelta(days=1) - timedelta(milliseconds=1)
    assert await keys.verify(made.presented) is not None
    assert await keys.verify(made.presented) is not None
    clock.time += timedelta(milliseconds=1)
    assert await keys.verify(made.presented) is None


async def test_last_use_is_noted_once_an_hour(keys: ApiKeys, clock: SetClock) -> None:
    made = await keys.create("a", ["x"])
    await keys.verify(made.presented)
    clock.time += LAST_USED_EVERY - timedelta(seconds=1)
    await keys.verify(made.presented)
    assert [each.last_used_at for each in await keys.list()] == [START]

    clock.time += timedelta(seconds=1)
    await keys.verify(made.presented)
    assert [each.last_used_at for each in await keys.list()] == [START + LAST_USED_EVERY]


async def test_the_list_shows_every_key_the_oldest_first(keys: ApiKeys, clock: SetClock) -> None:
    for name in ("first", "second", "third"):
        made = await keys.create(name, ["x"])
        clock.time += timedelta(seconds=1)
    await keys.revoke(made.info.id)

    listed = await keys.list()

    assert [each.name for each in listed] == ["first", "second", "third"]
    assert [each.revoked_at for each in listed] == [None, None, clock.time]


async def test_no_secret_is_stored_or_shown(
    keys: ApiKeys, console: ConsoleSessions, mongo_client: MongoClient[dict[str, Any]], database: str
) -> None:
    made = await keys.create("a", ["x"])
    await keys.verify(made.presented)
    link = await console.new_link("ana")
    unused = await console.new_link("ana")
    session = await console.redeem(link)
    assert session is not None
    main = mongo_client[database]
    dump = dumps([list(main[name].find()) for name in ("api_keys", "one_time_links", "sessions")])

    for secret in (made.presented.split(".")[1], link, unused, session.token):
        assert secret not in dump
        assert secret not in f"{made!r} {session!r}"


# --- console ---------------------------------------------------------------------------------------------------------


async def test_a_link_lets_its_actor_in_once(console: ConsoleSessions) -> None:
    link = await console.new_link("user:ana")

    opened = await asyncio.gather(*(console.redeem(link) for _ in range(10)))

    [session] = [each for each in opened if each is not None]
    assert session.actor == "user:ana"
    assert await console.redeem(link) is None
    found = await console.find(session.token)
    assert found is not None
    assert (found.actor, found.expires_at) == ("user:ana", START + SESSION_LIVES)


async def test_a_link_is_dead_after_fifteen_minutes(console: ConsoleSessions, clock: SetClock) -> None:
    in_time, too_late = await console.new_link("ana"), await console.new_link("ana")

    clock.time += LINK_LIVES - timedelta(milliseconds=1)
    assert await console.redeem(in_time) is not None
    clock.time += timedelta(milliseconds=1)
    assert await console.redeem(too_late) is None


async def test_a_session_ends_at_its_time_or_when_it_is_closed(console: ConsoleSessions, clock: SetClock) -> None:
    closed, left = await console.open("ana"), await console.open("ana")

    await console.close(closed.token)
    assert await console.find(closed.token) is None
    clock.time += SESSION_LIVES - timedelta(milliseconds=1)
    assert await console.find(left.token) is not None
    clock.time += timedelta(milliseconds=1)
    assert await console.find(left.token) is None


async def test_a_links_token_is_no_session_and_a_sessions_no_link(console: ConsoleSessions) -> None:
    link, session = await console.new_link("ana"), await console.open("ana")

    assert await console.find(link) is None
    assert await console.redeem(session.token) is None
    assert await console.find("") is None
    assert await console.find("\ud800") is None


async def test_a_form_is_taken_from_its_own_session_only(console: ConsoleSessions) -> None:
    one, other = await console.open("ana"), await console.open("ana")

    assert csrf_matches(one.token, csrf_token(one.token))
    for wrong in (csrf_token(other.token), "", one.token, "ñ", "\ud800"):
        assert not csrf_matches(one.token, wrong)
