"""Telegram's side of files that people send, for the simulator and the tests: what was attached can be fetched."""

from collections.abc import Mapping
from itertools import count
from typing import Any

from adapters.telegram.bot_api import bad_request
from adapters.telegram.bounded import Bounded

MAX_FETCHED = 20_000_000
"""Bytes of a file that bots may fetch (core.telegram.org/bots/api#getfile)."""
KEPT_FILES = 20


class FileServer:
    """The files that Telegram's servers have, as long as they run. `name` tells this run's file ids from others'."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._ids = count(1)
        self._files: Bounded[str, bytes] = Bounded(KEPT_FILES)

    def attach(self, data: bytes, name: str) -> dict[str, Any]:
        """Takes a file in that somebody sends. The document of their message."""
        file_id = f"file-{self._name[:8]}-{next(self._ids)}"
        self._files.put(file_id, data)
        return {"file_id": file_id, "file_unique_id": file_id, "file_name": name, "file_size": len(data)}

    def describe(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """What getFile answers. Raises Refused."""
        file_id = str(params.get("file_id", ""))
        if (data := self._files.get(file_id)) is None:
            raise bad_request("invalid file_id")
        if len(data) > MAX_FETCHED:
            raise bad_request("file is too big")
        told = {"file_id": file_id, "file_unique_id": file_id, "file_size": len(data)}
        return told | {"file_path": f"documents/{file_id}"}

    def content(self, url: str) -> bytes | None:
        """The bytes at the address that was made of a file_path; None where nothing is."""
        return self._files.get(url.rpartition("/documents/")[2])
