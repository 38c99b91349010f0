"""How long VIP lasts, told without dates: of each grant so much is left, and it runs down, the oldest first."""

from datetime import datetime, timedelta

NONE = timedelta()


class Lasting:
    """What is left of one membership at the time `at`. `late` is how long ago the last of it ran down."""

    def __init__(self, at: datetime) -> None:
        self.at, self.late = at, NONE
        self.left: list[tuple[str | None, timedelta]] = []

    @property
    def end(self) -> datetime:
        return self.at - self.late + sum((left for _, left in self.left), NONE)

    def pass_to(self, now: datetime) -> None:
        passed, self.at = now - self.at, now
        while passed and self.left:
            charge, left = self.left.pop(0)
            if left > passed:
                self.left.insert(0, (charge, left - passed))
                return
            passed -= left
        self.late += passed

    def add(self, charge: str | None, days: int, active: bool) -> None:
        """`active`: it is not over, though all may have run down: then it goes on where that ended."""
        self.left.append((charge, timedelta(days=days) - (self.late if active else NONE)))
        self.late = NONE

    def take(self, charge: str) -> timedelta:
        """What was left of a charge, and is no more."""
        taken = sum((left for name, left in self.left if name == charge), NONE)
        self.left = [each for each in self.left if each[0] != charge]
        return taken

    def revoke(self) -> None:
        self.left, self.late = [], NONE
