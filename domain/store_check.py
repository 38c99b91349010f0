"""What would surprise buyers: offers of what there is not, levels that nobody reaches, things that print money."""

from collections.abc import Iterator

from domain.content import ContentPack
from domain.content_problem import Path, Problem, unknown_items
from domain.items import ItemDefinition, Use


def store_problems(pack: ContentPack) -> Iterator[Problem]:
    """Everything wrong with items, recipes and the store of a pack."""
    for place, item in enumerate(pack.items):
        if item.use is not None:
            yield from _use(pack, item, item.use, ("items", place, "use"))
    yield from _recipes(pack)
    yield from _offers(pack)


def _use(pack: ContentPack, item: ItemDefinition, use: Use, path: Path) -> Iterator[Problem]:
    yield from unknown_items(pack, use.items, (*path, "items"))
    if use.hint is not None and not _is_hint(pack, use.hint):
        yield Problem((*path, "hint"), f"there is no hint {use.hint!r}")
    if use.vip_days and not pack.plans:
        yield Problem((*path, "vip_days"), "there is no VIP plan")
    offer = next((each for each in pack.store if each.item == item.id), None)
    endless = offer is not None and offer.stock is None and offer.limit is None
    if offer is not None and endless and (worth := _worth(pack, item.id, frozenset())) >= offer.lowest_price:
        yield Problem(path, f"gives {worth} besitos in the end, and anybody can buy it again for {offer.lowest_price}")


def _worth(pack: ContentPack, item: str, opened: frozenset[str]) -> int:
    """The besitos that come out of using one piece, and all that comes out of it in turn."""
    use = next((each.use for each in pack.items if each.id == item), None)
    if use is None or item in opened:
        return 0
    inside = (_worth(pack, each, opened | {item}) * quantity for each, quantity in use.items.items())
    return use.besitos + sum(inside)


def _recipes(pack: ContentPack) -> Iterator[Problem]:
    taken: dict[frozenset[str], str] = {}
    for place, recipe in enumerate(pack.recipes):
        path: Path = ("recipes", place)
        yield from unknown_items(pack, recipe.needs, (*path, "needs"))
        if recipe.makes not in {item.id for item in pack.items}:
            yield Problem((*path, "makes"), f"there is no item {recipe.makes!r}")
        for index, hint in enumerate(recipe.knows):
            if not _is_hint(pack, hint):
                yield Problem((*path, "knows", index), f"there is no hint {hint!r}")
        if (other := taken.setdefault(frozenset(recipe.needs), recipe.id)) != recipe.id:
            yield Problem((*path, "needs"), f"the same things make {other!r}")


def _offers(pack: ContentPack) -> Iterator[Problem]:
    known, sold = {item.id for item in pack.items}, set[str]()
    for place, offer in enumerate(pack.store):
        path: Path = ("store", place)
        if offer.item not in known:
            yield Problem((*path, "item"), f"there is no item {offer.item!r}")
        if offer.item in sold:
            yield Problem((*path, "item"), f"{offer.item!r} is for sale already")
        sold.add(offer.item)
        if offer.hint is not None and not _is_hint(pack, offer.hint):
            yield Problem((*path, "hint"), f"there is no hint {offer.hint!r}")
        if offer.level > len(pack.levels):
            yield Problem((*path, "level"), f"there are only {len(pack.levels)} levels")


def _is_hint(pack: ContentPack, hint: str) -> bool:
    return any(hint in story.hints for story in pack.stories.values())
