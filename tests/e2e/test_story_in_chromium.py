"""A whole chapter in a browser: paid, broke, earned, gone back, kept out by the VIP gate, and read to an ending.

With YABOT_SCREENSHOTS=1 the pictures of docs/screenshots are taken anew.
"""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, expect

from tests.dev import DevProcess
from tests.servers import eventually
from tests.simulator_page import Phone, comes_in, opened, picture, user_of

pytestmark = [pytest.mark.browser, pytest.mark.timeout(240)]

OFFERED = re.compile(r"^(?:🔒)?\d+\. |Leer otra vez")
OPEN = re.compile(r"^\d+\. ")
MOST_STEPS = 60
CHEAP, CHEAPEST = "galleta_suerte", 12
"""The cheapest thing of the store, and its price."""


class Reader:
    """Somebody who reads in their phone, and what the API knows of them."""

    def __init__(self, phone: Phone, api: httpx.Client, user: str) -> None:
        self.phone, self.api, self.user = phone, api, user

    def takes(self, choice: str, passage: str) -> None:
        """Takes a choice, and reads what comes of it."""
        self.taps(self.pages.last.locator(".key", has_text=re.compile(rf"^\d+\. .*{re.escape(choice)}")))
        self.phone.sees(passage)

    def besitos(self) -> int:
        return int(self.api.get(f"/v1/users/{self.user}/wallet").raise_for_status().json()["available"])

    def reasons(self) -> list[str]:
        items = self.api.get(f"/v1/users/{self.user}/wallet/transactions", params={"limit": 100}).raise_for_status()
        return [item["reason"] for item in items.json()["items"]]

    def is_given(self, besitos: int) -> None:
        """Besitos come from elsewhere."""
        gift = {"amount": besitos, "reason": "verbena"}
        key = {"Idempotency-Key": f"reader-{self.user}"}
        self.api.post(f"/v1/users/{self.user}/wallet/transactions", json=gift, headers=key).raise_for_status()

    def spends_all(self, left: int) -> None:
        """Buys the cheapest thing of the store in the chat, again and again, until fewer than `left` besitos remain.

        What missions and achievements bring comes a moment after what earned it, so it is looked at more than once.
        """
        for _ in range(20):
            besitos = self.besitos()
            pieces = besitos // CHEAPEST
            if not pieces:
                assert besitos < left, f"{besitos} besitos buy nothing"
                self.opens_the_book()
                if self.pages.last.locator(".key", has_text="🔒").count() and self.besitos() < left:
                    return
                continue
            self.buys(max(each for each in (1, 2, 3, 5) if each <= pieces))
        raise AssertionError("besitos kept coming")

    def buys(self, pieces: int) -> None:
        """So many of the cheapest thing, by the store's buttons."""
        phone = self.phone
        bought = self.reasons().count(f"purchase:{CHEAP}")
        phone.write("/tienda")
        phone.tap("Para usar")
        phone.tap("Galleta")
        phone.tap(re.compile(rf"^{pieces} · {pieces * CHEAPEST}"))
        phone.tap(f"Comprar por {pieces * CHEAPEST}")
        eventually(lambda: self.reasons().count(f"purchase:{CHEAP}") > bought)

    @property
    def pages(self) -> Locator:
        """The messages that offer choices, or to read again; the one that counts is the last."""
        offered = self.phone.page.locator(".key", has_text=OFFERED)
        return self.phone.here.locator(".message.theirs").filter(has=offered)

    def newest(self) -> int:
        """The number of the newest page."""
        orders: list[int] = self.pages.evaluate_all("all => all.map((each) => Number(each.dataset.order))")
        return max(orders, default=0)

    def opens_the_book(self) -> None:
        """Has the present page shown anew, and waits for it: its choices are those that count from then on."""
        before = self.newest()
        self.phone.write("/historia")
        eventually(lambda: self.newest() > before)

    def taps(self, key: Locator) -> None:
        """Taps a choice, waits for the next page, and closes the pop-up that tells of several gains, if there is one.

        A tap is answered before its page is sent.
        """
        before = self.newest()
        key.click()
        eventually(lambda: self.newest() > before)
        told = self.phone.here.get_by_role("alertdialog").get_by_role("button", name="OK")
        if told.is_visible():
            told.click()

    def reads_to_the_end(self) -> None:
        """Takes whatever was not taken yet until the chapter ends."""
        taken: dict[str, int] = {}
        for _ in range(MOST_STEPS):
            labels = self.pages.last.locator(".key").all_inner_texts()
            if any("Leer otra vez" in label for label in labels):
                return
            label = min(filter(OPEN.match, labels), key=lambda each: taken.get(each, 0))
            taken[label] = taken.get(label, 0) + 1
            self.taps(self.pages.last.locator(".key", has_text=label).first)
        raise AssertionError(f"no ending in {MOST_STEPS} steps")


