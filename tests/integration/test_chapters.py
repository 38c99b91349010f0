"""The chapters that we ship hang together: each comes after one, remembers it, and can be ended in several ways."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.ink.compiled import Compiled, read_compiled
from adapters.ink.files import StoryFiles, read_story
from domain.story_step import Tag

CHOICE = re.compile(r"^\s*[*+].*?\[([^#\]]*)", re.MULTILINE)
WIDEST = 60
"""Characters of a choice that a phone shows in two lines."""
STORIES = Path(__file__).parents[2] / "content" / "stories"
CHAPTERS = {"correo": None, "correo_2": "correo", "correo_3": "correo_2"}


def files(chapter: str) -> StoryFiles:
    return read_story(STORIES / chapter)


def languages(chapter: str) -> Iterator[Compiled]:
    yield from map(read_compiled, files(chapter).compiled.values())


def named(story: Compiled, tag: str) -> set[str]:
    """The values that a tag has in a story."""
    return {each.value for _, text in story.tags if (each := Tag.parse(text)).name == tag}


def test_the_chapters_come_one_after_the_other_and_the_first_is_the_default():
    assert {path.name for path in STORIES.iterdir()} == set(CHAPTERS)
    assert {chapter: files(chapter).definition.after for chapter in CHAPTERS} == CHAPTERS
    assert [chapter for chapter in CHAPTERS if files(chapter).definition.default] == ["correo"]


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_is_told_in_both_languages_and_ends_in_several_ways(chapter: str):
    assert set(files(chapter).compiled) == {"es", "en"}
    for story in languages(chapter):
        assert len(story.knots) >= 60
        assert len(named(story, "final")) >= 5
        assert len(named(story, "checkpoint")) >= 4
        assert named(story, "costo") and named(story, "premio") and named(story, "pista") and named(story, "mision")
        told = [text for _, text in story.tags]
        assert "vip" in told and told.count("pausa") >= 10


@pytest.mark.parametrize("chapter", CHAPTERS)
def test_choices_are_short_enough_for_a_phone(chapter: str):
    for language in ("es", "en"):
        source = (STORIES / chapter / f"{chapter}.{language}.ink").read_text(encoding="utf-8")
        choices = [found.strip() for found in CHOICE.findall(source)]
        assert len(choices) > 100
        assert [choice for choice in choices if len(choice) > WIDEST] == []


@pytest.mark.parametrize("chapter", ["correo_2", "correo_3"])
def test_a_later_chapter_names_its_endings_and_checkpoints_and_has_gates_of_every_kind(chapter: str):
    definition = files(chapter).definition
    for story in languages(chapter):
        assert named(story, "final") == set(definition.endings)
        assert named(story, "checkpoint") == set(definition.checkpoints)
        assert named(story, "nivel") and named(story, "tras") and named(story, "con")


@pytest.mark.parametrize(("chapter", "least"), [("correo_2", 10), ("correo_3", 25)])
def test_a_later_chapter_refers_to_what_the_earlier_ones_remember(chapter: str, least: int):
    earlier = set[str]()
    before = CHAPTERS[chapter]
    while before:
        earlier |= named(next(languages(before)), "recuerda")
        before = CHAPTERS[before]
    for story in languages(chapter):
        assert len({id for _, name, id in story.asks if name == "recuerda"} & earlier) >= least
