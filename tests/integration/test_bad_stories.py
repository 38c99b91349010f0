"""Stories that do what no story may, fed to a running program past every check; others read on all the while.

What the check finds in them beforehand, with the line of the knot, is in test_ink_check.py.
"""

import asyncio
import hashlib
import logging
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import pytest

from adapters.ink.compiled import MAX_BYTES
from commands.ports import Commit, NewEvent
from commands.story_content import PublishStory
from domain.ids import UserId
from domain.story import Story
from tests.application import Running, until

pytestmark = pytest.mark.asyncio(loop_scope="module")

FOLDER = Path(__file__).parent / "ink"
WORDS = {"es": "palabras", "en": "words"}


def compiled(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


async def published(running: Running, story: str, text: str, **described: Any) -> str:
    """Puts a compiled story in force without looking at it; its hash."""
    application = running.application
    story_hash = hashlib.sha256(text.encode()).hexdigest()
    await application.stores.content.put_story(story_hash, "es", text)
    context = application.bus.context(f"test:{uuid4().hex}", actor="test", source="test")
    definition = {"title": WORDS, "summary": WORDS, "languages": {"es": story_hash}, **described}
    await application.bus.execute(PublishStory(story, definition), context)
    return story_hash


async def in_force(running: Running, story: str, story_hash: str) -> None:
    """Waits until new readings of the story begin with this version."""
    stories = running.application.bus
    await until(lambda: story in stories.content.stories and stories.content.story(story).languages["es"] == story_hash)


async def choose(running: Running, user: str, story: str, choice: int = 0) -> Any:
    return await running.client.post(f"/v1/users/{user}/story/choices", json={"story": story, "choice": choice})


async def place(running: Running, user: str, story: str) -> Any:
    return (await running.client.get(f"/v1/users/{user}/story", params={"story": story})).json()


async def reads_on(running: Running, user: str) -> None:
    """Somebody in the middle of another story goes on as if nothing were."""
    before = await place(running, user, "correo")
    free = next(each["index"] for each in before["choices"] if not each["locked"] and not each["cost"])
    answer = await choose(running, user, "correo", free)
    assert answer.status_code == 200, answer.text
    assert answer.json()["result"]["turn"] == before["turn"] + 1


async def reader(running: Running) -> str:
    user = await running.register(language="es")
    assert (await choose(running, user, "correo")).status_code == 200
    return user


@pytest.mark.parametrize(
    ("name", "knot", "reason"),
    [
        ("endless_loop", "loop", "it goes on and on"),
        ("endless_lines", "lines", "more than 200 lines without a choice"),
        ("endless_calls", "deeper", "it goes on and on"),
        ("growing", "grow", "it goes on and on"),
        ("no_way_on", "", "ran out of content"),
        ("price_on_a_line", "", "#costo belongs on a choice"),
        ("computed_id", "opening", "tiene() takes an id in quotes"),
    ],
)
async def test_a_story_that_loops_recurses_grows_or_breaks_is_stopped_where_it_does(
    running: Running, caplog: pytest.LogCaptureFixture, name: str, knot: str, reason: str
):
    story_hash = await published(running, name, compiled(name))
    await in_force(running, name, story_hash)
    ana, bea = await reader(running), await reader(running)
    head = await running.settled()
    began = monotonic()
    with caplog.at_level(logging.ERROR, "adapters.ink"):
        answer, _ = await asyncio.gather(choose(running, ana, name), reads_on(running, bea))
    assert monotonic() - began < 3
    told = answer.json()
    assert (answer.status_code, told["type"]) == (503, "urn:yabot:problem:story-broken")
    assert reason in told["reason"]
    assert told["story"] == story_hash
    assert told["place"] == knot or not knot
    assert [line for line in caplog.messages if story_hash[:12] in line and told["place"] in line and reason in line]
    recorded = await running.application.stores.process_log.async_log.read(head, 100)
    assert {each.user_id for each in recorded} == {bea}, "who met the bad story left no event"
    await reads_on(running, ana)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (compiled("self_ref"), "a ref to a function or a tunnel"),  # it would take the whole process down
        (compiled("unknown_external"), "is none of besitos()"),
        ('{"inkVersion": 21, "root": [', "no compiled Ink"),
        (compiled("sampler").replace('"inkVersion":21', '"inkVersion":22'), "version 22; this runtime reads 20 or 21"),
        ('{"inkVersion": 21, "root": [["nonsense", null], "done", null], "listDefs": {}}', "the runtime can't load it"),
        (compiled("sampler") + " " * MAX_BYTES, f"at most {MAX_BYTES:,} are taken"),
    ],
    ids=["crashes", "unknown external", "broken JSON", "wrong version", "nonsense", "too large"],
)
async def test_a_story_that_can_not_even_be_loaded_comes_into_nobodys_hands(
    running: Running, caplog: pytest.LogCaptureFixture, text: str, reason: str
):
    story = f"mala_{hashlib.sha256(text.encode()).hexdigest()[:8]}"
    ana, bea = await reader(running), await reader(running)
    with caplog.at_level(logging.ERROR):
        await published(running, story, text)
        await until(lambda: any(story in line and "can't be put in force" in line for line in caplog.messages))
    assert any(reason in line for line in caplog.messages if story in line)
    answer, _ = await asyncio.gather(choose(running, ana, story), reads_on(running, bea))
    assert (answer.status_code, answer.json()["type"]) == (404, "urn:yabot:problem:not-found")
    await reads_on(running, ana)


