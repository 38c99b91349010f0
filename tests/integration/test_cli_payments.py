"""`yabot payments`, beside a program that runs."""

from time import monotonic
from typing import Any

import httpx

from tests.dev import DevProcess

PAYER = {"id": 7_390_001, "is_bot": False, "first_name": "Ana", "language_code": "es"}
START = {
    "message_id": 1,
    "date": 1_772_366_400,
    "chat": {"id": PAYER["id"], "type": "private"},
    "from": PAYER,
    "text": "/start",
    "entities": [{"type": "bot_command", "offset": 0, "length": 6}],
}
WITHIN = 20
"""Seconds in which Telegram (the simulator's) has made a call or answered one."""


def test_a_payment_is_listed_and_given_back(dev_process: DevProcess) -> None:
    charge = paid(dev_process)
    listed = dev_process.ok("payments", "list", "--json").json
    assert [(each["charge"], each["state"]) for each in listed if each["charge"] == charge] == [(charge, "received")]
    asked = dev_process.ok("payments", "refund", charge, "changed their mind", "--json").json
    assert asked == {"charge": charge, "stars": 150, "asked": True}
    deadline = monotonic() + WITHIN
    while not (line := line_of(dev_process, charge)).count(" refunded "):
        assert monotonic() < deadline, line
    again = dev_process.yabot("payments", "refund", charge, "once more")
    assert (again.code, again.out) == (1, "")
    assert "already-refunded" in again.err


def test_what_nobody_paid_is_not_given_back(dev_process: DevProcess) -> None:
    unknown = dev_process.yabot("payments", "refund", "nothing", "a reason")
    assert (unknown.code, unknown.err) == (1, "there is no payment nothing; `yabot payments list` shows all\n")


def line_of(dev_process: DevProcess, charge: str) -> str:
    return next(line for line in dev_process.ok("payments", "list").out.splitlines() if charge in line)


def paid(dev_process: DevProcess) -> str:
    """The charge of a month of VIP, once the list of payments has it."""
    headers = {"Authorization": f"Bearer {dev_process.facts['api_key']}"}
    with httpx.Client(base_url=dev_process.facts["http_url"], timeout=WITHIN, headers=headers) as client:
        client.post("/sim/api/updates", json={"update_id": PAYER["id"], "message": START}).raise_for_status()
        [payer] = client.get("/v1/users", params={"telegram_id": PAYER["id"]}).json()["items"]
        offered = client.post(f"/v1/users/{payer['id']}/invoices", json={"plan": "vip_mes"}).json()
        paying = {"payer": PAYER, "message_id": sent(client, offered["result"]["invoice"])}
        answer = client.post("/sim/api/payments", json=paying).json()
        charge = str(answer["message"]["successful_payment"]["telegram_payment_charge_id"])
        deadline = monotonic() + WITHIN
        while charge not in client.get("/v1/admin/payments").text:
            assert monotonic() < deadline
        return charge


def sent(client: httpx.Client, invoice: str) -> int:
    """The message in which the bot sent this invoice."""
    after, deadline = 0, monotonic() + WITHIN
    while monotonic() < deadline:
        calls: list[dict[str, Any]] = client.get("/sim/api/calls", params={"after": after, "wait": 5}).json()["calls"]
        for each in calls:
            if each["params"].get("payload") == invoice:
                return int(each["result"]["message_id"])
        after = max([after, *(each["id"] for each in calls)])
    raise AssertionError("the invoice was not sent")
