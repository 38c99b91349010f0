import pytest

from commands.levels import GrantExperience
from domain.content import ContentPack
from domain.definitions import MAX_EXPERIENCE, Text
from domain.errors import InvalidValue, NotFound
from domain.levels import LevelDefinition, level_at
from tests.unit.given import ana, bea, given, level, nothing, nothing_at_all

PACK = ContentPack(
    levels=tuple(LevelDefinition(experience=each, title=Text(es=f"n{each}", en=f"l{each}")) for each in (0, 50, 150))
)


def test_experience_is_added_up():
    given(nothing, level.experience_gained(10, total=10)).with_content(PACK).when(
        GrantExperience(ana, 15, "thanks")
    ).records(level.experience_gained(15, "thanks", total=25, level=1))


def test_each_level_on_the_way_is_reached():
    given(nothing).with_content(PACK).when(GrantExperience(ana, 150, "thanks")).records(
        level.experience_gained(150, total=150, level=3), level.reached(2), level.reached(3)
    )


def test_a_level_is_kept_when_content_asks_more_for_it():
    given(nothing, level.experience_gained(10, total=10), level.reached(2)).with_content(PACK).when(
        GrantExperience(ana, 1, "thanks")
    ).records(level.experience_gained(1, total=11, level=2))


@pytest.mark.parametrize("amount", [0, -5, MAX_EXPERIENCE + 1])
def test_an_amount_that_is_none_is_refused(amount: int):
    given(nothing).when(GrantExperience(ana, amount, "thanks")).refuses(InvalidValue)


def test_experience_for_somebody_unknown_is_refused():
    given(nothing_at_all).when(GrantExperience(bea, 5, "thanks")).refuses(NotFound("user", bea))


@pytest.mark.parametrize(("experience", "reached"), [(0, 1), (49, 1), (50, 2), (149, 2), (150, 3), (10**9, 3)])
def test_a_level_begins_exactly_at_its_threshold(experience: int, reached: int):
    assert level_at(experience, (0, 50, 150)) == reached


def test_beyond_the_last_level_its_title_stays():
    assert [PACK.level_title(each).en for each in (1, 2, 3, 9)] == ["l0", "l50", "l150", "l150"]
