"""Inviting: one's link, who came by it; and arriving by somebody's link."""

import re
from urllib.parse import quote

from aiogram import F, Router
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message

from adapters.telegram import rewards
from adapters.telegram.callbacks import Open
from adapters.telegram.handlers import menu
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor
from commands.referrals import AcceptInvitation
from domain.errors import NotFound
from domain.referrals import InvitedAlready, InvitedByOneself, NoNewcomer, referral_code
from queries.referrals import brought_by, user_of_code

_LINK = re.compile(r"ref_([a-z2-7]+)")


def router() -> Router:
    router = Router(name="referrals")
    router.message.register(show, F.chat.type == "private", Command("invite", "invitar"))
    router.message.register(arrive, F.chat.type == "private", CommandStart(deep_link=True, magic=F.args.func(_is_link)))
    router.callback_query.register(open_friends, Open.filter(F.screen == "friends"))
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """One's link as a new message."""
    await visitor.show(await overview(visitor))


async def open_friends(query: CallbackQuery, visitor: Visitor) -> None:
    """One's link in place."""
    await visitor.show(await overview(visitor))


async def arrive(message: Message, command: CommandObject, visitor: Visitor) -> None:
    """By somebody's link: newcomers are theirs from now on; who was here before is greeted as ever."""
    greeting = visitor.say(
        "start-welcome" if visitor.newcomer else "start-back", name=visitor.name, community=menu.community(visitor)
    )
    note = await _invitation(visitor, (command.args or "").removeprefix("ref_"))
    await visitor.show(await menu.overview(visitor, greeting=f"{greeting}\n\n{note}"))


async def _invitation(visitor: Visitor, code: str) -> str:
    """Takes the invitation; what came of it, in words."""
    referrer = await visitor.read(user_of_code, code)
    if referrer is None:
        return visitor.say("invitation-unknown")
    try:
        await visitor.execute(AcceptInvitation(visitor.user_id, referrer))
    except NotFound:
        return visitor.say("invitation-unknown")
    except InvitedByOneself:
        return visitor.say("invitation-own")
    except (InvitedAlready, NoNewcomer):
        return visitor.say("invitation-late")
    invited = visitor.services.bus.content.referrals.invited
    name = await visitor.name_of(referrer)
    taken = visitor.say("invitation-taken", name=name, deeds=_deeds(visitor))
    return _lines(taken, rewards.reward(visitor, invited))


async def overview(visitor: Visitor) -> Screen:
    """The link, what it brings, and who came by it."""
    rules, say = visitor.services.bus.content.referrals, visitor.say
    found = await visitor.read(brought_by, visitor.user_id)
    me = await visitor.bot.me()
    link = f"https://t.me/{me.username}?start=ref_{referral_code(visitor.user_id)}"
    parts = [
        say("friends-title", link=link),
        _lines(
            say("friends-rules", deeds=_deeds(visitor)),
            rewards.reward(visitor, rules.inviter, "friends-for-you"),
            rewards.reward(visitor, rules.invited, "friends-for-them"),
        ),
        say("friends-count", pending=found.pending, rewarded=found.rewarded),
    ]
    share = InlineKeyboardButton(
        text=say.plain("button-share"),
        url=f"https://t.me/share/url?url={quote(link, safe='')}&text={quote(say.plain('friends-share'), safe='')}",
    )
    return Screen("\n\n".join(parts), [[share], [visitor.home()]])


def _deeds(visitor: Visitor) -> str:
    """The things of which one has to be done."""
    deeds = visitor.services.bus.content.referrals.deeds
    return " / ".join(deed.text.in_language(visitor.say.language) for deed in deeds)


def _lines(*lines: str) -> str:
    """Those that say something, one below the other."""
    return "\n".join(line for line in lines if line)


def _is_link(args: str | None) -> bool:
    return args is not None and _LINK.fullmatch(args) is not None
