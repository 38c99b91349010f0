"""Putting hints together: two that one knows become a secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from domain.deductions import SecretKnown, deduction_of
from domain.mochila import Mochila

DEDUCED = "deduction"
"""The first word of the reason of a hint that was put together; the deduction's id follows."""


@dataclass(frozen=True, slots=True)
class PutHintsTogether(UserCommand):
    """Raises HintMissing for what one does not know, NothingFollows, SecretKnown."""

    hints: tuple[str, str]


def _revealed(events: Sequence[Fact]) -> dict[str, Any]:
    learned = next(event.state for event in events if event.topic == "story.hint_unlocked")
    return {"hint": learned["hint"], "story": learned["story"], "deduction": learned["reason"].partition(":")[2]}


@handles(PutHintsTogether, answers=_revealed)
def put_hints_together(command: PutHintsTogether, context: Context, mochila: Mochila) -> None:
    for hint in command.hints:
        mochila.require_hint(hint)
    found = deduction_of(command.hints, context.content.deductions)
    if mochila.knows(found.reveals):
        raise SecretKnown(found.reveals)
    mochila.unlock_hint(found.reveals, context.content.story_of(found.reveals), f"{DEDUCED}:{found.id}")
