"""Invariants 2 and 7: besitos and things are where the log says, and a purchase is whole or absent, whatever people do
and wherever a process dies."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from adapters.sqlite.read_models import ReadModels
from commands.bus import Bus
from commands.context import Command
from commands.membership import GrantMembership
from commands.mochila import CombineItems, EquipItem, GiveItem, GrantItem, RemoveItem, UnequipItem, UseItem
from commands.ports import StoreUnavailable
from commands.store import BuyItem
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.errors import DomainError
from domain.ids import UserId
from domain.recorded import Recorded
from queries.mochila import inventory_of, worn_by
from queries.store import bought_by, sold, taken
from queries.wallet import besitos_in_circulation
from tests.telegram_world import WorldReads, empty_read_models
from tests.unit.examples import WORDS
from tests.unit.given import Scene, ana, bea
from tests.unit.memory_store import MemoryStore

cleo = UserId("c000000000000003")
PEOPLE = (ana, bea, cleo)
START = datetime(2026, 3, 1, 9, tzinfo=UTC)


def thing(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": WORDS, "description": WORDS, "category": "keepsake", **more}


SHOP = ContentPack.model_validate(
    {
        "items": [
            thing("lamp"),
            thing("rare"),
            thing("pin", equip="badge"),
            thing("purse", use={"besitos": 3, "items": {"lamp": 2}}),
            thing("pass", use={"vip_days": 1}),
            thing("glow", bound=True),
        ],
        "recipes": [{"id": "r", "needs": {"lamp": 2, "pin": 1}, "makes": "glow", "text": WORDS}],
        "store": [
            {"item": "lamp", "price": 5, "vip_price": 4, "sales": [{"weekdays": ["sun"], "price": 3}]},
            {"item": "rare", "price": 7, "stock": 3, "limit": 2},
            {"item": "pin", "price": 2, "stock": 4},
            {"item": "purse", "price": 9, "windows": [{"weekdays": ["sun", "mon"]}]},
            {"item": "pass", "price": 6, "limit": 1},
        ],
        "plans": [{"id": "month", "title": WORDS, "description": WORDS, "days": 30, "stars": 1}],
    }
)

people, things = st.sampled_from(PEOPLE), st.sampled_from(["lamp", "lamp", "pin", "rare", "purse", "pass", "glow"])
few = st.integers(-1, 3)
deeds: st.SearchStrategy[Command] = st.one_of(
    st.builds(BuyItem, people, things, few, st.sampled_from([None, None, 3, 5, 7])),
    st.builds(BuyItem, people, things, st.integers(1, 2)),
    st.builds(MoveBesitos, people, st.integers(-10, 40), st.just("test")),
    st.builds(UseItem, people, things),
    st.builds(EquipItem, people, st.just("pin")),
    st.builds(UnequipItem, people, st.just("pin")),
    st.builds(CombineItems, people, st.just(("lamp", "pin"))),
    st.builds(GiveItem, people, things, people, few),
    st.builds(GrantItem, people, things, few, st.just("test")),
    st.builds(RemoveItem, people, things, few, st.just("test")),
    st.builds(GrantMembership, people, st.just("month"), st.just("test"), st.just(1)),
)
FATES = ("well", "well", "again", "before", "after", "restart")
"""A command goes well, comes twice, or its process dies just before or just after the commit; or between commands."""
scripts = st.lists(st.tuples(deeds, st.integers(0, 20), st.sampled_from(FATES)), max_size=30)


class MortalStore(MemoryStore):
    """The log, whose writer dies when it is told to: before the commit, or after it and before the receipt."""

    dies = "never"

    async def commit(self, commit: Any) -> Any:
        fate, self.dies = self.dies, "never"
        if fate == "before":
            raise StoreUnavailable("killed")
        committed = await super().commit(commit)
        if fate == "after":
            raise StoreUnavailable("killed")
        return committed


class Play:
    """A community with a store, under random use."""

    def __init__(self) -> None:
        self.store = MortalStore()
        self.scene = Scene(store=self.store).with_content(SHOP)
        self.bus = self.scene.bus()
        self.now = START

    async def give(self, command: Command, command_id: str, bus: Bus | None = None) -> None:
        bus = bus or self.bus
        context = bus.context(command_id, actor="test", source="test", now=self.now)
        try:
            await bus.execute(command, context)
        except DomainError:
            return

    async def run(self, script: Sequence[tuple[Command, int, str]]) -> list[Recorded]:
        for number, user in enumerate(PEOPLE):
            await self.give(RegisterUser(user, "es", "UTC"), f"test:register:{number}")
            await self.give(MoveBesitos(user, 30, "test"), f"test:rich:{number}")
            for item, quantity in (("lamp", 3), ("pin", 1), ("purse", 1)):
                await self.give(GrantItem(user, item, quantity, "test"), f"test:{item}:{number}")
        for number, (command, hours, fate) in enumerate(script):
            self.now += timedelta(hours=hours)
            await self._live(command, f"test:{number:04}", fate)
        return self.store.events

    async def _live(self, command: Command, command_id: str, fate: str) -> None:
        if fate in ("before", "after"):
            self.store.dies = fate
            try:
                await self.give(command, command_id)
            except StoreUnavailable:
                self.bus = self.scene.bus()
                await self.give(command, command_id)  # whoever got no answer sends it again
            self.store.dies = "never"
            return
        if fate == "restart":
            self.bus = self.scene.bus()
        await self.give(command, command_id)
        if fate == "again":
            await self.give(command, command_id)


def commits(events: Sequence[Recorded]) -> list[list[Recorded]]:
    by_id: defaultdict[str, list[Recorded]] = defaultdict(list)
    for event in events:
        by_id[event.commit_id].append(event)
    return list(by_id.values())


def check(events: Sequence[Recorded]) -> None:
    """All that must hold of any log."""
    check_besitos_and_things(events)
    for commit in commits(events):
        check_commit(commit)
    check_what_is_worn(events)


def check_besitos_and_things(events: Sequence[Recorded]) -> None:
    """At every position: besitos in wallets = minted - burned, and no quantity or stock is negative."""
    balances: Counter[str] = Counter()
    owned: Counter[tuple[str, str]] = Counter()
    stock = {offer.item: offer.stock for offer in SHOP.store if offer.stock is not None}
    bought: Counter[tuple[str, str]] = Counter()
    minted = burned = 0
    for event in events:
        match event.topic:
            case "wallet.credited":
                minted += event.amount
                balances[event.stream] += event.amount
                assert balances[event.stream] == event.balance
            case "wallet.debited":
                burned += event.amount
                balances[event.stream] -= event.amount
                assert balances[event.stream] == event.balance >= 0
            case "item.received" | "item.removed":
                owned[event.stream, event.item] += event.quantity if event.topic == "item.received" else -event.quantity
                assert owned[event.stream, event.item] == event.owned >= 0
            case "stock.taken":
                stock[event.item] -= event.quantity
                assert stock[event.item] == event.left >= 0
            case "item.purchased":
                bought[event.stream, event.item] += event.quantity
                limit = SHOP.offer(event.item).limit
                assert bought[event.stream, event.item] == event.bought
                assert limit is None or event.bought <= limit
        assert sum(balances.values()) == minted - burned


def check_what_is_worn(events: Sequence[Recorded]) -> None:
    """After every commit, whatever is worn is owned."""
    owned: Counter[tuple[str, str]] = Counter()
    worn: dict[str, str] = {}
    for commit in commits(events):
        for event in commit:
            match event.topic:
                case "item.received" | "item.removed":
                    owned[event.stream, event.item] = event.owned
                case "item.equipped":
                    worn[event.stream] = event.item
                case "item.unequipped":
                    assert worn.pop(event.stream) == event.item
        assert all(owned[stream, item] for stream, item in worn.items())


def check_commit(commit: Sequence[Recorded]) -> None:
    """A purchase is whole, a gift has both sides, and nothing else takes a stock or a price."""
    told: defaultdict[str, list[Recorded]] = defaultdict(list)
    for event in commit:
        told[event.topic].append(event)
    for bought in told["item.purchased"]:
        (paid,), (received,) = told["wallet.debited"], told["item.received"]
        assert paid.amount == bought.total == bought.unit_price * bought.quantity
        assert (received.item, received.quantity) == (bought.item, bought.quantity)
        assert paid.user_id == bought.user_id == received.user_id
        assert paid.reason == received.reason == f"purchase:{bought.item}"
        pieces = [each.quantity for each in told["stock.taken"]]
        assert pieces == ([bought.quantity] if SHOP.offer(bought.item).stock is not None else [])
    if not told["item.purchased"]:
        assert not told["stock.taken"]
        assert not [each for each in commit if str(each.state.get("reason", "")).startswith("purchase:")]
    for given in told["item.given"]:
        (removed,), (received,) = told["item.removed"], told["item.received"]
        assert (removed.quantity, received.quantity) == (given.quantity, given.quantity)
        assert (removed.user_id, received.user_id) == (given.user_id, given.to)


@settings(max_examples=200, deadline=None)
@examples(scripts)
def test_7_a_purchase_is_whole_or_absent_wherever_a_process_dies(script: list[tuple[Command, int, str]]):
    check(asyncio.run(Play().run(script)))


@settings(max_examples=60, deadline=None)
@examples(st.lists(deeds, min_size=2, max_size=24), st.integers(2, 3))
def test_7_the_same_holds_when_several_processes_act_at_once(commands: list[Command], processes: int):
    async def play() -> list[Recorded]:
        community = Play()
        await community.run([])
        buses = [community.scene.bus() for _ in range(processes)]
        given = (
            community.give(command, f"test:{number:04}", buses[number % processes])
            for number, command in enumerate(commands)
        )
        await asyncio.gather(*given)
        return community.store.events

    check(asyncio.run(play()))


@settings(max_examples=12, deadline=None)
@examples(scripts)
def test_7_the_rows_say_what_the_log_says(script: list[tuple[Command, int, str]]):
    play = Play()
    events = asyncio.run(play.run(script))
    with TemporaryDirectory() as folder:
        file = Path(folder) / "read.db"
        file.write_bytes(empty_read_models())
        models = ReadModels(file)
        try:
            WorldReads(models, play.store)
            compare(events, models)
        finally:
            models.close()


def compare(events: Sequence[Recorded], models: ReadModels) -> None:
    owned: dict[tuple[Any, str], int] = {}
    worn: dict[tuple[Any, str], str] = {}
    gone, pieces, brought = Counter[str](), Counter[tuple[Any, str]](), Counter[str]()
    for event in events:
        match event.topic:
            case "item.received" | "item.removed":
                owned[event.user_id, event.item] = event.owned
            case "item.equipped":
                worn[event.user_id, event.slot] = event.item
            case "item.unequipped":
                del worn[event.user_id, event.slot]
            case "stock.taken":
                gone[event.item] += event.quantity
            case "item.purchased":
                pieces[event.user_id, event.item] += event.quantity
                brought[event.item] += event.total
    for user in PEOPLE:
        rows = {each.item: each.quantity for each in models.read(inventory_of, user)}
        assert rows == {item: quantity for (who, item), quantity in owned.items() if who == user and quantity}
        assert models.read(worn_by, user) == {slot: item for (who, slot), item in worn.items() if who == user}
        assert models.read(bought_by, user) == {item: n for (who, item), n in pieces.items() if who == user}
    assert models.read(taken) == gone
    assert {each.item: each.total for each in models.read(sold)} == brought
    earned = sum(e.amount if e.topic == "wallet.credited" else -e.amount for e in events if e.topic in MONEY)
    assert models.read(besitos_in_circulation) == earned


MONEY = ("wallet.credited", "wallet.debited")


@pytest.mark.parametrize("fate", ["before", "after"])
def test_a_buyer_who_got_no_answer_asks_again_and_has_bought_once(fate: str):
    events = asyncio.run(Play().run([(BuyItem(ana, "rare", 2), 0, fate)]))
    assert [event.topic for event in events if event.topic == "item.purchased"] == ["item.purchased"]
    check(events)


def test_the_check_itself_sees_a_purchase_with_a_missing_part():
    events = asyncio.run(Play().run([(BuyItem(ana, "rare", 2), 0, "well")]))
    check(events)
    for missing in ("wallet.debited", "item.received", "stock.taken", "item.purchased"):
        broken = [event for event in events if event.topic != missing or not event.commit_id.endswith("0000")]
        with pytest.raises((AssertionError, ValueError)):
            check(broken)
