"""Telegram's HTML, read and cut."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.telegram.markup import MAX_MESSAGE, MarkupError, cut_into_messages, read_html, utf16_length
from adapters.telegram.screens import MAX_LABEL, bar, shortened


def test_entities_are_counted_as_telegram_counts() -> None:
    text, entities = read_html("💋 <b>dos &amp; <i>tres</i></b>")
    assert text == "💋 dos & tres"
    assert entities == [
        {"type": "bold", "offset": 3, "length": 10},
        {"type": "italic", "offset": 9, "length": 4},
    ]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("<div>x</div>", "Unsupported start tag"),
        ("<b>x", "Can't find end tag"),
        ("<b><i>x</b></i>", "Unexpected end tag"),
        ("x</b>", "Unexpected end tag"),
    ],
)
def test_what_telegram_refuses_is_refused(wrong: str, said: str) -> None:
    with pytest.raises(MarkupError, match=said):
        read_html(wrong)


words = st.text(st.sampled_from("abcñ 💋&<>\n"), max_size=200)


@given(
    st.lists(words.map(lambda text: text.replace("&", "&amp;").replace("<", "&lt;")), max_size=8), st.integers(20, 60)
)
def test_pieces_fit_and_nothing_is_lost(paragraphs: list[str], limit: int) -> None:
    html = "\n\n".join(paragraphs)
    pieces = cut_into_messages(html, limit)
    assert all(utf16_length(read_html(piece)[0]) <= limit for piece in pieces)

    def letters(text: str) -> str:
        return re.sub(r"\s", "", text)

    assert letters("".join(read_html(piece)[0] for piece in pieces)) == letters(read_html(html)[0])


def test_a_text_that_fits_is_not_cut() -> None:
    html = "<b>uno</b>\n\n" + "x" * (MAX_MESSAGE - 5)
    assert cut_into_messages(html) == [html]


def test_cutting_keeps_the_markup_of_whole_paragraphs() -> None:
    pieces = cut_into_messages(f"<b>{'a' * 30}</b>\n\n<i>{'b' * 30}</i>", 40)
    assert pieces == [f"<b>{'a' * 30}</b>", f"<i>{'b' * 30}</i>"]


@given(st.text(max_size=120), st.integers(5, MAX_LABEL))
def test_a_label_is_never_longer_than_a_phone_shows(label: str, limit: int) -> None:
    assert len(shortened(label, limit)) <= limit


def test_a_label_is_cut_between_words() -> None:
    assert shortened("Comprar una docena, por educación", 20) == "Comprar una docena…"


@given(st.integers(0, 200), st.integers(1, 100))
def test_a_bar_is_full_exactly_when_everything_is_done(done: int, target: int) -> None:
    assert (bar(done, target) == "▰" * 8) == (done >= target)
