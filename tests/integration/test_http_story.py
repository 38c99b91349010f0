"""The story over HTTP: looking, choosing, paying, what is not for everybody, and going back."""

from collections.abc import Callable
from random import Random
from typing import Any

import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

STEPS, READERS = 40, 40

View = dict[str, Any]


async def look(running: Running, user: str, **headers: str) -> View:
    answer = await running.client.get(f"/v1/users/{user}/story", headers=headers)
    assert answer.status_code == 200, answer.text
    view: View = answer.json()
    return view


async def choose(running: Running, user: str, choice: int, **more: Any) -> Any:
    body = {"story": "correo", "choice": choice, **more}
    return await running.client.post(f"/v1/users/{user}/story/choices", json=body)


async def reader_at(running: Running, wanted: Callable[[View], bool], besitos: int = 0) -> tuple[str, View]:
    """A reader at a place that is as wanted, found by wandering, and the place."""
    random = Random(1)
    for _ in range(READERS):
        user = await running.register(language="es")
        if besitos:
            await running.credit(user, besitos)
        for _ in range(STEPS):
            view = await look(running, user)
            if wanted(view):
                return user, view
            open_ = [each["index"] for each in view["choices"] if not each["locked"] and each["affordable"]]
            if not open_:
                break
            assert (await choose(running, user, random.choice(open_))).status_code == 200
    raise AssertionError(f"{READERS} readers found no such place")


def offers(test: Callable[[View], bool]) -> Callable[[View], bool]:
    return lambda view: any(test(each) for each in view["choices"])


async def test_before_any_run_the_opening_is_shown_and_nothing_is_recorded(running):
    user = await running.register(language="en", first_name="Ada")
    head = await running.settled()
    view = await look(running, user)
    assert (view["story"], view["begun"], view["language"], view["ended"]) == ("correo", False, "en", False)
    assert view["text"] and "\ue000" not in view["text"]
    assert [each["index"] for each in view["choices"]] == list(range(len(view["choices"])))
    assert view["choices"][0].keys() == {"index", "text", "cost", "locked", "why", "needs", "affordable"}
    assert await running.settled() == head


async def test_the_first_choice_begins_the_run_in_the_same_commit(running):
    user = await running.register()
    answer = await running.seen(await choose(running, user, 0))
    events = (await running.client.get(f"/v1/users/{user}/history", params={"type": "story.*"})).json()["items"]
    assert [each["type"] for each in reversed(events)][:2] == ["story.started", "story.choice_made"]
    assert len({each["commit_id"] for each in events}) == 1
    result = answer.json()["result"]
    assert (result["story"], result["choice"], result["ended"]) == ("correo", 0, False)
    view = await look(running, user)
    assert view["begun"] and view["place"] == result["place"] and view["turn"] == result["turn"]


async def test_a_choice_that_costs_is_paid_once_and_its_repeat_says_the_same(running):
    user, view = await reader_at(running, offers(lambda each: each["cost"] > 0), besitos=1_000)
    dear = next(each for each in view["choices"] if each["cost"] > 0)
    await running.settled()
    before = (await running.client.get(f"/v1/users/{user}/wallet")).json()
    body = {"story": "correo", "choice": dear["index"], "turn": view["turn"], "offer": view["offer"]}
    first, again = [
        await running.client.post(
            f"/v1/users/{user}/story/choices", json=body, headers={"Idempotency-Key": f"dear-{user}"}
        )
        for _ in range(2)
    ]
    assert first.status_code == 200 and first.json()["result"]["effects"]["cost"] == dear["cost"]
    assert again.json() == first.json() and again.headers["Idempotent-Replayed"] == "true"
    await running.settled()
    statement = (await running.client.get(f"/v1/users/{user}/wallet/transactions")).json()["items"]
    paid = [each for each in statement if each["change"] == -dear["cost"] and each["reason"] == "story:correo"]
    assert len(paid) >= 1 and before["spent"] + dear["cost"] == sum(
        -each["change"] for each in statement if each["change"] < 0
    )


async def test_a_choice_that_is_too_dear_is_402_and_the_reader_stays(running):
    user, view = await reader_at(running, offers(lambda each: each["cost"] > 0), besitos=1_000)
    wallet = f"/v1/users/{user}/wallet"
    await running.settled()
    while available := (await running.client.get(wallet)).json()["available"]:
        await running.client.post(f"{wallet}/transactions", json={"amount": -available, "reason": "a flood"})
        await running.settled()  # having spent much may be an achievement, and pay
    dear = next(each for each in (await look(running, user))["choices"] if each["cost"] > 0)
    assert not dear["affordable"]
    answer = await choose(running, user, dear["index"])
    assert (answer.status_code, answer.json()["type"]) == (402, "urn:yabot:problem:insufficient-besitos")
    assert (answer.json()["needed"], answer.json()["available"]) == (dear["cost"], 0)
    assert (await look(running, user))["turn"] == view["turn"]


