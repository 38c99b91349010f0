"""The console: one way in, once; what it shows is only shown."""

import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from adapters.http.console.pages import COOKIE
from adapters.http.console.tables import brief, moment
from adapters.http.console.views import told
from adapters.mongodb.sessions import csrf_token
from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

EVIL = "<script>alert(1)</script>"
SECTIONS = ["auctions", "store", "chats", "deliveries", "payments"]
PAGES = ["/console", "/console/live", "/console/events", "/console/nothing", "/console/traces/x", "/console/users/x"]
PAGES += [f"/console/sections/{name}" for name in SECTIONS]


def browser(running: Running) -> httpx.AsyncClient:
    """A browser without a key."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(app=running.app), base_url="http://test")


async def link(running: Running) -> str:
    return await running.application.stores.sessions.new_link("admin:test")


async def enter(running: Running, client: httpx.AsyncClient) -> str:
    """Lets the browser in; the session's token."""
    answer = await client.post("/console/login", data={"token": await link(running)})
    assert answer.status_code == 303 and answer.headers["location"] == "/console"
    return client.cookies[COOKIE]


@pytest.mark.parametrize("page", PAGES)
async def test_without_a_session_there_is_only_the_door(running, page):
    async with browser(running) as client:
        for token in (None, "made-up", "x" * 4_000):
            answer = await client.get(page, headers={"Cookie": f"{COOKIE}={token}"} if token else {})
            assert answer.status_code == 401
            assert "Latest events" not in answer.text and 'class="tiles"' not in answer.text


async def test_looking_at_the_link_uses_nothing_up_and_going_in_uses_it_up(running):
    token = await link(running)
    async with browser(running) as client:
        for _ in range(2):
            page = await client.get("/console/login", params={"token": token})
            assert page.status_code == 200 and token in page.text
        assert (await client.post("/console/login", data={"token": token})).status_code == 303
        again = await client.post("/console/login", data={"token": token})
        assert again.status_code == 403 and "used up" in again.text
        page = await client.get("/console/login", params={"token": token})
        assert page.status_code == 403 and "used up" in page.text


@pytest.mark.parametrize("token", ["", "made-up", EVIL, "x" * 10_000])
async def test_a_made_up_link_lets_nobody_in_and_is_shown_escaped(running, token):
    async with browser(running) as client:
        assert (await client.post("/console/login", data={"token": token})).status_code == 403
        assert EVIL not in (await client.get("/console/login", params={"token": token})).text
        assert COOKIE not in client.cookies


async def test_an_expired_link_and_an_expired_session_are_no_use(running):
    clock = running.application.clock
    async with browser(running) as client:
        token = await link(running)
        clock.advance(clock.now() + timedelta(minutes=16))
        try:
            refused = await client.post("/console/login", data={"token": token})
            assert refused.status_code == 403 and "has expired" in refused.text
            await enter(running, client)
            assert (await client.get("/console")).status_code == 200
            clock.advance(clock.now() + timedelta(hours=9))
            assert (await client.get("/console", headers={"Cookie": f"{COOKIE}=x"})).status_code == 401
            assert (await client.get("/console")).status_code == 401
        finally:
            clock.release()


async def test_the_cookie_is_for_the_browser_and_the_console_alone(running):
    async with browser(running) as client:
        answer = await client.post("/console/login", data={"token": await link(running)})
        cookie = answer.headers["set-cookie"].lower()
        for flag in ("httponly", "samesite=strict", "path=/console", "expires="):
            assert flag in cookie
        assert "secure" not in cookie
        over_tls = await client.post("https://test/console/login", data={"token": await link(running)})
        assert "; secure" in over_tls.headers["set-cookie"].lower()


