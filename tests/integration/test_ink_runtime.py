"""The story runtime over the real bink. tests/integration/ink/*.json are compiled from the *.ink beside them."""

import json
import sys
import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from adapters.ink.compiled import StoryRefused
from adapters.ink.runtime import InkRuntime
from adapters.ink.saved_state import MAX_STATE, BadState, pack, unpack
from commands.ports import Asked
from domain.story_step import NAME_MARK, StoryBroken, StoryStep, StoryUnavailable, with_name

FOLDER = Path(__file__).parent / "ink"
OURS = Path(__file__).parents[2] / "content" / "stories" / "correo"
SEED = 1234


def compiled(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="utf-8")


SAMPLER = compiled("sampler")
DEEP = '{{"inkVersion": 21, "root": [["done", null], "done", {{"deep": [{}, "done", null]}}], "listDefs": {{}}}}'
ALL = {
    "besitos": 20,
    "es_vip": False,
    "nivel": 3,
    "tiene:key": True,
    "mision:m": "",
    "recuerda:dark": False,
}


def loaded(text: str = SAMPLER) -> tuple[InkRuntime, str]:
    runtime = InkRuntime()
    return runtime, runtime.add(text)


def named(step: StoryStep, text: str) -> int:
    return next(choice.index for choice in step.choices if choice.text == text)


class Anything(Mapping[str, Asked]):
    """Answers whatever is asked, by the dice of a test."""

    def __init__(self, data: st.DataObject) -> None:
        self._data = data

    def __getitem__(self, key: str) -> Asked:
        return self._data.draw(_answers[key.partition(":")[0]], label=key)

    def __iter__(self) -> Iterator[str]:
        raise NotImplementedError

    def __len__(self) -> int:
        raise NotImplementedError


_answers: dict[str, st.SearchStrategy[Any]] = {
    "besitos": st.integers(-(2**31), 2**31 - 1),
    "nivel": st.integers(1, 100),
    "es_vip": st.booleans(),
    "tiene": st.booleans(),
    "recuerda": st.booleans(),
    "mision": st.sampled_from(["", "activa", "hecha"]),
}


# -- the same choices tell the same story ---------------------------------------------------------------------------


@settings(max_examples=60)
@examples(st.data(), st.sampled_from(["sampler", "correo"]), st.integers(0, 2**31 - 1))
def test_a_walk_told_again_from_what_was_recorded_is_the_same_walk(data: st.DataObject, which: str, seed: int):
    text = SAMPLER if which == "sampler" else (OURS / "correo.es.json").read_text(encoding="utf-8")
    runtime, story = loaded(text)
    others = runtime.start(story, Anything(data), 7)

    walked = [runtime.start(story, Anything(data), seed)]
    recorded: list[tuple[dict[str, Asked], int, dict[str, Asked]]] = []
    offered: list[StoryStep] = []
    for _ in range(data.draw(st.integers(0, 15), label="steps")):
        here = runtime.show(story, walked[-1].before, Anything(data))  # saved, and restored for this showing
        if here.ended:
            break
        choice = data.draw(st.integers(0, len(here.choices) - 1), label="choice")
        reached = runtime.choose(story, here.state, choice, Anything(data))
        recorded.append((dict(here.asked), choice, dict(reached.asked)))
        offered.append(here)
        walked.append(reached)
        others = runtime.choose(story, others.state, 0, Anything(data)) if others.choices else others

    again, same = loaded(text)
    assert same == story
    step = again.start(story, walked[0].asked, seed)
    assert step == walked[0]
    for (shown_with, choice, told_with), there, then in zip(recorded, offered, walked[1:], strict=True):
        here = again.show(story, step.before, shown_with)
        assert here == there
        step = again.choose(story, here.state, choice, told_with)
        assert step == then
        assert again.show(story, step.before, told_with) == then


