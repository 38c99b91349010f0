"""The button under what is locked that leads to where it is opened."""

from aiogram.types import InlineKeyboardButton

from adapters.telegram.callbacks import Open
from adapters.telegram.screens import button
from adapters.telegram.visitor import Visitor
from domain.errors import DomainError
from domain.membership import VipOnly
from domain.missions import MissionNeedsMissions
from domain.store import NotForSale
from domain.story import StoryLocked

Rows = list[list[InlineKeyboardButton]]

_LED_FROM = ("mission", "story", "offer")
"""The screens that lead to the VIP plans, and to which the way back from there leads again."""


def way_to_open(visitor: Visitor, why_not: DomainError | None, screen: str, what: str) -> Rows:
    """What can be done about `why_not`, the reason why `what` on a screen is locked; nothing where time alone helps."""
    content, language = visitor.services.bus.content, visitor.say.language
    match why_not:
        case VipOnly() | StoryLocked(why="vip"):
            return [[to_vip(visitor, screen, what)]]
        case MissionNeedsMissions(missing=[first, *_]):
            needed = content.mission(first)
            opens = Open(owner=visitor.owner, screen="mission", what=first)
            return [[button(f"{needed.icon} {needed.title.in_language(language)}", opens)]]
    return []


def to_vip(visitor: Visitor, screen: str, what: str) -> InlineKeyboardButton:
    """Leads to the VIP plans, and from there back to `what` on a screen."""
    return visitor.opens("button-to-vip", "vip", f"{screen}-{what}")


def way_back_from_vip(visitor: Visitor, came_from: str) -> list[InlineKeyboardButton]:
    """The last row of the VIP plans for who came from what is locked; home for anybody else."""
    screen, _, what = came_from.partition("-")
    return visitor.way_back(screen, what) if screen in _LED_FROM else [visitor.home()]


def to_store(visitor: Visitor, item: str) -> InlineKeyboardButton | None:
    """Leads to an item in the store, None where it is not sold there."""
    content = visitor.services.bus.content
    try:
        content.offer(item)
    except NotForSale:
        return None
    title = content.item(item).title.in_language(visitor.say.language)
    return visitor.opens("button-to-offer", "offer", item, title=title)
