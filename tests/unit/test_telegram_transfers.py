"""Giving besitos in Telegram: whom, how many, one tap, once."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.callbacks import Give, owner_mark
from commands.users import BanUser
from commands.wallet import MoveBesitos
from domain.ids import UserId
from domain.referrals import referral_code
from tests.telegram_mock import Phone, Refused
from tests.telegram_world import World

BEA = 4_002


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def phones(world: World) -> tuple[Phone, Phone]:
    return world.phone(), world.phone(BEA, "Bea <b>")


async def met(world: World, phones: tuple[Phone, Phone], besitos: int = 200) -> str:
    """Both have come, and Ana has something to give; Bea's code."""
    for phone in phones:
        await phone.writes("/start")
    if besitos:
        await world.give(MoveBesitos(await world.user_id(phones[0]), besitos, "prize"), "test:prize")
    world.reads.catch_up()
    return referral_code(await world.user_id(phones[1]))


def message(phone: Phone, **content: Any) -> dict[str, Any]:
    return {
        "message": {
            "message_id": 900,
            "date": 1_772_366_400,
            "chat": phone.chat,
            "from": phone.user,
            **content,
        }
    }


def transfers(world: World) -> list[Any]:
    return [event for event in world.store.events if event.topic == "transfer.sent"]


async def test_from_the_wallet_one_learns_how_and_gets_ones_own_code(world: World, phones: Any) -> None:
    await met(world, phones)
    await phones[0].writes("/cartera")
    await phones[0].taps("Regalar")
    assert referral_code(await world.user_id(phones[0])) in phones[0].screen
    assert "Hoy te quedan 1.000" in phones[0].screen and "redondeado hacia arriba" in phones[0].screen


async def test_a_code_and_an_amount_ask_only_for_the_tap_and_both_are_told(world: World, phones: Any) -> None:
    ana, bea = phones
    code = await met(world, phones)
    await ana.writes(f"/regalar {code} 40")
    assert "40 besitos para Bea <b>" in ana.screen and "38" in ana.screen
    assert transfers(world) == []
    await ana.taps("Sí, regalar 40")
    assert "le han llegado 38" in ana.screen and "Te quedan 160" in ana.screen
    await world.settle()
    assert "regalo de Ana" in bea.screen and "38 besitos" in bea.screen
    await ana.writes("/cartera")
    assert "regalo para Bea <b>" in ana.screen and "comisión" in ana.screen


async def test_tapping_yes_twice_gives_once(world: World, phones: Any) -> None:
    ana = phones[0]
    code = await met(world, phones)
    await ana.writes(f"/regalar 40 {code}")
    (yes,) = [button for row in ana.keyboard for button in row if "Sí" in button["text"]]
    for _ in range(3):
        await ana.taps_data(yes["callback_data"])
    assert len(transfers(world)) == 1
    await ana.writes(f"/regalar 40 {code}")
    await ana.taps("Sí")
    assert len(transfers(world)) == 2


async def test_a_contact_and_a_forwarded_message_say_whom(world: World, phones: Any) -> None:
    ana, bea = phones
    await met(world, phones)
    forwarded = {"type": "user", "date": 1_772_366_000, "sender_user": bea.user}
    for content in (
        {"contact": {"phone_number": "1", "first_name": "B", "user_id": BEA}},
        {"forward_origin": forwarded, "text": "hi"},
    ):
        await ana.deliver(message(ana, **content))
        assert "¿Cuántos besitos para Bea" in ana.screen
        assert [label for label in ana.labels if "💋" in label] == ["10 💋", "25 💋", "50 💋", "100 💋"]
    await ana.taps("25 💋")
    await ana.taps("Sí, regalar 25")
    assert transfers(world)[0].amount == 25


async def test_who_hides_behind_a_forwarded_message_or_never_came_is_not_found(world: World, phones: Any) -> None:
    ana = phones[0]
    await met(world, phones)
    hidden = {"type": "hidden_user", "date": 1, "sender_user_name": "B"}
    stranger = {"phone_number": "1", "first_name": "X", "user_id": 99_999}
    for content in ({"forward_origin": hidden, "text": "hi"}, {"contact": stranger}):
        await ana.deliver(message(ana, **content))
        assert "No encuentro a esa persona" in ana.screen
    await ana.writes("/regalar nobody234567 5")
    assert "No encuentro a esa persona" in ana.screen


