"""Reading the story: beginning, choosing, going back, and looking at the present place."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from commands.context import Context, UserCommand
from commands.registry import Fact, handles
from commands.story_reader import Reader, streams
from domain.achievements import Achievements
from domain.membership import VipOnly
from domain.story import Story
from domain.story_parts import StoryPart, in_parts
from domain.story_step import StoryChoice, StoryStep


@dataclass(frozen=True, slots=True)
class StartStory(UserCommand):
    """Begins the story; a run that is under way is left alone. After its end, begins again."""

    story: str


@dataclass(frozen=True, slots=True)
class RestartStory(UserCommand):
    """Begins the story again from its opening. What it gave before is kept, and not given again.

    Whoever stands at the opening already, or has not begun, stays there: nothing is recorded. With `turn`, only as long
    as the reader is still there; else raises PlaceLeft.
    """

    story: str
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ChooseInStory(UserCommand):
    """Takes choice number `choice`, the first being 0, of those that the present place offers.

    `turn` and `offer` are what the button carries (StoryView): a button of a place that was left, or of other choices,
    changes nothing. None: there was no button. Before any run it begins one. Raises PlaceLeft, StoryOver,
    ChoiceNotOffered, VipOnly, StoryLocked (before any run), ChoiceLocked,
    InsufficientBesitos, StoryBroken, StoryUnavailable.
    """

    story: str
    choice: int
    turn: int | None = None
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class GoBackInStory(UserCommand):
    """Returns to a checkpoint that this run has come by. Raises StoryNotStarted, CheckpointNotReached.

    With `turn`, only as long as the reader is still there; else raises PlaceLeft.
    """

    story: str
    checkpoint: str
    turn: int | None = None


@dataclass(frozen=True, slots=True)
class ShowStory(UserCommand):
    """A question: the present place, as StoryView. Nothing is recorded. Raises StoryLocked, StoryBroken."""

    story: str


def _progress(events: Sequence[Fact]) -> dict[str, Any]:
    """Where the reader stands now, and what the way there cost and gave."""
    steps = [event.state for event in events if event.topic in ("story.started", "story.choice_made")]
    if not steps:
        return dict(events[0].state) if events else {}
    last = steps[-1]
    result: dict[str, Any] = {
        "story": last["story"],
        "turn": last["turn"],
        "place": last.get("next_place", last["place"]),
        "effects": dict(last["effects"]),
        "ended": any(event.topic == "story.ended" for event in events),
    }
    if "choice" in last:
        result |= {"choice": last["choice"], "text": last["text"]}
    balances = [event.state["balance"] for event in events if event.topic.startswith("wallet.")]
    return result | ({"balance": balances[-1]} if balances else {})


@handles(StartStory, loads=streams, answers=_progress)
def start_story(command: StartStory, context: Context, reader: Reader, achievements: Achievements) -> None:
    if not reader.story.begun or reader.story.ended:
        reader.receive(reader.begin(), achievements)


@handles(RestartStory, loads=streams, answers=_progress)
def restart_story(command: RestartStory, context: Context, reader: Reader, achievements: Achievements) -> None:
    reader.story.check_turn(command.turn)
    if not reader.stands_at_opening():
        reader.receive(reader.begin(), achievements)


@handles(ChooseInStory, loads=streams, answers=_progress)
def choose_in_story(command: ChooseInStory, context: Context, reader: Reader, achievements: Achievements) -> None:
    story, offered = reader.story, reader.present()
    story.check_button(command.turn, command.offer, offered)
    if not story.begun:
        reader.receive(reader.begin(), achievements)
        offered = reader.present()
    choice = story.offered(command.choice, offered)
    if choice.vip and not reader.vip:
        raise VipOnly()
    story.check_way(choice, reader.keys)
    reached = reader.after(offered, choice.index)
    reader.receive(story.choose(choice, offered, reached, context.stories.version), achievements)


def _went_back(events: Sequence[Fact]) -> dict[str, Any]:
    """Where the reader stands again; the saved place itself is the log's."""
    return {name: value for name, value in events[0].state.items() if name not in ("run", "state")}


@handles(GoBackInStory, answers=_went_back)
def go_back_in_story(command: GoBackInStory, context: Context, story: Story) -> None:
    context.content.story(command.story)
    story.check_turn(command.turn)
    story.go_back(command.checkpoint)


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """A choice as it is shown. A locked one says what it takes: `why` is `vip`, `level`, `mission` or `item`, `needs`
    the level, as text, or the id. A price that is too high does not lock.
    """

    index: int
    text: str
    cost: int
    locked: bool
    why: str | None
    needs: str | None
    affordable: bool


@dataclass(frozen=True, slots=True)
class CheckpointView:
    """A place of this run that can be gone back to, `depth` choices after its beginning."""

    name: str
    depth: int


@dataclass(frozen=True, slots=True)
class StoryView:
    """The present place. Texts may hold NAME_MARK (domain.story_step), filled in when they are sent.

    `turn` and `offer` belong on the buttons. `begun` is false where the opening is shown before any run;
    `parts` are the same lines as they are paced, `images` the pictures among them (`# imagen:`), `checkpoints` those
    that this run can go back to.
    """

    story: str
    language: str
    begun: bool
    place: str
    lines: tuple[str, ...]
    parts: tuple[StoryPart, ...]
    images: tuple[str, ...]
    choices: tuple[ChoiceView, ...]
    turn: int
    offer: str
    depth: int
    ended: bool
    endings: tuple[str, ...]
    checkpoints: tuple[CheckpointView, ...]

    @property
    def text(self) -> str:
        """The paragraphs, an empty line between them."""
        return "\n\n".join(self.lines)


@handles(ShowStory, loads=streams)
def show_story(command: ShowStory, context: Context, reader: Reader) -> StoryView:
    return render(reader, reader.present())


def render(reader: Reader, step: StoryStep) -> StoryView:
    """What `reader` sees of `step`."""
    story = reader.story
    ended = story.ended or step.ended
    return StoryView(
        story=story.story,
        language=story.language if story.begun else reader.definition.language(reader.user.language),
        begun=story.begun,
        place=step.place,
        lines=tuple(line.text for line in step.lines if line.text),
        parts=in_parts(step.lines),
        images=tuple(tag.partition(":")[2].strip() for tag in step.tags if tag.startswith("imagen:")),
        choices=() if ended else tuple(_choice_view(reader, choice) for choice in step.choices),
        turn=story.turn,
        offer=step.offer,
        depth=story.depth,
        ended=ended,
        endings=tuple(story.endings),
        checkpoints=tuple(CheckpointView(name, kept["depth"]) for name, kept in story.checkpoints.items()),
    )


def _choice_view(reader: Reader, choice: StoryChoice) -> ChoiceView:
    cost = choice.effects.cost
    closed = reader.keys.closed(choice.gates)
    return ChoiceView(
        index=choice.index,
        text=choice.text,
        cost=cost,
        locked=closed is not None,
        why=closed.why if closed else None,
        needs=closed.needs or None if closed else None,
        affordable=reader.wallet.available >= cost,
    )
