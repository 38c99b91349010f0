"""Leaderboards over HTTP."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_a_board_pages_and_shows_one_user_among_neighbours(running):
    users = [await running.register() for _ in range(4)]
    for number, user in enumerate(users):
        await running.credit(user, 1_000 - number)
    url = "/v1/leaderboards/besitos"
    first = (await running.client.get(url, params={"limit": 3, "period": "week", "user": users[3]})).json()
    assert [(each["rank"], each["user_id"]) for each in first["items"]] == list(enumerate(users[:3], start=1))
    assert [each["rank"] for each in first["around"]] == [2, 3, 4]
    rest = (await running.client.get(url, params={"limit": 3, "cursor": first["next"], "period": "week"})).json()
    assert [each["user_id"] for each in rest["items"]] == [users[3]] and rest["next"] is None


async def test_a_board_of_the_past_shows_what_was_then(running):
    await running.credit(await running.register(), 10)
    zone = ZoneInfo(running.application.bus.content.community.time_zone)
    for as_of in ("2020-02-29", "2020-02-29T12:00:00Z"):
        params = {"as_of": as_of, "period": "month"}
        board = (await running.client.get("/v1/leaderboards/besitos", params=params)).json()
        assert board["items"] == []
        assert datetime.fromisoformat(board["begins"]) == datetime(2020, 2, 1, tzinfo=zone)


@pytest.mark.parametrize("as_of", ["0001-01-01", "9999-12-31", "0001-01-01T00:00:00Z"])
async def test_a_day_of_no_year_of_ours_is_refused(running, as_of):
    assert (await running.client.get("/v1/leaderboards/besitos", params={"as_of": as_of})).status_code == 422


@pytest.mark.parametrize(
    "as_of", ["foo", "yesterday", "2020-02-30", "2020-02-29T12:00:00", "2020-02-30T12:00:00Z", "0001-01-01T00:00+14:00"]
)
async def test_what_is_no_date_is_said_to_be_none_in_one_sentence(running, as_of):
    for language, said in (
        ("en", "must be a day such as 2026-03-01, or a moment with its zone, such as 2026-03-01T12:00:00Z"),
        ("es", "debe ser un día como 2026-03-01, o un momento con su zona, como 2026-03-01T12:00:00Z"),
    ):
        headers = {"Accept-Language": language}
        answer = await running.client.get("/v1/leaderboards/besitos", params={"as_of": as_of}, headers=headers)
        assert answer.status_code == 422
        [error] = answer.json()["errors"]
        assert error["field"] == "query.as_of" and error["reason"].removeprefix("Value error, ") == said


async def test_what_is_wrong_is_said_in_spanish_to_who_speaks_it(running):
    user = await running.register()
    for path, params, said in (
        ("leaderboards/beauty", {}, "No hay clasificación con el id 'beauty'."),
        ("leaderboards/besitos", {"limit": "0"}, "query.limit: debe ser 1 o más"),
        ("leaderboards/besitos", {"as_of": "9999-12-31"}, "as_of: debe estar entre los años 1971 y 2999"),
        ("leaderboards/besitos", {"period": "year"}, "query.period: debe ser 'all', 'month' o 'week'"),
        ("events", {"after": "x"}, "'x' no es un cursor; toma el de `next` de una respuesta"),
        (f"users/{user}/state", {"at": "x"}, "at: una posición, o un momento con su zona, como 2026-03-01T12:00:00Z"),
        ("users/nobody", {}, "No hay usuario con el id 'nobody'."),
    ):
        answer = await running.client.get(f"/v1/{path}", params=params, headers={"Accept-Language": "es"})
        assert answer.json()["detail"] == said


async def test_a_board_that_there_is_not_is_not_found(running):
    assert (await running.client.get("/v1/leaderboards/beauty")).status_code == 404
    assert (await running.client.get("/v1/leaderboards/besitos", params={"period": "year"})).status_code == 422
    assert (await running.client.get("/v1/leaderboards/besitos", params={"user": "nobody"})).status_code == 404
