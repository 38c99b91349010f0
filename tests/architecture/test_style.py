"""The code is checked as strictly here as on the command line: `make lint` says the same."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.tree import ROOMS, ROOT, modules

PUT_OFF = re.compile(r"#\s*(TO[D]O|FIX[M]E|X[X]X)\b")
LEFT_OUT = re.compile(r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b")
SWALLOWED = re.compile(r"except( BaseException| Exception)?:\s*\n\s*(pass|\.\.\.)\b")
LONGEST = 400
"""Lines; above about 300 a file is usually two topics."""


def passes(program: str, *arguments: str) -> None:
    run = subprocess.run(
        [Path(sys.executable).with_name(program), *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr


def test_ruff_finds_nothing() -> None:
    passes("ruff", "check", ".")


def test_the_code_is_formatted() -> None:
    passes("ruff", "format", "--check", ".")


@pytest.mark.timeout(600)
def test_the_types_are_strict_and_right() -> None:
    passes("mypy")


def test_nothing_is_put_off_and_no_error_is_swallowed() -> None:
    files = modules(*ROOMS, "migrations", "tests", "benchmarks")
    assert not [
        f"{path.relative_to(ROOT)}: {found[0]!r}"
        for path in files
        for pattern in (PUT_OFF, LEFT_OUT, SWALLOWED)
        if (found := pattern.search(path.read_text()))
    ]


def test_files_are_about_one_topic() -> None:
    long = {str(path.relative_to(ROOT)): len(path.read_text().splitlines()) for path in modules(*ROOMS)}
    assert not {path: lines for path, lines in long.items() if lines > LONGEST}
