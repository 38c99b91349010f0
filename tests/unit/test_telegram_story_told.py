"""What stands in the chat is what is told again from the log: the messages of a reading, paragraph by paragraph."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.content import load_stories
from adapters.ink.runtime import InkRuntime
from commands.wallet import MoveBesitos
from domain.story_step import StoryStep, with_name
from tests.story_replay import told_again
from tests.telegram_mock import Phone
from tests.telegram_world import World

CONTENT = Path(__file__).parents[2] / "content"
MOST_STEPS = 120


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


def fresh_runtime() -> InkRuntime:
    runtime = InkRuntime()
    for compiled in load_stories(CONTENT).values():
        runtime.add(compiled)
    return runtime


def standing(phone: Phone) -> dict[int, str]:
    """What the messages of the chat say, by their numbers; below their pictures where they have some."""
    return {each["message_id"]: str(each.get("text", each.get("caption", ""))) for each in phone.messages}


async def reads_to_the_end(phone: Phone) -> list[str]:
    """Takes what was not taken yet until the chapter ends. Returns what each tap brought into the chat."""
    taken: dict[str, int] = {}
    pages: list[str] = []
    while not any("Leer otra vez" in label for label in phone.labels):
        assert len(pages) < MOST_STEPS, phone.screen
        chosen = min(
            (label for label in phone.labels if re.match(r"\d+\.", label)), key=lambda each: taken.get(each, 0)
        )
        taken[chosen] = taken.get(chosen, 0) + 1
        before = standing(phone)
        await phone.taps(chosen)
        pages.append("\n\n".join(text for number, text in standing(phone).items() if before.get(number) != text))
    return pages


async def test_what_was_sent_is_what_is_told_again(world: World) -> None:
    ana = world.phone(name="Ñusta & co")
    await ana.writes("/start")
    await world.give(MoveBesitos(await world.user_id(ana), 5_000, "para leer"), "test:rich")
    await ana.writes("/story")
    pages = await reads_to_the_end(ana)
    ((_, told),) = told_again(world.store.events, fresh_runtime).items()
    assert len(pages) == len(told.steps) - 1 >= 10, "the opening, then one page for each tap"
    for page, step in zip(pages, told.steps[1:], strict=True):
        for words in words_of(step):
            assert with_name(words, "Ñusta & co") in page
    assert sum(len(step.lines) for step in told.steps) > 40


def words_of(step: StoryStep) -> list[str]:
    """Its paragraphs, and its choices, where the chapter goes on."""
    return [line.text for line in step.lines] + [choice.text for choice in step.choices]
