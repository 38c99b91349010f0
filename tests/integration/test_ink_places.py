"""Where the lines of a page stand, and that looking for it changes nothing of what is told."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from unittest.mock import patch

import pytest

from adapters.ink.compiled import StoryRefused
from adapters.ink.marks import Marks
from adapters.ink.runtime import InkRuntime
from adapters.ink.walker import Persona
from domain.story_step import StoryBroken, StoryStep

FOLDER = Path(__file__).parent / "ink"
CONTENT = Path(__file__).parents[2] / "content" / "stories"
STORIES = sorted([*FOLDER.glob("*.json"), *CONTENT.glob("*/*.json")])


def reached(*choices: str) -> StoryStep:
    runtime = InkRuntime()
    story = runtime.add((FOLDER / "last_lines.json").read_text(encoding="utf-8"))
    step = runtime.start(story, {}, 1)
    for text in choices:
        choice = next(each.index for each in step.choices if each.text == text)
        step = runtime.choose(story, step.state, choice, {})
    return step


@pytest.mark.parametrize(("choice", "knot"), [("One", "one"), ("Other", "other")])
def test_the_last_line_before_an_end_stands_in_its_own_knot_and_so_does_the_end(choice: str, knot: str):
    end = reached(choice)
    assert (end.place, [line.place for line in end.lines], end.ended) == (knot, [knot], True)
    assert end.lines[0].effects.ending == knot


@pytest.mark.parametrize(("choice", "knot"), [("Shop", "shop"), ("Seller", "seller")])
def test_the_last_line_before_the_choices_of_another_knot_stands_where_it_is_written(choice: str, knot: str):
    step = reached(choice)
    assert (step.place, [(line.place, line.effects.reward) for line in step.lines]) == ("square", [(knot, 3)])


def test_a_line_that_a_function_says_stands_where_its_tag_does():
    end = reached("Spoken")
    assert [(line.text, line.place, line.effects.reward) for line in end.lines] == [("said", "spoken", 7)]


def test_a_function_may_have_the_name_that_we_give_to_what_stands_in_no_knot():
    runtime = InkRuntime()
    story = runtime.add((FOLDER / "named_like_ours.json").read_text(encoding="utf-8"))
    step = runtime.start(story, {}, 1)
    assert [(line.text, line.place) for line in step.lines] == [("The door stands open.", "opening")]
    inside = runtime.choose(story, step.state, 0, {})
    assert [(line.text, line.place) for line in inside.lines] == [("Inside, door again.", "inside")]


def test_what_is_put_together_to_a_value_is_compared_as_it_is_written():
    assert reached("Values").text == "It is a said."


class Unmarked(Marks):
    """Looks for nothing."""

    def marked(self) -> str:
        return self._story.text


@contextmanager
def without_marks() -> Iterator[None]:
    with patch("adapters.ink.runtime.Marks", Unmarked):
        yield


def told(step: StoryStep) -> tuple[object, ...]:
    lines = [(line.text, line.tags) for line in step.lines]
    return step.before, lines, step.choices, step.ended, dict(step.asked)


@pytest.mark.parametrize("path", STORIES, ids=lambda path: path.stem)
def test_text_tags_choices_and_saved_states_are_the_same_as_without_looking(
    path: Path, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.CRITICAL)
    ours, theirs = InkRuntime(), InkRuntime()
    text = path.read_text(encoding="utf-8")
    try:
        story = ours.add(text)
    except StoryRefused:
        return  # there is nothing to tell
    with without_marks():
        theirs.add(text)
    for seed in range(12):
        assert list(walked(ours, story, seed)) == list(walked(theirs, story, seed))


def walked(runtime: InkRuntime, story: str, seed: int) -> Iterator[tuple[object, ...]]:
    """What each step of a walk tells, to its end or until the story breaks."""
    dice, persona = Random(seed), Persona(Persona.KINDS[seed % 3], Random(seed))
    try:
        step = runtime.start(story, persona, seed)
        for _ in range(40):
            yield told(step)
            if step.ended:
                return
            step = runtime.choose(story, step.state, dice.randrange(len(step.choices)), persona)
    except StoryBroken as broken:
        yield ("broken", broken.reason)
