import inspect
import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin

from domain.aggregate import EVENT_CLASSES, Event
from tests.unit.given import all_modules

PAGE = Path(__file__).parents[2] / "docs" / "domain-events.md"
KINDS: Mapping[Any, str] = {
    str: "text",
    int: "int",
    bool: "bool",
    datetime: "time",
    date: "day",
    list: "list",
    dict: "map",
    Mapping: "map",
}


def kind(annotation: Any) -> str:
    if NoneType in get_args(annotation):
        (known,) = (each for each in get_args(annotation) if each is not NoneType)
        return f"{kind(known)}?"
    return KINDS[get_origin(annotation) or annotation]


def fields(event: type[Event]) -> str:
    named = inspect.get_annotations(event, eval_str=True)
    return ", ".join(f"`{name}` {kind(annotation)}" for name, annotation in named.items())


def in_the_code() -> dict[str, tuple[str, str]]:
    all_modules()
    return {
        topic: (event.aggregate_class.TOPIC, fields(event))
        for topic, event in EVENT_CLASSES.items()
        if event.aggregate_class.__module__.startswith("domain.")
    }


def on_the_page() -> dict[str, tuple[str, str]]:
    found: dict[str, tuple[str, str]] = {}
    stream = ""
    for line in PAGE.read_text(encoding="utf-8").splitlines():
        if heading := re.match(r"## .*`(\w+):", line):
            stream = heading[1]
        elif row := re.match(r"\| `([a-z_.]+)` \| ?(.*?) ?\| ?.*\|$", line):
            assert row[1] not in found, f"{row[1]} is there twice"
            found[row[1]] = (stream, row[2])
    return found


def test_the_page_of_events_says_what_the_code_does():
    assert on_the_page() == in_the_code()


def test_no_event_has_a_field_that_could_name_a_person():
    personal = {"first_name", "last_name", "username", "telegram_id", "chat_id", "phone", "email"}
    all_modules()
    assert [topic for topic, event in EVENT_CLASSES.items() if personal & event.__annotations__.keys()] == []
