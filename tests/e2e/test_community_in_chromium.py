"""Three people side by side in a browser: a purchase, an auction to its end, and a trivia poll on a phone.

They are newcomers, so that the people whom the page brings along are as other tests expect them.
"""

import re
from datetime import datetime
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.dev import DevProcess
from tests.servers import eventually
from tests.simulator_page import Phone, comes_in, opened, picture, user_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

LASTING = 30
LATE = LASTING / 4
"""Seconds: the shortest that there is, and its last quarter, which is late."""


def give(api: httpx.Client, user: str, besitos: int) -> None:
    gift = {"amount": besitos, "reason": "verbena"}
    api.post(
        f"/v1/users/{user}/wallet/transactions", json=gift, headers={"Idempotency-Key": f"prize-{user}"}
    ).raise_for_status()


def test_one_sells_two_bid_the_late_bid_extends_it_closes_and_all_see_it(
    browser: Browser, dev_process: DevProcess, api: httpx.Client, complaints: list[str]
) -> None:
    context = browser.new_context(viewport={"width": 1440, "height": 900}, locale="es")
    page = opened(context.new_page(), dev_process.facts["simulator_url"], complaints)
    nuria, ben, carla = (comes_in(page, *who) for who in (("Nuria", "es"), ("Ben", "en"), ("Carla", "es")))
    for name in ("Lucía", "Oliver"):
        page.locator(".person", has_text=name).click()
    expect(page.get_by_role("region")).to_have_count(3)
    users = {phone: user_of(api, phone, name) for phone, name in ((nuria, "Nuria"), (ben, "Ben"), (carla, "Carla"))}
    for phone, told in ((nuria, "500"), (ben, "500"), (carla, "500")):
        give(api, users[phone], 500)
        phone.sees(told)

    def held(phone: Phone) -> int:
        return int(api.get(f"/v1/users/{users[phone]}/wallet").raise_for_status().json()["held"])

    def bought_and_sold(phone: Phone) -> int:
        return sum(change for change, reason in besitos_of(api, users[phone]) if reason.startswith("auction"))

    # Nuria buys a lantern: money, item and menus in one go
    nuria.says("/tienda")
    nuria.tap("Para coleccionar")
    nuria.tap("Farolillo")
    nuria.tap(re.compile(r"^1 · 80"))
    nuria.sees("Son 80")
    nuria.tap("Comprar por 80")
    nuria.sees(re.compile("Tuyo: .*Farolillo"))
    eventually(lambda: (-80, "purchase") in besitos_of(api, users[nuria]))
    labels = nuria.here.locator(".message", has_text="Tuyo:").locator(".key span")
    assert labels.count() == 3
    assert labels.evaluate_all("all => all.every((each) => each.scrollWidth <= each.clientWidth)"), "a label is cut"
    picture(page, "simulator-store")

    # and puts it up for the shortest while that leaves time to bid
    nuria.says("/subastas")
    nuria.tap("Subastar algo")
    nuria.tap("Farolillo")
    asked = nuria.sees("Otro mínimo").text_content() or ""
    (mark,) = re.findall(r"/subastar (\S+) 75 90m", asked)
    nuria.says(f"/subastar {mark} 50 {LASTING}s")
    nuria.sees("¡En subasta!")

    def auction() -> dict[str, Any]:
        lots = api.get("/v1/auctions", params={"seller": users[nuria]}).raise_for_status().json()["items"]
        found: dict[str, Any] = lots[0]
        return found

    # Ben bids, Carla tops it, and Ben is told and has his besitos back
    for phone, command, thing in ((ben, "/auctions", "lantern"), (carla, "/subastas", "Farolillo")):
        phone.says(command)
        phone.tap(thing)
    ben.tap(re.compile(r"🔨 50$"))
    ben.sees("Bid placed: 50")
    carla.tap("Actualizar")
    carla.sees("de Ben")
    carla.tap(re.compile(r"🔨 53$"))
    carla.sees("Puja hecha: 53")
    ben.sees("outbid")
    eventually(lambda: (held(ben), held(carla)) == (0, 53))
    ben.tap("Refresh")
    ben.sees("by Carla")

    # the clock runs down, Ben bids at the last moment, and the end moves
    end = datetime.fromisoformat(auction()["ends_at"])
    late = (end.timestamp() - LATE + 0.5) * 1_000
    page.wait_for_function("late => Date.now() >= late", arg=late, timeout=LASTING * 1_000)
    ben.tap(re.compile(r"🔨 56$"))
    ben.sees("Bid placed: 56")
    ben.sees("last-minute bid has moved the end")
    nuria.tap("Actualizar")
    nuria.sees("Una puja de última hora ya movió el final")
    carla.sees("Superaron tu puja")
    moved = auction()
    assert datetime.fromisoformat(moved["ends_at"]) > end
    assert (moved["extensions"], moved["status"], moved["bids"]) == (1, "open", 3)
    picture(page, "simulator-auction")

    # nobody else does anything: its timer closes it, and all three see how it went
    ben.sees("You won the auction")
    nuria.sees(re.compile(r"Se vendió: .*Farolillo.* por 56 💋\. Te llegaron 54"))
    carla.tap("Actualizar")
    carla.sees("Se la llevó Ben por 56")
    nuria.tap("Actualizar")
    nuria.sees("Se la llevó Ben por 56")
    picture(page, "simulator-auction-over")
    eventually(lambda: [bought_and_sold(each) for each in (nuria, ben, carla)] == [54, -56, 0])
    assert [held(each) for each in (nuria, ben, carla)] == [0, 0, 0]
    ben.says("/mochila")
    ben.sees("lantern")
    assert auction()["status"] == "sold"
    context.close()


def test_a_trivia_poll_is_answered_on_a_phone(
    browser: Browser, dev_process: DevProcess, api: httpx.Client, complaints: list[str]
) -> None:
    context = browser.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, is_mobile=True, has_touch=True, locale="es"
    )
    page = opened(context.new_page(), dev_process.facts["simulator_url"], complaints)
    phone = comes_in(page, "Diego", "es")
    user = user_of(api, phone, "Diego")
    phone.says("/trivia")
    poll = phone.here.locator(".poll").last
    options = poll.get_by_role("button")
    expect(options.first).to_be_enabled()
    options.first.click()
    for number in range(options.count()):
        expect(options.nth(number)).to_be_disabled()
    expect(poll.locator(".option.right")).to_have_count(1)
    right = options.first.evaluate("key => key.classList.contains('right')")
    phone.sees("¡Así es!" if right else "Esta no era.")
    expect(phone.here.locator(".key", has_text="Otra pregunta").last).to_be_visible()
    picture(page, "simulator-phone-trivia")

    eventually(lambda: "trivia" in {reason for _, reason in besitos_of(api, user)} or not right)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.reload()
    page.locator(".person", has_text="Diego").click()
    expect(phone.here.locator(".poll .option.right")).to_have_count(1)
    context.close()


def besitos_of(api: httpx.Client, user: str) -> list[tuple[int, str]]:
    """How the user's besitos moved, and why, without what it was about."""
    items = api.get(f"/v1/users/{user}/wallet/transactions").raise_for_status().json()["items"]
    return [(item["change"], item["reason"].partition(":")[0]) for item in items]
