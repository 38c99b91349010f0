"""Steps of a story a second: through bink alone, through our runtime, and through the whole way of a reader's tap.

All three walk through the default story at random. *bink alone* goes on and on in one story that it holds; it keeps and
records nothing. *The runtime* does what each tap needs: a reader's state in, the choice, the text, the new state out,
checked and packed. *A tap* is the whole way: the choice is decided over everything that the story asks about, committed
and durable, and the page that it leads to is rendered.
"""

from collections import deque
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from bink.story import Story as BinkStory

from adapters.content import load_content, load_stories
from adapters.ink.compiled import EXTERNALS
from adapters.ink.runtime import InkRuntime
from adapters.mongodb.process_log import ProcessLog
from benchmarks.figures import Figure
from benchmarks.scene import bus_over, give, on_a_mongod, register, throughput, user
from commands.decision import Receipt
from commands.ports import Asked
from commands.story import ChooseInStory, RestartStory, ShowStory, StoryView
from domain.story_step import StoryStep

CONTENT = Path(__file__).parents[1] / "content"
READERS = 64

_ANSWERS: dict[str, Asked] = {"besitos": 100, "es_vip": True, "nivel": 3, "nombre": "N"}


class _Reader(dict[str, Asked]):
    """Answers whatever a story asks, always the same."""

    def __missing__(self, key: str) -> Asked:
        return "" if key.startswith("mision") else _ANSWERS.get(key, False)

    def get(self, key: str, default: object = None) -> Asked:  # type: ignore[override]
        return self[key]


def run(quick: bool) -> list[Figure]:
    """Starts a mongod of its own, in a temporary folder."""
    return on_a_mongod(lambda log: _measure(log, seconds=2.0 if quick else 8.0))


async def _measure(log: ProcessLog, seconds: float) -> list[Figure]:
    pack = load_content(CONTENT)
    story = pack.default_story
    compiled = load_stories(CONTENT)[story.compiled("es")]
    alone = [_bink_alone(compiled, seconds / 2)]
    in_runtime, cpu = _runtime(compiled, seconds)
    alone.append(_bink_alone(compiled, seconds / 2))
    bink = sum(alone) / len(alone)
    runtime = InkRuntime()
    for text in load_stories(CONTENT).values():
        runtime.add(text)
    bus = bus_over(log, pack, stories=runtime)
    await register(bus, READERS, besitos=100)
    dice, readers = Random(1), deque(user(number) for number in range(READERS))

    taps = 0

    async def tap(number: int) -> Receipt:
        nonlocal taps
        taps += 1
        reader = readers.popleft()
        look = bus.context(f"timer:look:{number}", actor="bench", source="bench")
        view: StoryView = await bus.ask(ShowStory(reader, story.id), look)
        open_now = [each.index for each in view.choices if not each.locked and each.affordable]
        choice = ChooseInStory(reader, story.id, dice.choice(open_now), view.turn, view.offer) if open_now else None
        receipt = await give(bus, choice or RestartStory(reader, story.id), "http:k")
        readers.append(reader)
        return receipt

    await throughput(tap, 64, 1.0)
    cpu_before, taps_before = process_time(), taps
    many = await throughput(tap, 64, seconds)
    cpu_of_tap = (process_time() - cpu_before) / (taps - taps_before)
    one = await throughput(tap, 1, seconds)
    return [
        Figure("bink alone", bink, "steps/s"),
        Figure("the runtime, state in and out", in_runtime, "steps/s", bink, "bink alone"),
        Figure("processor time of a step of the runtime", cpu * 1_000, "ms", at_most=1.0),
        Figure("taps, 64 in flight: shown, decided, durable", many, "steps/s", bink, "bink alone"),
        Figure("processor time of a tap", cpu_of_tap * 1_000, "ms"),
        Figure("taps, 1 in flight", one, "steps/s", bink, "bink alone"),
    ]


def _bink_alone(compiled: str, seconds: float) -> float:
    ink = BinkStory(compiled)
    for name in EXTERNALS:
        ink.bind_external_function(name, lambda name, *_: _Reader()[name], lookahead_safe=True)
    dice, steps = Random(1), 0
    _tell(ink)
    began = perf_counter()
    while (elapsed := perf_counter() - began) < seconds:
        if choices := len(ink.get_current_choices()):
            ink.choose_choice_index(dice.randrange(choices))
        else:
            ink.reset_state()
        _tell(ink)
        steps += 1
    return steps / elapsed


def _tell(ink: BinkStory) -> None:
    while ink.can_continue():
        ink.cont()
        ink.get_current_tags()


def _runtime(compiled: str, seconds: float) -> tuple[float, float]:
    """Steps a second, and the processor seconds of one."""
    runtime, reader, dice = InkRuntime(), _Reader(), Random(1)
    story = runtime.add(compiled)
    step: StoryStep = runtime.start(story, reader, 1)
    steps, began, cpu = 0, perf_counter(), process_time()
    while (elapsed := perf_counter() - began) < seconds:
        if step.choices:
            step = runtime.choose(story, step.state, dice.randrange(len(step.choices)), reader)
        else:
            step = runtime.start(story, reader, steps)
        steps += 1
    return steps / elapsed, (process_time() - cpu) / steps