def test_the_dice_are_those_of_the_seed():
    runtime, story = loaded()
    opening = runtime.start(story, ALL, SEED)
    rolls = {
        seed: runtime.choose(story, runtime.start(story, ALL, seed).state, named(opening, "Roll"), ALL).text
        for seed in range(40)
    }
    assert len(set(rolls.values())) > 10
    for seed, roll in rolls.items():
        step = runtime.start(story, ALL, seed)
        assert runtime.choose(story, step.state, named(step, "Roll"), ALL).text == roll


def test_readers_of_one_story_do_not_meet():
    runtime, story = loaded()
    one = runtime.start(story, ALL, 1)
    taken = runtime.choose(story, one.state, named(one, "Take a stone"), ALL)
    other = runtime.start(story, ALL, 1)
    assert other == one
    assert "Take a stone" in [choice.text for choice in other.choices]
    assert "Take a stone" not in [choice.text for choice in taken.choices]


def test_threads_may_share_a_runtime():
    runtime, story = loaded()

    def walk(seed: int) -> list[StoryStep]:
        steps = [runtime.start(story, ALL, seed)]
        while not steps[-1].ended and len(steps) < 40:
            steps.append(runtime.choose(story, steps[-1].state, seed % len(steps[-1].choices), ALL))
        return steps

    readers = range(6)
    alone = {seed: walk(seed) for seed in readers}
    together: dict[int, list[StoryStep]] = {}
    threads = [threading.Thread(target=lambda seed=seed: together.update({seed: walk(seed)})) for seed in readers]
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        sys.setswitchinterval(interval)
    assert together == alone


# -- what a step tells ----------------------------------------------------------------------------------------------


def test_a_step_tells_its_lines_tags_choices_and_place():
    runtime, story = loaded()
    step = runtime.start(story, ALL, SEED)
    assert step.place == "square"
    assert step.lines[0].text.startswith("Square, visit 1, 20 besitos. ")
    assert step.lines[1].text == f"{NAME_MARK} is calm and level 3."
    assert step.lines[1].tags == ("imagen:square",)
    assert [(choice.text, choice.tags) for choice in step.choices][:2] == [
        ("Take a stone", ("premio:5",)),
        ("Unlock", ()),
    ]
    taken = runtime.choose(story, step.state, 0, ALL)
    assert (taken.lines[0].text, taken.lines[0].tags, taken.lines[0].place) == (
        "You take it.",
        ("item:stone",),
        "square",
    )
    deep = runtime.choose(story, runtime.choose(story, taken.state, 0, ALL).state, 1, ALL)
    assert (deep.place, deep.lines[-1].place) == ("cellar.deep", "cellar.deep")


def test_each_line_knows_its_own_knot():
    runtime, story = loaded((OURS / "correo.es.json").read_text(encoding="utf-8"))
    step = runtime.start(story, _Calm(), 1)
    for text in ("¿Qué hay que hacer?", "Ponerte la gorra", "Salir ya", "Peldaño 200", "Cargar el ventilador y cobrar"):
        choice = next(each.index for each in step.choices if text in each.text)
        step = runtime.choose(story, step.state, choice, _Calm())
    assert [(line.place, line.tags) for line in step.lines] == [
        ("descansillo_pago", ("premio:5",)),
        ("descansillo_pago", ()),
        ("alta", ()),
    ]


class _Calm(dict[str, Asked]):
    def __missing__(self, key: str) -> Asked:
        return "" if key.startswith("mision") else 10 if key == "besitos" else 1 if key == "nivel" else False

    def get(self, key: str, default: object = None) -> Any:
        return self[key]


def test_only_what_the_story_asked_is_told():
    runtime, story = loaded()
    step = runtime.start(story, ALL, SEED)
    assert step.asked == {"besitos": 20, "es_vip": False, "nivel": 3, "tiene:key": True}
    assert runtime.choose(story, step.state, named(step, "Unlock"), ALL).asked == {
        "mision:m": "",
        "recuerda:dark": False,
    }


