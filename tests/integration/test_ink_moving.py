"""Saved states moved to another version of their story, over the real bink.

The other versions are made out of the compiled tests/integration/ink/moving.json by changing a word or two.
"""

from pathlib import Path

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from adapters.ink.runtime import InkRuntime
from domain.story_migration import StoryCannotMove
from domain.story_step import StoryBroken, StoryStep, StoryUnavailable

FOLDER = Path(__file__).parent / "ink"
OLD = (FOLDER / "moving.json").read_text(encoding="utf-8")
NOBODY = {"besitos": 7}
TAKE, WALK, LEAVE = range(3)
UP, DOWN = range(2)


def changed(*changes: tuple[str, str]) -> str:
    story = OLD
    for was, becomes in changes:
        assert was in story, was
        story = story.replace(was, becomes)
    return story


def walked(runtime: InkRuntime, story: str, *choices: int) -> StoryStep:
    step = runtime.start(story, NOBODY, 1)
    for choice in choices:
        step = runtime.choose(story, step.state, choice, NOBODY)
    return step


@settings(max_examples=30)
@examples(st.lists(st.integers(0, 2), max_size=12))
def test_a_corrected_word_moves_every_run_wherever_it_stands(choices: list[int]):
    runtime = InkRuntime()
    old, new = (
        runtime.add(OLD),
        runtime.add(changed(("^Deep.", "^Deep down."), ("^Square, with ", "^The square, with "))),
    )
    step = runtime.start(old, NOBODY, 1)
    for choice in choices:
        if step.ended:
            break
        moved = runtime.migrate(old, new, step.before, NOBODY)
        assert (moved.place, moved.ended) == (step.place, step.ended)
        assert [each.tags for each in moved.choices] == [each.tags for each in step.choices]
        taken = choice % len(step.choices)
        here, there = (runtime.choose(hash, each.state, taken, NOBODY) for hash, each in ((old, step), (new, moved)))
        assert (there.place, there.text.replace("The square", "Square").replace(" down", "")) == (here.place, here.text)
        assert runtime.migrate(new, old, there.before, NOBODY) == here, "and back again"
        step = here


def test_what_the_run_has_come_by_goes_along():
    runtime = InkRuntime()
    old, new = runtime.add(OLD), runtime.add(changed(("^Cellar: ", "^The cellar: ")))
    moved = runtime.migrate(old, new, walked(runtime, old, TAKE).before, NOBODY)
    assert moved.text == "You take it.\n\nThe cellar: glad, 3, stone."
    square = runtime.choose(new, moved.state, UP, NOBODY)
    assert [each.text for each in square.choices] == ["Walk", "Leave"], "what is there once was taken"
    assert square.asked == NOBODY


@pytest.mark.parametrize(
    ("choices", "change", "place", "reason"),
    [
        ((WALK, 0), ('"tunnel":[[', '"passage":[['), "square", "tunnel is gone"),
        (
            (WALK, 0),
            ('"tunnel"},{"->":"square"}', '"tunnel"},{"->":"cellar"}'),
            "square",
            "would come back into square, which",
        ),
        ((TAKE, DOWN), ('"cellar":[[', '"vault":[['), "cellar.deep", "cellar is gone"),
        (
            (TAKE,),
            ('"c-0":["\\n","ev",{"VAR?":"bag"}', '"c-7":["\\n","ev",{"VAR?":"bag"}'),
            "cellar",
            "the passage of square",
        ),
        ((TAKE,), ('{"->":"cellar"},{"#f"', '{"->":"tunnel"},{"#f"'), "cellar", "it would lead to tunnel instead"),
        ((), ("^premio:5", "^premio:6"), "square", r"number 1 has the tags \['premio:6'\] instead of \['premio:5'\]"),
        ((TAKE,), ('"str","^calm","/str"', "5"), "cellar", "the variable mood was a text and is a number"),
        ((TAKE,), ('0,{"VAR=":"coins"', 'true,{"VAR=":"coins"'), "cellar", "coins was a number and is true or false"),
        ((TAKE, UP), ('{"stone":1,', '{"pebble":1,'), "square", "bag holds things.stone, which is no more"),
    ],
)
def test_a_run_that_would_not_be_in_the_same_place_stays(
    choices: tuple[int, ...], change: tuple[str, str], place: str, reason: str
):
    runtime = InkRuntime()
    old, new = runtime.add(OLD), runtime.add(changed(change))
    step = walked(runtime, old, *choices)
    with pytest.raises(StoryCannotMove, match=reason) as refused:
        runtime.migrate(old, new, step.before, NOBODY)
    assert (refused.value.story, refused.value.place) == (new, place)
    assert runtime.show(old, step.before, NOBODY) == step


def test_a_place_with_another_number_of_choices_is_another_place():
    runtime = InkRuntime()
    once = ('{"*":".^.c-0","flg":20}', '{"*":".^.c-0","flg":4}')
    old, new = runtime.add(OLD), runtime.add(changed(once))
    back = walked(runtime, old, TAKE, UP)
    with pytest.raises(StoryCannotMove, match="it offers other choices: 3 instead of 2"):
        runtime.migrate(old, new, back.before, NOBODY)


def test_a_run_may_leave_a_place_that_is_broken_for_one_where_it_is_mended():
    runtime = InkRuntime()
    old, new = runtime.add(changed(("^costo:3", "^costo:mucho"))), runtime.add(OLD)
    before = walked(runtime, new, TAKE, UP).before.replace(new[:8], old[:8])
    with pytest.raises(StoryBroken, match="costo"):
        runtime.show(old, before, NOBODY)
    assert runtime.migrate(old, new, before, NOBODY).place == "square"
    with pytest.raises(StoryCannotMove, match="#costo: needs whole besitos") as refused:
        runtime.migrate(new, old, walked(runtime, new, TAKE, UP).before, NOBODY)
    assert refused.value.place == "square"


def test_a_state_of_another_story_and_a_version_that_is_not_at_hand_are_refused():
    runtime = InkRuntime()
    old, other = runtime.add(OLD), runtime.add((FOLDER / "sampler.json").read_text(encoding="utf-8"))
    before = walked(runtime, old, TAKE).before
    with pytest.raises(StoryCannotMove, match="a saved state of another story"):
        runtime.migrate(other, old, before, NOBODY)
    with pytest.raises(StoryCannotMove, match="damaged saved state"):
        runtime.migrate(old, old, before[:-8], NOBODY)
    with pytest.raises(StoryCannotMove, match="has no answer"):
        runtime.migrate(old, other, walked(runtime, old, TAKE, UP).before, NOBODY)
    with pytest.raises(StoryUnavailable):
        runtime.migrate(old, "f" * 64, before, NOBODY)
