"""A story as it is loaded into `bink`: its steps, and all that one may not do in them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from time import perf_counter, thread_time
from typing import Any

import orjson
from bink.story import Story as BinkStory

from adapters.ink.compiled import EXTERNALS, INK_INTEGERS, OPENING, StoryRefused, knot_of
from adapters.ink.fallbacks import shown
from adapters.ink.marks import Marks
from adapters.ink.saved_state import pack, unpack
from adapters.ink.sums import LeavesTheBits, NotWatched, answer
from commands.ports import Asked
from domain.story_step import NAME_MARK, MalformedTag, StoryChoice, StoryLine, StoryStep

MAX_SECONDS = 0.025
"""Processor time that one step may take; a usual one takes a hundredth of it."""

SLICE = 0.005
"""How long bink runs, by the clock on the wall, before it lets the time be looked at; in seconds.

No run of bink counts for more than that: a collection of garbage, or another thread, may take its time within one.
"""

MAX_LINES = 200
MAX_CHARACTERS = 50_000


_ERROR = re.compile(r"RUNTIME ERROR: \((.*?)\): (.*)", re.DOTALL)
"""An error as bink tells it: the path, and what is wrong there."""


class Failure(Exception):
    """What the story did wrong, in words."""


class Loaded:
    """A story loaded into bink."""

    def __init__(self, story_hash: str, marked: str, marks: Marks, sums: Iterable[str], hidden: frozenset[str]) -> None:
        self._hash = story_hash
        self._marks = marks
        self._hidden = hidden
        try:
            self._ink = BinkStory(marked)
            self._ink.set_error_handler(self._note)
            for name in EXTERNALS:
                # lookahead-safe: they only read, so Ink may ask them before it knows whether the line is finished
                self._ink.bind_external_function(name, self._external, lookahead_safe=True)
            for name in sums:
                self._ink.bind_external_function(name, self._sum, lookahead_safe=True)
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

    def in_words(self, error: BaseException) -> tuple[str, str]:
        """The knot in which `error` came up, as far as known, and what is wrong there, for the writer."""
        if isinstance(error, LeavesTheBits):
            return error.knot, str(error)
        if "panic crossed" in str(error):
            self._place_at(self._ink.get_current_path())
            return self.place, "it computes what has no result: a division by zero, or a number beyond the 32 bits?"
        if found := _ERROR.fullmatch(str(error)):
            return knot_of(found[1]) or self.place, found[2]
        return self.place, str(error)

    # -- the two steps ------------------------------------------------------------------------------------------------

    def go_on(self, before: str) -> StoryStep:
        self._ink.load_state(unpack(self._hash, before))
        return self._tell(before)

    def take(self, state: str, choice: int) -> StoryStep:
        self._ink.load_state(state)
        offered = shown(_present_flow(orjson.loads(state)), self._hidden)
        if not 0 <= choice < len(offered):
            raise Failure(f"choice {choice} is not offered")
        self._ink.choose_choice_index(offered[choice])
        self._raise_failure()
        return self._tell(pack(self._hash, orjson.loads(self._ink.save_state())))

    # -- telling ------------------------------------------------------------------------------------------------------

    def _tell(self, before: str) -> StoryStep:
        self._spent, self._cpu_began = 0.0, thread_time()
        lines = list(self._lines())
        state = self._ink.save_state()
        choices = self._choices(self._look_around(orjson.loads(state)))
        if lines and not self._marked:
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
        ways = [flow["currentChoices"][number]["targetPath"] for number in shown(flow, self._hidden)]
        return tuple(
            StoryChoice(index, self._unmarked(text), tuple(map(self._unmarked, offered.get_tags(index))), ways[index])
            for index, text in enumerate(offered)
        )

    def _lines(self) -> Iterator[StoryLine]:
        characters = 0
        self._place_at(self._ink.get_current_path())
        for number in range(MAX_LINES + 1):
            if not self._ink.can_continue():
                return
            if number == MAX_LINES:
                raise Failure(f"more than {MAX_LINES} lines without a choice: is there a loop?")
            self._run_to_the_next_line()
            line, marked = self._line()
            characters += len(line.text)
            if characters > MAX_CHARACTERS:
                raise Failure(f"more than {MAX_CHARACTERS:,} characters without a choice")
            if line.text or line.tags:
                self._marked = marked
                yield line

    def _run_to_the_next_line(self) -> None:
        """Goes on until a line is finished. The processor's clock is asked only of steps that seem slow: it costs."""
        finished = False
        while not finished:
            began = perf_counter()
            finished = self._ink.continue_async(SLICE * 1_000)
            self._spent += min(SLICE, perf_counter() - began)
            self._raise_failure()
            if self._spent > MAX_SECONDS and thread_time() - self._cpu_began > MAX_SECONDS:
                self._place_at(self._ink.get_current_path())
                raise Failure(f"it goes on and on, for more than {MAX_SECONDS * 1_000:.0f} ms: is there a loop?")

    def _line(self) -> tuple[StoryLine, bool]:
        """The line that was just finished, and whether it says where it stands: with its last tag, or its last words.

        One that functions have put together does not; it is taken to stand where Ink is now, if Ink knows.
        """
        text, place = self._marks.read(self._ink.get_current_text())
        tags = []
        for told in self._ink.get_current_tags():
            tag, marked = self._marks.read(told)
            tags.append(tag.strip())
            place = marked or place
        self.place = place or knot_of(self._ink.get_current_path()) or self.place
        return StoryLine(text.strip(), tuple(tags), self.place), bool(place)

    def _unmarked(self, told: str) -> str:
        return self._marks.read(told)[0].strip()

    def _look_around(self, state: dict[str, Any]) -> dict[str, Any]:
        """Finds the knot that the text came to rest in: that of the last content, as far as Ink remembers it.

        Behind `-> END` it remembers nothing: that is where the last line stands. Returns the present flow, which holds
        what is offered.
        """
        flow = _present_flow(state)
        self._place_at(flow["callstack"]["threads"][-1].get("previousContentObject", ""))
        return flow

    def _place_at(self, path: str) -> None:
        """Notes the knot of an Ink path, if it has one."""
        self.place = knot_of(path) or self.place

    @staticmethod
    def _check_tags(lines: Iterable[StoryLine], choices: Iterable[StoryChoice]) -> None:
        """Whoever gets a step can rely on its tags: they have the values that they need."""
        try:
            for line in lines:
                _ = line.effects
            for choice in choices:
                _ = choice.effects, choice.gates
        except MalformedTag as error:
            raise Failure(str(error)) from error

    # -- what bink calls back -----------------------------------------------------------------------------------------

    def _external(self, name: str, *arguments: object) -> Asked:
        """Answers one question of the story. bink swallows what is raised here: it is kept, and raised after."""
        try:
            return self._answer(name, arguments)
        except BaseException as error:  # noqa: BLE001  # what crosses the C boundary is death; _raise_failure raises it
            self.failure = self.failure or error
            return 0

    def _sum(self, name: str, one: object, other: object) -> Asked:
        """What a sum comes to, for a story whose sums are watched."""
        try:
            return answer(name, one, other)
        except (LeavesTheBits, NotWatched) as error:
            self.failure = self.failure or error
            return 0

    def _answer(self, name: str, arguments: tuple[object, ...]) -> Asked:
        if name == "nombre":
            return NAME_MARK
        if not all(isinstance(argument, str) for argument in arguments):
            raise Failure(f"{name}() takes an id in quotes")
        key = ":".join((name, *map(str, arguments)))
        if key in self.asked:  # Ink looks ahead and asks again: within a step an answer stands
            return self.asked[key]
        try:
            value = self._externals[key]
        except KeyError:
            raise Failure(f"{name}({', '.join(map(repr, arguments))}) has no answer") from None
        if isinstance(value, int) and value not in INK_INTEGERS:
            raise Failure(f"{key} is {value}, which Ink's 32-bit integers can't hold")
        self.asked[key] = value
        return value

    def _note(self, message: str, is_error: bool) -> None:
        if is_error:
            self.failure = self.failure or Failure(message)

    def _raise_failure(self) -> None:
        if self.failure is None:
            return
        if not isinstance(self.failure, Exception):
            raise self.failure
        raise Failure(str(self.failure)) from self.failure


def _present_flow(state: dict[str, Any]) -> dict[str, Any]:
    """The part of a saved state that holds what is told and offered now."""
    flow: dict[str, Any] = state["flows"][state["currentFlowName"]]
    return flow
