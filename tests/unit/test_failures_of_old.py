"""What went wrong in the system that this one replaces: a test for each failure, named after it."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from adapters.content import load_content
from commands.auctions import CloseAuction, OpenAuction, PlaceBid
from commands.daily_gift import ClaimDailyGift
from commands.message_reactions import RewardReaction
from commands.mochila import GiveItem, GrantItem
from commands.reactions import reactions_in
from commands.store import BuyItem
from commands.users import RegisterUser
from commands.wallet import MoveBesitos
from domain.aggregate import EXTERNAL_PREFIX, event_class
from domain.content import ContentPack
from domain.content_check import problems
from domain.ids import UserId
from domain.message_reactions import ReactionRewarded
from domain.mochila import NotEnoughItems
from domain.wallet import InsufficientBesitos, Wallet
from tests.faults.mortal_community import Danger, Killed, MortalStore
from tests.telegram_world import CONTENT
from tests.unit.examples import WORDS, achievement_like, goal, level_of, settle
from tests.unit.given import DEFAULT_NOW, Scene, Topic, all_modules, ana, bea, given, user

chat = Topic("chat")
carla = UserId("c000000000000003")
LATER = DEFAULT_NOW + timedelta(hours=1)
PACK = ContentPack.model_validate(
    {
        "items": [{"id": "lamp", "title": WORDS, "description": WORDS, "category": "keepsake"}],
        "store": [{"item": "lamp", "price": 30}],
        "achievements": [achievement_like("gifts", (goal(),), (level_of(gifts=1),))],
    }
)


def besitos(scene: Scene, of: str) -> tuple[int, int]:
    """What the user can spend, and what is held."""
    stream = Wallet.stream(of)
    found = asyncio.run(scene.store.load({stream: Wallet}))[stream].aggregate
    return found.available, found.held


def things(scene: Scene) -> dict[Any, int]:
    """Who has how many lamps."""
    return {each.user_id: each.owned for each in scene.store.events if each.topic in ("item.received", "item.removed")}


def community(danger: Danger, **besitos_of: int) -> Scene:
    """Ana has a lamp, and bea and carla are here, with so many besitos; from now on there is danger."""
    scene = Scene(store=MortalStore(Danger([]))).with_content(PACK)
    people = {"ana": ana, "bea": bea, "carla": carla}
    for name, each in people.items():
        scene.when(RegisterUser(each, "es"))
        if amount := besitos_of.get(name):
            scene.when(MoveBesitos(each, amount, "x"))
    scene.when(GrantItem(ana, "lamp", 1, "x"))
    assert isinstance(scene.store, MortalStore)
    scene.store.danger = danger
    return scene


def put_up(scene: Scene) -> str:
    """Ana's lamp, for ten besitos or more; the auction's id."""
    receipt = scene.when(OpenAuction(ana, "lamp", 10, 3_600)).receipt
    assert receipt is not None
    return str(receipt.result["id"])


@pytest.mark.parametrize(("place", "moved"), [(1, False), (2, True)], ids=["before its commit", "after its commit"])
def test_a_bid_failed_after_the_money_had_moved(place: int, moved: bool):
    """The bid and its hold, and the release of whom it tops, are one commit: a failure leaves all of it or nothing."""
    danger = Danger([])
    scene = community(danger, bea=1_000, carla=1_000)
    id = put_up(scene)
    scene.when(PlaceBid(bea, id, 100))

    danger.gaps.append(place)
    with pytest.raises(Killed):
        scene.when(PlaceBid(carla, id, 200), command_id="http:k:1")
    before, after = ((900, 100), (1_000, 0)), ((1_000, 0), (800, 200))
    assert (besitos(scene, bea), besitos(scene, carla)) == (after if moved else before)
    scene.when(PlaceBid(carla, id, 200), command_id="http:k:1")
    assert (besitos(scene, bea), besitos(scene, carla)) == after


def test_raising_ones_own_bid_lost_the_earlier_hold():
    """Only the difference is held then, and all of it comes back to who is topped."""
    scene = community(Danger([]), bea=1_000, carla=2_000)
    id = put_up(scene)
    scene.when(PlaceBid(bea, id, 600)).when(PlaceBid(bea, id, 1_000))
    assert besitos(scene, bea) == (0, 1_000)
    scene.when(PlaceBid(carla, id, 1_100))
    assert besitos(scene, bea) == (1_000, 0)


def test_the_item_was_never_escrowed():
    """What is put up is nobody's to give away or to put up again."""
    scene = community(Danger([]))
    put_up(scene)
    assert things(scene) == {ana: 0}
    for command in (GiveItem(ana, "lamp", bea), OpenAuction(ana, "lamp", 10, 3_600)):
        scene.when(command).refuses(NotEnoughItems("lamp", 1, 0))


def test_the_item_was_never_delivered():
    """It is the winner's in the commit that closes the auction."""
    scene = community(Danger([]), bea=50)
    id = put_up(scene)
    scene.when(PlaceBid(bea, id, 20)).when(CloseAuction(id), at=LATER)
    assert [each.topic for each in scene.recorded if each.user_id == bea] == ["wallet.captured", "item.received"]
    assert things(scene) == {ana: 0, bea: 1}


def test_the_store_read_the_balance_outside_its_transaction():
    """Two processes sell to one wallet at once: what one has taken the other can't spend, though it had read it."""
    scene = community(Danger([]), bea=45)
    buses = [scene.bus(), scene.bus()]

    async def buy(number: int) -> str:
        context = buses[number].context(f"http:k:{number}", actor=bea, source="test")
        try:
            await buses[number].execute(BuyItem(bea, "lamp"), context)
        except InsufficientBesitos as refusal:
            assert refusal == InsufficientBesitos(needed=30, available=15)
            return "refused"
        return "bought"

    async def both() -> list[str]:
        return sorted(await asyncio.gather(buy(0), buy(1)))

    assert asyncio.run(both()) == ["bought", "refused"]
    assert besitos(scene, bea) == (15, 0)
    assert things(scene) == {ana: 1, bea: 1}


def test_achievements_listened_to_an_event_name_that_nobody_published():
    """The name is the event's own: whoever counts it hears of it. One that no event has is no content."""
    scene = given(user.registered()).with_content(PACK).when(ClaimDailyGift(ana))
    settle(scene)
    assert [each.achievement for each in scene.store.events if each.topic == "achievement.unlocked"] == ["gifts"]

    misheard = achievement_like("a", (goal(fact="gift.taken"),), (level_of(gifts=1),))
    wrong = PACK.model_copy(update={"achievements": (misheard,)})
    assert "'gift.taken' is not a fact that can be counted" in [each.message for each in problems(wrong)]
    assert not list(problems(load_content(CONTENT)))
    heard = {topic for each in reactions_in(all_modules()).values() for topic in each.topics}
    assert not [topic for topic in heard if event_class(topic) is None and not topic.startswith(EXTERNAL_PREFIX)]


def test_taking_back_a_reaction_and_reacting_again_paid_twice():
    """The reward of a user for a message is a stream of its own, which has one event at most."""
    scene = given(chat.registered(kind="supergroup", standing="administrator", of="plaza"))
    for emoji, at in (("❤", DEFAULT_NOW), ("❤", LATER), ("🔥", LATER)):
        scene.when(RewardReaction(ana, "plaza", 7, emoji), at=at)
    scene.refuses(ReactionRewarded(7))
    assert [each.topic for each in scene.store.events].count("wallet.credited") == 1
