"""A story as its writer has it at hand: what has changed since it was compiled, and where a compiler comes from."""

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.ink.compile import CannotCompile, compiler_at_hand
from adapters.ink.files import BadStoryFolder
from adapters.ink.lone_source import compile_alone, without_comments
from adapters.ink.sources import read_file, read_folder
from tests.ink_compiler import COMPILED, install_compiler

OURS = Path(__file__).parents[2] / "content" / "stories" / "correo"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of our own story in a place without any compiler."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(OURS, tmp_path / "correo"))


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
    assert read_folder(folder).files.compiled["es"] == COMPILED.read_text(encoding="utf-8")
    assert read_file(folder / "correo.es.ink").compiled == COMPILED.read_text(encoding="utf-8")


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


def test_a_compiler_knows_none_of_our_keys_and_has_limits(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("YABOT_SECRET_KEY", "c2VjcmV0")
    seen = install_compiler(folder.parent / "node_modules" / ".bin")
    read_file(folder / "correo.es.ink")
    told = json.loads(seen.read_text(encoding="utf-8"))
    assert not [name for name in told["environment"] if name.startswith("YABOT")]
    assert "c2VjcmV0" not in seen.read_text(encoding="utf-8")
    assert told["beside"] == []
    assert (told["seconds"], told["memory"]) == (60, 1_000_000_000)


def test_a_compiler_that_takes_too_long_is_ended_and_its_writer_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = install_compiler(folder.parent / "node_modules" / ".bin").with_name("inkjs-compiler")
    program.write_text("#!/bin/sh\nwhile :; do :; done\n", encoding="utf-8")
    monkeypatch.setattr("adapters.ink.compile.MAX_SECONDS", 1)
    with pytest.raises(CannotCompile, match=r"correo\.es\.ink"):
        read_file(folder / "correo.es.ink")


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ("Hola. // nota\nAdiós.", "Hola. \nAdiós."),
        ("uno /* dos\ntres */ cuatro", "uno \n cuatro"),
        ("uno /* sin fin\ndos", "uno \n"),
        ("uno // /* no\r\ndos */ tres", "uno \ndos */ tres"),
        ("uno // dos\rtres", "uno \ntres"),
        ("/*/ uno */ dos", " dos"),
        ("// cero /* uno", ""),
    ],
)
def test_comments_are_taken_out_and_lines_stay_where_they_were(source: str, left: str) -> None:
    assert without_comments(source) == left


def test_a_strangers_source_is_compiled_without_its_comments(folder: Path) -> None:
    seen = install_compiler(folder.parent / "node_modules" / ".bin")
    compile_alone("../../faro es.ink", "Hola. /* nota */\n// INCLUDE /etc/passwd\n-> END")
    assert json.loads(seen.read_text(encoding="utf-8"))["source"] == "Hola. \n\n-> END"


@pytest.mark.parametrize(
    "source",
    ["INC/* x */LUDE f", "INCLUDEx/../f", "// x\rINC/* x */LUDE f", "/*/ x */INC/* // */LUDE f", "INC/**/LUDE f"],
)
def test_whatever_a_compiler_would_read_as_include_is_refused(folder: Path, source: str) -> None:
    seen = install_compiler(folder.parent / "node_modules" / ".bin")
    with pytest.raises(CannotCompile, match="INCLUDE other files"):
        compile_alone("faro.ink", source)
    assert not seen.exists()


def test_what_two_compilers_could_read_in_two_ways_is_given_to_them_in_one(folder: Path) -> None:
    seen = install_compiler(folder.parent / "node_modules" / ".bin")
    compile_alone("faro.ink", "/**//* x\nINC/* x */LUDE f")  # to Ink's own, /**/ is text, and // begins a comment
    assert json.loads(seen.read_text(encoding="utf-8"))["source"] == "\nLUDE f"


@given(st.text("/*\n\rIx", max_size=40))
def test_what_is_left_of_a_source_has_no_comment(source: str) -> None:
    left = without_comments(source)
    assert "//" not in left
    assert "/*" not in left
