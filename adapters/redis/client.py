"""How this program connects to Redis: with deadlines, and without the driver's silent retries.

redis-py 8 retries ten times by default: one lost reply then writes twice, and a stopped server holds one GET for 58 s.
Who wants to try again does so knowingly.
"""

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

TIMEOUT = 2.0
"""Seconds that one call may take. A BLOCK must stay below it."""

CONNECT_TIMEOUT = 1.0


def connect(url: str) -> Redis:
    """A client for the event loop; answers are bytes. Nothing is sent before its first use; the caller closes it."""
    return Redis.from_url(
        url,
        retry=Retry(NoBackoff(), 0),
        socket_timeout=TIMEOUT,
        socket_connect_timeout=CONNECT_TIMEOUT,
        health_check_interval=0,
        client_name="yabot",
    )
