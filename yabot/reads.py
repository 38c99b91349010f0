"""The read models as one process sees them: folded here, or by another process on the same file."""

from collections.abc import Callable
from typing import Any, TypeVar

from adapters.sqlite.read_models import ReadModels
from projections.engine import Projector

T = TypeVar("T")


class Reads:
    """Queries, and waiting: at once where this process has the projector, by looking where another has it."""

    def __init__(self, models: ReadModels, epoch: str, projector: Projector | None = None) -> None:
        self._models = models
        self._epoch = epoch
        self._projector = projector

    async def run(self, query: Callable[..., T], *args: Any, **options: Any) -> T:
        """What `query(connection, *args, **options)` returns."""
        return await self._models.run(query, *args, **options)

    async def wait_for(self, position: int, timeout: float, projections: tuple[str, ...] = ()) -> None:
        """Returns when the rows of all projections (or those named) include everything up to `position`.

        Raises projections.waiting's errors.
        """
        if self._projector is not None:
            await self._projector.waiting.wait_for(position, timeout, projections)
        else:
            await self._models.wait_for(position, self._epoch, timeout, projections)
