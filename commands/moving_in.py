"""A member moves in from another system: registered, with besitos, experience and VIP, in one commit."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from commands.users import spoken_language
from domain.levels import Level
from domain.membership import Membership
from domain.moving_in import MOVED_IN, MovingIn
from domain.users import User
from domain.wallet import Wallet


@dataclass(frozen=True, slots=True)
class MoveIn(UserCommand):
    """What one line of the import named `name` says of somebody; each amount is recorded with it as its source.

    `experience` is the total that they shall have at least. `level` is the same, told by the level that it leads to.
    `vip_until` is when their VIP ends; one that is over, or that ends before what they have here, gives nothing.
    """

    requires_active_user: ClassVar[bool] = False

    name: str
    language: str | None = None
    time_zone: str | None = None
    besitos: int = 0
    experience: int = 0
    level: int = 1
    plan: str | None = None
    vip_until: datetime | None = None

    def command_id(self, telegram_id: int) -> str:
        """The id under which this line is given: the same for the same content, wherever in the file it stands."""
        told = f"{telegram_id} {self.payload_hash}"
        return f"import:{self.name}:{hashlib.sha256(told.encode()).hexdigest()[:32]}"


def _brought(events: Sequence[Fact]) -> dict[str, Any]:
    return {
        "registered": any(event.topic == "user.registered" for event in events),
        **next((dict(event.state) for event in events if event.topic == MOVED_IN), {}),
    }


@handles(MoveIn, answers=_brought)
def move_in(
    command: MoveIn,
    context: Context,
    user: User,
    moving_in: MovingIn,
    wallet: Wallet,
    level: Level,
    membership: Membership,
) -> None:
    content, reason = context.content, f"import:{command.name}"
    thresholds = content.level_thresholds
    wanted = max(command.experience, thresholds[min(command.level, len(thresholds)) - 1])
    experience = max(0, wanted - level.experience)
    until = command.vip_until
    if until is not None and (until <= context.now or (membership.until is not None and until <= membership.until)):
        until = None
    moving_in.move_in(command.name, command.besitos, experience, until)
    user.register(
        language=spoken_language(command.language, content.community.language),
        time_zone=command.time_zone or content.community.time_zone,
        time_zone_known=command.time_zone is not None,
    )
    if command.besitos:
        wallet.credit(command.besitos, reason)
    if experience:
        level.gain(experience, reason, thresholds)
    if until is not None:
        membership.grant_until(command.plan or content.plans[0].id, until, reason, context.now)
