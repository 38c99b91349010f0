import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.mochila import GrantItem, RemoveItem
from domain.content import ContentPack, ItemDefinition
from domain.definitions import Text
from domain.errors import InvalidValue, NotFound
from domain.mochila import MAX_QUANTITY, Mochila, MochilaFull, NotEnoughItems
from tests.unit.given import DEFAULT_NOW, ana, bea, given, item, nothing, nothing_at_all, story

WORDS = Text(es="farol", en="lantern")
PACK = ContentPack(items=(ItemDefinition(id="lantern", title=WORDS, description=WORDS, category="keepsake"),))


def test_items_are_put_in():
    given(nothing, item.received("lantern", 2, owned=2)).with_content(PACK).when(
        GrantItem(ana, "lantern", 3, "thanks")
    ).records(item.received("lantern", 3, "thanks", owned=5))


@pytest.mark.parametrize("quantity", [0, -1, MAX_QUANTITY + 1])
def test_a_quantity_that_is_none_is_refused(quantity: int):
    given(nothing).with_content(PACK).when(GrantItem(ana, "lantern", quantity, "x")).refuses(InvalidValue)
    given(nothing).when(RemoveItem(ana, "lantern", quantity, "x")).refuses(InvalidValue)


def test_more_than_a_mochila_holds_is_refused():
    given(nothing, item.received("lantern", MAX_QUANTITY, owned=MAX_QUANTITY)).with_content(PACK).when(
        GrantItem(ana, "lantern", 1, "x")
    ).refuses(MochilaFull("lantern", MAX_QUANTITY))


def test_an_item_that_does_not_exist_and_an_unknown_user_are_refused():
    given(nothing).with_content(PACK).when(GrantItem(ana, "moon", 1, "x")).refuses(NotFound("item", "moon"))
    given(nothing_at_all).with_content(PACK).when(GrantItem(bea, "lantern", 1, "x")).refuses(NotFound("user", bea))


def test_items_are_taken_out():
    given(nothing, item.received("lantern", 2, owned=2)).when(RemoveItem(ana, "lantern", 2, "lost")).records(
        item.removed("lantern", 2, "lost", owned=0)
    )


def test_nobody_loses_what_they_do_not_have():
    given(nothing, item.received("lantern", 2, owned=2)).when(RemoveItem(ana, "lantern", 3, "lost")).refuses(
        NotEnoughItems("lantern", needed=3, owned=2)
    )


def test_a_hint_is_kept_once():
    mochila, journal = Mochila.blank("mochila:x"), []
    mochila.begin(DEFAULT_NOW, journal)
    mochila.unlock_hint("blue_stamp", story="mail", reason="story:mail")
    mochila.unlock_hint("blue_stamp", story="mail", reason="story:mail")
    assert [each.topic for each in journal] == [story.hint_unlocked().topic]
    assert mochila.knows("blue_stamp")
    assert not mochila.knows("red_stamp")


@examples(st.lists(st.tuples(st.booleans(), st.sampled_from("ab"), st.integers(-2, 5)), max_size=30))
def test_quantities_are_what_came_in_less_what_went_out_and_never_negative(moves: list[tuple[bool, str, int]]):
    mochila, owned = Mochila.blank("mochila:x"), {"a": 0, "b": 0}
    mochila.begin(DEFAULT_NOW, [])
    for put_in, what, quantity in moves:
        try:
            (mochila.receive if put_in else mochila.remove)(what, quantity, "x")
        except (InvalidValue, NotEnoughItems):
            assert quantity < 1 or (not put_in and quantity > owned[what])
        else:
            owned[what] += quantity if put_in else -quantity
        assert {each: mochila.quantity(each) for each in owned} == owned
        assert min(owned.values()) >= 0
        assert mochila.has("a") == (owned["a"] > 0)
