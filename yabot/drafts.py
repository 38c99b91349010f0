"""Writers' drafts: checked and read in processes of their own, so that a draft can harm nobody but its writer.

They are kept with the choices made in them, so that a restart, or another process, goes on where their writer was. Each
is read with a purse made up for the reading.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Protocol

from adapters.ink.apart import Bounds, PlaceApart, read_apart
from adapters.ink.check import Limits, StoryProblem
from adapters.ink.check_apart import check_apart
from adapters.ink.compile import CannotCompile
from adapters.ink.lone_source import compile_alone
from adapters.ink.playing import Purse
from adapters.ink.sources import Source
from adapters.mongodb.drafts import StoredDraft
from adapters.telegram.drafts import DraftChoice, DraftName, DraftPage, NoDraft, Verdict
from domain.content import ContentPack
from domain.ids import UserId
from domain.story_definition import StoryDefinition
from domain.story_refusals import PlaceLeft
from domain.story_step import StoryBroken
from yabot.stories_in_force import Kept, remembered_before

log = logging.getLogger(__name__)

LIMITS = Limits(walks=60, seconds=15)
"""What a check of a draft may take: somebody waits for it in the chat."""
MAX_DRAFTS = 5
"""Drafts that one writer can have; the oldest makes room."""
LONGEST_WAY = 500
"""Choices after which a draft is begun again: each page tells the whole way anew."""
BOUNDS = Bounds(seconds=4)
"""What one page may take."""
AT_ONCE = 2
"""Pages that are told at a time; the next ones wait."""
PURSE = Purse(besitos=100, level=1)


class Shelf(Protocol):
    """Where drafts are kept (adapters.mongodb.drafts)."""

    async def put(self, draft: StoredDraft, most: int) -> None: ...

    async def of(self, writer: UserId) -> list[StoredDraft]: ...

    async def find(self, writer: UserId, number: int) -> StoredDraft | None: ...

    async def go(self, draft: StoredDraft, way: Sequence[int]) -> bool: ...


class StoryDrafts:
    """Implements adapters.telegram.drafts.Drafts. `content` is the pack in force, which says what there is to name;
    `kept` has its compiled stories, of which a chapter may ask what they remember."""

    def __init__(
        self,
        content: Callable[[], ContentPack],
        kept: Kept,
        shelf: Shelf,
        limits: Limits = LIMITS,
        bounds: Bounds = BOUNDS,
    ) -> None:
        self._content, self._kept, self._shelf = content, kept, shelf
        self._limits, self._bounds = limits, bounds
        self._random = Random()  # noqa: S311  # numbers must be unique for a writer, not secret
        self._checks, self._readings = asyncio.Semaphore(1), asyncio.Semaphore(AT_ONCE)

    async def take_in(self, writer: UserId, file: str, data: bytes) -> Verdict:
        name = _name(file)
        definition = self._content().stories.get(name.partition(".")[0])
        earlier = await remembered_before(definition, self._content(), self._kept) if definition else frozenset()
        async with self._checks:
            look = partial(_looked_through, Path(file).name, data, definition, earlier, self._limits)
            verdict, source = await asyncio.to_thread(look)
        log.info("a draft of %d bytes was checked: %d problems", len(data), len(verdict.problems))
        if source is None or verdict.problems:
            return verdict
        number = self._random.getrandbits(40)
        await self._shelf.put(StoredDraft(writer, number, name, source.compiled), MAX_DRAFTS)
        return replace(verdict, number=number)

    async def names(self, writer: UserId) -> list[DraftName]:
        return [DraftName(each.number, each.name) for each in await self._shelf.of(writer)]

    async def open(self, writer: UserId, number: int) -> DraftPage:
        return await self._read(await self._find(writer, number), [])

    async def resume(self, writer: UserId, number: int) -> DraftPage:
        draft = await self._find(writer, number)
        if not draft.turn:
            return await self._read(draft, [])
        return _page(draft, await self._told(draft, draft.way), draft.turn)

    async def choose(self, writer: UserId, number: int, turn: int, choice: int) -> DraftPage:
        draft = await self._find(writer, number)
        if not draft.turn or turn != draft.turn:
            raise PlaceLeft(draft.name)
        if len(draft.way) >= LONGEST_WAY:
            raise StoryBroken("", "", f"a draft is read for {LONGEST_WAY} choices at most; begin again")
        return await self._read(draft, [*draft.way, choice])

    async def _find(self, writer: UserId, number: int) -> StoredDraft:
        if (draft := await self._shelf.find(writer, number)) is None:
            raise NoDraft()
        return draft

    async def _read(self, draft: StoredDraft, way: Sequence[int]) -> DraftPage:
        """The page to which the way leads, which is where the draft's reader stands from now on."""
        place = await self._told(draft, way)
        if not await self._shelf.go(draft, way):
            raise PlaceLeft(draft.name)
        return _page(draft, place, draft.turn + 1)

    async def _told(self, draft: StoredDraft, way: Sequence[int]) -> PlaceApart:
        async with self._readings:
            return await asyncio.to_thread(read_apart, draft.compiled, PURSE, way, self._bounds)


def _looked_through(
    file: str, data: bytes, definition: StoryDefinition | None, earlier: frozenset[str], limits: Limits
) -> tuple[Verdict, Source | None]:
    """What is wrong with a file. Without a `definition` (its story is not in force) ids are not looked up."""
    name = _name(file)
    try:
        source = _source(Path(file).name, data)
    except CannotCompile as error:
        return Verdict(name, None, [str(error)], (), (0, 0)), None
    language = name.partition(".")[2] or "story"
    report = check_apart(language, source.compiled, definition, source.ink, limits, earlier)
    wrong = [_sentence(each) for each in report.problems if not each.warning]
    notes = [_sentence(each) for each in report.problems if each.warning]
    return Verdict(name, None, wrong, notes, (len(report.knots & report.all_knots), len(report.all_knots))), source


def _source(file: str, data: bytes) -> Source:
    """The draft in a file, compiled if it is a source. Raises CannotCompile."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:  # as in UTF-16
        raise CannotCompile(f"{file}: is no text in UTF-8")
    return Source(compile_alone(file, text), text) if file.lower().endswith(".ink") else Source(text)


def _name(file: str) -> str:
    """`correo.es.json` is the draft `correo.es`."""
    return Path(file).stem


def _sentence(problem: StoryProblem) -> str:
    where = f"{problem.knot or '-'}, {problem.line}" if problem.line else problem.knot
    return f"{where}: {problem.what}" if where else problem.what


def _page(draft: StoredDraft, place: PlaceApart, turn: int) -> DraftPage:
    return DraftPage(
        number=draft.number,
        name=draft.name,
        turn=turn,
        place=place.place,
        lines=place.lines,
        choices=tuple(DraftChoice(each.text, each.cost, each.affordable, each.gates) for each in place.choices),
        besitos=place.besitos,
        knots=place.knots,
        ended=place.ended,
    )
