"""API keys: who may call the REST API, and what for.

A key is `<prefix>.<secret>`. The prefix finds it and may be shown; of the secret only the SHA-256 is kept. A slow hash
such as argon2 is for what people choose: it makes guessing from a small space expensive. The secret is 256 random bits,
which nobody guesses at any speed, and it is checked at every request.
"""

import hmac
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from time import monotonic

from adapters.mongodb.bounded_cache import BoundedCache
from adapters.mongodb.client import AsyncDatabase, Document
from adapters.mongodb.outages import outages
from commands.ports import Clock

SECRET_BYTES = 32
CACHE_SIZE = 1_000
CACHE_SECONDS = 10.0
"""How long another process may still take a key that has been revoked."""

AWAY_SECONDS = 3_600.0
"""How long a key goes on opening reads while the store can't be asked, after it was last found good there. That is also
how long one that was revoked elsewhere meanwhile may be taken. As soon as the store answers, its answer counts."""

LONGEST_NAME = 60

LAST_USED_EVERY = timedelta(hours=1)
"""How coarse `last_used_at` is: a write for every request would say little more."""

_PREFIX = re.compile(r"yb_[0-9a-f]{12}")
_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class KeyInfo:
    """An API key without its secret; `id` is the prefix.

    `name` is its client's: a client that replaces its key gets the new one by the same name, and with it the answers to
    what it asked with the old one.
    """

    id: str
    name: str
    scopes: frozenset[str]
    created_at: datetime
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    last_used_at: datetime | None = None

    def valid(self, now: datetime) -> bool:
        """Whether it opens anything at `now`."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made. `presented` is what its owner sends, and can never be shown again."""

    presented: str
    info: KeyInfo

    def __repr__(self) -> str:
        return f"NewKey({self.info.id})"


class ApiKeys:
    """The collection `api_keys`. Every call raises StoreUnavailable if the server is away."""

    def __init__(
        self,
        database: AsyncDatabase,
        clock: Clock,
        *,
        cache_seconds: float = CACHE_SECONDS,
        away_seconds: float = AWAY_SECONDS,
        timer: Callable[[], float] = monotonic,
    ) -> None:
        self._keys, self._now = database["api_keys"], clock.now
        self._cache = BoundedCache[str, Document](CACHE_SIZE, cache_seconds, timer)
        self._seen = BoundedCache[str, Document](CACHE_SIZE, away_seconds, timer)

    async def create(self, name: str, scopes: Iterable[str], expires_at: datetime | None = None) -> NewKey:
        """A new key of that client for these scopes. The only time that its secret is seen. Raises ValueError."""
        if wrong := fault_of_name(name):
            raise ValueError(f"{name!r} can't be a key's name: {wrong}")
        prefix, secret = f"yb_{secrets.token_hex(6)}", secrets.token_urlsafe(SECRET_BYTES)
        document: Document = {
            "_id": prefix,
            "hash": _hash(secret),
            "label": name,
            "scopes": sorted(set(scopes)),
            "created_at": self._now(),
            "expires_at": expires_at,
            "revoked_at": None,
            "last_used_at": None,
        }
        with outages():
            await self._keys.insert_one(document)
        return NewKey(f"{prefix}.{secret}", _info(document))

    async def verify(self, presented: str) -> KeyInfo | None:
        """The key that was presented, None if it is unknown, wrong, expired or revoked.

        How long it takes to refuse says nothing about how much of the secret was right.
        """
        prefix, _, secret = presented.partition(".")
        document = await self._find(prefix) if _PREFIX.fullmatch(prefix) else None
        info = self._opened(document, secret)
        if info is not None and (info.last_used_at is None or self._now() - info.last_used_at >= LAST_USED_EVERY):
            await self._used(prefix, self._now())
        return info

    def remembered(self, presented: str) -> KeyInfo | None:
        """The key as the store last told it, at most AWAY_SECONDS ago; for as long as the store can't be asked.

        None if it was not used here lately, or is not good.
        """
        prefix, _, secret = presented.partition(".")
        return self._opened(self._seen.get(prefix), secret)

    def _opened(self, document: Document | None, secret: str) -> KeyInfo | None:
        right = hmac.compare_digest(_hash(secret), document["hash"] if document else _NO_HASH)
        if document is None or not right or not (info := _info(document)).valid(self._now()):
            return None
        return info

    async def list(self) -> list[KeyInfo]:
        """Every key, the revoked and expired ones too, the oldest first."""
        with outages():
            return [_info(document) async for document in self._keys.find().sort([("created_at", 1), ("_id", 1)])]

    async def revoke(self, key_id: str) -> bool:
        """Ends the key; other processes notice within CACHE_SECONDS. False if there is none, or it was revoked."""
        with outages():
            ended = await self._keys.update_one(
                {"_id": key_id, "revoked_at": None}, {"$set": {"revoked_at": self._now()}}
            )
        self._cache.discard(key_id)
        self._seen.discard(key_id)
        return ended.matched_count == 1

    async def _find(self, prefix: str) -> Document | None:
        document = self._cache.get(prefix)
        if document is None:
            with outages():
                document = await self._keys.find_one({"_id": prefix})
            self._seen.discard(prefix)
            if document is not None:  # the unknown are not kept, or guesses would push out the keys in use
                self._cache.put(prefix, document)
                self._seen.put(prefix, document)
        return document

    async def _used(self, prefix: str, now: datetime) -> None:
        self._cache.discard(prefix)
        with outages():
            await self._keys.update_one({"_id": prefix}, {"$max": {"last_used_at": now}})


def fault_of_name(name: str) -> str | None:
    """Why a key can't have this name, None if it can: it stands in command ids, between colons."""
    if not 1 <= len(name) <= LONGEST_NAME:
        return f"it must have 1 to {LONGEST_NAME} characters"
    if ":" in name or not name.isprintable() or name != name.strip():
        return "it must be without colons, control characters, and spaces around it"
    return None


def _hash(secret: str) -> bytes:
    return sha256(secret.encode(errors="surrogatepass")).digest()  # what was presented may be anything


def _info(document: Document) -> KeyInfo:
    return KeyInfo(
        id=document["_id"],
        name=document["label"],
        scopes=frozenset(document["scopes"]),
        created_at=document["created_at"],
        expires_at=document["expires_at"],
        revoked_at=document["revoked_at"],
        last_used_at=document["last_used_at"],
    )
