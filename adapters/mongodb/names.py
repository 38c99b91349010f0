"""Where one log lives: its database and the names of its collections."""

from dataclasses import dataclass
from typing import Any

from pymongo.collection import Collection
from pymongo.read_concern import ReadConcern
from pymongo.write_concern import WriteConcern

from adapters.mongodb.client import Client
from adapters.mongodb.codec import PLAIN

DURABLE = WriteConcern(w="majority", j=True)
"""What was acknowledged survives a crash and a change of primary."""
MAJORITY = ReadConcern("majority")
"""What was read survives them too: with `local`, a crash lets a reader see events that then vanish."""


@dataclass(frozen=True, slots=True)
class LogNames:
    """The collections that belong together. The defaults are YABOT's own."""

    database: str
    events: str = "events"
    tracking: str = "tracking"
    snapshots: str = "snapshots"
    outcomes: str = "command_outcomes"
    meta: str = "meta"

    def collection(self, client: Client, name: str, codec: Any = PLAIN) -> Collection[Any]:
        """A collection read with majority and written durably."""
        return client[self.database].get_collection(
            name, codec_options=codec, read_concern=MAJORITY, write_concern=DURABLE
        )
