"""The shape in which events leave the system: to integrators, in the feed, in Redis."""

import json
import logging
from collections.abc import Iterable, Mapping, Set
from datetime import UTC, date, datetime, time
from typing import Any

from pydantic import BaseModel, ConfigDict, field_serializer

from domain.ids import UserId
from domain.recorded import Damaged, Recorded

log = logging.getLogger(__name__)

DAMAGED = "yabot.damaged"
"""Stands for an event that can't be read or put into JSON, so that positions have no gap: no payload, no time."""


class IntegrationEvent(BaseModel):
    """One event for the outside. `timestamp` is the command's time; `retry_count` how often it was brought in vain:
    0 wherever events are fetched, as from the feed.

    `target_services` are those subscribed to its type at the moment, for information: everybody gets every event.
    """

    model_config = ConfigDict(frozen=True)

    event_id: str
    event_type: str
    source_service: str
    target_services: tuple[str, ...] = ()
    payload: dict[str, Any]
    timestamp: datetime
    retry_count: int = 0
    correlation_id: str | None = None
    position: int
    causation_id: str | None = None
    user_id: UserId | None = None

    @field_serializer("timestamp")
    def _in_utc(self, timestamp: datetime) -> str:
        return _moment(timestamp)


def to_integration_event(
    recorded: Recorded, target_services: Iterable[str] = (), retry_count: int = 0
) -> IntegrationEvent:
    """`recorded` as it leaves the system, with a payload that JSON can hold."""
    return IntegrationEvent(
        event_id=recorded.event_id,
        event_type=recorded.topic,
        source_service=recorded.source,
        target_services=tuple(target_services),
        payload={name: json_safe(value) for name, value in recorded.state.items()},
        timestamp=recorded.timestamp,
        retry_count=retry_count,
        correlation_id=recorded.correlation_id,
        position=recorded.position,
        causation_id=recorded.causation_id,
        user_id=recorded.user_id,
    )


def event_json(event: Recorded | Damaged, target_services: Iterable[str] = ()) -> bytes:
    """The event as JSON, the same in the feed, in its stream and in Redis; `yabot.damaged` for what can't be shown."""
    if isinstance(event, Damaged):
        return _damaged(event.position)
    try:
        return to_integration_event(event, target_services).model_dump_json().encode()
    except ValueError:  # pydantic's own errors are ValueErrors: the event does not fit the shape it leaves in
        log.exception("position %s can't be put into JSON and goes out as %s", event.position, DAMAGED)
        return _damaged(event.position)


def _damaged(position: int) -> bytes:
    return json.dumps(
        {
            "event_id": f"damaged:{position}",
            "event_type": DAMAGED,
            "source_service": "yabot",
            "target_services": [],
            "payload": {},
            "timestamp": None,
            "retry_count": 0,
            "correlation_id": None,
            "position": position,
            "causation_id": None,
            "user_id": None,
        },
        separators=(",", ":"),
    ).encode()


def json_safe(value: Any) -> Any:
    """`value` in what JSON has: moments as UTC in ISO form with `Z`, days as ISO, sets as sorted lists."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(name): json_safe(each) for name, each in value.items()}
    if isinstance(value, Set):
        return sorted(json_safe(each) for each in value)
    if isinstance(value, list | tuple):
        return [json_safe(each) for each in value]
    return str(value)


def _moment(value: datetime) -> str:
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
