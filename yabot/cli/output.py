"""What the command line says: tables for people, JSON for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.text import Text

Json = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]

console = Console(soft_wrap=True, highlight=False)
errors = Console(stderr=True, soft_wrap=True, highlight=False)

Report = Callable[[str, int, int], None]
"""What is being done, how much of it, and of how much."""

NOTHING = "-"
FACT_WIDTH = 16
SHORT, LONG = 60, 120
"""Characters of a value that are shown, in a line of many and in a line of its own; JSON has all of it."""


def complain(message: str) -> None:
    """What went wrong, on standard error."""
    errors.print(message, style="red", markup=False)


def say(line: object = "", style: str | None = None) -> None:
    """A line for people; a Text brings its own styles."""
    console.print(line, style=style, markup=False)


def say_json(value: Any) -> None:
    """One JSON value on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2) + "\n")


def say_json_line(value: Any) -> None:
    """One JSON value in one line, at once."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False) + "\n")
    sys.stdout.flush()


def plain(value: Any) -> Any:
    """`value` as JSON has it."""
    from queries.feed import json_safe

    if is_dataclass(value) and not isinstance(value, type):
        value = asdict(value)
    if isinstance(value, Mapping):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return json_safe(value)


def told(value: Any) -> str:
    """`value` for people: nothing for nothing, times in UTC to the second, what is nested in few signs."""
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return " ".join(f"{name}:{told(each)}" for name, each in value.items()) or NOTHING
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return " ".join(map(told, value)) or NOTHING
    return str(value)


def in_short(fields: Mapping[str, Any]) -> Text:
    """Fields in one line: `amount=10 reason=daily_gift`."""
    line = Text()
    for name, value in fields.items():
        if (shown := told(value)) != NOTHING:
            line.append(f"{name}=", style="dim").append(f"{_cut(shown, SHORT)} ")
    line.rstrip()
    return line


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else f"{text[: length - 1]}…"


def facts(values: Mapping[str, Any], indent: str = "") -> None:
    """Names and values under each other."""
    width = max([FACT_WIDTH, *map(len, values)])
    for name, value in values.items():
        say(Text(f"{indent}{name:<{width}} ", style="dim").append(_cut(told(value), LONG), style="not dim"))


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], empty: str, right: Iterable[str] = ()) -> None:
    """Rows under their columns (`right` names those of figures), or a sentence if there are none.

    Never cut to a width: what is shown can be copied, and is whole in a file.
    """
    cells = [[f"{cell:,}" if type(cell) is int else told(cell) for cell in row] for row in rows]
    if not cells:
        say(empty)
        return
    widths = [max(map(len, column)) for column in zip(columns, *cells, strict=True)]
    signs = [">" if column in set(right) else "<" for column in columns]

    def line(texts: Sequence[str]) -> str:
        return "  ".join(
            f"{text:{sign}{width}}" for text, sign, width in zip(texts, signs, widths, strict=True)
        ).rstrip()

    say(line(columns), style="bold")
    for texts in cells:
        say(line(texts))


@contextmanager
def progress(*, quiet: bool) -> Iterator[Report]:
    """A bar for work that may take longer than two seconds; none with --json or without a terminal."""
    if quiet or not errors.is_terminal:
        yield lambda what, done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=errors, transient=True) as bar:
        tasks: dict[str, TaskID] = {}

        def report(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield report
