"""Auctions among users: an item waits in escrow, bids are held, and the highest one at the end takes it.

A bid that is topped is free again in the same commit; the sale, once, moves item, price and fee in one. The rules that
an auction began with are in its first event, so a change of the content never changes one that runs.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, Any

from pydantic import Field

from domain.aggregate import Aggregate, event
from domain.definitions import Definition
from domain.errors import DomainError, InvalidValue, NotFound
from domain.ids import UserId
from domain.recorded import Recorded
from domain.timers import Due, DueTimes
from domain.wallet import MAX_AMOUNT

LONGEST = 60 * 60 * 24 * 30
"""Seconds that any auction may last."""

SHARE_LATE = 4
"""At most the last quarter of an auction counts as late, however short it is."""


@dataclass
class AuctionOver(DomainError):
    """The auction has ended, was bought out or was cancelled."""

    auction: str


@dataclass
class OwnAuction(DomainError):
    """Nobody bids on what they sell themselves."""

    auction: str


@dataclass
class BidTooLow(DomainError):
    """The next bid must be at least `least` besitos."""

    amount: int
    least: int


@dataclass
class NotYourAuction(DomainError):
    """Only who sells it takes it back."""

    auction: str


@dataclass
class AuctionHasBids(DomainError):
    """Somebody has bid: the seller can't take it back any more."""

    auction: str


@dataclass
class LotOutOfBounds(DomainError):
    """Nothing is put up so: its `field` (`minimum`, `buyout`, or `ends_in` in seconds) must be `least` to `most`."""

    field: str
    least: int
    most: int


