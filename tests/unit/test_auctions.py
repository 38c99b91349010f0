"""Auctions: escrow, holds, raises, the late bid, the sale; and that no besito and no item is made or lost."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from commands.auctions import CancelAuction, CloseAuction, OpenAuction, PlaceBid, WithdrawAuction
from commands.bus import Bus
from commands.context import Command
from commands.mochila import GrantItem
from commands.notifications import notifications
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.auctions import (
    Auction,
    AuctionHasBids,
    AuctionOver,
    AuctionRules,
    BidTooLow,
    Lot,
    LotOutOfBounds,
    NotYourAuction,
    OwnAuction,
)
from domain.content import ContentPack
from domain.errors import DomainError, InvalidValue, NotFound
from domain.ids import UserId
from domain.mochila import MAX_QUANTITY, ItemBound, Mochila, NotEnoughItems
from domain.recorded import Recorded, as_domain_event, present_fields
from domain.users import UserBanned
from domain.wallet import MAX_BALANCE, InsufficientBesitos, Wallet
from tests.unit.given import DEFAULT_NOW, Scene, Told, Topic, ana, bea, given, item, user, wallet

auction = Topic("auction")
carla = UserId("c000000000000003")
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
END = DEFAULT_NOW + HOUR
TITLE = {"es": "t", "en": "t"}
PACK = ContentPack.model_validate(
    {
        "items": [
            {"id": "lamp", "title": TITLE, "description": TITLE, "category": "key"},
            {"id": "ring", "title": TITLE, "description": TITLE, "category": "key", "bound": True},
        ]
    }
)
HOLD = "auction:x"


def opened(minimum: int = 10, buyout: int | None = None, late: int = 120_000, **rules: Any) -> tuple[Told, ...]:
    """An auction of ana's that ends in an hour; bea and carla have 1,000 besitos each."""
    rules = {"fee_percent": 5, "raise_percent": 5, "raise_least": 1} | rules
    return (
        user.registered(of=ana, language="es"),
        user.registered(of=bea, language="es"),
        user.registered(of=carla, language="es"),
        wallet.credited(1_000, balance=1_000, of=bea),
        wallet.credited(1_000, balance=1_000, of=carla),
        auction.opened(ana, "lamp", minimum, buyout, END, late, of="x", **rules),
    )


def bid_by(bidder: UserId, amount: int, bids: int = 1) -> tuple[Told, ...]:
    return (
        auction.bid_placed("lamp", bidder, amount, None, 0, bids, of="x"),
        wallet.held(HOLD, amount, HOLD, 1_000 - amount, amount, of=bidder),
    )


# --- opening ---------------------------------------------------------------------------------------------------------


def stocked(count: int = 1, of: str = "lamp") -> Scene:
    return given(item.received(of, count, "found", count)).with_content(PACK)


def test_opening_takes_the_item_out_of_the_mochila():
    scene = stocked().when(OpenAuction(ana, "lamp", 10, 3_600), command_id="http:k:1")
    scene.records(auction.opened(ana, "lamp", 10, None, END, 120_000, 5, 5, 1), item.removed("lamp", 1, owned=0))
    id = scene.recorded[0].stream.partition(":")[2]
    scene.answers({"id": id, "item": "lamp", "minimum": 10, "buyout": None, "ends_at": END})
    assert scene.recorded[1].state["reason"] == f"auction:{id}"
    assert {event.user_id for event in scene.recorded} == {ana}


def test_a_short_auction_counts_its_last_quarter_as_late():
    stocked().when(OpenAuction(ana, "lamp", 10, 10)).records(auction.opened(late=2_500), item.removed())


@pytest.mark.parametrize(
    ("command", "refusal"),
    [
        (OpenAuction(ana, "shoe", 10, 60), NotFound("item", "shoe")),
        (OpenAuction(ana, "lamp", 10, 60), NotEnoughItems("lamp", 1, 0)),
        (OpenAuction(ana, "ring", 10, 60), ItemBound("ring")),
    ],
)
def test_what_is_not_there_or_stays_with_its_owner_is_not_put_up(command: Command, refusal: DomainError):
    given(item.received("ring", 1, "found", 1)).with_content(PACK).when(command).refuses(refusal)


@pytest.mark.parametrize(
    "lot", [Lot("lamp", 0, None, 60), Lot("lamp", 10, 10, 60), Lot("lamp", 10, None, 0), Lot("lamp", 10, None, 10**7)]
)
def test_a_price_or_time_that_no_auction_may_have_is_refused(lot: Lot):
    stocked().when(OpenAuction(ana, lot.item, lot.minimum, lot.lasting, lot.buyout)).refuses(LotOutOfBounds)


