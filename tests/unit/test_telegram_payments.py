"""Paying in Telegram: invoice, checkout, payment, refund, subscription, reconciliation; with the store away, too."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiogram.exceptions import TelegramNetworkError
from aiogram.methods import RefundStarPayment

from adapters.telegram.bot_api import bad_request
from adapters.telegram.handlers import payments
from adapters.telegram.intake import Held
from adapters.telegram.star_desk import StarDesk
from adapters.telegram.star_session import Bill, NotPaid
from commands.payments import RecordRefund, RefundPayment
from commands.reconciliation import RequestReconciliation
from commands.users import BanUser, GrantRole, RegisterUser
from domain.definitions import Text
from queries.membership import membership_of
from queries.payments import PaymentView, payment_by_charge, payments_page, star_totals, subscriptions_of
from queries.reconciliation import latest_reconciliations
from queries.users import user_view
from tests.telegram_mock import Phone, retry_after
from tests.telegram_world import NOON, World, default_pack


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


@pytest.fixture
def phone(world: World) -> Phone:
    return world.phone()


async def asks_for(world: World, phone: Phone, label: str) -> Bill:
    """Taps a plan on the VIP screen; what the invoice that comes asks for."""
    await phone.writes("/vip")
    await phone.taps(label)
    await world.settle()
    last = phone.messages[-1]
    if "invoice" in last:
        bill = world.telegram.stars.bill_in(phone.chat["id"], last["message_id"])
    else:
        bill = world.telegram.stars.linked(last["reply_markup"]["inline_keyboard"][0][0]["url"])
    assert bill is not None
    return bill


async def buys(world: World, phone: Phone, label: str = "Un mes") -> str:
    """Buys a plan; the charge."""
    bill = await asks_for(world, phone, label)
    paid = await world.simulator.pay(phone.user, bill)
    await world.settle()
    return str(paid["message"]["successful_payment"]["telegram_payment_charge_id"])


async def until(world: World, phone: Phone) -> datetime | None:
    view = await world.reads.run(membership_of, await world.user_id(phone))
    return view.until if view else None


async def payment(world: World, charge: str) -> PaymentView:
    view = await world.reads.run(payment_by_charge, charge)
    assert view is not None
    return view


def days(number: int) -> datetime:
    return NOON + timedelta(days=number)


async def test_a_plan_is_bought_from_its_button_to_the_word_of_it(world: World, phone: Phone) -> None:
    await phone.writes("/vip")
    assert "Todavía no eres VIP" in phone.screen
    assert "Un mes en el palco · 150 ⭐" in phone.labels
    await buys(world, phone)
    assert any("Eres VIP" in each.get("text", "") for each in phone.messages)
    paid = next(each for each in world.store.events if each.topic == "payment.received")
    commit = [each.topic for each in world.store.events if each.commit_id == paid.commit_id]
    assert commit == ["payment.received", "invoice.paid", "membership.granted"]
    assert await until(world, phone) == days(30)
    await phone.writes("/vip")
    assert "Eres VIP" in phone.screen


async def test_an_invoice_is_as_telegram_wants_it(world: World, phone: Phone) -> None:
    await asks_for(world, phone, "Un mes")
    [call] = world.telegram.sent("sendInvoice")
    assert call.params["currency"] == "XTR" and call.params["provider_token"] == ""
    assert call.params["prices"] == [{"label": "Un mes en el palco", "amount": 150}]
    assert call.params["start_parameter"] == "vip"
    [issued] = [each for each in world.store.events if each.topic == "invoice.issued"]
    assert call.params["payload"] == issued.invoice
    await phone.writes("/start vip")
    assert "palco VIP" in phone.screen


async def test_a_second_invoice_adds_to_what_is_left(world: World, phone: Phone) -> None:
    await buys(world, phone)
    await buys(world, phone, "Una semana")
    assert await until(world, phone) == days(37)


@pytest.mark.parametrize(
    ("payload", "stars", "why"),
    [("nonsense", 150, "no es tuya"), ("f" * 24, 150, "no es tuya"), (None, 1, "ha cambiado")],
)
async def test_a_checkout_that_is_not_right_is_refused_in_words(
    world: World, phone: Phone, payload: str | None, stars: int, why: str
) -> None:
    bill = await asks_for(world, phone, "Un mes")
    wrong = Bill(payload if payload is not None else bill.payload, stars, bill.title)
    with pytest.raises(NotPaid, match=why):
        await world.simulator.pay(phone.user, wrong)


async def test_a_checkout_of_somebody_elses_invoice_is_refused(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    other = world.phone(4_002, "Bea", language="en")
    await other.writes("/start")
    with pytest.raises(NotPaid, match="is not yours"):
        await world.simulator.pay(other.user, bill)


async def test_an_invoice_can_not_be_paid_twice(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    await world.simulator.pay(phone.user, bill)
    with pytest.raises(NotPaid, match="ya está pagada"):
        await world.simulator.pay(phone.user, bill)


@pytest.mark.parametrize("plan", ["Un mes", "Palco fijo"])
async def test_a_pay_button_that_is_tapped_six_times_at_once_is_paid_once(
    world: World, phone: Phone, plan: str
) -> None:
    bill = await asks_for(world, phone, plan)
    paying = [world.simulator.pay(phone.user, bill) for _ in range(6)]
    outcomes = await asyncio.gather(*paying, return_exceptions=True)
    refused = [str(each) for each in outcomes if isinstance(each, NotPaid)]
    assert len(refused) == 5 and all("ya" in each for each in refused), outcomes
    await world.settle()
    assert len(world.telegram.stars.charges) == 1


async def test_the_link_of_a_subscription_that_runs_is_refused_and_a_payment_all_the_same_is_told_to_who_runs_it(
    world: World, phone: Phone
) -> None:
    bill = await asks_for(world, phone, "Palco fijo")
    await world.simulator.pay(phone.user, bill)
    with pytest.raises(NotPaid, match="Ya tienes «Palco fijo»"):
        await world.simulator.pay(phone.user, bill)
    await world.give(GrantRole(await world.user_id(phone), "admin"), "test:role")
    charge = world.telegram.stars.charge(phone.user, bill)
    await tells(phone, {"successful_payment": charge})
    await world.settle()
    assert any("ya estaba pagada" in each.get("text", "") for each in phone.messages)
    [wrong] = (await world.reads.run(payments_page, only_problems=True)).items
    assert (wrong.problem, wrong.days, wrong.kind) == ("paid_twice", 30, "first")
    await phone.writes("/vip")
    await phone.taps("Cancelar todas")
    await phone.taps("Sí, cancelarlas todas")
    await world.settle()
    assert all(each.canceled for each in world.telegram.stars.charges.values())


async def test_who_was_banned_can_not_pay(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    await world.give(BanUser(await world.user_id(phone), "spam"), "test:ban")
    with pytest.raises(NotPaid, match="Ya no puedes participar"):
        await world.simulator.pay(phone.user, bill)


@pytest.mark.parametrize("command", ["/paysupport", "/terms", "/terminos"])
async def test_who_was_banned_can_ask_about_payments_and_read_the_terms(
    world: World, phone: Phone, command: str
) -> None:
    charge = await buys(world, phone)
    await world.give(BanUser(await world.user_id(phone), "spam", NOON + timedelta(days=2)), "test:ban")
    world.clock.pass_time(days=1)
    world.reads.catch_up()
    await phone.writes(command)
    assert charge in phone.screen if "pay" in command.lower() else "Condiciones del VIP" in phone.screen
    await phone.writes("/vip")
    assert "Te esperamos mañana" in phone.screen and "Motivo: «spam»" in phone.screen and "/paysupport" in phone.screen


async def test_while_the_store_is_away_a_checkout_is_refused_kindly_at_once(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    world.store.away = True
    with pytest.raises(NotPaid, match="no se te ha cobrado nada"):
        await world.simulator.pay(phone.user, bill)
    world.store.away = False
    await world.simulator.pay(phone.user, bill)


async def test_a_store_that_hangs_does_not_use_up_telegrams_patience(
    world: World, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    bill = await asks_for(world, phone, "Un mes")

    async def hang(commit: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(payments, "DECIDE_WITHIN", 0.02)
    monkeypatch.setattr(world.store, "commit", hang)
    with pytest.raises(NotPaid, match="no se te ha cobrado nada"):
        await world.simulator.pay(phone.user, bill)


async def test_a_payment_that_comes_while_the_store_is_away_is_held_and_counts_once(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    paid = world.telegram.stars.charge(phone.user, bill)
    message = {"message_id": 90, "date": 1_772_000_000, "chat": phone.chat, "from": phone.user}
    world.store.away = True
    with pytest.raises(Held):
        await phone.deliver({"message": message | {"successful_payment": paid}})
    world.store.away = False
    await phone.again()
    await phone.again()
    await world.settle()
    assert world.topics().count("payment.received") == world.topics().count("membership.granted") == 1
    assert await until(world, phone) == days(30)


async def test_the_payment_of_somebody_banned_meanwhile_is_not_lost(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    await world.give(BanUser(await world.user_id(phone), "spam"), "test:ban")
    paid = world.telegram.stars.charge(phone.user, bill)
    await tells(phone, {"successful_payment": paid})
    await world.settle()
    [problem] = (await world.reads.run(payments_page, True)).items
    assert (problem.problem, problem.days) == ("banned", 30)


async def tells(phone: Phone, content: dict[str, Any]) -> None:
    """Brings a service message."""
    message = {"message_id": 91, "date": 1_772_000_000, "chat": phone.chat, "from": phone.user}
    await phone.deliver({"message": message | content})


async def test_a_payment_for_nothing_we_offered_is_recorded_and_told(world: World, phone: Phone) -> None:
    await phone.writes("/start")
    paid = world.telegram.stars.charge(phone.user, Bill("from another bot", 70, "x"))
    await tells(phone, {"successful_payment": paid})
    await world.settle()
    assert "Llegó un pago tuyo de 70 ⭐" in phone.screen
    view = await payment(world, paid["telegram_payment_charge_id"])
    assert (view.problem, view.days, view.stars) == ("unknown_invoice", 0, 70)
    assert await until(world, phone) is None


# -- what those who run the community are told -------------------------------------------------------------------------


@pytest.fixture
async def admin(world: World) -> Phone:
    admin = world.phone(4_700, "Mar", language="en")
    await admin.writes("/start")
    await world.give(GrantRole(await world.user_id(admin), "admin"), "test:admin")
    return admin


def alerts(phone: Phone) -> list[str]:
    return [each["text"] for each in phone.messages if each.get("text", "").startswith("🧾")]


async def test_an_admin_is_told_once_of_a_payment_that_is_for_nothing(world: World, phone: Phone, admin: Phone) -> None:
    await phone.writes("/start")
    paid = world.telegram.stars.charge(phone.user, Bill("from another bot", 70, "x"))
    for _ in range(2):
        await tells(phone, {"successful_payment": paid})
        await world.settle()
    [told] = alerts(admin)
    assert "70 ⭐" in told and "for no invoice of ours" in told and "No days were given" in told
    assert f"/refund {paid['telegram_payment_charge_id']} reason" in told
    assert phone.user["first_name"] not in told


async def test_an_admin_is_told_of_a_refund_that_telegram_refuses(world: World, phone: Phone, admin: Phone) -> None:
    charge = await buys(world, phone)
    assert alerts(admin) == []
    world.telegram.next_time("refundStarPayment", bad_request("CHARGE_NOT_FOUND"))
    await refunds(world, phone, charge)
    [told] = alerts(admin)
    assert "CHARGE_NOT_FOUND" in told and charge in told


async def test_an_admin_is_told_of_all_differences_in_one_message(world: World, phone: Phone, admin: Phone) -> None:
    stranger = {"id": 4_900, "is_bot": False, "first_name": "Nadie"}
    for _ in range(3):
        world.telegram.stars.charge(stranger, Bill("something else", 70, "x"))
    world.telegram.stars.charge(phone.user, await asks_for(world, phone, "Un mes"))
    await compare(world)
    [told] = alerts(admin)
    assert "1 had not reached us" in told and "3 of theirs are for nothing" in told
    await compare(world, command_id="test:again")
    assert len(alerts(admin)) == 1


async def test_a_refund_by_command_wants_a_payment_and_a_reason(world: World, phone: Phone, admin: Phone) -> None:
    charge = await buys(world, phone)
    for words in ("", f" {charge}", f" {charge}  "):
        await admin.writes(f"/refund{words}")
        assert "is written so" in admin.screen or "Se escribe así" in admin.screen
    assert (await payment(world, charge)).state == "received"
    await admin.writes(f"/refund {charge} double")
    await world.settle()
    assert (await payment(world, charge)).refund_reason == "double"
    assert any("VIP ha terminado" in each.get("text", "") for each in phone.messages)
    assert not any("dura ahora" in each.get("text", "") for each in phone.messages)


# -- refunds ----------------------------------------------------------------------------------------------------------


async def refunds(world: World, phone: Phone, charge: str, command_id: str = "test:refund") -> None:
    await world.give(RefundPayment(await world.user_id(phone), charge, "sorry"), command_id)
    await world.settle()


async def test_a_refund_goes_through_telegram_and_takes_the_days_back_once(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    await refunds(world, phone, charge)
    assert len(world.telegram.sent("refundStarPayment")) == 1
    assert world.topics().count("payment.refunded") == world.topics().count("membership.shortened") == 1
    assert (await payment(world, charge)).state == "refunded"
    assert await until(world, phone) == NOON
    assert any("Te devolvimos 150 ⭐" in each.get("text", "") for each in phone.messages)


async def test_a_refund_whose_answer_was_lost_is_unknown_and_asked_for_again(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    lost = TelegramNetworkError(RefundStarPayment(user_id=1, telegram_payment_charge_id="x"), "timeout")
    world.telegram.next_time("refundStarPayment", lost)
    await refunds(world, phone, charge)
    assert (await world.effects.counts()).unknown == 1
    assert (await payment(world, charge)).state == "refund_requested"
    world.clock.pass_time(minutes=10)
    await world.settle()
    assert (await world.effects.counts()).unknown == 0
    assert (await payment(world, charge)).state == "refunded"


async def test_a_refund_that_had_been_made_already_is_one(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    world.telegram.next_time("refundStarPayment", bad_request("CHARGE_ALREADY_REFUNDED"))
    await refunds(world, phone, charge)
    assert (await payment(world, charge)).state == "refunded"


async def test_a_refund_that_telegram_refuses_shows_and_can_be_asked_for_again(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    world.telegram.next_time("refundStarPayment", bad_request("CHARGE_NOT_FOUND"))
    await refunds(world, phone, charge)
    assert (await payment(world, charge)).state == "refund_failed"
    assert await until(world, phone) == days(30)
    await refunds(world, phone, charge, "test:again")
    assert (await payment(world, charge)).state == "refunded"


async def test_a_call_that_telegram_asks_to_wait_with_is_made_later(world: World, phone: Phone) -> None:
    world.telegram.next_time("sendInvoice", retry_after(30))
    await phone.writes("/vip")
    await phone.taps("Un mes")
    await world.settle()
    assert world.telegram.sent("sendInvoice") == []
    world.clock.pass_time(seconds=31)
    await world.settle()
    assert len(world.telegram.sent("sendInvoice")) == 1


async def test_what_is_asked_for_somebody_erased_is_given_up(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    user_id = await world.user_id(phone)
    world.vault.erase(user_id)
    await world.give(RefundPayment(user_id, charge, "sorry"), "test:refund")
    await world.settle()
    view = await payment(world, charge)
    assert (view.state, view.refund_reason) == ("refund_failed", "erased")


async def test_only_those_who_run_the_community_refund(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    await phone.writes(f"/refund {charge} sorry")
    assert "solo lo hace quien administra" in phone.screen
    await world.give(GrantRole(await world.user_id(phone), "admin"), "test:role")
    await phone.writes("/refund nothing sorry")
    assert "No conozco ese pago" in phone.screen
    await phone.writes(f"/refund {charge} sorry")
    assert "Devolución pedida" in phone.screen
    await world.settle()
    assert (await payment(world, charge)).state == "refunded"


async def test_help_with_payments_shows_them_and_whom_to_ask(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    await phone.writes("/paysupport")
    assert charge in phone.screen and "Escribe a quien administra" in phone.screen
    await phone.writes("/terms")
    assert "Condiciones del VIP" in phone.screen


async def test_a_payment_whose_refund_was_told_first_is_told_as_given_back_and_no_more(
    world: World, phone: Phone
) -> None:
    await phone.writes("/start")
    await world.give(RecordRefund(await world.user_id(phone), "ch", stars=150), "test:first")
    await world.settle()
    texts = [each.get("text", "") for each in phone.messages]
    assert any("Te devolvimos 150" in each for each in texts) and not any("no sabemos" in each for each in texts)


# -- subscriptions ----------------------------------------------------------------------------------------------------


async def test_a_subscription_is_a_link_of_thirty_days_and_renews(world: World, phone: Phone) -> None:
    charge = await buys(world, phone, "Palco fijo")
    [call] = world.telegram.sent("createInvoiceLink")
    assert call.params["subscription_period"] == 2_592_000
    await phone.writes("/vip")
    assert "Se renueva sola" in phone.screen
    world.clock.pass_time(days=30)
    await world.simulator.renew(charge)
    await world.settle()
    assert await until(world, phone) == days(60)
    [view] = await world.reads.run(subscriptions_of, await world.user_id(phone))
    assert (view.payments, view.until) == (2, days(60))


async def test_the_link_of_a_lapsed_subscription_is_not_let_through_and_what_began_anew_can_be_cancelled(
    world: World, phone: Phone
) -> None:
    bill = await asks_for(world, phone, "Palco fijo")
    await world.simulator.pay(phone.user, bill)
    world.clock.pass_time(days=60)
    with pytest.raises(NotPaid, match="ya está pagada"):
        await world.simulator.pay(phone.user, bill)
    paid = world.telegram.stars.charge(phone.user, bill)  # a checkout that had been let through before
    await tells(phone, {"successful_payment": paid})
    await phone.writes("/vip")
    await phone.taps("Cancelar")
    await world.settle()
    [call] = world.telegram.sent("editUserStarSubscription")
    assert call.params["telegram_payment_charge_id"] == paid["telegram_payment_charge_id"]
    assert "subscription.canceled" in world.topics()


async def test_a_subscription_is_cancelled_and_taken_back(world: World, phone: Phone) -> None:
    charge = await buys(world, phone, "Palco fijo")
    await phone.writes("/vip")
    await phone.taps("Cancelar")
    assert "Cancelando" in phone.screen
    await world.settle()
    assert world.telegram.stars.charges[charge].canceled
    with pytest.raises(NotPaid):
        await world.simulator.renew(charge)
    await phone.writes("/vip")
    assert "Cancelada" in phone.screen and await until(world, phone) == days(30)
    await phone.taps("Reanudar")
    await world.settle()
    assert not world.telegram.stars.charges[charge].canceled


async def test_a_plan_whose_subscription_runs_is_not_sold_again(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Palco fijo")
    await phone.writes("/vip")
    [offered] = [each for row in phone.keyboard for each in row if "Palco fijo" in each["text"]]
    await buys(world, phone, "Palco fijo")
    await phone.writes("/vip")
    assert [each for each in phone.labels if "Palco fijo" in each] == ["✖️ Cancelar: Palco fijo"]
    assert phone.screen.count("Palco fijo") == 1 and "cada 30 días" in phone.screen
    with pytest.raises(NotPaid, match="Ya tienes «Palco fijo»"):
        await world.simulator.pay(phone.user, bill)
    await phone.taps_data(offered["callback_data"])
    assert "Ya tienes «Palco fijo»" in (phone.pop_up or "")


async def test_a_subscription_whose_payment_went_back_is_told_so_and_once_cancelled_can_be_had_again(
    world: World, phone: Phone
) -> None:
    await phone.writes("/vip")
    [offered] = [each for row in phone.keyboard for each in row if "Palco fijo" in each["text"]]
    charge = await buys(world, phone, "Palco fijo")
    await refunds(world, phone, charge)
    await phone.writes("/vip")
    assert "Fuiste VIP" in phone.screen and "Su último pago se devolvió" in phone.screen
    assert "Telegram volverá a cobrar" in phone.screen and "Palco fijo · 130 ⭐/30 d" not in phone.labels
    await phone.taps_data(offered["callback_data"])
    assert "se devolvió" in (phone.pop_up or "") and "está pagada" not in (phone.pop_up or "")
    await phone.taps("Cancelar")
    assert "se devolvió" in phone.screen and "lo pagado dura" not in phone.screen
    await world.settle()
    await phone.writes("/vip")
    assert "Su último pago se devolvió" in phone.screen and "dura hasta" not in phone.screen
    assert "Puedes suscribirte de nuevo" in phone.screen
    assert "Palco fijo · 130 ⭐/30 d" in phone.labels and "Reanudar" not in " ".join(phone.labels)
    assert (await world.reads.run(star_totals, world.clock.now())).subscriptions == 0
    await buys(world, phone, "Palco fijo")
    await phone.writes("/vip")
    assert "Se renueva sola" in phone.screen and "se devolvió" not in phone.screen


async def test_several_subscriptions_are_told_apart_and_cancelled_together_after_being_asked(tmp_path: Path) -> None:
    pack = default_pack()[0]
    club = next(plan for plan in pack.plans if plan.subscription)
    title = Text(es="El palco de la esquina soleada", en="The box at the sunny corner")
    corner = club.model_copy(update={"id": "esquina", "title": title})
    world = World(tmp_path, pack.model_copy(update={"plans": (*pack.plans, corner)}))
    phone = world.phone()
    await phone.writes("/vip")
    assert "El palco de la… · 130 ⭐/30 d" in phone.labels
    charges = [await buys(world, phone, label) for label in ("Palco fijo", "El palco de la")]
    await phone.writes("/vip")
    assert "✖️ Cancelar: Palco fijo · 1 abr" in phone.labels
    assert any(each.startswith("✖️ Cancelar: El palco") and each.endswith("… · 1 abr") for each in phone.labels)
    await phone.taps("Cancelar todas")
    await world.settle()
    assert "Palco fijo · 1 abr" in phone.screen and "esquina soleada" in phone.screen
    assert [world.telegram.stars.charges[each].canceled for each in charges] == [False, False]
    await phone.taps("Sí, cancelarlas todas")
    await world.settle()
    assert [world.telegram.stars.charges[each].canceled for each in charges] == [True, True]
    world.close()


async def test_a_subscription_cancelled_in_telegrams_settings_is_known(world: World, phone: Phone) -> None:
    charge = await buys(world, phone, "Palco fijo")
    await world.simulator.change_subscription(charge, "canceled")
    await world.settle()
    assert "Suscripción cancelada" in phone.screen
    await world.simulator.change_subscription(charge, "active")
    assert world.topics()[-2:] == ["subscription.resumed", "membership.renewal_awaited"]


@pytest.mark.parametrize("known", [True, False])
async def test_who_cancels_in_telegrams_settings_and_never_started_the_bot_is_not_thought_to_be_reachable(
    world: World, known: bool
) -> None:
    payer = world.phone(4_009, "Petra")
    user_id = await world.vault.user_for(4_009, "Petra")
    if known:
        await world.give(RegisterUser(user_id, elsewhere=True), "http:x:0")
        await world.settle()
    await payer.deliver({"subscription": {"user": payer.user, "invoice_payload": "1" * 16, "state": "canceled"}})
    await world.settle()
    view = await world.reads.run(user_view, user_id)
    assert view is not None and view.reach == "never_started"


async def test_a_cancellation_that_telegram_refuses_is_told(world: World, phone: Phone) -> None:
    await buys(world, phone, "Palco fijo")
    world.telegram.next_time("editUserStarSubscription", bad_request("SUBSCRIPTION_NOT_FOUND"))
    await phone.writes("/vip")
    await phone.taps("Cancelar")
    await world.settle()
    assert "no aceptó el cambio" in phone.screen


# -- reconciliation ---------------------------------------------------------------------------------------------------


async def compare(world: World, whole: bool = False, command_id: str = "test:compare") -> Any:
    await world.give(RequestReconciliation(whole), command_id)
    await world.settle()
    return (await world.reads.run(latest_reconciliations))[0]


async def test_a_payment_whose_word_never_came_is_credited_once(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Un mes")
    paid = world.telegram.stars.charge(phone.user, bill)
    found = await compare(world)
    assert (found.seen, found.credited, found.not_ours) == (1, 1, 0)
    assert (await payment(world, paid["telegram_payment_charge_id"])).found_by == "reconciliation"
    await tells(phone, {"successful_payment": paid})
    await world.settle()
    assert await until(world, phone) == days(30)
    assert (await compare(world, command_id="test:again")).credited == 0


async def test_what_is_not_ours_is_reported(world: World, phone: Phone) -> None:
    stranger = {"id": 4_900, "is_bot": False, "first_name": "Nadie"}
    world.telegram.stars.charge(stranger, Bill("something else", 70, "x"))
    assert (await compare(world)).not_ours == 1
    [problem] = (await world.reads.run(payments_page, True)).items
    assert (problem.problem, problem.stars) == ("unknown_invoice", 70)


async def test_a_refund_whose_word_never_came_is_recorded(world: World, phone: Phone) -> None:
    charge = await buys(world, phone)
    world.telegram.stars.tell = lambda content: None
    world.telegram.stars.answer(
        "refundStarPayment", {"user_id": phone.user["id"], "telegram_payment_charge_id": charge}
    )
    assert (await compare(world)).refunded == 1
    assert (await payment(world, charge)).state == "refunded"
    assert await until(world, phone) == NOON


async def test_what_no_invoice_stands_behind_is_no_payment_of_ours(world: World, phone: Phone) -> None:
    await buys(world, phone, "Una semana")
    before = len(world.store.events)
    for number, (way, kind) in enumerate((("receiver", "gift_purchase"), ("source", "paid_media_payment"))):
        partner = {"type": "user", "transaction_type": kind, "user": phone.user}
        date = int(world.clock.now().timestamp())
        world.telegram.stars.transactions.append({"id": f"gift{number}", "amount": 15, "date": date, way: partner})
    found = await compare(world)
    assert (found.seen, found.credited, found.refunded, found.not_ours, found.refused) == (3, 0, 0, 0, 0)
    assert [each.topic for each in world.store.events[before:]] == [
        "reconciliation.requested",
        "reconciliation.completed",
    ]


async def test_one_transaction_that_a_rule_refuses_holds_no_other_up(
    world: World, phone: Phone, caplog: pytest.LogCaptureFixture
) -> None:
    charge = await buys(world, phone, "Una semana")
    stars = world.telegram.stars
    [paid] = stars.transactions
    other = {"id": 4_901, "is_bot": False, "first_name": "Otra"}
    stars.transactions.append({**paid, "receiver": {**paid["source"], "user": other}})
    del stars.transactions[-1]["source"]
    stars.charge(phone.user, await asks_for(world, phone, "Un mes"))
    found = await compare(world)
    assert (found.seen, found.credited, found.refused) == (3, 1, 1)
    assert "can't be recorded: not_found" in caplog.text.replace("-", "_") and charge not in caplog.text


async def test_a_payment_that_telegram_does_not_have_is_noted(world: World, phone: Phone) -> None:
    charges = []
    for _ in range(3):
        charges.append(await buys(world, phone, "Una semana"))
        world.clock.pass_time(hours=1)
    del world.telegram.stars.transactions[1]
    assert (await compare(world)).unmatched == 1
    assert (await payment(world, charges[1])).unmatched
    assert (await compare(world, whole=True, command_id="test:again")).unmatched == 0


async def test_the_whole_list_without_anything_lacks_all_that_was_paid(world: World, phone: Phone) -> None:
    charges = [await buys(world, phone, "Una semana") for _ in range(2)]
    world.clock.pass_time(hours=1)
    world.telegram.stars.transactions.clear()
    assert (await compare(world)).unmatched == 0
    assert (await compare(world, whole=True, command_id="test:whole")).unmatched == 2
    assert all([(await payment(world, charge)).unmatched for charge in charges])


async def test_all_pages_of_telegrams_list_are_read_and_later_only_the_new_ones(world: World, phone: Phone) -> None:
    bill = await asks_for(world, phone, "Una semana")
    for _ in range(450):
        world.telegram.stars.charge(phone.user, bill)
    assert (await compare(world)).credited == 450
    world.telegram.stars.charge(phone.user, bill)
    before = len(world.telegram.sent("getStarTransactions"))
    found = await compare(world, command_id="test:again")
    assert (found.seen, found.credited) == (451, 1)
    assert len(world.telegram.sent("getStarTransactions")) - before == 3


async def test_the_lists_are_compared_once_a_day_after_four(world: World, phone: Phone) -> None:
    desks = [StarDesk(world.bot, world.services, world.effects, daily=True) for _ in range(2)]
    for hours in (0, 1, 23):  # noon, one, and noon of the next day in Mexico City
        world.clock.pass_time(hours=hours)
        for desk in desks:
            await desk.compare_daily()
    assert world.topics().count("reconciliation.requested") == 2
    await world.settle()
    assert world.topics().count("reconciliation.completed") == 2


async def test_no_charge_stands_in_the_log(world: World, phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    charge = await buys(world, phone)
    world.telegram.next_time("refundStarPayment", bad_request("CHARGE_NOT_FOUND"))
    await refunds(world, phone, charge)
    await compare(world)
    assert charge not in caplog.text


async def test_times_are_those_of_telegram(world: World, phone: Phone) -> None:
    charge = await buys(world, phone, "Palco fijo")
    [view] = await world.reads.run(subscriptions_of, await world.user_id(phone))
    assert view.until == datetime.fromtimestamp(world.telegram.stars.charges[charge].until or 0, UTC)
