"""What people are told without having asked."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage
from aiohttp import ClientConnectorError

from adapters.telegram.bot_api import Refused
from adapters.telegram.dispatcher import simulated_bot
from adapters.telegram.notifier import CASUAL_FOR, Notifier
from commands.bus import Bus
from commands.effects import QUIET_HOURS, PlannedEffect
from commands.membership import GrantMembership
from commands.ports import StoreUnavailable, StreamDamaged
from commands.users import BanUser, NoteReach, RegisterUser, UpdateUser
from commands.wallet import MoveBesitos
from domain.ids import UserId
from domain.notifications import Kind
from domain.recorded import UnknownEvent
from domain.users import User
from queries.users import reach_counts, user_view
from tests.memory_log import soon
from tests.telegram_mock import Phone, retry_after
from tests.telegram_world import World, default_pack
from tests.unit.given import all_handlers


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
async def ana(world: World) -> Phone:
    phone = world.phone()
    await phone.writes("/start")
    await world.settle()
    return phone


async def told(world: World, phone: Phone, amount: int = 30, number: int = 1) -> str:
    """Plans a message about money; the id of its effect."""
    await world.give(MoveBesitos(await world.user_id(phone), amount, f"premio {number}"), f"http:x:{number}")
    await world.react()
    return list(world.effects.planned)[-1]


async def casual(world: World, phone: Phone, kind: Kind = "game", level: int = 3) -> str:
    """Plans a casual message; the id of its effect."""
    await world.effects.plan(
        [
            PlannedEffect(
                effect_id=f"notify:casual-{len(world.effects.planned)}",
                channel="telegram",
                user_id=await world.user_id(phone),
                text="notify-level-reached",
                params={"level": level, "title": {"es": "Vecina <del> 3.º", "en": "Neighbour"}},
                position=1,
                correlation_id="c",
                due=world.clock.now(),
                kind=kind,
            )
        ]
    )
    return list(world.effects.planned)[-1]


PROXYS_PAGE = ClientDecodeError("Failed to decode object", ValueError("no JSON"), "<html>502 Bad Gateway</html>")


def network_error(connected: bool) -> TelegramNetworkError:
    error = TelegramNetworkError(SendMessage(chat_id=1, text="x"), "no answer")
    if not connected:
        error.__cause__ = ClientConnectorError(Mock(), OSError("refused"))
    return error


async def test_a_message_is_in_the_users_language_with_the_games_words(world: World, ana: Phone) -> None:
    effect = await casual(world, ana)
    await world.settle()
    assert ana.screen == "⭐ ¡Nivel 3! Vecina <del> 3.º"
    assert world.effects.states[effect] == ("sent", str(ana.messages[-1]["message_id"]))
    await ana.writes("/language")
    await ana.taps("English")
    await casual(world, ana)
    await world.settle()
    assert ana.screen == "⭐ Level 3! Neighbour"


async def test_money_is_told_with_its_reason_and_balance(world: World, ana: Phone) -> None:
    await told(world, ana, 30)
    await world.settle()
    assert ana.screen == "💋 Recibiste 30 besitos: premio 1\nAhora tienes 30."


async def test_a_membership_is_told_with_its_end_by_the_users_clock(world: World, ana: Phone) -> None:
    plan = world.bus.content.plans[0]
    await world.give(GrantMembership(await world.user_id(ana), plan.id, reason="regalo"), "http:x:1")
    await world.settle()
    (news,) = [message["text"] for message in ana.messages if "Eres VIP" in message["text"]]
    assert plan.title.es in news
    assert "a las 12:00" in news


async def test_a_ban_is_told_with_and_without_an_end(world: World, ana: Phone) -> None:
    user = await world.user_id(ana)
    await world.give(BanUser(user, "spam", world.clock.now() + timedelta(days=1)), "http:x:1")
    await world.settle()
    assert "mañana a las 12:00" in ana.screen
    await world.give(BanUser(user, "spam"), "http:x:2")
    await world.settle()
    assert "Ya no puedes participar" in ana.screen


async def test_nothing_is_sent_twice(world: World, ana: Phone) -> None:
    await told(world, ana)
    await world.settle()
    await world.settle()
    assert sum("premio 1" in message["text"] for message in ana.messages) == 1


async def test_who_blocked_the_bot_is_given_up(world: World, ana: Phone) -> None:
    effect = await told(world, ana)
    world.telegram.block(4_001)
    await world.settle()
    assert world.effects.states[effect] == ("given_up", "blocked")


@pytest.mark.parametrize(
    ("refusal", "why"),
    [
        (Refused(403, "Forbidden: bot can't initiate conversation with a user"), "never started"),
        (Refused(403, "Forbidden: user is deactivated"), "deactivated"),
        (Refused(400, "Bad Request: chat not found"), "never started"),
    ],
)
async def test_never_having_started_is_not_blocked(world: World, ana: Phone, refusal: Refused, why: str) -> None:
    effect = await told(world, ana)
    world.telegram.next_time("sendMessage", refusal)
    await world.settle()
    assert world.effects.states[effect] == ("given_up", why)


async def reach(world: World, phone: Phone) -> str:
    world.reads.catch_up()
    view = await world.reads.run(user_view, await world.user_id(phone))
    return view.reach


async def test_who_blocked_the_bot_is_known_until_they_write_again(world: World, ana: Phone) -> None:
    assert await reach(world, ana) == "reachable"
    await casual(world, ana)
    world.telegram.block(4_001)
    await world.settle()
    assert await reach(world, ana) == "blocked"
    assert await world.reads.run(reach_counts) == {"blocked": 1}
    calls = len(world.telegram.calls)
    effect = await casual(world, ana)
    await world.settle()
    assert world.effects.states[effect] == ("given_up", "blocked")
    assert len(world.telegram.calls) == calls  # Telegram is not asked again
    world.telegram.block(4_001, blocked=False)
    await ana.writes("/menu")
    assert await reach(world, ana) == "reachable"
    events = [event.state for event in world.store.events if event.topic == "user.reachability_changed"]
    assert events == [{"reach": "blocked"}, {"reach": "reachable"}]


async def test_money_is_tried_even_to_who_is_thought_to_be_lost_and_arriving_undoes_it(
    world: World, ana: Phone
) -> None:
    await world.give(NoteReach(await world.user_id(ana), "blocked"), "http:x:0")
    await told(world, ana)
    await world.settle()
    assert "premio 1" in ana.screen
    assert await reach(world, ana) == "reachable"


async def test_who_was_registered_by_others_is_unknown_until_something_gets_through(world: World) -> None:
    bea = world.phone(4_002, "Bea")
    user = await world.vault.user_for(4_002, "Bea")
    await world.give(RegisterUser(user, "es"), "http:x:0")
    assert await reach(world, bea) == "unknown"
    await casual(world, bea)
    await world.settle()
    assert await reach(world, bea) == "never_started"
    await bea.writes("/start")
    assert await reach(world, bea) == "reachable"


async def prefers(world: World, phone: Phone, **wishes: Any) -> None:
    await world.give(UpdateUser(await world.user_id(phone), preferences=wishes), f"http:x:{wishes}")
    world.reads.catch_up()


async def test_in_quiet_hours_casual_news_waits_and_money_comes_without_a_sound(world: World, ana: Phone) -> None:
    await prefers(world, ana, quiet_hours="11:00-14:00")
    game, money = await casual(world, ana), await told(world, ana)
    await world.settle()
    assert world.effects.states[game] == ("planned", "quiet hours")
    assert world.effects.states[money][0] == "sent"
    assert world.telegram.sent("sendMessage")[-1].params["disable_notification"] is True
    world.clock.pass_time(hours=1, minutes=59)
    await world.settle()
    assert world.effects.states[game][0] == "planned"
    world.clock.pass_time(minutes=1)
    await world.settle()
    assert world.effects.states[game][0] == "sent"
    assert "disable_notification" not in world.telegram.sent("sendMessage")[-1].params


async def test_what_waits_for_quiet_hours_is_looked_at_again_when_they_change(world: World, ana: Phone) -> None:
    await prefers(world, ana, quiet_hours="11:00-14:00")
    game = await casual(world, ana)
    await world.settle()
    await prefers(world, ana, quiet_hours="11:00-13:00")
    await world.settle()
    assert world.effects.states[game] == ("planned", "quiet hours")
    await prefers(world, ana, quiet_hours="off")
    await world.settle()
    assert world.effects.states[game][0] == "sent"


async def test_wishes_hold_at_once_however_far_behind_the_rows_are(world: World, ana: Phone) -> None:
    user_id = await world.user_id(ana)

    async def wishes(**preferences: Any) -> None:
        """Said, and not in the rows yet."""
        await world.give(UpdateUser(user_id, preferences=preferences), f"http:x:{preferences}")

    await wishes(quiet_hours="11:00-14:00")
    game = await casual(world, ana)
    await world.notifier.send_due()
    assert world.effects.states[game] == ("planned", "quiet hours")
    await wishes(quiet_hours="off")
    await world.effects.look_again(user_id, "telegram", QUIET_HOURS, world.clock.now())
    await world.notifier.send_due()
    assert world.effects.states[game][0] == "sent"
    await wishes(game=False)
    other = await casual(world, ana, level=4)
    await world.notifier.send_due()
    assert world.effects.states[other] == ("given_up", "not wanted")


def damage(world: World, user_id: UserId, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Notifier:
    """A notifier as another process would run it, for which the user's stream can't be read."""
    load = world.store.load

    async def damaged(wanted: Mapping[str, Any]) -> Any:
        if User.stream(user_id) in wanted:
            raise error
        return await load(wanted)

    monkeypatch.setattr(world.store, "load", damaged)
    bus = Bus(world.store, world.clock, *default_pack(), all_handlers())
    return Notifier(world.bot, replace(world.services, bus=bus), world.effects)


@pytest.mark.parametrize("error", [StreamDamaged(7, "does not fit"), UnknownEvent(7, "user.danced", 1)])
async def test_whose_stream_is_damaged_is_told_by_their_row_and_the_others_as_ever(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, error: Exception
) -> None:
    berta = world.phone(4_002, "Berta")
    await berta.writes("/start")
    await ana.writes("/language")
    await ana.taps("English")
    await prefers(world, ana, social=False)
    await world.settle()
    notifier = damage(world, await world.user_id(ana), monkeypatch, error)
    hers, bertas, unwanted = await casual(world, ana), await casual(world, berta), await casual(world, ana, "social")
    await notifier.send_due()
    assert [world.effects.states[each][0] for each in (hers, bertas)] == ["sent", "sent"]
    assert world.effects.states[unwanted] == ("given_up", "not wanted")
    assert ana.screen == "⭐ Level 3! Neighbour"
    assert berta.screen.startswith("⭐ ¡Nivel 3!")
    await casual(world, ana, level=4)
    await notifier.send_due()
    assert caplog.text.count("can't be asked for their wishes") == 1, "one incident"


async def test_whose_stream_is_damaged_and_who_has_no_row_is_told_as_the_community_does(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    stranger = world.phone(4_003, "Carla")
    world.telegram.seen({"message": {"message_id": 1, "chat": {"id": 4_003, "type": "private"}}})
    user_id = await world.vault.user_for(4_003, "Carla")
    notifier = damage(world, user_id, monkeypatch, StreamDamaged(7, "does not fit"))
    effect = await casual(world, stranger)
    await notifier.send_due()
    assert world.effects.states[effect][0] == "sent"
    assert stranger.screen.startswith("⭐ ¡Nivel 3!")


async def test_that_somebody_with_a_damaged_stream_blocked_the_bot_stops_nobody(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    berta = world.phone(4_002, "Berta")
    await berta.writes("/start")
    await world.settle()
    hers, more, bertas = await casual(world, ana), await casual(world, ana, level=4), await casual(world, berta)
    notifier = damage(world, await world.user_id(ana), monkeypatch, StreamDamaged(7, "does not fit"))
    world.telegram.block(4_001)
    await notifier.send_due()
    assert [world.effects.states[each] for each in (hers, more)] == [("given_up", "blocked")] * 2
    assert world.effects.states[bertas][0] == "sent"
    assert "position 7" in caplog.text


async def test_while_the_store_is_away_nothing_leaves_by_old_wishes(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    effect = await casual(world, ana)
    notifier = damage(world, await world.user_id(ana), monkeypatch, StoreUnavailable("away"))
    with pytest.raises(StoreUnavailable):
        await notifier.send_due()
    assert world.effects.states[effect] == ("planned", "addressees not found out: StoreUnavailable")


async def test_what_waited_through_the_night_comes_as_one_message_in_order(world: World, ana: Phone) -> None:
    await prefers(world, ana, quiet_hours="11:00-14:00")
    for level in range(2, 7):
        await casual(world, ana, level=level)
    await world.settle()
    before = len(ana.messages)
    world.clock.pass_time(hours=2)
    await world.settle()
    (news,) = ana.messages[before:]
    assert news["text"].startswith("📬 Novedades para ti\n\n⭐ ¡Nivel 2!")
    assert [f"Nivel {level}" in news["text"] for level in range(2, 7)] == [True] * 5
    assert {state for state, _ in world.effects.states.values()} == {"sent"}


async def test_what_waited_a_whole_night_is_not_stale_but_what_waits_longer_is(world: World, ana: Phone) -> None:
    await prefers(world, ana, quiet_hours="12:00-11:59")
    game = await casual(world, ana)
    await world.settle()
    world.clock.pass_time(hours=23, minutes=59)
    await world.settle()
    assert world.effects.states[game][0] == "sent"
    late = await casual(world, ana)
    world.clock.pass_time(hours=24, minutes=2)
    await world.settle()
    assert world.effects.states[late] == ("given_up", "expired")


async def test_a_storm_becomes_few_messages_however_long(world: World, ana: Phone) -> None:
    effects = [await casual(world, ana, level=level) for level in range(2, 152)]
    before = len(ana.messages)
    await world.settle()
    assert len(ana.messages) - before == 2
    assert {world.effects.states[each][0] for each in effects} == {"sent"}


async def test_a_storm_that_got_no_answer_is_unknown_as_a_whole(world: World, ana: Phone) -> None:
    effects = [await casual(world, ana, level=level) for level in range(2, 6)]
    world.telegram.next_time("sendMessage", network_error(connected=True))
    await world.settle()
    assert {world.effects.states[each][0] for each in effects} == {"unknown"}


async def test_each_kind_can_be_switched_off(world: World, ana: Phone) -> None:
    await prefers(world, ana, game=False)
    game, social, ranks = [await casual(world, ana, kind) for kind in ("game", "social", "ranks")]
    await world.settle()
    states = world.effects.states
    assert (states[game], states[social][0], states[ranks]) == (
        ("given_up", "not wanted"),
        "sent",
        ("given_up", "not wanted"),
    )


async def test_what_goes_to_everybody_goes_last(world: World, ana: Phone) -> None:
    await casual(world, ana, "news", level=7)
    await casual(world, ana, "game", level=8)
    await told(world, ana)
    await world.settle()
    texts = [message["text"] for message in ana.messages[-3:]]
    assert ["premio 1" in texts[0], "Nivel 8" in texts[1], "Nivel 7" in texts[2]] == [True] * 3


async def test_the_erased_get_nothing(world: World, ana: Phone) -> None:
    effect = await told(world, ana)
    world.vault.erase(await world.user_id(ana))
    await world.settle()
    assert world.effects.states[effect] == ("given_up", "erased")


async def test_telegrams_wish_for_a_pause_is_obeyed(world: World, ana: Phone) -> None:
    effect = await told(world, ana)
    world.telegram.next_time("sendMessage", retry_after(7))
    await world.settle()
    assert world.effects.states[effect] == ("planned", "asked to wait 7 s")
    world.clock.pass_time(seconds=6)
    await world.settle()
    assert world.effects.states[effect][0] == "planned"
    world.clock.pass_time(seconds=2)
    await world.settle()
    assert world.effects.states[effect][0] == "sent"


@pytest.mark.parametrize("fault", [network_error(connected=True), Refused(502, "Bad Gateway"), PROXYS_PAGE])
async def test_a_casual_message_that_may_have_left_is_never_sent_again(
    world: World, ana: Phone, fault: Exception
) -> None:
    effect = await casual(world, ana)
    world.telegram.next_time("sendMessage", fault)
    await world.settle()
    world.clock.pass_time(hours=1)
    await world.settle()
    assert world.effects.states[effect][0] == "unknown"
    assert not any("Nivel 3" in message["text"] for message in ana.messages)


async def test_a_message_about_money_that_may_have_left_is_sent_again(world: World, ana: Phone) -> None:
    effect = await told(world, ana)
    world.telegram.next_time("sendMessage", network_error(connected=True))
    await world.settle()
    assert world.effects.states[effect][0] == "unknown"
    world.clock.pass_time(hours=1)
    await world.settle()
    assert world.effects.states[effect][0] == "sent"


async def test_what_certainly_did_not_leave_is_tried_again(world: World, ana: Phone) -> None:
    effect = await casual(world, ana)
    world.telegram.next_time("sendMessage", network_error(connected=False))
    await world.settle()
    assert world.effects.states[effect] == ("planned", "Telegram can't be reached")
    world.clock.pass_time(hours=1)
    await world.settle()
    assert world.effects.states[effect][0] == "sent"


@pytest.mark.parametrize(("wish", "casual_state", "money_state"), [
    ("all", "sent", "sent"), ("important", "given_up", "sent"), ("none", "given_up", "given_up"),
])  # fmt: skip
async def test_a_users_wish_to_be_left_alone_is_kept(
    world: World, ana: Phone, wish: str, casual_state: str, money_state: str
) -> None:
    await world.give(UpdateUser(await world.user_id(ana), preferences={"notifications": wish}), "http:x:0")
    money, game = await told(world, ana), await casual(world, ana)
    await world.settle()
    assert (world.effects.states[game][0], world.effects.states[money][0]) == (casual_state, money_state)


async def test_yesterdays_casual_news_is_not_told_but_money_is(world: World, ana: Phone) -> None:
    game, money = await casual(world, ana), await told(world, ana)
    world.clock.time += CASUAL_FOR + timedelta(minutes=1)
    await world.settle()
    assert world.effects.states[game] == ("given_up", "expired")
    assert world.effects.states[money][0] == "sent"


async def test_a_message_without_a_text_is_given_up_and_logged(
    world: World, ana: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    effect = await casual(world, ana)
    world.effects.planned[effect] = replace(world.effects.planned[effect], text="notify-of-the-future")
    await world.settle()
    assert world.effects.states[effect][0] == "given_up"
    assert "no text notify-of-the-future" in caplog.text


async def test_a_users_messages_keep_their_order(world: World, ana: Phone) -> None:
    for number in range(1, 6):
        await told(world, ana, number=number)
    await world.settle()
    news = [message["text"] for message in ana.messages if "Recibiste" in message["text"]]
    assert [text.split(": ")[1].splitlines()[0] for text in news] == [f"premio {number}" for number in range(1, 6)]


async def test_what_there_is_no_time_for_is_left_to_the_next_round(world: World, ana: Phone) -> None:
    for number in range(1, 4):
        await told(world, ana, number=number)
    seconds = iter([0.0, 1.0, 41.0, 41.0])
    hurried = Notifier(world.bot, world.services, world.effects, monotonic=lambda: next(seconds))
    await hurried.send_due()
    assert sum("Recibiste" in message["text"] for message in ana.messages) == 1
    await world.settle()
    assert sum("Recibiste" in message["text"] for message in ana.messages) == 3


async def test_one_notifier_serves_two_bots(world: World, ana: Phone) -> None:
    bea = world.phone(4_002, "Bea")
    await bea.writes("/start")
    other, session = simulated_bot(world.clock)
    session.seen({"message": {"message_id": 1, "chat": bea.chat}})
    await told(world, ana, number=1)
    await told(world, bea, number=2)

    def route(chat_id: int) -> Any:
        return other if session.knows(chat_id) else world.bot

    await Notifier(world.bot, world.services, world.effects, route=route).send_due()
    assert "premio 1" in ana.screen
    assert "premio 2" in session.messages_in(4_002)[-1]["text"]


async def test_the_notifier_waits_for_the_store(world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.telegram.notifier.backoff", lambda *_: 0.001)
    claim, failures = world.effects.claim, iter([StoreUnavailable("away"), StoreUnavailable("away")])

    async def flaky(*arguments: Any) -> Any:
        if (failure := next(failures, None)) is not None:
            raise failure
        return await claim(*arguments)

    monkeypatch.setattr(world.effects, "claim", flaky)
    await told(world, ana)
    task = asyncio.create_task(world.notifier.run())
    await soon(lambda: "premio 1" in ana.screen)
    task.cancel()


async def test_one_message_that_cannot_be_sent_does_not_stop_the_others(
    world: World, ana: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    broken = await casual(world, ana)
    world.effects.planned[broken] = replace(world.effects.planned[broken], correlation_id="corr-17")
    world.telegram.next_time("sendMessage", RuntimeError("a bug"))
    good = await casual(world, ana)
    await world.notifier.send_due()
    assert world.effects.states[broken] == ("given_up", "unexpected RuntimeError")
    assert world.effects.states[good][0] == "sent"
    assert caplog.text.count("corr-17") == 1


async def test_a_message_is_not_given_up_because_the_store_is_away(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    effect = await casual(world, ana)

    async def away(*arguments: Any) -> bool:
        raise StoreUnavailable("away")

    monkeypatch.setattr(world.effects, "sent", away)
    with pytest.raises(StoreUnavailable):
        await world.notifier.send_due()
    assert world.effects.states[effect][0] == "claimed"


async def test_what_was_claimed_in_vain_is_sent_later(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    effects = [await casual(world, ana), await casual(world, ana)]

    async def away(*arguments: Any) -> Any:
        raise ConnectionError("the vault is away")

    with monkeypatch.context() as patch:
        patch.setattr(world.vault, "people", away)
        with pytest.raises(ConnectionError):
            await world.notifier.send_due()
    assert [world.effects.states[each] for each in effects] == [
        ("planned", "addressees not found out: ConnectionError")
    ] * 2
    await world.notifier.send_due()
    assert [world.effects.states[each][0] for each in effects] == ["sent", "sent"]


async def test_the_notifier_outlives_what_nobody_foresaw_and_logs_it_once(
    world: World, ana: Phone, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("adapters.telegram.notifier.backoff", lambda *_: 0.001)
    people, failures = world.vault.people, iter([RuntimeError("a bug"), RuntimeError("a bug")])

    async def flaky(*arguments: Any) -> Any:
        if (failure := next(failures, None)) is not None:
            raise failure
        return await people(*arguments)

    monkeypatch.setattr(world.vault, "people", flaky)
    await told(world, ana)
    task = asyncio.create_task(world.notifier.run())
    await soon(lambda: task.done() or "premio 1" in ana.screen)
    task.cancel()
    assert "premio 1" in ana.screen
    assert caplog.text.count("notifier failed") == 1