def test_a_choice_leads_where_it_says_with_a_choice_that_nobody_is_shown_before_it():
    runtime, story = loaded(compiled("fallback_first"))
    desk = runtime.start(story, {}, SEED)
    assert [(each.index, each.text, each.tags, each.way) for each in desk.choices] == [
        (0, "Pay", ("costo:50",), "desk.0.c-1"),
        (1, "Leave", (), "desk.0.c-2"),
    ]
    paid = runtime.choose(story, desk.state, 0, {})
    assert paid.lines[0].text == "Paid."
    assert [(each.index, each.text, each.way) for each in paid.choices] == [(0, "Leave", "desk.0.c-2")]
    left = runtime.choose(story, paid.state, 0, {})
    assert [line.text for line in left.lines] == ["Left for nothing.", "The desk.", "It shuts."]
    assert left.ended
    assert runtime.choose(story, desk.state, 1, {}).lines == left.lines
    with pytest.raises(StoryBroken, match="choice 2 is not offered"):
        runtime.choose(story, desk.state, 2, {})


def test_a_place_is_shown_again_with_what_is_so_now():
    runtime, story = loaded()
    step = runtime.start(story, ALL | {"tiene:key": False}, SEED)
    assert "Unlock" not in [choice.text for choice in step.choices]
    richer = runtime.show(story, step.before, ALL | {"besitos": 21})
    assert "Unlock" in [choice.text for choice in richer.choices]
    assert "21 besitos" in richer.text
    assert runtime.choose(story, richer.state, named(richer, "Unlock"), ALL).place == "cellar"


def test_the_readers_name_is_a_mark_until_the_text_is_sent():
    runtime, story = loaded()
    text = runtime.start(story, ALL, SEED).text
    assert NAME_MARK in text
    assert "Ana is calm" in with_name(text, "Ana")


# -- what a story may not do ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("endless_loop", "is there a loop"),
        ("endless_lines", "more than 200 lines"),
        ("endless_calls", "is there a loop"),
        ("growing", "is there a loop"),
        ("no_way_on", "ran out of content"),
        ("odd_price", "needs whole besitos"),
        ("price_on_a_line", "belongs on a choice"),
    ],
)
def test_a_story_that_goes_wrong_is_stopped_soon_and_goes_on_for_others(name: str, reason: str):
    runtime, story = loaded(compiled(name))
    began = process_time()
    with pytest.raises(StoryBroken, match=reason):
        step = runtime.start(story, {}, SEED)
        runtime.choose(story, step.state, 0, {})
    assert process_time() - began < 2
    if name != "odd_price":
        other = runtime.start(story, {}, SEED)
        assert runtime.choose(story, other.state, 1, {}).text == "Fine."


def test_many_lines_of_which_none_takes_long_are_one_step_too():
    runtime, story = loaded(compiled("slow_lines"))
    opening = runtime.start(story, {}, SEED)
    began = thread_time()
    with pytest.raises(StoryBroken, match="for more than 25 ms: is there a loop") as stopped:
        runtime.choose(story, opening.state, 0, {})
    assert thread_time() - began < 0.1
    assert stopped.value.place in ("lines", "work"), "the knot of the lines, or the function that each of them asks"
    assert runtime.choose(story, opening.state, 1, {}).text == "Fine."


@pytest.mark.parametrize(
    ("choice", "knot", "reason"),
    [
        ("Mod", "modulo", "a division by zero, or a number beyond the 32 bits"),
        ("Div", "division", "a division by zero, or a number beyond the 32 bits"),
        ("Least", "least_of_all", "a division by zero, or a number beyond the 32 bits"),
        ("Quoted", "quoted", "a division by zero, or a number beyond the 32 bits"),
        ("Void", "void", "Did you forget to 'return' a value from a function"),
    ],
)
def test_a_sum_without_a_result_is_told_in_words_with_its_knot(choice: str, knot: str, reason: str):
    runtime, story = loaded(compiled("sums"))
    opening = runtime.start(story, {}, SEED)
    with pytest.raises(StoryBroken, match=reason) as broken:
        runtime.choose(story, opening.state, named(opening, choice), {})
    assert broken.value.place == knot
    assert "RUNTIME ERROR" not in broken.value.reason
    fine = runtime.choose(story, opening.state, named(opening, "Fine"), {})
    assert fine.text == "3 -3 -1 1 2 a1true -2147483648 -1"


