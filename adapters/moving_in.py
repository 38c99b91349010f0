"""Brings the members of a file in: names to the vault, what they bring to the log."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Protocol

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
from domain.moving_in import MOVED_IN, AlreadyMovedIn
from domain.recorded import Damaged, Recorded
from domain.wallet import WalletFull

AT_ONCE = 32
TRIES = 8
"""How often one member is tried while the store is away: about half a minute, then the run ends and can be repeated."""

AT_A_TIME = 1000
"""Events read from the log in one go."""

Report = Callable[[str, int, int], None]


@dataclass(slots=True)
class Moved:
    """What a run did, or a dry run would do. `known`: the bot knew the person before; `repeated`: this very line had
    been imported. `refused` lines changed nothing. `warnings`: what is allowed, and may not be meant."""

    members: int = 0
    known: int = 0
    imported: int = 0
    repeated: int = 0
    besitos: int = 0
    faults: list[Fault] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    position: int | None = None


class Log(Protocol):
    """Where it stands who came before."""

    async def read(self, after: int, limit: int, topics: Sequence[str] = ()) -> list[Recorded | Damaged]: ...


class MovingVan:
    """One import. `name` stands in the reason of every amount: `import:<name>`."""

    def __init__(self, bus: Bus, vault: Vault, log: Log, name: str, actor: str) -> None:
        self._bus, self._vault, self._log, self._name, self._actor = bus, vault, log, name, actor
        self._random = Random()  # noqa: S311  # jitter
        self._gate = asyncio.Semaphore(AT_ONCE)

    async def look(self, file: MembersFile) -> Moved:
        """What a run would do; nothing is written, in the vault neither. Raises StoreUnavailable.

        Who is new is refused nothing that the file's own checks let pass: those whom the bot knows are rehearsed.
        Warns of those who would be given besitos although they came with an import of another name.
        """
        found, again = self._begun(file), Counter[str]()
        before = await self._came_before()
        await asyncio.gather(*(self._rehearse(member, found, before, again) for member in file.members))
        found.refused.sort(key=lambda fault: fault.line)
        if not file.faults:
            found.imported = found.members - found.repeated - len(found.refused)
        found.warnings = [_credited_again(name, count) for name, count in sorted(again.items())]
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

    async def _came_before(self) -> Mapping[UserId, set[str]]:
        """Who came with imports of other names, and what those are called."""
        came: dict[UserId, set[str]] = {}
        after = 0
        while events := await self._log.read(after, AT_A_TIME, [MOVED_IN]):
            after = events[-1].position
            for event in events:
                if isinstance(event, Recorded) and event.user_id and event.state["name"] != self._name:
                    came.setdefault(event.user_id, set()).add(event.state["name"])
        return came

    async def _rehearse(
        self, member: Newcomer, found: Moved, before: Mapping[UserId, set[str]], again: Counter[str]
    ) -> None:
        async with self._gate:
            if (user_id := await self._vault.find(member.telegram_id)) is None:
                return
            found.known += 1
            try:
                repeated = await self._bus.rehearse(*self._given(member, user_id))
            except DomainError as refusal:
                found.refused.append(_fault(member, refusal))
                return
            found.repeated += repeated
            if not repeated and member.brings.get("besitos"):
                again.update(before.get(user_id, ()))

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


def said_in(words: Callable[[str], str], moved: Moved) -> Moved:
    """The same, with what it says of the file in other `words`."""
    return replace(
        moved,
        faults=[replace(fault, reason=words(fault.reason)) for fault in moved.faults],
        refused=[replace(fault, reason=words(fault.reason)) for fault in moved.refused],
        notes=[*map(words, moved.notes)],
        warnings=[*map(words, moved.warnings)],
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


def _credited_again(name: str, count: int) -> str:
    was = "was" if count == 1 else "were"
    return f"{count:,} of these {was} moved in as import:{name} before, and would be credited again"


def _in_order(faults: Sequence[Fault]) -> list[Fault]:
    return sorted(faults, key=lambda fault: fault.line)
