"""Rows as spreadsheets save them: whatever separates the cells, and whatever keeps one row from being read."""

import csv
from collections.abc import Iterator
from io import StringIO

SEPARATORS = ";,\t"
MOST_LINES = 100
"""Of one row. A cell may hold several; one with more is taken for a quotation mark that is never closed."""
UNREADABLE_ROW = "can't be read: a quotation mark (\") is not closed as it should be, or a cell is too long"


def separator_of(header: str) -> str:
    """What stands most often between the words of the header; a semicolon where nothing does."""
    return max(SEPARATORS, key=header.count)


def rows_of(text: str, separator: str) -> list[tuple[int, list[str] | None]]:
    """Each row with the line it begins on, counted from 1; None for one that can't be read.

    After such a one it goes on with the next line, so that one quotation mark hides nothing of what follows.
    """
    return list(_rows(list(StringIO(text, newline="")), separator))


def _rows(lines: list[str], separator: str) -> Iterator[tuple[int, list[str] | None]]:
    at = 0
    while at < len(lines):
        within = (lines[place] for place in range(at, min(at + MOST_LINES, len(lines))))
        reader = csv.reader(within, delimiter=separator, strict=True)
        try:
            cells = next(reader)
        except csv.Error:
            yield at + 1, None
            at += 1
        else:
            yield at + 1, cells
            at += reader.line_num
