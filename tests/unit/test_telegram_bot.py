"""The bot as its users meet it: real dispatcher, bus, content and read models over a log in memory."""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.callbacks import Claim, Live, Open, Speak, owner_mark
from adapters.telegram.dispatcher import allowed_updates
from commands.missions import SetMissionProgress
from commands.users import BanUser, GrantRole, RegisterUser
from commands.wallet import MoveBesitos
from queries.users import user_view
from tests.telegram_mock import Phone
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def ana(world: World) -> Phone:
    return world.phone()


async def started(phone: Phone) -> Phone:
    await phone.writes("/start")
    return phone


# --- arriving --------------------------------------------------------------------------------------------------------


async def test_first_contact_registers_in_the_language_of_their_telegram(world: World, ana: Phone) -> None:
    await ana.writes("/start")
    assert "Hola, Ana" in ana.screen
    assert world.topics()[:2] == ["user.registered", "user.visited"]
    registered = world.store.events[0]
    assert (registered.language, registered.time_zone, registered.time_zone_known) == (
        "es",
        "America/Mexico_City",
        False,
    )


@pytest.mark.parametrize(("telegram", "spoken"), [("en-GB", "Hello"), ("de", "Hola"), (None, "Hola")])
async def test_who_speaks_neither_is_met_in_the_communitys_language(
    world: World, telegram: str | None, spoken: str
) -> None:
    phone = world.phone(language=telegram)
    await phone.writes("/start")
    assert spoken in phone.screen


async def test_who_was_known_but_never_here_is_welcomed_once(world: World, ana: Phone) -> None:
    user_id = await world.vault.user_for(ana.user["id"], "Ana")
    await world.give(RegisterUser(user_id, "es"), "import:x:1")
    world.reads.catch_up()
    await ana.writes("/start")
    assert "Hola, Ana" in ana.screen
    await ana.writes("/start")
    assert "Hola otra vez" in ana.screen


async def test_who_was_known_from_a_group_only_is_welcomed_at_their_first_start(world: World, ana: Phone) -> None:
    group = world.phone(chat=GROUP)
    await group.writes("/menu")
    user_id = await world.user_id(ana)
    assert (await world.reads.run(user_view, user_id)).reach == "never_started"
    await ana.writes("/start")
    assert "Hola, Ana" in ana.screen
    assert (await world.reads.run(user_view, user_id)).reach == "reachable"
    await ana.writes("/start")
    assert "Hola otra vez" in ana.screen


async def test_coming_back_registers_nobody_twice(world: World, ana: Phone) -> None:
    await ana.writes("/start")
    await ana.writes("/start")
    assert world.topics() == ["user.registered", "user.visited"]
    assert "Hola otra vez" in ana.screen


async def test_any_first_message_registers(world: World, ana: Phone) -> None:
    await ana.writes("qué es esto")
    assert world.topics()[0] == "user.registered"
    assert "No entiendo" in ana.screen


async def test_no_event_holds_a_name_or_a_telegram_id(world: World) -> None:
    phone = world.phone(telegram_id=987_654_321, name="Genoveva")
    await phone.writes("/start")
    await phone.taps("Regalo")
    for event in world.store.events:
        assert "Genoveva" not in repr(event)
        assert "987654321" not in repr(event)


async def test_an_update_has_one_correlation_and_numbered_commands(world: World, ana: Phone) -> None:
    await ana.writes("/gift")
    update = ana.last_update["update_id"]
    assert {event.correlation_id for event in world.store.events} == {f"telegram:1:{update}"}
    ids = list(dict.fromkeys(event.commit_id for event in world.store.events))
    assert ids == [f"telegram:1:{update}:{number}" for number in range(3)]


async def test_a_visit_is_noted_once_a_local_day(world: World, ana: Phone) -> None:
    await started(ana)
    world.clock.pass_time(hours=5)
    await ana.writes("/menu")
    world.clock.pass_time(hours=8)
    await ana.writes("/menu")
    assert world.topics().count("user.visited") == 2


