"""Ink as a pure function, over `bink`.

One compiled story is shared by all its readers: each step loads a reader's state into it, and takes the new one out.
A step that goes wrong in any way leaves nothing behind, since the story it went wrong in is thrown away.
"""

import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from threading import Lock

import orjson

from adapters.ink import moving
from adapters.ink.compiled import INK_INTEGERS, OPENING, Compiled, StoryRefused, read_compiled
from adapters.ink.loaded import Failure, Loaded
from adapters.ink.marks import Marks
from adapters.ink.recent import RecentSteps
from adapters.ink.saved_state import FORM, BadState, pack, unpack
from adapters.ink.sums import watch
from commands.ports import Asked
from domain.story_migration import StoryCannotMove
from domain.story_step import StoryBroken, StoryStep, StoryUnavailable

log = logging.getLogger(__name__)

TELLING = "2"
"""Which rules say where a line stands: 2 since a line is booked to the knot that it is written in."""


class InkRuntime:
    """Implements commands.ports.StoryRuntime. Safe to be shared by threads.

    One that is `watching` breaks a story off where a sum leaves the 32 bits; it is for checks (adapters.ink.sums).
    """

    def __init__(self, *, watching: bool = False) -> None:
        self._watching = watching
        self.version = f"bink-{version('bink')}/{FORM}.{TELLING}"
        self._stories: dict[str, _Shared] = {}
        self._recent = RecentSteps()

    def add(self, compiled_json: str) -> str:
        """Takes a compiled story in and returns its content hash. Raises StoryRefused.

        It must come from a source that was checked (`adapters.ink.check`): some Ink can bring a process down.
        """
        compiled = read_compiled(compiled_json)
        if compiled.hash not in self._stories:
            self._stories[compiled.hash] = _Shared(compiled, self._watching)
        return compiled.hash

    def has(self, story_hash: str) -> bool:
        """Whether the story is at hand."""
        return story_hash in self._stories

    def start(self, story_hash: str, externals: Mapping[str, Asked], seed: int) -> StoryStep:
        if seed not in INK_INTEGERS or seed < 0:
            raise ValueError(f"a seed is from 0 to 2^31 - 1, not {seed}")
        return self.show(story_hash, self._story(story_hash).opening(seed), externals)

    def show(self, story_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        if step := self._recent.find(story_hash, before, externals):
            return step
        with self._story(story_hash).lent(externals) as story:
            return self._recent.keep(story_hash, story.go_on(before))

    def choose(self, story_hash: str, state: str, choice: int, externals: Mapping[str, Asked]) -> StoryStep:
        with self._story(story_hash).lent(externals) as story:
            return self._recent.keep(story_hash, story.take(state, choice))

    def migrate(self, from_hash: str, to_hash: str, before: str, externals: Mapping[str, Asked]) -> StoryStep:
        old, new = self._story(from_hash).compiled, self._story(to_hash).compiled
        try:
            state = orjson.loads(unpack(from_hash, before))
        except BadState as bad:
            raise StoryCannotMove(to_hash, OPENING, str(bad)) from bad
        try:
            left: StoryStep | None = self.show(from_hash, before, externals)
        except StoryBroken:
            left = None  # a broken place is what one would move away from; there is nothing to compare with
        place = left.place if left else OPENING
        if why := moving.obstacle((old, new), state):
            raise StoryCannotMove(to_hash, place, why)
        try:
            reached = self.show(to_hash, pack(to_hash, state), externals)
        except StoryBroken as broken:
            raise StoryCannotMove(to_hash, broken.place, broken.reason) from broken
        if left and (why := moving.difference(left, reached)):
            raise StoryCannotMove(to_hash, place, why)
        return reached

    def _story(self, story_hash: str) -> "_Shared":
        if story_hash not in self._stories:
            raise StoryUnavailable(story_hash)
        return self._stories[story_hash]


class _Shared:
    """One compiled story, lent to one step at a time."""

    def __init__(self, compiled: Compiled, watching: bool) -> None:
        self.compiled = compiled
        self._marks = Marks(compiled)
        try:
            self._marked, self._sums = self._prepared(watching)
        except (LookupError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise StoryRefused(f"this is no compiled Ink that can be read: {type(error).__name__}: {error}") from error
        self._lock = Lock()
        self._loaded: Loaded | None = self._load()
        self._fresh = self._loaded.fresh

    def opening(self, seed: int) -> str:
        """The saved state from before the opening is told, with these dice."""
        return pack(self.compiled.hash, {**self._fresh, "storySeed": seed})

    def _prepared(self, watching: bool) -> tuple[str, frozenset[str]]:
        """The story as it is given to the runtime, and the names of the sums that it asks of."""
        marked = self._marks.marked()
        if not watching:
            return marked, frozenset()
        document = orjson.loads(marked)
        sums = watch(document["root"])
        return orjson.dumps(document).decode(), sums

    def _load(self) -> Loaded:
        return Loaded(self.compiled.hash, self._marked, self._marks, self._sums, self.compiled.fallbacks)

    @contextmanager
    def lent(self, externals: Mapping[str, Asked]) -> Iterator[Loaded]:
        with self._lock:
            story = self._loaded or self._load()
            self._loaded = None  # whatever goes wrong, a half-run story is never used again
            story.prepare(externals)
            try:
                yield story
                self._loaded = story
            except (RuntimeError, BadState, Failure) as error:
                cause = story.failure or error
                place, reason = story.in_words(cause)
                log.error("story %s broke at %s: %s", self.compiled.hash[:12], place, reason)
                raise StoryBroken(self.compiled.hash, place, reason) from cause
            finally:
                if self._loaded is None:
                    story.close()
