"""The console's sections: each shows what stands, what needs a person, and the rest page by page."""

import re
from collections.abc import AsyncIterator
from datetime import timedelta
from itertools import count

import httpx
import pytest
import pytest_asyncio

from commands.auctions import CloseAuction, OpenAuction, PlaceBid
from commands.chats import LeaveChat, NoteStanding
from commands.context import Command
from commands.decision import Receipt
from commands.deliveries import SummariseDeliveries
from commands.effects import PlannedEffect
from commands.mochila import GrantItem
from commands.payments import RecordPayment
from commands.store import BuyItem
from commands.story import ChooseInStory
from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = "<script>alert(1)</script>"
_numbers = count(1)


async def give(running: Running, command: Command) -> Receipt:
    bus = running.application.bus
    receipt = await bus.execute(command, bus.context(f"test:section:{next(_numbers)}", actor="system", source="test"))
    await running.settled()
    return receipt


@pytest_asyncio.fixture(loop_scope="module")
async def console(running: Running) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is in."""
    token = await running.application.stores.sessions.new_link("admin:test")
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=running.app), base_url="http://test") as client:
        assert (await client.post("/console/login", data={"token": token})).status_code == 303
        yield client


async def section(console: httpx.AsyncClient, name: str, before: str = "") -> str:
    """A section's page: its text, with one blank between words and no tags but links."""
    answer = await console.get(f"/console/sections/{name}{before}")
    assert answer.status_code == 200
    assert "<script>" not in answer.text
    return re.sub(r"\s+", " ", re.sub(r"<(?!/?a\b)[^>]*>", " ", answer.text))


async def test_auctions_are_shown_while_they_run_and_when_they_are_over(running, console):
    seller, ana, bea = [await running.register(first_name=name) for name in ("Selma", "Ana", EVIL)]
    for user in (ana, bea):
        await running.credit(user, 500)
    await give(running, GrantItem(seller, "farolillo", 2, "test"))
    first, second = [
        (await give(running, OpenAuction(seller, "farolillo", 10, ends_in, None))).result["id"]
        for ends_in in (60, 7200)
    ]
    for bidder, amount in ((ana, 10), (bea, 300)):
        await give(running, PlaceBid(bidder, first, amount))
    page = await section(console, "auctions")
    assert "Open 2" in page and "Bids on them 2" in page and "Besitos held by them 300" in page
    assert page.index(f'>Selma</a> 300 2 <a href="/console/users/{bea}">&lt;script&gt;') < page.index("in 1 h 59 min")
    clock = running.application.clock
    clock.advance(clock.now() + timedelta(minutes=5))
    try:
        await give(running, CloseAuction(first))
        page = await section(console, "auctions")
    finally:
        clock.release()
    assert "Open 1" in page and "Over and not settled 0" in page
    assert re.search(
        r"sold its time was up <a [^>]*>Selma</a> <a [^>]*>&lt;script&gt;alert\(1\)&lt;/script&gt;</a> 300 2 15", page
    )
    assert second not in page


async def test_the_store_shows_what_is_left_and_what_it_brought_in(running, console):
    user = await running.register(first_name="Compradora")
    await running.credit(user, 1_000)
    await give(running, BuyItem(user, "entrada_verbena"))
    for _ in range(26):
        await give(running, BuyItem(user, "galleta_suerte"))
    page = await section(console, "store")
    assert "entrada_verbena for sale 1 to each 100 – 9 of 10 1 1 100" in page
    assert "galleta_suerte for sale 12 – – 26 1 312" in page
    assert "beso_de_plata for sale from level 3 2,500 – 1 of 1 0 0 0" in page
    assert page.count(">Compradora</a>") == 25
    [older] = re.findall(r'href="/console/sections/store(\?before=\d+)"', page)
    rest = await section(console, "store", older)
    assert rest.count(">Compradora</a>") == 2 and "entrada_verbena" in rest


async def test_the_story_shows_what_readers_choose_and_where_they_stop(running, console):
    page = await section(console, "story")
    assert "Readings 0" in page and "The Six-and-Never Mail 0 0 0 0 0 0 0" in page
    assert "Where readers stop" not in page
    readers = [await running.register(language="en", first_name=EVIL) for _ in range(2)]
    await give(running, ChooseInStory(readers[0], "correo", 0))
    await give(running, ChooseInStory(readers[1], "correo", 1))
    page = await section(console, "story")
    assert "The Six-and-Never Mail 2 2 0 0 2 0 2" in page
    assert re.search(r"inicio 2 2 0 0 0 –", page)
    assert page.count("50 % 1 1 –") == 2
    assert "No reading has come to an end." in page and "script" not in page


async def test_chats_say_in_plain_words_what_is_missing(running, console):
    vault = running.application.stores.vault
    names = ("Patio", EVIL, "Azotea", "Sótano")
    group, evil, channel, left = [
        (await vault.chat_for(-1_009_000_000 - number, name)).chat_id for number, name in enumerate(names)
    ]
    await give(running, NoteStanding(group, "supergroup", "administrator"))
    await give(running, NoteStanding(evil, "group", "member"))
    await give(running, NoteStanding(channel, "channel", "administrator", ("can_post_messages",)))
    await give(running, NoteStanding(left, "group", "member"))
    await give(running, LeaveChat(left))
    page = await section(console, "chats")
    assert "Groups 2" in page and "Channels 1" in page and "Lacking something 2" in page and "Left 1" in page
    assert "Patio group administrator nothing" in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; group member make the bot an administrator: Telegram tells" in page
    assert (
        "the right “Edit messages”, to put the besitos button under a post; “Add subscribers”, to let VIPs in" in page
    )
    assert page.index("Sótano") > page.index("Where it was")


async def test_deliveries_show_the_hours_and_what_may_have_left(running, console):
    user = await running.register(first_name="Destinataria")
    app = running.application
    now = app.clock.now()
    planned = PlannedEffect("notify:two", "test", user, "notify-besitos-received", {}, 1, "corr-2", now, "money")
    await app.stores.effects.plan([planned])
    await app.stores.effects.claim(1, now, "test")
    await app.stores.effects.unknown("notify:two", now + timedelta(hours=1), "no answer", now)
    hour = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=30)
    for number in range(27):
        begins = hour + timedelta(hours=number)
        counts = (("money", "sent", "", 3), ("game", "given_up", "blocked", number + 1))
        await give(running, SummariseDeliveries("test", begins, begins + timedelta(hours=1), counts))
    page = await section(console, "deliveries")
    assert "May have left 1" in page
    assert re.search(r"besitos received <a [^>]*>Destinataria</a> money and VIP unknown no answer", page)
    assert f"{hour + timedelta(hours=26):%Y-%m-%d %H:%M}Z money and VIP sent 3" in page
    assert "one&#39;s own play given up blocked 27" in page
    assert page.count("given up blocked") == 25
    [older] = re.findall(r'href="/console/sections/deliveries(\?before=\d+)"', page)
    assert (await section(console, "deliveries", older)).count("given up blocked") == 2
    assert "nothing was sent to them yet" in page


async def test_payments_show_first_what_needs_a_person(running, console):
    user = await running.register(first_name="Pagadora")
    await give(running, RecordPayment(user, "charge-1", "-", 50))
    page = await section(console, "payments")
    assert "Stars kept 50" in page and "Stars refunded 0" in page and "To look at 1" in page
    assert "for no invoice of ours: nothing was given charge-1" in page
    assert page.count("charge-1") == 2
    assert "It is done once a day; not yet." in page
