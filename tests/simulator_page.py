"""The simulator's page in a browser, as tests use it: who comes in, what their phones say, and what is tapped.

With YABOT_SCREENSHOTS=1 the pictures of docs/screenshots are taken anew.
"""

import os
import re

import httpx
from playwright.sync_api import Locator, Page, expect

from tests.dev import ROOT

PICTURES = ROOT / "docs" / "screenshots" if os.environ.get("YABOT_SCREENSHOTS") else None
STILL = """Promise.allSettled(
    document.getAnimations().filter((each) => each.effect.getTiming().iterations < 9).map((each) => each.finished)
)"""
"""Waits until what moves once has moved, or has been replaced."""
PATIENCE_MS = 15_000


class Phone:
    """One phone of the page."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.here: Locator = page.get_by_role("region", name=name)

    def says(self, text: str) -> None:
        """Writes, and waits for nothing."""
        box = self.here.get_by_role("textbox")
        box.fill(text)
        box.press("Enter")

    def write(self, text: str) -> None:
        """Writes, and waits for the answer: the next message of the bot."""
        answers = self.here.locator(".message.theirs")
        before = answers.count()
        self.says(text)
        expect(answers.nth(before)).to_be_visible(timeout=PATIENCE_MS)

    def writes_until(self, text: str, answer: str) -> None:
        """Writes the same again until it is answered so: what follows from a deed follows a moment later."""
        for _ in range(20):
            self.write(text)
            if answer in (self.here.locator(".message.theirs").last.text_content() or ""):
                return
        raise AssertionError(f"{text} is not answered with {answer!r}")

    def tap(self, label: str | re.Pattern[str]) -> None:
        self.here.locator(".key", has_text=label).last.click()

    def has_no_cut_label(self) -> None:
        """The buttons of the newest message show all that they say."""
        labels = self.here.locator(".message.theirs").last.locator(".key span")
        for number in range(labels.count()):
            shown, whole = labels.nth(number).evaluate("e => [e.clientWidth, e.scrollWidth]")
            assert whole <= shown, f"{labels.nth(number).text_content()!r} is cut"

    def sees(self, text: str | re.Pattern[str]) -> Locator:
        """The newest message with this text, when it is there."""
        found = self.here.locator(".bubble", has_text=text).last
        expect(found).to_be_visible(timeout=PATIENCE_MS)
        return found

    def is_told(self, text: str) -> None:
        """A pop-up over the chat, which is closed."""
        alert = self.here.get_by_role("alertdialog")
        expect(alert).to_contain_text(text, timeout=PATIENCE_MS)
        alert.get_by_role("button", name="OK").click()
        expect(alert).to_be_hidden()

    def toast(self, text: str) -> None:
        expect(self.here.get_by_role("status")).to_have_text(re.compile(re.escape(text)), timeout=PATIENCE_MS)


def picture(page: Page, name: str) -> None:
    """Takes a picture for the documentation, when it is wanted, once nothing moves any more."""
    if PICTURES is not None:
        PICTURES.mkdir(exist_ok=True)
        page.evaluate(STILL)
        page.screenshot(path=PICTURES / f"{name}.png")


def opened(page: Page, url: str, complaints: list[str]) -> Page:
    """The simulator in a page of the browser; what its console complains of is added to `complaints`."""
    page.set_default_timeout(PATIENCE_MS)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
    page.goto(url)
    return page


def comes_in(page: Page, name: str, language: str) -> Phone:
    """A newcomer, who has started the bot."""
    page.get_by_role("button", name="Otra persona").click()
    page.get_by_label("Nombre").fill(name)
    page.get_by_label("Idioma").select_option(language)
    page.get_by_role("button", name="Entrar").click()
    phone = Phone(page, name)
    phone.here.locator(".start").click()
    phone.sees(name)
    return phone


def user_of(api: httpx.Client, phone: Phone, name: str) -> str:
    """The user id of somebody of the simulator."""
    telegram_id = phone.page.locator(".person", has_text=name).get_attribute("data-id")
    (user,) = api.get("/v1/users", params={"telegram_id": telegram_id}).raise_for_status().json()["items"]
    return str(user["id"])
