from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from commands.mochila import (
    CombineItems,
    EquipItem,
    GiveItem,
    GrantItem,
    RemoveItem,
    UnequipItem,
    UseItem,
)
from domain.content import ContentPack
from domain.content_check import problems
from domain.errors import InvalidValue, NotFound
from domain.mochila import (
    MAX_QUANTITY,
    GiftToOneself,
    HintMissing,
    ItemBound,
    ItemNotUsable,
    ItemNotWearable,
    ItemNotWorn,
    Mochila,
    MochilaFull,
    NotEnoughItems,
    NothingCombines,
    UseWithoutEffect,
)
from domain.transfers import ReceiverUnavailable
from domain.users import UserBanned
from tests.unit.examples import WORDS
from tests.unit.given import (
    DEFAULT_NOW,
    Told,
    ana,
    bea,
    given,
    item,
    level,
    membership,
    nothing,
    nothing_at_all,
    story,
    user,
    wallet,
)


def thing(id: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "title": WORDS, "description": WORDS, "category": "keepsake", **more}


def recipe(id: str, needs: dict[str, int], makes: str, **more: Any) -> dict[str, Any]:
    return {"id": id, "needs": needs, "makes": makes, "text": WORDS, **more}


MAIL = {"id": "mail", "title": WORDS, "summary": WORDS, "languages": {"es": "0" * 64}, "hints": {"stamp": WORDS}}
PACK = ContentPack.model_validate(
    {
        "items": [
            thing("lantern"),
            thing("ink"),
            thing("purse", use={"besitos": 10, "experience": 5, "items": {"ink": 2}, "vip_days": 1}),
            thing("lens", use={"hint": "stamp"}),
            thing("pin", equip="badge"),
            thing("rose", equip="badge"),
            thing("crown", equip="title"),
            thing("key", bound=True),
            thing("garland"),
        ],
        "recipes": [
            recipe("knot", {"lantern": 3}, "garland"),
            recipe("letter", {"ink": 1, "lens": 2}, "key", quantity=2, secret=True),
            recipe("halves", {"ink": 1}, "garland", knows=["stamp"]),
        ],
        "plans": [{"id": "month", "title": WORDS, "description": WORDS, "days": 30, "stars": 1}],
        "stories": {"mail": MAIL},
    }
)


def has(what: str, quantity: int = 1) -> Told:
    return item.received(what, quantity, owned=quantity)


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


# -- using ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("beyond", [0, 1, 3])
def test_a_mochila_that_got_more_back_than_it_holds_stops_no_reward(beyond: int):
    """What comes out of escrow finds room in any mochila; of what is a reward, only what has room."""
    full = [item.received("ink", 1, owned=MAX_QUANTITY + more) for more in range(beyond + 1)]
    scene = given(has("purse", 2), *full).with_content(PACK).when(UseItem(ana, "purse"))
    assert "item.received" not in [event.topic for event in scene.recorded]
    assert "wallet.credited" in [event.topic for event in scene.recorded]


def test_using_an_item_uses_one_up_and_gives_what_it_is_worth_in_one_commit():
    scene = given(has("purse", 2)).with_content(PACK).when(UseItem(ana, "purse"))
    scene.records(
        item.used("purse", besitos=10, experience=5, items={"ink": 2}, hint=None, vip_days=1),
        item.removed("purse", 1, "use", owned=1),
        wallet.credited(10, "use:purse"),
        level.experience_gained(5, "use:purse"),
        item.received("ink", 2, "use:purse", owned=2),
        membership.granted("month", days=1, reason="use:purse"),
    )
    assert len({each.commit_id for each in scene.recorded}) == 1


def test_a_hint_is_learned_and_told_with_the_result():
    scene = given(has("lens")).with_content(PACK).when(UseItem(ana, "lens"))
    scene.records(
        item.used("lens", hint="stamp"), item.removed("lens", 1), story.hint_unlocked("stamp", "mail", "use:lens")
    )
    assert scene.receipt is not None
    assert (scene.receipt.result["hint"], scene.receipt.result["owned"]) == ("stamp", 0)


def test_what_gives_only_a_hint_that_is_known_is_not_wasted():
    known = story.hint_unlocked("stamp", "mail")
    given(has("lens"), known).with_content(PACK).when(UseItem(ana, "lens")).refuses(UseWithoutEffect("lens"))


