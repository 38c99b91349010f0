from pathlib import Path

import pytest

from commands.alerts import ALERTED, Alert, alert
from commands.users import BanUser, GrantRole, RegisterUser, RevokeRole
from domain.aggregate import event_class
from queries.users import users_with_role
from tests.telegram_world import World
from tests.unit.given import Told, ana, bea, given, nothing, payment, reconciliation


def told(event: Told) -> Alert | None:
    return alert(given(nothing, event).store.events[-1])


def received(problem: str | None, found_by: str = "update") -> Told:
    return payment.received("ch", bea, 70, problem=problem, found_by=found_by, of=("ch",))


@pytest.mark.parametrize("problem", ["unknown_invoice", "not_theirs", "other_terms", "too_long", "banned"])
def test_a_payment_with_a_problem_is_told(problem: str) -> None:
    worth = told(received(problem))
    assert worth is not None and worth.key == "staff-payment-problem"
    assert worth.params == {"stars": 70, "problem": problem, "charge": "ch"}


def test_a_payment_without_a_problem_and_one_that_a_comparison_found_are_not() -> None:
    assert told(received(None)) is None
    assert told(received("unknown_invoice", "reconciliation")) is None


def test_a_refund_that_failed_is_told_with_telegrams_words() -> None:
    worth = told(payment.refund_failed("ch", "CHARGE_NOT_FOUND", of=("ch",)))
    assert worth is not None and worth.params == {"charge": "ch", "why": "CHARGE_NOT_FOUND"}


def test_a_comparison_is_told_only_if_something_differed() -> None:
    same = {"seen": 9, "credited": 0, "refunded": 0, "unmatched": 0, "not_ours": 0, "refused": 0}
    assert told(reconciliation.completed("stars", **same, of=("stars",))) is None
    worth = told(reconciliation.completed("stars", **same | {"unmatched": 2}, of=("stars",)))
    assert worth is not None and worth.params["unmatched"] == 2


def test_each_of_them_gets_one_message_that_must_arrive() -> None:
    worth = told(received("banned"))
    assert worth is not None
    mine, theirs, again = worth.to(ana), worth.to(bea), worth.to(ana)
    assert mine == again and mine.effect_id != theirs.effect_id and mine.kind == "money"


def test_every_topic_that_is_told_exists() -> None:
    assert [topic for topic in ALERTED if event_class(topic) is None] == []


async def test_who_runs_the_community_is_known_by_their_roles(tmp_path: Path) -> None:
    world = World(tmp_path)
    try:
        for number, role in enumerate(("admin", "owner", "moderator", "")):
            user = await world.vault.user_for(9_000 + number, "x")
            await world.give(RegisterUser(user), f"test:{number}")
            if role:
                await world.give(GrantRole(user, role), f"test:role:{number}")
        admin, owner = [await world.vault.user_for(9_000 + number, "x") for number in range(2)]
        await world.settle()
        staff = await world.reads.run(users_with_role, "admin", "owner")
        assert {each.user_id for each in staff} == {admin, owner}
        await world.give(RevokeRole(owner, "owner"), "test:revoke")
        await world.give(BanUser(admin, "x"), "test:ban")
        await world.settle()
        [left] = await world.reads.run(users_with_role, "admin", "owner")
        assert left.user_id == admin and left.is_banned(world.clock.now())
    finally:
        world.close()
