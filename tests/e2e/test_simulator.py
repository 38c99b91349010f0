"""A newcomer's first walk, in a browser, over the whole program: from a tap to events and rows.

With YABOT_SCREENSHOTS=1 the pictures of docs/screenshots are taken anew.
"""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from adapters.embedded.ports import free
from adapters.embedded.temporary import temporary_folder
from tests.dev import DevProcess, started_dev
from tests.servers import eventually
from tests.simulator_page import PATIENCE_MS, Phone, opened, picture

pytestmark = [pytest.mark.browser, pytest.mark.timeout(180)]

LUCIA, OLIVER, MATEO = 7_000_001, 7_000_002, 7_000_003


@pytest.fixture(scope="module")
def dev(dev_process: DevProcess) -> dict[str, Any]:
    """What dev.json holds."""
    return dev_process.facts


@pytest.fixture
def open_page(browser: Browser, dev: dict[str, Any], complaints: list[str]) -> Iterator[Any]:
    """Opens the simulator: `open_page(width, height, …)`."""
    contexts = []

    def open_(width: int, height: int, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, locale="es", **options)
        contexts.append(context)
        return opened(context.new_page(), dev["simulator_url"], complaints)

    yield open_
    for context in contexts:
        context.close()


class Api:
    """What the log and the rows say of a user."""

    def __init__(self, dev: dict[str, Any], telegram_id: int) -> None:
        self._url, self._key = dev["http_url"], {"Authorization": f"Bearer {dev['api_key']}"}
        (user,) = self._get("/v1/users", telegram_id=telegram_id)["items"]
        self.user_id = user["id"]

    def _get(self, path: str, **query: Any) -> Any:
        answer = httpx.get(self._url + path, params=query, headers=self._key)
        answer.raise_for_status()
        return answer.json()

    def movements(self) -> list[tuple[int, str]]:
        """Amount and reason of each, the oldest first."""
        items = self._get(f"/v1/users/{self.user_id}/wallet/transactions", limit=100)["items"]
        return [(item["change"], item["reason"]) for item in reversed(items)]

    def available(self) -> int:
        return int(self._get(f"/v1/users/{self.user_id}/wallet")["available"])


def test_a_newcomers_first_walk(open_page: Any, dev: dict[str, Any]) -> None:
    page = open_page(1280, 860)
    lucia = Phone(page, "Lucía")
    lucia.here.get_by_role("button", name="Empezar").click()
    lucia.sees("Hola, Lucía")
    oliver = Phone(page, "Oliver")
    oliver.here.get_by_role("button", name="Start").click()
    oliver.sees("Hello, Oliver")
    picture(page, "simulator-desktop")

    # the gift, once
    lucia.tap("Regalo")
    lucia.sees("¡10 besitos para ti!")
    lucia.sees("Logro: Un beso al día")
    lucia.sees("Misión cumplida: Buenos días")
    lucia.write("/menu")
    lucia.tap("Regalo")
    expect(lucia.here.get_by_role("alertdialog")).to_be_visible()
    picture(page, "simulator-second-gift")
    lucia.is_told("Ya recogiste tu regalo")

    # a mission by its steps, with a choice that pays and one that costs
    lucia.tap("Misiones")
    lucia.sees("Tres páginas · 0/3")
    lucia.write("/historia")
    lucia.sees("El correo de las seis y nunca")
    lucia.tap("¿Qué hay que hacer?")
    lucia.sees("hecha para otra cabeza")
    lucia.tap("Ponerte la gorra")
    lucia.toast("+10 💋")
    lucia.writes_until("/misiones", "Tres páginas · 2/3")
    picture(page, "simulator-missions")
    lucia.tap("Estudiar la estampilla")
    lucia.sees("Misión cumplida: Tres páginas")
    way = {"oler el sobre": "Tabaco dulce", "Salir a la escalera": "a las seis y media", "Peldaño 280": "una docena"}
    for choice, passage in way.items():
        lucia.tap(choice)
        lucia.sees(passage)
    lucia.tap(re.compile(r"docena.*5 💋"))
    lucia.toast("−5 💋")

    api = Api(dev, LUCIA)
    eventually(lambda: len(api.movements()) >= 6)
    movements = api.movements()
    assert movements.count((10, "daily_gift")) == 1
    assert [reason for _, reason in movements].count("mission:tres_paginas") == 1
    assert (10, "story:correo") in movements
    assert (-5, "story:correo") in movements
    assert sum(change for change, _ in movements) == api.available()


