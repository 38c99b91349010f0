"""How updates come in: in order, once, and held while the store is away."""

import asyncio
import logging
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError
from aiogram.methods import SendMessage
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient

from adapters.telegram import intake as intake_module
from adapters.telegram import visitor as visitor_module
from adapters.telegram.bot_api import Refused
from adapters.telegram.intake import OUTSTANDING_SECONDS, Held, Intake, MalformedUpdate, parse_update
from adapters.telegram.polling import Polling
from adapters.telegram.retrying import WrongToken
from adapters.telegram.webhook import (
    SECRET_HEADER,
    Registration,
    Webhook,
    WrongWebhook,
    set_webhook,
    webhook_router,
)
from commands.ports import StoreUnavailable
from tests.memory_log import soon
from tests.telegram_mock import Phone, retry_after
from tests.telegram_world import World


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    monkeypatch.setattr(intake_module, "LONGEST_PAUSE", 0.01)
    world = World(tmp_path)
    yield world
    world.close()


class Collected:
    """A phone whose updates are not delivered by itself."""

    def __init__(self, world: World, telegram_id: int = 4_001, name: str = "Ana") -> None:
        self.raw: list[dict[str, Any]] = []
        self.phone = Phone(world.telegram, self._keep, telegram_id, name)

    async def _keep(self, raw: dict[str, Any]) -> None:
        self.raw.append(raw)


# --- malformed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "raw",
    [None, [], "x", 3, {}, {"update_id": "x"}, {"update_id": 1, "message": "hola"}, {"update_id": 1, "message": {}},
     {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 1}}},
     {"update_id": 1, "callback_query": {"id": "1", "data": "x"}}],
)  # fmt: skip
async def test_what_is_no_update_is_refused_and_changes_nothing(world: World, raw: Any) -> None:
    with pytest.raises(MalformedUpdate):
        await world.simulator.handle(raw)
    assert world.store.events == []
    assert list(world.telegram.calls) == []


def test_the_error_names_the_place_and_repeats_nothing_private(world: World) -> None:
    private = {"update_id": 1, "message": {"message_id": "Genoveva", "text": "secreto"}}
    with pytest.raises(MalformedUpdate) as error:
        parse_update(private, world.bot)
    assert "message.message_id" in str(error.value)
    assert "Genoveva" not in str(error.value)


# --- order -----------------------------------------------------------------------------------------------------------


