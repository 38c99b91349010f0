"""Besitos from user to user: what is recorded, what is refused, and that none are made."""

import asyncio
from collections import Counter
from datetime import UTC, date, datetime

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from pydantic import ValidationError

from commands.achievements import CountForAchievements
from commands.bus import Bus
from commands.notifications import notifications
from commands.transfers import TransferBesitos
from commands.users import ChangeTimeZone, RegisterUser
from commands.wallet import MoveBesitos
from domain.content import ContentPack
from domain.errors import DomainError, NotFound
from domain.ids import UserId
from domain.referrals import referral_code
from domain.transfers import (
    ReceiverUnavailable,
    TransferLimitReached,
    TransferOutOfBounds,
    TransferRules,
    TransferToOneself,
)
from domain.users import UserBanned
from domain.wallet import MAX_BALANCE, InsufficientBesitos
from tests.unit.examples import achievement_like, goal, level_of, reacted
from tests.unit.given import Scene, Told, ana, bea, given, nothing, nothing_at_all, transfer, user, wallet

carla = UserId("c000000000000003")
MARCH_1 = date(2026, 3, 1)


def rich(amount: int = 1_000) -> tuple[Told, ...]:
    return (user.registered(of=bea), wallet.credited(amount, balance=amount))


def test_both_wallets_and_the_fee_are_in_one_commit():
    given(rich()).when(TransferBesitos(ana, bea, 100)).records(
        transfer.sent(to=bea, amount=100, fee=5, day=MARCH_1, day_total=100),
        wallet.debited(95, f"transfer_sent:{bea}", balance=905),
        wallet.debited(5, f"transfer_fee:{bea}", balance=900),
        wallet.credited(95, f"transfer_received:{ana}", balance=95),
    ).answers({"to": bea, "amount": 100, "fee": 5, "received": 95, "balance": 900})


def test_each_movement_is_in_the_history_of_whose_wallet_it_is():
    scene = given(rich()).when(TransferBesitos(ana, bea, 100))
    assert [event.user_id for event in scene.recorded] == [ana, ana, ana, bea]


def test_without_a_fee_nothing_is_burned():
    pack = ContentPack(transfers=TransferRules(fee_percent=0))
    given(rich()).with_content(pack).when(TransferBesitos(ana, bea, 7)).records(
        transfer.sent(fee=0), wallet.debited(7, balance=993), wallet.credited(7, balance=7)
    )


@pytest.mark.parametrize(("amount", "fee"), [(5, 1), (20, 1), (21, 2), (100, 5), (101, 6)])
def test_a_fee_is_rounded_up_so_that_small_parts_save_nothing(amount: int, fee: int):
    assert TransferRules().fee(amount) == fee


def test_a_transfer_to_oneself_is_refused():
    given(rich()).when(TransferBesitos(ana, ana, 10)).refuses(TransferToOneself)


def test_a_transfer_to_somebody_unknown_is_refused():
    given(rich()).when(TransferBesitos(ana, carla, 10)).refuses(NotFound("receiver", carla))


def test_whoever_is_banned_neither_gives_nor_gets():
    banned = user.banned(reason="spam", of=bea)
    given(rich(), banned).when(TransferBesitos(ana, bea, 10)).refuses(ReceiverUnavailable)
    given(rich(), banned).when(TransferBesitos(bea, ana, 10)).refuses(UserBanned)


def test_a_ban_that_is_over_is_none():
    over = user.banned(reason="spam", until=datetime(2026, 2, 1, tzinfo=UTC), of=bea)
    assert given(rich(), over).when(TransferBesitos(ana, bea, 10)).refusal is None


def test_a_full_wallet_takes_nothing_and_its_balance_is_not_told():
    full = wallet.credited(1, balance=MAX_BALANCE - 8, of=bea)
    given(rich(), full).when(TransferBesitos(ana, bea, 10)).refuses(ReceiverUnavailable())
    assert given(rich(), full).when(TransferBesitos(ana, bea, 8)).refusal is None


def test_more_than_there_is_can_not_be_given():
    given(rich(30)).when(TransferBesitos(ana, bea, 31)).refuses(InsufficientBesitos(31, 30))
    given(rich(30)).when(TransferBesitos(ana, bea, 30)).records(
        transfer.sent(), wallet.debited(), wallet.debited(balance=0), wallet.credited(28)
    )


@pytest.mark.parametrize("amount", [-10, 0, 4, 501])
def test_one_transfer_has_its_bounds(amount: int):
    given(rich()).when(TransferBesitos(ana, bea, amount)).refuses(TransferOutOfBounds(amount, 5, 500))


def test_a_day_has_its_limit_and_the_next_begins_anew():
    sent = transfer.sent(to=bea, amount=500, fee=25, day=MARCH_1, day_total=990)
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    scene = given(rich(), sent)
    scene.when(TransferBesitos(ana, bea, 11)).refuses(TransferLimitReached(1_000, 10, midnight))
    scene.when(TransferBesitos(ana, bea, 11), at=midnight).records(
        transfer.sent(day=date(2026, 3, 2), day_total=11), wallet.debited(), wallet.debited(), wallet.credited()
    )


