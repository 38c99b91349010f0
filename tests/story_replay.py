"""Tells runs of stories again from what is recorded of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from commands.ports import StoryRuntime
from domain.recorded import Recorded
from domain.story_step import StoryStep


@dataclass
class Retold:
    """One reader's runs of one story, told anew. `shown` is what each choice was made from, `before` the last state."""

    steps: list[StoryStep] = field(default_factory=list)
    shown: list[StoryStep] = field(default_factory=list)
    before: str = ""


def told_again(events: Iterable[Recorded], runtime: Callable[[], StoryRuntime]) -> dict[str, Retold]:
    """By stream: every run told from its compiled story, seed, choices and what was asked, and from nothing else.

    It must come to the recorded states and places, by the recorded words of the choices, and to the very text and
    choices that were told when it happened: their digests stand in the events. `runtime` makes one that has told
    nothing.
    """
    anew = runtime()
    by_stream: defaultdict[str, list[Recorded]] = defaultdict(list)
    for event in events:
        if event.stream.startswith("story:"):
            by_stream[event.stream].append(event)
    return {stream: _told(of_it, anew) for stream, of_it in by_stream.items()}


def _told(events: list[Recorded], anew: StoryRuntime) -> Retold:
    told, checkpoints = Retold(), dict[str, str]()
    for event in events:
        state = event.state
        if event.topic == "story.started":
            step, checkpoints = anew.start(event.hash, event.externals, event.seed), {}
            assert step.told == event.told, "the opening was another"
        elif event.topic == "story.choice_made":
            shown = anew.show(event.hash, told.before, event.offered_with)
            chosen = shown.choices[event.choice]
            assert (chosen.text, chosen.way, shown.told) == (event.text, event.way, event.shown)
            told.shown.append(shown)
            step = anew.choose(event.hash, shown.state, event.choice, event.externals)
            assert step.told == event.told, f"choice {len(told.shown)} led to another text"
        elif event.topic == "story.migrated":
            assert state["state"], "what is over in a place that is gone can't be told"
            step = anew.migrate(event.from_hash, event.to_hash, told.before, event.externals)
            checkpoints = dict(event.checkpoints)
        elif event.topic == "story.checkpoint_reached":
            checkpoints[event.name] = told.before
            continue
        elif event.topic == "story.went_back":
            assert state["state"] == checkpoints[event.checkpoint]
            told.before = state["state"]
            continue
        else:
            continue
        assert step.before == state["state"]
        assert step.place == state.get("next_place", event.place)
        told.steps.append(step)
        told.before = step.before
    return told
