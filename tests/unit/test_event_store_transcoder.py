"""States as BSON: the same when they come back, or refused."""

import math
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import bson
import pytest
from eventsourcing.persistence import DatetimeAsISO
from hypothesis import given
from hypothesis import strategies as st

from adapters.mongodb.stored import as_state
from adapters.mongodb.transcoder import BSONTranscoder, NotStorable

TIMES = st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)).map(  # noqa: DTZ001  # the zone comes here
    lambda time: time.replace(microsecond=time.microsecond // 1000 * 1000, tzinfo=UTC)
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"]))
    | st.binary()
    | st.uuids()
    | st.dates()
    | st.decimals(allow_nan=False)
    | TIMES
    | st.sampled_from([ZoneInfo("Pacific/Honolulu"), ZoneInfo("Europe/Madrid")])
)
KEYS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).filter(lambda key: key[:1] != "$")
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(KEYS, inner, max_size=4)
        | st.frozensets(st.integers(-5, 5) | st.text(max_size=3), max_size=4)
        | st.sets(st.integers(-5, 5), max_size=4)
    ),
    max_leaves=12,
)

transcoder = BSONTranscoder()


def same(left: Any, right: Any) -> bool:
    """Equal, and of equal types all the way down."""
    if type(left) is not type(right):
        return False
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    if isinstance(left, list | tuple):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, float):
        return left == right and math.copysign(1, left) == math.copysign(1, right)
    return bool(left == right)


@given(VALUES)
def test_what_is_encoded_comes_back_the_same(value: Any) -> None:
    assert same(transcoder.decode(transcoder.encode(value)), value)


@given(st.dictionaries(KEYS, VALUES, max_size=5))
def test_what_comes_back_can_be_encoded_again(state: dict[str, Any]) -> None:
    once = transcoder.encode(state)

    assert transcoder.encode(transcoder.decode(once)) == once


@given(st.dictionaries(KEYS, SCALARS, max_size=5))
def test_a_state_is_a_sub_document_byte_for_byte(state: dict[str, Any]) -> None:
    encoded = transcoder.encode(state)
    document = bson.encode({"state": as_state(encoded)})

    assert encoded in document


@given(st.binary(max_size=40))
def test_bytes_that_are_not_bson_are_kept_as_bytes(ciphered: bytes) -> None:
    document = bson.decode(bson.encode({"state": as_state(ciphered)}))

    assert document["state"] == (ciphered if ciphered != b"\x05\0\0\0\0" else {})


@pytest.mark.parametrize(
    "value",
    [
        2**63,
        -(2**63) - 1,
        math.nan,
        math.inf,
        datetime(2026, 3, 1),  # noqa: DTZ001  # that it has no zone is the point
        datetime(2026, 3, 1, 0, 0, 0, 1, tzinfo=UTC),
        datetime(2026, 3, 1, tzinfo=ZoneInfo("Europe/Madrid")),
        {1: "a"},
        {"$gt": 1},
        {"a\0b": 1},
        {"_type_": "tuple_as_list", "_data_": []},
        "\ud800",
    ],
    ids=repr,
)
@pytest.mark.parametrize(
    "wrap", [lambda v: {"a": v, "b": 1, "c": 2}, lambda v: {"a": [v]}, lambda v: {"a": {"b": (v,)}}]
)
def test_what_bson_cannot_hold_is_refused(value: Any, wrap: Any) -> None:
    with pytest.raises(NotStorable):
        transcoder.encode(wrap(value))


def test_a_type_that_nobody_registered_is_refused() -> None:
    with pytest.raises(TypeError, match="register a custom transcoding"):
        transcoder.encode({"a": timedelta(1), "b": 1, "c": 1})


def test_a_document_too_deep_is_refused() -> None:
    deep: Any = 1
    for _ in range(70):
        deep = [deep]

    with pytest.raises(NotStorable, match="nested deeper"):
        transcoder.encode({"a": deep})


def test_times_that_bson_would_cut_go_through_a_registered_transcoding() -> None:
    with_times = BSONTranscoder()
    with_times.register(DatetimeAsISO())
    fine = {"at": datetime(2026, 3, 1, 0, 0, 0, 123456, tzinfo=UTC), "n": 1, "m": 1}

    assert same(with_times.decode(with_times.encode(fine)), fine)
    assert bson.decode(with_times.encode({"at": datetime(2026, 3, 1, tzinfo=UTC)}))["at"] == datetime(2026, 3, 1)  # noqa: DTZ001


def test_the_shell_sees_plain_fields() -> None:
    state = {"amount": 10, "id": UUID(int=1), "day": date(2026, 3, 1), "price": Decimal("1.50")}

    assert bson.decode(transcoder.encode(state), bson.CodecOptions(uuid_representation=4)) == {
        "amount": 10,
        "id": UUID(int=1),
        "day": {"_type_": "date_iso", "_data_": "2026-03-01"},
        "price": {"_type_": "decimal_str", "_data_": "1.50"},
    }
