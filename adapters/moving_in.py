"""Brings the members of a file in: names to the vault, what they bring to the log."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

from adapters.backoff import backoff
from adapters.members_file import Fault, MembersFile, Newcomer
from commands.bus import Bus
from commands.context import Context
from commands.decision import Receipt
from commands.moving_in import MoveIn
from commands.notifications import IMPORT
from commands.ports import OutcomeUnknown, StoreUnavailable, Vault
from domain.errors import DomainError
from domain.ids import UserId
from domain.moving_in import AlreadyMovedIn
from domain.wallet import WalletFull

AT_ONCE = 32
TRIES = 8
"""How often one member is tried while the store is away: about half a minute, then the run ends and can be repeated."""

Report = Callable[[str, int, int], None]


@dataclass(slots=True)
class Moved:
    """What a run did, or a dry run would do. `known`: the bot knew the person before; `repeated`: this very line had
    been imported. `refused` lines changed nothing."""

    members: int = 0
    known: int = 0
    imported: int = 0
    repeated: int = 0
    besitos: int = 0
    faults: list[Fault] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    position: int | None = None


class MovingVan:
    """One import. `name` stands in the reason of every amount: `import:<name>`."""

    def __init__(self, bus: Bus, vault: Vault, name: str, actor: str) -> None:
        self._bus, self._vault, self._name, self._actor = bus, vault, name, actor
        self._random = Random()  # noqa: S311  # jitter
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def look(self, file: MembersFile) -> Moved:
        """What a run would do; nothing is written, in the vault neither. Raises StoreUnavailable.

        Who is new is refused nothing that the file's own checks let pass: those whom the bot knows are rehearsed.
        """
        found = self._begun(file)
        await asyncio.gather(*(self._rehearse(member, found) for member in file.members))
        found.refused.sort(key=lambda fault: fault.line)
        return found

    async def move(self, file: MembersFile, report: Report = lambda what, done, total: None) -> Moved:
        """Imports all members; where the file has faults, none. What was imported before is found imported.

        Raises StoreUnavailable and OutcomeUnknown when the store stays away; then the run is to be repeated.
        """
        moved = self._begun(file)
        if file.faults:
            return moved
        done = 0

        async def one(member: Newcomer) -> None:
            nonlocal done
            async with self._gate:
                await self._bring(member, moved)
            done += 1
            report("importing members", done, len(file.members))

        async with asyncio.TaskGroup() as group:
            for member in file.members:
                group.create_task(one(member))
        moved.refused.sort(key=lambda fault: fault.line)
        return moved

    def _begun(self, file: MembersFile) -> Moved:
        besitos = sum(member.brings.get("besitos", 0) for member in file.members)
        return Moved(len(file.members), besitos=besitos, faults=_in_order(file.faults), notes=list(file.notes))

    async def _rehearse(self, member: Newcomer, found: Moved) -> None:
        async with self._gate:
            if (user_id := await self._vault.find(member.telegram_id)) is None:
                return
            found.known += 1
            try:
                found.repeated += await self._bus.rehearse(*self._given(member, user_id))
            except DomainError as refusal:
                found.refused.append(_fault(member, refusal))

    async def _bring(self, member: Newcomer, moved: Moved) -> None:
        try:
            receipt, known = await self._patiently(member)
        except DomainError as refusal:
            moved.refused.append(_fault(member, refusal))
            return
        moved.known += known
        moved.repeated += receipt.repeated
        moved.imported += not receipt.repeated
        if receipt.position is not None:
            moved.position = max(receipt.position, moved.position or 0)

    async def _patiently(self, member: Newcomer) -> tuple[Receipt, bool]:
        """The receipt, and whether the bot knew them before: then Telegram's names are newer than the file's."""
        for attempt in range(TRIES):
            try:
                return await self._once(member)
            except (StoreUnavailable, OutcomeUnknown):
                if attempt == TRIES - 1:
                    raise
            await asyncio.sleep(backoff(attempt, self._random))
        raise AssertionError("the last try returns or raises")

    async def _once(self, member: Newcomer) -> tuple[Receipt, bool]:
        known = await self._vault.find(member.telegram_id)
        user_id = known or await self._vault.user_for(
            member.telegram_id, member.first_name, member.last_name, member.username
        )
        return await self._bus.execute(*self._given(member, user_id)), known is not None

    def _given(self, member: Newcomer, user_id: UserId) -> tuple[MoveIn, Context]:
        command = member.command(user_id, self._name)
        return command, self._bus.context(
            command.command_id(member.telegram_id),
            actor=self._actor,
            source=IMPORT,
            correlation_id=f"import:{self._name}:{user_id}",
        )


def _fault(member: Newcomer, refusal: DomainError) -> Fault:
    """Why a line changed nothing, in words."""
    match refusal:
        case AlreadyMovedIn(name=name):
            reason = f"came with import:{name} before, and brought something else: correct it by hand, with a reason"
            return Fault(member.line, None, reason)
        case WalletFull(amount=amount, limit=limit):
            return Fault(
                member.line, "points", f"a wallet holds {limit} besitos, and theirs has no room for {amount} more"
            )
    return Fault(member.line, None, f"was refused: {refusal}")


def _in_order(faults: Sequence[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line)
