"""What the bot says, in every language."""

import logging
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from aiogram.types import InlineKeyboardButton
from fluent.syntax import FluentParser, ast
from fluent.syntax.visitor import Visitor as SyntaxVisitor

from adapters.telegram.dispatcher import COMMANDS
from adapters.telegram.markup import read_html
from adapters.telegram.screens import in_rows
from adapters.telegram.texts import LOCALES, Markup, MissingText, Speaker, Texts
from commands.notifications import _TELL, notifications
from commands.registry import package_modules
from domain.errors import REFUSALS
from domain.users import LANGUAGES
from tests.unit.given import Scene
from tests.unit.test_invariants import WHOLE, record_everything

NOW = datetime(2026, 3, 2, 18, tzinfo=UTC)
MEXICO = ZoneInfo("America/Mexico_City")
PLAIN = (
    "button-",
    "alert-",
    "error-",
    "command-",
    "notice-",
    "reason-",
    "story-cost",
    "story-reward",
    "story-new-hint",
)
"""Where Telegram shows no markup."""
KEY_IN_CODE = re.compile(r'"((?:[a-z]+-)+[a-z_]+)"')


class _Names(SyntaxVisitor):
    """The arguments, and the messages, that a text refers to."""

    def __init__(self) -> None:
        self.arguments: set[str] = set()
        self.messages: set[str] = set()

    def visit_VariableReference(self, node: ast.VariableReference) -> None:
        self.arguments.add(node.id.name)

    def visit_MessageReference(self, node: ast.MessageReference) -> None:
        self.messages.add(node.id.name)


def messages(language: str) -> dict[str, _Names]:
    found: dict[str, _Names] = {}
    for file in sorted((LOCALES / language).glob("*.ftl")):
        for entry in FluentParser().parse(file.read_text(encoding="utf-8")).body:
            assert not isinstance(entry, ast.Junk), f"{file.name}: {entry.content}"
            if isinstance(entry, ast.Message):
                assert entry.id.name not in found, f"{file.name}: {entry.id.name} is there twice"
                names = _Names()
                names.visit(entry)
                found[entry.id.name] = names
    return found


def speaker(language: str = "es", zone: ZoneInfo = MEXICO) -> Speaker:
    return Speaker(Texts.load(), language, zone, NOW)


def test_every_text_is_there_in_every_language() -> None:
    spanish, english = messages("es"), messages("en")
    assert spanish.keys() == english.keys()


