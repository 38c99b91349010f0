"""The running program, for tests that come in by its doors."""

import uuid
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from tests.application import Running, running_application


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running(
    mongod: str, mongo_client: object, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Running]:
    """One program for all tests of a module, with a database of its own. Each test takes users of its own."""
    uri = mongod.replace("/?", f"/test_{uuid.uuid4().hex[:12]}?")
    async with running_application(uri, tmp_path_factory.mktemp("data")) as started:
        yield started