# --- bidding ---------------------------------------------------------------------------------------------------------


def test_a_bid_is_held():
    given(opened()).when(PlaceBid(bea, "x", 10)).records(
        auction.bid_placed("lamp", bea, 10, None, 0, 1),
        wallet.held(HOLD, 10, HOLD, balance=990, total_held=10),
    ).answers({"bidder": bea, "amount": 10, "bids": 1, "balance": 990, "ends_at": None, "sold": False})


def test_the_outbid_one_is_free_in_the_same_commit():
    scene = given(opened(), bid_by(bea, 100)).when(PlaceBid(carla, "x", 105))
    scene.records(
        auction.bid_placed("lamp", carla, 105, outbid=bea, freed=100, bids=2),
        wallet.held(HOLD, 105, balance=895, total_held=105),
        wallet.released(HOLD, 100, "auction_outbid:x", balance=1_000, total_held=0),
    )
    assert [event.user_id for event in scene.recorded] == [carla, carla, bea]


def test_raising_the_own_bid_holds_only_the_difference():
    scene = given(opened(), bid_by(bea, 600)).when(PlaceBid(bea, "x", 1_000))
    scene.records(
        auction.bid_placed(bidder=bea, amount=1_000, outbid=None, freed=0),
        wallet.held(HOLD, 400, balance=0, total_held=1_000),
    )
    scene.when(CloseAuction("x"), at=END)
    assert next(e.state["amount"] for e in scene.recorded if e.topic == "wallet.captured") == 1_000


@pytest.mark.parametrize(("price", "least"), [(10, 11), (100, 105), (101, 107)])
def test_the_next_bid_is_higher_by_five_percent_rounded_up(price: int, least: int):
    scene = given(opened(), bid_by(bea, price))
    scene.when(PlaceBid(carla, "x", least - 1)).refuses(BidTooLow(least - 1, least))
    scene.when(PlaceBid(carla, "x", least))
    assert scene.refusal is None


def test_the_first_bid_is_the_minimum_at_least():
    given(opened(minimum=10)).when(PlaceBid(bea, "x", 9)).refuses(BidTooLow(9, 10))


def test_a_bid_that_cannot_be_held_moves_nothing():
    given(opened(), bid_by(carla, 100)).when(PlaceBid(bea, "x", 1_001)).refuses(InsufficientBesitos(1_001, 1_000))


def test_nobody_bids_on_what_they_sell():
    given(opened(), wallet.credited(100, balance=100)).when(PlaceBid(ana, "x", 50)).refuses(OwnAuction("x"))


def test_a_banned_user_does_not_bid():
    given(opened(), user.banned("spam", None, of=bea)).when(PlaceBid(bea, "x", 50)).refuses(UserBanned)


def test_an_auction_that_is_not_there_is_not_found():
    for command in (PlaceBid(bea, "y", 50), CancelAuction(bea, "y"), WithdrawAuction("y", "r")):
        given(opened()).when(command).refuses(NotFound("auction", "y"))


@pytest.mark.parametrize("amount", [0, -5, 10**9 + 1])
def test_an_amount_that_is_none_is_refused(amount: int):
    given(opened()).when(PlaceBid(bea, "x", amount)).refuses(InvalidValue)


# --- the end ---------------------------------------------------------------------------------------------------------


def test_a_late_bid_extends_the_end_and_an_early_one_does_not():
    late = END - 60 * SECOND
    given(opened()).when(PlaceBid(bea, "x", 10), at=late).records(
        auction.bid_placed(), auction.extended(ends_at=late + 120 * SECOND), wallet.held()
    )
    given(opened()).when(PlaceBid(bea, "x", 10), at=END - 120 * SECOND).records(auction.bid_placed(), wallet.held())


def test_at_its_end_it_is_over_and_a_millisecond_before_it_is_not():
    given(opened()).when(PlaceBid(bea, "x", 10), at=END).refuses(AuctionOver("x"))
    scene = given(opened()).when(PlaceBid(bea, "x", 10), at=END - timedelta(milliseconds=1))
    assert scene.refusal is None


def test_the_sale_moves_item_price_and_fee_in_one_commit():
    scene = given(opened(), bid_by(bea, 105)).when(CloseAuction("x"), at=END)
    scene.records(
        auction.closed(ana, "lamp", bea, 105, fee=5, proceeds=100, bids=1, reason="ended"),
        wallet.captured(HOLD, 105, "auction_won:x", balance=895, total_held=0),
        wallet.credited(100, "auction_sold:x", balance=100),
        item.received("lamp", 1, "auction_won:x", owned=1),
    )
    assert [event.user_id for event in scene.recorded] == [None, bea, ana, bea]


