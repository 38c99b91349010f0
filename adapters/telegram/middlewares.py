"""Between Telegram and a handler: who it is, that every tap is answered, and how what goes wrong is told."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from enum import Enum
from typing import Any
from zoneinfo import ZoneInfo

from aiogram import BaseMiddleware, Bot
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.types import Chat, Message, TelegramObject, Update
from aiogram.types import User as Sender

from adapters.telegram.callbacks import EVERYBODY, FOR_EVERYBODY, is_whole
from adapters.telegram.services import BotServices
from adapters.telegram.texts import Speaker
from adapters.telegram.visitor import UNANSWERED, Memory, Tap, Visitor, answer_in_time
from commands.ports import CommandIdReused, OutcomeUnknown, StoreUnavailable
from commands.users import MayTakePart, NoteReach, NoteVisit, RegisterUser
from domain.errors import DomainError
from domain.ids import UserId
from domain.users import LANGUAGES
from queries.users import user_view

log = logging.getLogger(__name__)

Handle = Callable[[TelegramObject, dict[str, Any]], Awaitable[Any]]

NOT_NOW = (StoreUnavailable, OutcomeUnknown)
"""What is not answered but held: the update is handled again, under the same command ids, when the store is back."""

REGISTER, VISIT = 0, 1
"""The numbers of an update's first two commands; those of its handler follow."""
ABOUT_PAYMENTS = frozenset(("paysupport", "terms", "terminos"))
"""Commands that the banned may give as well: whoever has paid can always ask (telegram.org/tos/bot-developers)."""
REACH = 90
"""The number of a command that few updates need: no handler counts so far."""
NEVER_HERE = frozenset(("unknown", "never_started"))
"""How those can be reached who never wrote to the bot."""


class Manner(Enum):
    """How somebody comes to us by an update."""

    TALKING = "talking"
    """They speak to the bot: registered at first contact, their visit is noted, and whatever happens is told."""
    PASSING = "passing"
    """They do something that counts, and expect no answer: registered at first contact, and told nothing."""
    ELSEWHERE = "elsewhere"
    """They do something to a chat that the bot is in, or an anonymous administrator does: nobody is registered."""
    PAYING = "paying"
    """Telegram tells of money that has moved, or is about to: let in whoever it is about, and no visit."""


_MANNERS: Mapping[str, Manner] = {
    "callback_query": Manner.TALKING,
    "my_chat_member": Manner.ELSEWHERE,
    "chat_join_request": Manner.ELSEWHERE,
    "message_reaction": Manner.PASSING,
    "poll_answer": Manner.PASSING,
    "pre_checkout_query": Manner.PAYING,
    "subscription": Manner.PAYING,
}
"""How people come by updates other than messages; those of other kinds are not for our handlers."""