async def test_a_foreign_page_lets_nobody_in(running):
    token = await link(running)
    async with browser(running) as client:
        answer = await client.post("/console/login", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
        assert (await client.post("/console/login", data={"token": token})).status_code == 303


async def test_signing_out_takes_the_forms_own_token_and_ends_the_session(running):
    async with browser(running) as client:
        session = await enter(running, client)
        for csrf in ("", "made-up", csrf_token("another session")):
            assert (await client.post("/console/logout", data={"csrf": csrf})).status_code == 403
        assert (await client.get("/console")).status_code == 200
        [csrf] = set(re.findall(r'name="csrf" value="([0-9a-f]+)"', (await client.get("/console")).text))
        assert (await client.post("/console/logout", data={"csrf": csrf})).status_code == 303
        assert (await client.get("/console", headers={"Cookie": f"{COOKIE}={session}"})).status_code == 401


async def test_names_and_reasons_are_shown_as_text_whatever_they_hold(running):
    user = await running.register(telegram_id=77_000_001, first_name=EVIL)
    assert user == await running.application.stores.vault.user_for(77_000_001, EVIL, None, "<b>bold</b>")
    headers = {"X-Correlation-ID": f"evil-{user}"}
    answer = await running.client.post(
        f"/v1/users/{user}/wallet/transactions", json={"amount": 5, "reason": EVIL}, headers=headers
    )
    await running.seen(answer)
    await running.settled()
    async with browser(running) as client:
        await enter(running, client)
        for page in ("/console", f"/console/traces/evil-{user}", f"/console/users/{user}"):
            answer = await client.get(page)
            assert answer.status_code == 200
            assert "<script>alert" not in answer.text and "&lt;script&gt;alert(1)" in answer.text
            assert "<b>bold" not in answer.text


async def test_a_trace_shows_fields_and_leads_to_the_people_in_it(running):
    user = await running.register(first_name="Graciela")
    headers = {"X-Correlation-ID": f"gift-{user}"}
    await running.seen(await running.client.post(f"/v1/users/{user}/daily-gift", headers=headers))
    await running.settled()
    async with browser(running) as client:
        await enter(running, client)
        page = (await client.get(f"/console/traces/gift-{user}")).text
        assert "gift.claimed" in page and "mission.completed" in page and "<i>amount</i> 10" in page
        assert f'<a href="/console/users/{user}">Graciela</a>' in page
        assert "Graciela" in (await client.get(f"/console/users/{user}")).text


@pytest.mark.parametrize("id", ["nobody", EVIL, "%00", "x" * 500, "a%22b"])
async def test_what_is_not_there_is_said_politely_and_escaped(running, id):
    async with browser(running) as client:
        await enter(running, client)
        for page in ("traces", "users", "sections"):
            answer = await client.get(f"/console/{page}/{id}")
            assert answer.status_code == 404 and "<script>alert" not in answer.text


async def test_a_long_history_is_there_page_by_page(running):
    user = await running.register()
    for _ in range(30):
        await running.credit(user, 1)
    await running.settled()
    pages, next_page = [], f"/console/users/{user}"
    async with browser(running) as client:
        await enter(running, client)
        while next_page:
            pages.append((await client.get(next_page)).text)
            older = re.findall(rf'href="(/console/users/{user}\?before=\d+)"', pages[-1])
            next_page = older[0] if older else ""
    assert len(pages) > 1
    assert ["user.registered" in page for page in pages] == [False] * (len(pages) - 1) + [True]
    assert sum(page.count("wallet.credited") for page in pages) == 30


@pytest.mark.parametrize(
    "page",
    ["/", "/console", "/console/login", "/console/static/console.css", "/docs", "/redoc", "/v1/nothing", "/health"],
)
async def test_every_answer_tells_browsers_to_be_careful(running, page):
    async with browser(running) as client:
        headers = (await client.get(page)).headers
    policy = headers["Content-Security-Policy"]
    for demand in ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"):
        assert demand in policy
    assert "unsafe-eval" not in policy and "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    if not page.startswith(("/docs", "/redoc")):
        assert "unsafe-inline" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "no-referrer"
    if page in ("/console", "/console/login", "/v1/nothing"):
        assert headers["Cache-Control"] == "no-store"


async def test_the_pages_assets_are_there_and_nothing_else_is(running):
    async with browser(running) as client:
        assert (await client.get("/console/static/console.css")).headers["content-type"].startswith("text/css")
        assert (await client.get("/console/static/console.js")).status_code == 200
        for name in ("pages.py", "..%2fpages.py", "%2e%2e/pages.py", ""):
            assert (await client.get(f"/console/static/{name}")).status_code == 404


async def test_a_person_is_found_by_id_by_referral_code_and_by_telegram_id(running):
    user = await running.register(telegram_id=77_000_002, first_name="Graciela")
    await running.settled()
    code = (await running.client.get(f"/v1/users/{user}/referrals")).json()["code"]
    async with browser(running) as client:
        session = await enter(running, client)
        csrf = csrf_token(session)
        assert csrf in (await client.get("/console")).text
        for word in (user, code, code.upper(), " 77000002 "):
            answer = await client.post("/console/search", data={"q": word, "csrf": csrf})
            assert (answer.status_code, answer.headers.get("location")) == (303, f"/console/users/{user}"), word
        for word in ("nobody", "9" * 30, EVIL, "٣", "\0", ""):
            answer = await client.post("/console/search", data={"q": word, "csrf": csrf})
            assert answer.status_code == 404 and "Nobody is known by" in answer.text and EVIL not in answer.text
        assert (await client.post("/console/search", data={"q": user, "csrf": "made-up"})).status_code == 401
    async with browser(running) as client:
        stranger = await client.post("/console/search", data={"q": user, "csrf": csrf}, follow_redirects=False)
        assert stranger.status_code == 401


async def test_a_page_that_there_is_not_leads_back(running):
    async with browser(running) as client:
        assert (await client.get("/console/nothing")).status_code == 401
        await enter(running, client)
        for page in ("/console/nothing", "/console/a/b/c"):
            answer = await client.get(page)
            assert answer.status_code == 404 and answer.headers["content-type"].startswith("text/html")
            assert '<a href="/console">Back to the overview</a>' in answer.text


async def test_the_log_can_be_read_back_from_the_overview_to_its_beginning(running):
    user = await running.register()
    for _ in range(30):
        await running.credit(user, 1)
    head = await running.settled()
    seen, next_page = [], "/console"
    async with browser(running) as client:
        await enter(running, client)
        while next_page:
            page = (await client.get(next_page)).text
            seen += [int(each.replace(",", "")) for each in re.findall(r'data-label="Position">([\d,]+)<', page)]
            older = re.findall(r'href="(/console/events\?before=\d+)"', page)
            next_page = older[0] if older else ""
    assert seen == list(range(head, 0, -1))


async def test_moments_are_told_in_utc_yes_and_no_in_words_and_each_trace_by_its_end(running):
    at = datetime(2026, 11, 29, 10, tzinfo=UTC)
    assert told({"at": at, "done": True, "each": [False, at], "by": {"x": True}}) == [
        ("at", "2026-11-29T10:00:00Z"),
        ("done", "yes"),
        ("each", "no, 2026-11-29T10:00:00Z"),
        ("by", "x yes"),
    ]
    assert moment(at).text == "2026-11-29 10:00Z"
    assert [brief(each) for each in ("telegram:123456789", "telegram:123456790", "gift-7")] == [
        "…:123456789",
        "…:123456790",
        "gift-7",
    ]
