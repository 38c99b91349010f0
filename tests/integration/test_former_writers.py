"""Whoever may bring stories no more has no drafts either."""

import pytest

from adapters.mongodb.drafts import StoredDraft
from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_drafts_go_with_the_last_role_of_those_who_write(running: Running) -> None:
    shelf = running.application.stores.drafts
    writer, other = await running.register(), await running.register()
    for each in (writer, other):
        await shelf.put(StoredDraft(each, 1, "faro.es", "{}"), 5)
        for role in ("writer", "admin"):
            await running.seen(await running.client.post("/v1/admin/roles", json={"user": each, "role": role}))
    await running.seen(await running.client.delete(f"/v1/admin/roles/{writer}/admin"))
    await running.settled()
    assert len(await shelf.of(writer)) == 1
    await running.seen(await running.client.delete(f"/v1/admin/roles/{writer}/writer"))
    await running.settled()
    assert await shelf.of(writer) == []
    assert len(await shelf.of(other)) == 1
