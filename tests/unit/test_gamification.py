"""The face that other modules see: exactly three methods, each one command with all of its rules."""

import asyncio
import inspect
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from commands.bus import Bus
from commands.decision import Receipt
from commands.gamification import GamificationIntegrator
from domain.content import ContentPack
from domain.errors import DomainError, InvalidValue, NotFound
from domain.ids import UserId
from domain.users import UserBanned
from domain.wallet import InsufficientBesitos
from tests.unit.examples import achievement_like, goal, level_of, mission_like
from tests.unit.given import DEFAULT_NOW, Scene, Topic, ana, bea, given, nothing, user, wallet

PACK = ContentPack(
    missions=(mission_like("m"),),
    achievements=(
        achievement_like("gifts", (goal(),), (level_of(gifts=2),)),
        achievement_like("done", (goal("m", "mission.completed"),), (level_of(m=1),)),
    ),
)
Call = Callable[[GamificationIntegrator], Coroutine[Any, Any, Receipt]]


def call(scene: Scene, *calls: Call, caller: str | None = None) -> list[Receipt]:
    """The receipts of these calls, in the context of a caller with this command id."""
    bus: Bus = scene.with_content(PACK).bus()
    context = (
        bus.context(caller, actor="key:1", source="http", correlation_id="correlation", now=DEFAULT_NOW)
        if caller
        else None
    )

    async def run() -> list[Receipt]:
        integrator = GamificationIntegrator(bus, context)
        return [await each(integrator) for each in calls]

    return asyncio.run(run())


def test_the_methods_are_exactly_those_of_the_design():
    public = {name: method for name, method in vars(GamificationIntegrator).items() if not name.startswith("_")}
    assert {name: list(inspect.signature(method).parameters) for name, method in public.items()} == {
        "process_wallet_transaction": ["self", "user_id", "amount", "reason"],
        "update_mission_progress": ["self", "user_id", "mission_id", "progress"],
        "trigger_achievement_check": ["self", "user_id", "action_type"],
    }
    for method in public.values():
        assert inspect.iscoroutinefunction(method)
        assert inspect.signature(method).return_annotation is Receipt
        kinds = {each.kind for each in inspect.signature(method).parameters.values()}
        assert kinds == {inspect.Parameter.POSITIONAL_OR_KEYWORD}


def test_besitos_are_credited_and_debited():
    scene = given(nothing)
    first, second = call(
        scene,
        lambda face: face.process_wallet_transaction(ana, 30, "prize"),
        lambda face: face.process_wallet_transaction(user_id=ana, amount=-12, reason="hat"),
    )
    assert first.result == {"amount": 30, "reason": "prize", "balance": 30}
    assert second.result == {"amount": -12, "reason": "hat", "balance": 18}
    assert first.correlation_id != second.correlation_id


def test_progress_is_an_absolute_total_which_never_falls():
    pack_target = PACK.mission("m").target
    scene = given(nothing)
    done, again = call(
        scene,
        lambda face: face.update_mission_progress(ana, "m", pack_target),
        lambda face: face.update_mission_progress(ana, "m", 0),
    )
    assert done.result["completed"] is True and again.positions == ()
    assert [event.topic for event in scene.store.events].count("wallet.credited") == 1


def test_a_check_unlocks_what_the_action_moves_and_nothing_else():
    counted = [
        Topic("achievement").progressed(achievement="gifts", progress={"gifts": 2}),
        Topic("achievement").progressed(achievement="done", progress={"m": 1}),
    ]
    (receipt,) = call(given(*counted), lambda face: face.trigger_achievement_check(ana, "gift.claimed"))
    assert receipt.result == {"unlocked": [{"achievement": "gifts", "level": "bronze"}]}
    (none,) = call(given(*counted), lambda face: face.trigger_achievement_check(ana, "external.unheard_of"))
    assert none.positions == ()


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (lambda face: face.process_wallet_transaction(ana, -1, "hat"), InsufficientBesitos(1, 0)),
        (lambda face: face.process_wallet_transaction(ana, 0, "hat"), InvalidValue),
        (lambda face: face.process_wallet_transaction(bea, 1, "hat"), NotFound("user", bea)),
        (lambda face: face.update_mission_progress(ana, "gone", 1), NotFound("mission", "gone")),
        (lambda face: face.update_mission_progress(ana, "m", -1), InvalidValue),
        (lambda face: face.trigger_achievement_check(ana, "gift_claimed"), InvalidValue),
        (lambda face: face.trigger_achievement_check(bea, "gift.claimed"), NotFound("user", bea)),
    ],
)
def test_what_a_rule_refuses_is_raised(asked: Call, refusal: Any):
    with pytest.raises(DomainError) as refused:
        call(given(nothing), asked)
    if isinstance(refusal, DomainError):
        assert refused.value == refusal
    else:
        assert isinstance(refused.value, refusal)


def test_who_is_banned_is_settled_with_and_does_nothing_else():
    banned = given(user.registered(), user.banned(reason="spam"))
    assert call(banned, lambda face: face.process_wallet_transaction(ana, 5, "refund"))[0].result["balance"] == 5
    with pytest.raises(UserBanned):
        call(banned, lambda face: face.update_mission_progress(ana, "m", 1))


def test_a_callers_context_gives_correlation_actor_and_time_and_makes_repeats_the_same():
    scene = given(wallet.credited(100, balance=100))
    calls: list[Call] = [
        lambda face: face.process_wallet_transaction(ana, 10, "first"),
        lambda face: face.process_wallet_transaction(ana, 10, "second"),
    ]
    first = call(scene, *calls, caller="http:key:1")
    again = call(scene, *calls, caller="http:key:1")
    assert [receipt.positions for receipt in again] == [receipt.positions for receipt in first]
    assert all(receipt.repeated for receipt in again)
    for event in scene.store.events[-2:]:
        assert (event.correlation_id, event.actor, event.timestamp) == ("correlation", "key:1", DEFAULT_NOW)
        assert event.source == "gamification"


def test_without_a_caller_each_call_is_a_new_command():
    scene = given(nothing)
    same: Call = lambda face: face.process_wallet_transaction(UserId(ana), 5, "tip")  # noqa: E731
    assert [receipt.result["balance"] for receipt in call(scene, same, same)] == [5, 10]
