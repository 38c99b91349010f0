"""A button's deed is done once for the screen that offered it; but what was refused is not refused for ever."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from adapters.telegram.callbacks import Open, item_mark, owner_mark
from adapters.telegram.handlers.auction_selling import mark_of
from commands.auctions import OpenAuction, PlaceBid
from commands.context import Command
from commands.mochila import GrantItem, RemoveItem
from commands.wallet import MoveBesitos
from domain.ids import UserId
from domain.referrals import referral_code
from tests.telegram_mock import Phone
from tests.telegram_world import World

ITEM = "galleta_suerte"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    world = World(tmp_path)
    yield world
    world.close()


async def arrived(world: World, telegram_id: int, name: str, besitos: int = 0) -> tuple[Phone, UserId]:
    phone = world.phone(telegram_id, name)
    await phone.writes("/start")
    user = await world.user_id(phone)
    if besitos:
        await happens(world, MoveBesitos(user, besitos, "prize"))
    return phone, user


async def happens(world: World, command: Command) -> Any:
    """A command of somebody else, which the read models know of."""
    receipt = await world.give(command, f"test:{len(world.store.events)}")
    world.reads.catch_up()
    return receipt.result


def data_of(phone: Phone, label: str) -> str:
    """What the newest message's button that says `label` carries."""
    return next(str(each["callback_data"]) for row in phone.keyboard for each in row if label in each["text"])


async def opens(world: World, phone: Phone, screen: str, what: str) -> None:
    owner = owner_mark(await world.user_id(phone))
    await phone.taps_data(Open(owner=owner, screen=screen, what=what).pack())


async def up_for_auction(world: World) -> str:
    """Ana offers a fortune cookie from 50 on; the auction's id."""
    _, ana = await arrived(world, 4_001, "Ana")
    await happens(world, GrantItem(ana, ITEM, 1, "prize"))
    opened = await happens(world, OpenAuction(ana, ITEM, 50, 3_600))
    return str(opened["id"])


def bids(world: World) -> list[int]:
    return [event.state["amount"] for event in world.store.events if event.topic == "auction.bid_placed"]


# -- auctions ---------------------------------------------------------------------------------------------------------


async def test_who_was_outbid_before_they_tapped_bids_more_on_the_same_screen(world: World) -> None:
    id = await up_for_auction(world)
    bea, _ = await arrived(world, 4_002, "Bea", besitos=500)
    _, carla = await arrived(world, 4_003, "Carla", besitos=500)
    await opens(world, bea, "auction", id)
    more = data_of(bea, "🔨 63")
    await happens(world, PlaceBid(carla, id, 50))
    await bea.taps("🔨 50")
    assert "53 besitos al menos" in (bea.pop_up or "")
    assert "de Carla" in bea.screen and "🔨 53" in bea.labels, "the screen shows how it stands now"
    await bea.taps_data(more)
    assert bids(world) == [50, 63]
    await bea.taps_data(more)
    assert bids(world) == [50, 63], "a second tap is not a second bid"


async def test_who_is_short_of_one_amount_bids_a_lesser_one(world: World) -> None:
    id = await up_for_auction(world)
    bea, _ = await arrived(world, 4_002, "Bea", besitos=54)
    await opens(world, bea, "auction", id)
    least = data_of(bea, "🔨 50")
    await bea.taps("🔨 55")
    assert "Te faltan besitos" in (bea.pop_up or "")
    await bea.taps_data(least)
    assert bids(world) == [50]


async def test_a_bid_that_was_refused_is_placed_when_the_besitos_have_come(world: World) -> None:
    id = await up_for_auction(world)
    bea, user = await arrived(world, 4_002, "Bea", besitos=20)
    await opens(world, bea, "auction", id)
    await bea.taps("🔨 50")
    assert bids(world) == []
    await happens(world, MoveBesitos(user, 40, "prize"))
    await bea.taps("🔨 50")
    assert bids(world) == [50]


