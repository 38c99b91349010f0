"""Auctions: what can be bid on, and how the others ended."""

from datetime import datetime

from adapters.http.console.tables import (
    Cell,
    Table,
    TablesPage,
    Tile,
    Tone,
    columns,
    item_of,
    lasting,
    moment,
    named,
    number,
    who,
)
from adapters.http.services import ApiServices
from queries.auctions import AuctionView, auctions_page

OPEN, OVER = 100, 25
SOON = 3_600
"""Seconds before the end from which on it is told in another colour."""

ENDINGS = {"ended": "its time was up", "buyout": "bought out", "seller": "taken back by its seller"}
"""Why an auction is over; whatever else stands there is why the community withdrew it."""

TONES: dict[str, Tone] = {"sold": "good", "unsold": "soft", "cancelled": "warn"}


async def show(app: ApiServices, before: int | None) -> TablesPage:
    """Those that run, the first to end first; then those that are over, the latest opened first."""
    now = app.clock.now()
    running = await app.reads.run(auctions_page, status="open", limit=OPEN)
    over = await app.reads.run(auctions_page, over=True, before=before, limit=OVER)
    people = await named(app, [user for each in (*running.items, *over.items) for user in (each.seller, each.leader)])
    held = sum(each.price for each in running.items)
    late = sum(each.ends_at <= now for each in running.items)
    return TablesPage(
        title="Auctions",
        lead="An item waits in escrow while members bid; what the highest bid holds is free again when it is topped.",
        tiles=[
            Tile("Open", f"{len(running.items)}{'+' if running.next else ''}"),
            Tile("Bids on them", f"{sum(each.bids for each in running.items):,}"),
            Tile("Besitos held by them", f"{held:,}"),
            Tile("Over and not settled", str(late), "bad" if late else "good"),
        ],
        tables=[
            Table(
                "Open",
                columns("Item", "Seller", "#Price", "#Bids", "Leads", "#Next bid", "#Buyout", "Ends (UTC)"),
                [
                    [
                        item_of(app, each.item),
                        who(people, each.seller),
                        number(each.price if each.bids else None),
                        number(each.bids),
                        who(people, each.leader),
                        number(each.least_bid),
                        number(each.buyout),
                        _end(each, now),
                    ]
                    for each in sorted(running.items, key=lambda each: each.ends_at)
                ],
                "Nothing is up for auction.",
            ),
            Table(
                "Over",
                columns("Item", "How it ended", "Seller", "Winner", "#Price", "#Bids", "#Fee burned", "Ended (UTC)"),
                [
                    [
                        item_of(app, each.item),
                        Cell(each.status, ENDINGS.get(each.ended_by or "", each.ended_by or ""), TONES[each.status]),
                        who(people, each.seller),
                        who(people, each.leader if each.status == "sold" else None),
                        number(each.price if each.status == "sold" else None),
                        number(each.bids),
                        number(each.fee),
                        moment(each.ended_at),
                    ]
                    for each in over.items
                ],
                "No auction is over yet.",
                over.next,
            ),
        ],
    )


def _end(auction: AuctionView, now: datetime) -> Cell:
    left = auction.ends_at - now
    if left.total_seconds() <= 0:
        return moment(auction.ends_at, "about to be settled", "bad")
    extended = f", extended {auction.extensions} times" if auction.extensions else ""
    return moment(auction.ends_at, f"in {lasting(left)}{extended}", "warn" if left.total_seconds() < SOON else "")