class Identify(BaseMiddleware):
    """Finds out who sent the update, and puts them into the handler's data as `visitor`.

    At first contact the vault gives the user id, and the user is registered, unless they only did something to a chat.
    What nobody sent (a channel's post) or a bot sent is not for our handlers.
    """

    def __init__(self, services: BotServices) -> None:
        self.services = services
        self.memory = Memory()

    async def __call__(self, handler: Handle, event: TelegramObject, data: dict[str, Any]) -> Any:
        assert isinstance(event, Update)
        sender: Sender | None = data.get("event_from_user")
        chat: Chat | None = data.get("event_chat")
        tap = Tap(event.callback_query) if event.callback_query else None
        manner = _manner(event, chat, data.get("known_commands", frozenset()))
        person = None if sender is None or sender.is_bot else sender
        await self._note_author(event)
        if manner is None or (person is None and manner is not Manner.ELSEWHERE):
            return None
        visitor = self._visitor(event, data["bot"], person, chat, tap, manner)
        if event.pre_checkout_query is not None:  # answered at once, whatever is away
            data["visitor"] = visitor
            return await handler(event, data)
        if tap is None:
            return await self._handle(handler, event, data, person, visitor, manner)
        early = asyncio.create_task(answer_in_time(tap))
        try:
            return await self._handle(handler, event, data, person, visitor, manner)
        finally:
            early.cancel()
            await asyncio.gather(early, return_exceptions=True)
            await tap.answer()

    async def _handle(
        self, handler: Handle, event: Update, data: dict[str, Any], sender: Sender | None, visitor: Visitor, by: Manner
    ) -> Any:
        data["visitor"] = visitor
        try:
            if data.get("hold"):
                raise StoreUnavailable("an earlier update of the same user is held")
            return await self._decide(handler, event, data, sender, visitor, by)
        except NOT_NOW:
            if not data.get("again"):
                await _if_telegram_listens(visitor, visitor.tell(visitor.say.plain("notice-held"), alert=False))
            raise
        except TelegramForbiddenError:
            log.info("the user has blocked the bot, correlation %s", visitor.correlation_id)
        except UNANSWERED as error:
            log.warning("answer may not have arrived, correlation %s: %s", visitor.correlation_id, error.message)
        except Exception:
            log.exception("update failed, correlation %s", visitor.correlation_id)
            await _if_telegram_listens(visitor, visitor.tell(visitor.say.plain("error-unexpected")))
        return None

    async def _decide(
        self, handler: Handle, event: Update, data: dict[str, Any], sender: Sender | None, visitor: Visitor, by: Manner
    ) -> Any:
        """Lets the handler act for the visitor. What a rule refuses is told, in one place for all of them."""
        try:
            if sender is not None:
                here = _in_private(data.get("event_chat")) and by is not Manner.PASSING
                await self._arrive(visitor, sender, by, here, _command(event.message))
            return await handler(event, data)
        except DomainError as refusal:
            await visitor.refuse(refusal)
        except CommandIdReused:
            log.info("update %s had been handled as something else", visitor.correlation_id)
            await visitor.tell(visitor.say.plain("error-already-handled"))
        return None

    async def _note_author(self, event: Update) -> None:
        """Who wrote a message of a group is asked when they react to it. Nothing else becomes of what people say."""
        message = event.message
        writer = message.from_user if message else None
        if message is None or message.chat.type == "private" or writer is None or writer.is_bot or message.sender_chat:
            return
        try:
            await self.services.vault.note_author(message.chat.id, message.message_id, writer.id)
        except StoreUnavailable as error:
            log.info("it is not known who wrote the message of update %d: %s", event.update_id, error)

    def _visitor(
        self, event: Update, bot: Bot, sender: Sender | None, chat: Chat | None, tap: Tap | None, by: Manner
    ) -> Visitor:
        """The visitor as far as the update itself tells; who they are to us is found out on arrival."""
        services = self.services
        community = services.bus.content.community
        spoken = (sender.language_code or "")[:2] if sender else ""
        language = spoken if spoken in LANGUAGES else community.language
        return Visitor(
            services=services,
            memory=self.memory,
            bot=bot,
            user_id=UserId(""),
            name=sender.first_name if sender else "",
            chat_id=chat.id if chat else sender.id if sender else 0,
            update_id=event.update_id,
            say=Speaker(services.texts, language, ZoneInfo(community.time_zone), services.clock.now()),
            tap=tap,
            quiet=by not in (Manner.TALKING, Manner.PAYING),
        )

    async def _arrive(self, visitor: Visitor, sender: Sender, by: Manner, here: bool, command: str) -> None:
        """Registers newcomers, learns how the user is spoken to, and notes the first visit of their day. `here`: it was
        in their chat with the bot, so the bot may write to them."""
        visitor.user_id = await self.services.vault.user_for(
            sender.id, sender.first_name, sender.last_name, sender.username
        )
        view = await visitor.read(user_view, visitor.user_id)
        if by is Manner.ELSEWHERE:
            if view is not None:
                visitor.speak(view.language, view.time_zone)
            return
        if view is None and visitor.user_id not in self.memory.registered:
            arrival = RegisterUser(visitor.user_id, sender.language_code, elsewhere=not here)
            receipt = await visitor.execute(arrival, REGISTER)
            visitor.newcomer = bool(receipt.positions)
            view = await visitor.read(user_view, visitor.user_id)
        self.memory.registered.put(visitor.user_id, True)
        if view is not None:
            visitor.speak(view.language, view.time_zone)
            if here and view.reach != "reachable":  # they write to the bot: it may answer
                await visitor.execute(NoteReach(visitor.user_id, "reachable"), REACH)
                # Known before by an import, or by what they did in a group: this is their first word to the bot itself.
                visitor.newcomer |= view.reach in NEVER_HERE
            if view.is_banned(visitor.say.now):
                if by is not Manner.PAYING and command not in ABOUT_PAYMENTS:
                    await visitor.ask(MayTakePart(visitor.user_id))
                return
        today = visitor.say.now.astimezone(visitor.say.zone).date()
        if by is Manner.TALKING and self.memory.visited.get(visitor.user_id) != today:
            await visitor.execute(NoteVisit(visitor.user_id), VISIT)
            self.memory.visited.put(visitor.user_id, today)


class OwnButtonsOnly(BaseMiddleware):
    """Buttons belong to whom they were made for; a tap of somebody else is answered, and does nothing.

    What is no button of ours belongs to nobody: it is answered as one that leads nowhere any more.
    """

    async def __call__(self, handler: Handle, event: TelegramObject, data: dict[str, Any]) -> Any:
        visitor: Visitor = data["visitor"]
        tapped = getattr(event, "data", None) or ""
        parts = tapped.split(":")
        if is_whole(tapped) and parts[1] != visitor.owner and not _for_everybody(parts):
            return await visitor.tell(visitor.say.plain("alert-not-your-button"))
        return await handler(event, data)


def _manner(event: Update, chat: Chat | None, known: Collection[str]) -> Manner | None:
    """How somebody came; None for what is not for us. What people say to each other in a group is not, nor is a command
    there that is not among our `known` ones, unless it says whose it is: there are other bots."""
    message = event.message
    if message is None:
        taken_back = event.message_reaction is not None and not event.message_reaction.new_reaction
        return None if taken_back else _MANNERS.get(event.event_type)
    if message.migrate_to_chat_id or message.migrate_from_chat_id:
        return Manner.ELSEWHERE
    if message.successful_payment or message.refunded_payment:
        return Manner.PAYING
    command = _command(message)
    to_the_bot = chat is not None and (chat.type == "private" or command in known or "@" in command)
    return Manner.TALKING if to_the_bot else None


def _in_private(chat: Chat | None) -> bool:
    """What came in no chat, as word of a payment does, says nothing of whether the bot may write to its sender."""
    return chat is not None and chat.type == "private"


def _command(message: Message | None) -> str:
    """The command of a message, with the name of a bot if it has one; empty where it is none."""
    text = message.text or "" if message else ""
    return text.split()[0][1:] if text.startswith("/") else ""


def _for_everybody(parts: Sequence[str]) -> bool:
    return parts[1] == EVERYBODY and parts[0] in {each.__prefix__ for each in FOR_EVERYBODY}


async def _if_telegram_listens(visitor: Visitor, telling: Awaitable[None]) -> None:
    """Tells what went wrong; if that goes wrong too, nothing is left to be told."""
    try:
        await telling
    except TelegramAPIError as error:
        log.warning("could not be told, correlation %s: %s", visitor.correlation_id, error.message)
