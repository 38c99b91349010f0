"""Besitos from one user to another: both wallets and the fee in one commit."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from commands.context import Context, UserCommand
from commands.registry import Fact, Streams, handles
from domain.errors import NotFound
from domain.ids import UserId
from domain.transfers import ReceiverUnavailable, Transfers, TransferToOneself
from domain.users import User
from domain.wallet import MAX_BALANCE, InsufficientBesitos, Wallet


@dataclass(frozen=True, slots=True)
class TransferBesitos(UserCommand):
    """Gives `amount` besitos to the user `to`, who gets them less the fee.

    Raises TransferToOneself, NotFound (of kind `receiver`), TransferOutOfBounds, TransferLimitReached,
    InsufficientBesitos and ReceiverUnavailable.
    """

    to: UserId
    amount: int


def _receivers_streams(command: TransferBesitos, context: Context, loaded: Mapping[str, Any]) -> Streams:
    return {"receiver": User.stream(command.to), "receiving": Wallet.stream(command.to)}


def _result(events: Sequence[Fact]) -> dict[str, Any]:
    sent = events[0].state
    balance = [event.state["balance"] for event in events if event.topic == "wallet.debited"][-1]
    amount, fee = sent["amount"], sent["fee"]
    return {"to": sent["to"], "amount": amount, "fee": fee, "received": amount - fee, "balance": balance}


@handles(TransferBesitos, loads=_receivers_streams, answers=_result)
def transfer_besitos(
    command: TransferBesitos,
    context: Context,
    transfers: Transfers,
    wallet: Wallet,
    receiver: User,
    receiving: Wallet,
) -> None:
    if command.to == command.user_id:
        raise TransferToOneself()
    if not receiver.registered:
        raise NotFound("receiver", command.to)
    community = ZoneInfo(context.content.community.time_zone)
    fee = transfers.send(command.to, command.amount, context.content.transfers, context.now, community)
    if command.amount > wallet.available:
        raise InsufficientBesitos(needed=command.amount, available=wallet.available)
    arriving = command.amount - fee
    if receiver.is_banned(context.now) or receiving.available + receiving.held + arriving > MAX_BALANCE:
        raise ReceiverUnavailable()
    wallet.debit(arriving, f"transfer_sent:{command.to}")
    if fee:
        wallet.debit(fee, f"transfer_fee:{command.to}")
    receiving.credit(arriving, f"transfer_received:{command.user_id}")
