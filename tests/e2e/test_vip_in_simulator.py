"""VIP in a browser: bought and refunded, by a subscription that goes on and ends, and the door of the VIP channel."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from tests.application import bearer
from tests.browser import FLAGS
from tests.dev import DevProcess
from tests.servers import eventually

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]
PATIENCE_MS = 15_000


@pytest.fixture
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(chromium), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def api(dev_process: DevProcess) -> Iterator[httpx.Client]:
    facts = dev_process.facts
    with httpx.Client(base_url=facts["http_url"], headers=bearer(facts["api_key"]), timeout=20) as api:
        yield api


def opened(browser: Browser, url: str) -> Page:
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="es")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(url)
    return page


def comes_in(page: Page, name: str) -> Locator:
    """A newcomer's phone, who has started the bot."""
    page.get_by_role("button", name="Otra persona").click()
    page.get_by_label("Nombre").fill(name)
    page.get_by_role("button", name="Entrar").click()
    phone = page.get_by_role("region", name=name)
    phone.locator(".start").click()
    expect(phone.locator(".bubble", has_text=name).last).to_be_visible(timeout=PATIENCE_MS)
    return phone


def says(phone: Locator, text: str) -> None:
    box = phone.get_by_role("textbox")
    box.fill(text)
    box.press("Enter")


def taps(phone: Locator, label: str) -> None:
    phone.locator(".key", has_text=label).last.click()


def sees(phone: Locator, text: str, kind: str = ".bubble") -> None:
    expect(phone.locator(kind, has_text=text).last).to_be_visible(timeout=PATIENCE_MS)


def user_of(api: httpx.Client, page: Page, name: str) -> str:
    telegram_id = page.locator(".person", has_text=name).get_attribute("data-id")
    (user,) = api.get("/v1/users", params={"telegram_id": telegram_id}).raise_for_status().json()["items"]
    return str(user["id"])


def test_a_subscription_is_charged_again_and_cancelled_by_what_stands_below_it(
    browser: Browser, dev_process: DevProcess, api: httpx.Client
) -> None:
    page = opened(browser, dev_process.facts["simulator_url"])
    phone = comes_in(page, "Inés")
    says(phone, "/vip")
    taps(phone, "Palco fijo")
    taps(phone, "Suscribirme")
    sees(phone, "Pagaste ⭐ 130")
    sees(phone, "Eres VIP")
    below = phone.get_by_role("group", name="Suscripción")
    below.get_by_role("button", name="Renovar").click()
    expect(phone.locator(".bubble", has_text="Pagaste ⭐ 130")).to_have_count(2, timeout=PATIENCE_MS)
    user = user_of(api, page, "Inés")

    def subscription() -> dict[str, Any]:
        (one,) = api.get(f"/v1/users/{user}/subscriptions").raise_for_status().json()["items"]
        return dict(one)

    eventually(lambda: subscription()["payments"] == 2)
    page.set_viewport_size({"width": 390, "height": 844})
    page.locator(".person", has_text="Inés").click()
    expect(phone.locator(".bubble").last).to_be_in_viewport()
    below.get_by_role("button", name="Cancelar").click()
    sees(phone, "Suscripción cancelada")
    eventually(lambda: not subscription()["goes_on"])
    below.get_by_role("button", name="Renovar").click()
    sees(phone, "the subscription is cancelled", ".alert")
    phone.get_by_role("button", name="OK").click()
    below.get_by_role("button", name="Reanudar").click()
    sees(phone, "Tu suscripción sigue")
    assert phone.evaluate("phone => phone.scrollWidth <= phone.clientWidth")


def test_the_vip_channel_lets_vips_in_others_not_and_who_is_vip_no_more_has_to_go(
    browser: Browser, dev_process: DevProcess, api: httpx.Client
) -> None:
    page = opened(browser, dev_process.facts["simulator_url"])
    phone = comes_in(page, "Vera")
    page.get_by_role("button", name="El balcón").click()
    place = page.get_by_role("region", name="El balcón")
    place.get_by_label("El bot").select_option("administrator")
    user = user_of(api, page, "Vera")

    def balcony() -> str | None:
        chats = api.get("/v1/admin/chats").raise_for_status().json()["items"]
        return next((each["id"] for each in chats if each["title"] == "El balcón"), None)

    eventually(balcony)
    api.post("/v1/vip-channel", json={"chat": balcony()}).raise_for_status()
    place.get_by_label("Quién").select_option("Vera")
    place.get_by_role("button", name="Pide entrar").click()
    sees(place, "Vera no puede entrar", ".service")
    sees(phone, "VIP")

    grant = {"plan": "vip_mes", "reason": "test"}
    api.post(f"/v1/users/{user}/membership", json=grant).raise_for_status()
    sees(phone, "Eres VIP")
    says(phone, "/vip")
    taps(phone, "Canal VIP")
    taps(phone, "Pedir entrar")
    sees(place, "Vera ha entrado", ".service")
    api.post(f"/v1/users/{user}/membership/revocations", json={"reason": "test"}).raise_for_status()
    sees(place, "Vera tiene que salir", ".service")
    api.delete("/v1/vip-channel").raise_for_status()
    place.get_by_label("El bot").select_option("left")


def test_vip_is_bought_by_the_pay_button_and_refunded(
    browser: Browser, dev_process: DevProcess, api: httpx.Client
) -> None:
    page = opened(browser, dev_process.facts["simulator_url"])
    phone = comes_in(page, "Olga")
    says(phone, "/vip")
    phone.locator(".key", has_text="Un mes en el palco").last.click()
    phone.locator(".key", has_text="Pagar ⭐").last.click()
    expect(phone.locator(".bubble", has_text="Pagaste ⭐ 150").last).to_be_visible(timeout=PATIENCE_MS)
    expect(phone.locator(".key", has_text="Pagado")).to_be_disabled()
    expect(phone.locator(".key", has_text="Pagar ⭐")).to_have_count(0)
    expect(phone.locator(".bubble", has_text="Eres VIP").last).to_be_visible(timeout=PATIENCE_MS)

    user = user_of(api, page, "Olga")

    def newest() -> dict[str, Any]:
        payments: list[dict[str, Any]] = api.get(f"/v1/users/{user}/payments").raise_for_status().json()["items"]
        return payments[0]

    payment = newest()
    assert (payment["stars"], payment["days"], payment["state"]) == (150, 30, "received")
    refund = {"charge": payment["charge"], "reason": "test"}
    api.post(f"/v1/users/{user}/refunds", json=refund).raise_for_status()
    eventually(lambda: newest()["state"] == "refunded")
    expect(phone.locator(".bubble", has_text="Te devolvimos 150 ⭐").last).to_be_visible(timeout=PATIENCE_MS)
