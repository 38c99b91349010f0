"""A publisher in a process of its own, to be killed. Its log is a file: as many events as the file has bytes."""

import asyncio
import json
import sys
from pathlib import Path

from adapters.redis.client import connect
from adapters.redis.publisher import RedisPublisher
from domain.recorded import Damaged, Recorded
from tests.memory_log import recorded


class FileLog:
    """A log that several processes see grow: one byte of the file is one event."""

    epoch = "first"

    def __init__(self, path: Path) -> None:
        self.path = path

    async def read(self, after: int, limit: int) -> list[Recorded | Damaged]:
        return [recorded(n) for n in range(after + 1, min(after + limit, await self.head()) + 1)]

    async def head(self) -> int:
        return self.path.stat().st_size

    async def wait(self, after: int, timeout: float) -> None:
        if await self.head() <= after:
            await asyncio.sleep(0.002)


def encode(event: Recorded | Damaged) -> bytes:
    return json.dumps({"position": event.position}).encode()


if __name__ == "__main__":
    url, path = sys.argv[1:]
    asyncio.run(RedisPublisher(FileLog(Path(path)), connect(url), encode).run())
