"""Every refusal of the domain leaves the API with a status, a title and a sentence in both languages."""

import json
import string
from dataclasses import fields
from datetime import UTC, datetime
from itertools import chain

import pytest
from fastapi import Request

from adapters.http.problems import Problem, Refused, problem_response
from adapters.http.refusals import REFUSALS_SAID
from commands.registry import package_modules
from domain.errors import REFUSALS, DomainError
from domain.store import NotOnSaleNow
from domain.story_migration import StoryCannotMove
from domain.story_refusals import ChoiceLocked, StoryLocked
from domain.users import UserBanned
from domain.wallet import InsufficientBesitos

OURS = ("domain.", "commands.")


def ours() -> dict[str, type[DomainError]]:
    package_modules("commands")
    return {type: kind for type, kind in REFUSALS.items() if kind.__module__.startswith(OURS)}


def test_every_refusal_of_the_domain_has_its_words_and_there_are_no_others():
    assert REFUSALS_SAID.keys() == ours().keys()


@pytest.mark.parametrize("type", REFUSALS_SAID)
def test_the_sentences_name_only_fields_that_the_refusal_has(type: str):
    said, known = REFUSALS_SAID[type], {field.name for field in fields(ours()[type])}
    for sentence in (said.detail_es, said.detail_en, *chain(*said.by_why.values())):
        assert sentence and {name for _, name, _, _ in string.Formatter().parse(sentence) if name} <= known
    assert said.title_es and said.title_en
    assert said.status in (402, 403, 404, 409, 422, 503)


def test_a_refusal_says_its_numbers_in_the_language_asked_for():
    refused = Refused(InsufficientBesitos(needed=50, available=30))
    assert (refused.status, refused.type) == (402, "insufficient-besitos")
    assert refused.sentence(spanish=True) == "Se necesitan 50 besitos y hay 30."
    assert refused.sentence(spanish=False) == "50 besitos are needed, and there are 30."
    assert isinstance(refused, Problem)


def test_what_never_ends_and_what_never_comes_are_said_in_words():
    assert Refused(UserBanned(None)).sentence(spanish=True) == "No puede hacer nada, y no hay fecha de fin."
    assert Refused(UserBanned(None)).sentence(spanish=False) == "They may do nothing, with no end set."
    assert (
        Refused(UserBanned(datetime(2026, 3, 1, tzinfo=UTC)))
        .sentence(spanish=True)
        .endswith("hasta: 2026-03-01T00:00:00.000Z.")
    )
    assert Refused(NotOnSaleNow("farol", None)).sentence(spanish=True) == "farol ya no se vende."


@pytest.mark.parametrize("type", REFUSALS_SAID)
def test_no_refusal_says_none(type: str):
    kind = ours()[type]
    optional = [field.name for field in fields(kind) if "None" in str(field.type)]
    refusal = kind(**{field.name: None if field.name in optional else field.name for field in fields(kind)})
    for spanish in (True, False):
        assert "None" not in Refused(refusal).sentence(spanish)


@pytest.mark.parametrize(
    ("refusal", "title", "sentence"),
    [
        (StoryLocked("faro", "level", "9"), "The story is locked", "faro opens at level 9."),
        (StoryLocked("faro", "vip", ""), "The story is locked", "faro is for VIPs."),
        (StoryLocked("faro", "story", "mar"), "The story is locked", "faro opens when mar has been read to an ending."),
        (ChoiceLocked("faro", "level", "9"), "The choice is locked", "That choice of faro opens at level 9."),
        (ChoiceLocked("faro", "item", "llave"), "The choice is locked", "That choice of faro opens with llave."),
    ],
)
def test_what_is_locked_is_said_with_what_opens_it(refusal: DomainError, title: str, sentence: str):
    refused = Refused(refusal)
    assert (refused.status, refused.title(spanish=False), refused.sentence(spanish=False)) == (403, title, sentence)
    assert refused.sentence(spanish=True) != sentence


def test_why_a_run_cannot_be_moved_is_said_in_spanish():
    refused = Refused(StoryCannotMove("h2", "sala", "it would lead to patio instead"))
    assert refused.sentence(spanish=True) == "En 'sala': llevaría a patio; sigue con la suya."


def test_what_utf8_can_not_hold_is_escaped_rather_than_a_bug():
    request = Request({"type": "http", "method": "GET", "path": "/", "headers": []})
    answer = problem_response(request, Problem(422, "invalid-request", "half a pair: \ud800", extra={"type": "hidden"}))
    document = json.loads(bytes(answer.body))
    assert document["detail"] == "half a pair: \ud800"
    assert document["type"] == "urn:yabot:problem:invalid-request"