# --- by username -----------------------------------------------------------------------------------------------------


@pytest.fixture
def named(world: World) -> tuple[Phone, Phone]:
    return world.phone(), world.phone(BEA, "Bea", username="BeaBonita")


async def test_a_username_says_whom_and_the_confirmation_shows_both_names(world: World, named: Any) -> None:
    ana, bea = named
    await met(world, named)
    await ana.writes("/regalar @beabonita 40")
    assert "40 besitos para Bea (@BeaBonita)" in ana.screen and transfers(world) == []
    await ana.taps("Sí, regalar 40")
    assert [event.to for event in transfers(world)] == [await world.user_id(bea)]
    await ana.writes("/regalar @BEABONITA")
    assert "¿Cuántos besitos para Bea (@BeaBonita)" in ana.screen
    await ana.taps("25 💋")
    assert "25 besitos para Bea (@BeaBonita)" in ana.screen
    assert "BeaBonita" not in repr([event.state for event in world.store.events])


@pytest.mark.parametrize("name", ["@nobody_there", "@" + "a" * 32])
async def test_nobody_known_by_a_name_is_a_kind_answer_that_says_what_to_do(
    world: World, named: Any, name: str
) -> None:
    ana = named[0]
    await met(world, named)
    await ana.writes(f"/regalar {name} 40")
    assert f"se llame {name}" in ana.screen and "/start" in ana.screen and "responde a un mensaje" in ana.screen
    assert ana.labels[-1] == "🏠 Menú"


@pytest.mark.parametrize("name", ["@x", "@", "@no-such", "@" + "a" * 33, "@" + "a" * 3000, "@niña_"])
async def test_what_can_be_no_username_is_told_so_and_not_said_again(world: World, named: Any, name: str) -> None:
    ana = named[0]
    await met(world, named)
    await ana.writes(f"/regalar {name} 40")
    assert "no es un nombre de usuario" in ana.screen and "letras" in ana.screen
    assert len(ana.screen) < 400 and "aaaa" not in ana.screen


async def test_an_old_name_gives_nothing_to_who_had_it(world: World, named: Any) -> None:
    ana = named[0]
    await met(world, named)
    world.telegram.calls_herself(BEA, "bea_nueva")  # and has not written since
    await ana.writes("/regalar @beabonita 40")
    assert "No conozco a nadie" in ana.screen
    await ana.writes("/regalar @bea_nueva 40")
    assert "40 besitos para Bea (@bea_nueva)" in ana.screen, "what Telegram said has been noted"


async def test_a_name_that_somebody_else_has_now_is_theirs(world: World, named: Any) -> None:
    ana = named[0]
    await met(world, named)
    world.telegram.calls_herself(BEA, None)
    carla = world.phone(4_003, "Carla", username="beabonita")
    await carla.writes("/start")
    await ana.writes("/regalar @BeaBonita 40")
    assert "40 besitos para Carla (@beabonita)" in ana.screen


async def test_who_never_wrote_to_the_bot_can_not_be_made_sure_of(world: World, named: Any) -> None:
    ana = named[0]
    await met(world, named)
    await world.vault.user_for(4_004, "Dora", username="dora_dorada")
    await ana.writes("/regalar @dora_dorada 40")
    assert "No conozco a nadie" in ana.screen


async def test_without_an_answer_of_telegrams_nothing_is_offered(world: World, named: Any) -> None:
    ana = named[0]
    await met(world, named)
    world.telegram.next_time("getChat", Refused(500, "Internal Server Error"))
    await ana.writes("/regalar @beabonita 40")
    assert "no me ha dicho quién es @beabonita" in ana.screen and "40 besitos" not in ana.screen


