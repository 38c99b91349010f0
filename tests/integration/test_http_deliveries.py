"""What may have left for people is seen by those who run the community."""

from datetime import timedelta

import pytest

from commands.effects import PlannedEffect
from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_message_about_money_of_which_nobody_knows_whether_it_left_is_shown(running: Running) -> None:
    user = await running.register()
    await running.client.patch(f"/v1/users/{user}", json={"preferences": {"quiet_hours": "23:00-08:00", "ranks": True}})
    app = running.application
    effects, now = app.stores.effects, app.clock.now()
    planned = PlannedEffect("notify:one", "test", user, "notify-besitos-received", {}, 1, "corr-1", now, "money")
    await effects.plan([planned])
    await effects.claim(1, now, "test")
    await effects.unknown("notify:one", now + timedelta(hours=1), "no answer", now)
    answer = (await running.client.get("/v1/admin/deliveries")).json()
    assert answer["counts"]["unknown"] == 1
    [uncertain] = answer["uncertain"]
    assert (uncertain["effect_id"], uncertain["user_id"], uncertain["state"]) == ("notify:one", user, "unknown")
    assert (uncertain["kind"], uncertain["correlation_id"], uncertain["reason"]) == ("money", "corr-1", "no answer")
    assert answer["reach"] == {"unknown": 1}
    await app.health.look()
    services = {each["name"]: each for each in (await running.client.get("/health")).json()["services"]}
    assert services["messages"]["status"] == "degraded"
    assert "1 messages about money" in services["messages"]["metadata"]["detail"]


async def test_preferences_are_changed_over_http_and_what_cannot_be_is_told(running: Running) -> None:
    user = await running.register()
    wish = {"quiet_hours": "23:00-08:00", "ranks": True}
    await running.seen(await running.client.patch(f"/v1/users/{user}", json={"preferences": wish}))
    found = (await running.client.get(f"/v1/users/{user}")).json()
    assert (found["preferences"], found["reach"]) == (wish, "unknown")
    refused = await running.client.patch(f"/v1/users/{user}", json={"preferences": {"ranks": "yes"}})
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:yabot:problem:invalid-value")
