"""The store: what is for sale, when, for whom, at which price, and how many of it are left.

Prices are whole besitos for one piece. Days and weekdays are those of the community's time zone, the same for all.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo

from pydantic import AwareDatetime, Field, model_validator

from domain.aggregate import Aggregate, event
from domain.definitions import ContentId, Definition
from domain.errors import DomainError, InvalidValue
from domain.membership import VipOnly

MAX_PRICE = 1_000_000
MAX_PIECES = 1_000
"""Of one purchase. Together they keep a total within what a wallet moves at once, 10^9."""

Price = Annotated[int, Field(ge=1, le=MAX_PRICE)]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Priced = Literal["regular", "sale", "vip"]

_WEEK: tuple[str, ...] = get_args(Weekday)
_DAY = timedelta(days=1)


class Window(Definition):
    """A time: from `opens` until just before `closes`, and in between only on these weekdays; all of it optional."""

    opens: AwareDatetime | None = None
    closes: AwareDatetime | None = None
    weekdays: tuple[Weekday, ...] = ()

    @model_validator(mode="after")
    def _is_some_time(self) -> "Window":
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValueError("closes must be after opens")
        return self

    def holds(self, now: datetime, zone: ZoneInfo) -> bool:
        if (self.opens and now < self.opens) or (self.closes and now >= self.closes):
            return False
        return self._on(now, zone)

    def ends(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When a window that holds `now` ends, in UTC; None for never."""
        ends = [self.closes] if self.closes else []
        for days in range(1, 8):
            midnight = _midnight(now, zone, days)
            if not self._on(midnight, zone):
                ends.append(midnight)
                break
        return min(ends).astimezone(UTC) if ends else None

    def begins(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When a window that does not hold `now` holds next, in UTC; None for never again."""
        first = max(now, self.opens) if self.opens else now
        for moment in (first, *(_midnight(first, zone, days) for days in range(1, 8))):
            if self.holds(moment, zone):
                return moment.astimezone(UTC)
        return None

    def _on(self, moment: datetime, zone: ZoneInfo) -> bool:
        return not self.weekdays or _WEEK[moment.astimezone(zone).weekday()] in self.weekdays


class Sale(Window):
    """A time of a lower price."""

    price: Price


class OfferDefinition(Definition):
    """An item for sale. Each item has one offer at most, so that it is bought by the item's id.

    `stock` is how many are sold in all, ever; `limit` how many to one user. The price for VIPs holds when it is the
    lowest. Without `windows` it is always on sale. Whoever buys it learns the `hint`, the first time.
    """

    item: ContentId
    price: Price
    vip_price: Price | None = None
    sales: tuple[Sale, ...] = ()
    windows: tuple[Window, ...] = ()
    stock: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    limit: Annotated[int, Field(ge=1, le=MAX_PIECES)] | None = None
    vip_only: bool = False
    level: Annotated[int, Field(ge=1)] = 1
    hint: ContentId | None = None

    @model_validator(mode="after")
    def _is_cheaper(self) -> "OfferDefinition":
        lower = [self.vip_price] if self.vip_price is not None else []
        if any(price >= self.price for price in (*lower, *(sale.price for sale in self.sales))):
            raise ValueError(f"a sale's price and the one for VIPs must be below {self.price}")
        return self

    @property
    def lowest_price(self) -> int:
        """The least that anybody ever pays."""
        return min((self.price, self.vip_price or self.price, *(sale.price for sale in self.sales)))

    def price_at(self, now: datetime, zone: ZoneInfo, vip: bool) -> "Terms":
        """What one piece costs now."""
        offered = [Terms(self.price, "regular", None)]
        offered += [Terms(each.price, "sale", each.ends(now, zone)) for each in self.sales if each.holds(now, zone)]
        if vip and self.vip_price is not None:
            offered.append(Terms(self.vip_price, "vip", None))
        return min(offered, key=lambda terms: terms.price)

    def on_sale(self, now: datetime, zone: ZoneInfo) -> bool:
        """Whether it can be bought at all now."""
        return not self.windows or any(window.holds(now, zone) for window in self.windows)

    def opens_next(self, now: datetime, zone: ZoneInfo) -> datetime | None:
        """When it can be bought next, if it can't now; None for never again."""
        return min((begins for window in self.windows if (begins := window.begins(now, zone))), default=None)


@dataclass(frozen=True, slots=True)
class Terms:
    """What one piece costs, which price that is, and until when it holds for certain (None: until the content
    changes)."""

    price: int
    priced: Priced
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Buyer:
    """What of a user decides what they may buy. `bought` is how many of the item they have bought so far."""

    level: int
    vip: bool
    bought: int = 0


@dataclass
class NotForSale(DomainError):
    """There is such an item, but the store does not sell it."""

    item: str


@dataclass
class NotOnSaleNow(DomainError):
    """The store sells it at other times. `opens` is when next, None for never again."""

    item: str
    opens: datetime | None


@dataclass
class ItemNeedsLevel(DomainError):
    """The item is sold from a higher level on."""

    item: str
    level: int


@dataclass
class PurchaseLimitReached(DomainError):
    """The store sells no more than `limit` of it to one user, and `bought` they have bought already."""

    item: str
    limit: int
    bought: int


@dataclass
class SoldOut(DomainError):
    """Fewer are left than were asked for: `left`, usually 0."""

    item: str
    left: int


@dataclass
class PriceChanged(DomainError):
    """One piece costs `price` now, not the `shown` that the buyer agreed to."""

    item: str
    shown: int
    price: int


def obstacle(
    offer: OfferDefinition, buyer: Buyer, left: int | None, now: datetime, zone: ZoneInfo, quantity: int = 1
) -> DomainError | None:
    """Why this user can't buy so many now, money aside; None if they can. `left` is None where there is no stock."""
    if not offer.on_sale(now, zone):
        return NotOnSaleNow(offer.item, offer.opens_next(now, zone))
    if left is not None and left < quantity:
        return SoldOut(offer.item, left)
    if offer.vip_only and not buyer.vip:
        return VipOnly()
    if buyer.level < offer.level:
        return ItemNeedsLevel(offer.item, offer.level)
    if offer.limit is not None and buyer.bought + quantity > offer.limit:
        return PurchaseLimitReached(offer.item, offer.limit, buyer.bought)
    return None


def checked_pieces(quantity: int) -> int:
    """`quantity` itself. Raises InvalidValue for what can't be bought at once."""
    if not 1 <= quantity <= MAX_PIECES:
        raise InvalidValue("quantity", f"must be from 1 to {MAX_PIECES}, not {quantity}")
    return quantity


class Stock(Aggregate):
    """How many pieces of one item have been sold, where there is not an endless number.

    Only offers with a stock have this stream: all buyers of such an item meet here, those of others never do.
    """

    TOPIC = "stock"
    KEYS = ("item",)

    taken: int = 0

    def left(self, offer: OfferDefinition) -> int:
        """How many can still be sold; 0 if the content has taken back more than were left."""
        return max((offer.stock or 0) - self.taken, 0)

    def take(self, offer: OfferDefinition, quantity: int) -> None:
        """Takes pieces from the shelf. Raises SoldOut."""
        left = self.left(offer)
        if quantity > left:
            raise SoldOut(offer.item, left)
        self._taken(item=offer.item, quantity=quantity, taken=self.taken + quantity, left=left - quantity)

    @event("Taken", topic="stock.taken")
    def _taken(self, item: str, quantity: int, taken: int, left: int) -> None:
        self.taken = taken


class Purchases(Aggregate):
    """What one user has bought, by item."""

    TOPIC = "purchases"

    bought: dict[str, int] = field(default_factory=dict)

    def buy(self, offer: OfferDefinition, quantity: int, terms: Terms) -> int:
        """Notes a purchase on these terms; its total in besitos."""
        total = terms.price * quantity
        self._purchased(
            item=offer.item,
            quantity=quantity,
            unit_price=terms.price,
            total=total,
            regular_price=offer.price,
            priced=terms.priced,
            bought=self.bought.get(offer.item, 0) + quantity,
        )
        return total

    @event("Purchased", topic="item.purchased")
    def _purchased(
        self, item: str, quantity: int, unit_price: int, total: int, regular_price: int, priced: str, bought: int
    ) -> None:
        self.bought = {**self.bought, item: bought}


def _midnight(now: datetime, zone: ZoneInfo, days: int) -> datetime:
    return datetime.combine(now.astimezone(zone).date() + days * _DAY, time.min, tzinfo=zone)
