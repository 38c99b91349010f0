"""The content pack: what missions, achievements, items and stories there are, and every number of the rules."""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Annotated, Any, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field

from domain.achievements import AchievementDefinition, Goal
from domain.aggregate import Aggregate, event
from domain.auctions import AuctionRules
from domain.daily_gift import GiftRules
from domain.deductions import DeductionDefinition
from domain.definitions import ContentId, Definition, Text
from domain.errors import NotFound
from domain.external import ExternalDefinition
from domain.items import ItemDefinition, RecipeDefinition
from domain.levels import LevelDefinition
from domain.membership import PlanDefinition
from domain.message_reactions import ReactionRules
from domain.missions import MissionDefinition, Step
from domain.personal import Slot
from domain.referrals import Deed, ReferralRules
from domain.store import NotForSale, OfferDefinition
from domain.story_definition import StoryDefinition
from domain.transfers import TransferRules
from domain.trivia_definition import QuestionDefinition, TriviaRules
from domain.users import Language, checked_time_zone


class Community(Definition):
    """The community's own name, and what holds for people until they say otherwise.

    `support` says whom to write to about a payment; Telegram asks every seller for that (/paysupport).
    """

    name: Text = Text(es="La comunidad", en="The community")
    support: Text | None = None
    language: Language = "es"
    time_zone: Annotated[str, AfterValidator(checked_time_zone)] = "UTC"

    @property
    def zone(self) -> ZoneInfo:
        """The zone of what is the same for all, such as the store's days."""
        return ZoneInfo(self.time_zone)


