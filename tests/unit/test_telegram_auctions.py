"""Auctions in Telegram: three people, one thing, and whoever taps last."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.telegram.callbacks import Bid, Open, PutUp, TakeBack, owner_mark
from adapters.telegram.handlers.auction_selling import mark_of
from commands.auctions import OpenAuction
from commands.mochila import GrantItem
from commands.wallet import MoveBesitos
from domain.ids import UserId
from tests.telegram_mock import Phone
from tests.telegram_world import World, default_pack

ITEM = "galleta_suerte"
NAME = "Galleta de la suerte"


@dataclass
class Square:
    """The world with Ana, who has a fortune cookie, and Bea and Carla, who have 500 besitos each."""

    world: World
    ana: Phone
    bea: Phone
    carla: Phone

    async def meet(self) -> None:
        for phone in (self.ana, self.bea, self.carla):
            await phone.writes("/start")
        for phone in (self.bea, self.carla):
            user = await self.world.user_id(phone)
            await self.world.give(MoveBesitos(user, 500, "prize"), f"test:{user}")
        await self.world.give(GrantItem(await self.world.user_id(self.ana), ITEM, 1, "prize"), "test:cookie")
        self.world.reads.catch_up()

    def told(self, phone: Phone, text: str) -> bool:
        """Whether the person has a message that says so."""
        return any(text in str(message.get("text")) for message in phone.messages)

    async def put_up(self, time: str = "1 hora", at_once: str = "Sin compra directa") -> str:
        """Ana puts her cookie up from 50 on; the auction's id."""
        await self.ana.writes("/subastas")
        await self.ana.taps("Subastar algo")
        await self.ana.taps(NAME)
        await self.ana.taps("50 💋")
        await self.ana.taps(at_once)
        await self.ana.taps(time)
        opened = next(event for event in self.world.store.events if event.topic == "auction.opened")
        return opened.stream.partition(":")[2]

    async def look(self, phone: Phone) -> None:
        await phone.writes("/subastas")
        await phone.taps(NAME)

    def purse(self, user: UserId) -> tuple[int, int]:
        moved = [event for event in self.world.store.events if event.stream == f"wallet:{user}"]
        held = [event.state["total_held"] for event in moved if "total_held" in event.state]
        return moved[-1].state["balance"], held[-1] if held else 0


@pytest.fixture
async def square(tmp_path: Path) -> AsyncIterator[Square]:
    world = World(tmp_path)
    square = Square(world, world.phone(), world.phone(4_002, "Bea <b>"), world.phone(4_003, "Carla"))
    await square.meet()
    yield square
    world.close()


async def test_one_sells_two_bid_the_late_bid_extends_it_closes_and_all_are_told(square: Square) -> None:
    world, ana, bea, carla = square.world, square.ana, square.bea, square.carla
    await square.put_up()
    assert "En subasta" in ana.screen and "Nadie ha pujado" in ana.screen
    assert not [label for label in ana.labels if label.startswith("🔨")], "nobody bids on their own"

    await square.look(bea)
    assert "Quedan <b>1 h" not in bea.screen and "De Ana" in bea.screen
    await bea.taps("🔨 50")
    assert "Puja hecha: 50" in bea.screen and "Vas ganando" in bea.screen

    world.clock.pass_time(minutes=59)
    await square.look(carla)
    assert "de Bea <b>" in carla.screen
    await carla.taps("🔨 53")
    assert "última hora ya movió el final" in carla.screen
    await world.settle()
    assert square.told(bea, "ya va por 53")
    assert square.purse(await world.user_id(bea)) == (500, 0)

    world.clock.pass_time(seconds=61)
    await ana.writes("/subastas")
    await ana.taps(NAME)
    assert "Quedan 59 s" in ana.screen
    await world.settle()
    assert "auction.closed" not in world.topics(), "the late bid has moved the end"
    world.clock.pass_time(seconds=60)
    await world.settle()
    assert world.topics().count("auction.closed") == 1
    await carla.taps("Actualizar")
    assert square.told(carla, "Se la llevó Carla por 53 💋, tras 2 pujas")
    assert square.told(carla, "¡Ganaste la subasta!")
    assert square.told(ana, "por 53 💋. Te llegaron 51")
    assert [text for each in bea.messages if "Terminó la subasta" in (text := str(each.get("text")))] == [
        "🔨 Terminó la subasta de Galleta de la suerte: se fue por 53 💋. Otra vez será. /subastas"
    ]
    assert not square.told(carla, "Terminó la subasta") and not square.told(ana, "Terminó la subasta")
    assert square.purse(await world.user_id(carla)) == (447, 0)
    await carla.writes("/subastas")
    await carla.taps("Las mías")
    assert "vendido" in carla.screen


