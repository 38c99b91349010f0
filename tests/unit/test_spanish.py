"""What is said to developers and admins in English has its Spanish."""

import ast
import re
from collections.abc import Iterator

import pytest

from adapters.spanish import KINDS, SENTENCES, in_spanish
from domain.content import ContentPack
from tests.architecture.tree import modules
from tests.unit.test_moving_in import read

MOMENT = "debe ser un momento con su zona, como 2026-03-01T12:00:00Z"
SAID_BY = {"InvalidValue": 1, "Problem": 2, "Fault": 2, "Failure": 0, "BadState": 0}
"""Which argument of what is made says it."""


def sentences() -> Iterator[str]:
    """Everything that is made of a literal, with `{}` for what is filled in."""
    for path in modules("domain", "commands", "adapters"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            place = SAID_BY.get(name, {"_fault": 1}.get(name, 99))
            if len(node.args) > place and (said := template(node.args[place])) is not None:
                yield said


def obstacles() -> Iterator[str]:
    """Why a run can't be moved: what adapters/ink/moving.py returns and yields."""
    (path,) = [each for each in modules("adapters") if each.parts[-2:] == ("ink", "moving.py")]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Return | ast.Yield) and node.value is not None:
            chosen = [node.value.body, node.value.orelse] if isinstance(node.value, ast.IfExp) else [node.value]
            yield from (said for each in chosen if (said := template(each)) not in (None, "None"))


def template(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant):
        return str(node.value)
    if isinstance(node, ast.JoinedStr):
        return "".join(str(each.value) if isinstance(each, ast.Constant) else "{}" for each in node.values)
    return None


def test_every_sentence_has_its_spanish():
    moving = set(obstacles())
    assert "{} is gone" in moving and len(moving) > 10
    found = sorted({*sentences(), *moving})
    assert len(found) > 50
    assert [each for each in found if in_spanish(each) == each] == []


def test_what_can_be_looked_for_has_its_word():
    asked = {
        str(node.args[0].value)
        for path in modules("domain", "commands", "queries", "adapters")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and getattr(node.func, "id", "") == "NotFound"
        and isinstance(node.args[0], ast.Constant)
    }
    assert asked - KINDS.keys() == set()
    for kind in ("mission", "achievement", "item", "plan", "story", "question", "recipe", "hint"):
        assert hasattr(ContentPack, kind if kind != "hint" else "story_of") and kind in KINDS


def test_as_much_is_filled_in_as_is_said():
    assert [each for each, spanish in SENTENCES.items() if spanish.count("{}") > each.count("{}")] == []


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        ("must be from 1 to 9, not 10", "va de 1 a 9, no 10"),
        ("Value error, must be from 1 to 9", "va de 1 a 9"),
        ("Input should be greater than or equal to 1", "debe ser 1 o más"),
        ("there is no plan of this name", "no hay plan con ese nombre"),
        ("Input should be a valid datetime or date, input is too short", MOMENT),
        ("Input should be a valid datetime, invalid character in hour", MOMENT),
        ("List should have at least 2 items after validation, not 1", "debe tener al menos 2 elementos, no 1"),
        ("Unable to parse input string as an integer, exceeded maximum size", "es un número demasiado grande"),
        ("questions.7.id: 'sea' is there already", "questions.7.id: 'sea' ya está"),
        ("something else", "something else"),
        ("the variable mood was a text and is a number", "la variable mood era un texto y es un número"),
        (
            "2147483647 + 1 leaves Ink's 32 bits (-2147483648 to 2147483647): it would go on from the other end",
            "2147483647 + 1 se sale de los 32 bits de Ink (-2147483648 a 2147483647): seguiría por el otro extremo",
        ),
        (
            "it computes what has no result: a division by zero, or a number beyond the 32 bits?",
            "calcula algo sin resultado: ¿una división entre cero, o un número más allá de los 32 bits?",
        ),
    ],
)
def test_what_was_filled_in_stays(english: str, spanish: str):
    assert in_spanish(english) == spanish


@pytest.mark.parametrize("begun", ["a: ", "a: is none of ", "was refused: ", "projection a has stopped: "])
def test_what_is_longer_than_any_sentence_is_left_as_it_is(begun: str):
    long = begun * (40_000 // len(begun))
    assert in_spanish(long) == long


def test_the_faults_of_a_file_are_all_said_in_spanish():
    file = read(
        "telegram_id,first_name,points,language,vip_plan,time_zone\nx,Ana,1.000,fr,silver,Mars\n7,,,,,\n7,Bea,,,,\n"
        '8,"Eva,,,,\n'
    )
    told = [in_spanish(fault.reason) for fault in file.faults]
    assert len(told) == 8 and not any(re.search(r"\b(must|is|the|has|there)\b", each) for each in told), told
