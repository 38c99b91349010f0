"""Trivia questions as a spreadsheet saves them: one row a question and language.

Columns: `id`, `language` (es or en), `question`, `answer`, `wrong1` to `wrong11` (at least one), and if wanted
`difficulty` (easy, medium, hard) and `explanation`. Separated by commas or, as some spreadsheets do, by semicolons.
"""

import csv
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from domain.trivia_definition import MAX_OPTIONS
from domain.users import LANGUAGES

WRONG = tuple(f"wrong{number}" for number in range(1, MAX_OPTIONS))
NEEDED = ("id", "language", "question", "answer", "wrong1")
KNOWN = frozenset((*NEEDED, *WRONG, "difficulty", "explanation"))


@dataclass
class QuestionRows:
    """What a file says: the questions as the content pack takes them, on which line each begins, and what is wrong."""

    questions: dict[str, dict[str, Any]] = field(default_factory=dict)
    lines: dict[str, dict[str, int]] = field(default_factory=dict)
    """By id: the line of each language."""
    problems: list[tuple[int, str]] = field(default_factory=list)


def read_questions(file: Path) -> QuestionRows:
    """The rows of `file`. Raises OSError and UnicodeDecodeError for what is no text."""
    rows = QuestionRows()
    text = file.read_text(encoding="utf-8-sig")
    head = text.partition("\n")[0]
    reader = csv.DictReader(text.splitlines(keepends=True), delimiter=";" if head.count(";") > head.count(",") else ",")
    columns = [column.strip().lower() for column in reader.fieldnames or ()]
    reader.fieldnames = columns
    for missing in (column for column in NEEDED if column not in columns):
        rows.problems.append((1, f"the column {missing} is missing"))
    for unknown in (column for column in columns if column not in KNOWN):
        rows.problems.append((1, f"there is no column {unknown!r}"))
    if rows.problems:
        return rows
    try:
        for row in reader:
            _add(rows, reader.line_num, row)
    except csv.Error as error:
        rows.problems.append((reader.line_num, f"no CSV: {error}"))
    return rows


def _add(rows: QuestionRows, line: int, row: dict[str | None, Any]) -> None:
    if None in row:
        rows.problems.append((line, "has more fields than there are columns"))
        return
    said = {str(column): (value or "").strip() for column, value in row.items()}
    if not any(said.values()):
        return  # spreadsheets leave such behind
    id, language = said["id"], said["language"]
    if not id:
        rows.problems.append((line, "id: is missing"))
        return
    if language not in LANGUAGES:
        rows.problems.append((line, f"language: must be one of {', '.join(LANGUAGES)}, not {language!r}"))
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
