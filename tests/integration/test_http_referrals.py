"""Invitations over HTTP, to the reward."""

import asyncio

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_newcomer_is_brought_and_the_deed_rewards_both(running):
    ana, bea = await running.register(), await running.register()
    code = (await running.client.get(f"/v1/users/{ana}/referrals")).json()["code"]
    answer = await running.seen(await running.client.post(f"/v1/users/{bea}/referrals", json={"code": code}))
    assert answer.json()["result"] == {"referrer": ana}
    assert (await running.client.get(f"/v1/users/{bea}/referrals")).json()["invited_by"] == ana
    brought = (await running.client.get(f"/v1/users/{ana}/referrals")).json()
    assert (brought["pending"], brought["rewarded"]) == (1, 0)
    await running.client.post(f"/v1/users/{bea}/missions/gran_gesto/progress", json={"progress": 50})
    await running.settled()
    brought = (await running.client.get(f"/v1/users/{ana}/referrals")).json()
    assert (brought["pending"], brought["rewarded"], brought["items"][0]["deed"]) == (0, 1, "mision")
    assert (await running.client.get(f"/v1/users/{ana}/wallet")).json()["earned"] >= 50


async def test_two_inviters_at_once_are_one(running):
    ana, bea, carla = [await running.register() for _ in range(3)]
    url = f"/v1/users/{carla}/referrals"
    answers = await asyncio.gather(*(running.client.post(url, json={"referrer": each}) for each in (ana, bea) * 5))
    assert {answer.status_code for answer in answers} == {200, 409}
    await running.settled()
    invited = [(await running.client.get(f"/v1/users/{each}/referrals")).json()["pending"] for each in (ana, bea)]
    assert sorted(invited) == [0, 1]


async def test_refusals_have_their_status(running):
    ana, bea = await running.register(), await running.register()
    await running.client.post(f"/v1/users/{bea}/daily-gift")
    for body, status, kind in (
        ({"referrer": bea}, 409, "invited-by-oneself"),
        ({"referrer": ana}, 409, "no-newcomer"),
        ({"code": "nobodyscode2"}, 404, "not-found"),
    ):
        answer = await running.client.post(f"/v1/users/{bea}/referrals", json=body)
        assert (answer.status_code, answer.json()["type"]) == (status, f"urn:yabot:problem:{kind}")
    for body in ({}, {"code": "a", "referrer": ana}):
        assert (await running.client.post(f"/v1/users/{bea}/referrals", json=body)).status_code == 422
