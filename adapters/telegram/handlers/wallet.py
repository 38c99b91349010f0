"""Besitos: what there is, and every movement."""

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, Message
from sqlalchemy.engine import Connection

from adapters.telegram import naming
from adapters.telegram.callbacks import Open, whole
from adapters.telegram.screens import Screen
from adapters.telegram.visitor import Visitor
from domain.ids import UserId
from queries.paging import Page
from queries.wallet import MovementView, WalletView, wallet_transactions, wallet_view

LATEST, PAGE = 5, 10


def router() -> Router:
    router = Router(name="wallet")
    router.message.register(show, Command("wallet", "cartera"))
    router.callback_query.register(open_wallet, Open.filter(F.screen == "wallet"))
    router.callback_query.register(open_statement, Open.filter(F.screen == "statement"))
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The wallet as a new message."""
    await visitor.show(await overview(visitor))


async def open_wallet(query: CallbackQuery, visitor: Visitor) -> None:
    """The wallet in place."""
    await visitor.show(await overview(visitor))


async def open_statement(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """A page of the statement, from before a position; the newest page for what is none."""
    await visitor.show(await statement(visitor, before=whole(callback_data.what, digits=18)))


def wallet_and_latest(read: Connection, user_id: UserId) -> tuple[WalletView, Page[MovementView]]:
    return wallet_view(read, user_id), wallet_transactions(read, user_id, limit=LATEST)


async def overview(visitor: Visitor) -> Screen:
    """What there is, and the latest movements."""
    wallet, latest = await visitor.read(wallet_and_latest, visitor.user_id)
    say = visitor.say
    head = [say("wallet-title", available=wallet.available)]
    if wallet.held:
        head.append(say("wallet-held", held=wallet.held))
    reasons = await _reasons(visitor, latest)
    lines = [
        say("wallet-line", sign=_sign(each), amount=each.amount, reason=reason, at=each.occurred_at)
        for each, reason in zip(latest.items, reasons, strict=True)
    ]
    body = "\n".join([say("wallet-latest"), *lines]) if lines else say("wallet-empty")
    more = [[visitor.opens("button-statement", "statement")]] if latest.next else []
    give = visitor.opens("button-give", "give")
    return Screen("\n".join(head) + "\n\n" + body, [*more, [give, visitor.home()]])


async def statement(visitor: Visitor, before: int | None) -> Screen:
    """A page of all movements, the newest first."""
    page = await visitor.read(wallet_transactions, visitor.user_id, before=before, limit=PAGE)
    say = visitor.say
    lines = [
        say(
            "wallet-statement-line",
            sign=_sign(each),
            amount=each.amount,
            reason=reason,
            at=each.occurred_at,
            balance=each.balance,
        )
        for each, reason in zip(page.items, await _reasons(visitor, page), strict=True)
    ]
    turns = []
    if before is not None:
        turns.append(visitor.opens("button-newest", "statement"))
    if page.next is not None:
        turns.append(visitor.opens("button-older", "statement", str(page.next)))
    body = "\n".join(lines) if lines else say("wallet-empty")
    return Screen(f"{say('wallet-statement')}\n\n{body}", [*([turns] if turns else []), visitor.way_back("wallet")])


def _sign(movement: MovementView) -> str:
    return {1: "+", -1: "−"}.get((movement.change > 0) - (movement.change < 0), "·")


async def _reasons(visitor: Visitor, page: Page[MovementView]) -> list[str]:
    """Why each of them moved, with the names of who gave or got it."""
    named = (naming.person(each.reason) for each in page.items)
    names = await visitor.names(each for each in named if each is not None)
    return [naming.reason(visitor.say, visitor.services.bus.content, each.reason, names) for each in page.items]
