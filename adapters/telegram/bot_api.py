"""What the Bot API refuses, and in which words (core.telegram.org/bots/api)."""

from collections.abc import Mapping, Sequence
from typing import Any

from adapters.telegram.markup import MAX_MESSAGE, MarkupError, read_html, utf16_length

MAX_BUTTONS, MAX_IN_A_ROW = 100, 8
MAX_DATA = 64
"""Bytes of callback data."""
MAX_ANSWER = 200
"""Characters of the pop-up that answers a tap."""
MAX_QUESTION, MAX_OPTION, MAX_EXPLANATION = 300, 100, 200
"""Characters of a poll's question, of each of its options, and of a quiz' explanation."""
MIN_OPTIONS, MAX_OPTIONS = 1, 12
BUTTON_ACTIONS = frozenset({"callback_data", "url", "web_app", "switch_inline_query", "pay", "copy_text"})


class Refused(Exception):
    """What Telegram answers to a wrong call: status code and description."""

    def __init__(self, code: int, description: str, parameters: Mapping[str, Any] | None = None) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def bad_request(description: str) -> Refused:
    return Refused(400, f"Bad Request: {description}")


def checked_content(params: Mapping[str, Any]) -> dict[str, Any]:
    """Text, entities and keyboard of the message that a call asks for. Raises Refused."""
    text, entities = str(params.get("text", "")), list(params.get("entities", []))
    if params.get("parse_mode") == "HTML":
        try:
            text, entities = read_html(text)
        except MarkupError as error:
            raise bad_request(str(error)) from error
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16_length(text) > MAX_MESSAGE:
        raise bad_request("message is too long")
    content: dict[str, Any] = {"text": text}
    if entities:
        content["entities"] = entities
    if markup := checked_markup(params.get("reply_markup")):
        content["reply_markup"] = markup
    return content


def checked_poll(params: Mapping[str, Any]) -> dict[str, Any]:
    """The quiz that a call asks for, as Telegram gives it back. Raises Refused."""
    question, options = str(params.get("question", "")), [each["text"] for each in params.get("options", ())]
    if not 1 <= utf16_length(question) <= MAX_QUESTION:
        raise bad_request("message must be non-empty" if not question else "poll question length must not exceed 300")
    if not MIN_OPTIONS <= len(options) <= MAX_OPTIONS:
        raise bad_request(f"poll must have at least {MIN_OPTIONS} option and at most {MAX_OPTIONS}")
    if any(not 1 <= utf16_length(option) <= MAX_OPTION for option in options):
        raise bad_request("poll options length must not exceed 100")
    right = list(params.get("correct_option_ids", ()))
    if params.get("type") == "quiz" and (not right or not all(0 <= each < len(options) for each in right)):
        raise bad_request("invalid quiz correct option ID specified")
    if utf16_length(str(params.get("explanation", ""))) > MAX_EXPLANATION:
        raise bad_request("message is too long")
    poll: dict[str, Any] = {
        "question": question,
        "options": [{"text": text, "voter_count": 0, "persistent_id": str(n)} for n, text in enumerate(options)],
        "total_voter_count": 0,
        "is_closed": False,
        "is_anonymous": bool(params.get("is_anonymous", True)),
        "type": params.get("type", "regular"),
        "allows_multiple_answers": False,
        "allows_revoting": False,
        "members_only": False,
    }
    told = {"correct_option_ids": right or None, "explanation": params.get("explanation")}
    return poll | {name: value for name, value in told.items() if value is not None}


def checked_markup(markup: dict[str, Any] | None) -> dict[str, Any] | None:
    """A keyboard, None for an empty one. Raises Refused."""
    if markup is None or "inline_keyboard" not in markup:
        return markup
    rows: Sequence[Sequence[dict[str, Any]]] = markup["inline_keyboard"]
    if sum(len(row) for row in rows) > MAX_BUTTONS or any(len(row) > MAX_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (button for row in rows for button in row):
        if not button.get("text"):
            raise bad_request("inline keyboard button text must be non-empty")
        if len(BUTTON_ACTIONS & button.keys()) != 1:
            raise bad_request("Text buttons are unallowed in the inline keyboard")
        if not 1 <= len(button.get("callback_data", "-").encode()) <= MAX_DATA:
            raise bad_request("BUTTON_DATA_INVALID")
    return markup if rows else None
