"""Drafts: a writer sends a story's file, is told what is wrong with it, and reads it alone."""

import logging
import re
from collections.abc import Awaitable
from html import escape
from io import BytesIO

from aiogram import F, Router
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Command, Filter
from aiogram.types import CallbackQuery, Document, InlineKeyboardButton, Message
from aiohttp import ClientError

from adapters.telegram.callbacks import KeptDraft, Open, ReadDraft, long, short
from adapters.telegram.drafts import KINDS, MAX_DRAFT, WRITERS, DraftChoice, DraftPage, Drafts, NoDraft, Verdict
from adapters.telegram.screens import MAX_LABEL, Screen, button, in_rows, shortened
from adapters.telegram.texts import Markup
from adapters.telegram.visitor import Visitor
from domain.story_refusals import PlaceLeft
from domain.story_step import StoryBroken, with_name
from domain.users import LANGUAGES
from queries.users import user_view

log = logging.getLogger(__name__)

SCREEN = "drafts"
NAME = re.compile(rf"[a-z][a-z0-9_]{{0,39}}(\.({'|'.join(LANGUAGES)}))?({'|'.join(map(re.escape, KINDS))})")
"""What a file may be called: the id of a story, and its language."""
SHOWN = 12
"""Problems that are told; the rest are counted."""


def router() -> Router:
    router = Router(name="drafts")
    router.message.register(take_in, F.document, F.chat.type == "private", Writes())
    router.message.register(show, Command("drafts", "borradores"), F.chat.type == "private", Writes())
    router.callback_query.register(open_drafts, Open.filter(F.screen == SCREEN), Writes())
    router.callback_query.register(read_on, ReadDraft.filter(), Writes())
    router.callback_query.register(go_on, KeptDraft.filter(), Writes())
    return router


class Writes(Filter):
    """Lets through who may bring stories. Whoever may not is answered as if there were no such thing."""

    async def __call__(self, event: Message | CallbackQuery, visitor: Visitor) -> bool:
        if visitor.services.drafts is None:
            return False
        view = await visitor.read(user_view, visitor.user_id)
        return view is not None and not WRITERS.isdisjoint(view.roles)


class _TooLarge(Exception):
    """More bytes come than were announced."""


class _Bounded(BytesIO):
    """Takes MAX_DRAFT bytes, and no more."""

    def write(self, data: bytes) -> int:  # type: ignore[override]  # aiogram writes bytes
        if self.tell() + len(data) > MAX_DRAFT:
            raise _TooLarge()
        return super().write(data)


async def take_in(message: Message, visitor: Visitor) -> None:
    """A file that a writer sent: fetched, checked, and answered in words."""
    document, say = message.document, visitor.say
    assert document is not None, "the filter wants one"
    name = (document.file_name or "").lower()
    if not name.endswith(KINDS):
        await visitor.show(Screen(say("draft-kind"), [[visitor.home()]]))
        return
    if not NAME.fullmatch(name):
        await visitor.show(Screen(say("draft-name"), [[visitor.home()]]))
        return
    if (document.file_size or 0) > MAX_DRAFT:
        await visitor.show(_too_large(visitor))
        return
    await visitor.send(say("draft-checking", name=name))
    try:
        data = await _fetched(visitor, document)
    except _TooLarge:
        await visitor.show(_too_large(visitor))
        return
    except (TelegramAPIError, ClientError, TimeoutError) as error:
        log.warning("a draft could not be fetched, correlation %s: %r", visitor.correlation_id, error)
        await visitor.show(Screen(say("draft-not-fetched"), [[visitor.home()]]))
        return
    await visitor.show(_told(visitor, await _drafts(visitor).take_in(visitor.user_id, name, data)))


async def _fetched(visitor: Visitor, document: Document) -> bytes:
    """The file's bytes. Raises _TooLarge, TelegramAPIError, ClientError and TimeoutError."""
    file = await visitor.bot.get_file(document.file_id)
    if (file.file_size or 0) > MAX_DRAFT or file.file_path is None:
        raise _TooLarge()
    taken = _Bounded()
    await visitor.bot.download_file(file.file_path, taken)
    return taken.getvalue()


async def show(message: Message, visitor: Visitor) -> None:
    """One's own drafts, as a new message."""
    await visitor.show(await _shelf(visitor))