def test_moving_to_another_time_zone_opens_no_second_day():
    sent = transfer.sent(to=bea, amount=500, fee=25, day=MARCH_1, day_total=1_000)
    given(rich(), sent, user.time_zone_changed(time_zone="Pacific/Kiritimati")).when(
        TransferBesitos(ana, bea, 10)
    ).refuses(TransferLimitReached)


def test_nobody_unknown_gives():
    given(nothing_at_all, user.registered(of=ana)).when(TransferBesitos(bea, ana, 10)).refuses(NotFound("user", bea))


def test_the_receiver_is_told_as_of_money_and_the_sender_who_knows_is_not():
    scene = given(rich()).when(TransferBesitos(ana, bea, 100))
    (told,) = [each for event in scene.recorded for each in notifications(event, ContentPack())]
    assert (told.user_id, told.key, told.kind) == (bea, "notify-besitos-received", "money")
    assert told.params == {"amount": 95, "reason": f"transfer_received:{ana}", "balance": 95}


@pytest.mark.parametrize(
    "rules",
    [{"least": 10, "most": 5}, {"most": 600, "daily": 500}, {"least": 1, "fee_percent": 5}, {"fee_percent": 91}],
)
def test_rules_under_which_nothing_could_be_given_are_refused(rules: dict[str, int]):
    with pytest.raises(ValidationError):
        TransferRules.model_validate(rules)


def test_what_was_received_as_a_gift_can_be_left_out_of_what_was_earned():
    earned = goal("earned", "wallet.credited", total="amount", where={"reason": {"none_of": ["transfer_received"]}})
    pack = ContentPack(achievements=(achievement_like("hucha", (earned,), (level_of(earned=100),)),))
    scene = given(rich()).when(TransferBesitos(ana, bea, 100))
    assert reacted(scene.recorded[-1], pack, "achievements") == []
    gift = given(nothing).when(MoveBesitos(ana, 20, "prize")).recorded[-1]
    counted = CountForAchievements(ana, (("hucha", "earned", 20),), gift.position)
    assert reacted(gift, pack, "achievements") == [("counted", counted)]


def test_a_code_is_short_plain_and_nobody_elses():
    codes = {referral_code(UserId(f"{number:016x}")) for number in range(5_000)}
    assert len(codes) == 5_000
    assert all((len(code) == 12 and code.isascii() and code.islower()) or code.isdigit() for code in codes)
    assert referral_code(ana) == referral_code(UserId(str(ana))) != referral_code(bea)


# -- none are made ----------------------------------------------------------------------------------------------------

PEOPLE = (ana, bea, carla)
people = st.sampled_from(PEOPLE)
moves = st.lists(
    st.one_of(
        st.builds(TransferBesitos, people, people, st.integers(-5, 600)),
        st.builds(MoveBesitos, people, st.integers(-200, 400), st.just("prize")),
        st.builds(ChangeTimeZone, people, st.sampled_from(("Pacific/Kiritimati", "Pacific/Honolulu"))),
    ),
    max_size=40,
)


@settings(max_examples=200)
@examples(moves, st.integers(0, 30), st.booleans())
def test_2_transfers_make_no_besitos_and_burn_exactly_their_fees(script: list, percent: int, at_once: bool):
    scene = Scene().with_content(ContentPack(transfers=TransferRules(least=5, fee_percent=percent)))
    asyncio.run(_lived(scene, script, at_once))
    wallets: Counter[str] = Counter()
    minted = burned = 0
    for event in scene.store.events:
        if event.topic == "wallet.credited":
            wallets[event.stream] += event.amount
            minted += event.amount if event.reason == "prize" else 0
        elif event.topic == "wallet.debited":
            wallets[event.stream] -= event.amount
            burned += event.amount if event.reason == "prize" else 0
        elif event.topic == "transfer.sent":
            burned += event.fee
            assert event.day_total <= 1_000 and 0 <= event.fee < event.amount
        assert min(wallets.values(), default=0) >= 0
    assert sum(wallets.values()) == minted - burned
    commits = {event.commit_id for event in scene.store.events if event.topic == "transfer.sent"}
    for commit in commits:
        moved = [event for event in scene.store.events if event.commit_id == commit]
        change = sum(
            event.amount * {"wallet.credited": 1, "wallet.debited": -1}.get(event.topic, 0)
            for event in moved
            if event.topic.startswith("wallet.")
        )
        assert change == -moved[0].fee


async def _lived(scene: Scene, script: list, at_once: bool) -> None:
    """Gives the commands one after the other, or all at once through two processes."""
    buses = [scene.bus(), scene.bus()]
    for number, person in enumerate(PEOPLE):
        await _give(buses[0], RegisterUser(person, "es"), f"test:register:{number}")
    given_to = [_give(buses[number % 2], command, f"test:{number}") for number, command in enumerate(script)]
    if at_once:
        await asyncio.gather(*given_to)
    else:
        for each in given_to:
            await each


async def _give(bus: Bus, command: object, command_id: str) -> None:
    try:
        await bus.execute(
            command, bus.context(command_id, actor="test", source="test", now=datetime(2026, 3, 1, 12, tzinfo=UTC))
        )
    except DomainError:
        return
