"""Documents of the log as CloudEvents, and back: exactly, or not at all.

`data` has what a reader expects: days, times and zones as text, sets and tuples as lists. What they were is told by the
extension attribute `yabottypes`, so that the document comes out again as it was.
"""

import json
import math
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bson.int64 import Int64

from adapters.mongodb.client import Document
from adapters.mongodb.codec import aware

TIME = "time"
"""In `yabottypes`: a time of BSON. All other names are those of the transcoder."""

_TYPE, _DATA = "_type_", "_data_"
_OPTIONAL = {
    "causationid": "causation_id",
    "yabotuser": "user_id",
    "yabotcontent": "content",
    "yabotpayloadhash": "payload_hash",
}
"""Attributes that are left out where the metadata has null."""
_KEPT = {
    "id": "event_id",
    "correlationid": "correlation_id",
    "yabotactor": "actor",
    "yabotsource": "source",
}
_NUMBERS = {
    "yabotposition": "_id",
    "yabotversion": "originator_version",
    "yabotschemaversion": "schema_version",
    "yabotcommitindex": "commit_index",
}
_TEXTS = {"subject": "originator_id", "type": "topic", "yabotcommit": "commit_id"}


class NotExportable(Exception):
    """A document of the log can't be said in JSON without a loss."""


class NotAnEvent(Exception):
    """A CloudEvent is none of ours; the message says what is wrong with it."""


def to_cloud_event(document: Document, epoch: str) -> dict[str, Any]:
    """One document of the log, as it is stored. Raises NotExportable."""
    try:
        event = _to_cloud_event(document, epoch)
        if to_document(event) == document:
            return event
        reason = "it would not come back as it is"
    except (KeyError, TypeError, AttributeError, NotAnEvent) as error:
        reason = f"it is damaged: {error!r}" if isinstance(error, KeyError) else f"it is damaged: {error}"
    raise NotExportable(f"position {document.get('_id')} can't be exported: {reason}")


def _to_cloud_event(document: Document, epoch: str) -> dict[str, Any]:
    metadata = document["metadata"]
    types: dict[str, str] = {}
    data = _plain(document["state"], "", types)
    event: dict[str, Any] = {
        "specversion": "1.0",
        "id": metadata["event_id"],
        "source": f"urn:yabot:{epoch}",
        "type": document["topic"],
        "subject": document["originator_id"],
        "time": _text(metadata["timestamp"]),
        "datacontenttype": "application/json",
        **{name: _number(document[field]) for name, field in _NUMBERS.items()},
        "yabotcommit": document["commit_id"],
        "yabotrecordedat": _text(document["recorded_at"]),
        **{name: metadata[field] for name, field in _KEPT.items()},
        **{name: metadata[field] for name, field in _OPTIONAL.items() if metadata.get(field) is not None},
    }
    if types:
        event["yabottypes"] = json.dumps(types, separators=(",", ":"), ensure_ascii=False)
    return {**event, "data": data}


def to_document(event: Mapping[str, Any]) -> Document:
    """The document that was exported. Raises NotAnEvent."""
    for name in (*_TEXTS, *_KEPT, "time", "yabotrecordedat"):
        if not isinstance(event.get(name), str):
            raise NotAnEvent(f"{name} must be a text, not {event.get(name)!r}")
    for name in _NUMBERS:
        if type(event.get(name)) is not int:
            raise NotAnEvent(f"{name} must be a whole number, not {event.get(name)!r}")
    for name in _OPTIONAL:
        if not isinstance(event.get(name), str | None):
            raise NotAnEvent(f"{name} must be a text, not {event.get(name)!r}")
    if not isinstance(event.get("data"), dict):
        raise NotAnEvent("data must be an object")
    metadata = {field: event[name] for name, field in _KEPT.items()}
    metadata |= {field: event.get(name) for name, field in _OPTIONAL.items()}
    return {
        "_id": event["yabotposition"],
        "originator_id": event["subject"],
        "originator_version": event["yabotversion"],
        "topic": event["type"],
        "schema_version": event["yabotschemaversion"],
        "state": _stored(event["data"], "", _types(event)),
        "metadata": metadata | {"timestamp": _time(event["time"])},
        "commit_id": event["yabotcommit"],
        "commit_index": event["yabotcommitindex"],
        "recorded_at": _time(event["yabotrecordedat"]),
    }


def _types(event: Mapping[str, Any]) -> dict[str, str]:
    try:
        types = json.loads(event.get("yabottypes", "{}"))
    except (TypeError, ValueError) as error:
        raise NotAnEvent(f"yabottypes must be JSON: {error}") from error
    if not isinstance(types, dict) or not all(isinstance(name, str) for name in types.values()):
        raise NotAnEvent("yabottypes must be an object of texts")
    return types


def _plain(value: Any, path: str, types: dict[str, str]) -> Any:
    """A stored value as JSON has it; what is lost by that is noted in `types` by its JSON pointer."""
    match value:
        case datetime():
            types[path] = TIME
            return _text(value)
        case {"_type_": str(name), "_data_": inner, **rest} if not rest:
            types[path] = name
            return _plain(inner, path, types) if not isinstance(inner, datetime | dict) else _refuse(path)
        case dict():
            return {name: _plain(each, f"{path}/{_escaped(name)}", types) for name, each in value.items()}
        case list():
            return [_plain(each, f"{path}/{index}", types) for index, each in enumerate(value)]
        case int() if not isinstance(value, bool):
            return _number(value)
        case float() if not math.isfinite(value):
            return _refuse(path)
        case None | bool() | float() | str():
            return value
    return _refuse(path)


def _number(value: Any) -> Any:
    """A 64-bit integer as any other; what is none stays as it is, to be refused."""
    return int(value) if isinstance(value, Int64) else value


def _refuse(path: str) -> Any:
    raise NotAnEvent(f"{path or 'its state'} is nothing that JSON has")


def _stored(value: Any, path: str, types: Mapping[str, str]) -> Any:
    kind = types.get(path)
    if kind == TIME:
        return _time(value)
    inner = value
    if isinstance(value, dict):
        inner = {name: _stored(each, f"{path}/{_escaped(name)}", types) for name, each in value.items()}
    elif isinstance(value, list):
        inner = [_stored(each, f"{path}/{index}", types) for index, each in enumerate(value)]
    return inner if kind is None else {_TYPE: kind, _DATA: inner}


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _text(moment: datetime) -> str:
    return aware(moment).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _time(text: Any) -> datetime:
    """As BSON gives it: in UTC, without a zone."""
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError):
        raise NotAnEvent(f"{text!r} is no time") from None
    if moment.tzinfo is None:
        raise NotAnEvent(f"{text!r} has no time zone")
    return moment.astimezone(UTC).replace(tzinfo=None)
