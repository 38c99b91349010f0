"""VIP in a browser: bought and refunded, by a subscription that goes on and ends, and the door of the VIP channel."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.dev import DevProcess
from tests.servers import eventually
from tests.simulator_page import PATIENCE_MS, comes_in, opened, user_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]


@pytest.fixture
def page(browser: Browser, dev_process: DevProcess, complaints: list[str]) -> Iterator[Page]:
    """The simulator, wide enough for two phones."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="es")
    yield opened(context.new_page(), dev_process.facts["simulator_url"], complaints)
    context.close()


def announces(place: Locator, text: str) -> None:
    expect(place.locator(".service", has_text=text).last).to_be_visible(timeout=PATIENCE_MS)


def test_a_subscription_is_charged_again_and_cancelled_by_what_stands_below_it(
    page: Page, api: httpx.Client, complaints: list[str]
) -> None:
    phone = comes_in(page, "Inés", "es")
    phone.says("/vip")
    phone.tap("Palco fijo")
    phone.tap("Suscribirme")
    phone.sees("Pagaste ⭐ 130")
    phone.sees("Eres VIP")
    below = phone.here.get_by_role("group", name="Suscripción")
    below.get_by_role("button", name="Renovar").click()
    expect(phone.here.locator(".bubble", has_text="Pagaste ⭐ 130")).to_have_count(2, timeout=PATIENCE_MS)
    user = user_of(api, phone, "Inés")

    def subscription() -> dict[str, Any]:
        (one,) = api.get(f"/v1/users/{user}/subscriptions").raise_for_status().json()["items"]
        return dict(one)

    eventually(lambda: subscription()["payments"] == 2)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".person", has_text="Inés").click()
    expect(phone.here.locator(".bubble").last).to_be_in_viewport()
    below.get_by_role("button", name="Cancelar").click()
    phone.sees("Suscripción cancelada")
    eventually(lambda: not subscription()["goes_on"])
    below.get_by_role("button", name="Renovar").click()
    phone.is_told("the subscription is cancelled")
    assert all("402" in complaint for complaint in complaints), "only what was refused"
    complaints.clear()
    below.get_by_role("button", name="Reanudar").click()
    phone.sees("Tu suscripción sigue")
    assert phone.here.evaluate("phone => phone.scrollWidth <= phone.clientWidth")


def test_the_vip_channel_lets_vips_in_others_not_and_who_is_vip_no_more_has_to_go(
    page: Page, api: httpx.Client
) -> None:
    phone = comes_in(page, "Vera", "es")
    page.get_by_role("button", name="El balcón").click()
    place = page.get_by_role("region", name="El balcón")
    place.get_by_label("El bot").select_option("administrator")
    user = user_of(api, phone, "Vera")

    def balcony() -> str | None:
        chats = api.get("/v1/admin/chats").raise_for_status().json()["items"]
        return next((each["id"] for each in chats if each["title"] == "El balcón"), None)

    eventually(balcony)
    api.post("/v1/vip-channel", json={"chat": balcony()}).raise_for_status()
    place.get_by_label("Quién").select_option("Vera")
    place.get_by_role("button", name="Pide entrar").click()
    announces(place, "Vera no puede entrar")
    phone.sees("VIP")

    grant = {"plan": "vip_mes", "reason": "test"}
    api.post(f"/v1/users/{user}/membership", json=grant).raise_for_status()
    phone.sees("Eres VIP")
    phone.says("/vip")
    phone.tap("Canal VIP")
    phone.tap("Pedir entrar")
    announces(place, "Vera ha entrado")
    api.post(f"/v1/users/{user}/membership/revocations", json={"reason": "test"}).raise_for_status()
    announces(place, "Vera tiene que salir")
    api.delete("/v1/vip-channel").raise_for_status()
    place.get_by_label("El bot").select_option("left")


def test_vip_is_bought_by_the_pay_button_and_refunded(page: Page, api: httpx.Client) -> None:
    phone = comes_in(page, "Olga", "es")
    phone.says("/vip")
    phone.here.locator(".key", has_text="Un mes en el palco").last.click()
    phone.here.locator(".key", has_text="Pagar ⭐").last.click()
    expect(phone.here.locator(".bubble", has_text="Pagaste ⭐ 150").last).to_be_visible(timeout=PATIENCE_MS)
    expect(phone.here.locator(".key", has_text="Pagado")).to_be_disabled()
    expect(phone.here.locator(".key", has_text="Pagar ⭐")).to_have_count(0)
    expect(phone.here.locator(".bubble", has_text="Eres VIP").last).to_be_visible(timeout=PATIENCE_MS)

    user = user_of(api, phone, "Olga")

    def newest() -> dict[str, Any]:
        payments: list[dict[str, Any]] = api.get(f"/v1/users/{user}/payments").raise_for_status().json()["items"]
        return payments[0]

    payment = newest()
    assert (payment["stars"], payment["days"], payment["state"]) == (150, 30, "received")
    refund = {"charge": payment["charge"], "reason": "test"}
    api.post(f"/v1/users/{user}/refunds", json=refund).raise_for_status()
    eventually(lambda: newest()["state"] == "refunded")
    expect(phone.here.locator(".bubble", has_text="Te devolvimos 150 ⭐").last).to_be_visible(timeout=PATIENCE_MS)
