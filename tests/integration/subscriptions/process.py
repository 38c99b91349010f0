"""A reactor in a process of its own, to be killed: it credits ten besitos for each gift."""

import asyncio
import sys

from adapters.mongodb.checkpoints import MongoReactionStore
from adapters.mongodb.client import connect
from adapters.mongodb.process_log import ProcessLog
from adapters.subscriptions import EventSubscriptionManager
from commands.ports import Commit, NewEvent, Read
from domain.recorded import Recorded
from domain.wallet import Wallet
from tests.memory_log import SettableClock, no_external


async def react(uri: str, database: str) -> None:
    process = ProcessLog(uri, database, now=SettableClock().now)
    store = process.store
    manager = EventSubscriptionManager(
        process.async_log, MongoReactionStore(connect(uri)[database]), SettableClock(), no_external
    )

    async def credit(gift: Recorded) -> None:
        assert gift.user_id is not None
        stream = Wallet.stream(gift.user_id)
        wallet = (await store.load({stream: Wallet}))[stream]
        version = wallet.aggregate.version + 1
        state = {"amount": 10, "reason": "gift", "balance": 10 * version}
        commit_id = f"reaction:{gift.position}:credit:{gift.user_id}"
        await store.commit(
            Commit(
                commit_id,
                [NewEvent(stream, version, "wallet.credited", 1, state, f"event-{commit_id}", gift.user_id)],
                {stream: Read(version - 1, wallet.read.as_of)},
                gift.correlation_id,
                gift.event_id,
                "system",
                "reactor",
                gift.timestamp,
            )
        )

    await manager.subscribe("gift.claimed", credit, "wallets", begins="beginning")
    await manager.start()
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(react(*sys.argv[1:]))