async def test_what_could_not_be_put_up_is_put_up_when_one_has_it(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    await opens(world, ana, "sell", f"{mark_of(world.bus.content.item(ITEM))}-50-0")
    await ana.taps("1 hora")
    assert "auction.opened" not in world.topics()
    await happens(world, GrantItem(user, ITEM, 1, "prize"))
    await ana.taps("1 hora")
    assert world.topics().count("auction.opened") == 1


# -- giving -----------------------------------------------------------------------------------------------------------


async def test_besitos_that_were_lacking_are_given_when_they_have_come(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana", besitos=10)
    _, bea = await arrived(world, 4_002, "Bea")
    await ana.writes(f"/regalar {referral_code(bea)} 40")
    yes = data_of(ana, "Sí, regalar 40")
    await ana.taps("Sí, regalar 40")
    assert "10" in (ana.pop_up or "") and "transfer.sent" not in world.topics()
    await happens(world, MoveBesitos(user, 100, "prize"))
    again = data_of(ana, "Sí, regalar 40")
    for data in (again, again, yes):
        await ana.taps_data(data)
    assert world.topics().count("transfer.sent") == 1


async def test_a_thing_that_was_lacking_is_given_when_it_has_come(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    _, bea = await arrived(world, 4_002, "Bea")
    await opens(world, ana, "present", f"{referral_code(bea)}-{item_mark(ITEM)}")
    await ana.taps("Sí")
    assert "item.given" not in world.topics()
    await happens(world, GrantItem(user, ITEM, 2, "prize"))
    again = data_of(ana, "Sí")
    for _ in range(2):
        await ana.taps_data(again)
    assert world.topics().count("item.given") == 1


# -- buying and using -------------------------------------------------------------------------------------------------


async def test_a_freeze_that_was_too_dear_is_bought_when_the_besitos_have_come(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    await ana.writes("/regalo")
    await ana.taps("Racha")
    await ana.taps("protector por 40")
    assert "gift.freeze_bought" not in world.topics()
    await happens(world, MoveBesitos(user, 100, "prize"))
    await ana.taps("protector por 40")
    assert world.topics().count("gift.freeze_bought") == 1


async def test_a_thing_that_was_gone_is_used_when_there_is_one_again(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    await happens(world, GrantItem(user, ITEM, 1, "prize"))
    await opens(world, ana, "thing", ITEM)
    old = data_of(ana, "Usar")
    await happens(world, RemoveItem(user, ITEM, 1, "lost"))
    await ana.taps_data(old)
    assert not any("Usar" in label for label in ana.labels), "there is none to use"
    await happens(world, GrantItem(user, ITEM, 1, "prize"))
    await opens(world, ana, "thing", ITEM)
    await ana.taps("Usar")
    assert world.topics().count("item.used") == 1


async def test_what_could_not_be_put_together_is_when_one_has_it(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    recipe = next(each for each in world.bus.content.recipes if not each.secret and not each.knows)
    for item, needed in recipe.needs.items():
        await happens(world, GrantItem(user, item, needed, "prize"))
    await opens(world, ana, "recipes", "")
    first = next(iter(recipe.needs))
    (made,) = [data for row in ana.keyboard for each in row if recipe.id in (data := str(each["callback_data"]))]
    await happens(world, RemoveItem(user, first, 1, "lost"))
    await ana.taps_data(made)
    assert "item.combined" not in world.topics()
    assert made not in str(ana.keyboard), "it can't be made now"
    await happens(world, GrantItem(user, first, 1, "prize"))
    await opens(world, ana, "recipes", "")
    (made,) = [data for row in ana.keyboard for each in row if recipe.id in (data := str(each["callback_data"]))]
    for _ in range(2):
        await ana.taps_data(made)
    assert world.topics().count("item.combined") == 1


async def test_who_puts_the_wrong_things_together_tries_others_on_the_same_screen(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    for item in (ITEM, "chocolate_espeso"):
        await happens(world, GrantItem(user, item, 1, "prize"))
    await opens(world, ana, "mix", ITEM)
    before = ana.labels
    await ana.taps("Chocolate espeso")
    assert ana.pop_up and "item.combined" not in world.topics()
    assert ana.labels == before
    old = data_of(ana, "Chocolate espeso")
    await happens(world, RemoveItem(user, ITEM, 1, "lost"))
    await ana.taps_data(old)
    assert ana.pop_up and ana.labels == before, "what was shown is gone: only the refusal is told"


async def test_two_taps_on_putting_things_together_make_one_and_say_the_same(world: World) -> None:
    ana, user = await arrived(world, 4_001, "Ana")
    recipe = next(each for each in world.bus.content.recipes if len(each.needs) == 2 and not each.knows)
    for item, needed in recipe.needs.items():
        await happens(world, GrantItem(user, item, needed, "prize"))
    first, second = recipe.needs
    await opens(world, ana, "mix", first)
    data = data_of(ana, world.bus.content.item(second).title.in_language("es"))
    await ana.taps_data(data)
    told = ana.screen
    await ana.taps_data(data)
    assert world.topics().count("item.combined") == 1
    assert ana.screen == told and ana.pop_up is None


async def test_where_what_was_shown_is_gone_too_only_the_refusal_is_told(world: World) -> None:
    id = await up_for_auction(world)
    bea, _ = await arrived(world, 4_002, "Bea", besitos=100)
    await opens(world, bea, "auction", id)
    before = bea.screen
    await bea.taps_data(data_of(bea, "🔨 50").replace(id, "f" * 16))
    assert bea.pop_up and bea.screen == before
    await bea.taps("🔨 50")
    assert bids(world) == [50]
