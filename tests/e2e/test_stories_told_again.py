"""Every reading of the demo's month, and of some who read to an end, told again from the log alone."""

import asyncio
from random import Random
from typing import Any

import httpx
from pymongo import MongoClient

from adapters.ink.runtime import InkRuntime
from adapters.mongodb.process_log import ProcessLog
from domain.story import Story
from domain.topics import topic_modules
from tests.dev import DevProcess
from tests.event_log import all_events, now
from tests.story_replay import told_again
from yabot.stores import Place

READERS, MOST_STEPS = 2, 200


def reads_to_an_end(api: httpx.Client, number: int) -> None:
    """Somebody who can afford everything takes whatever comes until the chapter is over, in either language."""
    chance = Random(number)
    person = {"telegram_id": 8_700_000 + number, "first_name": "Ada", "language": ("es", "en")[number % 2]}
    user = _said(api, "/v1/users", person, f"reader-{number}")["result"]["id"]
    gift = {"amount": 5_000, "reason": "verbena"}
    _said(api, f"/v1/users/{user}/wallet/transactions", gift, f"reader-{number}-rich")
    for step in range(MOST_STEPS):
        page = api.get(f"/v1/users/{user}/story").raise_for_status().json()
        if page["ended"]:
            return
        open_ = [each["index"] for each in page["choices"] if not each["locked"]]
        taken = {"story": page["story"], "choice": chance.choice(open_)}
        _said(api, f"/v1/users/{user}/story/choices", taken, f"reader-{number}-{step}")
    raise AssertionError(f"no end in {MOST_STEPS} steps")


def _said(api: httpx.Client, path: str, body: dict[str, object], key: str) -> dict[str, Any]:
    answer = api.post(path, json=body, headers={"Idempotency-Key": key}).raise_for_status()
    said: dict[str, Any] = answer.json()
    return said


def test_every_run_of_the_demo_is_told_again_as_it_was_shown(dev_process: DevProcess, api: httpx.Client) -> None:
    for number in range(READERS):
        reads_to_an_end(api, number)
    place = Place.of(dev_process.facts["mongodb_uri"], None)
    with MongoClient(place.uri) as client:
        kept = [each["compiled"] for each in client[place.database]["stories"].find({})]

    def runtime() -> InkRuntime:
        ours = InkRuntime()
        for text in kept:
            ours.add(text)
        return ours

    topic_modules()  # the log holds events of every topic
    log = ProcessLog(place.uri, place.database, now=now)
    try:
        events = all_events(log)
        told = told_again(events, runtime)
        loaded = asyncio.run(log.store.load(dict.fromkeys(told, Story)))
    finally:
        log.close()
    assert len(told) >= 5 + READERS
    assert sum(len(each.shown) for each in told.values()) >= 10 + READERS * 10
    assert sum(each.topic == "story.ended" for each in events) >= READERS
    for stream, each in told.items():
        story = loaded[stream].aggregate
        assert isinstance(story, Story)
        assert story.before == each.before, f"{stream}: the state kept is the one that its choices lead to"
