"""A story that nobody has vouched for, read in a process of its own: what it does wrong ends there, and is told."""

import json
import time
from pathlib import Path

import pytest

from adapters.ink.apart import Bounds, cause_of_death, read_apart
from adapters.ink.check import Limits, check_story
from adapters.ink.check_apart import check_apart
from adapters.ink.compiled import StoryRefused, read_compiled
from adapters.ink.files import read_story
from adapters.ink.playing import Purse
from domain.story_refusals import ChoiceNotOffered
from domain.story_step import StoryBroken
from domain.wallet import InsufficientBesitos

STORIES = Path(__file__).parent / "ink"
OURS = Path(__file__).parents[2] / "content" / "stories" / "correo"
BOUNDS = Bounds(seconds=2)
QUICK = Limits(walks=3, seconds=15)


def compiled(name: str) -> str:
    return (STORIES / f"{name}.json").read_text(encoding="utf-8")


def test_a_way_leads_where_it_led_before() -> None:
    opening = read_apart(compiled("paths_es"), Purse(besitos=7), [], BOUNDS)
    assert (opening.lines, [each.text for each in opening.choices]) == (("Antes.",), ["Ir", "Quedarse"])
    square = read_apart(compiled("paths_es"), Purse(besitos=7), [0], BOUNDS)
    assert [(each.text, each.cost, each.affordable) for each in square.choices] == [
        ("Pagar", 5, True),
        ("Salir", 0, True),
    ]
    end = read_apart(compiled("paths_es"), Purse(besitos=7), [0, 0], BOUNDS)
    assert (end.besitos, end.ended, end.knots) == (2, True, (1, 1))
    assert read_apart(compiled("paths_es"), Purse(besitos=7), [0, 0], BOUNDS) == end


def test_a_choice_that_is_not_there_or_too_dear_is_refused() -> None:
    with pytest.raises(ChoiceNotOffered):
        read_apart(compiled("paths_es"), Purse(), [2], BOUNDS)
    with pytest.raises(InsufficientBesitos):
        read_apart(compiled("paths_es"), Purse(besitos=4), [0, 0], BOUNDS)


@pytest.mark.parametrize("name", ["endless_loop", "endless_lines", "endless_calls", "growing", "self_ref"])
def test_whatever_a_story_does_is_told_as_its_fault(name: str) -> None:
    with pytest.raises(StoryBroken):
        read_apart(compiled(name), Purse(), [0], BOUNDS)


def test_what_takes_too_much_memory_or_time_is_ended_and_told() -> None:
    with pytest.raises(StoryBroken, match="more than 20 MB of memory"):
        read_apart(compiled("paths_es"), Purse(), [], Bounds(memory=20_000_000))
    with pytest.raises(StoryBroken, match="more than 0 s"):
        read_apart(compiled("paths_es"), Purse(), [], Bounds(seconds=0))
    assert "crashed the runtime (SIGSEGV)" in cause_of_death(-11, "", BOUNDS)
    assert "it failed: ValueError: x" in cause_of_death(1, "Traceback\nValueError: x\n", BOUNDS)


def test_a_check_in_a_process_of_its_own_finds_the_same() -> None:
    files = read_story(OURS)
    source = (OURS / "correo.es.ink").read_text(encoding="utf-8")
    description = files.definition.model_copy(update={"missions": ()})
    story = files.compiled["es"]
    apart = check_apart("es", story, description, source, QUICK, frozenset())
    assert apart == check_story({"es": story}, description, {"es": source}, QUICK)
    assert not apart.ok
    assert check_apart("es", compiled("endless_loop"), None, None, QUICK, frozenset()).problems


@pytest.mark.parametrize(
    ("limits", "what"),
    [(Limits(memory=20_000_000), "more than 20 MB of memory"), (Limits(seconds=0), "more than 0 s")],
)
def test_a_check_that_takes_too_much_is_ended_and_told(limits: Limits, what: str) -> None:
    report = check_apart("es", compiled("paths_es"), None, None, limits, frozenset())
    assert [what in problem.what for problem in report.problems if not problem.warning] == [True]


def test_a_story_of_nothing_but_references_is_read_in_time() -> None:
    references = [{"^var": "x", "ci": -1}] * 20_000
    story = {"inkVersion": 21, "root": [[*references, "/ev", {"->": "."}, None], "done", None], "listDefs": {}}
    begun = time.process_time()
    with pytest.raises(StoryRefused, match="not with a plain divert"):
        read_compiled(json.dumps(story))
    story["root"][0][-2] = "end"  # type: ignore[index]
    assert read_compiled(json.dumps(story)).knots == ()
    assert time.process_time() - begun < 5