class AuctionRules(Definition):
    """How auctions go.

    `fee_percent` of the price is burned, rounded down. The next bid is higher by `raise_percent`, at least by
    `raise_least`. A bid in the last `late_seconds` moves the end to as long after it. An auction lasts `shortest` to
    `longest` seconds. `cancel_with_bids`: the seller may take back what somebody has bid on.
    """

    fee_percent: Annotated[int, Field(ge=0, le=90)] = 5
    raise_percent: Annotated[int, Field(ge=0, le=100)] = 5
    raise_least: Annotated[int, Field(ge=1, le=MAX_AMOUNT)] = 1
    late_seconds: Annotated[int, Field(ge=0, le=3_600)] = 120
    shortest: Annotated[int, Field(ge=1, le=LONGEST)] = 1
    longest: Annotated[int, Field(ge=1, le=LONGEST)] = 60 * 60 * 24 * 7
    cancel_with_bids: bool = True

    def late(self, lasting: int) -> int:
        """Milliseconds before the end in which a bid to an auction of `lasting` seconds is late."""
        return min(self.late_seconds * 1_000, lasting * 1_000 // SHARE_LATE)

    def check_lasting(self, seconds: int) -> None:
        """Raises LotOutOfBounds for what is too short or too long."""
        _check("ends_in", seconds, self.shortest, self.longest)


def check_minimum(minimum: int) -> None:
    """Raises LotOutOfBounds for what can't be a least bid."""
    _check("minimum", minimum, 1, MAX_AMOUNT)


def check_buyout(buyout: int, minimum: int) -> None:
    """Raises LotOutOfBounds unless the price to have it at once is above the least bid."""
    _check("buyout", buyout, minimum + 1, MAX_AMOUNT)


def _check(field: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise LotOutOfBounds(field, least, most)


@dataclass(frozen=True, slots=True)
class Lot:
    """What is put up: an item, the least bid, the price at which it is sold at once (if any), for how many seconds."""

    item: str
    minimum: int
    buyout: int | None
    lasting: int

    def check(self, rules: AuctionRules) -> None:
        """Raises LotOutOfBounds for what no auction may be."""
        check_minimum(self.minimum)
        if self.buyout is not None:
            check_buyout(self.buyout, self.minimum)
        rules.check_lasting(self.lasting)


def hold_of(auction: str) -> str:
    """The name of a bid's hold in the bidder's wallet, and why it is held."""
    return f"auction:{auction}"


def least_above(price: int, percent: int, least: int) -> int:
    """The lowest bid that tops `price`."""
    return price + max(least, -(-price * percent // 100))


def _closed_without_losers(state: dict[str, Any]) -> None:
    """Version 1 did not say who had been outbid: they were not told, and are not to be told now."""
    state["losers"] = []


class Auction(Aggregate):
    """One auction: what it is about, who leads at what price, and who has bid. Earlier bids stand in the log only."""

    TOPIC = "auction"
    KEYS = ("auction_id",)
    UPCASTS = {"auction.closed": (_closed_without_losers,)}

    status: str = ""
    seller: str = ""
    item: str = ""
    minimum: int = 0
    buyout: int | None = None
    ends_at: datetime | None = None
    late: int = 0
    fee_percent: int = 0
    raise_percent: int = 0
    raise_least: int = 1
    leader: str | None = None
    price: int = 0
    bids: int = 0
    bidders: list[str] = field(default_factory=list)

    @property
    def auction_id(self) -> str:
        return self.id.partition(":")[2]

    @property
    def hold(self) -> str:
        return hold_of(self.auction_id)

    @property
    def least_bid(self) -> int:
        """What the next bid must be; the buyout price is always enough."""
        if self.leader is None:
            return self.minimum
        least = least_above(self.price, self.raise_percent, self.raise_least)
        return least if self.buyout is None else min(least, self.buyout)

    def sells_at(self, amount: int) -> bool:
        """Whether a bid of `amount` buys it at once."""
        return self.buyout is not None and amount >= self.buyout

    @property
    def fee(self) -> int:
        """What of the present price is burned."""
        return self.price * self.fee_percent // 100

    def open(self, seller: UserId, lot: Lot, rules: AuctionRules, now: datetime) -> None:
        """Begins it. Raises LotOutOfBounds, and InvalidValue for one that was begun."""
        lot.check(rules)
        if self.status:
            raise InvalidValue("auction", f"{self.auction_id} exists already")
        self._opened(
            seller=seller,
            item=lot.item,
            minimum=lot.minimum,
            buyout=lot.buyout,
            ends_at=now + timedelta(seconds=lot.lasting),
            late=rules.late(lot.lasting),
            fee_percent=rules.fee_percent,
            raise_percent=rules.raise_percent,
            raise_least=rules.raise_least,
        )

    def require_open(self, now: datetime) -> None:
        """Raises NotFound if there is no such auction, AuctionOver if it is over; at its end it is."""
        if not self.status:
            raise NotFound("auction", self.auction_id)
        if self.status != "open" or self.over(now):
            raise AuctionOver(self.auction_id)

    def over(self, now: datetime) -> bool:
        return self.ends_at is not None and now >= self.ends_at

    def bid(self, bidder: UserId, amount: int, now: datetime) -> None:
        """Tops the price; never pays more than the buyout price. A late bid extends the end.

        Raises NotFound, AuctionOver, OwnAuction and BidTooLow.
        """
        self.require_open(now)
        if bidder == self.seller:
            raise OwnAuction(self.auction_id)
        if amount < self.least_bid:
            raise BidTooLow(amount, self.least_bid)
        paid = self.buyout if self.buyout is not None and amount >= self.buyout else amount
        outbid, freed = (self.leader, self.price) if self.leader != bidder else (None, 0)
        self._bid_placed(item=self.item, bidder=bidder, amount=paid, outbid=outbid, freed=freed, bids=self.bids + 1)
        late = timedelta(milliseconds=self.late)
        assert self.ends_at is not None, "it is open"
        if not self.sells_at(paid) and self.ends_at - now < late:
            self._extended(ends_at=now + late)

    def close(self, reason: str, fee: int, proceeds: int) -> None:
        """Ends it: the leader has it, or nobody; the others who bid are its losers. `proceeds` is what the seller gets.

        `reason` is `ended` or `buyout`.
        """
        self._closed(
            seller=self.seller,
            item=self.item,
            winner=self.leader,
            price=self.price,
            fee=fee,
            proceeds=proceeds,
            bids=self.bids,
            reason=reason,
            losers=[each for each in self.bidders if each != self.leader],
        )

    def cancel(self, reason: str, now: datetime, by: UserId | None = None, with_bids: bool = True) -> None:
        """Takes it back: by the seller, or by the community (None).

        Raises NotFound, AuctionOver, NotYourAuction and AuctionHasBids.
        """
        self.require_open(now)
        if by is not None and by != self.seller:
            raise NotYourAuction(self.auction_id)
        if by is not None and self.leader is not None and not with_bids:
            raise AuctionHasBids(self.auction_id)
        self._cancelled(
            seller=self.seller, item=self.item, leader=self.leader, price=self.price, bids=self.bids, reason=reason
        )

    @event("Opened", topic="auction.opened")
    def _opened(
        self,
        seller: str,
        item: str,
        minimum: int,
        buyout: int | None,
        ends_at: datetime,
        late: int,
        fee_percent: int,
        raise_percent: int,
        raise_least: int,
    ) -> None:
        self.status = "open"
        self.seller, self.item, self.minimum, self.buyout = seller, item, minimum, buyout
        self.ends_at, self.late = ends_at, late
        self.fee_percent, self.raise_percent, self.raise_least = fee_percent, raise_percent, raise_least

    @event("BidPlaced", topic="auction.bid_placed")
    def _bid_placed(self, item: str, bidder: str, amount: int, outbid: str | None, freed: int, bids: int) -> None:
        self.leader, self.price, self.bids = bidder, amount, bids
        if bidder not in self.bidders:
            self.bidders = [*self.bidders, bidder]

    @event("Extended", topic="auction.extended")
    def _extended(self, ends_at: datetime) -> None:
        self.ends_at = ends_at

    @event("Closed", topic="auction.closed")
    def _closed(
        self,
        seller: str,
        item: str,
        winner: str | None,
        price: int,
        fee: int,
        proceeds: int,
        bids: int,
        reason: str,
        losers: list[str],
    ) -> None:
        self.status = "closed"

    @event("Cancelled", topic="auction.cancelled")
    def _cancelled(self, seller: str, item: str, leader: str | None, price: int, bids: int, reason: str) -> None:
        self.status = "cancelled"


def _end(event: Recorded) -> Due:
    return Due(_auction(event), event.ends_at)


def _auction(event: Recorded) -> str:
    return event.stream.partition(":")[2]


CLOSING = DueTimes(
    "auction-close",
    sets={"auction.opened": _end, "auction.extended": _end},
    clears={"auction.closed": _auction, "auction.cancelled": _auction},
)
