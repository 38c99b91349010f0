"""Experience given by an admin; what the game gives, it gives in its own commits."""

from dataclasses import dataclass
from typing import ClassVar

from commands.context import Context, UserCommand
from commands.registry import handles
from domain.levels import Level
from domain.reasons import checked_reason
from domain.users import User


@dataclass(frozen=True, slots=True)
class GrantExperience(UserCommand):
    """Adds experience, and the levels that it leads to. `reason` must name nobody: it stays in the log."""

    requires_active_user: ClassVar[bool] = False

    amount: int
    reason: str


@handles(GrantExperience)
def grant_experience(command: GrantExperience, context: Context, user: User, level: Level) -> None:
    user.require_registered()
    level.gain(command.amount, checked_reason(command.reason), context.content.level_thresholds)