def test_a_chapter_is_read_paid_for_and_earned(browser: Browser, dev_process: DevProcess, api: httpx.Client) -> None:
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 840, "height": 1000}, locale="es")
    page = opened(context.new_page(), dev_process.facts["simulator_url"], complaints)
    page.locator(".person", has_text="Lucía").click()
    phone = comes_in(page, "Violeta", "es")
    page.locator(".person", has_text="Oliver").click()
    expect(page.get_by_role("region")).to_have_count(1)
    vera = Reader(phone, api, user_of(api, phone, "Violeta"))

    # the opening has its picture, and begins with the first choice
    phone.write("/historia")
    phone.sees("El correo de las seis y nunca")
    photo = phone.here.locator("img.photo").last
    expect(photo).to_be_visible()
    assert photo.evaluate("image => image.decode().then(() => image.naturalWidth)") == 800
    vera.takes("¿Qué hay que hacer?", "hecha para otra cabeza")
    vera.takes("Ponerte la gorra", "Diez besitos caen en tu lata")
    vera.takes("Estudiar la estampilla", "Se apagó el año")
    vera.takes("Salir a la escalera", "a las seis y media")

    # she pays
    vera.takes("Peldaño 280", "Amaro")
    picture(page, "simulator-story")
    vera.takes("docena", "El café de ayer no se tira")
    vera.takes("Dar las gracias", "La Escalera")

    # she runs out of besitos: what costs more than she has is locked, says so, and leads to where there are some
    vera.takes("Peldaño 240", "Leonel afeita")
    vera.spends_all(10)
    dear = phone.here.locator(".key", has_text=re.compile(r"^🔒\d+\. Jugarte.* · 10 💋$")).last
    dear.click()
    phone.is_told("Te faltan besitos")
    phone.sees("aún no te alcanza")
    picture(page, "simulator-story-locked")
    recorded = len(vera.reasons())

    # she earns them with today's gift, and the same choice opens
    phone.tap("Regalo")
    phone.sees("¡10 besitos para ti!")
    eventually(lambda: vera.besitos() >= 10)
    vera.opens_the_book()
    phone.sees("Leonel afeita")
    vera.takes("Jugarte unos besitos", "suenan como dientes contentos")
    eventually(lambda: len(vera.reasons()) > recorded and vera.reasons().count("story:correo") == 3)

    # back to a checkpoint, which asks first
    phone.tap("Volver atrás")
    phone.tap("La gorra y la bolsa")
    phone.sees("Los besitos que gastaste no vuelven")
    phone.tap("Sí, volver")
    phone.sees("Suplente de correo")
    vera.takes("Salir ya", "La Escalera")
    assert vera.reasons().count("story:correo") == 3, "what was won is not won twice"

    # the VIP gate
    vera.takes("Bajar hacia el puerto", "cambia de oficio")
    vera.takes("Cine Capri", "solo VIP")
    phone.here.locator(".key", has_text=re.compile(r"^🔒\d+\. Pedir la función")).last.click()
    phone.is_told("VIP")
    phone.tap("Hacerme VIP")
    phone.sees("palco VIP")
    phone.tap("Volver")
    phone.sees("Pedir la función privada")

    # with besitos in the tin, on to an ending
    vera.is_given(200)
    vera.opens_the_book()
    phone.sees("Cine Capri")
    vera.reads_to_the_end()
    phone.sees("Fin.")
    phone.tap("Mi lectura")
    phone.sees(re.compile("Finales 1 de 5"))
    picture(page, "simulator-story-map")
    phone.tap("Hasta aquí")
    phone.sees("Ponerte la gorra")
    progress = api.get(f"/v1/users/{vera.user}/story/progress").raise_for_status().json()
    assert len(progress["items"][0]["endings"]) == 1
    assert complaints == []
    context.close()


def test_a_file_is_sent_with_the_keyboard_and_one_that_is_too_large_is_told(
    browser: Browser, dev_process: DevProcess, tmp_path: Path
) -> None:
    complaints: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844}, locale="es")
    page = opened(context.new_page(), dev_process.facts["simulator_url"], complaints)
    phone = comes_in(page, "Escriba", "es")

    def sends(name: str, size: int) -> None:
        file = tmp_path / name
        file.write_bytes(b" " * size)
        with page.expect_file_chooser() as asked:
            phone.here.get_by_role("button", name="Enviar un archivo").press("Enter")
        asked.value.set_files(file)

    sends("nota.txt", 1)
    phone.sees("📎 nota.txt")
    sends("enorme.json", 20_000_001)
    phone.is_told("enorme.json es demasiado grande: a un bot le llegan archivos de hasta 20 MB.")
    assert complaints == []
    context.close()
