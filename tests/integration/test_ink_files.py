"""A story's folder: what is in it belongs together, and what is wrong is told with file and line."""

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from adapters.ink.compile import CannotCompile, compile_folder, compile_ink
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


def test_the_script_says_in_one_line_what_is_missing(folder: Path):
    script = [sys.executable, str(ROOT / "scripts" / "compile_story"), str(folder)]
    done = subprocess.run(script, capture_output=True, text=True, env={**os.environ, "PATH": ""}, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no compiler on PATH" in done.stderr
    assert subprocess.run(script[:2], capture_output=True, check=False).returncode == 2


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
