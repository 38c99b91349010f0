"""Putting two and two together: of the hints one knows, two are chosen, and what follows from them is told."""

from functools import partial

from aiogram import F, Router
from aiogram.types import CallbackQuery

from adapters.telegram.callbacks import Conclude, Open, item_mark, number_in, short
from adapters.telegram.screens import Screen, in_rows
from adapters.telegram.visitor import Visitor
from commands.deductions import PutHintsTogether
from domain.deductions import deduction_of
from queries.mochila import hints_of


def router() -> Router:
    router = Router(name="deductions")
    router.callback_query.register(open_deduce, Open.filter(F.screen == "deduce"))
    router.callback_query.register(conclude, Conclude.filter())
    return router


async def open_deduce(query: CallbackQuery, callback_data: Open, visitor: Visitor) -> None:
    """The hints to choose from: the first, or the one that goes with it."""
    await visitor.show(await choosing(visitor, callback_data.what))


async def conclude(query: CallbackQuery, callback_data: Conclude, visitor: Visitor) -> None:
    """Says what follows from two hints, once for each time that they were shown."""
    marked = {item_mark(hint): hint for hint in await _known(visitor)}
    first, second = marked.get(callback_data.first), marked.get(callback_data.second)
    asked = number_in(callback_data.asked)
    if asked is None or first is None or second is None:
        await visitor.tell(visitor.say.plain("alert-dead-button"))
        return
    again = partial(choosing, visitor, callback_data.first)
    await visitor.execute_once(PutHintsTogether(visitor.user_id, (first, second)), asked, again)
    content, say = visitor.services.bus.content, visitor.say
    found = deduction_of((first, second), content.deductions)
    text = say(
        "deduced",
        text=found.text.in_language(say.language),
        secret=content.hint(found.reveals).in_language(say.language),
    )
    story = visitor.opens("button-story", "story")
    await visitor.show(Screen(text, [[visitor.opens("button-deduce", "deduce"), story], visitor.way_back("hints")]))


async def choosing(visitor: Visitor, first: str = "") -> Screen:
    """Known hints in full with a number each; where `first` (a mark) is chosen, the others to put it together with."""
    say, content, known = visitor.say, visitor.services.bus.content, await _known(visitor)
    chosen = next((hint for hint in known if item_mark(hint) == first), None)
    others = [hint for hint in known if hint != chosen]
    if len(known) < 2:
        return Screen(say("deduce-too-few"), [visitor.way_back("hints")])
    lines = [
        say("deduce-line", number=number, hint=content.hint(hint).in_language(say.language))
        for number, hint in enumerate(others, 1)
    ]
    if chosen is None:
        title = say("deduce-first")
        marks = [Open(owner=visitor.owner, screen="deduce", what=item_mark(hint)) for hint in others]
        keys = [visitor.button("button-number", mark, number=number) for number, mark in enumerate(marks, 1)]
        return Screen("\n\n".join([title, *lines]), [*in_rows(keys, 4), visitor.way_back("hints")])
    title = say("deduce-second", hint=content.hint(chosen).in_language(say.language))
    asked = short(visitor.update_id)
    pairs = [Conclude(owner=visitor.owner, first=first, second=item_mark(hint), asked=asked) for hint in others]
    keys = [visitor.button("button-number", pair, number=number) for number, pair in enumerate(pairs, 1)]
    return Screen("\n\n".join([title, *lines]), [*in_rows(keys, 4), visitor.way_back("deduce")])


async def _known(visitor: Visitor) -> list[str]:
    """The hints that the visitor knows and the content still has, in the order of its stories."""
    learned = {each.hint for each in await visitor.read(hints_of, visitor.user_id)}
    stories = visitor.services.bus.content.stories.values()
    return [hint for story in stories for hint in story.hints if hint in learned]