async def test_a_bid_in_writing_and_ones_own_raise(square: Square) -> None:
    world, bea = square.world, square.bea
    id = await square.put_up()
    await bea.writes(f"/pujar {id} 120")
    assert "Puja hecha: 120" in bea.screen
    await bea.writes(f"/pujar {id} 200")
    assert square.purse(await world.user_id(bea)) == (300, 200)
    await bea.writes(f"/pujar {id} 201")
    assert "210 besitos al menos" in bea.screen
    for wrong in ("0", "-5", "abc", "5.5", "9999999999", "99999999999"):
        await bea.writes(f"/pujar {id} {wrong}")
        assert "número entero de besitos, de 210 a 1.000.000.000" in bea.screen
    await bea.writes(f"/pujar {id}")
    assert NAME in bea.screen and "número entero" not in bea.screen
    await bea.writes("/pujar none 20")
    assert "Puja hecha" not in bea.screen
    await bea.writes("/pujar")
    assert "Subastas del barrio" in bea.screen


async def test_a_time_in_writing_puts_it_up_at_once(square: Square) -> None:
    world, ana = square.world, square.ana
    mark = mark_of(world.bus.content.item(ITEM))
    await ana.writes("/subastar")
    await ana.taps(NAME)
    assert f"/subastar {mark} 75 90m" in ana.screen
    for dead in ("90", "m", "-1m", "0.5h", "9999999s", "90x"):
        await ana.writes(f"/subastar {mark} 75 {dead}")
        assert "¿cuánto tiempo?" in ana.screen and f"«{dead}» no es un tiempo" in ana.screen
    for wrong in ("-3", "0", "abc", "5.5", "99999999999"):
        await ana.writes(f"/subastar {mark} {wrong}")
        assert "empieza en un número entero de besitos, de 1 a 1.000.000.000" in ana.screen
    await ana.writes(f"/subastar {mark} 75 999999d")
    assert "Una subasta dura de 30 s a 7 d." in ana.screen
    await ana.writes(f"/subastar {mark} 75 29s")
    assert "Una subasta dura de 30 s a 7 d." in ana.screen and "auction.opened" not in world.topics()
    assert "auction.opened" not in world.topics()
    await ana.writes(f"/subastar {mark} 75 90m")
    assert "En subasta" in ana.screen and "Quedan 1 h 30 min" in ana.screen
    opened = next(event for event in world.store.events if event.topic == "auction.opened")
    assert (opened.state["item"], opened.state["minimum"]) == (ITEM, 75)


async def test_buttons_put_it_up_with_a_price_to_buy_it_at_and_for_less_than_an_hour(square: Square) -> None:
    world, ana, bea = square.world, square.ana, square.bea
    await square.put_up("15 min", at_once="⚡ 150")
    assert "En subasta" in ana.screen and "Quedan 15 min" in ana.screen
    opened = next(event for event in world.store.events if event.topic == "auction.opened")
    assert (opened.state["minimum"], opened.state["buyout"]) == (50, 150)
    await square.look(bea)
    await bea.taps("Llevármelo por 150")
    await bea.taps("Sí, por 150")
    assert "Es tuyo por 150" in bea.screen


async def test_the_times_offered_are_those_that_the_content_allows(tmp_path: Path) -> None:
    pack = default_pack()[0]
    rules = pack.auctions.model_copy(update={"shortest": 2 * 3_600, "longest": 24 * 3_600})
    world = World(tmp_path, pack.model_copy(update={"auctions": rules}))
    ana = world.phone()
    await ana.writes("/start")
    await world.give(GrantItem(await world.user_id(ana), ITEM, 1, "prize"), "test:cookie")
    await ana.writes(f"/subastar {mark_of(pack.item(ITEM))} 50")
    await ana.taps("Sin compra directa")
    assert [label for label in ana.labels if label.startswith("⏱")] == ["⏱ 2 h", "⏱ 6 horas", "⏱ 1 día"]
    await ana.taps("2 h")
    assert "En subasta" in ana.screen
    world.close()


async def test_a_price_in_writing_sells_it_at_once(square: Square) -> None:
    world, ana = square.world, square.ana
    mark = mark_of(world.bus.content.item(ITEM))
    await ana.writes(f"/subastar {mark} 75 90m x")
    assert "llevárselo al momento" in ana.screen and "de 76 a" in ana.screen
    await ana.writes(f"/subastar {mark} 75 90m 75")
    assert "auction.opened" not in world.topics(), "the price to buy it at is above the minimum"
    assert "llevárselo al momento" in ana.screen and "de 76 a" in ana.screen
    await ana.writes(f"/subastar {mark} 75 90m 300")
    opened = next(event for event in world.store.events if event.topic == "auction.opened")
    assert (opened.state["minimum"], opened.state["buyout"]) == (75, 300)
    assert "Por 300 💋 alguien puede llevárselo al momento" in ana.screen


