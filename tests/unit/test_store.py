from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from commands.store import BuyItem
from domain.content import ContentPack
from domain.content_check import problems
from domain.errors import InvalidValue, NotFound
from domain.membership import VipOnly
from domain.mochila import MAX_QUANTITY, MochilaFull
from domain.store import (
    MAX_PIECES,
    ItemNeedsLevel,
    NotForSale,
    NotOnSaleNow,
    OfferDefinition,
    PriceChanged,
    PurchaseLimitReached,
    SoldOut,
    Stock,
    Window,
)
from domain.users import UserBanned
from domain.wallet import InsufficientBesitos
from tests.unit.examples import WORDS
from tests.unit.given import (
    Scene,
    ana,
    bea,
    given,
    item,
    level,
    membership,
    nothing,
    nothing_at_all,
    stock,
    user,
    wallet,
)

SUNDAY, MONDAY = "2026-03-01", "2026-03-02"
MADRID = ZoneInfo("Europe/Madrid")


def thing(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": WORDS, "description": WORDS, "category": "keepsake", **more}


def offer(item: str = "lamp", price: int = 30, **more: Any) -> dict[str, Any]:
    return {"item": item, "price": price, **more}


def shop(*offers: dict[str, Any], **more: Any) -> ContentPack:
    items = [thing("lamp"), thing("box", use={"items": {"purse": 2}}), thing("purse", use={"besitos": 10})]
    return ContentPack.model_validate({"items": items, "store": offers or [offer()], **more})


def rich(*history: Any, besitos: int = 100, pack: ContentPack | None = None) -> Scene:
    """Ana with besitos, before this store."""
    return given(wallet.credited(besitos, "gift", balance=besitos), *history).with_content(pack or shop())


def gone(pieces: int) -> Any:
    """So many lamps were sold before."""
    return stock.taken("lamp", pieces, taken=pieces, of="lamp")


# -- a purchase is whole ----------------------------------------------------------------------------------------------


def test_a_purchase_moves_money_and_item_in_one_commit():
    scene = rich().when(BuyItem(ana, "lamp", 2))
    scene.records(
        item.purchased("lamp", 2, unit_price=30, total=60, regular_price=30, priced="regular", bought=2),
        wallet.debited(60, "purchase:lamp", balance=40),
        item.received("lamp", 2, "purchase:lamp", owned=2),
    )
    assert len({each.commit_id for each in scene.recorded}) == 1
    scene.answers(
        {"item": "lamp", "quantity": 2, "unit_price": 30, "total": 60, "owned": 2, "balance": 40, "left": None}
    )


def test_where_there_is_a_stock_it_is_taken_in_the_same_commit():
    scene = rich(gone(3), pack=shop(offer(stock=5))).when(BuyItem(ana, "lamp", 2))
    scene.records(
        item.purchased("lamp", 2),
        wallet.debited(60),
        stock.taken("lamp", 2, taken=5, left=0),
        item.received("lamp", 2),
    )
    assert scene.receipt is not None and scene.receipt.result["left"] == 0


def test_buyers_of_what_is_endless_have_no_stream_in_common():
    scene = rich().when(BuyItem(ana, "lamp"))
    assert all(each.stream.endswith(ana) for each in scene.recorded)


def test_who_has_too_little_buys_nothing():
    rich(besitos=59).when(BuyItem(ana, "lamp", 2)).refuses(InsufficientBesitos(needed=60, available=59))


def test_what_is_sold_out_costs_nothing():
    pack = shop(offer(stock=5))
    rich(gone(5), pack=pack).when(BuyItem(ana, "lamp")).refuses(SoldOut("lamp", 0))
    rich(gone(4), pack=pack).when(BuyItem(ana, "lamp", 2)).refuses(SoldOut("lamp", 1))


def test_a_stock_that_the_content_lowered_below_what_is_gone_is_sold_out_and_not_negative():
    scene = rich(gone(5), pack=shop(offer(stock=3)))
    scene.when(BuyItem(ana, "lamp")).refuses(SoldOut("lamp", 0))


def test_a_stock_that_the_content_raised_goes_on():
    scene = rich(gone(5), pack=shop(offer(stock=6)))
    scene.when(BuyItem(ana, "lamp")).records(
        item.purchased(), wallet.debited(), stock.taken(taken=6, left=0), item.received()
    )


def test_the_shelf_itself_gives_no_more_than_it_has():
    shelf = Stock.blank("stock:lamp")
    with pytest.raises(SoldOut):
        shelf.take(OfferDefinition(item="lamp", price=1, stock=1), 2)


def test_what_no_mochila_holds_is_not_paid_for():
    full = item.received("lamp", MAX_QUANTITY, owned=MAX_QUANTITY)
    rich(full).when(BuyItem(ana, "lamp")).refuses(MochilaFull("lamp", MAX_QUANTITY))


# -- who may buy what, and when ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("quantity", [0, -1, MAX_PIECES + 1])
def test_a_quantity_that_nobody_buys_is_refused(quantity: int):
    rich().when(BuyItem(ana, "lamp", quantity)).refuses(InvalidValue)


def test_an_item_that_there_is_not_and_one_that_is_not_sold_are_refused():
    rich().when(BuyItem(ana, "moon")).refuses(NotFound("item", "moon"))
    rich().when(BuyItem(ana, "purse")).refuses(NotForSale("purse"))


def test_strangers_and_the_banned_buy_nothing():
    given(nothing_at_all).with_content(shop()).when(BuyItem(bea, "lamp")).refuses(NotFound("user", bea))
    rich(user.banned("spam", until=None)).when(BuyItem(ana, "lamp")).refuses(UserBanned(None, "spam"))


def test_a_limit_counts_all_purchases_of_a_user():
    pack = shop(offer(limit=3))
    rich(item.purchased("lamp", 2, bought=2), pack=pack).when(BuyItem(ana, "lamp", 2)).refuses(
        PurchaseLimitReached("lamp", limit=3, bought=2)
    )
    rich(item.purchased("lamp", 2, bought=2), pack=pack).when(BuyItem(ana, "lamp")).records(
        item.purchased("lamp", 1, bought=3), wallet.debited(30), item.received("lamp", 1)
    )


def test_what_was_received_otherwise_counts_for_no_limit():
    rich(item.received("lamp", 5, owned=5), pack=shop(offer(limit=1))).when(BuyItem(ana, "lamp")).records(
        item.purchased(), wallet.debited(), item.received("lamp", 1, owned=6)
    )


def test_what_is_for_vips_is_refused_to_others_and_to_those_whose_time_is_over():
    pack = shop(offer(vip_only=True))
    ended = membership.granted(until=datetime(2026, 3, 1, 12, tzinfo=UTC))
    rich(pack=pack).when(BuyItem(ana, "lamp")).refuses(VipOnly())
    rich(ended, pack=pack).when(BuyItem(ana, "lamp"), on=SUNDAY).refuses(VipOnly())


def test_a_level_opens_an_offer():
    pack = shop(offer(level=2), levels=[{"experience": each, "title": WORDS} for each in (0, 10)])
    rich(pack=pack).when(BuyItem(ana, "lamp")).refuses(ItemNeedsLevel("lamp", 2))
    rich(level.reached(2), pack=pack).when(BuyItem(ana, "lamp")).records(
        item.purchased(), wallet.debited(), item.received()
    )


def test_out_of_season_one_learns_when_it_is_sold_again():
    pack = shop(offer(windows=[{"weekdays": ["sun"]}]))
    rich(pack=pack).when(BuyItem(ana, "lamp"), on=MONDAY).refuses(
        NotOnSaleNow("lamp", opens=datetime(2026, 3, 8, tzinfo=UTC))
    )
    rich(pack=pack).when(BuyItem(ana, "lamp"), on=SUNDAY).records(item.purchased(), wallet.debited(), item.received())


def test_what_is_never_sold_again_says_so():
    pack = shop(offer(windows=[{"closes": "2026-03-01T12:00:00Z"}]))
    rich(pack=pack).when(BuyItem(ana, "lamp"), on=SUNDAY).refuses(NotOnSaleNow("lamp", opens=None))


# -- prices -----------------------------------------------------------------------------------------------------------


def test_a_vip_pays_the_price_for_vips():
    vip = membership.granted(until=datetime(2026, 4, 1, tzinfo=UTC))
    rich(vip, pack=shop(offer(vip_price=20))).when(BuyItem(ana, "lamp")).records(
        item.purchased(unit_price=20, regular_price=30, priced="vip"), wallet.debited(20), item.received()
    )


def test_a_sale_lowers_the_price_while_it_lasts_and_the_lowest_price_holds():
    vip = membership.granted(until=datetime(2026, 4, 1, tzinfo=UTC))
    pack = shop(offer(vip_price=25, sales=[{"weekdays": ["sun"], "price": 10}]))
    for day, price, priced in ((SUNDAY, 10, "sale"), (MONDAY, 25, "vip")):
        rich(vip, pack=pack).when(BuyItem(ana, "lamp"), on=day).records(
            item.purchased(unit_price=price, priced=priced), wallet.debited(price), item.received()
        )


def test_a_price_that_changed_since_it_was_shown_is_asked_again():
    rich().when(BuyItem(ana, "lamp", shown=25)).refuses(PriceChanged("lamp", shown=25, price=30))
    rich().when(BuyItem(ana, "lamp", shown=30)).records(item.purchased(), wallet.debited(30), item.received())


# -- windows ----------------------------------------------------------------------------------------------------------


def test_a_weekday_begins_at_midnight_of_the_community():
    sunday = Window(weekdays=("sun",))
    before = datetime(2026, 2, 28, 22, 59, 59, tzinfo=UTC)
    assert not sunday.holds(before, MADRID)
    assert sunday.holds(before + timedelta(seconds=1), MADRID)
    assert sunday.begins(before, MADRID) == before + timedelta(seconds=1)
    assert sunday.ends(before + timedelta(seconds=1), MADRID) == datetime(2026, 3, 1, 23, tzinfo=UTC)


def test_a_day_of_25_hours_is_one_day():
    sunday = Window(weekdays=("sun",))
    assert sunday.ends(datetime(2026, 10, 25, 12, tzinfo=UTC), MADRID) == datetime(2026, 10, 25, 23, tzinfo=UTC)


def test_a_window_within_dates_begins_and_ends_with_them():
    opens, closes = datetime(2026, 3, 4, 12, tzinfo=UTC), datetime(2026, 3, 14, 12, tzinfo=UTC)
    weekends = Window(opens=opens, closes=closes, weekdays=("sat", "sun"))
    utc = ZoneInfo("UTC")
    assert weekends.begins(opens - timedelta(days=3), utc) == datetime(2026, 3, 7, tzinfo=UTC)
    assert weekends.ends(closes - timedelta(hours=1), utc) == closes
    assert not weekends.holds(closes, utc)
    assert weekends.begins(closes, utc) is None
    assert Window(opens=opens).begins(opens - timedelta(days=90), utc) == opens
    assert Window(opens=opens).ends(opens, utc) is None


# -- content ----------------------------------------------------------------------------------------------------------


def complaints(pack: ContentPack) -> list[str]:
    return [f"{'.'.join(map(str, each.path))}: {each.message}" for each in problems(pack)]


def test_a_good_store_has_no_problems():
    assert complaints(shop(offer(), offer("box", 25), offer("purse", 11))) == []


def test_what_a_store_can_not_sell_is_named():
    found = complaints(shop(offer("moon"), offer(level=2), offer()))
    assert found == [
        "store.0.item: there is no item 'moon'",
        "store.1.level: there are only 1 levels",
        "store.2.item: 'lamp' is for sale already",
    ]


def test_what_prints_money_is_found_also_in_boxes():
    assert complaints(shop(offer("purse", 10))) == [
        "items.2.use: gives 10 besitos in the end, and anybody can buy it again for 10"
    ]
    assert complaints(shop(offer("box", 20))) == [
        "items.1.use: gives 20 besitos in the end, and anybody can buy it again for 20"
    ]
    assert complaints(shop(offer("box", 20, limit=1))) == []


BACKWARDS = {"opens": "2026-03-02T00:00:00Z", "closes": "2026-03-01T00:00:00Z"}


@pytest.mark.parametrize("wrong", [{"vip_price": 30}, {"sales": [{"price": 31}]}, {"windows": [BACKWARDS]}])
def test_an_offer_that_makes_no_sense_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=r"must be below 30|must be after opens"):
        OfferDefinition.model_validate(offer(**wrong))


def test_nothing_happens_to_a_wallet_that_bought_nothing():
    given(nothing).with_content(shop()).when(BuyItem(ana, "lamp")).refuses(InsufficientBesitos(needed=30, available=0))
