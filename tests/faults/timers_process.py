"""Timers in a process of its own, to be killed: `python -m tests.faults.timers_process MONGODB_URI FOLDER`.

It says `ready` when it fires.
"""

import asyncio
import sys
from pathlib import Path

from tests import eggs
from tests.application import settings_of
from yabot.application import Application, Role

ROLES = frozenset((Role.PROJECTOR, Role.TIMERS))


async def main(mongodb_uri: str, folder: str) -> None:
    application = Application(settings_of(mongodb_uri, Path(folder)), roles=ROLES, modules=[eggs])
    await application.start(migrating=True)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
