"""A reader's way through one story.

A run is pinned to one compiled story (by content hash) and to the runtime that began it. Each step that was reached
is kept as the saved state from before its text, so that a run goes on where it was without being told again; what
was asked of the outside and the seed are kept too, so that the same text can be told again from the beginning.
See docs/decisions/story-state.md.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import field
from typing import Any

from domain import story_giving
from domain.aggregate import Aggregate, event
from domain.story_gates import Gate, Keys
from domain.story_refusals import (
    CheckpointNotReached,
    ChoiceLocked,
    ChoiceNotOffered,
    PlaceLeft,
    StoryLocked,
    StoryNotStarted,
    StoryOver,
)
from domain.story_step import Effects, StoryChoice, StoryStep


def _begun_untold(fields: dict[str, Any]) -> None:
    """Up to version 1 nobody noted what was told."""
    fields["told"] = None


def _chosen_untold(fields: dict[str, Any]) -> None:
    fields.update(way=None, shown=None, told=None)


class Story(Aggregate):
    """One user's run of one story, and what it has given them in all their runs.

    `turn` counts the places shown, over all runs, and never repeats: it tells an old button from a present one.
    `depth` counts the choices on the way from the opening to the present place. `finished` is whether any run has come
    to an ending, with a name or without.
    """

    TOPIC = "story"
    KEYS = ("user_id", "story")
    UPCASTS = {"story.started": (_begun_untold,), "story.choice_made": (_chosen_untold,)}

    run: int = 0
    turn: int = 0
    hash: str = ""
    runtime: str = ""
    language: str = ""
    seed: int = 0
    before: str = ""
    place: str = ""
    depth: int = 0
    ended: bool = False
    finished: bool = False
    endings: list[str] = field(default_factory=list)
    checkpoints: dict[str, dict[str, Any]] = field(default_factory=dict)
    remembered: list[str] = field(default_factory=list)
    given: list[str] = field(default_factory=list)

    @property
    def story(self) -> str:
        """The story's id."""
        return self.id.rsplit(":", 1)[1]

    @property
    def begun(self) -> bool:
        """Whether there is a run, ended or not."""
        return self.run > 0

    def next_seed(self) -> int:
        """The randomness of the next run, 0 to 2^31 - 1: the same each time its opening is shown before it begins."""
        digest = hashlib.sha256(f"{self.id}:{self.run + 1}".encode()).digest()
        return int.from_bytes(digest[:4], "big") >> 1

    def check_open(self, gates: Iterable[Gate], keys: Keys) -> None:
        """Raises StoryLocked for the first of these gates that is closed to whoever has these keys."""
        if closed := keys.closed(gates):
            raise StoryLocked(self.story, closed.why, closed.needs)

    def check_way(self, choice: StoryChoice, keys: Keys) -> None:
        """Raises ChoiceLocked for the first of the choice's gates that is closed to whoever has these keys."""
        if closed := keys.closed(choice.gates):
            raise ChoiceLocked(self.story, closed.why, closed.needs)

    # -- decisions ----------------------------------------------------------------------------------------------------

    def start(self, opening: StoryStep, *, hash: str, runtime: str, language: str, seed: int) -> Effects:
        """Begins a new run at `opening`. Returns what the opening does; the caller applies it in the same commit."""
        effects, given = self._on_the_way(opening, [])
        self._started(
            story=self.story,
            hash=hash,
            runtime=runtime,
            language=language,
            seed=seed,
            run=self.run + 1,
            turn=self.turn + 1,
            place=opening.place,
            externals=dict(opening.asked),
            effects=effects.as_recorded(),
            given=given,
            told=opening.told,
            state=opening.before,
        )
        self._arrive(opening, effects)
        return effects

    def check_turn(self, turn: int | None) -> None:
        """Raises PlaceLeft if `turn` is that of another place than the present one."""
        if turn is not None and turn != self.turn:
            raise PlaceLeft(self.story)

    def check_button(self, turn: int | None, offer: str | None, offered: StoryStep) -> None:
        """Raises PlaceLeft for a button of another place or another list of choices. None: not from a button."""
        self.check_turn(turn)
        if offer is not None and offer != offered.offer:
            raise PlaceLeft(self.story)

    def offered(self, choice: int, offered: StoryStep) -> StoryChoice:
        """Choice number `choice` of the present place. Raises StoryOver and ChoiceNotOffered."""
        if self.ended:
            raise StoryOver(self.story)
        if not 0 <= choice < len(offered.choices):
            raise ChoiceNotOffered(choice, offered=len(offered.choices))
        return offered.choices[choice]

    def choose(self, choice: StoryChoice, offered: StoryStep, reached: StoryStep, runtime: str) -> Effects:
        """Takes `choice` of those `offered` and goes to `reached`.

        Returns what the choice and the new place do; the caller applies it in the same commit, or refuses all of it.
        What was given once for coming by a place is not given again, in no run.
        """
        taken = self.ungiven(choice.effects, offered.place)
        passed, given = self._on_the_way(reached, story_giving.names(taken, offered.place))
        effects = taken + passed
        self._choice_made(
            story=self.story,
            hash=self.hash,
            runtime=runtime,
            language=self.language,
            seed=self.seed,
            run=self.run,
            turn=self.turn + 1,
            depth=self.depth + 1,
            place=self.place,
            choice=choice.index,
            text=choice.text,
            way=choice.way,
            shown=offered.told,
            offered_with=dict(offered.asked),
            externals=dict(reached.asked),
            effects=effects.as_recorded(),
            given=given,
            told=reached.told,
            next_place=reached.place or self.place,
            state=reached.before,
        )
        self._arrive(reached, effects)
        return effects

    def go_back(self, checkpoint: str) -> None:
        """Returns to a checkpoint of this run. Nothing is given back, nothing is paid twice.

        Raises StoryNotStarted and CheckpointNotReached.
        """
        if not self.begun:
            raise StoryNotStarted(self.story)
        if checkpoint not in self.checkpoints:
            raise CheckpointNotReached(checkpoint)
        kept = self.checkpoints[checkpoint]
        self._went_back(
            story=self.story,
            checkpoint=checkpoint,
            run=self.run,
            turn=self.turn + 1,
            place=kept["place"],
            depth=kept["depth"],
            state=kept["state"],
        )

    def migrate(
        self, to: str, *, language: str, runtime: str, reached: StoryStep | None, checkpoints: Mapping[str, str]
    ) -> None:
        """Goes on with the version `to`, in the same place: `reached` is that place as this version tells it.

        None: what is over needs no place to go on from. `checkpoints` are the saved states of those that stay. What was
        given stays given, and an old button is one of a place that was left.
        """
        self._migrated(
            story=self.story,
            from_hash=self.hash,
            to_hash=to,
            language=language,
            runtime=runtime,
            run=self.run,
            turn=self.turn + 1,
            place=self.place,
            externals=dict(reached.asked) if reached else {},
            checkpoints=dict(checkpoints),
            dropped=[name for name in self.checkpoints if name not in checkpoints],
            state=reached.before if reached else "",
        )

    def _arrive(self, reached: StoryStep, effects: Effects) -> None:
        for name in effects.checkpoints:
            self._checkpoint_reached(story=self.story, name=name, place=self.place, run=self.run)
        if reached.ended:
            self._ended(story=self.story, ending=effects.ending, place=self.place, run=self.run, depth=self.depth)

    def ungiven(self, effects: Effects, place: str) -> Effects:
        """`effects` without what has been given before: going round in circles, back to a checkpoint, or through the
        whole story again earns nothing twice."""
        return story_giving.ungiven(effects, place, self.given)

    def _on_the_way(self, reached: StoryStep, taken: Sequence[str]) -> tuple[Effects, list[str]]:
        """What the lines on the way to `reached` do, and the names of all that this step gives for the first time;
        `taken` are those of the choice that led here. What a step gives twice is given once."""
        effects, given = Effects(), [*taken]
        for line in reached.lines:
            passed = story_giving.ungiven(line.effects, line.place, {*self.given, *given})
            effects += passed
            given += story_giving.names(passed, line.place)
        return effects, given

    # -- events -------------------------------------------------------------------------------------------------------

    @event("Started", topic="story.started")
    def _started(
        self,
        story: str,
        hash: str,
        runtime: str,
        language: str,
        seed: int,
        run: int,
        turn: int,
        place: str,
        externals: Mapping[str, Any],
        effects: Mapping[str, Any],
        given: list[str],
        told: str | None,
        state: str,
    ) -> None:
        self.hash, self.runtime, self.language, self.seed = hash, runtime, language, seed
        self.run, self.turn, self.depth, self.place, self.before = run, turn, 0, place, state
        self.ended, self.checkpoints = False, {}
        self._keep(effects, given)

    @event("ChoiceMade", topic="story.choice_made")
    def _choice_made(
        self,
        story: str,
        hash: str,
        runtime: str,
        language: str,
        seed: int,
        run: int,
        turn: int,
        depth: int,
        place: str,
        choice: int,
        text: str,
        way: str | None,
        shown: str | None,
        offered_with: Mapping[str, Any],
        externals: Mapping[str, Any],
        effects: Mapping[str, Any],
        given: list[str],
        told: str | None,
        next_place: str,
        state: str,
    ) -> None:
        self.turn, self.depth, self.place, self.before, self.runtime = turn, depth, next_place, state, runtime
        self._keep(effects, given)

    @event("CheckpointReached", topic="story.checkpoint_reached")
    def _checkpoint_reached(self, story: str, name: str, place: str, run: int) -> None:
        self.checkpoints = {**self.checkpoints, name: {"place": place, "depth": self.depth, "state": self.before}}

    @event("WentBack", topic="story.went_back")
    def _went_back(self, story: str, checkpoint: str, run: int, turn: int, place: str, depth: int, state: str) -> None:
        self.turn, self.depth, self.place, self.before, self.ended = turn, depth, place, state, False

    @event("Ended", topic="story.ended")
    def _ended(self, story: str, ending: str | None, place: str, run: int, depth: int) -> None:
        self.ended = self.finished = True
        if ending and ending not in self.endings:
            self.endings = [*self.endings, ending]

    @event("Migrated", topic="story.migrated")
    def _migrated(
        self,
        story: str,
        from_hash: str,
        to_hash: str,
        language: str,
        runtime: str,
        run: int,
        turn: int,
        place: str,
        externals: Mapping[str, Any],
        checkpoints: Mapping[str, str],
        dropped: list[str],
        state: str,
    ) -> None:
        self.hash, self.language, self.runtime, self.turn, self.before = to_hash, language, runtime, turn, state
        self.checkpoints = {name: {**self.checkpoints[name], "state": kept} for name, kept in checkpoints.items()}

    def _keep(self, effects: Mapping[str, Any], given: list[str]) -> None:
        self.remembered = [*dict.fromkeys([*self.remembered, *effects.get("remembered", ())])]
        self.given = [*self.given, *given]
