"""Members who come from another system, over HTTP."""

from typing import Any

import httpx
import pytest

from tests.application import Running

pytestmark = pytest.mark.asyncio(loop_scope="module")

HEADER = "telegram_id;first_name;points;experience;vip_until\n"


async def sent(running: Running, csv: str, name: str, *, language: str = "en", **more: Any) -> httpx.Response:
    body, headers = {"name": name, "csv": csv, **more}, {"Accept-Language": language}
    return await running.client.post("/v1/admin/imports/members", json=body, headers=headers)


async def test_members_are_imported_once_with_the_source_of_what_they_bring(running: Running) -> None:
    csv = HEADER + "82000001;Ana;250;60;2030-12-31\n82000002;Bea;40;;\n"
    dry = await sent(running, csv, "forum", dry_run=True)
    assert (dry.json()["result"]["members"], dry.json()["result"]["known"]) == (2, 0)
    assert (await running.client.get("/v1/users", params={"telegram_id": 82000001})).json() == {"items": []}

    first = await running.seen(await sent(running, csv, "forum"))
    assert (first.json()["result"]["imported"], first.json()["result"]["besitos"]) == (2, 290)
    again = await sent(running, csv, "forum")
    assert (again.json()["result"]["imported"], again.json()["result"]["repeated"]) == (0, 2)
    other = (await sent(running, csv, "other", dry_run=True)).json()["result"]
    assert (other["imported"], other["warnings"]) == (
        2,
        ["2 of these were moved in as import:forum before, and would be credited again"],
    )

    [found] = (await running.client.get("/v1/users", params={"telegram_id": 82000001})).json()["items"]
    user = f"/v1/users/{found['id']}"
    await running.settled()
    assert (await running.client.get(f"{user}/wallet")).json()["available"] >= 250
    statement = (await running.client.get(f"{user}/wallet/transactions")).json()["items"]
    assert [(each["amount"], each["reason"]) for each in statement if each["reason"].startswith("import")] == [
        (250, "import:forum")
    ]
    assert (await running.client.get(f"{user}/membership")).json()["active"] is True
    assert (await running.client.get(user)).json()["experience"] >= 60


async def test_a_file_with_faults_is_refused_whole_and_each_fault_is_named(running: Running) -> None:
    csv = HEADER + "82000011;Ana;1;;\n82000012;Bea;x;;\n82000011;Eva;;;\n"
    refused = await sent(running, csv, "forum")
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:yabot:problem:invalid-request")
    spoken = await sent(running, csv, "forum", language="es")
    assert spoken.json()["detail"] == "el archivo tiene 2 errores"
    assert [fault["reason"] for fault in spoken.json()["faults"]] == [
        "debe ser un número entero, solo con cifras",
        "ya está en la línea 2",
    ]
    places = [(fault["line"], fault["column"]) for fault in refused.json()["faults"]]
    assert places == [(3, "points"), (4, "telegram_id")]
    assert (await running.client.get("/v1/users", params={"telegram_id": 82000011})).json() == {"items": []}
    dry = await sent(running, csv, "forum", dry_run=True)
    assert (dry.status_code, len(dry.json()["result"]["faults"])) == (200, 2)