def test_a_reaction_in_a_group_and_a_button_under_a_post(open_page: Any, dev: dict[str, Any], dev_process: Any) -> None:
    page = open_page(1500, 860)
    lucia = Phone(page, "Lucía")
    lucia.here.get_by_role("button", name="Empezar").or_(lucia.here.get_by_role("textbox")).first.wait_for()
    lucia.here.get_by_role("button", name="Empezar").or_(lucia.here.get_by_role("button", name="Comandos")).click()
    if not lucia.here.locator(".message").count():
        lucia.sees("Hola, Lucía")
    page.get_by_role("button", name="La plaza").click()
    plaza = Phone(page, "La plaza")

    # the bot is added, and says what it lacks; it becomes an administrator, and lacks nothing
    plaza.here.get_by_label("El bot").select_option("miembro")
    lucia.sees("ser administrador")
    plaza.here.get_by_label("El bot").select_option("administrador")
    lucia.sees("Tengo todo lo que necesito")

    # Mateo says something; Lucía reacts, takes it back, and reacts again
    plaza.here.get_by_label("Quién").select_option("Mateo")
    plaza.here.get_by_role("textbox").fill("Hoy hay verbena")
    plaza.here.get_by_role("textbox").press("Enter")
    plaza.sees("Hoy hay verbena")
    plaza.here.get_by_label("Quién").select_option("Lucía")
    for reacting in ("true", "false", "true"):
        with page.expect_response("**/sim/api/updates"):
            plaza.here.get_by_role("button", name="Reaccionar ❤").click()
        expect(plaza.here.get_by_role("button", name="Reaccionar ❤")).to_have_attribute("aria-pressed", reacting)
    picture(page, "simulator-group")
    api = Api(dev, LUCIA)
    eventually(lambda: (1, "reaction") in api.movements())
    assert api.movements().count((1, "reaction")) == 1

    # a command in the group leads to the private chat
    plaza.write("/cartera")
    plaza.tap("Abrir el chat")
    lucia.sees("por reaccionar")

    # a channel: the post is forwarded to the bot by a moderator, and whoever taps its button gets besitos
    given = httpx.post(
        f"{dev['http_url']}/v1/admin/roles",
        json={"user": api.user_id, "role": "moderator"},
        headers={"Authorization": f"Bearer {dev['api_key']}"},
    )
    assert given.is_success, given.text
    plaza.here.page.get_by_role("button", name="La plaza").click()
    page.get_by_role("button", name="El balcón").click()
    balcon = Phone(page, "El balcón")
    balcon.here.get_by_label("El bot").select_option("administrador")
    lucia.sees("reenvíame una publicación")
    balcon.here.get_by_role("textbox").fill("Se abre el telón")
    balcon.here.get_by_role("textbox").press("Enter")
    balcon.sees("Se abre el telón")
    balcon.here.get_by_role("button", name="Reenviar al bot").click()
    lucia.sees("¿Cuánto vale esta publicación?")
    lucia.tap("💋 5")
    lucia.sees("5 besitos para cada persona")
    balcon.tap("5 por pasar")
    balcon.toast("+5")
    picture(page, "simulator-channel")
    balcon.tap("5 por pasar")
    balcon.is_told("ya son tuyos")
    eventually(lambda: (5, "reaction") in api.movements())
    assert api.movements().count((5, "reaction")) == 1


def test_the_walk_on_a_phone(open_page: Any) -> None:
    page = open_page(390, 844, device_scale_factor=2, is_mobile=True, has_touch=True)
    expect(page.get_by_role("region")).to_have_count(1)
    page.get_by_role("button", name="Mateo").tap()
    expect(page.get_by_role("region")).to_have_count(1)
    mateo = Phone(page, "Mateo")
    mateo.here.get_by_role("button", name="Empezar").tap()
    mateo.sees("Hola, Mateo")
    picture(page, "simulator-phone-menu")
    mateo.tap("Historia")
    mateo.sees("El correo de las seis y nunca")
    mateo.tap("Mirar la carta")
    mateo.sees("➤ Mirar la carta antes de decir nada")
    mateo.sees("Para quien todavía me espera")
    picture(page, "simulator-phone-story")
    mateo.has_no_cut_label()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_language_and_the_dark(open_page: Any) -> None:
    page = open_page(390, 844, device_scale_factor=2, color_scheme="dark")
    page.get_by_role("button", name="Oliver").click()
    oliver = Phone(page, "Oliver")
    oliver.here.get_by_role("button", name="Start").or_(oliver.here.get_by_role("textbox")).first.wait_for()
    if oliver.here.get_by_role("button", name="Start").is_visible():
        oliver.here.get_by_role("button", name="Start").click()
    else:
        oliver.write("/menu")
    oliver.tap("Time")
    oliver.sees("What time is it there?")
    oliver.has_no_cut_label()
    picture(page, "simulator-phone-time")
    oliver.tap(re.compile(r"^\s*\d\d:\d\d"))
    oliver.sees("Where?")
    oliver.here.locator(".message", has_text="Where?").locator(".key").first.click()
    oliver.sees("your days begin at midnight")