def test_a_text_takes_the_same_values_in_every_language() -> None:
    spanish, english = messages("es"), messages("en")
    assert {key: names.arguments for key, names in spanish.items()} == {
        key: names.arguments for key, names in english.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_can_be_said(language: str, caplog: pytest.LogCaptureFixture) -> None:
    texts, known = Texts.load(), messages(language)
    for key, names in known.items():
        arguments = names.arguments.union(*(known[each].arguments for each in names.messages))
        for value in (0, 1, 2, "x"):
            said = texts.format(language, key, dict.fromkeys(arguments, value))
            assert said.strip()
            read_html(said)
    assert not caplog.records


def test_a_message_has_every_value_that_its_text_takes() -> None:
    scene, texts = Scene(), messages("es")
    record_everything(scene)
    told = [each for event in scene.store.events for each in notifications(event, WHOLE)]
    assert len({each.key for each in told}) > 20
    assert {each.key: texts[each.key].arguments - each.params.keys() for each in told} == {
        each.key: set() for each in told
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_telegram_shows_no_markup_there_is_none(language: str) -> None:
    texts = Texts.load()
    for key, names in messages(language).items():
        if key.startswith(PLAIN):
            assert "<" not in texts.format(language, key, dict.fromkeys(names.arguments, "x")), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_its_text(language: str) -> None:
    package_modules("commands")
    texts = Texts.load()
    ours = {kind for kind, refusal in REFUSALS.items() if refusal.__module__.startswith(("domain.", "commands."))}
    assert ours
    assert [kind for kind in sorted(ours) if not texts.has(language, f"error-{kind}")] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_pop_up_has_room_for_every_refusal(language: str) -> None:
    texts = Texts.load()
    for key, names in messages(language).items():
        if key.startswith(("error-", "alert-", "notice-")):
            assert len(texts.format(language, key, dict.fromkeys(names.arguments, "x" * 12))) <= 200, key


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_notification_has_its_text(language: str) -> None:
    texts = Texts.load()
    told = {name for tell in _TELL.values() for name in tell.__code__.co_consts if isinstance(name, str)}
    keys = {key for key in told if key.startswith("notify-")} | {"notify-besitos-received", "notify-besitos-taken"}
    assert [key for key in sorted(keys) if not texts.has(language, key)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_command_is_described(language: str) -> None:
    texts = Texts.load()
    assert all(texts.has(language, f"command-{name}") for name in COMMANDS)


def test_the_code_names_no_text_that_is_missing() -> None:
    known = messages("es")
    prefixes = {key.split("-")[0] for key in known}
    code = [file.read_text() for file in LOCALES.parent.rglob("*.py")]
    named = {key for text in code for key in KEY_IN_CODE.findall(text) if key.split("-")[0] in prefixes}
    assert sorted(named - known.keys()) == []


def test_what_users_wrote_is_escaped_in_messages_and_left_alone_on_buttons() -> None:
    say = speaker()
    assert "&lt;b&gt;Ana &amp; co" in say("start-back", name="<b>Ana & co")
    assert "<b>Ana & co" in say.plain("start-back", name="<b>Ana & co")


@pytest.mark.parametrize("written", ["a" * 3_000, "&" * 900, "a" * 1_300])
def test_what_users_wrote_is_cut_before_it_is_too_long_to_be_filled_in(
    written: str, caplog: pytest.LogCaptureFixture
) -> None:
    say = speaker()
    for told in (say("start-back", name=written), say.plain("start-back", name=written)):
        assert "{???}" not in told and "…" in told and len(told) < 1_000
    assert not caplog.records


def test_a_text_of_the_content_is_filled_in_whole() -> None:
    assert "a" * 1_000 in speaker()("start-back", name="a" * 1_000)


def test_what_is_markup_already_is_not_escaped_again() -> None:
    assert "<i>x</i>" in speaker()("story-choice", number=1, text=Markup("<i>x</i>"))


def test_a_missing_text_is_an_error() -> None:
    with pytest.raises(MissingText):
        speaker()("nobody-wrote-this")


def test_a_missing_value_is_logged_and_does_not_stop_the_message(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        assert "Hola otra vez" in speaker()("start-back")
    assert "start-back" in caplog.text


@pytest.mark.parametrize(
    ("moment", "spanish", "english"),
    [
        (NOW + timedelta(hours=1), "hoy a las 13:00", "today at 13:00"),
        (NOW + timedelta(hours=12), "mañana a las 00:00", "tomorrow at 00:00"),
        (NOW - timedelta(hours=13), "ayer a las 23:00", "yesterday at 23:00"),
        (NOW + timedelta(days=9), "el 11 de marzo a las 12:00", "March 11 at 12:00"),
        (NOW + timedelta(days=400), "el 6 de abril de 2027 a las 12:00", "April 6, 2027 at 12:00"),
    ],
)
def test_a_moment_is_told_by_the_users_clock(moment: datetime, spanish: str, english: str) -> None:
    assert speaker("es").moment(moment) == spanish
    assert speaker("en").moment(moment) == english


@pytest.mark.parametrize(
    ("value", "told"),
    [(date(2026, 3, 5), "5 de marzo"), (timedelta(minutes=200), "3 h 20 min"), (timedelta(hours=49), "2 d 1 h"),
     (timedelta(seconds=1), "1 s"), (timedelta(seconds=61), "2 min"), (["a", "b"], "a, b")],
)  # fmt: skip
def test_values_are_told_in_words(value: Any, told: str) -> None:
    assert told in speaker().plain("start-back", name=value)


def test_a_ban_without_an_end_says_so() -> None:
    assert "no puedes participar en" in speaker().plain("error-user-banned", until=None, reason=None)
    assert "mañana" in speaker().plain("error-user-banned", until=NOW + timedelta(days=1), reason="spam")


def test_buttons_stand_side_by_side_where_a_narrow_phone_shows_all_that_they_say():
    def rows(width: int, *labels: str) -> list[list[str]]:
        keys = in_rows((InlineKeyboardButton(text=label, callback_data="x") for label in labels), width)
        return [[key.text for key in row] for row in keys]

    assert rows(3, "Todo", "Lo importante", "Nada") == [["Todo", "Lo importante"], ["Nada"]]
    assert rows(2, "🎀 Semana de regalos", "☀️ Buenos días", "📺 Sesión") == [
        ["🎀 Semana de regalos"],
        ["☀️ Buenos días", "📺 Sesión"],
    ]
    assert rows(6, *["23:00"] * 7) == [["23:00"] * 6, ["23:00"]]
    assert rows(2) == []
