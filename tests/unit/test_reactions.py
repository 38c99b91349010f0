"""What becomes of a reaction's command that is refused: an answer, or a mistake of ours that is told."""

import asyncio
import logging
from types import SimpleNamespace
from typing import Any, cast

import pytest

from commands.bus import Bus
from commands.context import Command
from commands.reactions import Reaction
from commands.wallet import MoveBesitos
from domain.errors import DomainError, InvalidValue, NotFound
from domain.mochila import MochilaFull
from domain.users import UserBanned
from tests.unit.given import ana, given, nothing


class RefusingBus:
    """A bus that refuses everything alike."""

    content = None

    def __init__(self, refusal: DomainError) -> None:
        self.refusal = refusal
        self.contexts: list[SimpleNamespace] = []

    def context(self, **told: Any) -> SimpleNamespace:
        return SimpleNamespace(**told)

    async def execute(self, command: Command, context: SimpleNamespace) -> None:
        self.contexts.append(context)
        raise self.refusal


def refused(refusal: DomainError, caplog: pytest.LogCaptureFixture) -> list[logging.LogRecord]:
    """What is logged where the operator looks when two commands of one event are refused."""
    (event,) = given(nothing).when(MoveBesitos(ana, 5, "prize")).recorded
    move = MoveBesitos(ana, 1, "prize")
    reaction = Reaction("toy", ("wallet.credited",), "head", lambda event, content: [("a", move), ("b", move)])
    bus = RefusingBus(refusal)
    with caplog.at_level(logging.INFO):
        asyncio.run(reaction.run(cast(Bus, bus), event))
    assert len(bus.contexts) == 2, "one refusal keeps no other command from being given"
    for record in caplog.records:
        assert event.correlation_id in record.getMessage()
    return caplog.records


@pytest.mark.parametrize("answer", [UserBanned(None), NotFound("user", ana)])
def test_that_somebody_is_banned_or_gone_is_an_answer(answer: DomainError, caplog: pytest.LogCaptureFixture) -> None:
    assert refused(answer, caplog) == []


@pytest.mark.parametrize("mistake", [InvalidValue("quantity", "must be from 1"), MochilaFull("ink", 1_000_000)])
def test_that_a_rule_refuses_what_we_ourselves_asked_for_is_told_the_operator(
    mistake: DomainError, caplog: pytest.LogCaptureFixture
) -> None:
    records = refused(mistake, caplog)
    assert [record.levelname for record in records] == ["ERROR", "ERROR"]
    assert mistake.type in records[0].getMessage()
