"""A page of a story as messages: pictures, text at a reader's pace, and the choices on the last of them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aiogram.exceptions import TelegramRetryAfter
from aiogram.types import InlineKeyboardButton, Message

from adapters.telegram.markup import MAX_CAPTION, MAX_MESSAGE, cut_into_messages, visible_length
from adapters.telegram.rates import PATIENCE, Turn, waiting
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor


@dataclass(frozen=True, slots=True)
class Piece:
    """One message: Telegram HTML, below a picture if there is one. A picture may stand alone."""

    text: str
    picture: Path | None = None

    @property
    def room(self) -> int:
        """How long its text may be, in UTF-16 units."""
        return MAX_CAPTION if self.picture else MAX_MESSAGE


@dataclass
class Passage:
    """A page: what is told, part by part; what is to be chosen, in full (`closing`); and the buttons.

    Below the choices there is left room for a note of `note` UTF-16 units, which says later what was chosen.
    """

    parts: list[Piece]
    closing: str
    rows: list[list[InlineKeyboardButton]] = field(default_factory=list)
    note: int = 0

    def begin_with(self, text: str) -> None:
        """Puts a paragraph before all others."""
        if not self.parts:
            self.parts.append(Piece(text))
            return
        first = self.parts[0]
        self.parts[0] = Piece(_joined(text, first.text), first.picture)

    def pieces(self) -> list[Piece]:
        """The messages that it is sent in. What is to be chosen is in the last one, with the text before it if it fits.

        A picture takes its text along if there is room below it, choices and all.
        """
        *before, last = self.parts or [Piece("")]
        told = [piece for part in before for piece in _fitting(part)]
        whole = Piece(_joined(last.text, self.closing), last.picture)
        if visible_length(whole.text) + self.note <= whole.room:
            return [*told, whole]
        told += [Piece("", last.picture)] if last.picture else []
        told += _fitting(Piece(last.text))
        if last.text and visible_length(told[-1].text) + len("\n\n") + self._closing_length <= MAX_MESSAGE:
            return [*told[:-1], Piece(_joined(told[-1].text, self.closing))]
        return [*told, *map(Piece, cut_into_messages(self.closing))]

    @property
    def _closing_length(self) -> int:
        return visible_length(self.closing) + self.note


async def tell(visitor: Visitor, passage: Passage, *, in_place: bool = False) -> None:
    """Sends a page. `in_place`: it takes the place of the screen whose button was tapped, where it can.

    Messages after the first come at a reader's pace, one a second, or at once where that can't be had. Nothing of this
    is kept: who is left in the middle by a crash asks for the story, and is told the page from its beginning.
    """
    pieces = passage.pieces()
    for number, piece in enumerate(pieces, start=1):
        screen = Screen(piece.text, passage.rows if number == len(pieces) else [])
        if number > 1:
            await _after_a_breath(visitor, piece, screen)
        elif not (in_place and await _replace(visitor, piece, screen)):
            await _send(visitor, piece, screen)


async def note_below(visitor: Visitor, message: Message, note: str) -> None:
    """Leaves a line (HTML) under a page's last message, and takes its buttons away; only this if it has no room."""
    room = MAX_CAPTION if message.photo else MAX_MESSAGE
    told = message.html_text if message.text or message.caption else ""
    noted = _joined(told, note)
    await visitor.edit(message, noted if visible_length(noted) <= room else told)


async def _send(visitor: Visitor, piece: Piece, screen: Screen) -> None:
    """A picture that can't be sent stops nothing: its text comes without it."""
    if piece.picture is not None:
        pictures, keyboard = visitor.services.pictures, screen.keyboard
        if await pictures.send(visitor.bot, visitor.chat_id, piece.picture, piece.text, keyboard):
            return
    if piece.text:
        await visitor.send(piece.text, screen)


async def _after_a_breath(visitor: Visitor, piece: Piece, screen: Screen) -> None:
    try:
        with waiting(Turn.NOTICE, PATIENCE):
            await _send(visitor, piece, screen)
    except TelegramRetryAfter:  # it has waited long enough: as a reply it goes before others, and may hurry
        await _send(visitor, piece, screen)


async def _replace(visitor: Visitor, piece: Piece, screen: Screen) -> bool:
    message = visitor.tapped_message
    if message is None or piece.picture is not None or message.photo:
        return False
    return await visitor.edit(message, piece.text, screen)


def _fitting(part: Piece) -> Iterator[Piece]:
    """A part in messages of their own: a picture takes its text along if there is room below it."""
    text, picture = part.text, part.picture
    if picture is not None and visible_length(text) > MAX_CAPTION:
        yield Piece("", picture)
        picture = None
    if picture is not None:
        yield Piece(text, picture)
    elif text:
        yield from map(Piece, cut_into_messages(text))


def _joined(one: str, other: str) -> str:
    return "\n\n".join(text for text in (one, other) if text)