def test_what_an_external_raises_is_raised():
    class Failing(dict[str, Asked]):
        def __getitem__(self, key: str) -> Asked:
            if key == "nivel":
                raise ConnectionError("the level is away")
            return ALL[key]

    runtime, story = loaded()
    with pytest.raises(StoryBroken, match="the level is away"):
        runtime.start(story, Failing(), SEED)
    assert runtime.start(story, ALL, SEED).place == "square"


def test_an_external_without_an_answer_breaks_the_story():
    runtime, story = loaded()
    with pytest.raises(StoryBroken, match=r"tiene\('key'\) has no answer"):
        runtime.start(story, {key: value for key, value in ALL.items() if key != "tiene:key"}, SEED)


@pytest.mark.parametrize("besitos", [2**31, -(2**31) - 1, 10**30])
def test_an_integer_that_ink_would_cut_off_is_refused(besitos: int):
    runtime, story = loaded()
    with pytest.raises(StoryBroken, match="32-bit"):
        runtime.start(story, ALL | {"besitos": besitos}, SEED)
    assert f"{2**31 - 1} besitos" in runtime.start(story, ALL | {"besitos": 2**31 - 1}, SEED).text


def test_an_id_that_is_not_written_in_quotes_is_refused():
    runtime, story = loaded(compiled("computed_id"))
    with pytest.raises(StoryBroken, match="takes an id in quotes"):
        runtime.start(story, ALL, SEED)


@pytest.mark.parametrize("choice", [-1, 5, 2**40])
def test_a_choice_that_is_not_offered_is_refused(choice: int):
    runtime, story = loaded()
    step = runtime.start(story, ALL, SEED)
    with pytest.raises(StoryBroken, match="is not offered"):
        runtime.choose(story, step.state, choice, ALL)


@pytest.mark.parametrize("seed", [-1, 2**31])
def test_a_seed_that_ink_cannot_hold_is_refused(seed: int):
    runtime, story = loaded()
    with pytest.raises(ValueError, match="a seed is from 0"):
        runtime.start(story, ALL, seed)


def test_a_story_that_is_not_at_hand_is_unavailable():
    with pytest.raises(StoryUnavailable):
        InkRuntime().start("0" * 64, ALL, SEED)


# -- what is not taken ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no compiled Ink"),
        ('{"inkVersion": 21, "root": [', "no compiled Ink"),
        ("[" * 100_000, "nested too deeply"),
        (
            '{"inkVersion": 21, "root": [[' + "[" * 900 + "]" * 900 + ', null], "done", null], "listDefs": {}}',
            "too deeply",
        ),
        (DEEP.format("[" * 124 + "]" * 124), "deep: it is nested too deeply"),
        (DEEP.format("99999999999"), "deep: 99999999999 is too large: Ink's numbers go from -2147483648"),
        (DEEP.format('{"VAR?": "x"}, -2147483649'), "deep: -2147483649 is too large"),
        (SAMPLER.replace('0,{"VAR=":"steps"}', '2147483648,{"VAR=":"steps"}'), "VAR steps: 2147483648 is too large"),
        ("[]", "it has no root"),
        ('{"inkVersion": 21}', "it has no root"),
        ('{"inkVersion": 19, "root": [], "listDefs": {}}', "version 19; this runtime reads 20 or 21"),
        ('{"inkVersion": 22, "root": [], "listDefs": {}}', "version 22"),
        ('{"root": [], "listDefs": {}}', "version None"),
        ('{"inkVersion": [], "root": [], "listDefs": {}}', "version "),
        ('{"inkVersion": 21, "root": [{"x()": []}], "listDefs": {}}', "no compiled Ink"),
        (
            '{"inkVersion": 21, "root": [{"f()": "f", "var": true}, {"^->": 5}, null], "listDefs": {}}',
            "no compiled Ink",
        ),
        ('{"inkVersion": 21, "root": [["nonsense", null], "done", null], "listDefs": {}}', "the runtime can't load it"),
        (" " * 4_000_001, "at most 4,000,000"),
    ],
)
def test_what_is_no_compiled_story_is_refused(text: str, reason: str):
    with pytest.raises(StoryRefused, match=reason):
        InkRuntime().add(text)


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("unknown_external", r"saldo\(\) with 0 arguments is none of besitos\(\)"),
        ("decimals", "is a decimal number"),
        ("self_ref", "a ref to a function or a tunnel"),
        ("ref_beside_a_call", "a ref to a function or a tunnel"),
        ("external_in_a_choice", r"besitos\(\) stands in a choice's text"),
    ],
)
def test_a_story_that_the_runtime_could_not_tell_is_refused_before(name: str, reason: str):
    with pytest.raises(StoryRefused, match=reason):
        InkRuntime().add(compiled(name))