@pytest.mark.parametrize(("choice", "status", "type"), [(6, 409, "choice-not-offered"), (-1, 422, "invalid-request")])
async def test_a_choice_that_is_out_of_range_changes_nothing(running: Running, choice: int, status: int, type: str):
    ana, bea = await reader(running), await reader(running)
    before = await place(running, ana, "correo")
    answer, _ = await asyncio.gather(choose(running, ana, "correo", choice), reads_on(running, bea))
    assert (answer.status_code, answer.json()["type"]) == (status, f"urn:yabot:problem:{type}")
    if status == 409:
        assert answer.json()["offered"] == len(before["choices"])
    assert await place(running, ana, "correo") == before


async def forged(running: Running, user: str, story: str, **changed: Any) -> None:
    """Writes into the log that the user's run is elsewhere than it is."""
    store = running.application.stores.process_log.store
    stream = Story.stream(user, story)
    loaded = (await store.load({stream: Story}))[stream]
    run = loaded.aggregate
    assert isinstance(run, Story)
    state = {
        "story": story,
        "checkpoint": "x",
        "run": run.run,
        "turn": run.turn + 1,
        "place": run.place,
        "depth": 0,
        "state": run.before,
    }
    event = NewEvent(stream, run.version + 1, "story.went_back", 1, state | changed, uuid4().hex, UserId(user))
    now = running.application.clock.now()
    await store.commit(
        Commit(f"test:{uuid4().hex}", [event], {stream: loaded.read}, uuid4().hex, None, "test", "test", now)
    )


async def state_of(running: Running, user: str, story: str) -> str:
    stream = Story.stream(user, story)
    run = (await running.application.stores.process_log.store.load({stream: Story}))[stream].aggregate
    assert isinstance(run, Story)
    return run.before


async def test_a_state_of_another_story_or_a_damaged_one_is_refused(running: Running):
    story_hash = await published(running, "sampler", compiled("sampler"), missions=[], items=[])
    await in_force(running, "sampler", story_hash)
    ana, bea = await reader(running), await reader(running)
    own = await state_of(running, ana, "correo")
    for state, reason in (
        (own.replace(own[2:10], "0" * 8), "a saved state of another story"),
        (own[:-8], "a damaged saved state"),
        ("2" + own[1:], "this release reads form 1"),
    ):
        await forged(running, ana, "correo", state=state)
        answer, _ = await asyncio.gather(choose(running, ana, "correo"), reads_on(running, bea))
        told = answer.json()
        assert (answer.status_code, told["type"]) == (503, "urn:yabot:problem:story-broken")
        assert reason in told["reason"]
    again = await running.client.post(f"/v1/users/{ana}/story/restart", params={"story": "correo"})
    assert again.status_code == 200, "there is a way out"
    await reads_on(running, ana)


async def test_content_that_changes_under_a_running_story_leaves_the_reader_where_they_are(running: Running):
    old = await published(running, "moving", compiled("moving"))
    await in_force(running, "moving", old)
    ana, bea = await reader(running), await reader(running)
    assert (await choose(running, ana, "moving")).status_code == 200
    before = await place(running, ana, "moving")
    new = await published(
        running, "moving", compiled("moving").replace('"cellar":[[', '"vault":[[').replace("^Square", "^Plaza")
    )
    await in_force(running, "moving", new)
    assert await place(running, ana, "moving") == before, "their version is the one that they began with"
    move = {"story": "moving", "hash": new}
    answer, _ = await asyncio.gather(
        running.client.post(f"/v1/users/{ana}/story/migration", json=move), reads_on(running, bea)
    )
    told = answer.json()
    assert (answer.status_code, told["type"]) == (409, "urn:yabot:problem:story-cannot-move")
    assert (told["place"], told["story"]) == ("cellar", new)
    assert told["reason"]
    assert (await choose(running, ana, "moving")).status_code == 200
    assert (await place(running, ana, "moving"))["text"].startswith("Square")
    assert (await place(running, bea, "moving"))["text"].startswith("Plaza")