async def open_drafts(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """One's own drafts, in place."""
    await visitor.show(await _shelf(visitor))


async def read_on(query: CallbackQuery, callback_data: ReadDraft, visitor: Visitor) -> None:
    """Begins a draft, or takes a choice in it; each page is a message of its own."""
    drafts, draft = _drafts(visitor), _number(callback_data.draft)
    if callback_data.choice:
        turn, choice = _number(callback_data.turn), _number(callback_data.choice)
        await _show_page(visitor, drafts.choose(visitor.user_id, draft, turn, choice), draft)
    else:
        await _show_page(visitor, drafts.open(visitor.user_id, draft), draft)


async def go_on(query: CallbackQuery, callback_data: KeptDraft, visitor: Visitor) -> None:
    """The page at which a draft was left, once more."""
    draft = _number(callback_data.draft)
    await _show_page(visitor, _drafts(visitor).resume(visitor.user_id, draft), draft)


def _number(written: str) -> int:
    try:
        return long(written)
    except ValueError:
        raise PlaceLeft("") from None


async def _show_page(visitor: Visitor, reading: Awaitable[DraftPage], draft: int) -> None:
    """What is read, as a message of its own; or why it can't be, with the ways on: the page before it is kept."""
    try:
        screen = _page(visitor, await reading)
    except NoDraft:
        await visitor.tell(visitor.say.plain("draft-gone"))
        return
    except StoryBroken as broken:
        told = visitor.say("draft-broken", place=broken.place, reason=broken.reason)
        ways = [[_kept(visitor, "button-draft-kept", draft)], [_begin(visitor, "button-draft-again", draft)]]
        screen = Screen(told, [*ways, _way_back(visitor)])
    await visitor.show_new(screen)


def _drafts(visitor: Visitor) -> Drafts:
    assert visitor.services.drafts is not None, "the filter has looked"
    return visitor.services.drafts


def _too_large(visitor: Visitor) -> Screen:
    return Screen(visitor.say("draft-too-large", most=MAX_DRAFT // 1_000_000), [[visitor.home()]])


def _told(visitor: Visitor, verdict: Verdict) -> Screen:
    say, (seen, whole) = visitor.say, verdict.knots
    key = "draft-refused" if verdict.problems else "draft-taken"
    lines = [say(key, name=verdict.name, problems=len(verdict.problems), seen=seen, whole=whole)]
    told = [*(("draft-problem", each) for each in verdict.problems), *(("draft-note", each) for each in verdict.notes)]
    lines += [say(kind, what=shortened(what, 300)) for kind, what in told[:SHOWN]]
    if len(told) > SHOWN:
        lines.append(say("draft-more", count=len(told) - SHOWN))
    rows = [] if verdict.number is None else [[_kept(visitor, "button-draft-read", verdict.number)]]
    return Screen(Markup("\n".join(lines)), [*rows, _way_back(visitor)])


async def _shelf(visitor: Visitor) -> Screen:
    names = await _drafts(visitor).names(visitor.user_id)
    buttons = [button(f"📝 {each.name}", KeptDraft(owner=visitor.owner, draft=short(each.number))) for each in names]
    return Screen(visitor.say("drafts", count=len(names)), [*in_rows(buttons, 1), [visitor.home()]])


def _page(visitor: Visitor, page: DraftPage) -> Screen:
    say, (seen, whole) = visitor.say, page.knots
    parts = [escape(with_name(line, visitor.name), quote=False) for line in page.lines]
    parts += [_choice(visitor, number, each) for number, each in enumerate(page.choices, start=1)]
    parts.append(say("draft-standing", name=page.name, place=page.place, besitos=page.besitos, seen=seen, whole=whole))
    rows = [
        [
            button(
                f"{number}. {shortened(with_name(each.text, visitor.name), MAX_LABEL - 4)}",
                ReadDraft(
                    owner=visitor.owner, draft=short(page.number), turn=short(page.turn), choice=short(number - 1)
                ),
            )
        ]
        for number, each in enumerate(page.choices, start=1)
    ]
    rows.append([_begin(visitor, "button-draft-again", page.number)])
    return Screen("\n\n".join(parts), [*rows, _way_back(visitor)])


def _choice(visitor: Visitor, number: int, choice: DraftChoice) -> Markup:
    gates = ", ".join(f"{gate.why} {gate.needs}".strip() for gate in choice.gates)
    return visitor.say(
        "draft-choice",
        number=number,
        text=with_name(choice.text, visitor.name),
        cost=choice.cost,
        affordable="yes" if choice.affordable else "no",
        gates=gates or "none",
    )


def _begin(visitor: Visitor, key: str, number: int) -> InlineKeyboardButton:
    return visitor.button(key, ReadDraft(owner=visitor.owner, draft=short(number)))


def _kept(visitor: Visitor, key: str, number: int) -> InlineKeyboardButton:
    return visitor.button(key, KeptDraft(owner=visitor.owner, draft=short(number)))


def _way_back(visitor: Visitor) -> list[InlineKeyboardButton]:
    return [visitor.opens("button-drafts", SCREEN), visitor.home()]
