"""Where a place's text takes a breath."""

from domain.story_parts import StoryPart, in_parts
from domain.story_step import StoryLine


def line(text: str, *tags: str) -> StoryLine:
    return StoryLine(text, tags, "plaza")


def test_text_without_tags_is_told_in_one_go():
    assert in_parts([line("uno"), line("dos", "recuerda:x")]) == (StoryPart(("uno", "dos")),)


def test_a_pause_ends_a_part_with_its_own_line():
    told = in_parts([line("uno"), line("dos", "pausa"), line("tres")])
    assert told == (StoryPart(("uno", "dos")), StoryPart(("tres",)))


def test_a_picture_begins_a_part_with_its_own_line():
    told = in_parts([line("uno"), line("dos", "imagen: faro"), line("tres"), line("cuatro", "imagen:cine")])
    assert told == (StoryPart(("uno",)), StoryPart(("dos", "tres"), "faro"), StoryPart(("cuatro",), "cine"))


def test_a_picture_may_stand_without_a_line_and_a_pause_after_it():
    told = in_parts([line("", "imagen:faro", "pausa"), line("uno"), line("", "pausa"), line("dos")])
    assert told == (StoryPart((), "faro"), StoryPart(("uno",)), StoryPart(("dos",)))


def test_nothing_is_told_in_no_parts():
    assert in_parts([line("", "premio:5"), line("", "pausa")]) == ()
