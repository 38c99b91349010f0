"""What is committed is ours: no libraries, no binaries, and nothing that only one machine knows."""

import re
from pathlib import Path

from tests.architecture.tree import ROOT, tracked_files

PICTURES = {".png", ".webp"}
"""Screenshots in docs/, and what stories show, in content/stories/."""
FOREIGN_SUFFIXES = {".woff", ".woff2", ".ttf", ".otf", ".wasm", ".whl", ".so", ".dylib", ".exe", ".jar", ".gz", ".zip"}
LONGEST_LINE = 1000
"""Of a script or style sheet of ours, in characters; minified ones have one line."""

REGISTRIES = re.compile(
    r"\b(?:pypi|npmjs|crates|rubygems)\.(?:org|io)\b|\bfiles\.python[a-z]+\.org\b|\b(?:unpkg|jsdelivr)\.(?:com|net)\b"
)
INDEX_OPTIONS = re.compile(r"https?://|^--|\bfile:", re.MULTILINE)
MACHINES = re.compile(r"(?<![\w.$}])/(?:home|Users)/[a-z]\w*/|(?<![\w.])/(?:root)/\w|[A-Z]:\\Users")


def texts() -> dict[Path, str]:
    """The tracked text files."""
    return {path: path.read_text(errors="replace") for path in tracked_files() if path.suffix not in PICTURES}


def names(paths: list[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_binary_is_tracked_but_pictures_where_they_belong() -> None:
    binary = [path for path in tracked_files() if b"\0" in path.read_bytes()[:8192]]
    binary += [path for path in tracked_files() if path.suffix in FOREIGN_SUFFIXES]
    homes = (ROOT / "docs", ROOT / "content" / "stories")
    pictures = {path for path in binary if path.suffix in PICTURES and any(map(path.is_relative_to, homes))}
    assert not names([path for path in binary if path not in pictures])


def test_every_picture_of_a_story_has_its_drawing_beside_it_and_is_small() -> None:
    pictures = [path for path in tracked_files() if path.match("content/stories/*/pictures/*.png")]
    assert not names([path for path in pictures if not path.with_suffix(".svg").is_file()])
    assert not names([path for path in pictures if path.stat().st_size > 60_000])


def test_no_minified_asset_is_tracked() -> None:
    assets = {path: text for path, text in texts().items() if path.suffix in {".js", ".mjs", ".css"}}
    minified = [path for path, text in assets.items() if any(len(line) > LONGEST_LINE for line in text.splitlines())]
    assert not names([*minified, *(path for path in tracked_files() if ".min." in path.name)])


def test_no_package_registry_is_named() -> None:
    assert not names([path for path, text in texts().items() if REGISTRIES.search(text)])


def test_the_lock_has_hashes_and_no_addresses() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    assert not INDEX_OPTIONS.search(lock)
    pins = re.findall(r"^[a-z0-9][\w.\-\[\]]*==.*?(?=^\S|\Z)", lock, re.MULTILINE | re.DOTALL | re.IGNORECASE)
    assert len(pins) > 50
    assert not [pin.splitlines()[0] for pin in pins if "--hash=sha256:" not in pin]


def test_no_path_of_one_machine_is_written_down() -> None:
    here = f"{ROOT}/"
    assert not names([path for path, text in texts().items() if here in text or MACHINES.search(text)])