async def test_a_choice_for_vips_is_shown_locked_and_opens_with_a_membership(running):
    user, view = await reader_at(running, offers(lambda each: each["locked"]), besitos=1_000)
    locked = next(each for each in view["choices"] if each["locked"])
    assert locked["why"] == "vip"
    answer = await choose(running, user, locked["index"])
    assert (answer.status_code, answer.json()["type"]) == (403, "urn:yabot:problem:vip-only")
    [plan, *_] = [each.id for each in running.application.bus.content.plans]
    await running.client.post(f"/v1/users/{user}/membership", json={"plan": plan, "reason": "a friend"})
    assert not any(each["locked"] for each in (await look(running, user))["choices"])
    assert (await choose(running, user, locked["index"])).status_code == 200


@pytest.mark.parametrize("choice", [99, 1_000])
async def test_a_choice_that_is_not_offered_is_a_conflict_and_leaves_nothing(running, choice):
    user = await running.register()
    answer = await choose(running, user, choice)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:choice-not-offered")
    assert (await look(running, user))["begun"] is False


@pytest.mark.parametrize("choice", [-1, 1_001, "0", None, 0.5])
async def test_what_is_no_choice_at_all_is_not_valid(running, choice):
    user = await running.register()
    assert (await choose(running, user, choice)).status_code == 422


async def test_a_button_of_a_place_that_was_left_changes_nothing(running):
    user = await running.register()
    view = await look(running, user)
    assert (await choose(running, user, 0, turn=view["turn"], offer=view["offer"])).status_code == 200
    answer = await choose(running, user, 0, turn=view["turn"], offer=view["offer"])
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:place-left")


async def test_the_reader_goes_back_to_a_checkpoint_that_was_reached_and_to_no_other(running):
    user, view = await reader_at(running, lambda view: bool(view["checkpoints"]), besitos=1_000)
    url = f"/v1/users/{user}/story/checkpoints"
    answer = await running.client.post(f"{url}/nowhere")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:checkpoint-not-reached")
    answer = await running.client.post(f"{url}/{view['checkpoints'][0]}")
    assert answer.status_code == 200
    assert answer.json()["result"].keys() == {"story", "checkpoint", "turn", "place", "depth"}
    assert (await look(running, user))["place"] == answer.json()["result"]["place"]
    left = {"story": "correo", "turn": view["turn"]}
    answer = await running.client.post(f"{url}/{view['checkpoints'][0]}", json=left)
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:place-left")
    stranger = await running.register()
    answer = await running.client.post(f"/v1/users/{stranger}/story/checkpoints/x")
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:story-not-started")


@pytest.mark.parametrize("deed", ["restart", "checkpoints/x"])
async def test_the_body_says_of_which_story_a_place_is_left(running, deed):
    user = await running.register()
    url = f"/v1/users/{user}/story/{deed}"
    for body, query in (({"story": "nada"}, {}), ({}, {"story": "nada"}), ({"story": "nada"}, {"story": "nada"})):
        answer = await running.client.post(url, json=body, params=query)
        assert (answer.status_code, answer.json()["type"]) == (404, "urn:yabot:problem:not-found")
    for body, query in (({"storey": "correo"}, {}), ({"turn": "1"}, {}), ({"story": "correo"}, {"story": "nada"})):
        assert (await running.client.post(url, json=body, params=query)).status_code == 422
    chosen = await choose(running, user, 0)
    turn = chosen.json()["result"]["turn"]
    answer = await running.client.post(url, json={"story": "correo", "turn": turn - 1})
    assert (answer.status_code, answer.json()["type"]) == (409, "urn:yabot:problem:place-left")


async def test_a_second_restart_does_nothing(running):
    user = await running.register()
    url = f"/v1/users/{user}/story/restart"
    assert (await running.client.post(url)).json() == {"positions": [], "result": {}}
    assert (await choose(running, user, 0)).status_code == 200
    assert (await running.client.post(url, json={"story": "correo"})).json()["result"]["place"]
    assert (await running.client.post(url, json={"story": "correo"})).json() == {"positions": [], "result": {}}


@pytest.mark.parametrize("sent", [{"amount": 5}, [], "x"])
async def test_what_takes_no_body_does_nothing_for_one_that_it_would_not_look_at(running, sent):
    user = await running.register()
    answer = await running.client.post(f"/v1/users/{user}/daily-gift", json=sent)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "body")
    assert (await running.client.post(f"/v1/users/{user}/daily-gift", json={})).status_code == 200