async def test_a_tap_twice_bids_once_and_an_old_button_is_answered_kindly(square: Square) -> None:
    world, bea, carla = square.world, square.bea, square.carla
    await square.put_up()
    await square.look(bea)
    await square.look(carla)
    data = next(b["callback_data"] for row in bea.keyboard for b in row if b["text"] == "🔨 50")
    await bea.taps_data(data)
    await bea.taps_data(data)
    assert world.topics().count("auction.bid_placed") == 1
    await carla.taps("🔨 50")
    assert "53 besitos al menos" in (carla.pop_up or "")
    assert world.topics().count("auction.bid_placed") == 1


async def test_who_sells_takes_it_back_after_being_asked(square: Square) -> None:
    world, ana, bea = square.world, square.ana, square.bea
    await square.put_up()
    await square.look(bea)
    await bea.taps("🔨 50")
    await square.look(ana)
    await ana.taps("Retirar la subasta")
    assert "¿Retirar" in ana.screen and "auction.cancelled" not in world.topics()
    await ana.taps("Sí, retirarla")
    assert "Todo está como antes" in ana.screen
    await world.settle()
    assert square.told(bea, "Se retiró la subasta")
    assert square.purse(await world.user_id(bea)) == (500, 0)
    await square.bea.writes("/subastas")
    assert "nadie subasta nada" in bea.screen


async def test_buying_at_once_asks_first(square: Square) -> None:
    world, bea = square.world, square.bea
    command = OpenAuction(await world.user_id(square.ana), ITEM, 10, 3_600, buyout=300)
    await world.give(command, "test:buyout")
    world.reads.catch_up()
    await square.look(bea)
    await bea.taps("Llevármelo por 300")
    assert "ahora mismo" in bea.screen and "auction.closed" not in world.topics()
    id = next(event for event in world.store.events if event.topic == "auction.opened").stream.partition(":")[2]
    for amount in (300, 99_999_999):
        await bea.writes(f"/pujar {id} {amount}")
        assert "por 300" in bea.screen and "ahora mismo" in bea.screen and "auction.bid_placed" not in world.topics()
    await square.ana.writes(f"/pujar {id} 300")
    assert "esta subasta es tuya" in square.ana.screen.lower()
    await bea.taps("Sí, por 300")
    assert "Es tuyo por 300" in bea.screen
    assert square.purse(await world.user_id(bea)) == (200, 0)


async def test_a_forged_button_is_answered_and_changes_nothing(square: Square) -> None:
    world, bea = square.world, square.bea
    id = await square.put_up()
    bea_mark, mark = owner_mark(await world.user_id(bea)), mark_of(world.bus.content.item(ITEM))
    before = len(world.store.events)
    for data in (
        Bid(owner=bea_mark, auction=id, amount="x", asked="1"),
        Bid(owner=bea_mark, auction=id, amount="60", asked="?"),
        Bid(owner=bea_mark, auction="none", amount="60", asked="1"),
        TakeBack(owner=bea_mark, auction=id),
        PutUp(owner=bea_mark, item="none", minimum="5", buyout="0", seconds="p0", asked="1"),
        PutUp(owner=bea_mark, item=mark, minimum="5", buyout="x", seconds="p0", asked="1"),
        PutUp(owner=bea_mark, item=mark, minimum="5", buyout="0", seconds="zzzzzzzz", asked="1"),
        Open(owner=bea_mark, screen="auction", what="none"),
        Open(owner=bea_mark, screen="sell", what="none-5"),
        Bid(owner=owner_mark(await world.user_id(square.ana)), auction=id, amount="60", asked="1"),
    ):
        await bea.taps_data(data.pack())
        assert bea.pop_up
    assert not [event for event in world.store.events[before:] if event.topic.startswith(("auction", "wallet"))]


async def test_the_longest_buttons_fit(square: Square) -> None:
    item = square.world.bus.content.items[0]
    for data in (
        Bid(owner="abcd", auction="f" * 16, amount="1000000000", asked="zzzzzzz"),
        PutUp(
            owner="abcd",
            item=mark_of(item),
            minimum="1000000000",
            buyout="1000000000",
            seconds="zzzzz",
            asked="zzzzzzz",
        ),
        Open(owner="abcd", screen="sell", what=f"{mark_of(item)}-1000000000-1000000000"),
        Open(owner="abcd", screen="auction_cancel", what="f" * 16),
    ):
        assert len(data.pack()) <= 64


async def test_nothing_to_sell_and_nothing_up(square: Square) -> None:
    await square.bea.writes("/subastas")
    assert "nadie subasta nada" in square.bea.screen
    await square.bea.taps("Subastar algo")
    assert "no hay nada que se pueda subastar" in square.bea.screen
    await square.bea.writes("/subastas")
    await square.bea.taps("Las mías")
    assert "ni vendes ni pujas" in square.bea.screen
