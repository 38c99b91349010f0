"""Ink as a pure function, over `bink`.

One compiled story is shared by all its readers: each step loads a reader's state into it, and takes the new one out.
A step that goes wrong in any way leaves nothing behind, since the story it went wrong in is thrown away.
"""

import logging
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from threading import Lock
from time import thread_time
from typing import Any

import orjson
from bink.story import Story as BinkStory

from adapters.ink import moving
from adapters.ink.compiled import EXTERNALS, Compiled, StoryRefused, read_compiled
from adapters.ink.recent import RecentSteps
from adapters.ink.saved_state import FORM, BadState, pack, unpack
from commands.ports import Asked
from domain.story_migration import StoryCannotMove
from domain.story_step import (
    NAME_MARK,
    MalformedTag,
    StoryBroken,
    StoryChoice,
    StoryLine,
    StoryStep,
    StoryUnavailable,
)

log = logging.getLogger(__name__)

MAX_CPU_SECONDS = 0.025
"""Processor time that one step may take; a usual one takes a hundredth of it."""

SLICE_MS = 5.0
"""How long bink runs, by the clock on the wall, before it lets the processor time be looked at."""

MIN_SLICES = 5
"""Slices that a step may use up, whatever the time: a collection of garbage takes its time within one of them."""

MAX_LINES = 200
MAX_CHARACTERS = 50_000
INK_INTEGERS = range(-(2**31), 2**31)
OPENING = "opening"
"""The place of text that stands in no knot."""


class InkRuntime:
    """Implements commands.ports.StoryRuntime. Safe to be shared by threads."""

    def __init__(self) -> None:
        self.version = f"bink-{version('bink')}/{FORM}"
        self._stories: dict[str, _Shared] = {}
        self._recent = RecentSteps()

    def add(self, compiled_json: str) -> str:
        """Takes a compiled story in and returns its content hash. Raises StoryRefused.

        It must come from a source that was checked (`adapters.ink.check`): some Ink can bring a process down.
        """
        compiled = read_compiled(compiled_json)
        if compiled.hash not in self._stories:
            self._stories[compiled.hash] = _Shared(compiled)
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

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._lock = Lock()
        self._loaded: _Loaded | None = _Loaded(compiled)
        self._fresh = self._loaded.fresh

    def opening(self, seed: int) -> str:
        """The saved state from before the opening is told, with these dice."""
        return pack(self.compiled.hash, {**self._fresh, "storySeed": seed})

    @contextmanager
    def lent(self, externals: Mapping[str, Asked]) -> Iterator["_Loaded"]:
        with self._lock:
            story = self._loaded or _Loaded(self.compiled)
            self._loaded = None  # whatever goes wrong, a half-run story is never used again
            story.prepare(externals)
            try:
                yield story
                self._loaded = story
            except (RuntimeError, BadState, _Failure) as error:
                cause = story.failure or error
                log.error("story %s broke at %s: %s", self.compiled.hash[:12], story.place, cause)
                raise StoryBroken(self.compiled.hash, story.place, str(cause)) from cause
            finally:
                if self._loaded is None:
                    story.close()


class _Failure(Exception):
    """What the story did wrong, in words."""


