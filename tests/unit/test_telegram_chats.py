"""Groups and channels in Telegram's shapes: coming, rights, going, moving; whose buttons are whose."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from adapters.telegram.bot_api import Refused
from adapters.telegram.callbacks import Claim
from commands.users import BanUser
from queries.chats import all_chats, chat_view
from tests.telegram_mock import Phone
from tests.telegram_places import ANONYMOUS, Place
from tests.telegram_world import World

CHANNEL = {"telegram_id": -1_001_700_000_002, "kind": "channel", "title": "El balcón"}
ALL_RIGHTS = ("can_post_messages", "can_edit_messages", "can_invite_users")


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    """Ana, who has started the bot."""
    phone = world.phone()
    await phone.writes("/start")
    return phone


@pytest.fixture
def plaza(world: World, ana: Phone) -> Place:
    return Place(world, ana)


def told_of_chats(world: World) -> list[str]:
    return [topic for topic in world.topics() if topic.startswith("chat.")]


# --- coming, rights, going -------------------------------------------------------------------------------------------


async def test_whoever_adds_the_bot_to_a_group_is_told_in_private_what_it_lacks(
    world: World, ana: Phone, plaza: Place
) -> None:
    await plaza.gives("member")

    assert told_of_chats(world) == ["chat.registered"]
    assert "La plaza" in ana.screen
    assert "ser administrador" in ana.screen
    assert "modo privado" in ana.screen
    assert plaza.texts() == []


async def test_who_never_wrote_to_the_bot_is_told_in_the_group_and_becomes_no_member(world: World) -> None:
    bea = world.phone(4_002, "Bea", language="en")
    plaza = Place(world, bea)

    await plaza.gives("member")

    assert [("administrator" in text, "La plaza" in text) for text in plaza.texts()] == [(True, True)]
    assert world.topics() == ["chat.registered"]


async def test_who_blocked_the_bot_is_told_in_the_group(world: World, ana: Phone, plaza: Place) -> None:
    world.telegram.block(ana.chat["id"])
    await plaza.gives("member")
    assert len(plaza.texts()) == 1


async def test_an_anonymous_administrator_is_told_in_the_group(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.gives("administrator", by=ANONYMOUS)
    assert ["Tengo todo" in text for text in plaza.texts()] == [True]
    assert world.store.events[-1].actor == "telegram"


async def test_the_readers_of_a_channel_are_never_bothered(world: World) -> None:
    stranger = world.phone(4_009, "Zoe")
    channel = Place(world, stranger, **CHANNEL)
    await channel.gives("administrator", "can_post_messages")
    assert channel.texts() == []
    assert told_of_chats(world) == ["chat.registered"]


async def test_a_group_where_the_bot_may_not_write_is_no_failure(
    world: World, plaza: Place, caplog: pytest.LogCaptureFixture
) -> None:
    refusal = Refused(400, "Bad Request: not enough rights to send text messages to the chat")
    world.telegram.next_time("sendMessage", Refused(403, "Forbidden: bot was blocked by the user"), refusal)
    await plaza.gives("restricted")
    assert [record for record in caplog.records if record.levelno > logging.WARNING] == []


async def test_rights_are_noted_and_explained_one_by_one(world: World, ana: Phone) -> None:
    channel = Place(world, ana, **CHANNEL)
    await channel.gives("administrator", "can_post_messages")
    assert "Editar mensajes" in ana.screen
    assert "Publicar mensajes" not in ana.screen

    await channel.gives("administrator", *ALL_RIGHTS)
    assert "Tengo todo" in ana.screen
    assert told_of_chats(world) == ["chat.registered", "chat.rights_changed"]


async def test_the_same_update_again_changes_nothing(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.gives("member")
    await ana.again()
    assert told_of_chats(world) == ["chat.registered"]


async def test_the_bot_is_taken_out_and_comes_back(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.gives("member")
    before = await plaza.chat_id()
    await plaza.gives("kicked")
    await plaza.gives("administrator")

    assert told_of_chats(world) == ["chat.registered", "chat.left", "chat.registered"]
    assert await plaza.chat_id() == before
    assert world.telegram.calls[-1].chat_id == ana.chat["id"]


async def test_blocking_the_bot_in_private_is_no_chat(world: World, ana: Phone) -> None:
    private = Place(world, ana, ana.chat["id"], "private", "")
    await private.gives("kicked")
    assert told_of_chats(world) == []


async def test_a_banned_administrator_can_still_add_the_bot(world: World, ana: Phone, plaza: Place) -> None:
    await world.give(BanUser(await world.user_id(ana), "spam"), "http:x:1")
    await plaza.gives("member")
    assert told_of_chats(world) == ["chat.registered"]


async def test_the_read_model_tells_where_the_bot_is_and_names_nothing(world: World, ana: Phone, plaza: Place) -> None:
    channel = Place(world, ana, **CHANNEL)
    await plaza.gives("administrator")
    await channel.gives("administrator", "can_post_messages")
    await world.settle()

    here = await world.reads.run(all_chats)
    assert {(each.kind, each.standing, each.missing) for each in here} == {
        ("supergroup", "administrator", ()),
        ("channel", "administrator", ("can_edit_messages", "can_invite_users")),
    }
    assert "plaza" not in repr(here)
    await plaza.gives("left")
    await world.settle()
    assert [each.kind for each in await world.reads.run(all_chats)] == ["channel"]
    gone = await world.reads.run(chat_view, await plaza.chat_id())
    assert gone is not None
    assert (gone.standing, gone.missing, gone.left_at is None) == (None, (), False)


# --- a group becomes a supergroup ------------------------------------------------------------------------------------

OLD, NEW = -4_001, -1_001_700_000_003


@pytest.mark.parametrize("order", ["old first", "new first", "rights in between", "rights before both", "old only"])
async def test_a_supergroup_is_the_group_that_it_was_whatever_is_told_first(
    world: World, ana: Phone, order: str
) -> None:
    group = Place(world, ana, OLD, "group", "Barrio")
    supergroup = Place(world, ana, NEW, "supergroup", "Barrio")
    await group.gives("member")
    chat_id = await group.chat_id()

    if order == "rights before both":
        await supergroup.gives("administrator")
    if order in ("new first", "rights in between", "rights before both"):
        await supergroup.says(migrate_from_chat_id=OLD)
    if order == "rights in between":
        await supergroup.gives("administrator")
    await group.says(migrate_to_chat_id=NEW)
    if order == "old first":
        await supergroup.says(migrate_from_chat_id=OLD)
    await supergroup.gives("administrator")
    await group.gives("left")
    await world.settle()

    assert await supergroup.chat_id() == chat_id
    (here,) = await world.reads.run(all_chats)
    assert (here.chat_id, here.kind, here.standing) == (chat_id, "supergroup", "administrator")
    known = (await world.vault.chats([chat_id]))[chat_id]
    assert known.telegram_id == NEW
    assert told_of_chats(world).count("chat.migrated") == 1


# --- whose buttons are whose -----------------------------------------------------------------------------------------


async def test_in_a_group_a_button_belongs_to_whom_it_was_made_for(world: World, ana: Phone, plaza: Place) -> None:
    mark = ana.keyboard[0][0]["callback_data"].split(":")[1]
    await plaza.gives("administrator")
    in_group = world.phone(chat=plaza.about)
    await in_group.writes("/menu")

    bea = world.phone(4_002, "Bea", chat=plaza.about)
    await bea.taps_data(Claim(owner=mark).pack(), in_group.messages[-1])

    assert "de otra persona" in (bea.pop_up or "")
    assert "gift.claimed" not in world.topics()