def test_without_a_bid_the_item_goes_back():
    given(opened()).when(CloseAuction("x"), at=END).records(
        auction.closed(ana, "lamp", None, 0, 0, 0, 0, "ended"), item.received("lamp", 1, "auction_unsold:x")
    )


def test_it_is_closed_neither_early_nor_twice():
    scene = given(opened(), bid_by(bea, 50))
    scene.when(CloseAuction("x"), at=END - timedelta(milliseconds=1)).records_nothing()
    scene.when(CloseAuction("x"), at=END)
    scene.when(CloseAuction("x"), at=END + HOUR).records_nothing()
    scene.when(PlaceBid(carla, "x", 900)).refuses(AuctionOver("x"))


def test_a_bid_of_the_buyout_price_buys_it_at_once_and_pays_no_more():
    given(opened(buyout=200), bid_by(bea, 100)).when(PlaceBid(carla, "x", 500)).records(
        auction.bid_placed("lamp", carla, 200, bea, 100, 2),
        wallet.held(HOLD, 200),
        wallet.released(HOLD, 100, balance=1_000),
        auction.closed(winner=carla, price=200, fee=10, proceeds=190, reason="buyout"),
        wallet.captured(HOLD, 200, balance=800, total_held=0),
        wallet.credited(190, "auction_sold:x"),
        item.received("lamp", 1, "auction_won:x"),
    )


def test_who_leads_buys_it_out_with_the_difference():
    scene = given(opened(buyout=200), bid_by(bea, 195)).when(PlaceBid(bea, "x", 200))
    assert scene.refusal is None
    assert scene.recorded[1].state["amount"] == 5
    assert scene.receipt is not None
    assert scene.receipt.result["sold"]


def test_the_sale_of_a_penny_leaves_the_seller_the_penny():
    given(opened(minimum=1), bid_by(bea, 1)).when(CloseAuction("x"), at=END).records(
        auction.closed(fee=0, proceeds=1), wallet.captured(), wallet.credited(1), item.received()
    )


def test_a_sale_is_never_refused_whatever_the_wallet_and_the_mochila_hold():
    full = (
        wallet.credited(MAX_BALANCE, balance=MAX_BALANCE - 30, of=ana),
        item.received("lamp", MAX_QUANTITY, "found", MAX_QUANTITY, of=bea),
    )
    given(opened(), bid_by(bea, 100), full).when(CloseAuction("x"), at=END).records(
        auction.closed(price=100, fee=70, proceeds=30),
        wallet.captured(),
        wallet.credited(30, balance=MAX_BALANCE),
        item.received(owned=MAX_QUANTITY + 1),
    )


# --- taking it back --------------------------------------------------------------------------------------------------


def test_cancelling_restores_all():
    given(opened(), bid_by(bea, 100)).when(CancelAuction(ana, "x")).records(
        auction.cancelled(ana, "lamp", bea, 100, 1, "seller"),
        wallet.released(HOLD, 100, "auction_cancelled:x", balance=1_000, total_held=0),
        item.received("lamp", 1, "auction_cancelled:x"),
    )


def test_the_community_cancels_whosever_it_is():
    given(opened(), bid_by(bea, 100)).when(WithdrawAuction("x", "fraud")).records(
        auction.cancelled(reason="fraud"), wallet.released(), item.received("lamp", 1, "auction_withdrawn:x")
    )


def test_nobody_else_cancels_it_and_nobody_after_the_end():
    given(opened()).when(CancelAuction(bea, "x")).refuses(NotYourAuction("x"))
    given(opened()).when(CancelAuction(ana, "x"), at=END).refuses(AuctionOver("x"))
    given(opened()).when(WithdrawAuction("x", "r"), at=END).refuses(AuctionOver("x"))


def test_the_community_can_keep_sellers_from_cancelling_once_there_are_bids():
    pack = PACK.model_copy(update={"auctions": AuctionRules(cancel_with_bids=False)})
    given(opened(), bid_by(bea, 100)).with_content(pack).when(CancelAuction(ana, "x")).refuses(AuctionHasBids("x"))
    scene = given(opened()).with_content(pack).when(CancelAuction(ana, "x"))
    assert scene.refusal is None


# --- who is told -----------------------------------------------------------------------------------------------------


