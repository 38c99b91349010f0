"""The store: what is on offer, what is left of it, what it brought in, and the latest sales."""

from collections.abc import Mapping

from adapters.http.console.tables import (
    Cell,
    Table,
    TablesPage,
    Tile,
    columns,
    item_of,
    moment,
    named,
    number,
    trace,
    who,
)
from adapters.http.services import ApiServices
from domain.store import OfferDefinition
from queries.store import SoldView, sales_page, sold, taken

LATEST = 25
PRICED = {"regular": "", "sale": "on sale", "vip": "VIP price"}


async def show(app: ApiServices, before: int | None) -> TablesPage:
    """Every offer in the content's order, then what was sold and is offered no more; then sales, the latest first."""
    gone = await app.reads.run(taken)
    brought = {each.item: each for each in await app.reads.run(sold)}
    latest = await app.reads.run(sales_page, before=before, limit=LATEST)
    people = await named(app, [each.user_id for each in latest.items])
    offers = app.bus.content.store
    dropped = [each for item, each in brought.items() if item not in {offer.item for offer in offers}]
    sold_out = sum(_left(offer, gone) == 0 for offer in offers)
    return TablesPage(
        title="Store",
        lead="Prices are besitos for one piece, as they are now for somebody who is no VIP.",
        tiles=[
            Tile("Offers", str(len(offers))),
            Tile("Sold out", str(sold_out), "warn" if sold_out else ""),
            Tile("Pieces sold", f"{sum(each.pieces for each in brought.values()):,}"),
            Tile("Besitos brought in", f"{sum(each.total for each in brought.values()):,}"),
        ],
        tables=[
            Table(
                "Offers",
                columns("Item", "State", "#Price", "#VIP price", "#Left", "#Sold", "#Buyers", "#Brought in"),
                [
                    *(_offer(app, offer, gone, brought.get(offer.item)) for offer in offers),
                    *(
                        [
                            item_of(app, each.item),
                            Cell("offered no more", tone="soft"),
                            *[number(None)] * 3,
                            *_sold(each),
                        ]
                        for each in dropped
                    ),
                ],
                "The content has no store.",
            ),
            Table(
                "Latest sales",
                columns("Item", "Buyer", "#Pieces", "#Paid", "When (UTC)", "Trace"),
                [
                    [
                        item_of(app, each.item),
                        who(people, each.user_id),
                        number(each.quantity),
                        number(each.total, PRICED.get(each.priced, each.priced)),
                        moment(each.sold_at),
                        trace(each.correlation_id),
                    ]
                    for each in latest.items
                ],
                "Nothing was sold yet.",
                latest.next,
            ),
        ],
    )


def _left(offer: OfferDefinition, gone: Mapping[str, int]) -> int | None:
    return None if offer.stock is None else max(offer.stock - gone.get(offer.item, 0), 0)


def _offer(app: ApiServices, offer: OfferDefinition, gone: Mapping[str, int], brought: SoldView | None) -> list[Cell]:
    now, zone = app.clock.now(), app.bus.content.community.zone
    left, terms = _left(offer, gone), offer.price_at(now, zone, vip=False)
    limits = [
        f"{offer.limit} to each" if offer.limit else "",
        f"from level {offer.level}" if offer.level > 1 else "",
        "VIPs only" if offer.vip_only else "",
    ]
    hint = ", ".join(each for each in limits if each)
    if left == 0:
        state = Cell("sold out", hint, "warn")
    elif not offer.on_sale(now, zone):
        opens = offer.opens_next(now, zone)
        state = Cell("out of season", f"from {opens:%Y-%m-%d %H:%M}Z" if opens else "it does not come back", "soft")
    else:
        state = Cell("for sale", hint, "good")
    return [
        item_of(app, offer.item),
        state,
        number(terms.price, f"{PRICED[terms.priced]}, else {offer.price:,}" if terms.priced != "regular" else ""),
        number(offer.price_at(now, zone, vip=True).price if offer.vip_price else None),
        number(left, f"of {offer.stock:,}" if offer.stock is not None else ""),
        *_sold(brought),
    ]


def _sold(brought: SoldView | None) -> list[Cell]:
    if brought is None:
        return [number(0)] * 3
    return [number(brought.pieces), number(brought.buyers), number(brought.total)]
