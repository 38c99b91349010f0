"""The stream `yabot:events` as the publisher writes it: only ever its next entries, by compare-and-append."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from redis.asyncio import Redis

EVENTS = "yabot:events"
"""One entry for each event: id `<position>-0`, fields `event`, `prev` (position of the entry before) and `epoch`."""

WAKEUP = "yabot:wakeup"
"""Pub/Sub channel: the newest position, as a hint only."""

PARKED = "yabot:parked"
"""Stream of what could not be delivered; a notice, the truth is in MongoDB."""

# The top is compared and the entries are appended in one step, so two publishers, a lost reply or a flush can't make a
# gap or a double. Where XADD refuses the id although the top is the expected one, somebody has deleted the entries
# above it: ids never go back, so the stream is started anew.
_APPEND = """
local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
local id, epoch = '', ARGV[2]
if top then
  id, epoch = top[1], ''
  for i = 1, #top[2], 2 do
    if top[2][i] == 'epoch' then epoch = top[2][i + 1] end
  end
end
if id ~= ARGV[1] or epoch ~= ARGV[2] then return {0, id, epoch} end
if #ARGV == 4 then return {1, id, epoch} end
local prev = ARGV[4]
for i = 5, #ARGV, 2 do
  local added = redis.pcall(
    'XADD', KEYS[1], ARGV[i] .. '-0', 'event', ARGV[i + 1], 'prev', prev, 'epoch', ARGV[2])
  if added.err then
    if i == 5 and string.find(added.err, 'equal or smaller', 1, true) then
      redis.call('DEL', KEYS[1])
      return {0, '', ARGV[2]}
    end
    return added
  end
  prev = ARGV[i]
end
redis.call('XTRIM', KEYS[1], 'MAXLEN', '~', ARGV[3])
redis.call('PUBLISH', KEYS[2], prev)
return {1, prev .. '-0', epoch}
"""

_CLEAR = """
local top = redis.call('XREVRANGE', KEYS[1], '+', '-', 'COUNT', 1)[1]
if top and top[1] == ARGV[1] then redis.call('DEL', KEYS[1]) end
"""


@dataclass(frozen=True, slots=True)
class Top:
    """The stream's newest entry: its position (None: the stream is empty) and epoch."""

    position: int | None
    epoch: str


class EventStream:
    """Appends to one stream. Every method raises redis.exceptions.RedisError."""

    def __init__(self, redis: Redis, window: int, name: str = EVENTS, wakeup: str = WAKEUP) -> None:
        self._append = redis.register_script(_APPEND)
        self._clear = redis.register_script(_CLEAR)
        self._keys = [name, wakeup]
        self._window = window

    async def append(self, top: Top, after: int, entries: Sequence[tuple[int, bytes]]) -> Top | None:
        """Appends (position, event)s if `top` is the stream's top and of its epoch; `after` is the position before.

        Returns None if they are in, else the top as it really is. Without entries it only compares.
        """
        arguments: list[str | int | bytes] = [_id(top), top.epoch, self._window, after]
        for entry in entries:
            arguments += entry
        done, entry_id, epoch = await self._append(keys=self._keys, args=arguments)
        _notice_cancellation()
        return None if done else _top(entry_id, epoch)

    async def clear(self, top: Top) -> None:
        """Deletes the stream if `top` is still its top."""
        await self._clear(keys=self._keys[:1], args=[_id(top)])


def _notice_cancellation() -> None:
    """Raises a CancelledError that redis-py has lost.

    It sends through `asyncio.wait_for`, which before Python 3.12 forgets a cancellation that arrives just as the
    sending ends: a publisher would then go on for ever.
    """
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError


def _id(top: Top) -> str:
    return "" if top.position is None else f"{top.position}-0"


def _top(entry_id: bytes, epoch: bytes) -> Top:
    position = int(entry_id.partition(b"-")[0]) if entry_id else None
    return Top(position, epoch.decode())
