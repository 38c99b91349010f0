"""Telegram's side of Stars, for the simulator and the tests: at least as strict as Telegram, and without money.

It hands out invoices, waits for the answer to each checkout, makes charges, renews and refunds them, and keeps the list
of transactions that `getStarTransactions` shows.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

from adapters.telegram.bot_api import bad_request
from commands.ports import Clock

PERIOD = 2_592_000
"""Seconds of the only period that a subscription may have (core.telegram.org/bots/api#createinvoicelink)."""
MOST_FOR_A_PERIOD = 10_000
METHODS = frozenset(
    {
        "createInvoiceLink",
        "answerPreCheckoutQuery",
        "refundStarPayment",
        "editUserStarSubscription",
        "getStarTransactions",
    }
)


@dataclass(frozen=True, slots=True)
class Bill:
    """What an invoice asks for. `period` is that of a subscription, in seconds."""

    payload: str
    stars: int
    title: str
    period: int | None = None


@dataclass
class Charge:
    """One payment. A subscription's first one stands for the subscription too: `canceled` and `until` are its."""

    id: str
    payer: dict[str, Any]
    bill: Bill
    refunded: bool = False
    canceled: bool = False
    until: int | None = None


class NotPaid(Exception):
    """Nothing was paid; the message is what the payer reads."""


class StarServer:
    """Everything about Stars that Telegram's servers know. Charges have ids that say nothing."""

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock, self._name = clock, name
        self._ids = count(1)
        self._links: dict[str, Bill] = {}
        self._bills: dict[tuple[int, int], Bill] = {}
        self._checkouts: dict[str, dict[str, Any] | None] = {}
        self.charges: dict[str, Charge] = {}
        self.transactions: list[dict[str, Any]] = []
        self.tell: Callable[[dict[str, Any]], None] = lambda content: None
        """Brings an update that nobody's tap made to the bot; whoever delivers updates sets it."""

    def answer(self, name: str, params: Mapping[str, Any]) -> Any:
        """The result of one of `METHODS`. Raises Refused."""
        match name:
            case "createInvoiceLink":
                slug = f"https://t.me/${self._name[:8]}{next(self._ids)}"
                self._links[slug] = checked_bill(params)
                return slug
            case "answerPreCheckoutQuery":
                return self._answer_checkout(params)
            case "refundStarPayment":
                return self._refund(params)
            case "editUserStarSubscription":
                charge = self._charge(params)
                if charge.until is None:
                    raise bad_request("SUBSCRIPTION_NOT_FOUND")
                charge.canceled = bool(params["is_canceled"])
                return True
            case _:
                offset, limit = params.get("offset", 0), params.get("limit", 100)
                if not 1 <= limit <= 100:
                    raise bad_request("LIMIT_INVALID")
                return {"transactions": self.transactions[offset : offset + limit]}

    def remember(self, message: dict[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
        """`message` itself, which now can be paid."""
        self._bills[message["chat"]["id"], message["message_id"]] = checked_bill(params)
        return message

    # -- paying -------------------------------------------------------------------------------------------------------

    def bill_in(self, chat_id: int, message_id: int) -> Bill | None:
        """What the invoice in that message asks for; None where it is none."""
        return self._bills.get((chat_id, message_id))

    def linked(self, link: str) -> Bill:
        """What a link asks for. Raises NotPaid."""
        if link not in self._links:
            raise NotPaid("there is no such invoice")
        return self._links[link]

    def checkout(self, payer: dict[str, Any], bill: Bill) -> tuple[str, dict[str, Any]]:
        """Asks the bot whether this may be paid: the query's id, and the update."""
        query_id = f"checkout-{self._name[:8]}-{next(self._ids)}"
        query = {
            "id": query_id,
            "from": payer,
            "currency": "XTR",
            "total_amount": bill.stars,
            "invoice_payload": bill.payload,
        }
        self._checkouts[query_id] = None
        return query_id, {"pre_checkout_query": query}

    def pay(self, query_id: str, payer: dict[str, Any], bill: Bill) -> dict[str, Any]:
        """Takes the Stars, if the bot has let the checkout through: the payment, as a message tells it.

        Raises NotPaid in the bot's words, or where it gave no answer.
        """
        answer = self._checkouts.pop(query_id)
        if answer is None:
            raise NotPaid("the bot did not answer in time")
        if not answer["ok"]:
            raise NotPaid(answer["error_message"])
        return self.charge(payer, bill)

    def charge(self, payer: dict[str, Any], bill: Bill, after: int | None = None) -> dict[str, Any]:
        """A payment that goes through, asked or not, as Telegram sees to it: `successful_payment`.

        `after` is when what a subscription has paid so far ends; None: it begins.
        """
        charge = Charge(f"stx{self._name[:16]}_{next(self._ids)}", payer, bill)
        self.charges[charge.id] = charge
        self._list(charge, "source")
        told = self._told(charge)
        if bill.period is not None:
            now = int(self._clock.now().timestamp())
            charge.until = (now if after is None or after + bill.period <= now else after) + bill.period
            told |= {"subscription_expiration_date": charge.until, "is_recurring": True}
            told |= {"is_first_recurring": True} if after is None else {}
        return told

    def renew(self, charge_id: str) -> dict[str, Any]:
        """The next payment of a subscription, named by its first charge. Raises NotPaid."""
        subscription = self.charges[charge_id]
        if subscription.until is None or subscription.canceled:
            raise NotPaid("the subscription is cancelled, or none")
        told = self.charge(subscription.payer, subscription.bill, after=subscription.until)
        subscription.until = told["subscription_expiration_date"]
        return told

    def change(self, charge_id: str, state: str) -> dict[str, Any]:
        """The user cancels a subscription in Telegram's settings, or takes it back: the update."""
        subscription = self.charges[charge_id]
        subscription.canceled = state == "canceled"
        bill = subscription.bill
        return {"subscription": {"user": subscription.payer, "invoice_payload": bill.payload, "state": state}}

    # -- what the bot asks --------------------------------------------------------------------------------------------

    def _answer_checkout(self, params: Mapping[str, Any]) -> bool:
        query_id = params["pre_checkout_query_id"]
        if self._checkouts.get(query_id, {}) is not None:
            raise bad_request("query is too old and response timeout expired or query ID is invalid")
        if not params["ok"] and not params.get("error_message"):
            raise bad_request("error_message must be non-empty")
        self._checkouts[query_id] = {"ok": params["ok"], "error_message": params.get("error_message", "")}
        return True

    def _refund(self, params: Mapping[str, Any]) -> bool:
        charge = self._charge(params)
        if charge.refunded:
            raise bad_request("CHARGE_ALREADY_REFUNDED")
        charge.refunded = True
        self._list(charge, "receiver")
        self.tell({"refunded_payment": self._told(charge), "from": charge.payer})
        return True

    def _charge(self, params: Mapping[str, Any]) -> Charge:
        charge = self.charges.get(params["telegram_payment_charge_id"])
        if charge is None or charge.payer["id"] != params["user_id"]:
            raise bad_request("CHARGE_NOT_FOUND")
        return charge

    def _told(self, charge: Charge) -> dict[str, Any]:
        return {
            "currency": "XTR",
            "total_amount": charge.bill.stars,
            "invoice_payload": charge.bill.payload,
            "telegram_payment_charge_id": charge.id,
            "provider_payment_charge_id": f"provider_{charge.id}",
        }

    def _list(self, charge: Charge, direction: str) -> None:
        partner: dict[str, Any] = {
            "type": "user",
            "transaction_type": "invoice_payment",
            "user": charge.payer,
            "invoice_payload": charge.bill.payload,
        }
        if charge.bill.period is not None:
            partner["subscription_period"] = charge.bill.period
        self.transactions.append(
            {
                "id": charge.id,
                "amount": charge.bill.stars,
                "date": int(self._clock.now().timestamp()),
                direction: partner,
            }
        )


def invoice_content(params: Mapping[str, Any]) -> dict[str, Any]:
    """The invoice that a message shows, and its pay button. Raises Refused."""
    bill = checked_bill(params)
    told = {name: params.get(name, "") for name in ("title", "description", "start_parameter", "currency")}
    pay = {"inline_keyboard": [[{"text": f"Pay ⭐️{bill.stars}", "pay": True}]]}
    return {"invoice": told | {"total_amount": bill.stars}, "reply_markup": pay}


def checked_bill(params: Mapping[str, Any]) -> Bill:
    """What an invoice in Stars asks for (core.telegram.org/bots/api#sendinvoice). Raises Refused."""
    if params.get("currency") != "XTR":
        raise bad_request("CURRENCY_INVALID: the simulator takes Stars only")
    if params.get("provider_token"):
        raise bad_request("PAYMENT_PROVIDER_INVALID")
    prices = params.get("prices", [])
    if len(prices) != 1 or not prices[0].get("label") or not 1 <= prices[0].get("amount", 0) <= 100_000:
        raise bad_request("STARS_INVOICE_INVALID")
    for name, most in (("title", 32), ("description", 255)):
        if not 1 <= len(params.get(name, "")) <= most:
            raise bad_request(f"{name.upper()}_INVALID")
    if not 1 <= len(params.get("payload", "").encode()) <= 128:
        raise bad_request("INVOICE_PAYLOAD_INVALID")
    period = params.get("subscription_period")
    if period is not None and (period != PERIOD or prices[0]["amount"] > MOST_FOR_A_PERIOD):
        raise bad_request("SUBSCRIPTION_PERIOD_INVALID")
    return Bill(params["payload"], prices[0]["amount"], params["title"], period)
