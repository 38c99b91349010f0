"""Leaderboards: what each user earned, gained and reached, by month, day and quarter of an hour.

Periods belong to the community's time zone, which no event tells. So the rows are of UTC, fine enough that a period of
any zone is a sum of whole ones: every zone in use is whole quarters of an hour from UTC.
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from sqlalchemy import BigInteger, Column, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata, user_column
from projections.projection import Partition, Projection, on
from projections.rows import Merge, Rows

leaderboard_entries = Table(
    "leaderboard_entries",
    metadata,
    Column("board", String(16), primary_key=True),
    Column("grain", String(8), primary_key=True),
    Column("begins", UtcDateTime, primary_key=True),
    user_column(),
    Column("value", BigInteger, nullable=False),
)
"""`value` is the user's on the `board` within the `grain` (month, day, quarter) of UTC that `begins` then: a sum, and
for `streak` the greatest. What was brought along has a grain of its own, `moved_in`, and `begins` with the quarter
in which it came."""

BOARDS = ("besitos", "experience", "streak")

BETWEEN_MEMBERS = frozenset(("transfer_received", "auction_sold"))
"""Reasons of besitos that somebody got from another member: they are not earned, or two friends could climb the board
by sending them to and fro, or by selling each other the same trinket."""

IMPORT = "import"
"""Reason of what members brought along from elsewhere: it counts for all-time, and for no month or week of ours."""

MOVED_IN = "moved_in"
"""The grain of what was brought along: all-time alone counts it, from when it came."""

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
"""Before every event."""

QUARTER = timedelta(minutes=15)


def beginnings(moment: datetime) -> Mapping[str, datetime]:
    """When the month, the day and the quarter of an hour of `moment` begin, in UTC."""
    return _beginnings_of((moment - LONG_AGO) // QUARTER)


@lru_cache(maxsize=4096)  # a community's events come close together
def _beginnings_of(number: int) -> Mapping[str, datetime]:
    """Those of a quarter of an hour, by how many came before it since 1970."""
    quarter = LONG_AGO + number * QUARTER
    day = quarter.replace(hour=0, minute=0)
    return {"month": day.replace(day=1), "day": day, "quarter": quarter}


class Leaderboards(Projection):
    """Three rows for each board and user that an event moves, one for what was brought along. Sums and greatest values
    come out alike in any order."""

    version = 4
    tables = (leaderboard_entries,)
    partition = Partition.EVENT

    @on("wallet.credited")
    def earned(self, event: Recorded, rows: Rows) -> None:
        if _reason(event) not in BETWEEN_MEMBERS:
            _merge("besitos", Merge.SUM, event.state["amount"], _grains(event), event, rows)

    @on("level.experience_gained")
    def gained(self, event: Recorded, rows: Rows) -> None:
        _merge("experience", Merge.SUM, event.state["amount"], _grains(event), event, rows)

    @on("gift.claimed")
    def claimed(self, event: Recorded, rows: Rows) -> None:
        _merge("streak", Merge.GREATEST, event.state["streak"], beginnings(event.timestamp), event, rows)


def _reason(event: Recorded) -> str:
    """Without what it names: `import` of `import:telegram`."""
    reason: str = event.state["reason"]
    return reason.partition(":")[0]


def _grains(event: Recorded) -> Mapping[str, datetime]:
    begun = beginnings(event.timestamp)
    return {MOVED_IN: begun["quarter"]} if _reason(event) == IMPORT else begun


def _merge(board: str, merge: Merge, amount: int, grains: Mapping[str, datetime], event: Recorded, rows: Rows) -> None:
    entries, user = rows[leaderboard_entries], event.user_id
    for grain, begins in grains.items():
        entries.merge(merge, "value", amount, board, grain, begins, user)
