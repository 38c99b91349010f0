"""The sender is killed between claiming a message and sending it: nobody can know any more whether it left."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.mongodb.client import connect
from adapters.mongodb.effects import CLAIM, MongoEffects
from adapters.telegram.notifier import Notifier
from commands.effects import PlannedEffect
from domain.notifications import Kind
from tests.faults import notifier_process
from tests.forked import OtherProcess
from tests.telegram_world import NOON, World


def planned(user: str, kind: Kind, number: int) -> PlannedEffect:
    params = {"amount": number, "reason": f"premio {number}", "balance": number}
    return PlannedEffect(
        f"notify:{number}", "telegram", user, "notify-besitos-received", params, number, "c", NOON, kind
    )


@pytest.mark.parametrize("kills", [1, 3])
async def test_money_is_sent_and_shown_as_uncertain_and_casual_news_is_never_sent(
    mongod: str, database: str, tmp_path: Path, kills: int
) -> None:
    world, client = World(tmp_path), connect(mongod)
    effects = MongoEffects(client[database])
    notifier = Notifier(world.bot, world.services, effects)
    ana = world.phone()
    await ana.writes("/start")
    user = await world.user_id(ana)
    await effects.plan([planned(user, "money", 1), planned(user, "game", 2)])

    for kill in range(kills):
        await _claimed_and_killed(mongod, database, expected=2 if kill == 0 else 1)
        await client[database]["effects"].update_many({"state": "claimed"}, {"$set": {"claimed_until": NOON - CLAIM}})
        assert await effects.claim(1, NOON, "other") == []  # whoever looks next finds them out
        assert [(each.kind, each.state) for each in await effects.uncertain(10)] == [
            ("money", "unknown"),
            ("game", "unknown"),
        ]
    world.clock.time += timedelta(minutes=2)
    while await notifier.send_due():
        pass
    texts = [message["text"] for message in ana.messages]
    assert (sum("premio 1" in text for text in texts), sum("premio 2" in text for text in texts)) == (1, 0)
    states = {each.kind: each.state for each in await effects.uncertain(10)}
    assert states == {"money": "sent", "game": "unknown"}  # it may have come twice, and that is seen
    client.close()
    world.close()


async def _claimed_and_killed(mongod: str, database: str, expected: int) -> None:
    with OtherProcess(notifier_process.claim, mongod, database, NOON) as sender:
        assert await asyncio.to_thread(sender.hear) == expected
