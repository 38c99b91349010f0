"""Every route, whoever knocks: taken from the OpenAPI document, so that a new route is tested when it is there."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, cast

import httpx
import pytest

from adapters.http.app import create_app
from adapters.http.scopes import SCOPES
from adapters.http.services import ApiServices
from tests.application import Running, bearer

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCUMENT: dict[str, Any] = create_app(cast(ApiServices, None), "test").openapi()
OPEN = {"/health", "/health/live", "/health/ready", "/metrics"}
OPERATIONS = [
    pytest.param(method.upper(), path, operation, id=operation["operationId"])
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
]
GUARDED = [each for each in OPERATIONS if each.values[1] not in OPEN]


def scope_of(operation: dict[str, Any]) -> str:
    [requirement] = operation["security"]
    [scope] = requirement["HTTPBearer"]
    return scope


async def knock(running: Running, method: str, path: str, headers: Mapping[str, str | bytes]) -> httpx.Response:
    """A request that nobody could fulfil, by somebody with these headers. The `after` keeps the stream from opening."""
    url = path.replace("{", "").replace("}", "")
    request = running.client.build_request(method, url, params={"after": "nonsense"}, headers=headers)
    if "Authorization" not in headers:
        del request.headers["Authorization"]
    return await running.client.send(request)


@pytest.mark.parametrize(("method", "path", "operation"), OPERATIONS)
async def test_only_health_and_metrics_are_open_to_all(running, method, path, operation):
    assert (path in OPEN) == ("security" not in operation)


@pytest.mark.parametrize(("method", "path", "operation"), GUARDED)
async def test_without_a_key_nothing_is_answered(running, method, path, operation):
    for headers in (
        {},
        {"Authorization": "Basic YTpi"},
        {"Authorization": "Bearer"},
        {"Authorization": b"Bearer \xe9"},
    ):
        answer = await knock(running, method, path, headers)
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:yabot:problem:missing-key")
        assert answer.headers["WWW-Authenticate"] == "Bearer"


@pytest.mark.parametrize(("method", "path", "operation"), GUARDED)
async def test_a_key_that_is_unknown_expired_or_revoked_opens_nothing(running, method, path, operation):
    keys, now = running.application.stores.keys, running.application.clock.now()
    expired = await keys.create("expired", SCOPES, now - timedelta(seconds=1))
    revoked = await keys.create("revoked", SCOPES)
    await keys.revoke(revoked.info.id)
    wrong_secret = running.key[:-4] + "AAAA"
    for presented in ("yb_000000000000.nothing", wrong_secret, expired.presented, revoked.presented, "x" * 5_000):
        answer = await knock(running, method, path, bearer(presented))
        assert (answer.status_code, answer.json()["type"]) == (401, "urn:yabot:problem:missing-key")


@pytest.mark.parametrize(("method", "path", "operation"), GUARDED)
async def test_a_key_with_every_scope_but_the_right_one_is_refused(running, method, path, operation):
    needed = scope_of(operation)
    answer = await knock(running, method, path, await running.key_for(*(SCOPES.keys() - {needed})))
    assert answer.status_code == 403
    assert (answer.json()["type"], answer.json()["scope"]) == ("urn:yabot:problem:missing-scope", needed)


@pytest.mark.parametrize(("method", "path", "operation"), GUARDED)
async def test_the_right_scope_alone_opens_the_door(running, method, path, operation):
    answer = await knock(running, method, path, await running.key_for(scope_of(operation)))
    assert answer.status_code in (200, 404, 422), answer.text


async def test_every_scope_opens_something():
    assert {scope_of(each.values[2]) for each in GUARDED} == SCOPES.keys()
