"""`yabot story watch`: what becomes of a save while the store is away."""

from pathlib import Path

import pytest

from commands.ports import StoreUnavailable
from yabot.cli import story_watch


class Enough(Exception):
    """The test has seen what it wanted."""


def test_what_was_saved_waits_for_a_store_that_is_away(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    story, tries = tmp_path / "faro.es.ink", list[Path]()
    story.write_text("Hola.", encoding="utf-8")

    def take_over(file: Path, data: Path | None) -> None:
        tries.append(file)
        if len(tries) < 3:
            raise StoreUnavailable("no server answers")
        story.write_text("Hola otra vez.", encoding="utf-8")

    def sleep(seconds: float) -> None:
        if len(tries) > 3:
            raise Enough

    monkeypatch.setattr(story_watch, "_take_over", take_over)
    monkeypatch.setattr(story_watch, "settings_of", lambda data: None)
    monkeypatch.setattr(story_watch.time, "sleep", sleep)
    with pytest.raises(Enough):
        story_watch.watch(story)
    said = capsys.readouterr().err
    assert said.count("The store is away, what was saved waits for it: no server answers") == 1
    assert tries == [story] * 4, "the third try went well, and the fourth is of the next save"
