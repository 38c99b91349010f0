"""A story that nobody has vouched for, read in a process of its own with limits: it can harm nothing but itself."""

import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from adapters.ink.playing import Purse
from domain.story_gates import Gate
from domain.story_refusals import ChoiceNotOffered
from domain.story_step import StoryBroken
from domain.wallet import InsufficientBesitos

ROOT = Path(__file__).resolve().parents[2]
"""Where our modules are found."""

ENVIRONMENT = {"PYTHONUTF8": "1"}
"""All that the process knows of ours: neither keys nor addresses."""


class Limited(Protocol):
    """How long a process may run, in seconds, and how much memory it may take, in bytes."""

    @property
    def seconds(self) -> int: ...

    @property
    def memory(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """What reading to one place may take: seconds of the processor's time (and twice that by the clock), and bytes."""

    seconds: int = 5
    memory: int = 1_000_000_000


@dataclass(frozen=True, slots=True)
class OfferedApart:
    """A choice as it is offered. `gates` are what it takes of other readers."""

    text: str
    cost: int
    affordable: bool
    gates: tuple[Gate, ...]


@dataclass(frozen=True, slots=True)
class PlaceApart:
    """Where a way leads. `knots` is by how many the reader has come, and of how many."""

    place: str
    lines: tuple[str, ...]
    choices: tuple[OfferedApart, ...]
    besitos: int
    knots: tuple[int, int]
    ended: bool


def read_apart(compiled: str, purse: Purse, way: Sequence[int], bounds: Bounds) -> PlaceApart:
    """The place to which these choices lead from the opening; blocks for a moment, for `2 * bounds.seconds` at most.

    Raises ChoiceNotOffered and InsufficientBesitos for the last choice, StoryBroken for all that goes wrong with the
    story, the death of its process too.
    """
    wanted = {"compiled": compiled, "purse": asdict(purse), "way": [*way], **asdict(bounds)}
    try:
        ended = subprocess.run(  # our own module
            [sys.executable, "-m", "adapters.ink.lone_reader"],
            input=json.dumps(wanted),
            capture_output=True,
            text=True,
            cwd=ROOT,
            env=ENVIRONMENT,
            timeout=2 * bounds.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise StoryBroken("", "", cause_of_death(-signal.SIGXCPU, "", bounds)) from None
    if ended.returncode != 0:
        raise StoryBroken("", "", cause_of_death(ended.returncode, ended.stderr, bounds))
    return _told(way, json.loads(ended.stdout))


def _told(way: Sequence[int], told: dict[str, Any]) -> PlaceApart:
    if "broken" in told:
        raise StoryBroken("", *told["broken"])
    if "not_offered" in told:
        raise ChoiceNotOffered(way[-1], offered=told["not_offered"])
    if "too_dear" in told:
        needed, available = told["too_dear"]
        raise InsufficientBesitos(needed=needed, available=available)
    choices = tuple(
        OfferedApart(each["text"], each["cost"], each["affordable"], tuple(Gate(*gate) for gate in each["gates"]))
        for each in told["choices"]
    )
    seen, whole = told["knots"]
    return PlaceApart(told["place"], tuple(told["lines"]), choices, told["besitos"], (seen, whole), told["ended"])


def cause_of_death(code: int, complaint: str, limits: Limited) -> str:
    """What ended a process that read a story, by its exit code and what it wrote last, in words for the writer."""
    if code in (-signal.SIGXCPU, -signal.SIGKILL):
        return f"it ran for more than {limits.seconds} s: is there a loop?"
    if code == -signal.SIGABRT or "MemoryError" in complaint:
        return f"it took more than {limits.memory // 1_000_000} MB of memory: is something growing without an end?"
    if code < 0:
        return f"it crashed the runtime ({signal.Signals(-code).name}): does a function call itself, or a ref itself?"
    return f"it failed: {complaint.strip().splitlines()[-1] if complaint.strip() else f'exit code {code}'}"
