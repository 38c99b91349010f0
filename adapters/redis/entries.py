"""What stands in an entry of the stream: an IntegrationEvent as JSON."""

from collections.abc import Callable, Sequence

from domain.recorded import Damaged, Recorded
from queries.feed import event_json


class Entries:
    """Encodes events. `targets` names the services that are subscribed to a topic."""

    def __init__(self, targets: Callable[[str], Sequence[str]]) -> None:
        self._targets = targets

    def __call__(self, event: Recorded | Damaged) -> bytes:
        return event_json(event, self._targets(event.topic) if isinstance(event, Recorded) else ())
