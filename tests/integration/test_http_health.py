"""Health and metrics: said at once, whatever the services do."""

import asyncio
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import httpx
import pytest

from adapters.http.app import create_app
from adapters.mongodb.keys import ApiKeys
from tests.application import Running
from yabot.clock import SystemClock
from yabot.health import Check, HealthWatch

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_alive_ready_and_every_service_are_told_without_a_key(running):
    await running.application.health.look()
    del running.client.headers["Authorization"]
    try:
        assert (await running.client.get("/health/live")).json() == {"status": "alive"}
        assert (await running.client.get("/health/ready")).json() == {"status": "ready"}
        report = (await running.client.get("/health")).json()
        metrics = await running.client.get("/metrics")
    finally:
        running.client.headers["Authorization"] = f"Bearer {running.key}"
    assert report["status"] == "ready" and report["parked"] == 0
    services = {each["name"]: each["status"] for each in report["services"]}
    assert services["mongodb"] == services["read models"] == "healthy"
    assert {"wallet", "users"} <= {each["name"].partition("_")[0] for each in report["projections"]}
    assert all("lag" in each for each in report["projections"])
    assert 'yabot_service_up{service="mongodb"} 1.0' in metrics.text


async def test_requests_are_measured_by_route_and_no_id_becomes_a_label(running):
    user = await running.register()
    await running.client.get(f"/v1/users/{user}/wallet")
    await running.client.get("/v1/secret-path-of-somebody")
    text = (await running.client.get("/metrics")).text
    assert 'route="/v1/users/{user_id}/wallet",status="200"' in text
    assert 'route="unmatched",status="404"' in text
    assert user not in text and "secret-path" not in text


async def test_what_is_not_well_but_can_be_done_without_makes_the_whole_degraded(running):
    async def stopped() -> str | None:
        raise RuntimeError("wallet: position 7 is not known to this release")

    watch = watching(running, stopped, critical=False)
    await watch.look()
    with watched_by(running, watch):
        answer = await running.client.get("/health")
    assert (answer.status_code, answer.json()["status"]) == (200, "degraded")
    assert "position 7 is not known" in answer.json()["services"][0]["metadata"]["detail"]


def watching(running: Running, check: Check, critical: bool = True) -> HealthWatch:
    watch = HealthWatch(running.application.clock, list)
    watch.add("toy", check, critical=critical)
    return watch


@contextmanager
def watched_by(running: Running, watch: HealthWatch, **others: Any) -> Iterator[None]:
    """The same program with another watch over its services, and others of them."""
    whole = running.app.state.services
    running.app.state.services = replace(whole, health=watch, **others)
    try:
        yield
    finally:
        running.app.state.services = whole


class Hanging:
    """A store that was stopped in the middle of everything."""

    epoch = "away"

    def __getattr__(self, name: str) -> Any:
        async def hang(*args: Any, **options: Any) -> Any:
            await asyncio.Event().wait()

        return hang


async def away() -> str | None:
    raise ConnectionError("nobody there")


async def test_while_the_store_is_away_changes_are_answered_503_at_once_and_reads_go_on(running):
    user = await running.register()
    await running.credit(user, 10)
    watch = watching(running, away)
    await watch.look()
    with watched_by(running, watch, log=Hanging(), vault=Hanging(), bus=Hanging()):
        ready = await running.client.get("/health/ready")
        assert (ready.status_code, ready.json()) == (503, {"status": "not ready"})
        assert (await running.client.get("/health")).json()["services"][0]["error_count"] == 1
        began = time.monotonic()
        for method, url, body in (
            ("POST", f"/v1/users/{user}/wallet/transactions", {"amount": 5, "reason": "x"}),
            ("POST", "/v1/users", {"telegram_id": 4242, "first_name": "Ana"}),
            ("GET", "/v1/users?telegram_id=4242", None),
            ("GET", "/v1/events", None),
            ("GET", "/v1/events/stream", None),
            ("GET", f"/v1/users/{user}/state", None),
            ("GET", f"/v1/users/{user}/story", None),
            ("GET", "/v1/admin/projections", None),
        ):
            answer = await running.client.request(method, url, json=body)
            assert (answer.status_code, answer.json()["type"]) == (503, "urn:yabot:problem:unavailable")
            assert answer.headers["Retry-After"] == "1"
        assert (await running.client.get(f"/v1/users/{user}/wallet")).json()["available"] == 10
        assert (await running.client.get(f"/v1/users/{user}/history")).json()["items"]
        assert (await running.client.get("/v1/users/nobody")).status_code == 404
        assert time.monotonic() - began < 2
    assert (await running.client.get("/v1/users", params={"telegram_id": 4242})).json() == {"items": []}


async def test_a_key_that_only_the_store_knows_is_not_waited_for_while_it_is_away(running):
    watch, keys = watching(running, away), keys_of(running)
    await watch.look()
    keys._keys = Hanging()
    with watched_by(running, watch, keys=keys):
        began = time.monotonic()
        answer = await running.client.get("/v1/users/nobody")
        assert (answer.status_code, answer.json()["type"]) == (503, "urn:yabot:problem:unavailable")
        assert time.monotonic() - began < 1.5


async def test_a_key_used_lately_opens_the_reads_as_long_as_the_store_is_away(running):
    user, watch, keys = await running.register(), watching(running, away), keys_of(running)
    await watch.look()
    assert await keys.verify(running.key) is not None
    keys._keys = Hanging()
    with watched_by(running, watch, keys=keys):
        wallet = await running.client.get(f"/v1/users/{user}/wallet")
        assert (wallet.status_code, wallet.json()["available"]) == (200, 0)
        change = await running.client.post(f"/v1/users/{user}/daily-gift")
        assert (change.status_code, change.json()["type"]) == (503, "urn:yabot:problem:unavailable")


def keys_of(running: Running) -> Any:
    """Keys of another process, which asks the store at every request."""
    stores = running.application.stores
    return ApiKeys(stores._main[stores.place.database], SystemClock(), cache_seconds=0.0)


async def test_a_service_that_hangs_holds_no_request_up(running):
    hanging = asyncio.Event()

    async def hang() -> str | None:
        await hanging.wait()
        return None

    watch = watching(running, hang, critical=False)
    looking = asyncio.create_task(watch.look())
    with watched_by(running, watch):
        began = time.monotonic()
        assert (await running.client.get("/health")).status_code == 200
        assert time.monotonic() - began < 0.5
    hanging.set()
    await looking


async def test_what_nobody_foresaw_is_a_problem_too_logged_once_and_told_to_nobody(running, caplog):
    app = create_app(running.app.state.services, "test")

    @app.get("/broken")
    async def broken() -> None:
        raise RuntimeError("the secret of the house")

    transport = httpx.ASGITransport(app=app)
    async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
        answer = await client.get("/broken", headers={"X-Correlation-ID": "mine-1"})
    assert answer.status_code == 500 and answer.json()["type"] == "urn:yabot:problem:internal"
    assert answer.json()["correlation_id"] == answer.headers["X-Correlation-ID"] == "mine-1"
    assert "secret" not in answer.text
    assert answer.headers["Content-Security-Policy"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    told = [record for record in caplog.records if "mine-1" in record.getMessage() and record.levelname == "ERROR"]
    assert len(told) == 1 and told[0].exc_info
