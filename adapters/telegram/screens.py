"""A screen: what a message shows and the buttons below it."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardButton, InlineKeyboardMarkup

MAX_LABEL = 32
"""Characters of a button's label that a narrow phone shows in a full row."""
ROOM = {2: 16, 3: 9, 4: 7, 5: 6, 6: 5}
"""The same by how many buttons share a row, as measured in the simulator at 390 pixels."""


@dataclass
class Screen:
    """`text` is Telegram HTML; `rows` are the buttons from top to bottom."""

    text: str
    rows: list[list[InlineKeyboardButton]] = field(default_factory=list)

    @property
    def keyboard(self) -> InlineKeyboardMarkup | None:
        return InlineKeyboardMarkup(inline_keyboard=self.rows) if self.rows else None


def button(label: str, data: CallbackData) -> InlineKeyboardButton:
    """A button that says `label`, cut where a phone would cut it anyway."""
    return InlineKeyboardButton(text=shortened(label), callback_data=data.pack())


def shortened(label: str, limit: int = MAX_LABEL) -> str:
    """`label` in at most `limit` characters, cut between words if there is a place for it."""
    if len(label) <= limit:
        return label
    cut = label[: limit - 1]
    at_word = cut if label[limit - 1] == " " else cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) > limit // 2 else cut).rstrip(" ,.;:–—-¿¡(«") + "…"


def in_rows(buttons: Iterable[InlineKeyboardButton], width: int) -> list[list[InlineKeyboardButton]]:
    """Buttons side by side, `width` to a row, and fewer where a narrow phone would cut what they say."""
    left, rows = list(buttons), []
    while left:
        fits = next((n for n in range(width, 1, -1) if all(len(each.text) <= ROOM[n] for each in left[:n])), 1)
        rows.append(left[:fits])
        left = left[fits:]
    return rows


def bar(done: int, target: int, width: int = 8) -> str:
    """A progress bar of `width` blocks; full only when it is."""
    filled = width if done >= target else min(width * done // max(target, 1), width - 1)
    return "▰" * filled + "▱" * (width - filled)
