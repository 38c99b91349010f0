"""Auctions: the item leaves the mochila, bids are held, and the sale moves everything, each in one commit."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from commands.context import Command, Context, UserCommand
from commands.registry import Fact, Streams, handles
from commands.timers import fires
from domain.auctions import CLOSING, Auction, Lot
from domain.mochila import ItemBound, Mochila
from domain.reasons import checked_reason
from domain.timers import Due
from domain.wallet import Wallet, checked_amount

BY_SELLER = "seller"
"""Why an auction was cancelled, where its seller did."""


# -- opening ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OpenAuction(UserCommand):
    """Puts one piece of an item up, for `ends_in` seconds; it leaves the seller's mochila.

    Raises NotFound, ItemBound, NotEnoughItems and LotOutOfBounds.
    """

    item: str
    minimum: int
    ends_in: int
    buyout: int | None = None


def _new_auction(command: OpenAuction, context: Context, loaded: Mapping[str, Any]) -> Streams:
    return {"auction": Auction.stream(hashlib.sha256(context.command_id.encode()).hexdigest()[:16])}


def _opened(events: Sequence[Fact]) -> dict[str, Any]:
    told = {event.topic: event.state for event in events}
    id = told["item.removed"]["reason"].partition(":")[2]
    return {"id": id, **{name: told["auction.opened"][name] for name in ("item", "minimum", "buyout", "ends_at")}}


@handles(OpenAuction, loads=_new_auction, answers=_opened)
def open_auction(command: OpenAuction, context: Context, mochila: Mochila, auction: Auction) -> None:
    item = context.content.item(command.item)
    if item.bound:
        raise ItemBound(item.id)
    lot = Lot(item.id, command.minimum, command.buyout, command.ends_in)
    auction.open(command.user_id, lot, context.content.auctions, context.now)
    mochila.remove(item.id, 1, reason=auction.hold)


# -- bidding ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PlaceBid(UserCommand):
    """Bids on an auction, or raises the own bid; from the buyout price on, the item is sold at once.

    Raises NotFound, AuctionOver, OwnAuction, BidTooLow and InsufficientBesitos.
    """

    auction_id: str
    amount: int


def _concerned(command: PlaceBid, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """The wallet of who is outbid; and if it is sold at once, all that the sale moves."""
    auction: Auction = loaded["auction"]
    sold = auction.sells_at(command.amount)
    wallets = {each for each in (auction.leader, auction.seller if sold else None) if each} - {command.user_id}
    return {
        "wallets": [Wallet.stream(each) for each in sorted(wallets)],
        "mochilas": [Mochila.stream(command.user_id)] if sold else [],
    }


def _bid(events: Sequence[Fact]) -> dict[str, Any]:
    told = {event.topic: event.state for event in events}
    placed, balance = told["auction.bid_placed"], told["wallet.held"]["balance"]
    return {
        **{name: placed[name] for name in ("bidder", "amount", "bids")},
        "balance": balance,
        "ends_at": told["auction.extended"]["ends_at"] if "auction.extended" in told else None,
        "sold": "auction.closed" in told,
    }


@handles(PlaceBid, loads=_concerned, answers=_bid)
def place_bid(
    command: PlaceBid,
    context: Context,
    auction: Auction,
    wallet: Wallet,
    wallets: dict[str, Wallet],
    mochilas: dict[str, Mochila],
) -> None:
    leader, price = auction.leader, auction.price
    auction.bid(command.user_id, checked_amount(command.amount), context.now)
    if leader == command.user_id:
        wallet.raise_hold(auction.hold, auction.price - price, reason=auction.hold)
    else:
        wallet.hold(auction.hold, auction.price, reason=auction.hold)
        if leader is not None:
            wallets[Wallet.stream(leader)].release(auction.hold, reason=f"auction_outbid:{auction.auction_id}")
    if auction.sells_at(auction.price):
        mochila = mochilas[Mochila.stream(command.user_id)]
        _sell(auction, "buyout", wallet, wallets[Wallet.stream(auction.seller)], mochila)


def _sell(auction: Auction, reason: str, winners: Wallet, sellers: Wallet, mochila: Mochila) -> None:
    """The price leaves the winner's wallet, and less the fee reaches the seller's; the item is the winner's.

    A sale is never refused: what a full wallet can't take is burned like the fee.
    """
    proceeds = min(auction.price - auction.fee, sellers.room)
    auction.close(reason, fee=auction.price - proceeds, proceeds=proceeds)
    winners.capture(auction.hold, reason=f"auction_won:{auction.auction_id}")
    if proceeds:
        sellers.credit(proceeds, reason=f"auction_sold:{auction.auction_id}")
    mochila.take_from_escrow(auction.item, reason=f"auction_won:{auction.auction_id}")


# -- ending -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CloseAuction(Command):
    """Settles an auction whose time is up. Does nothing before that, and nothing twice."""

    auction_id: str


def _parties(command: Command, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """The wallets of leader and seller, and the mochilas of both: one of them will have the item."""
    auction: Auction = loaded["auction"]
    people = [each for each in (auction.leader, auction.seller) if each]
    return {
        "wallets": [Wallet.stream(each) for each in people],
        "mochilas": [Mochila.stream(each) for each in people],
    }


@handles(CloseAuction, loads=_parties)
def close_auction(
    command: CloseAuction,
    context: Context,
    auction: Auction,
    wallets: dict[str, Wallet],
    mochilas: dict[str, Mochila],
) -> None:
    if auction.status != "open" or not auction.over(context.now):
        return
    if auction.leader is None:
        auction.close("ended", fee=0, proceeds=0)
        _give_back(auction, "auction_unsold", wallets, mochilas)
        return
    winners, sellers = (wallets[Wallet.stream(each)] for each in (auction.leader, auction.seller))
    _sell(auction, "ended", winners, sellers, mochilas[Mochila.stream(auction.leader)])


@fires(CLOSING)
def close_when_due(due: Due) -> Command:
    return CloseAuction(due.target)


@dataclass(frozen=True, slots=True)
class CancelAuction(UserCommand):
    """The seller takes an auction back. Raises NotFound, AuctionOver, NotYourAuction and AuctionHasBids."""

    auction_id: str


@handles(CancelAuction, loads=_parties)
def cancel_auction(
    command: CancelAuction,
    context: Context,
    auction: Auction,
    wallets: dict[str, Wallet],
    mochilas: dict[str, Mochila],
) -> None:
    allowed = context.content.auctions.cancel_with_bids
    auction.cancel(BY_SELLER, context.now, by=command.user_id, with_bids=allowed)
    _give_back(auction, "auction_cancelled", wallets, mochilas)


@dataclass(frozen=True, slots=True)
class WithdrawAuction(Command):
    """The community cancels an auction, whosever it is. `reason` must name nobody: it stays in the log.

    Raises NotFound and AuctionOver.
    """

    auction_id: str
    reason: str


@handles(WithdrawAuction, loads=_parties)
def withdraw_auction(
    command: WithdrawAuction,
    context: Context,
    auction: Auction,
    wallets: dict[str, Wallet],
    mochilas: dict[str, Mochila],
) -> None:
    auction.cancel(checked_reason(command.reason), context.now)
    _give_back(auction, "auction_withdrawn", wallets, mochilas)


def _give_back(auction: Auction, why: str, wallets: Mapping[str, Wallet], mochilas: Mapping[str, Mochila]) -> None:
    """As if it had never been: what is held is free, the item is its seller's."""
    reason = f"{why}:{auction.auction_id}"
    if auction.leader is not None:
        wallets[Wallet.stream(auction.leader)].release(auction.hold, reason)
    mochilas[Mochila.stream(auction.seller)].take_from_escrow(auction.item, reason)
