"""The console's doors: one-time admin links, and the sessions that they open.

Tokens are 256 random bits, kept as their SHA-256 (see keys.py). MongoDB removes what has expired within a minute or so;
until then it is refused by its time.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from adapters.mongodb.client import AsyncDatabase
from adapters.mongodb.outages import outages
from commands.ports import Clock

TOKEN_BYTES = 32
LINK_LIVES = timedelta(minutes=15)
SESSION_LIVES = timedelta(hours=8)


@dataclass(frozen=True, slots=True)
class NewSession:
    """A session that was just opened; `token` goes into the browser's httpOnly cookie and nowhere else."""

    token: str
    actor: str
    expires_at: datetime

    def __repr__(self) -> str:
        return f"NewSession({self.actor}, until {self.expires_at:%H:%M})"


@dataclass(frozen=True, slots=True)
class Session:
    """A session in use: who acts, until when."""

    actor: str
    expires_at: datetime


class ConsoleSessions:
    """The collections `one_time_links` and `sessions`. Every call raises StoreUnavailable if the server is away."""

    def __init__(self, database: AsyncDatabase, clock: Clock) -> None:
        self._links, self._sessions, self._now = database["one_time_links"], database["sessions"], clock.now

    async def new_link(self, actor: str) -> str:
        """The token of a link that lets `actor` in once, within 15 minutes."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        with outages():
            await self._links.insert_one({"_id": _hash(token), "actor": actor, "expires_at": self._now() + LINK_LIVES})
        return token

    async def opens(self, link_token: str) -> bool:
        """Whether a link would let somebody in now. Uses nothing up."""
        with outages():
            link = await self._links.find_one({"_id": _hash(link_token)})
        return link is not None and link["expires_at"] > self._now()

    async def redeem(self, link_token: str) -> NewSession | None:
        """Opens a session for a link; None if it is unknown, expired or was used. Of two at once, one gets in."""
        with outages():
            link = await self._links.find_one_and_delete({"_id": _hash(link_token)})
        if link is None or link["expires_at"] <= self._now():
            return None
        return await self.open(link["actor"])

    async def open(self, actor: str) -> NewSession:
        """A session for `actor`, whoever has let them in."""
        session = NewSession(secrets.token_urlsafe(TOKEN_BYTES), actor, self._now() + SESSION_LIVES)
        with outages():
            await self._sessions.insert_one(
                {"_id": _hash(session.token), "actor": actor, "expires_at": session.expires_at}
            )
        return session

    async def find(self, token: str) -> Session | None:
        """The session with this token, None if there is none or it has expired."""
        with outages():
            found = await self._sessions.find_one({"_id": _hash(token)})
        if found is None or found["expires_at"] <= self._now():
            return None
        return Session(found["actor"], found["expires_at"])

    async def close(self, token: str) -> None:
        """Ends the session."""
        with outages():
            await self._sessions.delete_one({"_id": _hash(token)})


def csrf_token(session_token: str) -> str:
    """What the session's forms carry. Made from the session's token, which a foreign page can't read."""
    return hmac.digest(session_token.encode(), b"csrf", "sha256").hex()


def csrf_matches(session_token: str, presented: str) -> bool:
    """Whether a form came from this session's pages; in constant time."""
    return hmac.compare_digest(csrf_token(session_token).encode(), presented.encode(errors="surrogatepass"))


def _hash(token: str) -> bytes:
    return sha256(token.encode(errors="surrogatepass")).digest()  # what was presented may be anything