class _Loaded:
    """A story loaded into bink."""

    def __init__(self, compiled: Compiled) -> None:
        self._hash = compiled.hash
        try:
            self._ink = BinkStory(compiled.text)
            self._ink.set_error_handler(self._note)
            for name in EXTERNALS:
                # lookahead-safe: they only read, so Ink may ask them before it knows whether the line is finished
                self._ink.bind_external_function(name, self._external, lookahead_safe=True)
            self.fresh: dict[str, Any] = orjson.loads(self._ink.save_state())
        except (RuntimeError, ValueError) as error:
            raise StoryRefused(f"the runtime can't load it: {error}") from error
        self.prepare({})

    def close(self) -> None:
        """Frees what the story holds, at once: one that ran wild may hold much."""
        del self._ink

    def prepare(self, externals: Mapping[str, Asked]) -> None:
        """Forgets the step before this one."""
        self._externals = externals
        self.asked: dict[str, Asked] = {}
        self.failure: BaseException | None = None
        self.place = OPENING

    # -- the two steps ------------------------------------------------------------------------------------------------

    def go_on(self, before: str) -> StoryStep:
        self._ink.load_state(unpack(self._hash, before))
        return self._tell(before)

    def take(self, state: str, choice: int) -> StoryStep:
        self._ink.load_state(state)
        if not 0 <= choice < len(self._ink.get_current_choices()):
            raise _Failure(f"choice {choice} is not offered")
        self._ink.choose_choice_index(choice)
        self._raise_failure()
        return self._tell(pack(self._hash, orjson.loads(self._ink.save_state())))

    # -- telling ------------------------------------------------------------------------------------------------------

    def _tell(self, before: str) -> StoryStep:
        lines = list(self._lines())
        state = self._ink.save_state()
        choices = self._choices(self._look_around(orjson.loads(state)))
        if lines:
            lines[-1] = replace(lines[-1], place=self.place)
        self._check_tags(lines, choices)
        return StoryStep(
            before=before,
            state=state,
            place=self.place,
            lines=tuple(lines),
            choices=choices,
            ended=not choices,
            asked=self.asked,
        )

    def _choices(self, flow: dict[str, Any]) -> tuple[StoryChoice, ...]:
        offered = self._ink.get_current_choices()
        ways = [each["targetPath"] for each in flow["currentChoices"]]
        return tuple(
            StoryChoice(index, text.strip(), tuple(offered.get_tags(index)), ways[index])
            for index, text in enumerate(offered)
        )

    def _lines(self) -> Iterator[StoryLine]:
        slices, characters, deadline = 0, 0, 0.0
        self._place_at(self._ink.get_current_path())
        for number in range(MAX_LINES + 1):
            if not self._ink.can_continue():
                return
            if number == MAX_LINES:
                raise _Failure(f"more than {MAX_LINES} lines without a choice: is there a loop?")
            while not self._ink.continue_async(SLICE_MS):
                self._raise_failure()
                slices += 1
                if slices == 1:  # the clock is asked only of steps that are slow: asking costs a system call
                    deadline = thread_time() + MAX_CPU_SECONDS
                elif slices >= MIN_SLICES and thread_time() > deadline:
                    raise _Failure("it goes on and on without a line or a choice: is there a loop?")
            self._raise_failure()
            text, tags = self._ink.get_current_text().strip(), tuple(self._ink.get_current_tags())
            characters += len(text)
            if characters > MAX_CHARACTERS:
                raise _Failure(f"more than {MAX_CHARACTERS:,} characters without a choice")
            self._place_at(self._ink.get_current_path())
            if text or tags:
                yield StoryLine(text, tags, self.place)

    def _look_around(self, state: dict[str, Any]) -> dict[str, Any]:
        """Finds the knot that the text came to rest in: that of the last content, as far as Ink remembers it.

        Returns the present flow, which holds what is offered.
        """
        flow: dict[str, Any] = state["flows"][state["currentFlowName"]]
        self._place_at(flow["callstack"]["threads"][-1].get("previousContentObject", ""))
        return flow

    def _place_at(self, path: str) -> None:
        """Notes the knot (and stitch) of an Ink path: its names before the first number."""
        parts = path.split(".")
        inside = next((place for place, part in enumerate(parts) if part.isdigit()), 0)
        if inside:
            self.place = ".".join(parts[:inside])

    @staticmethod
    def _check_tags(lines: Iterable[StoryLine], choices: Iterable[StoryChoice]) -> None:
        """Whoever gets a step can rely on its tags: they have the values that they need."""
        try:
            for line in lines:
                _ = line.effects
            for choice in choices:
                _ = choice.effects, choice.gates
        except MalformedTag as error:
            raise _Failure(str(error)) from error

    # -- what bink calls back -----------------------------------------------------------------------------------------

    def _external(self, name: str, *arguments: object) -> Asked:
        """Answers one question of the story. bink swallows what is raised here: it is kept, and raised after."""
        try:
            return self._answer(name, arguments)
        except BaseException as error:  # noqa: BLE001  # what crosses the C boundary is death; _raise_failure raises it
            self.failure = self.failure or error
            return 0

    def _answer(self, name: str, arguments: tuple[object, ...]) -> Asked:
        if name == "nombre":
            return NAME_MARK
        if not all(isinstance(argument, str) for argument in arguments):
            raise _Failure(f"{name}() takes an id in quotes")
        key = ":".join((name, *map(str, arguments)))
        if key in self.asked:  # Ink looks ahead and asks again: within a step an answer stands
            return self.asked[key]
        try:
            value = self._externals[key]
        except KeyError:
            raise _Failure(f"{name}({', '.join(map(repr, arguments))}) has no answer") from None
        if isinstance(value, int) and value not in INK_INTEGERS:
            raise _Failure(f"{key} is {value}, which Ink's 32-bit integers can't hold")
        self.asked[key] = value
        return value

    def _note(self, message: str, is_error: bool) -> None:
        if is_error:
            self.failure = self.failure or _Failure(message)

    def _raise_failure(self) -> None:
        if self.failure is None:
            return
        if not isinstance(self.failure, Exception):
            raise self.failure
        raise _Failure(str(self.failure)) from self.failure