async def test_a_username_in_a_group_leads_into_the_private_chat(world: World, named: Any) -> None:
    ana = named[0]
    code = await met(world, named)
    group = {"id": -100_5, "type": "supergroup", "title": "G"}
    entities = [{"type": "bot_command", "offset": 0, "length": 8}]
    await ana.deliver(message(ana, chat=group, text="/regalar @BeaBonita 30", entities=entities))
    link = world.telegram.messages_in(-100_5)[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link.endswith(f"?start=give_{code}_30_n")
    await ana.writes(f"/start {link.rpartition('=')[2]}")
    assert "30 besitos para Bea (@BeaBonita)" in ana.screen
    await ana.deliver(message(ana, chat=group, text="/regalar @nadie_aqui 30", entities=entities))
    assert "No conozco a nadie" in world.telegram.messages_in(-100_5)[-1]["text"]


async def test_in_a_group_a_reply_leads_into_the_private_chat(world: World, phones: Any) -> None:
    ana, bea = phones
    code = await met(world, phones)
    group = {"id": -100_5, "type": "supergroup", "title": "G"}
    replied = {"message_id": 5, "date": 1, "chat": group, "from": bea.user, "text": "hello"}
    entities = [{"type": "bot_command", "offset": 0, "length": 8}]
    await ana.deliver(message(ana, chat=group, text="/regalar 30", entities=entities, reply_to_message=replied))
    link = world.telegram.messages_in(-100_5)[-1]["reply_markup"]["inline_keyboard"][0][0]["url"]
    assert link.endswith(f"?start=give_{code}_30")
    await ana.writes(f"/start {link.rpartition('=')[2]}")
    assert "30 besitos para Bea" in ana.screen


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("{own} 10", "elige a otra persona"),
        ("{code} 4", "número entero de besitos, de 5 a 500"),
        ("{code} -40", "de 5 a 500"),
        ("{code} abc", "número entero de besitos, de 5 a 500"),
        ("{code} 5.5", "número entero de besitos, de 5 a 500"),
        ("{code} 99999999999999999999", "número entero de besitos, de 5 a 500"),
        ("@beabonita 5,5", "número entero de besitos, de 5 a 500"),
    ],
)
async def test_what_makes_no_sense_is_said_before_anything_is_asked(
    world: World, phones: Any, words: str, said: str
) -> None:
    ana = phones[0]
    code = await met(world, phones)
    await ana.writes("/regalar " + words.format(code=code, own=referral_code(await world.user_id(ana))))
    assert said in ana.screen and transfers(world) == []


async def test_what_is_not_there_any_more_is_refused_at_the_tap(world: World, phones: Any) -> None:
    ana, bea = phones
    code = await met(world, phones, besitos=20)
    await ana.writes(f"/regalar {code} 20")
    await world.give(MoveBesitos(await world.user_id(ana), -10, "fine"), "test:fine")
    await ana.taps("Sí")
    assert "Te faltan besitos" in (ana.pop_up or "")
    await world.give(BanUser(await world.user_id(bea), "spam"), "test:ban")
    await ana.writes(f"/regalar {code} 5")
    await ana.taps("Sí")
    assert "no se le puede dar" in (ana.pop_up or "")
    assert transfers(world) == []


@pytest.mark.parametrize(
    "data", ["gv:{owner}:xxx:10:1", "gv:{owner}:{code}:ten:1", "gv:{owner}:{code}:10:Á", "gv:{owner}:{code}:10:"]
)
async def test_a_forged_button_gives_nothing(world: World, phones: Any, data: str) -> None:
    ana = phones[0]
    code = await met(world, phones)
    await ana.taps_data(data.format(owner=owner_mark(await world.user_id(ana)), code=code))
    assert transfers(world) == []
    assert "ya no sirve" in (ana.pop_up or "")


async def test_a_button_that_somebody_else_was_asked_with_is_theirs(world: World, phones: Any) -> None:
    ana, bea = phones
    code = await met(world, phones)
    await ana.writes(f"/regalar {code} 10")
    (yes,) = [button for row in ana.keyboard for button in row if "Sí" in button["text"]]
    await bea.taps_data(yes["callback_data"])
    assert transfers(world) == []


def test_the_longest_button_fits() -> None:
    user = UserId("f" * 16)
    data = Give(owner=owner_mark(user), code=referral_code(user), amount="1000000000", asked="zzzzzz").pack()
    assert len(data) <= 64


async def test_somebody_erased_is_nobody_by_name(world: World, phones: Any) -> None:
    ana, bea = phones
    code = await met(world, phones)
    await ana.writes(f"/regalar {code} 10")
    await ana.taps("Sí")
    world.vault.erase(await world.user_id(bea))
    await ana.writes("/cartera")
    assert "regalo para alguien" in ana.screen
