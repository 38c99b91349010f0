"""Writers' drafts: checked in a process of their own, and kept in the memory of this one.

A draft is what its writer has in a file. So a restart forgets it: the file is sent again. Each is read with a runtime
of its own, which goes with it, and with a purse made up for the reading.
"""

import asyncio
import logging
import re
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from adapters.ink.check import Limits, StoryProblem, check_story
from adapters.ink.compile import CannotCompile
from adapters.ink.files import BadStoryFolder
from adapters.ink.playing import Player, Purse
from adapters.ink.sources import Source, read_file
from adapters.telegram.drafts import DraftChoice, DraftName, DraftPage, NoDraft, Verdict
from domain.content import ContentPack
from domain.ids import UserId
from domain.story import ChoiceNotOffered, PlaceLeft
from domain.story_definition import StoryDefinition
from domain.wallet import InsufficientBesitos
from yabot.stories_in_force import Kept, remembered_before

log = logging.getLogger(__name__)

LIMITS = Limits(walks=60, seconds=15)
"""What a check of a draft may take: somebody waits for it in the chat."""
MAX_DRAFTS = 5
"""Drafts that one writer can have; the oldest makes room."""
MAX_WRITERS = 50
INCLUDE = re.compile(rb"\bINCLUDE\b")
"""What would have the compiler read files of this machine, wherever it stands: after a dash or a comment, too."""
PURSE = Purse(besitos=100, level=1)


@dataclass
class _Draft:
    number: int
    name: str
    compiled: str
    player: Player | None = None
    turn: int = 0


class StoryDrafts:
    """Implements adapters.telegram.drafts.Drafts. `content` is the pack in force, which says what there is to name;
    `kept` has its compiled stories, of which a chapter may ask what they remember."""

    def __init__(self, content: Callable[[], ContentPack], kept: Kept, limits: Limits = LIMITS) -> None:
        self._content, self._kept, self._limits = content, kept, limits
        self._numbers = count(1)
        self._one_at_a_time = asyncio.Lock()
        self._drafts: OrderedDict[UserId, OrderedDict[str, _Draft]] = OrderedDict()

    async def take_in(self, writer: UserId, file: str, data: bytes) -> Verdict:
        name = _name(file)
        definition = self._content().stories.get(name.partition(".")[0])
        earlier = await remembered_before(definition, self._content(), self._kept) if definition else frozenset()
        async with self._one_at_a_time:
            look = partial(_looked_through, Path(file).name, data, definition, earlier, self._limits)
            verdict, source = await asyncio.to_thread(look)
        log.info("a draft of %d bytes was checked: %d problems", len(data), len(verdict.problems))
        if source is None or verdict.problems:
            return verdict
        number = next(self._numbers)
        mine = self._drafts.setdefault(writer, OrderedDict())
        mine.pop(name, None)
        mine[name] = _Draft(number, name, source.compiled)
        self._drafts.move_to_end(writer)
        while len(mine) > MAX_DRAFTS:
            mine.popitem(last=False)
        while len(self._drafts) > MAX_WRITERS:
            self._drafts.popitem(last=False)
        return replace(verdict, number=number)

    def names(self, writer: UserId) -> list[DraftName]:
        return [DraftName(each.number, each.name) for each in reversed(self._drafts.get(writer, {}).values())]

    async def open(self, writer: UserId, number: int) -> DraftPage:
        draft = self._find(writer, number)
        draft.player = await asyncio.to_thread(Player, draft.compiled, PURSE)
        draft.turn += 1
        return _page(draft)

    async def choose(self, writer: UserId, number: int, turn: int, choice: int) -> DraftPage:
        draft = self._find(writer, number)
        if (player := draft.player) is None or turn != draft.turn:
            raise PlaceLeft(draft.name)
        offered = player.place.step.choices
        if not 0 <= choice < len(offered):
            raise ChoiceNotOffered(choice, offered=len(offered))
        if not player.affordable(choice):
            raise InsufficientBesitos(needed=offered[choice].effects.cost, available=player.place.besitos)
        player.choose(choice)
        draft.turn += 1
        return _page(draft)

    def _find(self, writer: UserId, number: int) -> _Draft:
        mine = self._drafts.get(writer, OrderedDict())
        if (draft := next((each for each in mine.values() if each.number == number), None)) is None:
            raise NoDraft()
        return draft


def _looked_through(
    file: str, data: bytes, definition: StoryDefinition | None, earlier: frozenset[str], limits: Limits
) -> tuple[Verdict, Source | None]:
    """What is wrong with a file. Without a `definition` (its story is not in force) ids are not looked up."""
    name = _name(file)
    with TemporaryDirectory() as folder:
        path = Path(folder) / file
        path.write_bytes(data)
        if path.suffix.lower() == ".ink" and INCLUDE.search(data):
            return Verdict(
                name, None, ["a draft can't INCLUDE other files; export it from Inky as JSON"], (), (0, 0)
            ), None
        try:
            source = read_file(path)
        except (CannotCompile, BadStoryFolder) as error:
            return Verdict(name, None, [str(error).replace(f"{folder}/", "")], (), (0, 0)), None
    language = name.partition(".")[2] or "story"
    sources = {language: source.ink} if source.ink else None
    report = check_story({language: source.compiled}, definition, sources, limits, earlier)
    wrong = [_sentence(each) for each in report.problems if not each.warning]
    notes = [_sentence(each) for each in report.problems if each.warning]
    return Verdict(name, None, wrong, notes, (len(report.knots & report.all_knots), len(report.all_knots))), source


def _name(file: str) -> str:
    """`correo.es.json` is the draft `correo.es`."""
    return Path(file).stem


def _sentence(problem: StoryProblem) -> str:
    where = f"{problem.knot or '-'}, {problem.line}" if problem.line else problem.knot
    return f"{where}: {problem.what}" if where else problem.what


def _page(draft: _Draft) -> DraftPage:
    player = draft.player
    assert player is not None, "it has just been opened"
    step = player.place.step
    return DraftPage(
        number=draft.number,
        name=draft.name,
        turn=draft.turn,
        place=step.place,
        lines=tuple(line.text for line in step.lines if line.text),
        choices=tuple(
            DraftChoice(each.text, each.effects.cost, player.affordable(each.index), each.gates)
            for each in step.choices
        ),
        besitos=player.place.besitos,
        knots=player.knots,
        ended=step.ended,
    )
