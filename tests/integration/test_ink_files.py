"""A story's folder: what is in it belongs together, and what is wrong is told with file and line."""

import os
import re
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.ink.check import Limits, check_folder
from adapters.ink.compile import CannotCompile, compile_folder, compile_ink
from adapters.ink.earlier import earlier_chapters
from adapters.ink.files import BadStoryFolder, read_story

ROOT = Path(__file__).parents[2]
OURS = ROOT / "content" / "stories" / "correo"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our own story that a test may damage."""
    return Path(shutil.copytree(OURS, tmp_path / "correo"))


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_our_own_story_is_compiled_from_its_sources():
    story = read_story(OURS)
    assert story.definition.id == "correo"
    assert story.definition.default
    assert list(story.compiled) == ["es", "en"]
    assert story.definition.language("en") == "en"
    assert story.definition.language("fr") == "es"


@pytest.mark.parametrize(("file", "kind"), [("correo.es.ink", "source"), ("correo.en.json", "compiled")])
def test_a_file_that_was_changed_without_compiling_is_refused(folder: Path, file: str, kind: str):
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(" ")
    with pytest.raises(BadStoryFolder, match=rf"{file}: is not the {kind} that story.yaml names"):
        read_story(folder)


def test_a_missing_file_is_named(folder: Path):
    (folder / "correo.en.json").unlink()
    with pytest.raises(BadStoryFolder, match=r"correo\.en\.json: not there"):
        read_story(folder)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("cover: 📮", "cover: [", r"story\.yaml:16: "),
        ("cover: 📮", "colour: red", r"story\.yaml:14: colour: Extra inputs"),
        ("default: true", "level: 0", r"story\.yaml:15: level: Input should be greater"),
        ("  en: The Six-and-Never Mail\n", "", r"story\.yaml:3: title\.en: Field required"),
        (
            "missions: [carta_perdida,",
            "missions: [Carta Perdida,",
            r"story\.yaml:\d+: missions\.0: String should match",
        ),
    ],
)
def test_a_wrong_description_is_told_with_its_line(folder: Path, old: str, new: str, told: str):
    replaced(folder / "story.yaml", old, new)
    with pytest.raises(BadStoryFolder, match=told):
        read_story(folder)


@pytest.mark.parametrize("text", ["", "just words", "languages: {}", "languages: {es: 1}", "\udcff"])
def test_what_is_no_description_is_refused(folder: Path, text: str):
    (folder / "story.yaml").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(BadStoryFolder, match=r"story\.yaml"):
        read_story(folder)


# -- compiling, with a compiler that a test has written ---------------------------------------------------------------


def compiler(folder: Path, script: str) -> Path:
    """A program called inklecate in a folder of its own."""
    folder.mkdir()
    program = folder / "inklecate"
    program.write_text(
        f"#!{sys.executable}\nimport pathlib, sys\nout, source = sys.argv[2:4]\n{script}\n", encoding="utf-8"
    )
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    return folder


GOOD = 'pathlib.Path(out).write_text("\\ufeff" + pathlib.Path(source).with_suffix(".json").read_text())'


def test_compiling_notes_the_new_hashes(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", str(compiler(tmp_path / "bin", GOOD)))
    with (folder / "correo.es.ink").open("a", encoding="utf-8") as opened:
        opened.write("// a remark\n")
    with pytest.raises(BadStoryFolder):
        read_story(folder)
    assert compile_folder(folder) == ["en", "es"]
    assert read_story(folder) == read_story(OURS)


def test_the_compilers_own_words_are_passed_on_and_nothing_is_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    before = {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}
    monkeypatch.setenv("PATH", str(compiler(tmp_path / "bin", "sys.exit('line 7: no such knot')")))
    with pytest.raises(CannotCompile, match="line 7: no such knot"):
        compile_folder(folder)
    assert {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()} == before


def test_without_a_compiler_one_is_told_what_to_do(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with pytest.raises(CannotCompile, match="export the story from Inky as JSON instead"):
        compile_ink(folder / "correo.es.ink")


def test_the_command_says_in_one_line_what_is_missing(folder: Path):
    (folder / "correo.es.json").unlink()
    asked = [sys.executable, "-m", "yabot", "story", "compile", str(folder)]
    done = subprocess.run(asked, capture_output=True, text=True, env={**os.environ, "PATH": ""}, cwd=ROOT, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no compiler on PATH" in done.stderr


def test_a_story_begins_without_hashes_and_is_given_them(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    told = (folder / "story.yaml").read_text(encoding="utf-8")
    (folder / "story.yaml").write_text(re.sub(r"\{source:.*\}", "{}", told), encoding="utf-8")
    assert check_folder(folder, Limits(walks=1)).ok, "it can be checked before it has any"
    assert compile_folder(folder) == ["en", "es"]
    assert (folder / "story.yaml").read_text(encoding="utf-8") == told
    assert read_story(folder) == read_story(OURS)


def test_an_export_from_before_the_last_change_is_not_taken(folder: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PATH", "")
    with (folder / "correo.es.ink").open("a", encoding="utf-8") as opened:
        opened.write("// a remark\n")
    with pytest.raises(CannotCompile, match="export the story from Inky as JSON instead"):
        compile_folder(folder)
    with (folder / "correo.es.json").open("a", encoding="utf-8") as opened:
        opened.write("\n")
    assert compile_folder(folder) == ["en", "es"]
    read_story(folder)


def test_only_the_story_that_is_checked_has_to_be_in_order(folder: Path):
    second = folder.parent / "correo_2"
    shutil.copytree(OURS.parent / "correo_2", second)
    assert check_folder(second, Limits(walks=1)).ok
    with (folder / "correo.es.ink").open("a", encoding="utf-8") as opened:
        opened.write("-> nowhere_yet # recuerda:algo_nuevo\n")
    (folder / "correo.en.json").write_text("{", encoding="utf-8")
    report = check_folder(second, Limits(walks=1))
    assert report.ok
    odd = [str(each) for each in report.problems if each.language == "correo"]
    assert odd == [
        "correo: correo.es.ink is not the source file that story.yaml names: it is read as it is now",
        "correo: correo.en.json is not the compiled file that story.yaml names: it is read as it is now",
    ]
    assert "algo_nuevo" in earlier_chapters(second, "correo").remembered
    (folder / "story.yaml").write_text("title: [", encoding="utf-8")
    found = [each for each in check_folder(second, Limits(walks=1)).problems if each.language == "correo"]
    assert [each.warning for each in found] == [True]
    assert "what it remembers of readers is not known" in found[0].what


@pytest.mark.parametrize(
    ("picture", "told"),
    [
        ("pictures/gone.png", r"story\.yaml:\d+: images\.faro: pictures/gone\.png can't be read: No such file"),
        ("pictures/faro.svg", r"story\.yaml:\d+: images\.faro: String should match"),
        ("../correo/pictures/faro.png", r"story\.yaml:\d+: images\.faro: String should match"),
        ("pictures/text.png", r"story\.yaml:\d+: images\.faro: pictures/text\.png is neither PNG nor JPEG"),
    ],
)
def test_a_picture_that_nobody_could_be_shown_is_told_with_its_line(folder: Path, picture: str, told: str):
    (folder / "pictures" / "text.png").write_text("no picture")
    replaced(folder / "story.yaml", "faro: pictures/faro.png", f"faro: {picture}")
    with pytest.raises(BadStoryFolder, match=told):
        read_story(folder)
