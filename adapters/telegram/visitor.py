"""Whoever sent the present update: what they may ask and do, and how they are answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import naming
from adapters.telegram.bounded import Bounded
from adapters.telegram.callbacks import Open, owner_mark
from adapters.telegram.markup import cut_into_messages
from adapters.telegram.screens import Screen, button
from adapters.telegram.services import BotServices
from adapters.telegram.texts import Markup, Speaker
from commands.context import Command, Context
from commands.decision import Receipt
from commands.narrative import NarrativeIntegrator
from domain.errors import DomainError
from domain.ids import UserId
from domain.story_step import with_name
from projections.waiting import NotReached, ParkedAt, ProjectionStopped

log = logging.getLogger(__name__)

T = TypeVar("T")

UNANSWERED = (TelegramNetworkError, TelegramRetryAfter, TelegramServerError)
"""Nobody knows, or it is certain not, that the call had an effect; and it is not our mistake."""

ANSWER_WITHIN = 1.5
"""Seconds after which a tap is answered, whether its work is done or not; the user waits 2 at most."""
READ_WITHIN = 1.0
"""Seconds that a screen waits for the read models to show what this user has just done."""
MAX_POP_UP = 200
PAYLOAD_MARK = 16
"""Characters of a payload's hash that tell the commands of one screen's buttons apart."""
KNOWN_USERS = 50_000


class Tap:
    """A tap on a button: answered exactly once, in time."""

    def __init__(self, query: CallbackQuery) -> None:
        self.query = query
        self.answered = False

    async def answer(self, text: str | None = None, alert: bool = False) -> bool:
        """Answers it, unless that has been done: then False, and nobody has read `text`."""
        if self.answered:
            return False
        self.answered = True
        try:
            await self.query.answer(text=text, show_alert=alert or None)
        except TelegramBadRequest as error:
            if "query is too old" not in error.message:
                raise
            return False  # delivered again, or too late: Telegram has stopped the little clock itself
        except UNANSWERED as error:
            log.warning("a tap may have stayed unanswered: %s", error.message)
            return False
        return True


@dataclass
class Memory:
    """What is known of users in this process, so that not every update asks again. Losing it costs time only."""

    registered: Bounded[UserId, bool] = field(default_factory=lambda: Bounded(KNOWN_USERS))
    visited: Bounded[UserId, date] = field(default_factory=lambda: Bounded(KNOWN_USERS))
    positions: Bounded[UserId, int] = field(default_factory=lambda: Bounded(KNOWN_USERS))
    links: Bounded[tuple[UserId, str], tuple[str, datetime]] = field(default_factory=lambda: Bounded(KNOWN_USERS))
    """Personal invite links by user and chat, and when they end."""


@dataclass
class Visitor:
    """One user during one update.

    Commands are numbered within the update, and keep their numbers if it is delivered again: each is given once.
    What is read shows at least what this user did in this process before. One who is `quiet` did not speak to the bot,
    and is told nothing; an anonymous administrator of a chat has no `user_id`.
    """

    services: BotServices
    memory: Memory
    bot: Bot
    user_id: UserId
    name: str
    chat_id: int
    update_id: int
    say: Speaker
    tap: Tap | None = None
    quiet: bool = False
    newcomer: bool = False
    behind: bool = False
    _given: int = 2
    _again: Callable[[], Awaitable[Screen]] | None = None

    @property
    def correlation_id(self) -> str:
        return f"telegram:{self.bot.id}:{self.update_id}"

    @property
    def owner(self) -> str:
        """What the buttons of this user carry."""
        return owner_mark(self.user_id)

    # -- doing and asking ---------------------------------------------------------------------------------------------

    async def execute(self, command: Command, number: int | None = None) -> Receipt:
        """Gives a command in this user's name. Raises what the bus raises."""
        if number is None:
            number, self._given = self._given, self._given + 1
        return await self._execute(command, f"{self.correlation_id}:{number}")

    async def execute_once(self, command: Command, asked: int, again: Callable[[], Awaitable[Screen]]) -> Receipt:
        """Gives what a button says, once for the update `asked` in which its screen was shown. Raises as `execute`.

        Taps on it that come later, in updates of their own, get the answer of the first; another button of the same
        screen is another command. A refusal is kept like any answer, so when it is told the screen `again` follows: its
        buttons ask anew, and are not refused for what has changed since.
        """
        command_id = f"telegram:{self.bot.id}:{asked}:{self.user_id}:{command.payload_hash[:PAYLOAD_MARK]}"
        try:
            return await self._execute(command, command_id)
        except DomainError:
            self._again = again
            raise

    async def _execute(self, command: Command, command_id: str) -> Receipt:
        receipt = await self.services.bus.execute(command, self._context(command_id))
        if receipt.position is not None:
            self.memory.positions.put(self.user_id, max(receipt.position, self.memory.positions.get(self.user_id) or 0))
        return receipt

    async def ask(self, question: Command) -> Any:
        """Asks the write side, which knows the very newest. Raises DomainError."""
        return await self.services.bus.ask(question, self._context(f"{self.correlation_id}:-1"))

    async def personal(self, slot: str) -> Markup | None:
        """What the content says to this user in that slot, as HTML; None if it has no such slot."""
        if slot not in self.services.bus.content.personal:
            return None
        caller = self._context(f"{self.correlation_id}:-1")
        told = await NarrativeIntegrator(self.services.bus, caller).generate_personalized_content(
            self.user_id, {"slot": slot}
        )
        return self.say.escaped(with_name(told.text, self.name))

    async def read(self, query: Callable[..., T], *args: Any, **options: Any) -> T:
        """What a query finds, this user's own deeds included; `behind` is set where those are still missing."""
        if (position := self.memory.positions.get(self.user_id)) is not None and not self.behind:
            try:
                await self.services.reads.wait_for(position, READ_WITHIN)
            except (TimeoutError, NotReached, ParkedAt, ProjectionStopped):
                log.info("read models behind position %d, correlation %s", position, self.correlation_id)
                self.behind = True
        return await self.services.reads.run(query, *args, **options)

    async def names(self, user_ids: Iterable[UserId]) -> dict[UserId, str]:
        """What these people call themselves; somebody whom the vault knows no more is `somebody`."""
        wanted = list(dict.fromkeys(user_ids))
        people = await self.services.vault.people(wanted) if wanted else {}
        nobody = self.say.plain("somebody")
        return {each: people[each].first_name if each in people else nobody for each in wanted}

    async def name_of(self, user_id: UserId) -> str:
        """What this person calls themselves."""
        return (await self.names([user_id]))[user_id]

    def _context(self, command_id: str) -> Context:
        return self.services.bus.context(
            command_id,
            actor=self.user_id or "telegram",
            source="telegram",
            correlation_id=self.correlation_id,
            now=self.say.now,
        )

    def speak(self, language: str | None = None, zone: str | None = None) -> None:
        """From now on in that language, by that time."""
        self.say = replace(
            self.say, language=language or self.say.language, zone=ZoneInfo(zone) if zone else self.say.zone
        )

    # -- answering ----------------------------------------------------------------------------------------------------

    async def show(self, screen: Screen) -> None:
        """Shows a screen: in place of the one whose button was tapped, else as a new message."""
        pieces = cut_into_messages(f"{screen.text}\n\n{self.say('reads-behind')}" if self.behind else screen.text)
        first, *rest = pieces
        shown = self.tapped_message
        if not shown or shown.photo or not await self.edit(shown, first, None if rest else screen):
            await self.send(first, None if rest else screen)
        for number, piece in enumerate(rest, start=1):
            await self.send(piece, screen if number == len(rest) else None)

    async def show_new(self, screen: Screen) -> None:
        """Shows a screen as a new message, whatever was tapped."""
        pieces = cut_into_messages(screen.text)
        for number, piece in enumerate(pieces, start=1):
            await self.send(piece, screen if number == len(pieces) else None)

    async def send(self, text: str, screen: Screen | None = None) -> None:
        await self.bot.send_message(self.chat_id, text, reply_markup=screen.keyboard if screen else None)

    async def edit(self, message: Message, text: str, screen: Screen | None = None) -> bool:
        """Changes a message of the bot, or the text below its picture. False if it can't be changed any more."""
        chat_id, message_id, keyboard = message.chat.id, message.message_id, screen.keyboard if screen else None
        try:
            if message.photo:
                await self.bot.edit_message_caption(
                    chat_id=chat_id, message_id=message_id, caption=text or None, reply_markup=keyboard
                )
            else:
                await self.bot.edit_message_text(text, chat_id=chat_id, message_id=message_id, reply_markup=keyboard)
        except TelegramBadRequest as error:
            return "message is not modified" in error.message
        return True

    async def tell(self, text: str, alert: bool = True) -> None:
        """Says one plain sentence: over the screen after a tap, else as a message, in private with the way home."""
        if self.quiet:
            return
        if self.tap is not None and len(text) <= MAX_POP_UP and await self.tap.answer(text, alert):
            return
        private = self.user_id and self.chat_id > 0  # a button must know whose it is, and is of no use in a group
        home = Screen("", [[self.home()]]) if private else None
        await self.send(self.say.escaped(text), home)

    async def refuse(self, refusal: DomainError) -> None:
        """Says kindly why not; where a button asked for it, its screen follows as it is now."""
        await self.tell(self.words_of(refusal))
        if self._again is None:
            return
        try:
            screen = await self._again()
        except DomainError as gone:
            log.info("nothing to show after a refusal, correlation %s: %s", self.correlation_id, gone)
            return
        await self.show(screen)

    def words_of(self, refusal: DomainError) -> str:
        """Why not, as it is told: plain text."""
        key = f"error-{refusal.type}"
        details = naming.details(self.say, self.services.bus.content, refusal.details)
        return self.say.plain(key if self.say.has(key) else "error-other", **details)

    @property
    def tapped_message(self) -> Message | None:
        """The message whose button was tapped, if Telegram still lets it be seen."""
        message = self.tap.query.message if self.tap else None
        return message if isinstance(message, Message) else None

    # -- buttons ------------------------------------------------------------------------------------------------------

    def button(self, key: str, data: CallbackData, **args: Any) -> InlineKeyboardButton:
        """A button labelled with a text."""
        return button(self.say.plain(key, **args), data)

    def opens(self, key: str, screen: str, what: str = "", **args: Any) -> InlineKeyboardButton:
        """A button that leads to a screen."""
        return self.button(key, Open(owner=self.owner, screen=screen, what=what), **args)

    def home(self) -> InlineKeyboardButton:
        return self.opens("button-home", "menu")

    def way_back(self, screen: str, what: str = "") -> list[InlineKeyboardButton]:
        """The last row of a screen below another: back, and home."""
        return [self.opens("button-back", screen, what), self.home()]


async def answer_in_time(tap: Tap) -> None:
    """Answers a tap whose work takes long; to be cancelled when the work is done."""
    await asyncio.sleep(ANSWER_WITHIN)
    await tap.answer()