async def test_a_users_updates_keep_their_order_and_others_do_not_wait(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, bea = Collected(world), Collected(world, 4_002, "Bea")
    await ana.phone.writes("/gift")
    await ana.phone.writes("/wallet")
    await bea.phone.writes("/menu")
    gate, execute = asyncio.Event(), world.bus.execute

    async def slow(command: Any, context: Any) -> Any:
        if type(command).__name__ == "ClaimDailyGift":
            await gate.wait()
        return await execute(command, context)

    monkeypatch.setattr(world.bus, "execute", slow)
    first, second, third = (
        asyncio.create_task(world.intake.handle(parse_update(raw, world.bot))) for raw in (*ana.raw, *bea.raw)
    )
    await third
    assert not first.done()
    assert not second.done()
    gate.set()
    await asyncio.gather(first, second)
    assert ["besitos para ti" in ana.phone.messages[0]["text"], "Disponibles: 10" in ana.phone.screen] == [True, True]


async def test_lanes_are_forgotten_when_they_are_empty(world: World) -> None:
    await world.phone().writes("/menu")
    assert world.intake._lanes == {}


# --- held ------------------------------------------------------------------------------------------------------------


async def test_an_update_is_held_with_a_notice_while_the_store_is_away(world: World) -> None:
    ana = world.phone()
    await ana.writes("/start")
    world.store.away = True
    with pytest.raises(Held):
        await ana.writes("/gift")
    assert "Anotado" in ana.screen
    world.store.away = False
    await ana.again()
    assert "¡10 besitos" in ana.screen


async def test_who_is_not_known_yet_gets_the_notice_without_a_button(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*_: Any) -> Any:
        raise StoreUnavailable("the vault is away")

    monkeypatch.setattr(world.vault, "user_for", away)
    ana = world.phone()
    with pytest.raises(Held):
        await ana.writes("/start")
    assert "Anotado" in ana.screen
    assert ana.labels == []


async def test_a_held_tap_is_answered_with_the_notice(world: World) -> None:
    ana = world.phone()
    await ana.writes("/start")
    world.store.away = True
    with pytest.raises(Held):
        await ana.taps("Regalo")
    assert "Anotado" in (ana.pop_up or "")


async def test_held_updates_are_done_in_order_once_the_store_is_back_and_told_once(world: World) -> None:
    ana = Collected(world)
    await ana.phone.writes("/start")
    await world.simulator.handle(ana.raw[0])
    world.store.away = True
    for text in ("/gift", "/gift"):
        await ana.phone.writes(text)
        calls = await asyncio.wait_for(world.simulator.handle(ana.raw[-1]), 5)
        assert ["Anotado" in call["params"]["text"] for call in calls] == [True]
        await soon(lambda: any(lane.lock.locked() for lane in world.simulator.intake._lanes.values()))
    world.store.away = False
    await soon(lambda: "Ya recogiste" in ana.phone.screen)
    assert world.topics().count("gift.claimed") == 1
    assert sum("Anotado" in message["text"] for message in ana.phone.messages) == 2
    await soon(lambda: world.simulator.intake._lanes == {})
    await world.simulator.intake.close()


class Stumbling:
    """The bus, whose first gift waits at a gate, and then finds the store away. Notes which commands were tried."""

    def __init__(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        self.gate, self.tried, self._execute = asyncio.Event(), list[str](), world.bus.execute
        monkeypatch.setattr(world.bus, "execute", self._stumble)

    async def _stumble(self, command: Any, context: Any) -> Any:
        self.tried.append(type(command).__name__)
        if self.tried.count("ClaimDailyGift") == 1 and self.tried[-1] == "ClaimDailyGift":
            await self.gate.wait()
            raise StoreUnavailable("away")
        return await self._execute(command, context)


async def started(world: World, *texts: str) -> Collected:
    """Somebody who has come in, and what they wrote then."""
    ana = Collected(world)
    await ana.phone.writes("/start")
    await world.simulator.handle(ana.raw.pop())
    for text in texts:
        await ana.phone.writes(text)
    return ana


async def test_who_waits_for_an_update_that_is_then_held_does_not_overtake_it(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await started(world, "/gift", "/wallet", "/menu")
    bus, intake = Stumbling(world, monkeypatch), world.simulator.intake
    tasks = [asyncio.create_task(intake.handle_or_hold(parse_update(raw, world.bot))) for raw in ana.raw]
    await soon(lambda: "ClaimDailyGift" in bus.tried)
    bus.gate.set()
    await asyncio.gather(*tasks)
    await soon(lambda: intake._lanes == {})
    texts = [message["text"] for message in ana.phone.messages]
    assert sum("Anotado" in text for text in texts) == 3
    gift, wallet = (next(i for i, text in enumerate(texts) if word in text) for word in ("¡10 besitos", "Disponibles"))
    assert gift < wallet < len(texts) - 1
    await intake.close()


async def test_a_post_that_waited_behind_a_held_one_has_to_come_again_too(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = await started(world, "/gift", "/wallet")
    bus, webhook = Stumbling(world, monkeypatch), Webhook(world.simulator.intake, "s3cret")
    posts = [asyncio.create_task(webhook.handle_webhook(raw, "s3cret")) for raw in ana.raw]
    await soon(lambda: "ClaimDailyGift" in bus.tried)
    bus.gate.set()
    assert await asyncio.gather(*posts) == [503, 503]
    assert [await webhook.handle_webhook(raw, "s3cret") for raw in ana.raw] == [200, 200]
    assert "Disponibles: 10" in ana.phone.screen


async def test_another_user_is_not_held_behind_one(world: World) -> None:
    ana = Collected(world)
    await ana.phone.writes("/gift")
    world.store.away = True
    await world.simulator.handle(ana.raw[0])
    world.store.away = False
    bea = Collected(world, 4_002, "Bea")
    await bea.phone.writes("/gift")
    await world.simulator.handle(bea.raw[0])
    assert "¡10 besitos" in bea.phone.screen
    await soon(lambda: "¡10 besitos" in ana.phone.screen)


async def test_what_the_store_recorded_before_it_went_away_is_not_recorded_twice(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana = world.phone()
    await ana.writes("/start")
    execute = world.bus.execute

    async def lose_the_answer(command: Any, context: Any) -> Any:
        await execute(command, context)
        monkeypatch.setattr(world.bus, "execute", execute)
        raise intake_module.NOT_NOW[1]("no answer came")

    monkeypatch.setattr(world.bus, "execute", lose_the_answer)
    with pytest.raises(Held):
        await ana.writes("/gift")
    await ana.again()
    assert "¡10 besitos" in ana.screen
    assert world.topics().count("gift.claimed") == 1


# --- Telegram's moods ------------------------------------------------------------------------------------------------


async def test_a_tap_is_answered_in_time_even_if_the_work_takes_longer(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitor_module, "ANSWER_WITHIN", 0.01)
    ana = world.phone()
    await ana.writes("/gift")
    gate, execute = asyncio.Event(), world.bus.execute

    async def slow(command: Any, context: Any) -> Any:
        await gate.wait()
        return await execute(command, context)

    monkeypatch.setattr(world.bus, "execute", slow)
    await ana.taps("Menú")
    tap = asyncio.create_task(ana.taps("Regalo"))
    await soon(lambda: len(world.telegram.sent("answerCallbackQuery")) == 2)
    gate.set()
    await tap
    assert len(world.telegram.sent("answerCallbackQuery")) == 2
    assert "Ya recogiste" in ana.screen


async def test_who_has_blocked_the_bot_is_no_error(world: World, caplog: pytest.LogCaptureFixture) -> None:
    ana = world.phone()
    await ana.writes("/start")
    world.telegram.block(4_001)
    await ana.writes("/gift")
    assert "gift.claimed" in world.topics()
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_an_answer_that_telegram_did_not_take_is_logged_and_the_deed_stands(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    ana = world.phone()
    await ana.writes("/start")
    lost = TelegramNetworkError(SendMessage(chat_id=1, text="x"), "timeout")
    world.telegram.next_time("sendMessage", lost)
    await ana.writes("/gift")
    assert world.topics().count("gift.claimed") == 1
    assert "may not have arrived" in caplog.text


async def test_a_tap_that_cannot_be_answered_does_not_stop_its_work(world: World) -> None:
    ana = world.phone()
    await ana.writes("/start")
    world.telegram.next_time("answerCallbackQuery", retry_after(3))
    await ana.taps("Regalo")
    assert "¡10 besitos" in ana.screen


PROXYS_PAGE = ClientDecodeError("Failed to decode object", ValueError("no JSON"), "<html>502 Bad Gateway</html>")


# --- polling ---------------------------------------------------------------------------------------------------------


class Poll:
    """A poller that is cancelled when the test has seen enough."""

    def __init__(self, world: World) -> None:
        self.task = asyncio.create_task(Polling(world.intake, ["message"], seconds=0).run())

    async def stop(self) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)


async def posted(world: World, *texts: str) -> Phone:
    ana = Collected(world)
    for text in texts:
        await ana.phone.writes(text)
    world.telegram.mailbox += ana.raw
    return ana.phone


@pytest.fixture
def quick_polls(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty answer of Telegram takes a moment, as it does in truth."""
    fetch = Polling._fetch

    async def slowly(self: Polling) -> Any:
        await asyncio.sleep(0.005)
        return await fetch(self)

    monkeypatch.setattr(Polling, "_fetch", slowly)
    monkeypatch.setattr("adapters.telegram.retrying.backoff", lambda *_: 0.001)


@pytest.mark.usefixtures("quick_polls")
async def test_polling_confirms_only_what_is_done(world: World) -> None:
    ana = await posted(world, "/start", "/gift")
    world.store.away = True
    poll = Poll(world)
    await soon(lambda: "Anotado" in ana.screen if ana.messages else False)
    assert set(world.telegram.offsets) == {None}
    world.store.away = False
    await soon(lambda: world.telegram.mailbox == [])
    await poll.stop()
    assert world.telegram.offsets[-1] == ana.last_update["update_id"] + 1
    assert world.topics().count("gift.claimed") == 1


@pytest.mark.usefixtures("quick_polls")
async def test_a_batch_that_was_not_confirmed_is_done_once(world: World) -> None:
    ana = await posted(world, "/gift")
    kept = list(world.telegram.mailbox)
    poll = Poll(world)
    await soon(lambda: world.telegram.mailbox == [])
    await poll.stop()
    world.telegram.mailbox += kept
    again = Poll(world)
    await soon(lambda: world.telegram.mailbox == [])
    await again.stop()
    assert world.topics().count("gift.claimed") == 1
    assert sum("¡10 besitos" in message["text"] for message in ana.messages) == 2


@pytest.mark.usefixtures("quick_polls")
async def test_an_update_that_cannot_be_read_does_not_stop_the_others(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    broken = {"update_id": 1, "message": {"message_id": "Genoveva"}}
    world.telegram.mailbox.append(broken)
    ana = await posted(world, "/gift")
    poll = Poll(world)
    await soon(lambda: world.telegram.mailbox == [])
    await poll.stop()
    assert "¡10 besitos" in ana.screen
    assert "update skipped" in caplog.text
    assert "Genoveva" not in caplog.text


@pytest.mark.usefixtures("quick_polls")
async def test_polling_goes_on_when_telegram_is_back(world: World) -> None:
    away = Refused(502, "Bad Gateway")
    conflict = Refused(409, "Conflict: terminated by other getUpdates request")
    world.telegram.next_time("getUpdates", away, conflict, retry_after(0), away)
    ana = await posted(world, "/gift")
    poll = Poll(world)
    await soon(lambda: world.telegram.mailbox == [])
    await poll.stop()
    assert "¡10 besitos" in ana.screen


@pytest.mark.usefixtures("quick_polls")
async def test_a_page_of_a_proxy_does_not_end_polling(world: World) -> None:
    world.telegram.next_time("deleteWebhook", PROXYS_PAGE)
    world.telegram.next_time("getUpdates", PROXYS_PAGE)
    ana = await posted(world, "/gift")
    poll = Poll(world)
    await soon(lambda: poll.task.done() or world.telegram.mailbox == [])
    await poll.stop()
    assert "¡10 besitos" in ana.screen


@pytest.mark.parametrize("data", ["<html>502</html>", {"detail": "away"}, {"ok": True, "result": [{"x": 1}]}, []])
async def test_an_answer_with_nothing_in_it_is_not_taken_for_an_empty_one(world: World, data: Any) -> None:
    world.telegram.next_time("getUpdates", ClientDecodeError("Failed to decode object", ValueError(), data))
    with pytest.raises(ClientDecodeError):
        await Polling(world.intake, [], seconds=0)._fetch()


@pytest.mark.parametrize("refusal", [Refused(401, "Unauthorized"), Refused(404, "Not Found")])
async def test_a_wrong_token_stops_polling_with_a_word(world: World, refusal: Refused) -> None:
    world.telegram.next_time("deleteWebhook", refusal)
    with pytest.raises(WrongToken, match="YABOT_TELEGRAM_TOKEN"):
        await Polling(world.intake, [], seconds=0).run()


# --- webhook ---------------------------------------------------------------------------------------------------------

SECRET = "s3cret-токен"


async def test_the_webhook_handles_what_telegram_posts(world: World) -> None:
    ana = await posted(world, "/gift")
    webhook = Webhook(world.intake, SECRET)
    assert [await webhook.handle_webhook(ana.last_update, SECRET) for _ in range(2)] == [200, 200]
    assert world.topics().count("gift.claimed") == 1


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET + "x"])
async def test_a_wrong_secret_opens_nothing(world: World, secret: str | None) -> None:
    ana = await posted(world, "/gift")
    assert await Webhook(world.intake, SECRET).handle_webhook(ana.last_update, secret) == 401
    assert world.store.events == []


async def test_a_held_update_is_not_confirmed_to_telegram(world: World) -> None:
    ana = await posted(world, "/gift")
    webhook = Webhook(world.intake, SECRET)
    world.store.away = True
    assert await webhook.handle_webhook(ana.last_update, SECRET) == 503
    world.store.away = False
    assert await webhook.handle_webhook(ana.last_update, SECRET) == 200
    assert "¡10 besitos" in ana.screen


async def test_a_later_post_does_not_overtake_one_that_telegram_has_to_bring_again(world: World) -> None:
    ana, webhook = Collected(world), Webhook(world.intake, SECRET)
    await ana.phone.writes("/gift")
    await ana.phone.writes("/wallet")
    world.store.away = True
    assert await webhook.handle_webhook(ana.raw[0], SECRET) == 503
    world.store.away = False
    assert [await webhook.handle_webhook(raw, SECRET) for raw in (ana.raw[1], ana.raw[1])] == [503, 503]
    assert "gift.claimed" not in world.topics()
    assert [await webhook.handle_webhook(raw, SECRET) for raw in ana.raw] == [200, 200]
    assert "Disponibles: 10" in ana.phone.screen
    told = [each for each in world.telegram.sent("sendMessage") if each.params["text"].startswith("Anotado.")]
    assert len(told) == 2, "of each once, however often it comes"


async def test_what_telegram_never_brings_again_does_not_keep_its_user_waiting_for_ever(world: World) -> None:
    time = [0.0]
    ana, intake = Collected(world), Intake(world.intake.dispatcher, world.bot, timer=lambda: time[0])
    webhook = Webhook(intake, SECRET)
    await ana.phone.writes("/wallet")
    await ana.phone.writes("/gift")
    world.store.away = True
    assert await webhook.handle_webhook(ana.raw[0], SECRET) == 503
    world.store.away = False
    time[0] = OUTSTANDING_SECONDS - 0.1
    assert await webhook.handle_webhook(ana.raw[1], SECRET) == 503
    time[0] = OUTSTANDING_SECONDS
    assert await webhook.handle_webhook(ana.raw[1], SECRET) == 200
    assert "gift.claimed" in world.topics()


async def test_a_malformed_update_is_an_error(world: World) -> None:
    assert await Webhook(world.intake, SECRET).handle_webhook({"update_id": "x"}, SECRET) == 400


def test_a_webhook_without_a_secret_is_refused(world: World) -> None:
    with pytest.raises(ValueError, match="secret"):
        Webhook(world.intake, "")


async def test_the_webhooks_route(world: World) -> None:
    app = FastAPI()
    app.include_router(webhook_router(Webhook(world.intake, "s3cret"), "/telegram/webhook"))
    ana = await posted(world, "/gift")
    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        post = client.post
        good = {SECRET_HEADER: "s3cret"}
        assert (await post("/telegram/webhook", json=ana.last_update)).status_code == 401
        assert (await post("/telegram/webhook", content=b"{", headers=good)).status_code == 400
        assert (await post("/telegram/webhook", content=b"[" * 200_000, headers=good)).status_code == 400
        assert (await post("/telegram/webhook", content=b"x" * 300_000, headers=good)).status_code == 413
        world.store.away = True
        held = await post("/telegram/webhook", json=ana.last_update, headers=good)
        assert (held.status_code, held.headers["Retry-After"]) == (503, "5")
        world.store.away = False
        assert (await post("/telegram/webhook", json=ana.last_update, headers=good)).status_code == 200


async def test_what_a_stranger_posts_is_not_even_read(world: World) -> None:
    app, read = FastAPI(), list[bytes]()
    app.include_router(webhook_router(Webhook(world.intake, "s3cret"), "/telegram/webhook"))

    async def body() -> AsyncIterator[bytes]:
        read.append(b"{")
        yield b"{"

    async with AsyncClient(transport=ASGITransport(app), base_url="http://test") as client:
        answer = await client.post("/telegram/webhook", content=body(), headers={SECRET_HEADER: "wrong"})
    assert (answer.status_code, read) == (401, [])


@pytest.mark.parametrize("fault", [Refused(502, "Bad Gateway"), retry_after(0), PROXYS_PAGE])
async def test_the_webhook_is_registered_once_telegram_is_back(
    world: World, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    monkeypatch.setattr("adapters.telegram.retrying.backoff", lambda *_: 0.001)
    world.telegram.next_time("setWebhook", fault, fault)
    await set_webhook(world.bot, "https://example.org/hook", "s3cret", ["message"])
    assert len(world.telegram.sent("setWebhook")) == 1


async def test_a_wrong_token_registers_no_webhook(world: World) -> None:
    world.telegram.next_time("setWebhook", Refused(401, "Unauthorized"))
    with pytest.raises(WrongToken):
        await set_webhook(world.bot, "https://example.org/hook", "s3cret", ["message"])


async def test_a_webhook_that_telegram_refuses_is_told_once_and_not_tried_again(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    registration = Registration(world.bot, "http://example.org/hook", "s3cret", ["message"])
    assert "not taken" in (await registration.check() or "")
    world.telegram.next_time("setWebhook", Refused(400, "Bad Request: bad webhook: HTTPS url must be provided"))
    await registration.run()
    assert len([call for call in world.telegram.calls if call.method == "setWebhook"]) == 1
    assert caplog.text.count("HTTPS url must be provided; see YABOT_TELEGRAM_WEBHOOK_URL") == 1
    with pytest.raises(WrongWebhook):
        await registration.check()


async def test_a_webhook_whose_name_does_not_resolve_yet_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.telegram.retrying.backoff", lambda *_: 0.001)
    world.telegram.next_time("setWebhook", Refused(400, "Bad Request: bad webhook: Failed to resolve host"))
    registration = Registration(world.bot, "https://example.org/hook", "s3cret", ["message"])
    await registration.run()
    assert await registration.check() is None


async def test_telegrams_pause_is_kept_before_a_call_is_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    pauses: list[float] = []

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    monkeypatch.setattr("adapters.telegram.retrying.asyncio", SimpleNamespace(sleep=sleep))
    world.telegram.next_time("setWebhook", retry_after(7))
    await set_webhook(world.bot, "https://example.org/hook", "s3cret", ["message"])
    assert pauses == [7]


async def test_telegram_is_told_the_secret_and_what_to_send(world: World) -> None:
    await set_webhook(world.bot, "https://example.org/hook", "s3cret", ["message"])
    params = world.telegram.calls[-1].params
    assert (params["url"], params["secret_token"], params["allowed_updates"], params["drop_pending_updates"]) == (
        "https://example.org/hook",
        "s3cret",
        ["message"],
        False,
    )
