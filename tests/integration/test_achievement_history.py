"""The program starts with new content, and people get what it owes them for what they did before."""

import asyncio
import shutil
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.ids import UserId
from tests.settings import settings_of
from tests.telegram_world import CONTENT
from yabot.application import Application

NEW = """
  - id: ahorros_de_antes
    title: {es: Ahorros de antes, en: Savings of old}
    description: {es: Has recibido mucho., en: You have received a lot.}
    goals:
      - {id: recibidos, fact: wallet.credited, total: amount, where: {reason: test}, text: {es: Besitos, en: Besitos}}
    levels:
      - {level: bronze, reach: {recibidos: 100}, reward: {besitos: 7}}
      - {level: silver, reach: {recibidos: 1000}, reward: {besitos: 70}}
"""


@asynccontextmanager
async def started(uri: str, folder: Path, content: Path) -> AsyncIterator[Application]:
    application = Application(settings_of(uri, folder, content_dir=content))
    await application.start(migrating=True)
    try:
        yield application
    finally:
        await application.stop()


async def give(application: Application, *commands: Any) -> None:
    for command in commands:
        context = application.bus.context(f"test:{uuid.uuid4().hex}", actor="test", source="test")
        await application.bus.execute(command, context)


async def test_a_new_achievement_is_granted_for_what_happened_before_it_was_there(mongod: str, tmp_path: Path) -> None:
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    old, new = tmp_path / "old", tmp_path / "new"
    for each in (old, new):
        shutil.copytree(CONTENT, each)
    with (new / "achievements.yaml").open("a", encoding="utf-8") as file:
        file.write(NEW)
    ana, bea = UserId("a000000000000001"), UserId("b000000000000002")
    async with started(uri, tmp_path, old) as application:
        await give(application, RegisterUser(ana), RegisterUser(bea))
        await give(application, *(MoveBesitos(ana, 150, "test") for _ in range(3)), MoveBesitos(bea, 99, "test"))
        await application.subscriptions.settled(20)
        head = await application.stores.process_log.async_log.head()
    for _ in range(2):  # a second start finds that it is done
        async with started(uri, tmp_path, new) as application:
            log = application.stores.process_log.async_log
            async with asyncio.timeout(20):
                while not await log.read(head, 1, ("content.history_counted",)):
                    await log.wait(await log.head(), 1)
            await give(application, MoveBesitos(bea, 1, "test"))
            await application.subscriptions.settled(20)
            events = await log.read(head, 1_000)
    granted = [each for each in events if each.topic == "achievement.unlocked"]
    new_ones = [(each.user_id, each.level) for each in granted if each.achievement == "ahorros_de_antes"]
    assert new_ones == [(ana, "bronze"), (bea, "bronze")]
    assert [each.user_id for each in events if each.topic == "achievement.history_granted"] == [ana]
