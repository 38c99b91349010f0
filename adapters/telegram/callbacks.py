"""What a button says when it is tapped: at most 64 bytes, and never trusted.

Each carries whom it was made for, so that a tap of somebody else is answered kindly. Nothing is allowed or known by
it: whatever is done is done for the one who taps, and checked again.
"""

import hashlib
import re
from base64 import urlsafe_b64encode

from aiogram.filters.callback_data import CallbackData

from domain.ids import UserId

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def owner_mark(user_id: UserId) -> str:
    """Four characters that tell one user's buttons from another's, and nothing about either."""
    return urlsafe_b64encode(hashlib.sha256(f"button:{user_id}".encode()).digest()[:3]).decode()


def item_mark(item: str) -> str:
    """Six characters that stand for an item, or a hint, where its id would not fit twice."""
    return hashlib.sha256(f"item:{item}".encode()).hexdigest()[:6]


EVERYBODY = "*"
"""Stands in place of the owner's mark on buttons that are for whoever taps them."""


class Open(CallbackData, prefix="o"):
    """Shows a screen; `what` says which part of it: an id, a page."""

    owner: str
    screen: str
    what: str = ""


class ReadDraft(CallbackData, prefix="df"):
    """Reads on in one's own draft. Numbers in base 36; without a `choice` it begins anew."""

    owner: str
    draft: str
    turn: str = ""
    choice: str = ""


class KeptDraft(CallbackData, prefix="dk"):
    """Leads to the page at which one's own draft was left. The number in base 36."""

    owner: str
    draft: str


class Claim(CallbackData, prefix="g"):
    """Takes today's gift."""

    owner: str


class Give(CallbackData, prefix="gv"):
    """Gives besitos to the one with this code. `asked` is the update that asked, in base 36: it is done once for it."""

    owner: str
    code: str
    amount: str
    asked: str


class Buy(CallbackData, prefix="k"):
    """Buys so many pieces at the price of one that was shown. Numbers in base 36; once for the update `asked`."""

    owner: str
    item: str
    quantity: str
    price: str
    asked: str


class Handle(CallbackData, prefix="m"):
    """Does something with a thing of the mochila: `deed` is use, wear, bare, make (a recipe) or mix (two marks)."""

    owner: str
    deed: str
    what: str
    asked: str


class Conclude(CallbackData, prefix="dd"):
    """Puts two hints (by their marks) together, once for the update `asked`."""

    owner: str
    first: str
    second: str
    asked: str


class Present(CallbackData, prefix="p"):
    """Gives one piece of the item with this mark to the one with this code, once for the update `asked`."""

    owner: str
    code: str
    item: str
    asked: str


class BuyFreeze(CallbackData, prefix="fz"):
    """Buys a freeze for one's streak. `asked` is the update that offered it, in base 36: it is done once for it."""

    owner: str
    asked: str


class Bid(CallbackData, prefix="ab"):
    """Bids on an auction. `asked` is the update that offered it, in base 36: it is done once for it."""

    owner: str
    auction: str
    amount: str
    asked: str


class TakeBack(CallbackData, prefix="ac"):
    """Takes one's own auction back."""

    owner: str
    auction: str


class PutUp(CallbackData, prefix="as"):
    """Puts an item (by its mark) up for auction, for `seconds` in base 36; `buyout` 0: none. `asked` as with `Bid`."""

    owner: str
    item: str
    minimum: str
    buyout: str
    seconds: str
    asked: str


class Speak(CallbackData, prefix="l"):
    """Changes the language."""

    owner: str
    language: str


class Live(CallbackData, prefix="z"):
    """Changes the time zone to an IANA name."""

    owner: str
    zone: str


class Prefer(CallbackData, prefix="n"):
    """Chooses one of what the user may prefer. Hours without a colon, which would end the field: `2300-0800`."""

    owner: str
    name: str
    value: str


