"""Event states as BSON: what MongoDB can show and search, without changing anything silently.

BSON has 64-bit integers, milliseconds, string keys, and neither tuples nor decimals. What it lacks goes through a named
transcoding, `{"_type_": name, "_data_": value}`; what fits neither way is refused.
"""

import math
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import bson
from bson.errors import BSONError
from bson.int64 import Int64
from eventsourcing.persistence import (
    DataError,
    DecimalAsStr,
    JSONTranscoder,
    Transcoding,
    TranscodingNotRegisteredError,
)

from adapters.mongodb.codec import PLAIN, aware

MAX_DEPTH = 60
"""Nesting of a state; the server takes 180 levels, of which a document of the log and its transcodings use some."""

_VALUE = "_value_"
_TYPE, _DATA = "_type_", "_data_"
_LEAST, _MOST = -(2**63), 2**63 - 1
_NO_OFFSET = timedelta(0)


class NotStorable(DataError, ValueError):
    """A value that the log cannot keep unchanged."""


class TupleAsList(Transcoding):
    type = tuple
    name = "tuple_as_list"

    def encode(self, obj: tuple[Any, ...]) -> list[Any]:
        return list(obj)

    def decode(self, data: list[Any]) -> tuple[Any, ...]:
        return tuple(data)


class SetAsList(Transcoding):
    type = set
    name = "set_as_list"

    def encode(self, obj: set[Any]) -> list[Any]:
        return sorted(obj, key=repr)

    def decode(self, data: list[Any]) -> set[Any]:
        return set(data)


class FrozensetAsList(Transcoding):
    type = frozenset
    name = "frozenset_as_list"

    def encode(self, obj: frozenset[Any]) -> list[Any]:
        return sorted(obj, key=repr)

    def decode(self, data: list[Any]) -> frozenset[Any]:
        return frozenset(data)


class DateAsISO(Transcoding):
    type = date
    name = "date_iso"

    def encode(self, obj: date) -> str:
        return obj.isoformat()

    def decode(self, data: str) -> date:
        return date.fromisoformat(data)


class ZoneAsKey(Transcoding):
    type = ZoneInfo
    name = "zone_key"

    def encode(self, obj: ZoneInfo) -> str:
        if obj.key is None:
            raise NotStorable("a time zone without a key")
        return obj.key

    def decode(self, data: str) -> ZoneInfo:
        return ZoneInfo(data)


