"""What became of the messages that left the system: an hour at a time, never by recipient."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.aggregate import Aggregate, event
from domain.errors import InvalidValue


class Deliveries(Aggregate):
    """The summaries of one channel (`telegram`), each of the time after the one before."""

    TOPIC = "deliveries"
    KEYS = ("channel",)

    through: datetime | None = None

    def summarise(self, begins: datetime, ends: datetime, counts: Sequence[dict[str, Any]]) -> None:
        """Notes how many messages of each kind came to which end, and why, from `begins` to just before `ends`.

        Does nothing for a time that has been summed up. Raises InvalidValue for one that ends before it begins.
        """
        if ends <= begins:
            raise InvalidValue("ends", f"must be after {begins.isoformat()}")
        if self.through is None or begins >= self.through:
            self._summarised(channel=self.id.split(":")[1], begins=begins, ends=ends, counts=[*counts])

    @event("Summarised", topic="messages.delivered")
    def _summarised(self, channel: str, begins: datetime, ends: datetime, counts: list[dict[str, Any]]) -> None:
        self.through = ends