class Begin(CallbackData, prefix="b"):
    """Begins a story, once more if there was a run already."""

    owner: str
    story: str


class Quiz(CallbackData, prefix="q"):
    """Asks for a trivia question of one's own."""

    owner: str


class Order(CallbackData, prefix="v"):
    """Asks for an invoice for a VIP plan."""

    owner: str
    plan: str


class Subscribe(CallbackData, prefix="u"):
    """Cancels a subscription (`go` is n), or lets it go on (y). `invoice` names it; without it, all are meant: n asks
    first, a is the answer."""

    owner: str
    go: str
    invoice: str = ""


class Admission(CallbackData, prefix="vc"):
    """Makes a chat the VIP channel; `chat` is its random id, empty: there is to be none."""

    owner: str
    chat: str = ""


class Restart(CallbackData, prefix="sr"):
    """Begins a story again from its opening, as long as its reader is still at `turn` (in base 36)."""

    owner: str
    story: str
    turn: str


class TakeOn(CallbackData, prefix="t"):
    """Takes a mission on."""

    owner: str
    mission: str


class Choose(CallbackData, prefix="c"):
    """Takes choice number `choice` of a story, as offered at `turn` in the list `offer`. Numbers in base 36."""

    owner: str
    story: str
    turn: str
    offer: str
    choice: str


class GoBack(CallbackData, prefix="sb"):
    """Goes back to checkpoint number `place` of a story, as listed at `turn`; asks first unless `sure`. In base 36."""

    owner: str
    story: str
    turn: str
    place: str
    sure: bool = False


class Worth(CallbackData, prefix="pw"):
    """Makes a message of a channel worth so many besitos; `chat` is its random id."""

    owner: str
    chat: str
    message: int
    besitos: int


class QuizLink(CallbackData, prefix="pq"):
    """Puts a link to a new question under a message of a channel; `chat` is its random id."""

    owner: str
    chat: str
    message: int


class Prize(CallbackData, prefix="pz"):
    """Takes the reward of the message that the button is under."""

    owner: str = EVERYBODY


FOR_EVERYBODY = (Prize,)
"""The buttons that may carry EVERYBODY; on any other it is a forgery."""


def update_meant(asked: str) -> int | None:
    """The update that a button names in base 36; None for anything that is none."""
    return long(asked) if re.fullmatch(r"[0-9a-z]{1,12}", asked) else None


def whole(text: str, digits: int) -> int | None:
    """The number that a button carries; None for anything that is none, or has more than so many digits."""
    return int(text) if re.fullmatch(rf"-?[0-9]{{1,{digits}}}", text) else None


def number_in(digits: str) -> int | None:
    """The number that `short` wrote, such as the update that a button was made in; None for what is none."""
    return int(digits, 36) if re.fullmatch(r"[0-9a-z]{1,12}", digits) else None


def short(number: int) -> str:
    """`number` (0 or more) in base 36."""
    digits = ""
    while True:
        number, digit = divmod(number, 36)
        digits = _DIGITS[digit] + digits
        if not number:
            return digits


def long(digits: str) -> int:
    """The number that `short` wrote. Raises ValueError for what it never wrote, such as a number below 0."""
    if not re.fullmatch(r"[0-9a-z]+", digits):
        raise ValueError("no number of a button")
    return int(digits, 36)


def asked_in(digits: str) -> int | None:
    """The update that a button says it was made in; None for what `short` never wrote."""
    return long(digits) if re.fullmatch(r"[0-9a-z]{1,12}", digits) else None


_KINDS = {kind.__prefix__: kind for kind in CallbackData.__subclasses__() if kind.__module__ == __name__}


def is_whole(data: str) -> bool:
    """Whether this is what a button of ours says: one of an earlier release, or a forged one, may not be."""
    kind = _KINDS.get(data.partition(":")[0])
    if kind is None:
        return False
    try:
        kind.unpack(data)
    except (TypeError, ValueError):
        return False
    return True
