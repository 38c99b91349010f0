"""Every reading of the demo's month, told again from the log alone."""

import asyncio

from pymongo import MongoClient

from adapters.ink.runtime import InkRuntime
from adapters.mongodb.process_log import ProcessLog
from domain.story import Story
from domain.topics import topic_modules
from tests.dev import DevProcess
from tests.event_log import all_events, now
from tests.story_replay import told_again
from yabot.stores import Place


def test_every_run_of_the_demo_is_told_again_as_it_was_shown(dev_process: DevProcess) -> None:
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
    assert len(told) >= 5
    assert sum(len(each.shown) for each in told.values()) >= 10
    assert any(step.text for each in told.values() for step in each.shown)
    for stream, each in told.items():
        story = loaded[stream].aggregate
        assert isinstance(story, Story)
        assert story.before == each.before, f"{stream}: the state kept is the one that its choices lead to"
