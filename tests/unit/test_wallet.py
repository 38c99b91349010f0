import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.wallet import MoveBesitos
from domain.errors import InvalidValue, NotFound
from domain.wallet import MAX_AMOUNT, MAX_BALANCE, HoldNotFound, InsufficientBesitos, Wallet, WalletFull
from tests.unit.given import DEFAULT_NOW, ana, bea, given, nothing, user, wallet


def test_a_positive_amount_is_credited():
    given(nothing).when(MoveBesitos(ana, 30, "prize")).records(wallet.credited(30, "prize", balance=30))


def test_a_negative_amount_is_debited():
    given(wallet.credited(30, balance=30)).when(MoveBesitos(ana, -12, "fine")).records(
        wallet.debited(12, "fine", balance=18)
    )


def test_a_wallet_never_goes_below_zero():
    given(wallet.credited(30, balance=30)).when(MoveBesitos(ana, -50, "fine")).refuses(InsufficientBesitos(50, 30))


def test_a_wallet_never_holds_more_than_inks_integers_can():
    given(wallet.credited(MAX_AMOUNT, balance=MAX_BALANCE - 5)).when(MoveBesitos(ana, 6, "prize")).refuses(
        WalletFull(6, MAX_BALANCE - 5)
    )


@pytest.mark.parametrize("amount", [0, MAX_AMOUNT + 1, -MAX_AMOUNT - 1, 10**30])
def test_an_amount_outside_of_the_bounds_is_refused(amount):
    given(wallet.credited(30, balance=30)).when(MoveBesitos(ana, amount, "prize")).refuses(InvalidValue)


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_movement_says_why(reason):
    given(nothing).when(MoveBesitos(ana, 1, reason)).refuses(InvalidValue)


@pytest.mark.parametrize("reason", ["a\0b", "one\ntwo"])
def test_a_reason_can_be_printed(reason):
    given(nothing).when(MoveBesitos(ana, 1, reason)).refuses(InvalidValue)


@pytest.mark.parametrize("reason", [f"transfer_received:{bea}", "import:forum", "daily_gift", " story:correo"])
def test_nobody_else_speaks_in_the_words_of_the_game(reason):
    given(nothing).when(MoveBesitos(ana, 500, reason)).refuses(InvalidValue)


def test_whoever_moves_besitos_may_use_such_words_in_a_sentence_of_their_own():
    given(nothing).when(MoveBesitos(ana, 5, "story contest: first prize")).records(
        wallet.credited(amount=5, reason="story contest: first prize")
    )


def test_nobody_unknown_has_a_wallet():
    given(nothing).when(MoveBesitos(bea, 1, "prize")).refuses(NotFound("user", bea))


def test_an_admin_can_settle_the_account_of_a_banned_user():
    given(user.registered(), user.banned(reason="spam")).when(MoveBesitos(ana, 5, "refund")).records(
        wallet.credited(5, "refund", balance=5)
    )


def test_the_result_tells_the_movement_and_the_balance_after():
    given(wallet.credited(30, balance=30)).when(MoveBesitos(ana, -12, "fine")).answers(
        {"amount": -12, "reason": "fine", "balance": 18}
    )


def _wallet(available: int = 0) -> Wallet:
    opened = Wallet.blank(Wallet.stream(ana))
    opened.begin(DEFAULT_NOW, [])
    if available:
        opened.credit(available, "test")
    return opened


def test_what_is_held_can_neither_be_spent_nor_is_it_lost():
    purse = _wallet(100)
    purse.hold("bid:1", 60, "auction")

    assert (purse.available, purse.held) == (40, 60)
    with pytest.raises(InsufficientBesitos):
        purse.debit(41, "store")

    purse.release("bid:1", "outbid")
    assert (purse.available, purse.held) == (100, 0)


def test_a_hold_is_captured_once():
    purse = _wallet(100)
    purse.hold("bid:1", 60, "auction")
    purse.capture("bid:1", "won")

    assert (purse.available, purse.held) == (40, 0)
    with pytest.raises(HoldNotFound):
        purse.release("bid:1", "outbid")


def test_a_hold_has_a_name_of_its_own():
    purse = _wallet(100)
    purse.hold("bid:1", 10, "auction")

    with pytest.raises(InvalidValue):
        purse.hold("bid:1", 10, "auction")


_moves = st.lists(
    st.tuples(
        st.sampled_from(["credit", "debit", "hold", "release", "capture"]),
        st.integers(min_value=-5, max_value=200),
        st.sampled_from(["bid:1", "bid:2"]),
    ),
    max_size=40,
)


@examples(_moves)
def test_no_sequence_of_moves_makes_a_wallet_negative_and_its_events_sum_up_to_it(moves):
    purse, journal = _wallet(), []
    purse.begin(DEFAULT_NOW, journal)

    for name, amount, hold in moves:
        before, count = (purse.available, purse.held), len(journal)
        try:
            match name:
                case "credit" | "debit":
                    getattr(purse, name)(amount, "test")
                case "hold":
                    purse.hold(hold, amount, "test")
                case _:
                    getattr(purse, name)(hold, "test")
        except (InsufficientBesitos, InvalidValue, HoldNotFound):
            assert (purse.available, purse.held) == before
            assert len(journal) == count
        assert purse.available >= 0
        assert purse.held >= 0

    worth = {"wallet.credited": 1, "wallet.debited": -1, "wallet.captured": -1}
    assert purse.available + purse.held == sum(worth.get(each.topic, 0) * each.amount for each in journal)

    again = Wallet.blank(purse.id)
    for each in journal:
        each.mutate(again)
    assert again.snapshot_state == purse.snapshot_state