def told(scene: Scene) -> list[tuple[UserId, str, str]]:
    messages = [each for event in scene.recorded for each in notifications(event, PACK)]
    return [(each.user_id, each.key, each.kind) for each in messages]


def test_the_outbid_one_is_told_and_who_raises_the_own_bid_is_not():
    assert told(given(opened(), bid_by(bea, 100)).when(PlaceBid(carla, "x", 200))) == [
        (bea, "notify-auction-outbid", "social")
    ]
    assert told(given(opened(), bid_by(bea, 100)).when(PlaceBid(bea, "x", 200))) == []


def test_winner_and_seller_are_told_of_the_sale():
    assert told(given(opened(), bid_by(bea, 100)).when(CloseAuction("x"), at=END)) == [
        (ana, "notify-auction-sold", "money"),
        (bea, "notify-auction-won", "money"),
    ]


def test_the_seller_is_told_that_nobody_bid():
    assert told(given(opened()).when(CloseAuction("x"), at=END)) == [(ana, "notify-auction-unsold", "money")]


def test_who_was_outbid_is_told_of_the_end_once_however_often_they_bid():
    scene = given(opened())
    for bidder, amount in ((bea, 10), (carla, 20), (bea, 30), (carla, 40), (carla, 50)):
        scene.when(PlaceBid(bidder, "x", amount))
    scene.when(CloseAuction("x"), at=END).records(
        auction.closed(winner=carla, price=50, bids=5, losers=[bea]),
        wallet.captured(),
        wallet.credited(),
        item.received(),
    )
    assert [each for each in told(scene) if each[0] == bea] == [(bea, "notify-auction-lost", "game")]
    messages = [each for event in scene.recorded for each in notifications(event, PACK)]
    assert len({each.effect_id for each in messages}) == len(messages)


def test_buying_it_out_is_the_end_for_whoever_led():
    scene = given(opened(buyout=200), bid_by(bea, 100)).when(PlaceBid(carla, "x", 200))
    assert [each[1] for each in told(scene) if each[0] == bea] == ["notify-auction-outbid", "notify-auction-lost"]


def test_an_auction_closed_by_an_earlier_release_tells_nobody_that_they_lost():
    old = {
        "seller": ana,
        "item": "lamp",
        "winner": bea,
        "price": 9,
        "fee": 0,
        "proceeds": 9,
        "bids": 2,
        "reason": "ended",
    }
    assert present_fields(1, "auction.closed", 1, dict(old)) == old | {"losers": []}


def test_who_led_is_told_that_it_was_cancelled_and_the_seller_that_somebody_else_did():
    scene = given(opened(), bid_by(bea, 100))
    assert told(scene.when(CancelAuction(ana, "x"))) == [(bea, "notify-auction-cancelled", "money")]
    scene = given(opened(), bid_by(bea, 100))
    assert told(scene.when(WithdrawAuction("x", "fraud"))) == [
        (bea, "notify-auction-cancelled", "money"),
        (ana, "notify-auction-withdrawn", "money"),
    ]


# --- invariants 2 and 6 ----------------------------------------------------------------------------------------------

PEOPLE = (ana, bea, carla)
STEP = st.one_of(
    st.tuples(st.just("open"), st.sampled_from(PEOPLE), st.integers(1, 200), st.none() | st.integers(100, 400)),
    st.tuples(st.just("bid"), st.sampled_from(PEOPLE), st.integers(0, 3), st.integers(1, 450)),
    st.tuples(st.just("close"), st.just(ana), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("cancel"), st.sampled_from(PEOPLE), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("withdraw"), st.just(ana), st.integers(0, 3), st.just(0)),
    st.tuples(st.just("wait"), st.just(ana), st.integers(1, 40), st.just(0)),
)


@settings(max_examples=200)
@examples(st.lists(STEP, max_size=25), st.lists(st.integers(0, 1), min_size=1, max_size=5))
def test_2_and_6_besitos_and_items_are_conserved_and_what_is_held_is_the_price(
    steps: list[tuple[str, UserId, int, int | None]], repeated: list[int]
) -> None:
    """Random deeds, some of them sent twice, by a new process each: after every commit nothing is made or lost."""
    scene, now, ids = Scene(content=PACK), DEFAULT_NOW, list[str]()
    for person in PEOPLE:
        scene.when(RegisterUser(person, "es"))
        scene.when(MoveBesitos(person, 400, "test"))
        scene.when(GrantItem(person, "lamp", 2, "test"))
    for number, (deed, who, first, second) in enumerate(steps):
        id = ids[first % len(ids)] if ids else "none"
        now += timedelta(seconds=first if deed == "wait" else 1)
        commands: dict[str, Command] = {
            "open": OpenAuction(who, "lamp", first, 30, second),
            "bid": PlaceBid(who, id, second or 1),
            "close": CloseAuction(id),
            "cancel": CancelAuction(who, id),
            "withdraw": WithdrawAuction(id, "test"),
        }
        if (command := commands.get(deed)) is None:
            continue
        for _ in range(1 + repeated[number % len(repeated)]):
            scene.when(command, at=now, command_id=f"http:test:{number}")
            if deed == "open" and scene.receipt and scene.receipt.result and not scene.receipt.repeated:
                ids.append(scene.receipt.result["id"])
    check_the_books(scene.store.events)


