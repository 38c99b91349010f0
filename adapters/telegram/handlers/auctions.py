"""Auctions: what is up, bidding on it, and one's own. Putting something up is in `auction_selling`."""

from datetime import timedelta
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command, CommandObject
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import naming
from adapters.telegram.callbacks import Bid, Open, TakeBack, short, update_meant, whole
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.visitor import Visitor
from commands.auctions import CancelAuction, PlaceBid
from commands.decision import Receipt
from domain.errors import NotFound
from domain.wallet import MAX_AMOUNT
from queries.auctions import AuctionView, auction_of, auctions_with, open_auctions

DIGITS = 10
PAGE = 6
MINE = 12

RAISES = (0, 10, 25)
"""What the buttons offer above the least bid, in percent of it."""


def router() -> Router:
    router = Router(name="auctions")
    router.message.register(show, Command("auctions", "subastas"))
    router.message.register(bid_in_writing, Command("bid", "pujar"))
    router.callback_query.register(open_list, Open.filter(F.screen == "auctions"))
    router.callback_query.register(open_mine, Open.filter(F.screen == "auctions_mine"))
    router.callback_query.register(open_one, Open.filter(F.screen == "auction"))
    router.callback_query.register(ask_buyout, Open.filter(F.screen == "auction_buy"))
    router.callback_query.register(ask_cancel, Open.filter(F.screen == "auction_cancel"))
    router.callback_query.register(bid, Bid.filter())
    router.callback_query.register(cancel, TakeBack.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """What is up, as a new message."""
    await visitor.show(await overview(visitor, 0))


async def open_list(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """A page of what is up."""
    await visitor.show(await overview(visitor, max(whole(callback_data.what, 3) or 0, 0)))


async def open_mine(query: CallbackQuery, visitor: Visitor) -> None:
    """What one sells, leads or has won."""
    await visitor.show(await mine(visitor))


async def open_one(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """One auction. Raises NotFound."""
    await visitor.show(await page(visitor, callback_data.what))


async def bid(query: CallbackQuery, callback_data: Bid, visitor: Visitor) -> None:
    """Bids what the button says, once for each time it was shown, however often it is tapped."""
    amount, asked = whole(callback_data.amount, DIGITS), update_meant(callback_data.asked)
    if amount is None or asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    command = PlaceBid(visitor.user_id, callback_data.auction, amount)
    again = partial(page, visitor, callback_data.auction)
    await show_placed(visitor, callback_data.auction, await visitor.execute_once(command, asked, again))


async def bid_in_writing(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """`/pujar auction amount`. What would buy it at once is asked first. Raises NotFound, and what bidding raises."""
    id, _, written = (command.args or "").lower().strip().partition(" ")
    if not id:
        await visitor.show(await overview(visitor, 0))
        return
    auction, amount = await found(visitor, id), whole(written.strip(), DIGITS)
    if amount is None or not 1 <= amount <= MAX_AMOUNT:
        told = visitor.say("auction-bid-what", least=auction.least_bid, most=MAX_AMOUNT) if written else ""
        await visitor.show(await page(visitor, id, told))
    elif auction.buyout is not None and amount >= auction.buyout and auction.seller != visitor.user_id:
        await visitor.show(await buyout(visitor, auction))
    else:
        await show_placed(visitor, id, await visitor.execute(PlaceBid(visitor.user_id, id, amount)))


async def show_placed(visitor: Visitor, auction: str, receipt: Receipt) -> None:
    """Tells of a bid, and shows how the auction stands then."""
    done = "auction-bought" if receipt.result["sold"] else "auction-bid-placed"
    told = visitor.say(done, amount=receipt.result["amount"], balance=receipt.result["balance"])
    await visitor.show(await page(visitor, auction, told))


async def ask_buyout(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """Whether really to buy at once."""
    await visitor.show(await buyout(visitor, await found(visitor, callback_data.what)))


async def buyout(visitor: Visitor, auction: AuctionView) -> Screen:
    """Whether really to buy at once; the auction itself where that can't be done."""
    if auction.buyout is None or not auction.open(visitor.say.now):
        return await page(visitor, auction.id)
    text = visitor.say("auction-buy-confirm", item=title(visitor, auction), price=auction.buyout)
    yes = visitor.button("button-auction-buy", bid_data(visitor, auction, auction.buyout), price=auction.buyout)
    return Screen(text, [[yes], visitor.way_back("auction", auction.id)])


async def ask_cancel(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """Whether really to take it back."""
    auction = await found(visitor, callback_data.what)
    text = visitor.say("auction-cancel-confirm", item=title(visitor, auction), bids=auction.bids)
    yes = visitor.button("button-auction-cancel-yes", TakeBack(owner=visitor.owner, auction=auction.id))
    await visitor.show(Screen(text, [[yes], visitor.way_back("auction", auction.id)]))


async def cancel(query: CallbackQuery, callback_data: TakeBack, visitor: Visitor) -> None:
    """Takes one's own auction back."""
    await visitor.execute(CancelAuction(visitor.user_id, callback_data.auction))
    await visitor.show(await page(visitor, callback_data.auction, visitor.say("auction-taken-back")))


# -- screens ----------------------------------------------------------------------------------------------------------


async def overview(visitor: Visitor, number: int) -> Screen:
    """What can be bid on, the one that ends first first; and the way to one's own."""
    say = visitor.say
    up = await visitor.read(open_auctions, say.now, PAGE + 1, number * PAGE)
    lines = [line(visitor, each) for each in up[:PAGE]]
    text = "\n\n".join([str(say("auctions-title")), *(lines or [say("auctions-none")])])
    turns = [visitor.opens("button-auctions-before", "auctions", str(number - 1))] if number else []
    if len(up) > PAGE:
        turns.append(visitor.opens("button-auctions-after", "auctions", str(number + 1)))
    rows = [*in_rows([opener(visitor, each) for each in up[:PAGE]], 2), *([turns] if turns else [])]
    own = [visitor.opens("button-auction-sell", "sell"), visitor.opens("button-auctions-mine", "auctions_mine")]
    return Screen(text, [*rows, *in_rows(own, 2), [visitor.home()]])


async def mine(visitor: Visitor) -> Screen:
    """What one sells, leads or has won."""
    views = await visitor.read(auctions_with, visitor.user_id, MINE)
    lines = [line(visitor, each) for each in views] or [visitor.say("auctions-mine-none")]
    text = "\n\n".join([str(visitor.say("auctions-mine-title")), *lines])
    buttons = in_rows([opener(visitor, each) for each in views if each.open(visitor.say.now)], 2)
    return Screen(text, [*buttons, visitor.way_back("auctions")])


async def page(visitor: Visitor, id: str, told: str = "") -> Screen:
    """One auction: what it is, how it stands, how long it lasts, and what the visitor may do."""
    say, auction = visitor.say, await found(visitor, id)
    names = await visitor.names([each for each in (auction.seller, auction.leader) if each])
    leader = names[auction.leader] if auction.leader else ""
    parts = [
        told,
        say("auction-title", item=title(visitor, auction), seller=names[auction.seller]),
        say.escaped(description(visitor, auction)),
    ]
    if not auction.open(say.now):
        outcome = "ending" if auction.status == "open" else auction.status
        parts.append(say("auction-outcome", outcome=outcome, leader=leader, price=auction.price, bids=auction.bids))
        return Screen("\n\n".join(filter(None, parts)), [visitor.way_back("auctions")])
    if auction.leader:
        parts.append(say("auction-price", price=auction.price, leader=leader, bids=auction.bids))
    else:
        parts.append(say("auction-no-bids", minimum=auction.minimum))
    if auction.leader == visitor.user_id:
        parts.append(say("auction-leading"))
    parts.append(say("auction-time-left", left=auction.ends_at - say.now, at=auction.ends_at))
    if auction.extensions:
        parts.append(say("auction-extended", times=auction.extensions))
    if auction.seller == visitor.user_id:
        if auction.buyout is not None:
            parts.append(say("auction-at-once", price=auction.buyout))
        rows = [[visitor.opens("button-auction-cancel", "auction_cancel", auction.id)]]
    else:
        parts.append(say("auction-how-to-bid", id=auction.id, least=auction.least_bid))
        rows = bidding(visitor, auction)
    refresh = visitor.opens("button-auction-refresh", "auction", auction.id)
    return Screen("\n\n".join(filter(None, parts)), [*rows, [refresh], visitor.way_back("auctions")])


def bidding(visitor: Visitor, auction: AuctionView) -> list[list[InlineKeyboardButton]]:
    """The least bid, some more, and buying it at once."""
    least = auction.least_bid
    amounts = sorted({least + -(-least * percent // 100) for percent in RAISES})
    offered = [each for each in amounts if auction.buyout is None or each < auction.buyout]
    rows = [[button(f"🔨 {amount}", bid_data(visitor, auction, amount)) for amount in offered]]
    if auction.buyout is not None:
        rows.append([visitor.opens("button-auction-buyout", "auction_buy", auction.id, price=auction.buyout)])
    return [row for row in rows if row]


def bid_data(visitor: Visitor, auction: AuctionView, amount: int) -> Bid:
    return Bid(owner=visitor.owner, auction=auction.id, amount=str(amount), asked=short(visitor.update_id))


async def found(visitor: Visitor, id: str) -> AuctionView:
    """The auction. Raises NotFound."""
    auction = await visitor.read(auction_of, id)
    if auction is None:
        raise NotFound("auction", id)
    return auction


def line(visitor: Visitor, auction: AuctionView) -> str:
    """One auction in a list."""
    over = not auction.open(visitor.say.now)
    return visitor.say(
        "auction-line-over" if over else "auction-line",
        item=title(visitor, auction),
        price=auction.price or auction.minimum,
        bids=auction.bids,
        outcome="ending" if over and auction.status == "open" else auction.status,
        left=max(auction.ends_at - visitor.say.now, timedelta()),
    )


def opener(visitor: Visitor, auction: AuctionView) -> InlineKeyboardButton:
    return button(title(visitor, auction), Open(owner=visitor.owner, screen="auction", what=auction.id))


def title(visitor: Visitor, auction: AuctionView) -> str:
    """The item with its icon; its id where the content has dropped it."""
    return naming.item(visitor.services.bus.content, auction.item, visitor.say.language)


def description(visitor: Visitor, auction: AuctionView) -> str:
    try:
        return visitor.services.bus.content.item(auction.item).description.in_language(visitor.say.language)
    except NotFound:
        return ""
