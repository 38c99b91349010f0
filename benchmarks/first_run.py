"""What a newcomer waits for: `yabot dev` from the command to the first answer, and what it takes of the machine."""

import asyncio
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from time import perf_counter, time
from typing import Any

import httpx

from adapters.embedded.temporary import temporary_folder
from benchmarks.figures import Figure, percentile

READY_SECONDS = 60
FIRST_CHAT = 9_000_000


def run(quick: bool) -> list[Figure]:
    """Starts `yabot dev` several times, and once talks to its bot for a while."""
    starts = [_start_and_stop(demo=True) for _ in range(1 if quick else 3)]
    ready = sorted(seconds for seconds, _ in starts)[len(starts) // 2]
    empty, _ = _start_and_stop(demo=False)
    memory = max(megabytes for _, megabytes in starts)
    return [
        Figure("ready, demo community included", ready, "s", at_most=5.0),
        Figure("ready, empty", empty, "s"),
        Figure("peak memory of all processes, demo included", memory, "MB"),
        *_replies(200 if quick else 1_000),
    ]


class _Dev:
    """A `yabot dev` of our own in a temporary folder."""

    def __init__(self, folder: Path, demo: bool) -> None:
        began = perf_counter()
        command = [sys.executable, "-m", "yabot", "dev", "--port", "0", "--json", "--data", str(folder)]
        self.process = subprocess.Popen(
            [*command, *([] if demo else ["--no-demo"])], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        assert self.process.stdout is not None
        self.facts: dict[str, Any] = json.loads(self.process.stdout.readline())
        self.ready_after = perf_counter() - began

    @property
    def megabytes(self) -> float:
        """Peak memory of all its processes."""
        return sum(_peak_kilobytes(pid) for pid in self.facts["pids"].values()) / 1024

    def stop(self) -> None:
        os.kill(self.process.pid, signal.SIGINT)
        self.process.wait(READY_SECONDS)


def _peak_kilobytes(pid: int) -> int:
    """The most memory that the process ever had resident, as the kernel counts it."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def _start_and_stop(demo: bool) -> tuple[float, float]:
    with temporary_folder() as folder:
        dev = _Dev(folder / "data", demo)
        try:
            return dev.ready_after, dev.megabytes
        finally:
            dev.stop()


def _replies(updates: int) -> list[Figure]:
    """How long the bot takes from an update to its reply, over the simulator's HTTP door, one user after the other."""
    with temporary_folder() as folder:
        dev = _Dev(folder / "data", demo=False)
        try:
            took = asyncio.run(_talk(dev.facts["http_url"], updates))
        finally:
            dev.stop()
    return [
        Figure("update to reply, p50", percentile(took, 50), "ms"),
        Figure("update to reply, p99", percentile(took, 99), "ms"),
    ]


async def _talk(url: str, updates: int) -> list[float]:
    """Milliseconds of each reply after the first hundred."""
    took: list[float] = []
    async with httpx.AsyncClient(base_url=url, timeout=30) as client:
        for number in range(updates + 100):
            text = ("/start", "/gift", "/wallet", "/missions", "/story")[number % 5]
            began = perf_counter()
            answer = await client.post("/sim/api/updates", json=_update(number, FIRST_CHAT + number // 5, text))
            answer.raise_for_status()
            assert answer.json()["calls"], f"no reply to {text}"
            took.append((perf_counter() - began) * 1000)
    return took[100:]


def _update(number: int, chat: int, text: str) -> dict[str, Any]:
    person = {"id": chat, "first_name": "Bench", "is_bot": False, "language_code": "es"}
    return {
        "update_id": number + 1,
        "message": {
            "message_id": number + 1,
            "date": int(time()),
            "chat": {"id": chat, "type": "private", "first_name": "Bench"},
            "from": person,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        },
    }
