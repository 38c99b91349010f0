"""Reactions in groups and reward buttons in channels, in Telegram's shapes."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.bot_api import Refused
from adapters.telegram.callbacks import EVERYBODY, Claim, Prize
from adapters.telegram.intake import Held
from commands.message_reactions import MarkPost
from commands.ports import StoreUnavailable
from commands.users import BanUser, GrantRole
from queries.message_reactions import posts_of, reactions_of
from tests.telegram_mock import Phone
from tests.telegram_places import WHEN, Place, member
from tests.telegram_world import World

CHANNEL = {"telegram_id": -1_001_700_000_002, "kind": "channel", "title": "El balcón"}


@pytest.fixture
async def world(tmp_path: Path) -> AsyncIterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/start")
    return phone


@pytest.fixture
async def plaza(world: World, ana: Phone) -> Place:
    place = Place(world, ana)
    await place.gives("administrator")
    return place


@pytest.fixture
async def balcon(world: World, ana: Phone) -> Place:
    place = Place(world, ana, **CHANNEL)
    await place.gives("administrator", "can_edit_messages", "can_post_messages")
    return place


def rewards(world: World) -> list[tuple[int, str]]:
    return [(each.message_id, each.emoji) for each in world.store.events if each.topic == "reaction.rewarded"]


# --- reactions -------------------------------------------------------------------------------------------------------


async def test_a_reaction_in_a_group_is_rewarded_without_a_word(world: World, ana: Phone, plaza: Place) -> None:
    before = len(world.telegram.calls)
    await plaza.reacts(ana, 7, "❤")
    assert rewards(world) == [(7, "❤")]
    assert "wallet.credited" in world.topics(await world.user_id(ana))
    assert list(world.telegram.calls)[before:] == []
    await ana.writes("/wallet")
    assert "por reaccionar" in ana.screen


async def test_a_message_of_the_supergroup_is_another_one_than_the_groups_of_its_number(
    world: World, ana: Phone
) -> None:
    await world.give(GrantRole(await world.user_id(ana), "admin"), "test:admin")
    group = Place(world, ana, -4_001, "group", "Barrio")
    supergroup = Place(world, ana, -1_001_700_000_003, "supergroup", "Barrio")
    await group.gives("administrator")
    chat_id = await group.chat_id()
    await world.give(MarkPost(chat_id, 7, 50), "test:mark")
    await group.reacts(ana, 7, "❤")
    await group.says(migrate_to_chat_id=supergroup.telegram_id)
    await supergroup.gives("administrator")
    assert await supergroup.chat_id() == chat_id
    for emoji in ("❤", "🔥"):
        await supergroup.reacts(ana, 7, emoji)
    assert rewards(world) == [(7, "❤"), (7, "❤")]
    await world.settle()
    views = (await world.reads.run(reactions_of, await world.user_id(ana))).items
    assert [each.besitos for each in views] == [1, 50]
    [marked] = await world.reads.run(posts_of, chat_id)
    assert (marked.besitos, marked.rewarded) == (50, 1)


async def test_taking_back_changing_and_reacting_again_gives_nothing(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.reacts(ana, 7, "❤")
    await plaza.reacts(ana, 7, old=["❤"])
    await plaza.reacts(ana, 7, "❤")
    await plaza.reacts(ana, 7, "🔥", old=["❤"])
    assert rewards(world) == [(7, "❤")]


async def test_the_same_update_again_pays_once(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.reacts(ana, 7, "❤")
    await ana.again()
    assert rewards(world) == [(7, "❤")]


async def test_reacting_to_ones_own_message_gives_nothing_and_to_anothers_does(
    world: World, ana: Phone, plaza: Place
) -> None:
    bea = world.phone(4_002, "Bea")
    said = await plaza.hears(bea, "¿Quién viene a la verbena?")
    assert 4_002 not in world.vault.known, "who only talks to others stays unknown"
    await plaza.reacts(bea, said, "❤")
    assert rewards(world) == [] and plaza.texts() == []
    await plaza.reacts(ana, said, "❤")
    assert rewards(world) == [(said, "❤")]


async def test_who_wrote_a_message_while_the_vault_was_away_is_not_known(
    world: World, ana: Phone, plaza: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: int) -> None:
        raise StoreUnavailable("away")

    monkeypatch.setattr(world.vault, "note_author", away)
    said = await plaza.hears(ana, "hola")
    await plaza.reacts(ana, said, "❤")
    assert rewards(world) == [(said, "❤")]


async def test_what_is_no_persons_reaction_is_passed_over(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.reacts(ana, 7, "❤", user=None, actor_chat=plaza.about)
    await plaza.reacts(ana, 8, "❤", user={"id": 77, "is_bot": True, "first_name": "Bot"})
    await plaza.reacts(ana, 9, "paid")
    assert rewards(world) == []


async def test_custom_emoji_count_and_are_not_told_apart(world: World, ana: Phone, plaza: Place) -> None:
    await plaza.reacts(ana, 7, "5368324170671202286")
    assert rewards(world) == [(7, "custom")]


async def test_who_reacts_for_the_first_time_ever_is_registered_without_a_word(world: World, plaza: Place) -> None:
    bea = world.phone(4_002, "Bea", language="en")
    await plaza.reacts(bea, 7, "❤")
    await world.settle()
    bea_id = await world.user_id(bea)
    assert [topic for topic in world.topics(bea_id) if topic.startswith(("user.", "reaction."))] == [
        "user.registered",
        "user.reachability_changed",
        "reaction.counted",
        "reaction.rewarded",
    ]
    assert bea.messages == []
    assert (await world.reads.run(reactions_of, bea_id)).items[0].message_id == 7


async def test_who_only_takes_a_reaction_back_becomes_no_member(world: World, plaza: Place) -> None:
    bea = world.phone(4_002, "Bea")
    await plaza.reacts(bea, 7, old=["❤"])
    assert await world.vault.find(4_002) is None


async def test_the_banned_get_nothing_and_hear_nothing(world: World, ana: Phone, plaza: Place) -> None:
    await world.give(BanUser(await world.user_id(ana), "spam"), "http:x:1")
    before = len(world.telegram.calls)
    await plaza.reacts(ana, 7, "❤")
    assert rewards(world) == []
    assert list(world.telegram.calls)[before:] == []


async def test_it_counts_when_it_was_made_though_it_comes_late(world: World, ana: Phone, plaza: Place) -> None:
    world.clock.pass_time(hours=5)
    await plaza.reacts(ana, 7, "❤")
    (counted,) = [each for each in world.store.events if each.topic == "reaction.counted"]
    assert counted.at == datetime.fromtimestamp(WHEN, UTC)


async def test_a_group_that_the_bot_was_in_before_it_noted_such_things_is_noted_at_the_first_reaction(
    world: World, ana: Phone
) -> None:
    old = Place(world, ana, -1_001_700_000_009)
    await old.says(text="hola")
    change = {"chat": old.about, "from": ana.user, "new_chat_member": member("administrator")}
    world.telegram.seen({"my_chat_member": change})

    await old.reacts(ana, 7, "❤")

    assert rewards(world) == [(7, "❤")]
    assert "chat.registered" in world.topics()
    await ana.again()
    assert rewards(world) == [(7, "❤")]


async def test_reactions_move_missions_and_achievements(world: World, ana: Phone, plaza: Place) -> None:
    for message in range(1, 11):
        await plaza.reacts(ana, message, "❤")
    await world.settle()
    told = " ".join(str(message["text"]) for message in ana.messages)
    assert "Misión cumplida: Ronda de aplausos" in told
    assert "Corazón fácil" in told


async def test_a_hint_that_reactions_unlock_is_told(world: World, ana: Phone, plaza: Place) -> None:
    for message in range(1, 26):
        await plaza.reacts(ana, message, "❤")
    await world.settle()
    assert any("El silbido de Nima" in message["text"] for message in ana.messages)


async def test_reactions_while_the_store_is_away_are_held_and_nobody_is_told_in_the_group(
    world: World, ana: Phone, plaza: Place
) -> None:
    world.store.away = True
    before = len(world.telegram.calls)
    with pytest.raises(Held):
        await plaza.reacts(ana, 7, "❤")
    assert list(world.telegram.calls)[before:] == []
    world.store.away = False
    await ana.again()
    assert rewards(world) == [(7, "❤")]


# --- the button under a channel's post -------------------------------------------------------------------------------


async def moderating(world: World, phone: Phone) -> None:
    await world.give(GrantRole(await world.user_id(phone), "moderator"), f"http:x:{phone.user['id']}")
    await world.settle()


async def forwards(phone: Phone, post: dict[str, Any], channel: Place) -> None:
    origin = {"type": "channel", "date": WHEN, "chat": channel.about, "message_id": post["message_id"]}
    message = {"message_id": 900, "date": WHEN, "chat": phone.chat, "from": phone.user, "text": post["text"]}
    await phone.deliver({"message": message | {"forward_origin": origin}})


async def test_a_moderator_forwards_a_post_and_a_button_pays_each_who_taps_it_once(
    world: World, ana: Phone, balcon: Place
) -> None:
    await moderating(world, ana)
    post = await balcon.posts("Hoy hay verbena")
    await forwards(ana, post, balcon)
    await ana.taps("💋 5")
    await world.settle()
    assert "5 besitos" in ana.screen
    shown = world.telegram.messages_in(balcon.telegram_id)[0]
    (key,) = shown["reply_markup"]["inline_keyboard"][0]
    assert "5" in key["text"]

    bea = world.phone(4_002, "Bea", chat=balcon.about)
    await bea.taps_data(key["callback_data"], shown)
    assert "+5" in (bea.pop_up or "")
    await bea.taps_data(key["callback_data"], shown)
    assert "ya son tuyos" in (bea.pop_up or "")
    assert rewards(world) == [(post["message_id"], "button")]
    await world.settle()
    (marked,) = await world.reads.run(posts_of, await balcon.chat_id())
    assert (marked.besitos, marked.button, marked.rewarded) == (5, True, 1)


async def test_a_link_under_a_post_leads_each_reader_to_a_question_in_private(
    world: World, ana: Phone, balcon: Place
) -> None:
    await moderating(world, ana)
    post = await balcon.posts("Hoy hay verbena")
    await forwards(ana, post, balcon)
    await ana.taps("💋 3")
    await world.settle()
    await forwards(ana, post, balcon)
    await ana.taps("Enlace a una pregunta")
    await world.settle()

    rows = world.telegram.messages_in(balcon.telegram_id)[0]["reply_markup"]["inline_keyboard"]
    assert [row[0].get("callback_data") is None for row in rows] == [False, True]
    bea = world.phone(4_002, "Bea")
    await bea.writes(f"/start {rows[1][0]['url'].split('start=')[1]}")
    assert bea.messages[-1]["poll"]["type"] == "quiz"


async def test_who_does_not_moderate_puts_no_button(world: World, ana: Phone, balcon: Place) -> None:
    post = await balcon.posts("Hoy hay verbena")
    await forwards(ana, post, balcon)
    assert "moderan" in ana.screen
    assert "post.marked" not in world.topics()


async def test_a_channel_that_the_bot_does_not_know_is_told_kindly(world: World, ana: Phone) -> None:
    await moderating(world, ana)
    await forwards(ana, {"message_id": 5, "text": "x"}, Place(world, ana, -1_009, "channel", "Otro"))
    assert "no lo conozco" in ana.screen


async def test_a_button_on_a_message_that_nobody_marked_pays_nothing(world: World, ana: Phone, balcon: Place) -> None:
    post = await balcon.posts("Falso")
    bea = world.phone(4_002, "Bea", chat=balcon.about)
    await bea.taps_data(Prize().pack(), post)
    assert rewards(world) == []
    assert bea.pop_up


async def test_only_the_reward_button_is_for_everybody(world: World, ana: Phone) -> None:
    await ana.taps_data(Claim(owner=EVERYBODY).pack())
    assert "de otra persona" in (ana.pop_up or "")
    assert "gift.claimed" not in world.topics()


async def test_a_post_that_is_gone_is_logged_and_done_with(
    world: World, ana: Phone, balcon: Place, caplog: pytest.LogCaptureFixture
) -> None:
    await world.give(MarkPost(await balcon.chat_id(), 404, 5), "http:x:1")
    await world.settle()
    assert "no button under the post" in caplog.text


async def test_a_button_is_put_again_when_telegram_was_away(world: World, ana: Phone, balcon: Place) -> None:
    post = await balcon.posts("Hoy hay verbena")
    await world.give(MarkPost(await balcon.chat_id(), post["message_id"], 5), "http:x:1")
    event = next(each for each in world.store.events if each.topic == "post.marked")
    world.telegram.next_time("editMessageReplyMarkup", Refused(502, "Bad Gateway"))
    with pytest.raises(Exception, match="Bad Gateway"):
        await world.reward_buttons.put(event)
    await world.reward_buttons.put(event)
    await world.reward_buttons.put(replace(event))
    assert len(world.telegram.sent("editMessageReplyMarkup")) == 1


async def test_in_a_group_a_moderator_answers_a_message_to_make_it_worth_more(
    world: World, ana: Phone, plaza: Place
) -> None:
    await moderating(world, ana)
    answer = {"message_id": 55, "date": WHEN, "chat": plaza.about, "from": ana.user, "text": "¿Quién viene?"}
    entities = [{"type": "bot_command", "offset": 0, "length": 7}]
    message = {"message_id": 56, "date": WHEN, "chat": plaza.about, "from": ana.user, "entities": entities}
    for amount in ("99999999999999999999", "0", "1001", "x"):
        await ana.deliver({"message": message | {"text": f"/premio {amount}", "reply_to_message": answer}})
        assert "de 1 a 1" in plaza.texts()[-1], amount
    await ana.deliver({"message": message | {"text": "/premio 20", "reply_to_message": answer}})
    assert "20 besitos" in plaza.texts()[-1]
    await ana.writes("/premio 20")
    assert "se escribe en el grupo" in ana.screen
    bea = world.phone(4_002, "Bea")
    await bea.deliver({"message": message | {"from": bea.user, "text": "/premio 20", "reply_to_message": answer}})
    assert "moderan" in plaza.texts()[-1]
    assert not world.telegram.messages_in(plaza.telegram_id)[-1].get("reply_markup")
    await bea.writes("/premio 20")
    assert "moderan" in bea.screen

    await plaza.reacts(ana, 55, "❤")
    (credited,) = [each for each in world.store.events if each.topic == "wallet.credited"]
    assert credited.amount == 20
