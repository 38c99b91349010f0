"""Reads and makes the control tables: builds, checkpoints, parked events."""

from sqlalchemy import select
from sqlalchemy.engine import Connection, Row

from projections.control import builds, checkpoints, control_metadata, parked
from projections.ports import Build, BuildStatus, Parked

__all__ = ["all_builds", "builds", "checkpoints", "create_all", "drop_all", "parked", "parked_of", "tables_of"]

_ALL_BUILDS = (
    select(builds, checkpoints.c.position, checkpoints.c.revision, checkpoints.c.stopped)
    .join(checkpoints, checkpoints.c.build_id == builds.c.id)
    .order_by(builds.c.id)
)


def create_all(connection: Connection) -> None:
    """The control tables of a throw-away database, which is never migrated."""
    control_metadata.create_all(connection)


def drop_all(connection: Connection) -> None:
    """Takes the control tables away, so that only read models stay."""
    control_metadata.drop_all(connection)


def all_builds(connection: Connection) -> list[Build]:
    """Every build with its checkpoint, the oldest first."""
    return [_build(row) for row in connection.execute(_ALL_BUILDS)]


def tables_of(connection: Connection, build_id: int) -> list[str]:
    """The public names of the tables that the build was made with."""
    names: list[str] = connection.execute(select(builds.c.tables).where(builds.c.id == build_id)).scalar_one()
    return names


def parked_of(connection: Connection, build: Build) -> list[Parked]:
    """The parked events of a build, by position."""
    found = connection.execute(select(parked).where(parked.c.build_id == build.id).order_by(parked.c.position))
    return [
        Parked(build.projection, row.position, row.key, row.topic, row.event_id, row.reason, row.behind, row.parked_at)
        for row in found
    ]


def _build(row: Row[tuple[object, ...]]) -> Build:
    return Build(
        id=row.id,
        projection=row.projection,
        version=row.version,
        shape=row.shape,
        epoch=row.epoch,
        status=BuildStatus(row.status),
        indexed=row.indexed,
        position=row.position,
        revision=row.revision,
        stopped=row.stopped,
    )
