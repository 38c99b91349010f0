"""Whatever is sent to whatever route: never 500, always a problem document for what is refused."""

import asyncio
import json
import time
from typing import Any, cast
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from adapters.http.app import create_app
from adapters.http.services import ApiServices
from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

DOCUMENT: dict[str, Any] = create_app(cast(ApiServices, None), "test").openapi()
OPERATIONS = [
    (method.upper(), path, operation)
    for path, operations in DOCUMENT["paths"].items()
    for method, operation in operations.items()
    if path not in ("/v1/events/stream", "/metrics")  # the one is endless, the other takes nothing
]

EXAMPLES, SECONDS = 250, 25

texts = st.text(max_size=40) | st.sampled_from(["", "correo", "buenos_dias", "es", "America/Bogota", "x" * 5_000, "\0"])
numbers = st.integers(-(2**70), 2**70) | st.sampled_from([0, 1, -1, 10**9, 10**9 + 1, 2**31, 2**53, 2**63])
scalars = st.none() | st.booleans() | numbers | st.floats() | texts
anything = st.recursive(
    scalars, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(texts, inside, max_size=3), max_leaves=8
)
times = st.datetimes().map(lambda moment: moment.isoformat() + "Z") | st.sampled_from(
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-13-01"]
)


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    if "$ref" in schema:
        return cast(dict[str, Any], DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]])
    return schema


def values(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Values that fit the schema, more or less, and at times ones that don't at all."""
    schema = resolved(schema)
    fitting: st.SearchStrategy[Any]
    if "anyOf" in schema:
        fitting = st.one_of([values(each) for each in schema["anyOf"]])
    elif schema.get("type") == "integer":
        fitting = st.integers(schema.get("minimum", -10), min(schema.get("maximum", 10), 10**12)) | numbers
    elif schema.get("format") == "date-time":
        fitting = times
    elif schema.get("type") == "string":
        fitting = texts | times
    elif schema.get("type") == "object" and "properties" in schema:
        fields = {name: values(each) for name, each in schema["properties"].items()}
        needed = {name: fields.pop(name) for name in schema.get("required", ())}
        fitting = st.fixed_dictionaries(needed, optional=fields)
    elif schema.get("type") == "object":
        fitting = st.dictionaries(texts | st.sampled_from(["notifications", "minutes"]), anything, max_size=4)
    else:
        fitting = anything
    return st.one_of(fitting, fitting, fitting, anything)


def of_header(value: Any) -> bytes:
    return str(value).encode("utf-8", "replace").translate(None, b"\r\n\0")[:300].strip()


@st.composite
def requests(draw: st.DrawFn, users: list[str]) -> dict[str, Any]:
    """A request to some operation."""
    method, path, operation = draw(st.sampled_from(OPERATIONS))
    params, headers = {}, {}
    for parameter in operation.get("parameters", ()):
        value = draw(values(parameter["schema"]))
        if parameter["in"] == "path":
            ids = st.sampled_from(users) | texts if parameter["name"] == "user_id" else texts
            path = path.replace("{" + parameter["name"] + "}", quoted(draw(ids)) or "-")
        elif draw(st.booleans()) and parameter["in"] == "query":
            params[parameter["name"]] = str(value).encode("utf-8", "replace").decode()
        elif parameter["name"] != "X-Min-Position" and draw(st.booleans()):  # those that don't come take their 2 s
            headers[parameter["name"]] = of_header(value)
    request: dict[str, Any] = {"method": method, "url": path, "params": params, "headers": headers}
    if "requestBody" in operation:
        [content] = operation["requestBody"]["content"].values()
        request["json"] = draw(values(content["schema"]))
    return request


def quoted(text: str) -> str:
    return quote(text[:500].encode("utf-8", "replace"), safe="").replace(".", "%2E")


async def test_no_request_is_answered_with_a_bug(running: Running) -> None:
    users = [await running.register() for _ in range(3)]
    for user in users:
        await running.credit(user, 1_000)
    loop, deadline, sent = asyncio.get_running_loop(), time.monotonic() + SECONDS, 0

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        phases=[Phase.explicit, Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(users))
    def fuzz(request: dict[str, Any]) -> None:
        nonlocal sent
        if time.monotonic() > deadline:
            return
        body = request.pop("json", None)
        content = json.dumps(body).encode()
        headers = {**request.pop("headers"), "Content-Type": "application/json"}
        asked = running.client.request(**request, content=content, headers=headers)
        answer = asyncio.run_coroutine_threadsafe(asked, loop).result(20)
        sent += 1
        check(answer)

    await asyncio.to_thread(fuzz)
    assert sent > 50


def check(answer: httpx.Response) -> None:
    assert answer.status_code < 500, answer.text
    assert answer.headers["X-Correlation-ID"]
    if answer.status_code >= 400:
        assert answer.headers["content-type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"].startswith("urn:yabot:problem:") and problem["status"] == answer.status_code
        assert problem["title"] and problem["detail"]
    else:
        answer.json()
