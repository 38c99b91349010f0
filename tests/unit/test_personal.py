"""Texts that know whom they speak to: which variant is told, which could never be, and what the check says of them."""

from itertools import chain, combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from adapters.content import ContentError, load_content
from domain.personal import VIP, Fact, Known, Slot, Variant, When, chosen, untold
from tests.unit.examples import WORDS

LEVELS = 4


def variants(*conditions: dict[str, Any] | None) -> tuple[Variant, ...]:
    return TypeAdapter(Slot).validate_python(
        [{"text": WORDS} | ({"when": each} if each else {}) for each in conditions]
    )


def known(*facts: Fact, level: int = 1) -> Known:
    return Known(level, frozenset(facts))


PROMISE, KEY, DONE = Fact("remembers", "promise"), Fact("has", "key"), Fact("mission", "done")


@pytest.mark.parametrize(
    ("when", "fits", "does_not"),
    [
        ({"level_from": 3}, known(level=3), known(level=2)),
        ({"level_below": 3}, known(level=2), known(level=3)),
        ({"vip": True}, known(VIP), known()),
        ({"vip": False}, known(), known(VIP)),
        ({"mission": "done"}, known(DONE), known(Fact("has", "done"))),
        ({"remembers": "promise", "not_mission": "done"}, known(PROMISE), known(PROMISE, DONE)),
        ({"has": ["key", "map"]}, known(KEY, Fact("has", "map")), known(KEY)),
        ({"not_has": ["key", "map"]}, known(), known(KEY)),
        ({"begun": "tale", "not_ended": "tale"}, known(Fact("begun", "tale")), known()),
        ({"ending": "kept"}, known(Fact("ending", "kept")), known(Fact("ended", "kept"))),
    ],
)
def test_all_of_a_condition_must_hold(when: dict[str, Any], fits: Known, does_not: Known):
    slot = variants(when, None)
    assert (chosen(slot, fits), chosen(slot, does_not)) == (0, 1)


def test_the_first_that_fits_is_told_and_the_last_to_everybody_else():
    slot = variants({"remembers": "promise"}, {"vip": True}, None)
    assert [chosen(slot, each) for each in (known(PROMISE, VIP), known(VIP), known())] == [0, 1, 2]


@pytest.mark.parametrize(
    ("conditions", "never"),
    [
        (({"vip": True}, {"vip": True, "level_from": 2}, None), [1]),
        (({"vip": True}, {"vip": False}, None), [2]),
        (({"level_from": 2}, {"level_below": 3}, None), [2]),
        (({"level_from": 3, "level_below": 3}, None), [0]),
        (({"level_from": LEVELS + 1}, None), [0]),
        (({"has": "key", "not_has": "key"}, None), [0]),
        (({"ended": "tale", "not_begun": "tale"}, None), [0]),
        (({"begun": "tale"}, {"ended": "tale"}, None), [1]),
        (({"ended": "tale"}, {"begun": "tale"}, None), []),
        (({"mission": ["a", "b"]}, {"mission": "a"}, {"not_mission": "a"}, None), [3]),
        (({"mission": ["a", "b"]}, {"mission": "a"}, {"mission": "b"}, None), []),
        ((None, {"vip": True}), [1]),
    ],
)
def test_what_nobody_would_ever_be_told_is_found(conditions: tuple[dict[str, Any] | None, ...], never: list[int]):
    assert list(untold(variants(*conditions), LEVELS)) == never


IDS = st.sampled_from(["a", "b"])
CONDITIONS = st.fixed_dictionaries(
    {},
    optional={
        "level_from": st.integers(1, LEVELS),
        "level_below": st.integers(2, LEVELS),
        "vip": st.booleans(),
        "has": IDS,
        "not_has": IDS,
        "not_remembers": IDS,
    },
).filter(bool)


@examples(st.lists(CONDITIONS, max_size=4))
def test_it_is_untold_exactly_if_among_all_people_there_is_none(conditions: list[dict[str, Any]]):
    slot = variants(*conditions, None)
    facts = [VIP, Fact("has", "a"), Fact("has", "b"), Fact("remembers", "a"), Fact("remembers", "b")]
    subsets = chain.from_iterable(combinations(facts, size) for size in range(len(facts) + 1))
    people = [known(*some, level=level) for some in subsets for level in range(1, LEVELS + 1)]
    told = {chosen(slot, each) for each in people}
    assert list(untold(slot, LEVELS)) == [place for place in range(len(slot)) if place not in told]


@pytest.mark.parametrize("when", [{}, {"level": 3}, {"vip": "perhaps"}, {"mission": "No Id"}, {"level_from": 0}])
def test_a_condition_that_asks_nothing_or_what_nobody_knows_is_refused(when: dict[str, Any]):
    with pytest.raises(ValidationError):
        When.model_validate(when)


@pytest.mark.parametrize("text", ["Hola, {nombre}", "{name", "{}"])
def test_only_the_name_is_filled_in(text: str):
    with pytest.raises(ValidationError, match="stands for nothing"):
        Variant.model_validate({"text": {"es": text, "en": "x"}})


PERSONAL = """\
missions:
  - id: daily_one
    kind: daily
    title: {es: x, en: x}
    description: {es: x, en: x}
    steps: [{id: s, fact: gift.claimed, target: 1, text: {es: x, en: x}}]
    reward: {besitos: 10}
personal:
  home:
    - when: {WHEN}
      text: {es: x, en: x}
    - {text: {es: x, en: x}}
"""


@pytest.mark.parametrize(
    ("when", "line", "complaint"),
    [
        ("mission: daily_one", 10, "there is no mission 'daily_one' that is done once"),
        ("not_mission: none", 10, "there is no mission 'none'"),
        ("remembers: promise", 10, "no story has # recuerda:promise"),
        ("has: moon", 10, "there is no item and no hint 'moon'"),
        ("begun: tale", 10, "there is no story 'tale'"),
        ("not_ended: tale", 10, "there is no story 'tale'"),
        ("ending: kept", 10, "no story has # final:kept"),
        ("level_from: 2", 10, "there are only 1 levels"),
        ("level_below: 2", 12, "nobody is ever told this"),
        ("vip: maybe", 10, "valid boolean"),
        ("mood: good", 10, "there is no such field"),
    ],
)
def test_a_mistake_is_named_with_its_file_and_line(tmp_path: Path, when: str, line: int, complaint: str):
    (tmp_path / "a.yaml").write_text(PERSONAL.replace("WHEN", when), encoding="utf-8")
    with pytest.raises(ContentError) as wrong:
        load_content(tmp_path)
    assert any(each.line == line and complaint in each.message for each in wrong.value.problems), wrong.value


def test_the_last_variant_must_be_for_everybody(tmp_path: Path):
    text = PERSONAL.replace("WHEN", "vip: true").replace("    - {text: {es: x, en: x}}\n", "")
    (tmp_path / "a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(ContentError, match=r"a\.yaml:10: personal\.home\.0\.when: the last one must be for everybody"):
        load_content(tmp_path)
