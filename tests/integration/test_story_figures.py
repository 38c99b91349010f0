"""What readers do with a story, from the events that readings make to the figures that its writer sees."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st

from adapters.sqlite.read_models import ReadModels
from domain.ids import UserId
from domain.story import Story
from domain.story_step import StoryChoice, StoryLine, StoryStep
from projections.engine import Projector
from projections.registry import all_projections
from queries.story import stories_of, story_choices_of
from queries.story_figures import (
    Version,
    choice_shares,
    endings,
    place_times,
    story_figures,
)
from queries.story_readings import Readings, has_readings
from queries.story_ways import drop_off, paths
from tests.application import Running
from tests.unit.domain_log import DomainLog

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ANA, BEA, CARLA = UserId("a" * 16), UserId("b" * 16), UserId("c" * 16)
CASA = Readings("casa")
LATER = NOON + 30 * DAY

MAP = {"door": ("hall", "garden"), "hall": ("attic", "door"), "attic": (), "garden": ()}
"""A house of four places: where each choice of each leads. Whoever has no choice is at an ending of that name."""


def place(name: str, language: str = "es") -> StoryStep:
    """A place of the house; the hall is a checkpoint and remembers, a choice costs one besito more than its number."""
    tags = {"hall": ("checkpoint:hall", "recuerda:hall"), "attic": ("final:attic",), "garden": ("final:garden",)}
    choices = tuple(
        StoryChoice(number, f"{language}: to the {to}", (f"costo:{number + 1}",), f"{name}.c-{number}")
        for number, to in enumerate(MAP[name])
    )
    line = StoryLine("…", tags.get(name, ()), name)
    return StoryStep(f"before {name}", f"state {name}", name, (line,), choices, ended=not choices)


class House:
    """Readers of the house, each step a minute after the one before, unless told otherwise."""

    def __init__(self) -> None:
        self.log = DomainLog()
        self.now = NOON

    def published(self, **languages: str) -> None:
        """A version of the house comes into force: the hash of each language."""
        told = {"id": "casa", "title": {}, "summary": {}, "icon": "🏠", "vip_only": False, "languages": languages}
        self.now += MINUTE
        catalogue, number = {"stories": [told]}, len(self.log.events) + 1
        self.log.append(
            "content:community", "content.published", at=self.now, hash=f"{number:064}", catalogue=catalogue
        )

    def does(self, reader: UserId, *deeds: int | str, language: str = "es", hash: str = "h1") -> None:
        """`start`, `back`, `wait` (a day), or the number of a choice."""
        keys = (reader, "casa")
        for deed in deeds:
            self.now += MINUTE
            if deed == "wait":
                self.now += DAY
            elif deed == "start":
                begin = {"hash": hash, "runtime": "bink", "language": language, "seed": 1}
                self.log.do(Story, keys, lambda story, begin=begin: story.start(place("door"), **begin), self.now)
            elif deed == "back":
                self.log.do(Story, keys, lambda story: story.go_back("hall"), self.now)
            else:
                self.log.do(Story, keys, lambda story, number=int(deed): choose(story, number), self.now)


def choose(story: Story, number: int) -> None:
    offered = place(story.place, story.language)
    story.choose(offered.choices[number], offered, place(MAP[story.place][number]), "bink")


@contextmanager
def rows_of(log: DomainLog) -> Iterator[ReadModels]:
    with TemporaryDirectory() as folder:
        models = ReadModels.open(f"sqlite:///{Path(folder) / 'read.db'}")
        projector = Projector(
            log, models.rows, [each for each in all_projections() if each.name in ("story", "catalogue")]
        )
        projector.open()
        while projector.step():
            continue
        assert {status.parked for status in projector.status()} == {0}
        yield models
        models.close()


@pytest.fixture
def house() -> House:
    return House()


def test_a_choice_says_how_long_it_took_and_how_deep_it_is(house):
    house.does(ANA, "start", 0, "wait", 1, 0)
    with rows_of(house.log) as models:
        made = models.read(story_choices_of, ANA).items
        assert [(each.place, each.depth, each.time_taken, each.cost) for each in reversed(made)] == [
            ("door", 1, 60_000, 1),
            ("hall", 2, (DAY + 2 * MINUTE) // timedelta(milliseconds=1), 2),
            ("door", 3, 60_000, 1),
        ]
        (progress,) = models.read(stories_of, ANA)
        assert progress.remembered == ("hall",)
        assert progress.reached_at == house.now


def test_the_choice_that_begins_a_run_took_no_time_that_anybody_knows(house):
    def begin_and_choose(story: Story) -> None:
        story.start(place("door"), hash="h1", runtime="bink", language="es", seed=1)
        choose(story, 0)

    house.log.do(Story, (ANA, "casa"), begin_and_choose, NOON)
    with rows_of(house.log) as models:
        assert [each.time_taken for each in models.read(story_choices_of, ANA).items] == [None]
        assert models.read(place_times, CASA).items == ()


def test_a_run_that_moves_to_another_version_is_counted_there_and_is_no_fresher_for_it(house):
    house.does(ANA, "start", 0)
    read_at = house.now
    moving = {"language": "es", "runtime": "bink", "reached": place("hall"), "checkpoints": {}}
    house.log.do(Story, (ANA, "casa"), lambda story: story.migrate("h2", **moving), LATER)
    with rows_of(house.log) as models:
        assert models.read(story_figures, CASA, LATER).stopped == 1
        assert models.read(story_figures, CASA, LATER).versions == (Version("h2", "es", 1, read_at),)
        (progress,) = models.read(stories_of, ANA)
        assert (progress.hash, progress.place, progress.checkpoints) == ("h2", "hall", ())


def test_a_reading_counts_with_all_its_choices_in_the_version_where_it_stands(house):
    house.does(ANA, "start", 0)
    moving = {"language": "en", "runtime": "bink", "reached": place("hall"), "checkpoints": {}}
    house.log.do(Story, (ANA, "casa"), lambda story: story.migrate("h2", **moving), LATER)
    house.does(ANA, 1)
    house.does(BEA, "start", 0)
    with rows_of(house.log) as models:
        for readings, readers, choices in (
            (CASA, 2, 3),
            (Readings("casa", hash="h2"), 1, 2),
            (Readings("casa", hash="h1"), 1, 1),
            (Readings("casa", language="en"), 1, 2),
            (Readings("casa", hash="h2", language="es"), 0, 0),
            (Readings("casa", hash="h2", first=True), 1, 2),
        ):
            whole = models.read(story_figures, readings, LATER)
            assert (whole.readings, whole.choices) == (readers, choices), readings
            assert sum(each.times for each in models.read(choice_shares, readings).items) == choices
            assert sum(each.choices for each in models.read(place_times, readings).items) == choices
            places = models.read(drop_off, readings, LATER).items
            assert sum(each.chose for each in places) == choices
            assert [each.reached for each in places if each.place == "door"] == [readers] * bool(readers)


def test_what_is_remembered_and_the_endings_outlive_a_run_and_its_checkpoints_do_not(house):
    house.does(ANA, "start", 0, 0, "start")
    with rows_of(house.log) as models:
        (progress,) = models.read(stories_of, ANA)
        assert (progress.run, progress.remembered, progress.endings) == (2, ("hall",), ("attic",))
        assert (progress.checkpoints, progress.place) == ((), "door")


def test_shares_are_of_the_choices_of_a_place_in_whatever_language(house):
    house.published(es="h1", en="h2")
    house.does(ANA, "start", 0, 1, 1)
    house.does(BEA, "start", 0)
    house.does(CARLA, "start", 1, language="en", hash="h2")
    with rows_of(house.log) as models:
        shown = [
            (each.place, each.choice, each.texts, each.times, each.readers, each.share)
            for each in models.read(choice_shares, CASA).items
        ]
        assert shown == [
            ("door", 0, {"es": "es: to the hall"}, 2, 2, 0.5),
            ("door", 1, {"es": "es: to the garden", "en": "en: to the garden"}, 2, 2, 0.5),
            ("hall", 1, {"es": "es: to the door"}, 1, 1, 1.0),
        ]
        of_one = models.read(choice_shares, Readings("casa", hash="h2")).items
        assert [each.place for each in of_one] == ["door"]
        assert models.read(choice_shares, Readings("casa", language="en")).items == of_one
        assert [each.place for each in models.read(choice_shares, CASA, "hall").items] == ["hall"]
        part = models.read(choice_shares, CASA, limit=2)
        assert part.next == 2 and len(models.read(choice_shares, CASA, after=part.next, limit=2).items) == 1


def worded(house: House, hash: str, text: str) -> None:
    """All choices that were made in this compiled story were worded so."""
    house.log.events[:] = [
        replace(each, state={**each.state, "text": text})
        if each.topic == "story.choice_made" and each.hash == hash
        else each
        for each in house.log.events
    ]


def test_different_choices_of_two_versions_are_two_rows_though_each_was_read_in_another_language(house):
    house.published(es="h1", en="h2")
    house.does(ANA, "start", 0)
    house.published(es="h3", en="h4")
    house.does(BEA, "start", 0, language="en", hash="h4")
    worded(house, "h4", "en: down to the cellar")
    with rows_of(house.log) as models:
        shown = [(each.texts, each.times, each.share) for each in models.read(choice_shares, CASA).items]
        assert shown == [({"en": "en: down to the cellar"}, 1, 0.5), ({"es": "es: to the hall"}, 1, 0.5)]


def test_a_choice_that_a_new_version_left_as_it_was_is_one_row(house):
    house.published(es="h1", en="h2")
    house.does(ANA, "start", 0)
    house.published(es="h3", en="h4")
    house.does(BEA, "start", 0, language="en", hash="h4")
    house.does(CARLA, "start", 0, hash="h3")
    with rows_of(house.log) as models:
        (share,) = models.read(choice_shares, CASA).items
        assert (share.texts, share.times) == ({"es": "es: to the hall", "en": "en: to the hall"}, 3)


def test_a_choice_whose_words_were_changed_has_a_row_for_each_wording(house):
    house.published(es="h1", en="h2")
    house.published(es="h3", en="h2")
    house.does(ANA, "start", 0)
    house.does(BEA, "start", 0, language="en", hash="h2")
    house.does(CARLA, "start", 0, hash="h3")
    worded(house, "h3", "es: into the hall")
    with rows_of(house.log) as models:
        shown = [(each.texts, each.times, each.share) for each in models.read(choice_shares, CASA).items]
        assert sorted(shown, key=str) == [
            ({"en": "en: to the hall"}, 1, 0.3333),
            ({"es": "es: into the hall"}, 1, 0.3333),
            ({"es": "es: to the hall"}, 1, 0.3333),
        ]


def test_drop_off_tells_who_went_on_and_who_did_not(house):
    house.does(ANA, "start", "start", 0, 0, "back")
    house.does(BEA, "start", 1)
    house.now = LATER
    house.does(CARLA, "start")
    with rows_of(house.log) as models:
        shown = models.read(drop_off, CASA, LATER - DAY).items
        numbers = {
            each.place: (
                each.depth,
                each.reached,
                each.chose,
                each.ended,
                each.restarted,
                each.stopped,
                each.reading,
            )
            for each in shown
        }
        assert list(numbers) == ["door", "garden", "hall", "attic"]
        assert numbers == {
            "door": (0, 4, 2, 0, 1, 0, 1),
            "garden": (1, 1, 0, 1, 0, 0, 0),
            "hall": (1, 1, 1, 0, 0, 1, 0),
            "attic": (2, 1, 0, 0, 0, 0, 0),
        }
        first = models.read(drop_off, Readings("casa", first=True), LATER - DAY).items
        assert {each.place: each.reached for each in first} == {"door": 3, "garden": 1}
        whole = models.read(story_figures, CASA, LATER - DAY)
        assert (whole.readers, whole.readings, whole.ended, whole.restarted) == (3, 4, 1, 1)
        assert (whole.stopped, whole.reading, whole.choices, whole.spent) == (1, 1, 3, 1 + 1 + 2)
        assert [(each.hash, each.readings) for each in whole.versions] == [("h1", 4)]


def test_paths_are_the_ways_that_readings_went_whatever_their_length(house):
    house.does(ANA, "start", 0, 0)
    house.does(BEA, "start", 0, 0)
    house.does(CARLA, "start", 0, 1, 1)
    with rows_of(house.log) as models:
        shown = [(each.steps, each.readings, each.ended, each.share) for each in models.read(paths, CASA, 3).items]
        assert shown == [
            (("door", "hall", "attic"), 2, 2, 0.6667),
            (("door", "hall", "door", "garden"), 1, 1, 0.3333),
        ]
        (one,) = models.read(paths, CASA, 1, "choices").items
        assert (one.steps, one.readings) == (("door", "es: to the hall"), 3)


def test_endings_have_shares_of_the_readings_that_came_to_any(house):
    house.does(ANA, "start", 0, 0, "start", 1)
    house.does(BEA, "start", 1)
    house.does(CARLA, "start")
    with rows_of(house.log) as models:
        shown = models.read(endings, CASA)
        assert [(each.ending, each.readings, each.readers, each.share, each.choices) for each in shown] == [
            ("garden", 2, 2, 0.6667, 1.0),
            ("attic", 1, 1, 0.3333, 2.0),
        ]


def test_times_at_a_place_are_a_median_and_what_nine_of_ten_stay_below(house):
    for number in range(10):
        reader = UserId(f"{number:016x}")
        house.does(reader, "start")
        house.now += number * MINUTE
        house.does(reader, 0)
    with rows_of(house.log) as models:
        (one,) = models.read(place_times, CASA).items
        assert (one.place, one.choices, one.median, one.most) == ("door", 10, 5 * 60_000, 9 * 60_000)


def test_a_story_that_nobody_read_has_figures_of_nothing(house):
    with rows_of(house.log) as models:
        assert not models.read(has_readings, "casa")
        whole = models.read(story_figures, CASA, NOON)
        assert (whole.readers, whole.readings, whole.stopped, whole.spent, whole.versions) == (0, 0, 0, 0, ())
        assert models.read(choice_shares, CASA).items == models.read(paths, CASA, 3).items == ()
        assert models.read(drop_off, CASA, NOON).items == models.read(endings, CASA) == ()


WANDERINGS = st.lists(
    st.tuples(st.sampled_from([ANA, BEA, CARLA]), st.sampled_from(["start", "back", 0, 1])), max_size=40
)


@settings(max_examples=25, deadline=None)
@examples(WANDERINGS)
def test_every_choice_and_every_reading_is_counted_once(wanderings: Sequence[tuple[UserId, int | str]]):
    house = House()
    for reader, deed in wanderings:
        story = house.log.aggregates.get(Story.stream(reader, "casa"))
        at = story.place if isinstance(story, Story) and not story.ended else ""
        possible = {
            "start": True,
            "back": isinstance(story, Story) and "hall" in story.checkpoints,
        }.get(str(deed), bool(MAP.get(at)))
        if possible:
            house.does(reader, deed)
    made = [each for each in house.log.events if getattr(each, "topic", "") == "story.choice_made"]
    begun = [each for each in house.log.events if getattr(each, "topic", "") == "story.started"]
    with rows_of(house.log) as models:
        sums: defaultdict[str, int] = defaultdict(int)
        shares: defaultdict[str, float] = defaultdict(float)
        for each in models.read(choice_shares, CASA).items:
            sums[each.place] += each.times
            shares[each.place] += each.share
        assert sums == Counter(each.state["place"] for each in made)  # type: ignore[union-attr]
        assert all(abs(share - 1) < 0.001 for share in shares.values())
        places = models.read(drop_off, CASA, NOON).items
        assert sum(each.ended + each.restarted + each.stopped + each.reading for each in places) == len(begun)
        assert all(each.chose <= each.reached <= len(begun) for each in places)
        assert sum(each.readings for each in models.read(paths, CASA, 3).items) == len(begun)


@pytest.mark.asyncio(loop_scope="module")
async def test_the_writer_asks_over_http(running: Running):
    user = await running.register(language="en", first_name="Nadia")
    await running.seen(
        await running.client.post(f"/v1/users/{user}/story/choices", json={"story": "correo", "choice": 0})
    )
    await running.settled()
    progress = (await running.client.get(f"/v1/users/{user}/story/progress")).json()["items"]
    assert progress[0]["remembered"] == [] and progress[0]["reached_at"]
    url = "/v1/stories/correo"
    whole = (await running.client.get(url)).json()
    listed = (await running.client.get("/v1/stories")).json()["items"]
    assert listed[0]["story"] == "correo" and listed[0]["figures"] == whole
    assert listed[0]["title"]["en"] == "The Six-and-Never Mail"
    assert whole["readings"] >= 1 and whole["reading"] >= 1 and whole["versions"]
    shares = (await running.client.get(f"{url}/choices", params={"language": "en", "first": True})).json()
    assert shares["items"][0]["share"] > 0 and "\ue000" not in str(shares)
    for asked in ("drop-off", "paths", "times", "endings"):
        answer = await running.client.get(f"{url}/{asked}", params={"limit": 1})
        assert answer.status_code == 200, answer.text
    assert (await running.client.get("/v1/stories/nowhere/endings")).status_code == 404
    assert (await running.client.get(f"{url}/paths", params={"length": 13})).status_code == 422
    reader = await running.key_for("read")
    assert (await running.client.get(f"{url}/choices", headers=reader)).status_code == 403
