"""VIP bought in a browser: the invoice, its pay button, the payment, and its refund over HTTP."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect, sync_playwright

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


def test_vip_is_bought_by_the_pay_button_and_refunded(browser: Browser, dev_process: DevProcess) -> None:
    dev = dev_process.facts
    page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="es")
    page.set_default_timeout(PATIENCE_MS)
    page.goto(dev["simulator_url"])
    phone = page.get_by_role("region", name="Lucía")
    if phone.locator(".start").is_visible():
        phone.locator(".start").click()
    box = phone.get_by_role("textbox")
    box.fill("/vip")
    box.press("Enter")
    phone.locator(".key", has_text="Un mes en el palco").last.click()
    phone.locator(".key", has_text=re.compile("Pay")).last.click()
    expect(phone.locator(".bubble", has_text="Pagaste ⭐ 150").last).to_be_visible(timeout=PATIENCE_MS)
    expect(phone.locator(".bubble", has_text="Eres VIP").last).to_be_visible(timeout=PATIENCE_MS)

    with httpx.Client(base_url=dev["http_url"], headers=bearer(dev["api_key"]), timeout=20) as api:

        def newest() -> dict[str, Any]:
            payments: list[dict[str, Any]] = api.get("/v1/admin/payments").raise_for_status().json()["items"]
            return payments[0]

        payment = newest()
        assert (payment["stars"], payment["days"], payment["state"]) == (150, 30, "received")
        refund = {"charge": payment["charge"], "reason": "test"}
        api.post(f"/v1/users/{payment['user_id']}/refunds", json=refund).raise_for_status()
        eventually(lambda: newest()["state"] == "refunded")
    expect(phone.locator(".bubble", has_text="Te devolvimos 150 ⭐").last).to_be_visible(timeout=PATIENCE_MS)
