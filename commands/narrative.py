"""The narrative modules as one thin face, for other parts of a program; and what personal texts are chosen by.

It decides nothing: each method asks one question or gives one command over the bus, with all of its rules.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast
from uuid import uuid4

from commands.bus import Bus
from commands.context import Context, UserCommand
from commands.decision import Receipt
from commands.registry import Streams, handles
from commands.story import ChooseInStory, GoBackInStory, RestartStory
from commands.story_migration import MigrateStory
from domain.errors import InvalidValue
from domain.ids import UserId
from domain.levels import Level
from domain.membership import Membership
from domain.missions import Mission
from domain.mochila import Mochila
from domain.personal import NAME_PLACE, VIP, Fact, Known, asked, chosen
from domain.story import Story
from domain.story_step import NAME_MARK
from domain.users import User

MAX_ID = 100
"""Characters of the id under which something is done once."""


@dataclass(frozen=True, slots=True)
class PersonalText:
    """What is told in a slot. `variant` is its place among the slot's, from 0; `text` may hold NAME_MARK
    (domain.story_step), filled in when it is sent."""

    slot: str
    variant: int
    language: str
    text: str


@dataclass(frozen=True, slots=True)
class ShowPersonal(UserCommand):
    """A question: what the slot tells this user now, as PersonalText. Nothing is recorded. Raises NotFound."""

    slot: str


def _asked(command: ShowPersonal, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """The missions and stories that the slot's variants ask about."""
    content, zone = context.content, loaded["user"].zone
    ids = asked(content.slot(command.slot))
    missions = [content.mission(id) for id in sorted(ids["mission"])]
    stories = [
        id
        for id, story in content.stories.items()
        if id in ids["begun"] | ids["ended"]
        or not ids["remembers"].isdisjoint(story.remembers)
        or not ids["ending"].isdisjoint(story.finals)
    ]
    return {
        "missions": [Mission.stream(command.user_id, each.id, each.period(context.now, zone)) for each in missions],
        "stories": [Story.stream(command.user_id, id) for id in stories],
    }


@handles(ShowPersonal, loads=_asked)
def show_personal(
    command: ShowPersonal,
    context: Context,
    user: User,
    level: Level,
    membership: Membership,
    mochila: Mochila,
    missions: dict[str, Mission],
    stories: dict[str, Story],
) -> PersonalText:
    variants = context.content.slot(command.slot)
    read = stories.values()
    facts = {
        *(Fact("mission", stream.split(":")[2]) for stream, mission in missions.items() if mission.completed),
        *(Fact("has", thing) for thing in (*mochila.items, *mochila.hints)),
        *(Fact("begun", story.story) for story in read if story.begun),
        *(Fact("ended", story.story) for story in read if story.finished),
        *(Fact("ending", ending) for story in read for ending in story.endings),
        *(Fact("remembers", each) for story in read for each in story.remembered),
        *([VIP] if membership.active(context.now) else []),
    }
    place = chosen(variants, Known(level.level, frozenset(facts)))
    language = user.language
    text = variants[place].text.in_language(language).replace(NAME_PLACE, NAME_MARK)
    return PersonalText(command.slot, place, language, text)


def _random_id() -> str:
    return uuid4().hex


