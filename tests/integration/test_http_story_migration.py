"""Moving a reader to another version of a story over HTTP; the other language is one."""

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


def versions(running) -> dict[str, str]:
    return dict(running.application.bus.content.stories["correo"].languages)


async def test_a_reader_is_moved_to_the_other_language_after_a_look_at_what_it_would_do(running):
    user, spanish, english = await running.register(language="es"), *versions(running).values()
    url, wanted = f"/v1/users/{user}/story/migration", {"story": "correo", "hash": english}
    answer = await running.client.post(url, json=wanted)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:story-not-started")
    await running.client.post(f"/v1/users/{user}/story/choices", json={"story": "correo", "choice": 0})
    shown = (await running.client.get(f"/v1/users/{user}/story")).json()
    plan = (await running.client.get(url, params=wanted)).json()
    assert plan == {
        "story": "correo",
        "place": shown["place"],
        "from_hash": spanish,
        "to_hash": english,
        "moves": True,
        "why": None,
        "dropped": {},
    }
    answer = await running.client.post(url, json=wanted)
    assert answer.status_code == 200, answer.text
    result = answer.json()["result"]
    assert "state" not in result and isinstance(result["checkpoints"], list), "the saved places are the log's"
    assert (result["from_hash"], result["to_hash"], result["turn"]) == (spanish, english, shown["turn"] + 1)
    moved = (await running.client.get(f"/v1/users/{user}/story")).json()
    assert (moved["place"], moved["language"]) == (shown["place"], "en")
    assert moved["text"] != shown["text"]
    old = {"story": "correo", "choice": 0, "turn": shown["turn"], "offer": shown["offer"]}
    answer = await running.client.post(f"/v1/users/{user}/story/choices", json=old)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:place-left")
    read = await running.client.get(
        f"/v1/users/{user}/story/progress", headers={"X-Min-Position": str(await running.settled())}
    )
    assert [(each["hash"], each["language"]) for each in read.json()["items"]] == [(english, "en")]


async def test_a_version_that_is_not_in_force_is_not_found(running):
    user = await running.register()
    url, wanted = f"/v1/users/{user}/story/migration", {"story": "correo", "hash": "f" * 64}
    await running.client.post(f"/v1/users/{user}/story/choices", json={"story": "correo", "choice": 0})
    assert (await running.client.get(url, params=wanted)).status_code == 404
    assert (await running.client.post(url, json=wanted)).status_code == 404
    assert (await running.client.post(url, json=wanted | {"hash": "latest"})).status_code == 422
