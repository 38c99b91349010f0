"""Leaderboards: the best ten, and oneself among one's neighbours. Names are looked up when they are shown."""

from datetime import date
from typing import get_args
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram.callbacks import Open
from adapters.telegram.screens import Screen, button
from adapters.telegram.visitor import Visitor
from domain.ids import UserId
from projections.leaderboards import BOARDS
from queries.leaderboards import Period, Standing, leaderboard, span_of

BEST = 10
PERIODS: tuple[Period, ...] = get_args(Period)
MEDALS = {1: "🥇", 2: "🥈", 3: "🥉"}


def router() -> Router:
    router = Router(name="leaderboards")
    router.message.register(show, Command("top", "ranking"))
    router.callback_query.register(open_board, Open.filter(F.screen == "top"))
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """This week's besitos, as a new message."""
    await visitor.show(await board_screen(visitor, "besitos", "week"))


async def open_board(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """`what` is a board and a period, `besitos-week`; that one too for what is none."""
    board, _, period = callback_data.what.partition("-")
    known: Period = next((each for each in PERIODS if each == period), "week")
    await visitor.show(await board_screen(visitor, board if board in BOARDS else "besitos", known))


async def board_screen(visitor: Visitor, board: str, period: Period) -> Screen:
    """The best ten of a board; below, whoever is not among them finds themselves between their neighbours."""
    say = visitor.say
    span = span_of(period, *_today(visitor))
    best = await visitor.read(leaderboard, board, span, say.now, limit=BEST, user_id=visitor.user_id)
    shown = {each.place for each in best.items}
    below = [each for each in best.around if each.place not in shown]
    names = await visitor.names(each.user_id for each in (*best.items, *below))
    lines = [_line(visitor, each, names) for each in best.items]
    if below:
        lines += ["…", *(_line(visitor, each, names) for each in below)]
    own = next((each for each in best.around if each.user_id == visitor.user_id), None)
    place = say("top-own", rank=own.rank) if own else say("top-own-none")
    body = "\n".join(lines) if lines else say("top-empty")
    head = say("top-title", board=board, period=period)
    rows = [
        [_switch(visitor, f"button-top-{each}", each, period, each == board) for each in BOARDS],
        [_switch(visitor, f"button-top-{each}", board, each, each == period) for each in reversed(PERIODS)],
        [visitor.home()],
    ]
    return Screen(f"{head}\n\n{body}\n\n{place}", rows)


def _today(visitor: Visitor) -> tuple[ZoneInfo, date]:
    zone = ZoneInfo(visitor.services.bus.content.community.time_zone)
    return zone, visitor.say.now.astimezone(zone).date()


def _line(visitor: Visitor, standing: Standing, names: dict[UserId, str]) -> str:
    key = "top-line-own" if standing.user_id == visitor.user_id else "top-line"
    medal = MEDALS.get(standing.rank, f"{standing.rank}.")
    return visitor.say(key, medal=medal, name=names[standing.user_id], value=standing.value)


def _switch(visitor: Visitor, key: str, board: str, period: str, here: bool) -> InlineKeyboardButton:
    label = visitor.say.plain(key)
    what = f"{board}-{period}"
    return button(f"✓ {label}" if here else label, Open(owner=visitor.owner, screen="top", what=what))
