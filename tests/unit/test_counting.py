from typing import Any

import pytest
from pydantic import ValidationError

from domain.counting import COUNTED_TO, Count

FACT = {"amount": 30, "reason": "daily_gift", "last": True, "payload": {"minutes": 12, "show": "nima"}}


def count(**rule: Any) -> Count:
    return Count.model_validate({"fact": "some.fact", **rule})


@pytest.mark.parametrize(
    ("where", "counts"),
    [
        ({}, True),
        ({"reason": "daily_gift"}, True),
        ({"reason": "mission:m"}, False),
        ({"reason": ["mission:m", "daily_gift"]}, True),
        ({"reason": ["mission:m", "mission:n"]}, False),
        ({"amount": 30, "reason": "daily_gift"}, True),
        ({"amount": 30, "reason": "other"}, False),
        ({"amount": {"at_least": 30}}, True),
        ({"amount": {"at_least": 31}}, False),
        ({"reason": {"at_least": 1}}, False),
        ({"last": True}, True),
        ({"last": False}, False),
        ({"last": 1}, False),
        ({"last": {"at_least": 1}}, False),
        ({"amount": "30"}, False),
        ({"reason": {"one_of": ["daily_gift", "story"]}}, True),
        ({"reason": {"one_of": ["daily"]}}, False),
        ({"amount": {"one_of": ["30"]}}, False),
        ({"payload.show": "nima"}, True),
        ({"payload.show.name": "nima"}, False),
        ({"missing": "x"}, False),
    ],
)
def test_a_condition_holds_for_exactly_the_value_that_it_names(where: dict[str, Any], counts: bool):
    assert count(where=where).worth(FACT) == (1 if counts else 0)


@pytest.mark.parametrize(
    ("rule", "worth"),
    [
        ({}, 1),
        ({"total": "amount"}, 30),
        ({"highest": "amount"}, 30),
        ({"total": "payload.minutes"}, 12),
        ({"total": "reason"}, 0),
        ({"total": "last"}, 0),
        ({"total": "missing"}, 0),
    ],
)
def test_a_fact_is_worth_one_or_what_its_field_says(rule: dict[str, Any], worth: int):
    assert count(**rule).worth(FACT) == worth


def test_no_fact_is_worth_less_than_nothing_or_more_than_can_be_counted():
    assert count(total="amount").worth({"amount": -5}) == 0
    assert count(total="amount").worth({"amount": 10**15}) == COUNTED_TO


def test_what_is_added_up_grows_and_the_highest_stays():
    assert count().after(5, 1) == 6
    assert count(total="amount").after(COUNTED_TO - 1, 30) == COUNTED_TO
    assert count(highest="amount").after(5, 3) == 5
    assert count(highest="amount").after(5, 8) == 8


def test_a_count_has_one_measure_and_a_fact_has_a_name():
    with pytest.raises(ValidationError, match="one of total and highest"):
        count(total="amount", highest="amount")
    with pytest.raises(ValidationError):
        count(fact="nonsense")
