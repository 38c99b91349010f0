"""Checking stories before anybody plays them: each defect is found, and named, in a process of its own."""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from adapters.ink import check, walker
from adapters.ink.check import Limits, StoryReport, check_folder, check_story
from adapters.ink.compiled import StoryRefused
from adapters.ink.files import read_story
from adapters.ink.runtime import InkRuntime
from domain.story_definition import StoryDefinition

FOLDER = Path(__file__).parent / "ink"
STORIES = Path(__file__).parents[2] / "content" / "stories"
OURS = STORIES / "correo"
QUICK = Limits(walks=12)
WORDS = {"es": "palabras", "en": "words"}


def compiled(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


def checked(name: str, limits: Limits = QUICK, **description: object) -> StoryReport:
    source = (FOLDER / f"{name}.ink").read_text(encoding="utf-8")
    definition = {"id": "s", "title": WORDS, "summary": WORDS, "languages": {"es": "0" * 64}, **description}
    return check_story({"es": compiled(name)}, StoryDefinition.model_validate(definition), {"es": source}, limits)


def described(name: str, *changes: tuple[str, str]) -> StoryReport:
    """What is found in the compiled story with these words changed."""
    story = compiled(name)
    for was, becomes in changes:
        assert was in story, was
        story = story.replace(was, becomes)
    definition = {"id": "s", "title": WORDS, "summary": WORDS, "languages": {"es": "0" * 64}}
    return check_story({"es": story}, StoryDefinition.model_validate(definition), limits=QUICK)


def told(report: StoryReport, *, warnings: bool = False) -> Sequence[str]:
    return [str(problem) for problem in report.problems if problem.warning == warnings]


@pytest.mark.parametrize("chapter", sorted(path.name for path in STORIES.iterdir()))
def test_our_own_stories_are_in_order_and_a_walk_comes_by_every_knot(chapter: str):
    report = check_folder(STORIES / chapter)
    assert (report.ok, told(report), told(report, warnings=True)) == (True, [], [])
    assert report.knots == report.all_knots
    assert len(report.all_knots) >= 60


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("endless_loop", "es:5: loop: after “Go” (from opening): it goes on and on, for more than 25 ms"),
        ("endless_lines", "es:5: lines: after “Go” (from opening): more than 200 lines without a choice"),
        ("endless_calls", "es:5: deeper: after “Go” (from opening): it goes on and on"),
        ("growing", "es:6: grow: after “Go” (from opening): it goes on and on"),
        ("no_way_on", "ran out of content"),
        ("self_ref", "es:1: opening: pass a ref to a function or a tunnel, not with a plain divert"),
        ("odd_price", "#costo: needs whole besitos"),
        ("price_on_a_line", "#costo belongs on a choice"),
        ("unknown_tag", "#premioo:5 is no tag that the game knows"),
        ("unknown_external", "es:1: opening: saldo() with 0 arguments is none of besitos()"),
        ("computed_id", "tiene() takes an id in quotes"),
        ("external_in_a_choice", "besitos() stands in a choice's text or in quotes"),
        ("decimals", "es:1: VAR half: 0.5 is a decimal number"),
        ("no_poor_way", "es:5: gate: every choice costs besitos or is locked to some"),
        ("unreachable", "es:5: attic: #pista:attic is not listed in story.yaml"),
        ("unreachable", 'es:5: attic: tiene("ladder") asks for what the story never gives'),
    ],
)
def test_a_defect_is_found_and_named(name: str, problem: str):
    report = checked(name)
    assert not report.ok
    assert any(problem in each for each in told(report)), told(report)


@pytest.mark.parametrize(
    ("knot", "line", "sum"),
    [("over", 34, "2147483647 + 1"), ("times", 44, "2147483647 * 2")],
)
def test_a_sum_that_leaves_the_32_bits_is_told_with_knot_and_line(knot: str, line: int, sum: str):
    report = checked("sums", Limits(walks=60))
    assert any(
        each.startswith(f"es:{line}: {knot}: ") and f"{sum} leaves Ink's 32 bits" in each for each in told(report)
    ), told(report)
    assert not any("fine" in each for each in told(report))


def test_a_story_whose_sums_are_watched_is_told_as_it_is():
    plain, watching = InkRuntime(), InkRuntime(watching=True)
    for name in ("sums", "last_lines", "counter"):
        story = plain.add(compiled(name))
        assert watching.add(compiled(name)) == story
        step = plain.start(story, {"besitos": 5}, 1)
        assert watching.start(story, {"besitos": 5}, 1) == step
        last = len(step.choices) - 1
        told_by = [each.choose(story, step.state, last, {"besitos": 5}).text for each in (plain, watching)]
        assert told_by[0] == told_by[1]


