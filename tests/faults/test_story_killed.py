"""kill -9 in the middle of a story: the next process goes on at that step, and nothing is paid or given twice."""

import asyncio
from collections import Counter
from random import Random
from typing import Any

from adapters.mongodb.process_log import ProcessLog
from domain.recorded import Recorded
from domain.story import Story
from tests.event_log import all_events, opened_log
from tests.faults.story_process import BESITOS, chapter, community, read_on, runtime
from tests.forked import OtherProcess
from tests.story_replay import told_again

TAPS, KILLS = 90, 8


def test_a_reader_whose_process_is_killed_goes_on_where_they_were(mongod: str, database: str) -> None:
    pack, _ = community()
    dice, heard, shown = Random(5), list[int](), dict[int, tuple[int, str]]()
    for kill in range(KILLS + 1):
        with OtherProcess(read_on, mongod, database, TAPS, pack, chapter()) as process:
            upto = TAPS * (kill + 1) // (KILLS + 1) if kill < KILLS else TAPS
            over = _listen(process, upto, heard, shown)
            if kill < KILLS:
                assert not over
                if dice.random() < 0.5:  # else right now: between a commit and its answer, or before the commit
                    _note(process.hear(), heard, shown)
                process.kill()
                for told in process.last_words():
                    _note(told, heard, shown)
    assert sorted(set(heard)) == list(range(TAPS))
    with opened_log(mongod, database) as log:
        check(log, all_events(log), shown)


def _listen(process: OtherProcess, upto: int, heard: list[int], shown: dict[int, tuple[int, str]]) -> bool:
    """Hears it out until so many taps are answered; whether it has come to its end."""
    while len(set(heard)) < upto:
        _note(process.hear(), heard, shown)
    return upto == TAPS


def _note(told: Any, heard: list[int], shown: dict[int, tuple[int, str]]) -> None:
    """Keeps what a process has said of a tap: that it was answered, or what its reader saw before."""
    what, number, *page = told
    if what == "done":
        heard.append(number)
    else:
        assert shown.setdefault(number, tuple(page)) == tuple(page), "who comes back sees the page that they had seen"


def check(log: ProcessLog, events: list[Recorded], shown: dict[int, Any]) -> None:
    """One commit a tap, the turns in order, the purse as the story says, every reward once, the state as retold."""
    of_taps = Counter(each.commit_id for each in events if each.topic in ("story.choice_made", "story.started"))
    assert all(count <= 2 for count in of_taps.values()), "a first choice begins the run as well"
    taps = {each.commit_id for each in events} & {f"http:tap:{number}" for number in range(TAPS)}
    assert len(taps) == TAPS
    turns = [each.turn for each in events if each.topic in ("story.started", "story.choice_made")]
    assert turns == list(range(1, len(turns) + 1))

    balance = 0
    for each in events:
        if each.topic in ("wallet.credited", "wallet.debited"):
            balance += each.amount if each.topic == "wallet.credited" else -each.amount
            assert each.balance == balance >= 0
    steps = [each.effects for each in events if each.topic in ("story.started", "story.choice_made")]
    moved = sum(each.get("reward", 0) - each.get("cost", 0) for each in steps)
    others = sum(each.amount for each in events if each.topic == "wallet.credited" and each.reason.startswith("achiev"))
    assert balance == BESITOS + moved + others
    given = [name for each in events if each.topic == "story.choice_made" for name in each.given]
    assert given and len(given) == len(set(given))

    (stream, told), *more = told_again(events, runtime).items()
    assert not more
    story = asyncio.run(log.store.load({stream: Story}))[stream].aggregate
    assert isinstance(story, Story)
    assert (story.before, story.turn) == (told.before, len(turns))
    texts = Counter(step.text for step in told.shown)
    assert set(texts) <= {text for _, text in shown.values()}, "what was chosen from was shown"
