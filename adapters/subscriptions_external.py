"""How `publish_with_retry` reaches the log: as a RecordExternalFact given to the bus."""

from collections.abc import Mapping
from typing import Any

from adapters.subscriptions import RecordExternal
from commands.bus import Bus, Receipt
from commands.external import RecordExternalFact
from domain.aggregate import EXTERNAL_PREFIX
from domain.ids import UserId

USER = "user_id"
"""The key of a payload that says whom the fact is about; the others are its registered fields."""

SERVICE = "internal"


def external_facts(bus: Bus) -> RecordExternal:
    """Records through this bus what the program's own services publish."""

    async def record(command_id: str, topic: str, payload: Mapping[str, Any]) -> Receipt:
        about = payload.get(USER)
        fact = RecordExternalFact(
            name=topic.removeprefix(EXTERNAL_PREFIX),
            user_id=UserId(about) if about else None,
            payload={name: value for name, value in payload.items() if name != USER},
            service=SERVICE,
        )
        return await bus.execute(fact, bus.context(command_id, actor="system", source=SERVICE))

    return record
