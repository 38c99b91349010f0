"""Every query over the rows of events that the real aggregates made."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.sqlite.read_models import ReadModels
from domain.achievements import AchievementDefinition, Achievements
from domain.aggregate import EVENT_CLASSES
from domain.content import ContentPack, PublishedContent
from domain.daily_gift import GiftRules, GiftStreak
from domain.external import ExternalDefinition, ExternalFacts
from domain.ids import UserId
from domain.items import ItemDefinition
from domain.levels import Level
from domain.membership import Membership
from domain.missions import Mission, MissionDefinition
from domain.mochila import Mochila
from domain.store import OfferDefinition, Purchases, Stock
from domain.story import Story
from domain.story_step import StoryChoice, StoryLine, StoryStep
from domain.users import User, Visits
from domain.wallet import Wallet
from projections.engine import Projector
from projections.registry import all_projections
from queries.achievements import achievement_counts, achievements_of, unlocked_by_how_many
from queries.activity import activity_of, community_activity
from queries.catalogue import defined, pack_in_force
from queries.daily_gift import gift_streak
from queries.history import find_event, history
from queries.levels import LevelView, level_of
from queries.membership import membership_of
from queries.missions import completed_missions, current_missions, missions_of
from queries.mochila import hints_of, inventory_of, worn_by
from queries.projections import projection_builds
from queries.store import SoldView, bought_by, sold, taken
from queries.story import stories_of, story_choices_of
from queries.traces import trace
from queries.users import user_count, user_view, users_page
from queries.wallet import WalletView, besitos_by_reason, besitos_in_circulation, wallet_transactions, wallet_view
from tests.unit.domain_log import DomainLog

ANA, BEA = UserId("a" * 16), UserId("b" * 16)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
UTC_ZONE = ZoneInfo("UTC")


@pytest.fixture
def log() -> DomainLog:
    return DomainLog()


@pytest.fixture
def models(tmp_path: Path) -> Iterator[ReadModels]:
    opened = ReadModels.open(f"sqlite:///{tmp_path}/read.db")
    yield opened
    opened.close()


def shown(log: DomainLog, models: ReadModels) -> ReadModels:
    """The read models, up to date, with nothing parked."""
    projector = Projector(log, models.rows, all_projections())
    projector.open()
    while projector.step():
        continue
    assert {status.parked for status in projector.status()} == {0}
    return models


def test_every_topic_that_is_folded_exists(log: DomainLog) -> None:
    folded = {topic for projection in all_projections() for topic in projection.topics if not topic.endswith("*")}
    assert folded <= EVENT_CLASSES.keys()


def test_a_user_is_shown_as_they_stand(log: DomainLog, models: ReadModels) -> None:
    log.do(User, (ANA,), lambda user: user.register("es", "Europe/Madrid", False), NOON)
    log.do(User, (ANA,), lambda user: user.change_language("en"), NOON)
    log.do(User, (ANA,), lambda user: user.change_time_zone("Asia/Tokyo"), NOON)
    log.do(User, (ANA,), lambda user: user.change_preferences({"notifications": "none"}), NOON)
    log.do(User, (ANA,), lambda user: user.grant_role("writer"), NOON)
    log.do(User, (ANA,), lambda user: user.grant_role("admin"), NOON)
    log.do(User, (ANA,), lambda user: user.revoke_role("writer"), NOON)
    log.do(User, (ANA,), lambda user: user.ban("spam", NOON + DAY, NOON), NOON)
    log.do(Visits, (ANA,), lambda visits: visits.note(NOON.date()), NOON)
    log.do(Visits, (ANA,), lambda visits: visits.note(NOON.date() + DAY), NOON + DAY)
    view = shown(log, models).read(user_view, ANA)
    assert view is not None
    assert (view.language, view.time_zone, view.time_zone_known, view.roles) == ("en", "Asia/Tokyo", True, ("admin",))
    assert view.preferences == {"notifications": "none"}
    assert view.registered_at == NOON
    assert (view.is_banned(NOON), view.is_banned(NOON + DAY)) == (True, False)
    assert (view.last_visit, view.visit_days, view.visit_streak) == (date(2026, 3, 2), 2, 2)
    log.do(User, (ANA,), lambda user: user.unban(NOON), NOON)
    log.do(User, (BEA,), lambda user: user.register("es", "UTC", False), NOON)
    shown(log, models)
    assert [each.user_id for each in models.read(users_page)] == [ANA, BEA]
    assert [each.banned for each in models.read(users_page, after=None, limit=1)] == [False]
    assert models.read(user_count) == 2
    assert models.read(user_view, UserId("nobody")) is None


def test_a_wallet_shows_what_is_there_and_a_statement_says_why(log: DomainLog, models: ReadModels) -> None:
    log.do(Wallet, (ANA,), lambda wallet: wallet.credit(100, "gift"), NOON)
    log.do(Wallet, (ANA,), lambda wallet: wallet.debit(20, "story"), NOON + HOUR)
    log.do(Wallet, (ANA,), lambda wallet: wallet.hold("bid1", 30, "bid"), NOON + HOUR)
    log.do(Wallet, (ANA,), lambda wallet: wallet.hold("bid2", 10, "bid"), NOON + HOUR)
    log.do(Wallet, (ANA,), lambda wallet: wallet.release("bid1", "outbid"), NOON + HOUR)
    log.do(Wallet, (ANA,), lambda wallet: wallet.capture("bid2", "won"), NOON + HOUR)
    log.do(Wallet, (BEA,), lambda wallet: wallet.credit(5, "gift"), NOON)
    shown(log, models)
    assert models.read(wallet_view, ANA) == WalletView(available=70, held=0, earned=100, spent=30)
    assert models.read(wallet_view, UserId("nobody")) == WalletView(0, 0, 0, 0)
    assert models.read(besitos_in_circulation) == 75
    flows = models.read(besitos_by_reason)
    assert sum(each.earned - each.spent for each in flows) == 75
    page = models.read(wallet_transactions, ANA, limit=4)
    assert [(line.kind, line.change, line.balance, line.held, line.reason) for line in page.items] == [
        ("captured", 0, 70, 0, "won"),
        ("released", 30, 70, 10, "outbid"),
        ("held", -10, 40, 40, "bid"),
        ("held", -30, 50, 30, "bid"),
    ]
    rest = models.read(wallet_transactions, ANA, before=page.next, limit=4)
    assert [(line.kind, line.change) for line in rest.items] == [("debited", -20), ("credited", 100)]
    assert rest.next is None
    assert rest.items[1].occurred_at == NOON


def test_a_streak_is_shown_with_its_best(log: DomainLog, models: ReadModels) -> None:
    for day in (0, 1, 2, 5):
        log.do(GiftStreak, (ANA,), lambda gift, day=day: gift.claim(NOON + day * DAY, UTC_ZONE, GiftRules()), NOON)
    view = shown(log, models).read(gift_streak, ANA)
    assert view is not None
    assert (view.streak, view.longest, view.gifts, view.total) == (1, 3, 4, 10 + 11 + 12 + 10)
    assert (view.last_day, view.last_zone) == (date(2026, 3, 6), "UTC")
    assert models.read(gift_streak, BEA) is None


DAILY = MissionDefinition.model_validate(
    {
        "id": "rounds",
        "kind": "daily",
        "title": {"es": "Rondas", "en": "Rounds"},
        "description": {"es": "d", "en": "d"},
        "steps": [
            {"id": "gift", "text": {"es": "g", "en": "g"}, "fact": "gift.claimed", "target": 1},
            {"id": "choice", "text": {"es": "c", "en": "c"}, "fact": "story.choice_made", "target": 2},
        ],
        "reward": {"besitos": 12, "experience": 3},
    }
)


def test_missions_are_shown_by_period_and_step(log: DomainLog, models: ReadModels) -> None:
    today = (ANA, "rounds", "2026-03-01")
    log.do(Mission, today, lambda mission: mission.advance(DAILY, "gift", 1, NOON, UTC_ZONE), NOON)
    log.do(Mission, today, lambda mission: mission.advance(DAILY, "choice", 2, NOON, UTC_ZONE), NOON + HOUR)
    tomorrow = (ANA, "rounds", "2026-03-02")
    log.do(Mission, tomorrow, lambda mission: mission.advance(DAILY, "choice", 1, NOON + DAY, UTC_ZONE), NOON + DAY)
    second, first = shown(log, models).read(missions_of, ANA)
    assert (first.period, first.progress, first.target, first.completed_at) == ("2026-03-01", 3, 3, NOON + HOUR)
    assert (first.reward, first.experience, first.kind) == (12, 3, "daily")
    assert [(step.step, step.progress, step.target, step.done_at) for step in first.steps] == [
        ("choice", 2, 2, NOON + HOUR),
        ("gift", 1, 1, NOON),
    ]
    assert (second.progress, second.completed_at, second.open(NOON + DAY)) == (1, None, True)
    assert models.read(current_missions, ANA, NOON + DAY) == {"rounds": second}
    assert models.read(current_missions, ANA, NOON + 5 * DAY) == {}
    assert models.read(completed_missions, ANA) == ["rounds"]
    assert models.read(missions_of, ANA, "other") == []


def test_achievements_levels_items_and_memberships_are_shown(log: DomainLog, models: ReadModels) -> None:
    texts = {"es": "t", "en": "t"}
    definition = AchievementDefinition.model_validate(
        {
            "id": "giver",
            "title": texts,
            "description": texts,
            "goals": [{"id": "gifts", "fact": "gift.claimed", "text": texts}],
            "levels": [{"level": "bronze", "reach": {"gifts": 2}, "reward": {"besitos": 5, "experience": 1}}],
        }
    )
    log.do(Achievements, (ANA,), lambda all_: all_.count(definition, {"gifts": 2}), NOON)
    log.do(Achievements, (ANA,), lambda all_: all_.check([definition]), NOON + HOUR)
    log.do(Level, (ANA,), lambda level: level.gain(120, "mission", (0, 50, 100)), NOON)
    log.do(Mochila, (ANA,), lambda bag: bag.receive("key", 2, "found"), NOON)
    log.do(Mochila, (ANA,), lambda bag: bag.receive("rose", 1, "gift"), NOON)
    log.do(Mochila, (ANA,), lambda bag: bag.remove("key", 1, "used"), NOON + HOUR)
    log.do(Mochila, (ANA,), lambda bag: bag.remove("rose", 1, "given"), NOON + HOUR)
    log.do(Mochila, (ANA,), lambda bag: bag.unlock_hint("door", "s", "paid"), NOON)
    log.do(Membership, (ANA,), lambda vip: vip.grant("month", 30, "paid", NOON), NOON)
    log.do(Membership, (ANA,), lambda vip: vip.grant("month", 30, "paid", NOON), NOON)
    shown(log, models)
    (unlocked,) = models.read(achievements_of, ANA)
    assert (unlocked.achievement, unlocked.level, unlocked.reward, unlocked.unlocked_at) == (
        "giver", "bronze", 5, NOON + HOUR,
    )  # fmt: skip
    assert models.read(achievement_counts, ANA) == {"giver": {"gifts": 2}}
    assert models.read(unlocked_by_how_many) == {("giver", "bronze"): 1}
    assert models.read(level_of, ANA) == LevelView(experience=120, level=3, reached_at=NOON)
    assert models.read(level_of, BEA) == LevelView(0, 1, None)
    assert [(each.item, each.quantity) for each in models.read(inventory_of, ANA)] == [("key", 1)]
    assert [(each.hint, each.story) for each in models.read(hints_of, ANA)] == [("door", "s")]
    membership = models.read(membership_of, ANA)
    assert membership is not None
    assert (membership.until, membership.grants, membership.days) == (NOON + 60 * DAY, 2, 60)
    log.do(Membership, (ANA,), lambda vip: vip.revoke("asked", NOON + DAY), NOON + DAY)
    ended = shown(log, models).read(membership_of, ANA)
    assert ended is not None
    assert (ended.active(NOON), ended.active(NOON + DAY), ended.revoked_at) == (True, False, NOON + DAY)


def step(place: str, *tags: str, ended: bool = False) -> StoryStep:
    choices = () if ended else (StoryChoice(0, "Open the door", ("costo:5",)),)
    return StoryStep(f"before {place}", f"state {place}", place, (StoryLine("…", tags),), choices, ended)


def test_a_story_is_shown_where_it_stands_with_every_choice(log: DomainLog, models: ReadModels) -> None:
    keys, opening, hall = (ANA, "casa"), step("door"), step("hall", "checkpoint:hall", "premio:3")
    end = step("garden", "final:happy", ended=True)

    def chosen(at: StoryStep, to: StoryStep) -> None:
        log.do(Story, keys, lambda story: story.choose(at.choices[0], at, to, "bink"), NOON + HOUR)

    log.do(Story, keys, lambda story: story.start(opening, hash="h", runtime="bink", language="es", seed=1), NOON)
    chosen(opening, hall)
    chosen(hall, end)
    (progress,) = shown(log, models).read(stories_of, ANA)
    assert (progress.story, progress.place, progress.depth, progress.choices) == ("casa", "garden", 2, 2)
    assert (progress.ended, progress.endings, progress.checkpoints) == (True, ("happy",), ("hall",))
    page = models.read(story_choices_of, ANA, "casa", limit=1)
    assert [(each.place, each.next_place, each.text, each.cost) for each in page.items] == [
        ("hall", "garden", "Open the door", 5)
    ]
    (first,) = models.read(story_choices_of, ANA, "casa", before=page.next).items
    assert (first.place, first.cost, first.reward) == ("door", 5, 3)
    log.do(Story, keys, lambda story: story.go_back("hall"), NOON + DAY)
    (back,) = shown(log, models).read(stories_of, ANA)
    assert (back.place, back.depth, back.ended, back.endings) == ("hall", 1, False, ("happy",))


def test_history_is_found_by_user_type_time_and_actor_page_by_page(log: DomainLog, models: ReadModels) -> None:
    log.do(User, (ANA,), lambda user: user.register("es", "UTC", False), NOON)
    for hour in range(5):
        log.do(Wallet, (ANA,), lambda wallet: wallet.credit(1, "gift"), NOON + hour * HOUR, actor="key:k1")
    log.do(Wallet, (BEA,), lambda wallet: wallet.credit(1, "gift"), NOON)
    shown(log, models)

    def found(**wanted: object) -> list[int]:
        return [entry.position for entry in models.read(history, **wanted).items]  # type: ignore[arg-type]

    assert found(user_id=ANA) == [6, 5, 4, 3, 2, 1]
    assert found(user_id=ANA, type="user.registered") == [1]
    assert found(type="wallet.*") == [7, 6, 5, 4, 3, 2]
    assert found(user_id=ANA, since=NOON + HOUR, until=NOON + 3 * HOUR) == [4, 3]
    assert found(actor="key:k1", limit=2) == [6, 5]
    page = models.read(history, ANA, limit=4)
    assert page.next == 3
    assert found(user_id=ANA, before=page.next) == [2, 1]
    event = models.read(find_event, page.items[0].event_id)
    assert event is not None
    assert (event.type, event.fields["amount"], event.actor, event.version) == ("wallet.credited", 1, "key:k1", 5)
    assert models.read(find_event, "nothing") is None


def test_a_trace_is_a_tree_of_causes_in_the_order_of_the_log(log: DomainLog, models: ReadModels) -> None:
    def credited(reason: str, cause: object = None) -> object:
        events = log.do(
            Wallet,
            (ANA,),
            lambda wallet: wallet.credit(1, reason),
            NOON,
            correlation="tap",
            cause=cause,  # type: ignore[arg-type]
        )
        return events[0]

    gift = credited("gift")
    mission = credited("mission", gift)
    credited("level", gift)
    credited("achievement", mission)
    credited("another tap")
    shown(log, models)
    lines = models.read(trace, "tap")
    assert [(line.depth, line.fields["reason"]) for line in lines] == [
        (0, "gift"),
        (1, "mission"),
        (2, "achievement"),
        (1, "level"),
        (0, "another tap"),
    ]
    assert models.read(trace, "unknown") == []


def test_activity_is_counted_by_the_users_own_days(log: DomainLog, models: ReadModels) -> None:
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    log.do(User, (ANA,), lambda user: user.register("es", "UTC", False), late)
    log.do(Wallet, (ANA,), lambda wallet: wallet.credit(5, "gift"), late)
    log.do(User, (ANA,), lambda user: user.change_time_zone("Asia/Tokyo"), late)
    log.do(Wallet, (ANA,), lambda wallet: wallet.debit(3, "story"), late, actor="key:k1")
    first, second = shown(log, models).read(activity_of, ANA)
    assert (first.day, first.zone, first.events, first.besitos_earned) == (date(2026, 3, 1), "UTC", 2, 5)
    assert (second.day, second.zone, second.events, second.actions) == (date(2026, 3, 2), "Asia/Tokyo", 2, 1)
    assert second.besitos_spent == 3
    assert models.read(activity_of, ANA, first=date(2026, 3, 2)) == [second]
    days = models.read(community_activity, date(2026, 3, 1), date(2026, 3, 31))
    assert [(day.day, day.active_users, day.events) for day in days] == [(first.day, 1, 2), (second.day, 1, 2)]


def test_external_facts_are_in_the_history_and_the_activity(log: DomainLog, models: ReadModels) -> None:
    watched = ExternalDefinition.model_validate(
        {"id": "stream_watched", "title": {"es": "t", "en": "t"}, "fields": {"minutes": {"type": "integer"}}}
    )
    log.do(ExternalFacts, (ANA, "tv"), lambda facts: facts.tell(watched, {"minutes": 5}), NOON)
    (entry,) = shown(log, models).read(history, ANA).items
    assert (entry.type, entry.fields["payload"]) == ("external.stream_watched", {"minutes": 5})
    assert models.read(activity_of, ANA)[0].events == 1


def test_the_catalogue_remembers_what_was_in_force_when(log: DomainLog, models: ReadModels) -> None:
    item = {
        "id": "key",
        "title": {"es": "Llave", "en": "Key"},
        "description": {"es": "d", "en": "d"},
        "category": "key",
    }
    rose = {**item, "id": "rose", "category": "keepsake"}

    def publish(at: datetime, *items: dict[str, object]) -> None:
        pack = ContentPack.model_validate({"items": items, "missions": [DAILY.model_dump()]})
        log.do(PublishedContent, ("default",), lambda content: content.publish(pack), at)

    publish(NOON, item, rose)
    publish(NOON + DAY, {**item, "icon": "🗝"}, rose)
    publish(NOON + 2 * DAY, rose)
    shown(log, models)

    def items(at: datetime | None = None) -> list[tuple[str, str, datetime]]:
        return [(each.id, each.details["icon"], each.valid_from) for each in models.read(defined, "items", at)]

    assert items() == [("rose", "🎒", NOON)]
    assert items(NOON - HOUR) == []
    assert items(NOON) == [("key", "🎒", NOON), ("rose", "🎒", NOON)]
    assert items(NOON + DAY) == [("key", "🗝", NOON + DAY), ("rose", "🎒", NOON)]
    (mission,) = models.read(defined, "missions")
    assert (mission.title["en"], mission.details["target"], mission.details["reward"]) == ("Rounds", 3, 12)
    pack = models.read(pack_in_force)
    assert pack is not None
    assert pack.published_at == NOON + 2 * DAY


def test_the_catalogue_tells_what_the_store_asks_and_takes_catalogues_from_before_there_was_one(
    log: DomainLog, models: ReadModels
) -> None:
    words = {"es": "Farol", "en": "Lantern"}
    item = {"id": "lantern", "title": words, "description": words, "category": "keepsake"}
    pack = ContentPack.model_validate({"items": [item], "store": [{"item": "lantern", "price": 30, "stock": 5}]})
    log.do(PublishedContent, ("default",), lambda content: content.publish(pack), NOON)
    early = pack.catalogue()
    for name in ("price", "vip_price", "stock", "limit_per_user"):
        del early["items"][0][name]
    log.append("content:early", "content.published", at=NOON, hash="0" * 64, catalogue=early)
    shown(log, models)
    asked = {pack: models.read(defined, "items", None, pack)[0].details for pack in ("default", "early")}
    assert (asked["default"]["price"], asked["default"]["stock"], asked["default"]["limit_per_user"]) == (30, 5, None)
    assert (asked["early"]["price"], asked["early"]["rarity"]) == (None, "common")


def test_what_was_sold_worn_and_moved_is_shown(log: DomainLog, models: ReadModels) -> None:
    offer = OfferDefinition(item="pin", price=30, stock=5)
    words = {"es": "Chapa", "en": "Pin"}
    pin = {"id": "pin", "title": words, "description": words, "category": "wearable", "equip": "badge"}
    terms = offer.price_at(NOON, ZoneInfo("UTC"), vip=False)
    log.do(Purchases, (ANA,), lambda purchases: purchases.buy(offer, 2, terms), NOON)
    log.do(Stock, ("pin",), lambda stock: stock.take(offer, 2), NOON)
    log.do(Mochila, (ANA,), lambda mochila: mochila.receive("pin", 2, "purchase:pin"), NOON)
    log.do(Mochila, (ANA,), lambda mochila: mochila.equip(ItemDefinition.model_validate(pin)), NOON)
    shown(log, models)
    assert models.read(taken) == {"pin": 2}
    assert models.read(bought_by, ANA) == {"pin": 2}
    assert models.read(bought_by, "f" * 16) == {}
    assert models.read(sold) == [SoldView("pin", pieces=2, buyers=1, total=60)]
    assert models.read(worn_by, ANA) == {"badge": "pin"}
    log.do(Mochila, (ANA,), lambda mochila: mochila.remove("pin", 2, "lost"), NOON + HOUR)
    shown(log, models)
    assert models.read(worn_by, ANA) == {} and models.read(inventory_of, ANA) == []


def test_the_projections_own_standing_is_a_query(log: DomainLog, models: ReadModels) -> None:
    log.do(Wallet, (ANA,), lambda wallet: wallet.credit(1, "gift"), NOON)
    builds = shown(log, models).read(projection_builds)
    assert [build.projection for build in builds] == [projection.name for projection in all_projections()]
    assert {(build.status, build.position, build.parked) for build in builds} == {("live", 1, 0)}
