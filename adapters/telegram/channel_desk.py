"""Makes the calls about the VIP channel that were planned: letting in, and removing.

Whether somebody is VIP is asked again with each call: what was planned while Telegram was away may have changed since.
"""

from aiogram.exceptions import TelegramBadRequest

from adapters.telegram.desk import Desk, Undoable
from commands.channel_calls import CHANNEL
from commands.effects import PlannedEffect
from commands.vip_channel import MayEnter, RecordRemoval
from domain.vip_channel import Outcome

ANSWERED = ("HIDE_REQUESTER_MISSING", "USER_ALREADY_PARTICIPANT")
"""Telegram's words for a request to join that is not there any more: an administrator was quicker, or it is our own
call come twice."""


class ChannelDesk(Desk):
    """Serves the effects about the VIP channel."""

    CHANNEL, NAME = CHANNEL, "the desk for the VIP channel"

    async def _perform(self, planned: PlannedEffect) -> str:
        person = await self._person(planned)
        chat_id: str = planned.params["chat"]
        known = (await self._services.vault.chats([chat_id])).get(chat_id)
        if known is None:
            raise Undoable("the vault does not know the chat")
        bus = self._services.bus
        context = bus.context(f"{planned.effect_id}:ask", actor="system", source="telegram")
        may_enter = await bus.ask(MayEnter(planned.user_id), context)
        bot, chat, user = self._route(known.telegram_id), known.telegram_id, person.telegram_id
        if planned.text == "admit":
            answer = bot.approve_chat_join_request if may_enter else bot.decline_chat_join_request
            try:
                await answer(chat, user)
            except TelegramBadRequest as error:
                if not any(word in error.message for word in ANSWERED):
                    raise
            return "approved" if may_enter else "declined"
        if not may_enter:
            await bot.ban_chat_member(chat, user)
        # Whoever became VIP again may still be shut out by an earlier try of this call.
        await bot.unban_chat_member(chat, user, only_if_banned=True)
        outcome: Outcome = "vip_again" if may_enter else "removed"
        await self._record(planned, RecordRemoval(planned.user_id, chat_id, outcome))
        return outcome

    async def _note_failure(self, planned: PlannedEffect, reason: str) -> None:
        if planned.text == "expel":
            chat_id: str = planned.params["chat"]
            await self._record(planned, RecordRemoval(planned.user_id, chat_id, "failed", reason))