def test_what_is_not_there_or_does_nothing_can_not_be_used():
    given(nothing).with_content(PACK).when(UseItem(ana, "purse")).refuses(NotEnoughItems("purse", 1, 0))
    given(has("lantern")).with_content(PACK).when(UseItem(ana, "lantern")).refuses(ItemNotUsable("lantern"))
    given(nothing).with_content(PACK).when(UseItem(ana, "moon")).refuses(NotFound("item", "moon"))


# -- wearing ----------------------------------------------------------------------------------------------------------


def test_what_is_worn_takes_the_place_of_what_was():
    given(has("pin"), has("rose"), item.equipped("pin", "badge")).with_content(PACK).when(
        EquipItem(ana, "rose")
    ).records(item.equipped("rose", "badge"))


def test_what_is_worn_already_is_left_alone_and_slots_do_not_disturb_each_other():
    scene = given(has("pin"), has("crown"), item.equipped("pin", "badge")).with_content(PACK)
    scene.when(EquipItem(ana, "pin")).records_nothing()
    scene.when(EquipItem(ana, "crown")).records(item.equipped("crown", "title"))
    scene.when(UnequipItem(ana, "pin")).records(item.unequipped("pin", "badge"))
    scene.when(UnequipItem(ana, "crown")).records(item.unequipped("crown", "title"))


def test_what_can_not_be_worn_or_is_not_there_is_refused():
    given(has("lantern")).with_content(PACK).when(EquipItem(ana, "lantern")).refuses(ItemNotWearable("lantern"))
    given(nothing).with_content(PACK).when(EquipItem(ana, "pin")).refuses(NotEnoughItems("pin", 1, 0))
    given(has("pin")).with_content(PACK).when(UnequipItem(ana, "pin")).refuses(ItemNotWorn("pin"))


def test_what_is_worn_comes_off_with_its_last_piece():
    worn = (has("pin", 2), item.equipped("pin", "badge"))
    given(worn).when(RemoveItem(ana, "pin", 1, "lost")).records(item.removed("pin", 1, owned=1))
    given(worn).when(RemoveItem(ana, "pin", 2, "lost")).records(
        item.removed("pin", 2, owned=0), item.unequipped("pin", "badge")
    )


# -- combining --------------------------------------------------------------------------------------------------------


def test_things_become_one_in_one_commit():
    given(has("lantern", 4)).with_content(PACK).when(CombineItems(ana, ("lantern",))).records(
        item.combined("knot", {"lantern": 3}, "garland", 1),
        item.removed("lantern", 3, "recipe:knot", owned=1),
        item.received("garland", 1, "recipe:knot", owned=1),
    )


def test_a_secret_is_found_in_whatever_order_things_are_put_together():
    for together in (("ink", "lens"), ("lens", "ink"), ("lens", "ink", "lens")):
        given(has("ink"), has("lens", 2)).with_content(PACK).when(CombineItems(ana, together)).records(
            item.combined("letter", {"ink": 1, "lens": 2}, "key", 2),
            item.removed("ink"),
            item.removed("lens"),
            item.received("key", 2, owned=2),
        )


def test_nothing_becomes_of_other_things_or_of_too_few():
    scene = given(has("lantern", 2), has("ink")).with_content(PACK)
    scene.when(CombineItems(ana, ("ink", "lantern"))).refuses(NothingCombines(["ink", "lantern"]))
    scene.when(CombineItems(ana, ())).refuses(NothingCombines([]))
    scene.when(CombineItems(ana, ("lantern",))).refuses(NotEnoughItems("lantern", 3, 2))
    scene.when(CombineItems(ana, ("ink", "nothing"))).refuses(NotFound("item", "nothing"))


def test_a_secret_answers_as_nothing_does_until_its_things_are_in_hand():
    for held in ((), (has("ink"),), (has("lens", 2),)):
        scene = given(nothing, *held).with_content(PACK)
        scene.when(CombineItems(ana, ("ink", "lens"))).refuses(NothingCombines(["ink", "lens"]))
    given(has("ink"), has("lens")).with_content(PACK).when(CombineItems(ana, ("ink", "lens"))).refuses(
        NotEnoughItems("lens", 2, 1)
    )


