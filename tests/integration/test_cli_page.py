"""Every command that docs/command-line.md shows does what it says it does: it runs."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.dev import COMMAND_SECONDS, ROOT, DevProcess, environment
from yabot.__main__ import COMMANDS
from yabot.demo.members import FIRST_TELEGRAM_ID

PAGE = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
BLOCKS = [block for block in re.findall(r"^```sh\n(.*?)^```", PAGE, re.M | re.S) if block.startswith("yabot")]


def test_every_command_is_on_the_page() -> None:
    assert [name for name in COMMANDS if f"yabot {name}" not in PAGE] == []
    assert len(BLOCKS) > 8


@pytest.fixture(scope="module")
def shell(dev_process: DevProcess, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of somebody who has `yabot` on the PATH, and stands in a checkout."""
    folder = tmp_path_factory.mktemp("page")
    program = folder / "bin" / "yabot"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m yabot "$@"\n')
    program.chmod(0o755)
    (folder / "content").symlink_to(ROOT / "content")
    shown = dev_process.ok("user", "show", str(FIRST_TELEGRAM_ID), "--json").json
    settings = environment(YABOT_DATA_DIR=str(dev_process.folder))
    return settings | {
        "PATH": f"{program.parent}:{settings['PATH']}",
        "PWD": str(folder),
        "user": shown["user_id"],
        "correlation": shown["latest"][0]["correlation_id"],
    }


@pytest.mark.parametrize("block", BLOCKS, ids=[block.splitlines()[0] for block in BLOCKS])
def test_what_the_page_shows_runs(block: str, shell: dict[str, str]) -> None:
    done = subprocess.run(
        ["/bin/sh", "-e", "-c", block],
        capture_output=True,
        text=True,
        cwd=Path(shell["PWD"]),
        env=shell,
        timeout=2 * COMMAND_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout
    assert "Traceback" not in done.stderr
