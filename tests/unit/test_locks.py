"""Locks per stream: more of them without waiting, or not at all; and a busy stream is not let go for a free one."""

import asyncio

from commands.auctions import PlaceBid
from commands.locks import StreamLocks
from tests.unit.test_auctions import bea, carla, given, opened


async def test_more_streams_are_held_at_once_if_nobody_has_them() -> None:
    locks = StreamLocks()
    async with locks.hold(["auction"]) as held:
        assert await held.more(["auction", "wallet"])
        other = asyncio.ensure_future(locks.hold(["wallet"]).__aenter__())
        await asyncio.sleep(0)
        assert not other.done()
    assert await asyncio.wait_for(other, 1)
    await (await other).__aexit__(None, None, None)
    assert locks._locks == {}


async def test_what_another_holds_is_not_waited_for_and_nothing_is_kept() -> None:
    locks = StreamLocks()
    async with locks.hold(["wallet"]), locks.hold(["auction"]) as held:
        assert not await held.more(["free", "wallet"])
        assert "free" not in locks._locks
    assert locks._locks == {}


async def test_bidders_who_wait_for_one_auction_are_served_in_their_order() -> None:
    scene = given(opened(minimum=1, raise_percent=0))
    bus = scene.bus()
    bids = [PlaceBid((bea, carla)[n % 2], "x", n + 1) for n in range(40)]
    contexts = [bus.context(f"timer:bid:{n}", actor="test", source="test") for n in range(40)]
    receipts = await asyncio.gather(*map(bus.execute, bids, contexts))
    assert [receipt.result["amount"] for receipt in receipts] == list(range(1, 41)), "nobody was overtaken"