def check_the_books(events: Sequence[Recorded]) -> None:
    """Folds the log; at the end of each commit items and besitos add up, and what is held is what leads."""
    wallets, mochilas, auctions = dict[str, Wallet](), dict[str, Mochila](), dict[str, Auction]()
    kept: dict[str, dict[str, Any]] = {"wallet": wallets, "mochila": mochilas, "auction": auctions}
    kinds = {"wallet": Wallet, "mochila": Mochila, "auction": Auction}
    minted = burned = lamps = 0
    prices: dict[str, int] = {}
    for index, event in enumerate(events):
        kind = event.stream.partition(":")[0]
        if kind not in kinds:
            continue
        if event.topic in ("wallet.credited", "wallet.debited") and event.reason == "test":
            minted += event.amount
        if event.topic == "auction.closed":
            burned += event.fee
        if event.topic == "item.received" and event.reason == "test":
            lamps += event.quantity
        if event.topic == "auction.bid_placed":
            assert event.amount > prices.get(event.stream, 0), "prices rise"
            prices[event.stream] = event.amount
        if kind == "auction" and event.stream in auctions:
            assert auctions[event.stream].status == "open", "nothing after the end"
        aggregate = kept[kind].get(event.stream) or kinds[kind].blank(event.stream)
        kept[kind][event.stream] = as_domain_event(event).mutate(aggregate)
        if index + 1 < len(events) and events[index + 1].commit_id == event.commit_id:
            continue
        going = [each for each in auctions.values() if each.status == "open"]
        assert all(each.available >= 0 for each in wallets.values())
        assert sum(each.available + each.held for each in wallets.values()) == minted - burned
        assert sum(sum(each.items.values()) for each in mochilas.values()) + len(going) == lamps, "each has one owner"
        held = Counter({(Wallet.stream(each.leader), each.hold): each.price for each in going if each.leader})
        assert held == Counter({(id, hold): n for id, each in wallets.items() for hold, n in each.holds.items()})


async def test_fifty_concurrent_bids_and_two_closings_from_two_processes_have_one_outcome() -> None:
    scene = given(opened(minimum=1, late=0)).with_content(PACK)
    begin = len(scene.store.events)
    buses = [scene.bus(), scene.bus()]

    async def give(bus: Bus, command: Command, id: str, at: datetime) -> bool:
        try:
            await bus.execute(command, bus.context(id, actor="test", source="test", now=at))
        except (BidTooLow, InsufficientBesitos, AuctionOver):
            return False
        return True

    last = END - timedelta(milliseconds=1)
    bids = [give(buses[n % 2], PlaceBid((bea, carla)[n % 2], "x", 10 + n), f"bid:{n}", last) for n in range(50)]
    done = await asyncio.gather(*bids, *(give(bus, CloseAuction("x"), f"close:{id(bus)}", END) for bus in buses))
    topics = Counter(event.topic for event in scene.store.events[begin:])
    assert topics["auction.closed"] == 1
    assert topics["auction.bid_placed"] == sum(done[:50])
    assert topics["wallet.captured"] == topics["wallet.credited"] == topics["item.received"] == 1
    moved = Counter[str]()
    for event in scene.store.events[begin:]:
        moved[event.topic] += event.state.get("amount", 0)
    assert moved["wallet.held"] == moved["wallet.released"] + moved["wallet.captured"]


def test_ten_thousand_bids_leave_an_aggregate_of_a_few_fields():
    auction = Auction.blank("auction:x")
    auction.begin(DEFAULT_NOW, [])
    auction.open(ana, Lot("lamp", 1, None, 3_600), AuctionRules(raise_percent=0), DEFAULT_NOW)
    for n in range(10_000):
        auction.bid((bea, carla)[n % 2], n + 1, DEFAULT_NOW)
    assert auction.bids == 10_000
    assert len(repr(auction.snapshot_state)) < 600