# --- the menu --------------------------------------------------------------------------------------------------------


async def test_a_menu_is_changed_in_place(ana: Phone) -> None:
    await started(ana)
    for label in ("Misiones", "Menú", "Logros", "Menú", "Besitos", "Menú", "Idioma", "Menú", "Hora", "Menú"):
        await ana.taps(label)
    assert len(ana.messages) == 1


async def test_every_screen_leads_home(ana: Phone) -> None:
    await started(ana)
    for label in ("Misiones", "Logros", "Besitos", "Historia", "Idioma", "Hora"):
        await ana.taps(label)
        assert ana.labels[-1] == "🏠 Menú"
        await ana.taps("Menú")


async def test_the_third_screen_leads_back_and_home(ana: Phone) -> None:
    await started(ana)
    await ana.taps("Misiones")
    await ana.taps("Buenos días")
    assert ana.labels == ["‹ Volver", "🏠 Menú"]
    await ana.taps("Volver")
    assert "Misiones" in ana.screen.splitlines()[0]


async def test_the_same_screen_again_is_no_error(ana: Phone, caplog: pytest.LogCaptureFixture) -> None:
    await started(ana)
    await ana.taps("Idioma")
    await ana.taps_data(Open(owner=owner_of(ana), screen="language").pack())
    assert len(ana.messages) == 1
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_message_that_cannot_be_edited_any_more_is_sent_anew(world: World, ana: Phone) -> None:
    await started(ana)
    old = ana.messages[-1]
    await world.bot.delete_message(ana.chat["id"], old["message_id"])
    await ana.taps_data(Open(owner=owner_mark(await world.user_id(ana)), screen="wallet").pack(), old)
    assert "Tus besitos" in ana.screen


async def test_the_menu_shows_what_was_just_done(ana: Phone) -> None:
    await started(ana)
    await ana.taps("Regalo")
    await ana.taps("Menú")
    assert "💋 10 besitos" in ana.screen
    assert "mañana a las 00:00" in ana.screen


async def test_read_models_that_are_behind_are_admitted(world: World, ana: Phone) -> None:
    await started(ana)
    world.reads.frozen = True
    await ana.taps("Regalo")
    await ana.taps("Menú")
    assert "puede tardar un momento" in ana.screen


async def test_names_are_escaped(world: World) -> None:
    phone = world.phone(name="<b>Eva & <i>")
    await phone.writes("/start")
    assert "<b>Eva & <i>" in phone.screen


async def test_what_is_no_command_is_answered(ana: Phone) -> None:
    await started(ana)
    for content in ("hola", "x" * 4096, "/nosuchcommand", "<b>"):
        await ana.writes(content)
        assert "No entiendo" in ana.screen


async def test_what_has_no_text_is_answered(ana: Phone) -> None:
    await started(ana)
    sticker = {"message_id": 50, "date": 1, "chat": ana.chat, "from": ana.user, "dice": {"emoji": "🎲", "value": 3}}
    await ana.deliver({"message": sticker})
    assert "No entiendo" in ana.screen


async def test_help_lists_the_commands(ana: Phone) -> None:
    await ana.writes("/ayuda")
    assert "/regalo" in ana.screen


@pytest.mark.parametrize(
    ("payload", "shown"),
    [("wallet", "Tus besitos"), ("misiones", "Misiones"), ("achievements", "Logros"), ("story", "correo"),
     ("hora", "Qué hora"), ("language", "idioma"), ("whatever", "Hola"), ("", "Hola")],
)  # fmt: skip
async def test_a_deep_link_opens_its_screen(ana: Phone, payload: str, shown: str) -> None:
    await ana.writes(f"/start {payload}".strip())
    assert shown in ana.screen


# --- the gift --------------------------------------------------------------------------------------------------------


