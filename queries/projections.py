"""Where the projections are, as the database tells; for whoever does not run them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.engine import Connection

from projections.control import builds, checkpoints, parked


@dataclass(frozen=True, slots=True)
class BuildView:
    """One build of a projection: `live` is what the public names show, `building` is being made beside it.

    `stopped` tells why it stands still where it is, None if it does not.
    """

    id: int
    projection: str
    version: int
    epoch: str
    status: str
    indexed: bool
    position: int
    parked: int
    stopped: str | None
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ParkedView:
    """An event that a projection could not take; `behind` is the position of the one that it waits for."""

    projection: str
    position: int
    key: str | None
    topic: str | None
    event_id: str | None
    reason: str
    behind: int | None
    parked_at: datetime


def projection_builds(read: Connection) -> list[BuildView]:
    """Every build that serves or is being made, by projection."""
    counts = select(parked.c.build_id, func.count().label("parked")).group_by(parked.c.build_id).subquery()
    rows = read.execute(
        select(
            builds.c.id,
            builds.c.projection,
            builds.c.version,
            builds.c.epoch,
            builds.c.status,
            builds.c.indexed,
            checkpoints.c.position,
            func.coalesce(counts.c.parked, 0).label("parked"),
            checkpoints.c.stopped,
            checkpoints.c.updated_at,
        )
        .join(checkpoints, checkpoints.c.build_id == builds.c.id)
        .outerjoin(counts, counts.c.build_id == builds.c.id)
        .where(builds.c.status != "retired")
        .order_by(builds.c.projection, builds.c.id)
    )
    return [BuildView(**row._mapping) for row in rows]


def parked_events(read: Connection, projection: str | None = None, limit: int = 500) -> list[ParkedView]:
    """The parked events of the live builds, by position."""
    wanted = (
        select(
            builds.c.projection,
            parked.c.position,
            parked.c.key,
            parked.c.topic,
            parked.c.event_id,
            parked.c.reason,
            parked.c.behind,
            parked.c.parked_at,
        )
        .join(builds, builds.c.id == parked.c.build_id)
        .where(builds.c.status == "live")
        .order_by(parked.c.position, builds.c.projection)
        .limit(limit)
    )
    if projection is not None:
        wanted = wanted.where(builds.c.projection == projection)
    return [ParkedView(**row._mapping) for row in read.execute(wanted)]