def test_a_story_as_deep_as_the_runtime_reads_is_taken_though_its_sums_cannot_be_watched():
    opening = '["^Hi.", "\\n", "#", "^final:a", "/#", "end", null]'
    deep = '{"deep": [' + "[" * 123 + '"ev", 1, 1, "+", "out", "/ev"' + ", null]" * 123 + ', "done", null]}'
    story = f'{{"inkVersion": 21, "root": [{opening}, "done", {deep}], "listDefs": {{}}}}'
    InkRuntime().add(story)
    with pytest.raises(StoryRefused):
        InkRuntime(watching=True).add(story)
    report = check_story({"es": story}, limits=QUICK)
    assert (told(report), told(report, warnings=True)) == ([], ["es: deep: no walk came by here"])


def test_sums_are_watched_only_while_there_is_time(capsys: pytest.CaptureFixture[str]):
    """What takes long is no sign of a loop: the other walks, within the same limits, have come through."""
    left = iter([*[False] * 12, *[True] * 100])
    walker.watch_sums({"es": compiled("counter")}, walks=50, steps=200, enough=lambda: next(left))
    messages = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert 1 < len(messages) <= 12
    assert all("at" in each for each in messages)


def test_what_the_walks_came_by_is_told_before_sums_are_watched(monkeypatch: pytest.MonkeyPatch):
    dying = (
        "from adapters.ink import walker\n"
        "def die(*arguments): raise SystemExit(3)\n"
        "walker.watch_sums = die\n"
        "walker.main()\n"
    )
    monkeypatch.setattr(check, "WALKER", (sys.executable, "-c", dying))
    report = checked("fallback_first")
    assert report.knots == report.all_knots
    assert [each.endswith("it failed: exit code 3") for each in told(report)] == [True]


def test_a_walk_takes_the_choices_that_it_is_shown_beside_one_that_nobody_is():
    report = checked("fallback_first")
    assert (told(report), told(report, warnings=True)) == ([], [])
    assert report.knots == report.all_knots


def test_what_nobody_comes_by_is_a_warning():
    report = checked("unreachable", hints={"attic": WORDS}, items=("ladder",))
    assert report.ok
    assert told(report, warnings=True) == ["es:5: attic: no walk came by here"]


def test_an_end_without_a_name_is_a_warning_at_its_knot():
    assert told(described("no_poor_way", ("^vip", "^premio:5"), ("^final:paid", "^pausa")), warnings=True) == [
        "es: gate: an end without #final:name"
    ]


def test_a_price_that_nobody_will_ever_pay_is_a_warning_beside_a_free_choice_too():
    report = described("no_poor_way", ("^vip", "^premio:5"), ("^costo:5", "^costo:900000000"))
    assert report.ok
    assert told(report, warnings=True) == [
        "es: gate: #costo:900000000 is more than 10,000 besitos: hardly anybody will ever have them"
    ]


def test_a_story_that_never_stops_growing_is_a_warning():
    assert any("its state goes on growing, by" in each for each in told(checked("growing_slowly"), warnings=True))


def test_what_lies_behind_a_mistake_does_not_hide_it():
    ours = read_story(OURS).compiled
    price = next(each for each in ("^costo:5", "^costo:3", "^costo:10") if each in ours["en"])
    report = check_story({"es": ours["es"], "en": ours["en"].replace(price, "^costo:1")}, limits=Limits(walks=30))
    assert any("choices or tags differ from es" in each for each in told(report)), told(report)
    assert not any("no walk came by" in each for each in told(report, warnings=True))


def test_titles_of_what_there_is_not_and_endings_without_one_are_warnings():
    ours = read_story(OURS)
    wrong = {"places": {"palacio": WORDS}, "endings": {"feliz": WORDS}}
    definition = StoryDefinition.model_validate(ours.definition.model_dump() | wrong)
    report = check_story({"es": ours.compiled["es"]}, definition, limits=Limits(walks=1, steps=1))
    told_of = told(report, warnings=True)
    assert {"es: places: there is no knot palacio", "es: endings: no #final:feliz is ever said"} <= set(told_of)
    assert "es: final_abierta: #final:abierta has no title in story.yaml" in told_of