class ContentPack(Definition):
    """Everything that a community can change without a programmer. Its `hash` goes into every commit.

    References between its parts are checked by `domain.content_check`.
    """

    community: Community = Community()
    daily_gift: GiftRules = GiftRules()
    transfers: TransferRules = TransferRules()
    reactions: ReactionRules = ReactionRules()
    referrals: ReferralRules = ReferralRules()
    auctions: AuctionRules = AuctionRules()
    levels: Annotated[tuple[LevelDefinition, ...], Field(min_length=1)] = (
        LevelDefinition(experience=0, title=Text(es="Nivel 1", en="Level 1")),
    )
    missions: tuple[MissionDefinition, ...] = ()
    achievements: tuple[AchievementDefinition, ...] = ()
    items: tuple[ItemDefinition, ...] = ()
    recipes: tuple[RecipeDefinition, ...] = ()
    deductions: tuple[DeductionDefinition, ...] = ()
    store: tuple[OfferDefinition, ...] = ()
    plans: tuple[PlanDefinition, ...] = ()
    external: tuple[ExternalDefinition, ...] = ()
    trivia: TriviaRules = TriviaRules()
    questions: tuple[QuestionDefinition, ...] = ()
    stories: dict[ContentId, StoryDefinition] = {}
    personal: dict[ContentId, Slot] = {}

    @cached_property
    def hash(self) -> str:
        """SHA-256 over the whole pack in a canonical form: equal packs have equal hashes, in every process."""
        canonical = json.dumps(self.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """A copy, which does not inherit the hash and the indexes of what it is a copy of."""
        copied = super().model_copy(update=update, deep=deep)
        for cached in copied.__dict__.keys() - type(self).model_fields.keys():
            del copied.__dict__[cached]
        return copied

    def with_story(self, story: StoryDefinition) -> Self:
        """The same pack with this story, in the place of the one that has its id."""
        return self.model_copy(update={"stories": {**self.stories, story.id: story}})

    # -- looking up; each raises NotFound -----------------------------------------------------------------------------

    def mission(self, mission: str) -> MissionDefinition:
        return _found("mission", mission, self._missions)

    def achievement(self, achievement: str) -> AchievementDefinition:
        return _found("achievement", achievement, self._achievements)

    def item(self, item: str) -> ItemDefinition:
        return _found("item", item, self._items)

    def offer(self, item: str) -> OfferDefinition:
        """What the store asks for an item. Raises NotForSale if it does not sell it."""
        if (offer := self._offers.get(self.item(item).id)) is None:
            raise NotForSale(item)
        return offer

    def recipe(self, recipe: str) -> RecipeDefinition:
        return _found("recipe", recipe, self._recipes)

    def deduction(self, deduction: str) -> DeductionDefinition:
        return _found("deduction", deduction, self._deductions)

    def plan(self, plan: str) -> PlanDefinition:
        return _found("plan", plan, self._plans)

    def question(self, question: str) -> QuestionDefinition:
        return _found("question", question, self._questions)

    def story(self, story: str) -> StoryDefinition:
        return _found("story", story, self.stories)

    def stories_before(self, story: str) -> tuple[str, ...]:
        """The stories that this one comes after, the nearest first; each once, and none that there is not."""
        found: list[str] = []
        before = self.story(story).after
        while before in self.stories and before not in (story, *found):
            found.append(before)
            before = self.stories[before].after
        return tuple(found)

    def slot(self, slot: str) -> Slot:
        """The variants of a personal text."""
        return _found("slot", slot, self.personal)

    def hint(self, hint: str) -> Text:
        """What a hint (pista) says."""
        return _found("hint", hint, self._hints)

    def story_of(self, hint: str) -> str:
        """The story that a hint belongs to."""
        self.hint(hint)
        return next(id for id, story in self.stories.items() if hint in story.hints)

    @property
    def default_story(self) -> StoryDefinition:
        """The story that a newcomer is offered: the one marked as default, else the first."""
        stories = list(self.stories.values())
        if not stories:
            raise NotFound("story", "default")
        return next((story for story in stories if story.default), stories[0])

    def external_type(self, name: str) -> ExternalDefinition | None:
        """The registered kind of external fact of this name, which is without `external.`."""
        return self._external.get(name)

    def level_title(self, level: int) -> Text:
        """The name of a level; that of the highest one for all beyond it."""
        return self.levels[min(max(level, 1), len(self.levels)) - 1].title

    @cached_property
    def level_thresholds(self) -> tuple[int, ...]:
        """The experience that each level takes, the first being 0."""
        return tuple(level.experience for level in self.levels)

    # -- what a fact moves --------------------------------------------------------------------------------------------

    def missions_counting(self, topic: str) -> tuple[tuple[MissionDefinition, Step], ...]:
        """The missions that facts of this topic move, with the step that they move."""
        return self._steps_by_fact.get(topic, ())

    def achievements_counting(self, topic: str) -> tuple[tuple[AchievementDefinition, Goal], ...]:
        """The achievements that facts of this topic move, with the goal that they move."""
        return self._goals_by_fact.get(topic, ())

    def deeds_counting(self, topic: str) -> tuple[Deed, ...]:
        """The deeds of newcomers that facts of this topic move."""
        return self._deeds_by_fact.get(topic, ())

    # -- what there is, as content.published tells it -----------------------------------------------------------------

    def catalogue(self) -> dict[str, list[dict[str, Any]]]:
        """Ids, titles and the numbers that reports need; all that a read model learns about content."""
        return {
            "missions": [
                {
                    "id": mission.id,
                    "kind": mission.kind,
                    "icon": mission.icon,
                    "title": mission.title.by_language,
                    "description": mission.description.by_language,
                    "target": mission.target,
                    "reward": mission.reward.besitos,
                    "experience": mission.reward.experience,
                    "vip_only": mission.vip_only,
                    "steps": [
                        {"id": step.id, "target": step.target, "text": step.text.by_language} for step in mission.steps
                    ],
                }
                for mission in self.missions
            ],
            "achievements": [
                {
                    "id": achievement.id,
                    "icon": achievement.icon,
                    "title": achievement.title.by_language,
                    "description": achievement.description.by_language,
                    "hidden": achievement.hidden,
                    "levels": [level.level for level in achievement.levels],
                }
                for achievement in self.achievements
            ],
            "items": [
                {
                    "id": item.id,
                    "icon": item.icon,
                    "category": item.category,
                    "rarity": item.rarity,
                    "title": item.title.by_language,
                    "description": item.description.by_language,
                    **self._for_sale(item.id),
                }
                for item in self.items
            ],
            "plans": [
                {"id": plan.id, "days": plan.days, "stars": plan.stars, "title": plan.title.by_language}
                for plan in self.plans
            ],
            "stories": [
                {
                    "id": story.id,
                    "icon": story.cover,
                    "vip_only": story.vip_only,
                    "title": story.title.by_language,
                    "summary": story.summary.by_language,
                    "languages": dict(story.languages),
                }
                for story in self.stories.values()
            ],
        }

    def _for_sale(self, item: str) -> dict[str, int | None]:
        offer = self._offers.get(item)
        asked = {name: getattr(offer, name, None) for name in ("price", "vip_price", "stock")}
        return asked | {"limit_per_user": offer.limit if offer else None}

    # -- indexes ------------------------------------------------------------------------------------------------------

    @cached_property
    def _missions(self) -> dict[str, MissionDefinition]:
        return _by_id(self.missions)

    @cached_property
    def _achievements(self) -> dict[str, AchievementDefinition]:
        return _by_id(self.achievements)

    @cached_property
    def _items(self) -> dict[str, ItemDefinition]:
        return _by_id(self.items)

    @cached_property
    def _offers(self) -> dict[str, OfferDefinition]:
        return {offer.item: offer for offer in self.store}

    @cached_property
    def _recipes(self) -> dict[str, RecipeDefinition]:
        return _by_id(self.recipes)

    @cached_property
    def _deductions(self) -> dict[str, DeductionDefinition]:
        return _by_id(self.deductions)

    @cached_property
    def _plans(self) -> dict[str, PlanDefinition]:
        return _by_id(self.plans)

    @cached_property
    def _questions(self) -> dict[str, QuestionDefinition]:
        return _by_id(self.questions)

    @cached_property
    def _external(self) -> dict[str, ExternalDefinition]:
        return _by_id(self.external)

    @cached_property
    def _hints(self) -> dict[str, Text]:
        return {hint: text for story in self.stories.values() for hint, text in story.hints.items()}

    @cached_property
    def _steps_by_fact(self) -> dict[str, tuple[tuple[MissionDefinition, Step], ...]]:
        return _by_fact((step.fact, (mission, step)) for mission in self.missions for step in mission.steps)

    @cached_property
    def _goals_by_fact(self) -> dict[str, tuple[tuple[AchievementDefinition, Goal], ...]]:
        return _by_fact((goal.fact, (each, goal)) for each in self.achievements for goal in each.goals)

    @cached_property
    def _deeds_by_fact(self) -> dict[str, tuple[Deed, ...]]:
        return _by_fact((deed.fact, deed) for deed in self.referrals.deeds)


class PublishedContent(Aggregate):
    """Which content was in force since when, under the community's name; what it held stands in the events.

    `stories` are the ids of those that it has.
    """

    TOPIC = "content"
    KEYS = ("name",)

    hash: str = ""
    history_of: str = ""
    stories: list[str] = field(default_factory=list)

    def publish(self, pack: ContentPack) -> None:
        """Puts the pack in force. Does nothing while it is."""
        if pack.hash != self.hash:
            self._published(hash=pack.hash, catalogue=pack.catalogue())

    def finish_history(self, hash: str, through: int, users: int, granted: int) -> None:
        """Notes that everybody's history has been counted for this pack. Does nothing if that is known."""
        if hash == self.hash != self.history_of:
            self._history_counted(hash=hash, through=through, users=users, granted=granted)

    @event("HistoryCounted", topic="content.history_counted")
    def _history_counted(self, hash: str, through: int, users: int, granted: int) -> None:
        self.history_of = hash

    @event("Published", topic="content.published")
    def _published(self, hash: str, catalogue: dict[str, list[dict[str, Any]]]) -> None:
        self.hash = hash
        self.stories = [story["id"] for story in catalogue.get("stories", ())]


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


_D = TypeVar("_D", bound=_HasId)
_V = TypeVar("_V")


def _by_id(definitions: Iterable[_D]) -> dict[str, _D]:
    return {definition.id: definition for definition in definitions}


def _by_fact(pairs: Iterable[tuple[str, _V]]) -> dict[str, tuple[_V, ...]]:
    found: defaultdict[str, list[_V]] = defaultdict(list)
    for fact, moved in pairs:
        found[fact].append(moved)
    return {fact: tuple(moved) for fact, moved in found.items()}


def _found(kind: str, wanted: str, among: Mapping[Any, _V]) -> _V:
    if wanted not in among:
        raise NotFound(kind, wanted)
    return among[wanted]
