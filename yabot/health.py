"""How the services are, looked at in the background: a request never waits for a service to answer."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from prometheus_client import Gauge

from commands.ports import Clock

log = logging.getLogger(__name__)

CHECK_EVERY = 2.0
"""Seconds between two looks at every service."""

Status = Literal["healthy", "degraded", "failed"]
Check = Callable[[], Awaitable[str | None]]
"""Returns None if all is well, or what is degraded; raises if the service does not answer."""

service_up = Gauge("yabot_service_up", "1 healthy, 0.5 degraded, 0 failed", ["service"])
_UP: Mapping[Status, float] = {"healthy": 1.0, "degraded": 0.5, "failed": 0.0}


@dataclass
class ServiceStatus:
    """One service as it was last seen. `error_count` counts failed looks since the last good one."""

    name: str
    status: Status
    last_check: datetime
    error_count: int = 0
    dependencies: list[str] = field(default_factory=list)
    metadata: dict[str, Any] = field(default_factory=dict)

    @property
    def detail(self) -> str | None:
        """What is wrong, None if nothing is."""
        return self.metadata.get("detail")


class HealthWatch:
    """Looks at the services every 2 s."""

    def __init__(self, clock: Clock, projections: Callable[[], list[Any]]) -> None:
        self._clock = clock
        self._projections = projections
        self._checks: dict[str, tuple[Check, bool]] = {}
        self._services: dict[str, ServiceStatus] = {}

    def add(self, name: str, check: Check, *, critical: bool = False, dependencies: tuple[str, ...] = ()) -> None:
        """Watches a service too. Without a critical one commands can't be taken."""
        self._checks[name] = (check, critical)
        self._services[name] = ServiceStatus(name, "healthy", self._clock.now(), dependencies=list(dependencies))

    async def run(self) -> None:
        """Looks until it is cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(CHECK_EVERY)

    async def look(self) -> None:
        """One look at every service, all at once."""
        await asyncio.gather(*(self._look_at(name) for name in self._checks))

    async def _look_at(self, name: str) -> None:
        service, (check, _) = self._services[name], self._checks[name]
        before = service.status
        try:
            async with asyncio.timeout(CHECK_EVERY):
                detail = await check()
            service.status, service.error_count = ("degraded" if detail else "healthy"), 0
        except Exception as error:  # noqa: BLE001  # whatever it raises, it is the answer to the question
            detail = _in_a_line(error)
            service.status, service.error_count = "failed", service.error_count + 1
        service.metadata = {"detail": detail} if detail else {}
        service.last_check = self._clock.now()
        service_up.labels(name).set(_UP[service.status])
        if service.status != before:
            # That it is back, too: whoever read that it went away waits for this line.
            log.warning("%s is %s%s", name, service.status, f": {detail}" if detail else "")

    def ready(self) -> bool:
        """Whether commands can be taken: every critical service answers."""
        return all(self._services[name].status != "failed" for name, (_, critical) in self._checks.items() if critical)

    def report(self) -> Mapping[str, Any]:
        """Every service, every read model, and how many events are parked."""
        projections = self._projections()
        well = all(each.status == "healthy" for each in self._services.values())
        return {
            "status": "not ready" if not self.ready() else "ready" if well else "degraded",
            "services": list(self._services.values()),
            "projections": projections,
            "parked": sum(each.parked for each in projections),
        }


def _in_a_line(error: Exception) -> str:
    """What went wrong, for a page that anybody may read: without statements, links and whatever follows them."""
    first = str(error).partition("\n")[0]
    return f"{type(error).__name__}: {first}" if first else type(error).__name__
