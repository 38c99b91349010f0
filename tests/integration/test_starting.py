"""The program starts on a log whose newest event is damaged: that is told, and the rest goes on."""

import logging
from pathlib import Path
from typing import Any

import pytest
from pymongo import MongoClient

from tests.application import running_application
from tests.settings import settings_of
from yabot.application import Application


async def no_history() -> None:
    """What `yabot dev` brings along on its second start."""


async def test_a_damaged_event_at_the_head_does_not_keep_the_program_from_starting(
    mongodb_uri: str,
    tmp_path: Path,
    mongo_client: MongoClient[dict[str, Any]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with running_application(mongodb_uri, tmp_path) as running:
        await running.register()
        head = await running.settled()
    # With read models of its own, so that it reads all of the log again.
    again = Application(settings_of(mongodb_uri, tmp_path, read_models_url=f"sqlite:///{tmp_path}/new/read.db"))
    with running.tampered(mongo_client, head, {"$set": {"state": "?"}}), caplog.at_level(logging.WARNING):
        try:
            await again.start(migrating=True, history=no_history)
        finally:
            await again.stop()
    assert "has parked position" in caplog.text
    assert "Traceback" not in caplog.text