def test_a_picture_that_the_description_does_not_name_is_a_warning():
    bare = read_story(OURS)
    report = check_story(
        bare.compiled, bare.definition.model_copy(update={"images": {}}), limits=Limits(walks=1, steps=1)
    )
    told_of = [each for each in told(report, warnings=True) if "imagen:faro" in each]
    assert told_of == [
        f"{each}: faro: #imagen:faro is no picture of story.yaml: the text will stand alone" for each in ("en", "es")
    ]


def test_what_the_description_lists_is_known():
    assert checked("sampler", missions=("m",), items=("stone", "key")).ok
    assert any(
        "#item:stone is not listed" in each for each in told(checked("sampler", missions=("m",), items=("key",)))
    )


@pytest.mark.parametrize(
    ("tag", "problem"),
    [
        ("mision:viaje", "#mision:viaje is not listed in story.yaml"),
        ("logro:medalla", "#logro:medalla is not listed in story.yaml"),
        ("item:llave", "#item:llave is not listed in story.yaml"),
        ("tras:entrega", "#tras:entrega is not listed in story.yaml"),
        ("con:llave", "#con:llave is not listed in story.yaml"),
        ("nivel:alto", "#nivel: needs a level from 1"),
        ("tras", "#tras needs an id"),
    ],
)
def test_a_gate_that_nobody_could_open_and_a_gift_that_there_is_not_are_named(tag: str, problem: str):
    report = described("no_poor_way", ("^vip", f"^{tag}"))
    assert any(problem in each for each in told(report)), told(report)


def test_a_gate_opened_by_what_the_description_lists_is_fine():
    story = compiled("no_poor_way").replace("^vip", "^con:llave").replace("costo:5", "premio:5")
    definition = {"id": "s", "title": WORDS, "summary": WORDS, "languages": {"es": "0" * 64}, "clues": ("llave",)}
    assert told(check_story({"es": story}, StoryDefinition.model_validate(definition), limits=QUICK)) == []


def test_what_an_earlier_chapter_remembers_may_be_asked():
    story = compiled("unreachable").replace("ladder", "dark").replace("tiene", "recuerda")
    definition = StoryDefinition.model_validate(
        {"id": "s", "title": WORDS, "summary": WORDS, "languages": {"es": "0" * 64}, "hints": {"attic": WORDS}}
    )
    assert any("asks for what" in each for each in told(check_story({"es": story}, definition, limits=QUICK)))
    assert check_story({"es": story}, definition, limits=QUICK, earlier=frozenset(("dark",))).ok


def test_languages_whose_choices_differ_are_told_apart():
    report = check_story({"es": compiled("paths_es"), "en": compiled("paths_en")}, limits=QUICK)
    assert told(report) == [
        "en: plaza: choices or tags differ from es, which is at plaza: “Pagar” has ['costo:5'], “Pay” has ['costo:6']"
    ]
    assert check_story({"es": compiled("paths_es"), "en": compiled("paths_es")}, limits=QUICK).ok


@pytest.mark.parametrize("text", ["", "{", '{"inkVersion": 3, "root": [], "listDefs": {}}', "\x00"])
def test_what_is_no_story_is_told_so(text: str):
    report = check_story({"es": text}, limits=QUICK)
    assert not report.ok
    assert "Ink" in told(report)[0]


def test_a_story_that_fills_the_memory_dies_elsewhere_and_where_it_died_is_known():
    report = checked("growing", Limits(walks=3, memory=80_000_000))  # so little that no other limit is met first
    assert any("after “Go”: it took more than 80 MB of memory" in each for each in told(report)), told(report)


def test_a_story_that_crashes_the_walking_process_is_told_with_the_choice_that_did_it(monkeypatch: pytest.MonkeyPatch):
    dies = """
import os, signal, sys
sys.stdin.read()
print('{"at": {"language": "es", "knot": "gate", "choice": "Pay"}}')
print('{"problem": {"langua', end="", flush=True)
os.kill(os.getpid(), signal.SIGSEGV)
"""
    monkeypatch.setattr(check, "WALKER", (sys.executable, "-c", dies))
    assert told(checked("no_poor_way")) == [
        "es:5: gate: after “Pay”: it crashed the runtime (SIGSEGV): does a function call itself, or a ref itself?"
    ]


def test_a_check_ends_when_its_time_is_up():
    report = check_folder(OURS, Limits(walks=1_000_000, seconds=1))
    assert any("it ran for more than 1 s" in each for each in told(report)), told(report)
