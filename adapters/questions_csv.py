"""Trivia questions as a spreadsheet saves them: one row a question and language.

Columns: `id`, `language` (es or en), `question`, `answer`, `wrong1` to `wrong11` (at least one), and if wanted
`difficulty` (easy, medium, hard) and `explanation`. Separated by commas or, as some spreadsheets do, by semicolons or
tabs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any, get_args

from adapters.spreadsheet import UNREADABLE_ROW, rows_of, separator_of
from domain.trivia_definition import MAX_EXPLANATION, MAX_OPTION, MAX_OPTIONS, MAX_QUESTION, Difficulty
from domain.users import LANGUAGES

WRONG = tuple(f"wrong{number}" for number in range(1, MAX_OPTIONS))
NEEDED = ("id", "language", "question", "answer", "wrong1")
DIFFICULTIES: tuple[str, ...] = get_args(Difficulty)
ID = re.compile(r"[a-z][a-z0-9_]{0,39}")
MOST = {"question": MAX_QUESTION, "answer": MAX_OPTION, "explanation": MAX_EXPLANATION} | dict.fromkeys(
    WRONG, MAX_OPTION
)
"""Characters, as Telegram takes them in a poll."""
KNOWN = frozenset((*NEEDED, *WRONG, "difficulty", "explanation"))


@dataclass
class QuestionRows:
    """What a file says: the questions as the content pack takes them, on which line each begins, and what is wrong."""

    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    """By id: the line of each language."""
    begins: dict[str, int] = field(default_factory=dict)
    """By id: the first line that has it, whatever is wrong with that line."""
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_questions(file: Path) -> QuestionRows:
    """The rows of `file`. Raises OSError and UnicodeDecodeError for what is no text."""
    rows = QuestionRows()
    text = file.read_text(encoding="utf-8-sig")
    (_, header), *lines = rows_of(text, separator_of(text.partition("\n")[0])) or [(1, [])]
    if header is None:
        rows.problems.append((1, UNREADABLE_ROW))
        return rows
    columns = [column.strip().lower() for column in header]
    for missing in (column for column in NEEDED if column not in columns):
        rows.problems.append((1, f"the column {missing} is missing"))
    for unknown in (column for column in columns if column not in KNOWN):
        rows.problems.append((1, f"there is no column {unknown!r}"))
    if rows.problems:
        return rows
    for line, cells in lines:
        if cells is None:
            rows.problems.append((line, UNREADABLE_ROW))
        elif len(cells) > len(columns):
            rows.problems.append((line, "has more fields than there are columns"))
        else:
            _add(rows, line, dict(zip_longest(columns, map(str.strip, cells), fillvalue="")))
    for id, question in rows.questions.items():
        first, *others = (language for language in LANGUAGES if language in question)
        for other in others:
            if len(question[first]["wrong"]) != len(question[other]["wrong"]):
                told = f"must have as many wrong options as {id!r} has on line {rows.lines[id][first]}"
                rows.problems.append((rows.lines[id][other], told))
    rows.problems.sort(key=lambda problem: problem[0])
    return rows


def _add(rows: QuestionRows, line: int, said: dict[str, str]) -> None:
    if not any(said.values()):
        return  # spreadsheets leave such behind
    rows.problems += [(line, problem) for problem in _wrong(said)]
    id, language = said["id"], said["language"]
    if id:
        rows.begins.setdefault(id, line)
    if not id or language not in LANGUAGES:
        return
    question = rows.questions.setdefault(id, {"id": id})
    lines = rows.lines.setdefault(id, {})
    if language in lines:
        rows.problems.append((line, f"{id!r} is there already in {language!r}, on line {lines[language]}"))
        return
    lines[language] = line
    difficulty = said.get("difficulty")
    if difficulty and question.setdefault("difficulty", difficulty) != difficulty:
        rows.problems.append((line, f"difficulty: {id!r} has another one on line {min(lines.values())}"))
    question[language] = {
        "question": said["question"],
        "answer": said["answer"],
        "wrong": [said[column] for column in WRONG if said.get(column)],
        "explanation": said.get("explanation", ""),
    }


def _wrong(said: dict[str, str]) -> Iterator[str]:
    """Whatever is wrong with one row by itself, each in words of whoever fills in a spreadsheet."""
    for column in ("id", "question", "answer", "wrong1"):
        if not said[column]:
            yield f"{column}: is missing"
    if said["id"] and not ID.fullmatch(said["id"]):
        yield "id: must be small letters, digits and _, a letter first, and 40 characters at most"
    if said["language"] not in LANGUAGES:
        yield f"language: must be one of {', '.join(LANGUAGES)}, not {said['language']!r}"
    if (difficulty := said.get("difficulty")) and difficulty not in DIFFICULTIES:
        yield f"difficulty: must be one of {', '.join(DIFFICULTIES)}, not {difficulty!r}"
    for column, most in MOST.items():
        if len(said.get(column, "")) > most:
            yield f"{column}: has more than {most} characters"
    options = [said[column] for column in ("answer", *WRONG) if said.get(column)]
    if twice := [option for place, option in enumerate(options) if option in options[:place]]:
        yield f"two options are the same: {twice[0]!r}"
