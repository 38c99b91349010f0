"""The console and the API's reference in a real browser: they work, and call nobody but us.

With YABOT_SCREENSHOTS=1 the pictures of docs/screenshots are taken anew.
"""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.dev import ROOT, DevProcess

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

PICTURES = ROOT / "docs" / "screenshots" if os.environ.get("YABOT_SCREENSHOTS") else None
SHOWN = {
    *("console-desktop", "console-trace-desktop", "console-user-desktop", "console-auctions-desktop"),
    *("console-store-desktop", "console-phone", "console-chats-phone"),
}
"""The pictures that docs show; of the other pages and widths none is kept."""

PATIENCE_MS = 15_000
DESKTOP, PHONE = (1280, 800), (390, 844)

SEEN = {
    "Auctions": "Violet ink",
    "Store": "Fortune cookie",
    "Story": "Where readers stop",
    "Chats": "“Add subscribers”, to let VIPs in",
    "Deliveries": "Whom messages reach",
    "Payments": "Compared with Telegram's list",
}
"""What each section of the demo's console shows."""


@pytest.fixture
def page(browser: Browser, dev_process: DevProcess, complaints: list[str]) -> Iterator[Page]:
    """A page that may ask nobody but the program for anything, and complain of nothing."""
    home = dev_process.facts["http_url"]
    context = browser.new_context(viewport={"width": DESKTOP[0], "height": DESKTOP[1]}, base_url=home)
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    ours = (f"{home}/", "data:", "blob:")
    page.on("request", lambda request: None if request.url.startswith(ours) else complaints.append(request.url))
    yield page
    context.close()


def enter(page: Page, dev_process: DevProcess) -> None:
    page.goto(dev_process.ok("admin", "link", "--json").json["link"])
    page.get_by_role("button", name="Open the console").click()
    expect(page.get_by_role("heading", name="Latest events")).to_be_visible()


def picture(page: Page, name: str) -> None:
    if PICTURES is not None and name in SHOWN:
        page.screenshot(path=PICTURES / f"{name}.png")


@pytest.mark.parametrize(("kind", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_an_operator_goes_from_the_overview_to_a_trace_and_to_a_person(page, dev_process, kind, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    enter(page, dev_process)
    expect(page.locator(".tile strong").first).not_to_have_text("0")
    expect(page.get_by_text("mongodb")).to_be_visible()
    assert_fits(page)
    picture(page, f"console-{kind}")
    page.locator("table.events a[href*='/console/traces/']").nth(3).click()
    expect(page.get_by_role("heading", name=re.compile("^Trace"))).to_be_visible()
    assert_fits(page)
    picture(page, f"console-trace-{kind}")
    person = page.locator(".trace a[href*='/console/users/']").first
    name = person.text_content() or ""
    person.click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    assert_fits(page)
    picture(page, f"console-user-{kind}")
    page.get_by_role("link", name="Overview").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible(timeout=PATIENCE_MS)


@pytest.mark.parametrize(("kind", "size"), [("desktop", DESKTOP), ("phone", PHONE)])
def test_an_operator_looks_through_the_sections(page, dev_process, kind, size):
    page.set_viewport_size({"width": size[0], "height": size[1]})
    enter(page, dev_process)
    menu = page.get_by_role("navigation", name="Sections")
    for section, seen in SEEN.items():
        menu.get_by_role("link", name=section).click()
        expect(page.get_by_role("heading", name=section, exact=True)).to_be_visible()
        expect(page.locator("main")).to_contain_text(seen)
        assert_fits(page)
        picture(page, f"console-{section.lower()}-{kind}")
    menu.get_by_role("link", name="Auctions").click()
    page.locator("main table a[href*='/console/users/']").first.click()
    expect(page.get_by_role("heading", name="What happened")).to_be_visible()


def test_the_overview_keeps_itself_fresh(page, dev_process):
    enter(page, dev_process)
    page.evaluate("document.querySelector('.tiles').dataset.old = '1'")
    expect(page.locator(".tiles[data-old]")).to_have_count(0, timeout=PATIENCE_MS)
    expect(page.locator(".tiles")).to_be_visible()


def test_swagger_lists_the_operations_and_makes_a_request(page, dev_process):
    page.goto("/docs")
    expect(page.locator(".opblock")).not_to_have_count(0, timeout=PATIENCE_MS)
    page.locator("#operations-health-get_live .opblock-summary").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table td.response-col_status:not(.col_header)").first).to_contain_text("200")


def test_redoc_shows_the_reference(page, dev_process):
    page.goto("/redoc")
    expect(page.get_by_role("heading", name="Register User")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.get_by_text("application/problem+json").first).to_be_visible(timeout=PATIENCE_MS)


def assert_fits(page: Page) -> None:
    """Nothing sticks out to the right: a page is never scrolled sideways, once its stylesheet is there."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