def test_the_hash_is_that_of_the_text_and_a_byte_order_mark_does_not_count():
    runtime, story = loaded()
    assert runtime.add("\ufeff" + SAMPLER) == story
    assert runtime.has(story)
    assert runtime.add(json.dumps(json.loads(SAMPLER))) != story


# -- saved states -----------------------------------------------------------------------------------------------------


def test_a_saved_state_of_another_story_is_refused():
    runtime, story = loaded()
    other = runtime.add((OURS / "correo.es.json").read_text(encoding="utf-8"))
    before = runtime.start(other, _Calm(), SEED).before
    with pytest.raises(StoryBroken, match="a saved state of another story"):
        runtime.show(story, before, ALL)


@pytest.mark.parametrize(
    "damage", [lambda s: s[:-8], lambda s: s[:-6] + "AAAAAA", lambda s: s + "!", lambda s: "2" + s[1:], lambda s: ""]
)
def test_a_damaged_saved_state_is_refused(damage: Any):
    runtime, story = loaded()
    before = runtime.start(story, ALL, SEED).before
    with pytest.raises(StoryBroken, match="saved state"):
        runtime.show(story, damage(before), ALL)
    assert runtime.show(story, before, ALL).place == "square"


def test_a_state_without_bounds_is_not_kept():
    with pytest.raises(BadState, match="has grown to"):
        pack("0" * 64, {"flows": {}, "variablesState": {"x": "y" * MAX_STATE}})


def test_a_saved_state_holds_no_text_and_is_small():
    runtime, story = loaded((OURS / "correo.es.json").read_text(encoding="utf-8"))
    step, sizes = runtime.start(story, _Calm(), SEED), []
    while not step.ended:
        step = runtime.choose(story, step.state, len(sizes) % len(step.choices), _Calm())
        sizes.append(len(step.before))
        assert json.loads(unpack(story, step.before))["flows"]["DEFAULT_FLOW"]["outputStream"] == []
    assert len(sizes) > 10
    assert max(sizes) < 700


# -- how long a step takes --------------------------------------------------------------------------------------------


def test_a_thousand_steps_take_well_under_a_millisecond_each(record_property: Any):
    runtime, story = loaded((OURS / "correo.es.json").read_text(encoding="utf-8"))
    steps: list[tuple[str, int]] = []
    seed = 0
    while len(steps) < 1_000:
        step, seed = runtime.start(story, _Calm(), seed), seed + 1
        while not step.ended and len(steps) < 1_000:
            steps.append((step.state, (seed + len(steps)) % len(step.choices)))
            step = runtime.choose(story, *steps[-1], _Calm())
    began, cpu = perf_counter(), process_time()
    for state, choice in steps:
        runtime.choose(story, state, choice, _Calm())
    microseconds = (process_time() - cpu) * 1_000
    record_property("microseconds_a_step", round(microseconds))
    print(f"\n1,000 steps: {microseconds:.0f} µs of processor time and {(perf_counter() - began) * 1_000:.0f} µs each")
    assert microseconds < 1_000
