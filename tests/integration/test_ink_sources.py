"""A story as its writer has it at hand: what has changed since it was compiled, and where a compiler comes from."""

import shutil
import stat
import sys
from pathlib import Path

import pytest

from adapters.ink.compile import CannotCompile, compiler_at_hand
from adapters.ink.files import BadStoryFolder
from adapters.ink.sources import read_file, read_folder

OURS = Path(__file__).parents[2] / "content" / "stories" / "correo"
PATHS = Path(__file__).parent / "ink" / "paths_es.json"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our own story in a place without any compiler."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(OURS, tmp_path / "correo"))


def install_compiler(folder: Path) -> None:
    """A program that compiles everything to the same story."""
    program = folder / "inkjs-compiler"
    program.parent.mkdir(parents=True)
    program.write_text(f"#!{sys.executable}\nimport shutil, sys\nshutil.copy({str(PATHS)!r}, sys.argv[2])\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)


def change(file: Path) -> str:
    file.write_text(file.read_text(encoding="utf-8") + " ", encoding="utf-8")
    return file.read_text(encoding="utf-8")


def test_what_has_not_changed_is_taken_as_it_is(folder: Path) -> None:
    story = read_folder(folder)
    assert story.files.compiled["es"] == (OURS / "correo.es.json").read_text(encoding="utf-8")
    assert story.sources["en"].startswith((OURS / "correo.en.ink").read_text(encoding="utf-8")[:20])


def test_a_changed_source_is_compiled_where_a_compiler_is_at_hand(folder: Path) -> None:
    change(folder / "correo.es.ink")
    with pytest.raises(CannotCompile, match="export the story from Inky as JSON"):
        read_folder(folder)
    install_compiler(folder.parent / "node_modules" / ".bin")
    assert compiler_at_hand() == str(folder.parent / "node_modules" / ".bin" / "inkjs-compiler")
    assert read_folder(folder).files.compiled["es"] == PATHS.read_text(encoding="utf-8")
    assert read_file(folder / "correo.es.ink").compiled == PATHS.read_text(encoding="utf-8")


def test_without_a_compiler_a_changed_export_is_taken(folder: Path) -> None:
    change(folder / "correo.es.ink")
    exported = change(folder / "correo.es.json")
    assert read_folder(folder).files.compiled["es"] == exported


def test_a_source_need_not_be_there_but_an_export_must(folder: Path) -> None:
    (folder / "correo.es.ink").unlink()
    assert list(read_folder(folder).sources) == ["en"]
    (folder / "correo.es.json").unlink()
    with pytest.raises(BadStoryFolder, match=r"correo\.es\.json: not there"):
        read_folder(folder)
