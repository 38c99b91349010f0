"""A `yabot dev` of a test's own: started as a newcomer would, stopped as with Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.servers import eventually

ROOT = Path(__file__).parent.parent.parent


@contextmanager
def running_dev(folder: Path, *options: str) -> Iterator[dict[str, Any]]:
    """What dev.json holds, while `yabot dev` runs on `folder`; it must end well when it is interrupted."""
    facts, log = folder / "dev.json", folder / "dev.log"
    settings = {name: value for name, value in os.environ.items() if not name.startswith("YABOT_")}
    with log.open("w") as output:
        dev = subprocess.Popen(
            [sys.executable, "-m", "yabot", "dev", "--data", str(folder), "--port", "0", *options],
            cwd=ROOT,
            env=settings,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        eventually(lambda: facts.exists() or dev.poll() is not None, within=60)
        assert facts.exists(), log.read_text()
        yield json.loads(facts.read_text())
    finally:
        if dev.poll() is None:
            dev.send_signal(signal.SIGINT)
        try:
            code = dev.wait(30)
        except subprocess.TimeoutExpired:
            dev.kill()
            raise
    assert code == 0, log.read_text()
