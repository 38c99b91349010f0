"""Telegram's HTML: reading it as Telegram does, measuring it, and cutting it where a message would be too long."""

from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

MAX_MESSAGE = 4096
"""Characters of one message after its markup is read (core.telegram.org/bots/api#sendmessage), in UTF-16 units."""
MAX_CAPTION = 1024
"""The same of the text below a picture (core.telegram.org/bots/api#sendphoto)."""

_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "a": "text_link",
}


class MarkupError(ValueError):
    """Text that Telegram would refuse; the message is what Telegram says."""


@dataclass
class _Open:
    tag: str
    entity: dict[str, Any]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.length = 0
        self.open: list[_Open] = []
        self.entities: list[dict[str, Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _KINDS:
            raise MarkupError(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {self.length}')
        kind = _KINDS[tag]
        if tag == "blockquote" and ("expandable", None) in attrs:
            kind = "expandable_blockquote"
        entity: dict[str, Any] = {"type": kind, "offset": self.length}
        if tag == "a":
            entity["url"] = dict(attrs).get("href") or ""
        self.open.append(_Open(tag, entity))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1].tag != tag:
            raise MarkupError(f'can\'t parse entities: Unexpected end tag "{tag}" at byte offset {self.length}')
        entity = self.open.pop().entity
        entity["length"] = self.length - entity["offset"]
        if entity["length"]:
            self.entities.append(entity)

    def handle_data(self, data: str) -> None:
        self.parts.append(data)
        self.length += utf16_length(data)


def utf16_length(text: str) -> int:
    """How long Telegram thinks `text` is: characters beyond the basic plane, as most emoji, count twice."""
    return len(text.encode("utf-16-le")) // 2


def read_html(html: str) -> tuple[str, list[dict[str, Any]]]:
    """The text and its entities (offsets in UTF-16 units), as Telegram reads them. Raises MarkupError."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    if reader.open:
        raise MarkupError(
            f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1].tag}\""
        )
    return "".join(reader.parts), sorted(reader.entities, key=lambda entity: (entity["offset"], -entity["length"]))


def cut_into_messages(html: str, limit: int = MAX_MESSAGE) -> list[str]:
    """`html` in pieces that fit into a message each, cut between paragraphs.

    Our markup never spans paragraphs. A single paragraph that is too long is cut as plain text, between words.
    """
    pieces: list[str] = []
    for paragraph in html.split("\n\n"):
        for part in _short_parts(paragraph, limit):
            joined = f"{pieces[-1]}\n\n{part}" if pieces else part
            if pieces and visible_length(joined) <= limit:
                pieces[-1] = joined
            else:
                pieces.append(part)
    return pieces


def visible_length(html: str) -> int:
    """How long Telegram thinks the text is once its markup is read. Raises MarkupError."""
    return utf16_length(read_html(html)[0])


def _short_parts(paragraph: str, limit: int) -> list[str]:
    if visible_length(paragraph) <= limit:
        return [paragraph]
    parts = [""]
    for word in read_html(paragraph)[0].split(" "):
        for piece in (word[at : at + limit // 2] for at in range(0, max(len(word), 1), limit // 2)):
            joined = f"{parts[-1]} {piece}".lstrip()
            if utf16_length(joined) <= limit:
                parts[-1] = joined
            else:
                parts.append(piece)
    return [_escaped(part) for part in parts if part]


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
