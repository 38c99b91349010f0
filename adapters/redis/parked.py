"""Tells integrators, in the stream `yabot:parked`, of events that a service of ours could not take."""

from redis.asyncio import Redis

from adapters.redis.stream import PARKED
from commands.subscriptions import ParkedReaction

KEPT = 10_000


class ParkedStream:
    """A notice only: the parked events themselves are in MongoDB, and in `yabot:events` like all others."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def announce(self, parked: ParkedReaction) -> None:
        """Adds an entry. `retry_count` is 0 for an event that only waits behind another. Raises RedisError."""
        await self._redis.xadd(
            PARKED,
            {
                "service": parked.service,
                "position": parked.position,
                "partition": parked.partition,
                "event_type": parked.event_type or "",
                "reason": parked.reason,
                "retry_count": parked.attempts,
            },
            maxlen=KEPT,
            approximate=True,
        )
