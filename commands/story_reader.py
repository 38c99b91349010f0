"""A reader in front of a story: what the story may ask of them, what it offers them now, what it gives them."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from commands.context import Context
from commands.missions import begin_for_story
from commands.ports import Asked
from commands.registry import Gathered, Streams
from commands.rewards import pay
from domain.achievements import Achievements
from domain.definitions import Reward
from domain.levels import Level
from domain.membership import Membership
from domain.missions import Mission, Standing
from domain.mochila import Mochila
from domain.story import Story
from domain.story_definition import StoryDefinition
from domain.story_gates import Keys
from domain.story_refusals import StoryNotStarted
from domain.story_step import Effects, StoryBroken, StoryStep
from domain.users import User
from domain.wallet import Wallet

NOTHING = Effects()


def streams(command: Any, context: Context, loaded: Mapping[str, Any]) -> Streams:
    """What the story starts or asks about: missions in their present period, and the stories that come before it."""
    content = context.content
    definition = content.story(command.story)
    named = (*definition.missions, *([definition.mission] if definition.mission else []))
    wanted = {id: content.mission(id) for id in named}
    for mission in tuple(wanted.values()):
        wanted |= {first: content.mission(first) for first in mission.requires}
    zone = loaded["user"].zone
    return {
        "missions": [
            Mission.stream(command.user_id, each.id, each.period(context.now, zone)) for each in wanted.values()
        ],
        "earlier": [Story.stream(command.user_id, each) for each in content.stories_before(definition.id)],
    }


@dataclass(frozen=True)
class Reader(Gathered):
    """One user and all that one story can ask about them, as loaded for one decision whose `loads` is `streams`.

    `missions` are by stream, and so are the `earlier` stories, which this one comes after.
    """

    context: Context
    user: User
    story: Story
    wallet: Wallet
    mochila: Mochila
    level: Level
    membership: Membership
    missions: Mapping[str, Mission]
    earlier: Mapping[str, Story]

    @cached_property
    def definition(self) -> StoryDefinition:
        """Raises NotFound."""
        return self.context.content.story(self.story.story)

    @property
    def begun_story(self) -> Story:
        """The story, which this user has a run of. Raises StoryNotStarted."""
        if not self.story.begun:
            raise StoryNotStarted(self.story.story)
        return self.story

    @property
    def vip(self) -> bool:
        return self.membership.active(self.context.now)

    @cached_property
    def by_mission(self) -> Mapping[str, Mission]:
        """The missions by their own id."""
        return {stream.split(":")[2]: mission for stream, mission in self.missions.items()}

    @cached_property
    def keys(self) -> Keys:
        """What the reader has that opens gates."""
        return Keys(
            vip=self.vip,
            level=self.level.level,
            missions=frozenset(id for id, mission in self.by_mission.items() if mission.completed),
            things=frozenset((*self.mochila.items, *self.mochila.hints)),
            stories=frozenset(each.story for each in self.earlier.values() if each.finished),
        )

    def remembers(self, what: str) -> bool:
        """Whether it was ever come by, in this story or in one that comes before it."""
        return any(what in each.remembered for each in (self.story, *self.earlier.values()))

    @property
    def up_to_date(self) -> bool:
        """Whether the run is of the story as it is now; an older one may name what is gone from the content."""
        return self.story.hash in self.definition.languages.values()

    def opening(self) -> StoryStep:
        """The place where the reader's next run would begin. Raises StoryLocked."""
        self.story.check_open(self.definition.gates, self.keys)
        return self._opening(self.story.next_seed())

    def stands_at_opening(self) -> bool:
        """Whether a new run would change nothing: there was none yet, or this one stands where it began, in the
        version that a new one would have. Raises StoryLocked."""
        self.story.check_open(self.definition.gates, self.keys)
        if not self.story.begun:
            return True
        untouched = not self.story.depth and self.story.hash == self._hash
        return untouched and self.story.before == self._opening(self.story.seed).before

    def _opening(self, seed: int) -> StoryStep:
        return self.context.stories.start(self._hash, Externals(self), seed)

    def present(self) -> StoryStep:
        """The place where the reader stands, or would begin, told with what is so now."""
        if not self.story.begun:
            return self.opening()
        if not self.story.before:  # it was over when it was moved to a version that has no such place
            return StoryStep("", "", self.story.place, (), (), ended=True)
        return self.context.stories.show(self.story.hash, self.story.before, Externals(self))

    def after(self, offered: StoryStep, choice: int) -> StoryStep:
        """The place that a choice leads to, told to a reader who has already paid for it and got what it gives."""
        taken = self.story.ungiven(offered.choices[choice].effects, offered.place)
        return self.context.stories.choose(self.story.hash, offered.state, choice, Externals(self, taken))

    def begin(self) -> Effects:
        """Starts a run, in the reader's language. Returns what the opening gives. Raises StoryLocked."""
        return self.story.start(
            self.opening(),
            hash=self._hash,
            runtime=self.context.stories.version,
            language=self._language,
            seed=self.story.next_seed(),
        )

    def receive(self, effects: Effects, achievements: Achievements) -> None:
        """Pays and gets what a step costs and gives. Raises InsufficientBesitos, StoryBroken.

        A mission that is closed to the reader stays closed; what a full wallet can't hold is forgone.
        """
        listed = self.definition.listed(effects)
        if listed != effects and self.up_to_date:
            raise StoryBroken(self.story.hash, self.story.place, "it gives what its description does not list")
        effects = listed
        content, reason = self.context.content, f"story:{self.story.story}"
        if effects.cost:
            self.wallet.debit(effects.cost, reason)
        self._pay(Reward(besitos=effects.reward, items=dict.fromkeys(effects.items, 1)), reason)
        for hint in effects.hints:
            self.mochila.unlock_hint(hint, self.story.story, reason)
        for mission in effects.missions:
            begin_for_story(content.mission(mission), self.context, self.user, self.by_mission[mission], self._standing)
        for achievement in effects.achievements:
            if reward := achievements.give(content.achievement(achievement)):
                self._pay(reward, f"achievement:{achievement}")

    def _pay(self, reward: Reward, reason: str) -> None:
        pay(reward, reason, self.context, self.wallet, self.level, self.mochila)

    @property
    def _language(self) -> str:
        return self.definition.language(self.user.language)

    @property
    def _hash(self) -> str:
        return self.definition.compiled(self._language)

    @property
    def _standing(self) -> Standing:
        return Standing(level=self.level.level, vip=self.vip, done=self.keys.missions)


