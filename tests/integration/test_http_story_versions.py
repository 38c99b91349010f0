"""Which versions a story had, and the way back to the one before, over HTTP."""

import json
from typing import Any

import pytest

from commands.story_content import PublishStory
from tests.application import Running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

URL = "/v1/stories/correo"


async def publish(running: Running, **changes: Any) -> None:
    """What `yabot story publish` does for a description that has changed."""
    bus = running.application.bus
    told = bus.content.story("correo").model_dump(mode="json") | changes
    await bus.execute(
        PublishStory("correo", told), bus.context(f"story:publish:{json.dumps(changes)}", actor="admin:cli", source="x")
    )


async def followed(running: Running, cover: str) -> None:
    """Waits until the running program begins readings with the version of this cover."""
    await until(lambda: running.application.bus.content.story("correo").cover == cover)


async def test_a_version_that_was_published_can_be_taken_back(running: Running) -> None:
    folder = running.application.bus.content.story("correo").cover
    [only] = (await running.client.get(f"{URL}/versions")).json()["items"]
    assert (only["story"], only["in_force"], only["by"]) == ("correo", True, "content folder")
    answer = await running.client.post(f"{URL}/rollback")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:no-earlier-version")

    await publish(running, cover="🚂")
    await followed(running, "🚂")
    newest, first = (await running.client.get(f"{URL}/versions")).json()["items"]
    assert (newest["in_force"], newest["by"], newest["languages"]) == (True, "admin:cli", only["languages"])
    assert (first["version"], first["in_force"], first["by"]) == (only["version"], False, "content folder")
    assert newest["since"] and first["since"]

    once = {"Idempotency-Key": "back"}
    answer = await running.client.post(f"{URL}/rollback", headers=once)
    assert answer.status_code == 200, answer.text
    result = answer.json()["result"]
    assert (result["version"], result["replaced"]) == (only["version"], newest["version"])
    again = await running.client.post(f"{URL}/rollback", headers=once)
    assert again.json() == answer.json() and again.headers["Idempotent-Replayed"] == "true"
    await followed(running, folder)
    [published] = [
        each.state["hash"]
        for each in await running.application.stores.process_log.async_log.read_stream("content:default")
        if each.position in answer.json()["positions"]
    ]
    assert await running.application.stores.content.get_pack(published), "what an event names can be found"
    assert published == running.application.bus.content.hash


async def test_only_a_story_in_force_has_versions(running: Running) -> None:
    for answer in (
        await running.client.get("/v1/stories/nada/versions"),
        await running.client.post("/v1/stories/nada/rollback"),
    ):
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:yabot:problem:not-found")
    assert (await running.client.post(f"{URL}/rollback", json={"version": "x"})).status_code == 422