class NarrativeIntegrator:
    """The story, and texts that know the reader, over the bus.

    `caller` is the context in which it is used, if there is one: what it gives then has that correlation id, actor and
    time. What is done, is done once for the `id` in its data, however often and by whichever caller it is given.

    Every method raises NotFound or UserBanned for whom it can't act, InvalidValue for data that say something else than
    what stands here, and what the bus raises: CommandIdReused (another deed under the same id), OutcomeUnknown (repeat
    it), StoreUnavailable, StreamDamaged.
    """

    def __init__(
        self,
        bus: Bus,
        caller: Context | None = None,
        *,
        actor: str = "narrative",
        new_id: Callable[[], str] = _random_id,
    ) -> None:
        self._bus, self._caller, self._actor, self._new_id = bus, caller, actor, new_id

    async def generate_personalized_content(self, user_id: UserId, context: Mapping[str, Any]) -> PersonalText:
        """What a slot of the content pack tells this user: `{"slot": "home"}`.

        Chosen among its variants by level, VIP, missions, what is in the mochila, and what stories remember: the first
        whose condition holds. Raises NotFound for a slot that the content does not have.
        """
        told = _Told("context", context, ("slot",))
        question = ShowPersonal(user_id, told.text("slot"))
        return cast(PersonalText, await self._bus.ask(question, self._context(self._new_id())))

    async def process_narrative_choice(self, user_id: UserId, choice_data: Mapping[str, Any]) -> Receipt:
        """Takes a choice: `{"id": "…", "story": "correo", "choice": 0}`, the first choice being 0.

        `turn` and `offer`, from StoryView, make sure that it is of the place that was shown. Raises what ChooseInStory
        does: ChoiceNotOffered, PlaceLeft, StoryOver, StoryLocked, ChoiceLocked, VipOnly, InsufficientBesitos,
        StoryBroken.
        """
        told = _Told("choice_data", choice_data, ("id", "story", "choice", "turn", "offer"))
        command = ChooseInStory(
            user_id,
            told.text("story"),
            told.number("choice"),
            turn=told.number("turn") if "turn" in choice_data else None,
            offer=told.text("offer") if "offer" in choice_data else None,
        )
        return await self._give(command, told.text("id"))

    async def update_story_progress(self, user_id: UserId, progress_data: Mapping[str, Any]) -> Receipt:
        """Moves a reading: `{"id": "…", "story": "correo", "checkpoint": "medianoche"}`; in place of the checkpoint,
        `"restart": True`, or `"migrate"` with the hash of another version in force.

        A reading's state comes from its choices alone, so nothing else can be set. Raises StoryNotStarted,
        CheckpointNotReached, StoryLocked, StoryCannotMove, StoryBroken.
        """
        told = _Told("progress_data", progress_data, ("id", "story", *MOVES))
        moves = [name for name in MOVES if name in progress_data]
        if len(moves) != 1:
            raise InvalidValue("progress_data", f"must have one of {', '.join(MOVES)}; the rest comes from choices")
        story = told.text("story")
        if moves == ["checkpoint"]:
            return await self._give(GoBackInStory(user_id, story, told.text("checkpoint")), told.text("id"))
        if moves == ["migrate"]:
            return await self._give(MigrateStory(user_id, story, told.text("migrate")), told.text("id"))
        if progress_data["restart"] is not True:
            raise InvalidValue("restart", "must be true, or not be there")
        return await self._give(RestartStory(user_id, story), told.text("id"))

    async def _give(self, command: UserCommand, id: str) -> Receipt:
        return await self._bus.execute(command, self._context(f"{command.user_id}:{id}"))

    def _context(self, id: str) -> Context:
        if (caller := self._caller) is None:
            return self._bus.context(f"narrative:{id}", actor=self._actor, source="narrative")
        return self._bus.context(
            f"narrative:{id}",
            actor=caller.actor,
            source="narrative",
            correlation_id=caller.correlation_id,
            causation_id=caller.causation_id,
            now=caller.now,
        )


MOVES = ("checkpoint", "restart", "migrate")
"""How a reading can be moved other than by a choice."""


class _Told:
    """Data from another module, looked at field by field. Every method raises InvalidValue."""

    def __init__(self, name: str, data: Mapping[str, Any], known: tuple[str, ...]) -> None:
        if not isinstance(data, Mapping):
            raise InvalidValue(name, "must be fields by name")
        if odd := sorted(map(str, data.keys() - set(known))):
            raise InvalidValue(odd[0], f"is none of {', '.join(known)}")
        self._data = data

    def text(self, name: str) -> str:
        value = self._data.get(name)
        if not isinstance(value, str) or not 1 <= len(value) <= MAX_ID:
            raise InvalidValue(name, f"must be a text of 1 to {MAX_ID} characters")
        return value

    def number(self, name: str) -> int:
        value = self._data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise InvalidValue(name, "must be a whole number from 0")
        return value