class Externals(Mapping[str, Asked]):
    """What a story's external functions answer about a reader, once `pending` has been paid and received.

    It is asked by key; it can't be listed, since nobody can list all that a story might ask.
    """

    def __init__(self, reader: Reader, pending: Effects = NOTHING) -> None:
        self._reader = reader
        self._pending = pending

    def __getitem__(self, key: str) -> Asked:
        reader, pending = self._reader, self._pending
        name, _, argument = key.partition(":")
        match name:
            case "besitos":
                return reader.wallet.available - pending.cost + pending.reward
            case "es_vip":
                return reader.vip
            case "nivel":
                return reader.level.level
            case "tiene":
                coming = argument in pending.items or argument in pending.hints
                return coming or reader.mochila.has(argument) or reader.mochila.knows(argument)
            case "recuerda":
                return argument in pending.remembered or reader.remembers(argument)
            case "mision":
                return self._mission(argument)
        raise KeyError(key)

    def _mission(self, mission: str) -> str:
        """`hecha` when it is done, `activa` when it has begun, else nothing."""
        known = self._reader.by_mission.get(mission)
        if known is None:
            if self._reader.story.begun and not self._reader.up_to_date:
                return ""
            raise KeyError(mission)
        if known.completed:
            return "hecha"
        return "activa" if known.started or mission in self._pending.missions else ""

    def __iter__(self) -> Iterator[str]:
        raise TypeError("what a story might ask has no list")

    def __len__(self) -> int:
        raise TypeError("what a story might ask has no list")
