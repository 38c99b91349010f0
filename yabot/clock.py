"""Where the time comes from."""

from datetime import UTC, datetime


class SystemClock:
    """The machine's time, in whole milliseconds: what the log can keep."""

    def now(self) -> datetime:
        now = datetime.now(UTC)
        return now.replace(microsecond=now.microsecond // 1000 * 1000)


class MovableClock:
    """The machine's time, or while it is set, the time that was set: how the demo lives through its days."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._set: datetime | None = None

    def advance(self, now: datetime) -> None:
        """Sets the time; it never goes back."""
        self._set = now if self._set is None else max(self._set, now)

    def release(self) -> None:
        """Goes on with the machine's time."""
        self._set = None

    def now(self) -> datetime:
        return self._set or self._system.now()