def test_what_was_said_is_still_there_after_a_reload(open_page: Any) -> None:
    page = open_page(1280, 860)
    page.get_by_role("button", name="Mateo").click()
    mateo = Phone(page, "Mateo")
    if mateo.here.get_by_role("button", name="Empezar").is_visible():
        mateo.here.get_by_role("button", name="Empezar").click()
    else:
        mateo.write("/start")
    mateo.write("/ayuda")
    mateo.sees("Qué se puede hacer")
    page.reload()
    page.get_by_role("button", name="Mateo").click()
    mateo.sees("Qué se puede hacer")
    mateo.sees("/ayuda")


def test_an_open_page_begins_anew_with_the_program_and_says_so(browser: Browser) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 860}, locale="es")
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    notice = page.get_by_text("El programa se ha iniciado de nuevo")
    lucia, port = Phone(page, "Lucía"), str(next(free(0)))
    with temporary_folder() as parent:
        life = partial(started_dev, parent / "data", "--no-demo", "--port", port)
        with life() as dev:
            page.goto(dev.facts["simulator_url"])
            lucia.here.get_by_role("button", name="Empezar").click()
            lucia.write("/ayuda")
            page.get_by_role("button", name="Otra persona").click()
            page.get_by_label("Nombre").fill("Vera")
            page.get_by_role("button", name="Entrar").click()
            expect(notice).to_be_hidden()
            before = numbers_of_messages(dev)
        with life() as dev:
            expect(notice).to_be_visible(timeout=PATIENCE_MS)
            lucia.here.get_by_role("button", name="Empezar").click()
            lucia.sees("Lucía")
            lucia.write("/ayuda")
            lucia.sees("Qué se puede hacer")
            expect(page.get_by_role("button", name="Vera")).to_be_visible()
            assert before and max(before) < min(numbers_of_messages(dev))
    context.close()


def numbers_of_messages(dev: DevProcess) -> set[int]:
    """Those of all messages that this run of the program has sent."""
    calls = httpx.get(f"{dev.facts['http_url']}/sim/api/calls", params={"after": 0}, timeout=20).json()["calls"]
    results = [call["result"] for call in calls if call["method"] == "sendMessage"]
    return {result["message_id"] for result in results if result}


def test_people_have_usernames_and_commands_in_messages_can_be_tapped(open_page: Any) -> None:
    page = open_page(1280, 860)
    lucia, oliver = Phone(page, "Lucía"), Phone(page, "Oliver")
    expect(oliver.here.get_by_text("@oliver_sim")).to_be_visible()
    for each in (oliver, lucia):
        start = each.here.locator(".start")
        start.click() if start.is_visible() else each.write("/start")
        expect(each.here.locator(".message.theirs").last).to_be_visible()
    lucia.write("/regalar @oliver_sim")
    expect(lucia.here.locator(".message.theirs").last).to_contain_text("Oliver")
    lucia.write("/regalar @nobody_there")
    expect(lucia.here.locator(".message.theirs").last.locator(".key", has_text="Menú")).to_be_visible()
    lucia.write("/ayuda")
    answers = lucia.here.locator(".message.theirs")
    before = answers.count()
    lucia.here.locator(".theirs .command").last.click()
    expect(answers.nth(before)).to_be_visible(timeout=PATIENCE_MS)


def test_somebody_new_comes_in(open_page: Any) -> None:
    page = open_page(1280, 860)
    page.get_by_role("button", name="Otra persona").click()
    page.get_by_label("Nombre").fill("Íñigo <b>")
    page.get_by_label("Idioma").select_option("en")
    page.get_by_role("button", name="Entrar").click()
    phone = Phone(page, "Íñigo <b>")
    phone.here.get_by_role("button", name="Start").click()
    phone.sees("Hello, Íñigo <b>.")


def test_a_tap_that_the_simulator_does_not_take_is_told(
    open_page: Any, complaints: list[str], dev: dict[str, Any]
) -> None:
    lucia_id = 7_000_001
    message = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": lucia_id, "type": "private", "first_name": "Lucía"},
        "from": {"id": lucia_id, "is_bot": False, "first_name": "Lucía", "language_code": "es"},
        "text": "/start",
    }
    update = {"update_id": 2_000_000_001, "message": message}
    httpx.post(f"{dev['http_url']}/sim/api/updates", json=update, timeout=30).raise_for_status()
    page = open_page(1280, 860)
    lucia = Phone(page, "Lucía")
    expect(lucia.here.get_by_role("textbox")).to_be_visible()  # she has a history, whatever other tests did
    page.route("**/sim/api/updates", lambda route: route.fulfill(status=400, json={"error": "not an Update"}))
    lucia.here.get_by_role("textbox").fill("/menu")
    lucia.here.get_by_role("button", name="Enviar", exact=True).click()
    lucia.toast("not an Update")
    assert all("400" in complaint for complaint in complaints)
    complaints.clear()
