"""The steps told last, kept so that a place shown again is not told again."""

from collections import OrderedDict
from collections.abc import Mapping
from threading import Lock

from commands.ports import Asked
from domain.story_step import StoryStep


class RecentSteps:
    """A place is mostly shown again as it was: when it is reached, and when a choice is made there.

    A step told before is the step told now if what it asked has the same answers: telling depends on nothing else.
    """

    def __init__(self, size: int = 1_000) -> None:
        self._size = size
        self._steps: OrderedDict[tuple[str, str], StoryStep] = OrderedDict()
        self._lock = Lock()

    def find(self, story_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep | None:
        """The step told from this state, if nothing that it asked has another answer now."""
        with self._lock:
            step = self._steps.get((story_hash, before))
        if step is None or any(externals.get(key) != value for key, value in step.asked.items()):
            return None
        return step

    def keep(self, story_hash: str, step: StoryStep) -> StoryStep:
        """Keeps `step` in place of the oldest one, and returns it."""
        with self._lock:
            self._steps[story_hash, step.before] = step
            self._steps.move_to_end((story_hash, step.before))
            if len(self._steps) > self._size:
                self._steps.popitem(last=False)
        return step
