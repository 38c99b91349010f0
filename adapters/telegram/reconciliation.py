"""Compares our list of payments with Telegram's own (getStarTransactions), and mends what can be mended.

What Telegram has and we do not (an update that never came) is recorded as if it had come; so is a refund. What is for
nothing that we offered is recorded with its problem, and what we have and Telegram has not is noted: a person decides.
Transactions that no invoice stands behind (gifts, paid media, transfers) are none of our payments.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

from aiogram import Bot
from aiogram.types import StarTransaction, TransactionPartner, TransactionPartnerUser
from aiogram.types import User as Payer

from adapters.telegram.services import BotServices
from commands.context import Command
from commands.effects import PlannedEffect
from commands.payments import RecordPayment, RecordRefund, RecordUnmatched
from commands.reconciliation import CompleteReconciliation, SeenUpTo
from commands.registry import Fact
from commands.users import RegisterUser
from domain.errors import DomainError
from domain.ids import UserId
from domain.payments import invoice_in
from queries.payments import known_charges, payments_between

log = logging.getLogger(__name__)

PAGE = 100
"""Transactions of one answer, at most (core.telegram.org/bots/api#getstartransactions)."""
OVERLAP = 200
"""Transactions that are looked at once more, lest one slips in between two comparisons."""
MARGIN = timedelta(minutes=10)
"""By how much Telegram's clock and ours may differ, with the time that an update takes."""
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
FOUND_BY = "reconciliation"


@dataclass
class Found:
    """The differences of one comparison, and how many transactions there are so far."""

    seen: int = 0
    credited: int = 0
    refunded: int = 0
    unmatched: int = 0
    not_ours: int = 0
    refused: int = 0


async def reconcile(bot: Bot, services: BotServices, planned: PlannedEffect) -> Found:
    """Makes one comparison and records it. Raises what the bot and the bus raise; it may be made again as a whole."""
    comparison = _Comparison(bot, services, planned)
    whole = bool(planned.params["whole"])
    begin = 0 if whole else max(0, await comparison.seen_before() - OVERLAP)
    transactions = await comparison.fetch(begin)
    found = Found(seen=begin + len(transactions))
    for each in transactions:
        await comparison.look_at(each, found)
    await comparison.look_for_unmatched(transactions, whole, found)
    await comparison.give(CompleteReconciliation(**vars(found)), "done")
    log.info("payments compared with Telegram's: %s", found)
    return found


class _Comparison:
    def __init__(self, bot: Bot, services: BotServices, planned: PlannedEffect) -> None:
        self._bot, self._services, self._planned = bot, services, planned

    async def seen_before(self) -> int:
        bus = self._services.bus
        context = bus.context("question", actor="system", source=FOUND_BY)
        return int(await bus.ask(SeenUpTo(), context))

    async def fetch(self, begin: int) -> list[StarTransaction]:
        """All transactions from the one number `begin` on, the oldest first."""
        found: list[StarTransaction] = []
        while True:
            page = await self._bot.get_star_transactions(offset=begin + len(found), limit=PAGE)
            found.extend(page.transactions)
            if len(page.transactions) < PAGE:
                return found

    async def look_at(self, transaction: StarTransaction, found: Found) -> None:
        """Records what the transaction tells that we do not know. Raises StoreUnavailable.

        One that a rule refuses is counted and logged, and holds nothing else up.
        """
        try:
            if _of_invoice(source := transaction.source):
                await self._payment(transaction, source, found)
            elif _of_invoice(receiver := transaction.receiver):
                await self._refund(transaction, receiver, found)
        except DomainError as refusal:
            found.refused += 1
            log.error("transaction %s of Telegram's can't be recorded: %s", _mark(transaction.id), refusal.type)

    async def _payment(self, transaction: StarTransaction, source: TransactionPartnerUser, found: Found) -> None:
        if await self._state(transaction.id) is not None:
            return
        period = source.subscription_period
        command = RecordPayment(
            await self._user(source.user),
            transaction.id,
            invoice_in(source.invoice_payload or ""),
            transaction.amount,
            recurring=period is not None,
            subscribed_until=transaction.date + timedelta(seconds=period) if period is not None else None,
            found_by=FOUND_BY,
            first=None if period is not None else False,
        )
        facts = await self.give(command, _mark(transaction.id))
        for fact in facts:
            if fact.topic == "payment.received":
                found.credited += fact.state["days"] > 0
                found.not_ours += fact.state["days"] == 0

    async def _refund(self, transaction: StarTransaction, receiver: TransactionPartnerUser, found: Found) -> None:
        if await self._state(transaction.id) == "refunded":
            return
        command = RecordRefund(
            await self._user(receiver.user),
            transaction.id,
            invoice_in(receiver.invoice_payload or ""),
            transaction.amount,
            found_by=FOUND_BY,
        )
        facts = await self.give(command, f"{_mark(transaction.id)}:refund")
        found.refunded += any(fact.topic == "payment.refunded" for fact in facts)

    async def look_for_unmatched(self, transactions: list[StarTransaction], whole: bool, found: Found) -> None:
        """Notes the payments that we recorded in the time of these transactions, and that are not among them.

        The `whole` list is of all time, also where nothing is in it.
        """
        if whole:
            since, until = BEGINNING, self._services.clock.now() - MARGIN
        elif transactions:
            since, until = transactions[0].date + MARGIN, transactions[-1].date - MARGIN
        else:
            return
        theirs = {each.id for each in transactions}
        for payment in await self._services.reads.run(payments_between, since, until):
            if payment.charge not in theirs and not payment.unmatched:
                facts = await self.give(
                    RecordUnmatched(payment.user_id, payment.charge), f"{_mark(payment.charge)}:unmatched"
                )
                found.unmatched += len(facts)

    async def _state(self, charge: str) -> str | None:
        return (await self._services.reads.run(known_charges, [charge])).get(charge)

    async def _user(self, payer: Payer) -> UserId:
        """Who paid; somebody who never wrote to the bot is registered now."""
        user_id = await self._services.vault.user_for(payer.id, payer.first_name, payer.last_name, payer.username)
        await self.give(RegisterUser(user_id, payer.language_code), f"register:{user_id}")
        return user_id

    async def give(self, command: Command, part: str) -> tuple[Fact, ...]:
        """Gives a command in the comparison's name, once each; the events, if it was news."""
        bus = self._services.bus
        context = bus.context(
            f"{self._planned.effect_id}:{part}",
            actor="system",
            source=FOUND_BY,
            correlation_id=self._planned.correlation_id,
        )
        return (await bus.execute(command, context)).events


def _of_invoice(partner: TransactionPartner | None) -> TypeGuard[TransactionPartnerUser]:
    """Whether an invoice was paid, or its payment given back: of somebody's transactions only those are ours."""
    return isinstance(partner, TransactionPartnerUser) and partner.transaction_type == "invoice_payment"


def _mark(charge: str) -> str:
    """Names a charge in a command's id, which is logged: the charge itself is not."""
    return hashlib.sha256(charge.encode()).hexdigest()[:16]