async def test_the_gift_is_taken_by_one_tap(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Regalo")
    assert "¡10 besitos para ti!" in ana.screen
    assert world.topics()[-2:] == ["gift.claimed", "wallet.credited"]


async def test_a_second_gift_is_refused_kindly(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Regalo")
    await ana.taps("Menú")
    before = len(world.store.events)
    await ana.taps("Regalo")
    assert "El siguiente te espera mañana a las 00:00" in (ana.pop_up or "")
    assert len(world.store.events) == before
    await ana.writes("/regalo")
    assert "El siguiente te espera" in ana.screen


async def test_the_streak_grows(world: World, ana: Phone) -> None:
    await ana.writes("/gift")
    world.clock.pass_time(days=1)
    await ana.writes("/gift")
    assert "¡11 besitos" in ana.screen
    assert "2 días de racha" in ana.screen
    await ana.writes("/menu")
    assert "2 días de racha" in ana.screen


# --- once is once ----------------------------------------------------------------------------------------------------


async def test_an_update_delivered_twice_is_one_command_and_answered_again(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Regalo")
    recorded = len(world.store.events)
    await ana.again()
    assert len(world.store.events) == recorded
    assert "¡10 besitos para ti!" in ana.screen


async def test_a_refused_update_delivered_twice_is_refused_twice(world: World, ana: Phone) -> None:
    await ana.writes("/gift")
    await ana.writes("/gift")
    world.clock.pass_time(days=2)
    await ana.again()
    assert "Ya recogiste tu regalo" in ana.screen
    assert world.topics().count("gift.claimed") == 1


async def test_every_tap_is_answered(world: World, ana: Phone) -> None:
    await started(ana)
    taps = [Claim(owner=owner_of(ana)).pack(), "", "x", "o", ":::", "o:a:b:c:d:e", "c:" + owner_of(ana), "💋" * 16]
    taps += [
        Open(owner=owner_of(ana), screen=screen, what="nope").pack() for screen in ("mission", "achievement", "story")
    ]
    for data in taps:
        await ana.taps_data(data)
    answered = {call.params["callback_query_id"] for call in world.telegram.sent("answerCallbackQuery")}
    assert len(answered) == len(taps)
    assert not [call for call in world.telegram.calls if call.error]


# --- buttons are not trusted -----------------------------------------------------------------------------------------


def owner_of(phone: Phone) -> str:
    data: str = phone.keyboard[0][0]["callback_data"]
    return data.split(":")[1]


async def test_a_tap_on_somebody_elses_button_does_nothing(world: World, ana: Phone) -> None:
    await started(ana)
    bea = await started(world.phone(4_002, "Bea"))
    recorded = len(world.store.events)
    await bea.taps_data(Claim(owner=owner_of(ana)).pack())
    assert "otra persona" in (bea.pop_up or "")
    assert len(world.store.events) == recorded


@pytest.mark.parametrize("data", ["", "nonsense", "g", "o:%s", "o:%s:nowhere:", "c:%s:correo:zz:0:0", "v1:%s:buy:9"])
async def test_data_that_was_no_button_of_ours_is_answered(world: World, ana: Phone, data: str) -> None:
    await started(ana)
    recorded = len(world.store.events)
    await ana.taps_data(data.replace("%s", owner_of(ana)))
    assert ana.pop_up
    assert len(world.store.events) == recorded


@pytest.mark.parametrize("screen", ["mission", "achievement"])
async def test_a_screen_of_something_that_does_not_exist_says_so(ana: Phone, screen: str) -> None:
    await started(ana)
    await ana.taps_data(Open(owner=owner_of(ana), screen=screen, what="no_such_thing").pack())
    assert "ya no existe" in (ana.pop_up or "")


async def test_a_hidden_achievement_cannot_be_looked_at(world: World, ana: Phone) -> None:
    await started(ana)
    hidden = next(each for each in world.bus.content.achievements if each.hidden)
    await ana.taps("Logros")
    assert hidden.title.es not in ana.screen
    await ana.taps_data(Open(owner=owner_of(ana), screen="achievement", what=hidden.id).pack())
    assert "ya no existe" in (ana.pop_up or "")


@pytest.mark.parametrize("language", ["fr", "xx", "e" * 20])
async def test_a_language_that_is_not_spoken_is_refused(world: World, ana: Phone, language: str) -> None:
    await started(ana)
    await ana.taps_data(Speak(owner=owner_of(ana), language=language).pack())
    assert "no sirve" in (ana.pop_up or "")
    assert "user.language_changed" not in world.topics()


async def test_a_zone_that_does_not_exist_is_refused(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps_data(Live(owner=owner_of(ana), zone="Mars/Olympus").pack())
    assert "no sirve" in (ana.pop_up or "")
    assert "user.time_zone_changed" not in world.topics()


@pytest.mark.parametrize("what", ["", "abc", "9" * 18, "-1", "٣", "1" * 40])
async def test_a_page_of_the_statement_that_does_not_exist_is_no_error(
    ana: Phone, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    await ana.writes("/gift")
    await ana.taps_data(Open(owner=owner_of(ana), screen="statement", what=what).pack())
    assert "Movimientos" in ana.screen
    assert not [record for record in caplog.records if record.levelno >= logging.ERROR]


@pytest.mark.parametrize("what", ["", "abc", "99999", "-99999", "٣٠٠", "--60"])
async def test_hours_that_no_clock_shows_lead_back_to_the_hours(ana: Phone, what: str) -> None:
    await started(ana)
    await ana.taps_data(Open(owner=owner_of(ana), screen="places", what=what).pack())
    assert "Qué hora es ahí" in ana.screen


async def test_the_banned_are_told_and_do_nothing(world: World, ana: Phone) -> None:
    await started(ana)
    await world.give(BanUser(await world.user_id(ana), "spam"), "http:x:1")
    recorded = len(world.store.events)
    await ana.taps("Regalo")
    assert "no puedes participar" in (ana.pop_up or "")
    world.reads.catch_up()
    await ana.writes("/menu")
    assert "no puedes participar" in ana.screen and "Motivo: «spam»" in ana.screen and "/paysupport" in ana.screen
    assert len(world.store.events) == recorded


# --- language and time -----------------------------------------------------------------------------------------------


async def test_the_language_changes_at_once_and_for_good(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Idioma")
    assert ana.labels[:2] == ["✓ Español", "English"]
    await ana.taps("English")
    assert "Gift" in ana.labels[0]
    await ana.writes("/menu")
    assert "next gift" in ana.screen or "Today's gift" in ana.screen
    assert world.topics().count("user.language_changed") == 1


async def test_the_time_zone_is_found_in_two_taps(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Hora")
    assert "✓ 12:00" in ana.labels
    assert "mar 00:00" in ana.labels
    assert len(set(ana.labels)) == len(ana.labels)
    await ana.taps("15:00")
    assert "Buenos Aires" in ana.labels
    await ana.taps("Buenos Aires")
    changed = world.store.events[-1]
    assert (changed.topic, changed.time_zone) == ("user.time_zone_changed", "America/Argentina/Buenos_Aires")
    assert "medianoche de Buenos Aires" in ana.screen
    assert "otra hora" not in ana.screen


async def test_the_time_zone_is_found_by_name(world: World, ana: Phone) -> None:
    await ana.writes("/hora Bogotá")
    assert world.store.events[-1].time_zone == "America/Bogota"
    await ana.writes("/hora Atlántida <b>")
    assert "No encuentro «Atlántida <b>»" in ana.screen


async def test_times_are_told_by_the_users_clock(ana: Phone) -> None:
    await ana.writes("/hora Madrid")
    await ana.writes("/gift")
    assert "mañana a las 00:00" in ana.screen
    await ana.writes("/wallet")
    assert "hoy a las 19:00" in ana.screen


# --- wallet, missions, achievements ----------------------------------------------------------------------------------


async def test_the_wallet_says_where_besitos_came_from(world: World, ana: Phone) -> None:
    await ana.writes("/gift")
    await world.react()
    await ana.writes("/cartera")
    assert "Disponibles: 25" in ana.screen
    assert "+10 · regalo del día · hoy a las 12:00" in ana.screen
    assert "+10 · misión «Buenos días»" in ana.screen


async def test_the_words_of_an_admin_are_shown_as_they_are(world: World, ana: Phone) -> None:
    await started(ana)
    user = await world.user_id(ana)
    await world.give(MoveBesitos(user, 30, "premio <3 del viernes"), "http:x:1")
    await world.give(MoveBesitos(user, -5, "multa"), "http:x:2")
    world.reads.catch_up()
    await ana.writes("/wallet")
    assert "+30 · premio <3 del viernes" in ana.screen
    assert "−5 · multa" in ana.screen


async def test_the_statement_has_pages(world: World, ana: Phone) -> None:
    await started(ana)
    user = await world.user_id(ana)
    for number in range(1, 24):
        await world.give(MoveBesitos(user, number, f"nota {number:02}"), f"http:x:{number}")
    world.reads.catch_up()
    await ana.writes("/wallet")
    await ana.taps("Todos los movimientos")
    pages = [ana.screen]
    while "Anteriores ›" in ana.labels:
        await ana.taps("Anteriores")
        pages.append(ana.screen)
    told = [f"nota {number:02}" for number in range(23, 0, -1)]
    assert [note for page in pages for note in told if note in page] == told
    assert len(pages) == 3
    await ana.taps("Los últimos")
    assert ana.screen == pages[0]
    assert ana.labels[-2:] == ["‹ Volver", "🏠 Menú"]


async def test_a_mission_is_done_by_its_steps_and_rewarded_once(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Misiones")
    assert "🌅" in ana.screen or "Buenos días · 0/1" in ana.screen
    await ana.writes("/gift")
    await world.settle()
    await ana.writes("/missions")
    assert "✅ Buenos días" in ana.screen
    await ana.taps("Buenos días")
    assert "Cumplida por hoy" in ana.screen
    await world.settle()
    user = await world.user_id(ana)
    assert world.topics(user).count("mission.completed") == 1
    assert sum("Misión cumplida: Buenos días" in message["text"] for message in ana.messages) == 1


async def test_a_daily_mission_begins_again_the_next_day(world: World, ana: Phone) -> None:
    await ana.writes("/gift")
    await world.react()
    world.clock.pass_time(days=1)
    await ana.writes("/missions")
    assert "✅ Buenos días" not in ana.screen
    assert "Buenos días · 0/1" in ana.screen


async def test_locked_missions_say_how_to_open_them(world: World, ana: Phone) -> None:
    await started(ana)
    await ana.taps("Misiones")
    vip = next(each for each in world.bus.content.missions if each.vip_only)
    await ana.taps(vip.title.es[:12])
    assert "VIP" in ana.screen
    await ana.taps("Volver")
    of_story = next(each for each in world.bus.content.missions if each.kind == "story")
    await ana.taps(of_story.title.es[:12])
    assert "leyendo la historia" in ana.screen


async def test_a_mission_to_take_on_has_a_button_for_it(world: World, ana: Phone) -> None:
    await started(ana)
    dare = next(each for each in world.bus.content.missions if each.taken_on)
    await world.give(SetMissionProgress(await world.user_id(ana), dare.requires[0], 1_000), "http:x:1")
    await world.react()
    await ana.writes("/missions")
    await ana.taps(dare.title.es[:12])
    assert "Cuenta desde que la aceptas; entonces tienes 48 horas" in ana.screen
    screen, button = ana.messages[-1], ana.keyboard[0][0]["callback_data"]
    await ana.taps("La acepto")
    assert world.topics()[-1] == "mission.started" and ana.pop_up == "🤝 Es tuya. ¡Suerte!"
    assert "⏳ Hasta" in ana.screen and "La acepto" not in "".join(ana.labels)
    recorded = len(world.store.events)
    await ana.taps_data(button, screen)
    assert len(world.store.events) == recorded and "⏳ Hasta" in ana.screen


async def test_an_achievement_is_told_and_shown(world: World, ana: Phone) -> None:
    await ana.writes("/gift")
    await world.settle()
    assert any("Logro: Un beso al día" in message["text"] for message in ana.messages)
    await ana.writes("/logros")
    assert "🥉 Un beso al día · bronce" in ana.screen
    assert "1 de" in ana.screen.splitlines()[0]
    await ana.taps("Un beso al día")
    assert "🥉 bronce" in ana.screen


async def test_roles_do_not_change_what_a_member_sees(world: World, ana: Phone) -> None:
    await started(ana)
    await world.give(GrantRole(await world.user_id(ana), "moderator"), "http:x:1")
    world.reads.catch_up()
    await ana.writes("/menu")
    assert "besitos" in ana.screen


# --- groups ----------------------------------------------------------------------------------------------------------

GROUP = {"id": -100_1, "type": "supergroup", "title": "Barrio"}


async def test_in_a_group_a_command_is_answered_with_the_way_to_the_private_chat(world: World) -> None:
    phone = world.phone(chat=GROUP)
    await phone.writes("/wallet@yabot_simulator_bot")
    assert phone.keyboard[0][0]["url"] == "https://t.me/yabot_simulator_bot?start=wallet"
    assert "Disponibles" not in phone.screen


async def test_in_a_group_what_is_not_for_the_bot_is_left_alone(world: World) -> None:
    phone = world.phone(chat=GROUP)
    await phone.writes("hola a todos")
    await phone.writes("/wallet@other_bot")
    assert phone.messages == []


async def test_in_a_group_a_command_that_nobody_here_knows_is_left_alone_unless_it_names_the_bot(world: World) -> None:
    phone = world.phone(chat=GROUP)
    await phone.writes("/weather Madrid")
    assert phone.messages == [] and world.vault.known == {}
    await phone.writes("/weather@yabot_simulator_bot")
    assert "en privado" in phone.screen
    await phone.writes("/cartera")
    assert phone.keyboard[0][0]["url"].endswith("?start=cartera")


async def test_talk_in_a_group_makes_nobody_a_member(world: World) -> None:
    await world.phone(chat=GROUP).writes("hola a todos")
    assert world.store.events == []
    assert world.vault.known == {}


async def test_a_tap_in_a_group_is_referred_to_the_private_chat(world: World, ana: Phone) -> None:
    await started(ana)
    mark = owner_of(ana)
    group = world.phone(chat=GROUP)
    await group.writes("/menu")
    await group.taps_data(Claim(owner=mark).pack())
    assert "chat privado" in (group.pop_up or "")
    assert "gift.claimed" not in world.topics()


# --- other bots, other updates ---------------------------------------------------------------------------------------


async def test_bots_and_channels_are_not_users(world: World, ana: Phone) -> None:
    ana.user["is_bot"] = True
    await ana.writes("/start")
    post = {"message_id": 1, "date": 1, "chat": {"id": -5, "type": "channel", "title": "c"}, "text": "/start"}
    await ana.deliver({"channel_post": post})
    assert world.store.events == []


async def test_unknown_kinds_of_update_are_passed_over(
    world: World, ana: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    await ana.deliver({"some_new_thing": {"secret": "words"}})
    assert world.store.events == []
    assert "words" not in caplog.text


def test_only_updates_that_somebody_handles_are_asked_for(world: World) -> None:
    assert allowed_updates(world.dispatcher) == [
        "callback_query",
        "chat_join_request",
        "message",
        "message_reaction",
        "my_chat_member",
        "poll_answer",
        "pre_checkout_query",
        "subscription",
    ]


async def test_a_bug_is_told_kindly_and_logged_once(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await started(ana)

    async def broken(*_: Any, **__: Any) -> Any:
        raise RuntimeError("a bug")

    monkeypatch.setattr(world.reads, "run", broken)
    await ana.taps("Besitos")
    assert "Algo falló" in (ana.pop_up or "")
    errors = [record for record in caplog.records if record.levelno >= logging.ERROR]
    assert len(errors) == 1
    assert f"telegram:1:{ana.last_update['update_id']}" in errors[0].getMessage()
