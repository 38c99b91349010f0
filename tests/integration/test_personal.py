"""What the bot says in passing: over HTTP as in Telegram, and another thing once somebody is somebody else."""

import pytest

from domain.story_step import NAME_MARK, with_name
from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def personal(running: Running, user: str, slot: str = "home") -> dict[str, str]:
    answer = await running.client.get(f"/v1/users/{user}/personal", params={"slot": slot})
    assert answer.status_code == 200, answer.text
    told: dict[str, str] = answer.json()
    return told


async def test_it_changes_with_what_is_known_of_somebody(running: Running):
    user = await running.register(language="en", first_name="Nadia")
    variants = running.application.bus.content.slot("home")
    stranger = await personal(running, user)
    assert stranger == {
        "slot": "home",
        "variant": len(variants) - 1,
        "language": "en",
        "text": variants[-1].text.en,
    }
    head = await running.settled()
    assert (await personal(running, user)) == stranger and await running.settled() == head
    choice = {"story": "correo", "choice": 0}
    await running.seen(await running.client.post(f"/v1/users/{user}/story/choices", json=choice))
    reader = await personal(running, user)
    assert variants[int(reader["variant"])].when is not None
    assert NAME_MARK not in with_name(reader["text"], "Nadia")


async def test_the_name_is_filled_in(running: Running):
    user = await running.register(language="en", first_name="<Nadia>")
    for slot, variants in running.application.bus.content.personal.items():
        told = await personal(running, user, slot)
        assert told["text"] == with_name(variants[int(told["variant"])].text.en.replace("{name}", NAME_MARK), "<Nadia>")


async def test_a_slot_that_there_is_not_is_404(running: Running):
    user = await running.register()
    answer = await running.client.get(f"/v1/users/{user}/personal", params={"slot": "attic"})
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:yabot:problem:not-found")
    nobody = await running.client.get("/v1/users/ffffffffffffffff/personal")
    assert nobody.status_code == 404
