"""Frees the end of the log from a transaction that its owner left behind.

A process that is killed between inserting and committing leaves its transaction open on the server for a minute
(`transactionLifetimeLimitSeconds`), and until then nobody can write to the positions in it. Users may look at their own
idle transactions and end them, without any privilege. Ending that of a process which lives after all does no harm: it
was stopped for long, and tries again.
"""

import logging
from time import monotonic

import pymongo
from pymongo.errors import PyMongoError

from adapters.mongodb.client import Client

log = logging.getLogger(__name__)

PATIENCE_SECONDS = 0.5
"""So long without anybody getting on is a stall: a commit takes milliseconds."""
IDLE_SECONDS = 1.0


class StallBreaker:
    """Told of every collision, it acts when they last without anybody getting on."""

    def __init__(self, client: Client) -> None:
        self._client = client
        application = client.options.pool_options.metadata.get("application") or {}
        self._appname = application.get("name")
        self._since: float | None = None

    def moved(self) -> None:
        """Somebody got on."""
        self._since = None

    def collided(self) -> None:
        """Another collision at the same place."""
        now = monotonic()
        if self._since is None:
            self._since = now
        elif now - self._since > PATIENCE_SECONDS:
            self._since = now
            try:
                with pymongo.timeout(PATIENCE_SECONDS):
                    self._end_idle_transactions()
            except PyMongoError as error:
                log.warning("the log's end is blocked, and whoever blocks it can't be looked for: %s", error)

    def _end_idle_transactions(self) -> None:
        admin = self._client.admin
        idle = list(
            admin.aggregate(
                [
                    {"$currentOp": {"allUsers": False, "idleSessions": True}},
                    {
                        "$match": {
                            "type": "idleSession",
                            "appName": self._appname,
                            "transaction.timeInactiveMicros": {"$gt": int(IDLE_SECONDS * 1_000_000)},
                        }
                    },
                    {"$project": {"lsid.id": 1, "client": 1}},
                ]
            )
        )
        if idle:
            log.warning("ending transactions left behind by %s", ", ".join(str(each.get("client")) for each in idle))
            admin.command("killSessions", [{"id": each["lsid"]["id"]} for each in idle])
