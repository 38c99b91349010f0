"""The mochila: what one carries and wears, the hints one knows, and all that may be done with a thing."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from aiogram import F, Router
from aiogram.filters import Command
from aiogram.types import CallbackQuery, InlineKeyboardButton, Message
from sqlalchemy.engine import Connection

from adapters.telegram.callbacks import Handle, Open, item_mark, number_in, short, whole
from adapters.telegram.handlers.store import can_do, rarity
from adapters.telegram.rewards import worth
from adapters.telegram.screens import Screen, button, in_rows
from adapters.telegram.unlocking import to_store
from adapters.telegram.visitor import Visitor
from commands.mochila import CombineItems, EquipItem, UnequipItem, UseItem
from domain.errors import NotFound
from domain.ids import UserId
from domain.items import ItemDefinition, RecipeDefinition, Use
from queries.mochila import hints_of, inventory_of, worn_by

PAGE = 12
"""Things on one page."""
SOLD = 5
"""Ways into the store below the recipes, for what is lacking."""


def router() -> Router:
    router = Router(name="mochila")
    router.message.register(show, Command("mochila"))
    router.callback_query.register(open_mochila, Open.filter(F.screen == "mochila"))
    router.callback_query.register(open_thing, Open.filter(F.screen == "thing"))
    router.callback_query.register(open_hints, Open.filter(F.screen == "hints"))
    router.callback_query.register(open_recipes, Open.filter(F.screen == "recipes"))
    router.callback_query.register(open_mix, Open.filter(F.screen == "mix"))
    router.callback_query.register(handle, Handle.filter())
    return router


async def show(message: Message, visitor: Visitor) -> None:
    """The mochila, as a new message."""
    await visitor.show(await overview(visitor))


async def open_mochila(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """A page of the mochila, the first one for what is none."""
    await visitor.show(await overview(visitor, whole(callback_data.what, digits=4) or 0))


async def open_thing(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """One thing. Raises NotFound for what the content has no more."""
    await visitor.show(await thing(visitor, callback_data.what))


async def open_hints(query: CallbackQuery, visitor: Visitor) -> None:
    """What one knows."""
    await visitor.show(await hints(visitor))


async def open_recipes(query: CallbackQuery, visitor: Visitor) -> None:
    """What becomes of what, as far as it is no secret."""
    await visitor.show(await recipes(visitor))


async def open_mix(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """The other things that one may be put together with."""
    await visitor.show(await mix(visitor, callback_data.what))


async def handle(query: CallbackQuery, callback_data: Handle, visitor: Visitor) -> None:
    """Does what the button says; what uses things up, once for each time that it was shown."""
    asked, what = number_in(callback_data.asked), callback_data.what
    if asked is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    match callback_data.deed:
        case "use":
            await _use(visitor, what, asked)
        case "wear":
            await visitor.execute(EquipItem(visitor.user_id, what))
            await visitor.show(await thing(visitor, what))
        case "bare":
            await visitor.execute(UnequipItem(visitor.user_id, what))
            await visitor.show(await thing(visitor, what))
        case "make":
            recipe = visitor.services.bus.content.recipe(what)
            if recipe.secret:  # no screen has such a button, and an answer would tell what it takes
                raise NotFound("recipe", what)
            await _combine(visitor, tuple(recipe.needs), asked, partial(recipes, visitor))
        case "mix":
            marked = {item_mark(each.id): each.id for each in visitor.services.bus.content.items}
            first, *others = (marked.get(mark, mark) for mark in what.split("."))
            await _combine(visitor, (first, *others), asked, partial(mix, visitor, first))
        case _:
            await visitor.tell(visitor.say.plain("alert-dead-button"))


async def _use(visitor: Visitor, item: str, asked: int) -> None:
    receipt = await visitor.execute_once(UseItem(visitor.user_id, item), asked, partial(thing, visitor, item))
    content, say = visitor.services.bus.content, visitor.say
    definition, given = content.item(item), receipt.result
    names = ("besitos", "experience", "items", "hint", "vip_days")
    parts: list[str] = []
    if any(given[name] for name in names):
        gave = worth(visitor, Use(**{name: given[name] for name in names}))
        parts.append(say("used-gave", title=_named(visitor, definition), what=gave))
    if given["hint"] is not None:
        parts.append(say("used-hint", hint=content.hint(given["hint"]).in_language(say.language)))
    screen = await thing(visitor, item)
    await visitor.show(Screen("\n\n".join([*parts, screen.text]), screen.rows))


async def _combine(
    visitor: Visitor, items: tuple[str, ...], asked: int, again: Callable[[], Awaitable[Screen]]
) -> None:
    receipt = await visitor.execute_once(CombineItems(visitor.user_id, items), asked, again)
    content, say = visitor.services.bus.content, visitor.say
    recipe, made = content.recipe(receipt.result["recipe"]), content.item(receipt.result["item"])
    text = say(
        "combined",
        text=recipe.text.in_language(say.language),
        title=_named(visitor, made),
        quantity=receipt.result["quantity"],
    )
    rows = [[visitor.opens("button-in-mochila", "thing", made.id)], visitor.way_back("mochila")]
    await visitor.show(Screen(text, rows))


# -- what is known ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Known:
    """What the read models tell of a mochila: pieces by item, items by slot, hints."""

    owned: Mapping[str, int]
    worn: Mapping[str, str]
    hints: tuple[str, ...]


def known_of(read: Connection, user_id: UserId) -> Known:
    return Known(
        owned={each.item: each.quantity for each in inventory_of(read, user_id)},
        worn=worn_by(read, user_id),
        hints=tuple(each.hint for each in hints_of(read, user_id)),
    )


def things(visitor: Visitor, known: Known) -> list[tuple[ItemDefinition, int]]:
    """What one owns and the content still has, in its order."""
    return [(item, known.owned[item.id]) for item in visitor.services.bus.content.items if item.id in known.owned]


# -- screens ----------------------------------------------------------------------------------------------------------


async def overview(visitor: Visitor, page: int = 0) -> Screen:
    """A page of things with a button for each; the ways to hints and combining."""
    say, known = visitor.say, await visitor.read(known_of, visitor.user_id)
    owned = things(visitor, known)
    pages = max(-(-len(owned) // PAGE), 1)
    page = min(max(page, 0), pages - 1)
    here = owned[page * PAGE : (page + 1) * PAGE]
    lines = [
        say(
            "mochila-line",
            icon=item.icon,
            title=_title(visitor, item),
            quantity=quantity,
            worn="yes" if item.id in known.worn.values() else "no",
        )
        for item, quantity in here
    ]
    parts = [say("mochila-title"), "\n".join(lines)] if lines else [say("mochila-empty")]
    if known.hints:
        parts.append(say("mochila-hints", count=len(known.hints)))
    turns = []
    if pages > 1:
        parts.append(say("mochila-page", page=page + 1, pages=pages))
        turns += [visitor.opens("button-before", "mochila", str(page - 1))] if page else []
        turns += [visitor.opens("button-after", "mochila", str(page + 1))] if page + 1 < pages else []
    openers = [button(_named(visitor, item), _open(visitor, "thing", item.id)) for item, _ in here]
    ways = [visitor.opens("button-hints", "hints"), visitor.opens("button-recipes", "recipes")]
    last = [visitor.opens("button-store", "store"), visitor.home()]
    return Screen("\n\n".join(parts), [*in_rows(openers, 2), *([turns] if turns else []), ways, last])


async def thing(visitor: Visitor, item: str) -> Screen:
    """One thing, and a button for each thing that may be done with it."""
    definition, say = visitor.services.bus.content.item(item), visitor.say
    known = await visitor.read(known_of, visitor.user_id)
    quantity, worn = known.owned.get(item, 0), item in known.worn.values()
    facts = [*can_do(visitor, definition), say("thing-owned", quantity=quantity)]
    if worn:
        facts.append(say("thing-worn"))
    parts = [
        say(
            "offer-title",
            icon=definition.icon,
            title=_title(visitor, definition),
            rarity=rarity(visitor, definition),
        ),
        say.escaped(definition.description.in_language(say.language)),
        "\n".join(facts),
    ]
    rows = in_rows(_deeds(visitor, definition, worn), 2) if quantity else []
    return Screen("\n\n".join(parts), [*rows, visitor.way_back("mochila")])


def _deeds(visitor: Visitor, item: ItemDefinition, worn: bool) -> list[InlineKeyboardButton]:
    buttons: list[InlineKeyboardButton] = []
    if item.use is not None:
        buttons.append(visitor.button("button-use", _does(visitor, "use", item.id)))
    if item.equip is not None:
        deed = "bare" if worn else "wear"
        buttons.append(visitor.button(f"button-{deed}", _does(visitor, deed, item.id)))
    buttons.append(visitor.opens("button-mix", "mix", item.id))
    if not item.bound:
        buttons.append(visitor.opens("button-present", "present"))
    return buttons


async def hints(visitor: Visitor) -> Screen:
    """What one knows, by story."""
    say, content = visitor.say, visitor.services.bus.content
    known = await visitor.read(known_of, visitor.user_id)
    parts: list[str] = []
    for story in content.stories.values():
        lines = [
            say("hint-line", hint=text.in_language(say.language))
            for hint, text in story.hints.items()
            if hint in known.hints
        ]
        if lines:
            title = say("story-heading", cover=story.cover, title=story.title.in_language(say.language))
            parts.append("\n".join([title, *lines]))
    text = "\n\n".join([say("hints-title"), *parts]) if parts else say("hints-none")
    ways = [visitor.opens("button-story", "story")]
    if len(known.hints) > 1:
        ways.insert(0, visitor.opens("button-deduce", "deduce"))
    return Screen(text, [ways, visitor.way_back("mochila")])


async def recipes(visitor: Visitor) -> Screen:
    """What becomes of what, how much of it one has; buttons for what can be made now, and to buy what is lacking."""
    say, content = visitor.say, visitor.services.bus.content
    known = await visitor.read(known_of, visitor.user_id)
    told = [recipe for recipe in content.recipes if not recipe.secret]
    lines = [_recipe(visitor, recipe, known) for recipe in told]
    makes = [
        visitor.button(
            "button-make",
            _does(visitor, "make", recipe.id),
            title=_title(visitor, content.item(recipe.makes)),
        )
        for recipe in told
        if all(known.owned.get(item, 0) >= needed for item, needed in recipe.needs.items())
        and set(recipe.knows) <= set(known.hints)
    ]
    lacking = {
        item: None for recipe in told for item, needed in recipe.needs.items() if known.owned.get(item, 0) < needed
    }
    sold = [way for item in lacking if (way := to_store(visitor, item)) is not None]
    rows = [*in_rows(makes, 1), *in_rows(sold[:SOLD], 1), visitor.way_back("mochila")]
    return Screen("\n\n".join([say("recipes-title"), *lines]), rows)


def _recipe(visitor: Visitor, recipe: RecipeDefinition, known: Known) -> str:
    say, content = visitor.say, visitor.services.bus.content
    needs = [
        say.plain(
            "recipe-need",
            title=_title(visitor, content.item(item)),
            owned=min(known.owned.get(item, 0), needed),
            needed=needed,
        )
        for item, needed in recipe.needs.items()
    ]
    if missing := len(set(recipe.knows) - set(known.hints)):
        needs.append(say.plain("recipe-hints", missing=missing))
    made = content.item(recipe.makes)
    return say("recipe-line", icon=made.icon, title=_title(visitor, made), needs=" · ".join(needs))


async def mix(visitor: Visitor, item: str) -> Screen:
    """The other things that one carries, to put this one together with."""
    definition = visitor.services.bus.content.item(item)
    known = await visitor.read(known_of, visitor.user_id)
    if item not in known.owned:
        raise NotFound("item", item)
    others = [
        button(_named(visitor, other), _does(visitor, "mix", f"{item_mark(item)}.{item_mark(other.id)}"))
        for other, _ in things(visitor, known)
        if other.id != item
    ]
    key = "mix-with" if others else "mix-nothing-else"
    text = visitor.say(key, title=_title(visitor, definition)) if others else visitor.say(key)
    return Screen(text, [*in_rows(others, 2), visitor.way_back("thing", item)])


def _title(visitor: Visitor, item: ItemDefinition) -> str:
    return item.title.in_language(visitor.say.language)


def _named(visitor: Visitor, item: ItemDefinition) -> str:
    return f"{item.icon} {_title(visitor, item)}"


def _open(visitor: Visitor, screen: str, what: str) -> Open:
    return Open(owner=visitor.owner, screen=screen, what=what)


def _does(visitor: Visitor, deed: str, what: str) -> Handle:
    return Handle(owner=visitor.owner, deed=deed, what=what, asked=short(visitor.update_id))
