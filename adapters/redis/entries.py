"""What stands in an entry of the stream: an IntegrationEvent as JSON."""

import logging
from collections.abc import Callable, Sequence

import orjson

from domain.recorded import Damaged, Recorded
from queries.feed import to_integration_event

log = logging.getLogger(__name__)

DAMAGED = "yabot.damaged"
"""Stands for an event that can't be read or put into JSON, so that positions have no gap: no payload, no time."""


class Entries:
    """Encodes events. `targets` names the services that are subscribed to a topic."""

    def __init__(self, targets: Callable[[str], Sequence[str]]) -> None:
        self._targets = targets

    def __call__(self, event: Recorded | Damaged) -> bytes:
        if isinstance(event, Damaged):
            return _damaged(event.position)
        try:
            return to_integration_event(event, self._targets(event.topic)).model_dump_json().encode()
        except ValueError:  # pydantic's own errors are ValueErrors: the event does not fit the shape it leaves in
            log.exception("position %s can't be put into JSON and is published as %s", event.position, DAMAGED)
            return _damaged(event.position)


def _damaged(position: int) -> bytes:
    return orjson.dumps(
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
        }
    )
