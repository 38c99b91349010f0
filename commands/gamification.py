"""The gamification modules as one thin face, for other parts of a program that embeds this one.

It decides nothing: each method gives one command over the bus, with all of its rules.
"""

from collections.abc import Callable
from uuid import uuid4

from commands.achievements import CheckAchievements
from commands.bus import Bus
from commands.context import Command, Context
from commands.decision import Receipt
from commands.missions import SetMissionProgress
from commands.wallet import MoveBesitos
from domain.aggregate import EXTERNAL_PREFIX
from domain.counting import COUNTABLE
from domain.errors import InvalidValue
from domain.ids import UserId


def _random_id() -> str:
    return uuid4().hex


class GamificationIntegrator:
    """Wallet, missions and achievements over the bus; every method returns the receipt of what was recorded.

    `caller` is the context in which it is used, if there is one: what it gives then has that correlation id, actor and
    time, and command ids made from the caller's, in the order of the calls. Make one for each context: a caller that is
    run again makes the same calls, and each of them has its effect once. Without a caller, each call is a new command.

    Every method raises NotFound or UserBanned for whom it can't act, besides what it names, and what the bus raises:
    OutcomeUnknown (repeat under the same caller), StoreUnavailable, StreamDamaged, CommandIdReused.
    """

    def __init__(
        self,
        bus: Bus,
        caller: Context | None = None,
        *,
        actor: str = "gamification",
        new_id: Callable[[], str] = _random_id,
    ) -> None:
        self._bus, self._caller, self._actor, self._new_id = bus, caller, actor, new_id
        self._given = 0

    async def process_wallet_transaction(self, user_id: UserId, amount: int, reason: str) -> Receipt:
        """Credits (`amount` > 0) or debits (`amount` < 0) so many besitos; `reason` is shown in the statement.

        Banned users can be settled with, too. Raises InsufficientBesitos, WalletFull, and InvalidValue for no amount,
        one beyond 10^9, or a reason that is empty or longer than 200 characters.
        """
        return await self._give(MoveBesitos(user_id, amount, reason))

    async def update_mission_progress(self, user_id: UserId, mission_id: str, progress: int) -> Receipt:
        """Brings the mission to `progress`, an absolute total over its steps; a lower one does nothing.

        Completing it pays the reward in the same commit. Raises NotFound for an unknown mission, InvalidValue for a
        total below 0, VipOnly, MissionNeedsLevel, MissionNeedsMissions, MissionNotOpen, MissionNotStarted and
        MissionExpired.
        """
        return await self._give(SetMissionProgress(user_id, mission_id, progress))

    async def trigger_achievement_check(self, user_id: UserId, action_type: str) -> Receipt:
        """Unlocks those achievements that facts of `action_type` move (`gift.claimed`, `external.stream_watched`) and
        whose counts are reached. What happens is counted by itself; this is for what was not looked at since.

        Raises InvalidValue for a type that nothing can count.
        """
        if action_type not in COUNTABLE and not action_type.startswith(EXTERNAL_PREFIX):
            raise InvalidValue("action_type", "must be the topic of a fact that can be counted, such as gift.claimed")
        return await self._give(CheckAchievements(user_id, action_type))

    async def _give(self, command: Command) -> Receipt:
        return await self._bus.execute(command, self._context())

    def _context(self) -> Context:
        if (caller := self._caller) is None:
            return self._bus.context(f"gamification:{self._new_id()}", actor=self._actor, source="gamification")
        self._given += 1
        return self._bus.context(
            f"{caller.command_id}:gamification:{self._given}",
            actor=caller.actor,
            source="gamification",
            correlation_id=caller.correlation_id,
            causation_id=caller.causation_id,
            now=caller.now,
        )
