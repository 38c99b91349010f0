"""The button under what is locked that leads to where it is opened."""

from contextlib import suppress

from aiogram.types import InlineKeyboardButton

from adapters.telegram.callbacks import Claim, Open
from adapters.telegram.screens import button
from adapters.telegram.visitor import Visitor
from domain.errors import DomainError, NotFound
from domain.membership import VipOnly
from domain.missions import MissionNeedsLevel, MissionNeedsMissions, MissionNotStarted
from domain.store import ItemNeedsLevel, NotForSale
from domain.story_refusals import ChoiceLocked, StoryLocked

Rows = list[list[InlineKeyboardButton]]

_LED_FROM = ("mission", "story", "offer")
"""The screens that lead to the VIP plans, and to which the way back from there leads again."""


def way_to_open(visitor: Visitor, why_not: DomainError | None, screen: str, what: str) -> Rows:
    """What can be done about `why_not`, the reason why `what` on a screen is locked; nothing where time alone helps."""
    content = visitor.services.bus.content
    match why_not:
        case VipOnly() | StoryLocked(why="vip") | ChoiceLocked(why="vip"):
            return [[to_vip(visitor, screen, what)]]
        case MissionNotStarted():
            return [[visitor.opens("button-story", "story")]]
        case StoryLocked(why="level") | ChoiceLocked(why="level") | MissionNeedsLevel() | ItemNeedsLevel():
            return [
                [visitor.opens("button-missions", "missions"), visitor.opens("button-achievements", "achievements")]
            ]
        case StoryLocked(why="story", needs=earlier) if earlier in content.stories:
            title = content.story(earlier).title.in_language(visitor.say.language)
            return [[visitor.opens("button-to-story", "story", earlier, title=title)]]
        case StoryLocked(why="item", needs=thing) | ChoiceLocked(why="item", needs=thing):
            return [[to_thing(visitor, thing)]]
        case (
            StoryLocked(why="mission", needs=mission)
            | ChoiceLocked(why="mission", needs=mission)
            | MissionNeedsMissions(missing=[mission, *_])
        ):
            with suppress(NotFound):  # a gate of an older story may name what is there no more
                return [[to_mission(visitor, mission)]]
    return []


def each_once(rows: Rows) -> Rows:
    """The rows without the buttons that stand in one above them."""
    shown: set[str | None] = set()
    left: Rows = []
    for row in rows:
        new = [each for each in row if each.callback_data not in shown]
        shown |= {each.callback_data for each in new}
        left += [new] if new else []
    return left


def to_vip(visitor: Visitor, screen: str, what: str) -> InlineKeyboardButton:
    """Leads to the VIP plans, and from there back to `what` on a screen."""
    return visitor.opens("button-to-vip", "vip", f"{screen}-{what}")


def way_back_from_vip(visitor: Visitor, came_from: str) -> list[InlineKeyboardButton]:
    """The last row of the VIP plans for who came from what is locked; home for anybody else."""
    screen, _, what = came_from.partition("-")
    return visitor.way_back(screen, what) if screen in _LED_FROM else [visitor.home()]


def to_mission(visitor: Visitor, mission: str) -> InlineKeyboardButton:
    """Leads to a mission. Raises NotFound."""
    needed = visitor.services.bus.content.mission(mission)
    opens = Open(owner=visitor.owner, screen="mission", what=mission)
    return button(f"{needed.icon} {needed.title.in_language(visitor.say.language)}", opens)


def to_thing(visitor: Visitor, thing: str) -> InlineKeyboardButton:
    """Leads to where an item is sold, or what tells a hint when used; to the mochila where the store can't help."""
    items = visitor.services.bus.content.items
    helping = [each.id for each in items if each.id == thing or (each.use and each.use.hint == thing)]
    sold = (to_store(visitor, item) for item in helping)
    return next(filter(None, sold), None) or visitor.opens("button-mochila", "mochila")


def to_besitos(visitor: Visitor) -> list[InlineKeyboardButton]:
    """Leads to what brings besitos soonest: today's gift, and the missions."""
    return [
        visitor.button("button-gift", Claim(owner=visitor.owner)),
        visitor.opens("button-missions", "missions"),
    ]


def to_store(visitor: Visitor, item: str) -> InlineKeyboardButton | None:
    """Leads to an item in the store, None where it is not sold there."""
    content = visitor.services.bus.content
    try:
        content.offer(item)
    except NotForSale:
        return None
    title = content.item(item).title.in_language(visitor.say.language)
    return visitor.opens("button-to-offer", "offer", item, title=title)
