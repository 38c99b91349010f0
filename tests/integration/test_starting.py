"""The program starts on a log whose newest event it can't read: what goes wrong is told, and the rest goes on."""

import logging
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.application import running_application, settings_of
from yabot.application import Application


async def no_history() -> None:
    """What `yabot dev` brings along on its second start."""


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"$set": {"state": "?"}}, "has parked position"),
        ({"$set": {"topic": "newer.thing"}}, "newer.thing version 1 is not known to this release"),
    ],
)
async def test_an_event_at_the_head_that_can_not_be_read_does_not_keep_the_program_from_starting(
    mongodb_uri: str,
    tmp_path: Path,
    mongo_client: MongoClient[dict[str, Any]],
    caplog: pytest.LogCaptureFixture,
    change: dict[str, Any],
    told: str,
) -> None:
    async with running_application(mongodb_uri, tmp_path) as running:
        await running.register()
        head = await running.settled()
    # With read models of its own, so that it reads all of the log again.
    again = Application(settings_of(mongodb_uri, tmp_path, read_models_url=f"sqlite:///{tmp_path}/new/read.db"))
    with running.tampered(mongo_client, head, change), caplog.at_level(logging.WARNING):
        try:
            await again.start(migrating=True, history=no_history)
        finally:
            await again.stop()
    assert told in caplog.text
    assert "Traceback" not in caplog.text
