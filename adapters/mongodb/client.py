"""How this program connects to MongoDB: the only file that knows Motor.

Motor is past its end of life; its successor is PyMongo's own `AsyncMongoClient`. The adapters use only what the two
have in common, so that moving over means changing this file.
"""

from typing import Any

import pymongo
from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo import MongoClient
from pymongo.errors import ConnectionFailure, ExecutionTimeout, PyMongoError, WTimeoutError

Document = dict[str, Any]
AsyncClient = AsyncIOMotorClient[Document]
AsyncDatabase = AsyncIOMotorDatabase[Document]
AsyncCollection = AsyncIOMotorCollection[Document]
Client = MongoClient[Document]

TIMEOUT_MS = 5_000
"""The deadline of one call. `socketTimeoutMS` is no substitute: under SIGSTOP it took 10 to 14 s for its 2."""

_COMMON: Document = {
    "appname": "yabot",
    "timeoutMS": TIMEOUT_MS,
    "tz_aware": True,
    "w": "majority",
    "journal": True,
}


GOODBYE_SECONDS = 1.0
"""How long a client that is closed may look for a server to end its sessions at; the driver alone takes 30 s."""


class _Client(Client):
    def close(self) -> None:
        """Lets go of the server, and waits for none that is away."""
        with pymongo.timeout(GOODBYE_SECONDS):
            super().close()


def connect(uri: str, **options: Any) -> AsyncClient:
    """A client for the event loop. Nothing is sent before its first use; the caller closes it by `disconnect`."""
    return AsyncIOMotorClient(uri, **{**_COMMON, **options})


def disconnect(client: AsyncClient) -> None:
    """Lets go of the server, and waits for none that is away; blocks for GOODBYE_SECONDS at most."""
    with pymongo.timeout(GOODBYE_SECONDS):
        client.close()


def connect_blocking(uri: str, **options: Any) -> Client:
    """A client for threads. It looks for servers at once, in the background; the caller closes it."""
    return _Client(uri, **{**_COMMON, **options})


def is_outage(error: PyMongoError) -> bool:
    """Whether the server could not be reached, or did not answer in time, rather than answered with a refusal."""
    return error.timeout or isinstance(error, ConnectionFailure | ExecutionTimeout | WTimeoutError)