class BSONTranscoder(JSONTranscoder):
    """Python values to BSON bytes and back, equal and of the same types.

    It is a JSONTranscoder only because the library registers an application's own transcodings with nothing else.
    Times with microseconds, or of another zone than UTC, need a transcoding registered for `datetime`.
    """

    def __init__(self) -> None:
        super().__init__()
        for transcoding in (TupleAsList, SetAsList, FrozensetAsList, DateAsISO, ZoneAsKey, DecimalAsStr):
            self.register(transcoding())

    def encode(self, obj: Any) -> bytes:
        """Raises NotStorable for what BSON can't hold, TranscodingNotRegisteredError for an unknown type."""
        fits = obj if type(obj) is dict and plain_size(obj) is not None else self.fit(obj)
        if type(fits) is not dict or fits.keys() == {_VALUE}:
            fits = {_VALUE: fits}
        try:
            return bson.encode(fits, codec_options=PLAIN)
        except (BSONError, UnicodeError, OverflowError) as error:
            raise NotStorable(f"{error}") from error

    def decode(self, data: bytes) -> Any:
        fits = bson.decode(data, PLAIN)
        if fits.keys() == {_VALUE}:
            return self.revive(fits[_VALUE])
        return self.revive(fits)

    def revive(self, value: Any) -> Any:
        """What was encoded, from what BSON gave back; dictionaries and lists are changed in place."""
        kind = type(value)
        if kind is dict:
            for key, each in value.items():
                if type(each) in NEEDS_REVIVING:
                    value[key] = self.revive(each)
            if len(value) == 2 and _TYPE in value and _DATA in value:
                return self._transcoding(value[_TYPE]).decode(value[_DATA])
        elif kind is list:
            for index, each in enumerate(value):
                if type(each) in NEEDS_REVIVING:
                    value[index] = self.revive(each)
        elif kind is datetime:
            return aware(value)
        elif kind is Int64:
            return int(value)
        return value

    def _transcoding(self, name: str) -> Transcoding:
        try:
            return self.names[name]
        except KeyError:
            raise TranscodingNotRegisteredError(
                f"Data serialized with name '{name}' is not deserializable. "
                "Please register a custom transcoding for this type."
            ) from None

    def fit(self, value: Any) -> Any:
        """`value` in terms of what BSON has. Raises as `encode` does."""
        return self._fit(value, 0)

    def _fit(self, value: Any, depth: int) -> Any:
        kind = type(value)
        if kind in _AS_IT_IS:
            return value
        if (check := _CHECKS.get(kind)) is not None:
            if check(value):
                return value
            if kind is not datetime or datetime not in self.types:
                raise NotStorable(f"{_WHY[kind]}, not {value!r}")
        if depth > MAX_DEPTH:
            raise NotStorable(f"nested deeper than {MAX_DEPTH} levels")
        if kind is list:
            return [self._fit(each, depth + 1) for each in value]
        if kind is dict:
            _check_keys(value)
            return {key: self._fit(each, depth + 1) for key, each in value.items()}
        try:
            transcoding = self.types[kind]
        except KeyError:
            raise TranscodingNotRegisteredError(
                f"Object of type {kind} is not serializable. "
                "Please define and register a custom transcoding for this type."
            ) from None
        return {_TYPE: transcoding.name, _DATA: self._fit(transcoding.encode(value), depth + 1)}


def plain_size(value: dict[Any, Any]) -> int | None:
    """At most how many bytes a flat document takes that BSON holds as it is, as most states are; None for any other."""
    if not _plain_keys(tuple(value)):
        return None
    characters = 0
    for each in value.values():
        kind = type(each)
        if kind is str or kind is bytes:
            characters += len(each)
        elif not ((kind is int and _LEAST <= each <= _MOST) or kind in _AS_IT_IS):
            return None
    return 4 * characters + 64 * len(value)


@lru_cache(maxsize=1024)
def _plain_keys(keys: tuple[Any, ...]) -> bool:
    """Events of a topic have the same keys, so that they are looked at once."""
    if len(keys) == 2 and _TYPE in keys and _DATA in keys:
        return False
    return all(type(key) is str and len(key) < 32 and not key.startswith("$") and "\0" not in key for key in keys)


def _check_keys(value: dict[Any, Any]) -> None:
    for key in value:
        if type(key) is not str:
            raise NotStorable(f"keys must be strings, not {key!r}")
        if key.startswith("$") or "\0" in key:
            raise NotStorable(f"keys must not begin with $ nor hold a zero character: {key!r}")
    if len(value) == 2 and _TYPE in value and _DATA in value:
        raise NotStorable(f"{_TYPE} and {_DATA} together name a transcoding; a field can't have both")


def _keeps(time: datetime) -> bool:
    return time.microsecond % 1000 == 0 and (time.tzinfo is UTC or time.utcoffset() == _NO_OFFSET)


def _in_range(value: int) -> bool:
    return _LEAST <= value <= _MOST


_AS_IT_IS = frozenset((str, bool, type(None), bytes, UUID))
NEEDS_REVIVING = frozenset((dict, list, datetime, Int64))
"""The types of BSON that may stand for something else."""
_CHECKS: dict[type, Callable[[Any], bool]] = {
    int: _in_range,
    Int64: _in_range,
    float: math.isfinite,
    datetime: _keeps,
}
_WHY = {
    int: "integers have 64 bits",
    Int64: "integers have 64 bits",
    float: "numbers must be finite",
    datetime: "times must be in UTC and of whole milliseconds",
}
