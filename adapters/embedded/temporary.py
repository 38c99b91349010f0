"""A data folder for one run, which leaves nothing behind even if a run before it was killed."""

import logging
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.embedded.errors import ServerUnavailable
from adapters.embedded.locks import lock_file
from adapters.embedded.mongod import Mongod
from adapters.embedded.valkey import Valkey

PREFIX = "yabot-"

log = logging.getLogger(__name__)


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A new folder, only for its owner, removed at the end. Servers in it must have been stopped by then.

    Folders of runs that were killed are found first: their servers are ended and they are removed.
    """
    remove_abandoned(Path(tempfile.gettempdir()))
    folder = Path(tempfile.mkdtemp(prefix=PREFIX))
    # Locked before it has its name: whoever sees the name sees that the folder is in use.
    lock = lock_file(folder / "lock.new")
    assert lock is not None
    (folder / "lock.new").rename(folder / "lock")
    try:
        yield folder
    finally:
        shutil.rmtree(folder)
        os.close(lock)


def remove_abandoned(parent: Path) -> None:
    """Removes the temporary folders below `parent` whose program is gone, with the servers that it left behind."""
    for folder in parent.glob(PREFIX + "*"):
        try:
            if folder.stat().st_uid == os.getuid():
                _remove_if_abandoned(folder)
        except FileNotFoundError:
            log.debug("%s is being removed or made by another program", folder)
        except (OSError, ServerUnavailable) as error:
            log.warning("%s, left by an earlier run, can't be removed: %s", folder, error)


def _remove_if_abandoned(folder: Path) -> None:
    lock = lock_file(folder / "lock", create=False)
    if lock is None:
        return
    try:
        for server in (Mongod(folder / "mongod"), Valkey(folder / "valkey")):
            if server.folder.exists():
                server.clear_up()
        shutil.rmtree(folder)
    finally:
        os.close(lock)
