"""Members who come from another system: what each brings along, once."""

from dataclasses import dataclass
from datetime import datetime

from domain.aggregate import Aggregate, event
from domain.errors import DomainError

MOVED_IN = "member.moved_in"


@dataclass
class AlreadyMovedIn(DomainError):
    """This member came with this import before, and brought something else: a correction is made by hand."""

    name: str


class MovingIn(Aggregate):
    """One member of one import. That they came is version 1 of this stream: it happens once."""

    TOPIC = "import"
    KEYS = ("user_id", "name")

    moved_in: bool = False

    def move_in(self, name: str, besitos: int, experience: int, vip_until: datetime | None) -> None:
        """Raises AlreadyMovedIn."""
        if self.moved_in:
            raise AlreadyMovedIn(name)
        self._moved_in(name=name, besitos=besitos, experience=experience, vip_until=vip_until)

    @event("MovedIn", topic=MOVED_IN)
    def _moved_in(self, name: str, besitos: int, experience: int, vip_until: datetime | None) -> None:
        self.moved_in = True