def test_a_recipe_may_ask_what_one_knows():
    given(has("ink")).with_content(PACK).when(CombineItems(ana, ("ink",))).refuses(HintMissing("stamp"))
    given(has("ink"), story.hint_unlocked("stamp", "mail")).with_content(PACK).when(
        CombineItems(ana, ("ink",))
    ).records(item.combined("halves"), item.removed("ink"), item.received("garland"))


# -- giving -----------------------------------------------------------------------------------------------------------

BEA = user.registered(of=bea)


def test_a_gift_leaves_one_mochila_and_enters_the_other_in_one_commit():
    scene = given(BEA, has("lantern", 3)).with_content(PACK).when(GiveItem(ana, "lantern", bea, 2))
    scene.records(
        item.given("lantern", 2, to=bea),
        item.removed("lantern", 2, f"given:{bea}", owned=1),
        item.received("lantern", 2, f"given:{ana}", owned=2),
    )
    assert [each.user_id for each in scene.recorded] == [ana, ana, bea]
    assert len({each.commit_id for each in scene.recorded}) == 1
    scene.answers({"item": "lantern", "quantity": 2, "to": bea, "owned": 1})


def test_nobody_gives_to_oneself_to_strangers_or_to_the_banned():
    scene = given(has("lantern")).with_content(PACK)
    scene.when(GiveItem(ana, "lantern", ana)).refuses(GiftToOneself())
    scene.when(GiveItem(ana, "lantern", bea)).refuses(NotFound("receiver", bea))
    banned = user.banned("spam", until=None, of=bea)
    given(BEA, banned, has("lantern")).with_content(PACK).when(GiveItem(ana, "lantern", bea)).refuses(
        ReceiverUnavailable()
    )
    given(BEA, user.banned("spam", until=None), has("lantern")).with_content(PACK).when(
        GiveItem(ana, "lantern", bea)
    ).refuses(UserBanned(None, "spam"))


def test_only_what_is_free_and_there_is_given():
    given(BEA, has("key")).with_content(PACK).when(GiveItem(ana, "key", bea)).refuses(ItemBound("key"))
    given(BEA, has("ink")).with_content(PACK).when(GiveItem(ana, "ink", bea, 2)).refuses(NotEnoughItems("ink", 2, 1))
    given(BEA, has("ink")).with_content(PACK).when(GiveItem(ana, "ink", bea, 0)).refuses(InvalidValue)
    given(BEA, has("ink")).with_content(PACK).when(GiveItem(ana, "moon", bea)).refuses(NotFound("item", "moon"))


def test_a_full_mochila_takes_no_gift_and_the_giver_keeps_it():
    full = item.received("ink", MAX_QUANTITY, owned=MAX_QUANTITY, of=bea)
    given(BEA, full, has("ink")).with_content(PACK).when(GiveItem(ana, "ink", bea)).refuses(ReceiverUnavailable())


# -- content ----------------------------------------------------------------------------------------------------------


def test_things_and_recipes_that_refer_to_nothing_are_named():
    assert list(problems(PACK)) == []
    plain = PACK.model_dump()
    odd = thing("odd", use={"hint": "no", "items": {"no": 1}})
    knot = recipe("knot", {"lantern": 1}, "no", knows=["no"])
    broken = ContentPack.model_validate(
        {**plain, "items": [*plain["items"], odd], "recipes": [*plain["recipes"], knot]}
    )
    assert [f"{'.'.join(map(str, each.path))}: {each.message}" for each in problems(broken)] == [
        "recipes.3.id: 'knot' is there already",
        "items.9.use.items.no: there is no item 'no'",
        "items.9.use.hint: there is no hint 'no'",
        "recipes.3.makes: there is no item 'no'",
        "recipes.3.knows.0: there is no hint 'no'",
    ]


def test_the_same_things_make_only_one_thing():
    twice = recipe("again", {"lantern": 1}, "ink")
    pack = ContentPack.model_validate({**PACK.model_dump(), "recipes": [*PACK.model_dump()["recipes"], twice]})
    assert [each.message for each in problems(pack)] == ["the same things make 'knot'"]
