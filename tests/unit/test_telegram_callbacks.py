"""What buttons carry: it always fits, and says nothing about anybody."""

from zoneinfo import available_timezones

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.callbacks import Begin, Choose, Claim, Live, Open, Speak, is_whole, long, owner_mark, short
from domain.ids import UserId

users = st.text("0123456789abcdef", min_size=16, max_size=16).map(UserId)
content_ids = st.from_regex(r"^[a-z][a-z0-9_]{0,39}$", fullmatch=True)
screens = st.sampled_from(
    ["menu", "wallet", "statement", "missions", "mission", "achievements", "achievement", "story", "language", "hours"]
)
positions = st.integers(0, 2**63 - 1).map(str)
turns = st.integers(0, 36**5 - 1)
choices = st.integers(0, 35)
offers = st.text("0123456789abcdef", min_size=8, max_size=8)
MAX_BYTES = 64


def fits_and_comes_back(data: CallbackData) -> None:
    packed = data.pack()
    assert len(packed.encode()) <= MAX_BYTES
    assert type(data).unpack(packed) == data


@given(users, screens, st.one_of(content_ids, positions, st.just("")))
def test_a_way_to_a_screen_fits(user: UserId, screen: str, what: str) -> None:
    fits_and_comes_back(Open(owner=owner_mark(user), screen=screen, what=what))


@given(users, content_ids, turns, offers, choices)
def test_a_choice_of_the_longest_story_id_fits(user: UserId, story: str, turn: int, offer: str, choice: int) -> None:
    data = Choose(owner=owner_mark(user), story=story, turn=short(turn), offer=offer, choice=short(choice))
    fits_and_comes_back(data)
    assert (long(data.turn), long(data.choice)) == (turn, choice)


@given(users, st.sampled_from(sorted(available_timezones())))
def test_every_time_zone_fits(user: UserId, zone: str) -> None:
    fits_and_comes_back(Live(owner=owner_mark(user), zone=zone))


@given(users, content_ids)
def test_the_other_buttons_fit(user: UserId, story: str) -> None:
    for data in (Begin(owner=owner_mark(user), story=story), Claim(owner=owner_mark(user))):
        fits_and_comes_back(data)
    fits_and_comes_back(Speak(owner=owner_mark(user), language="es"))


@given(users)
def test_a_button_does_not_tell_the_user_id(user: UserId) -> None:
    mark = owner_mark(user)
    assert len(mark) == 4
    assert ":" not in mark


@given(st.integers(0, 2**63))
def test_numbers_come_back_from_base_36(number: int) -> None:
    assert long(short(number)) == number


@pytest.mark.parametrize("digits", ["", "-1", "+1", "1_0", " 1", "Z", "ñ"])
def test_what_no_button_says_is_no_number(digits: str) -> None:
    with pytest.raises(ValueError, match="no number of a button"):
        long(digits)


def test_a_button_is_whole_or_none_of_ours() -> None:
    assert is_whole(Choose(owner="abcd", story="carta", turn="1", offer="x", choice="0").pack())
    assert not any(map(is_whole, ("", "c", "c:zzz", "c:zzz:carta", "nada:zzz", "o:a:b:c:d")))
