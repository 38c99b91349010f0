"""What there is to do and to have, now or at a time in the past."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import or_, select
from sqlalchemy.engine import Connection

from projections.catalogue import CATALOGUES, content_packs

Kind = Literal["missions", "achievements", "items", "plans", "stories"]

_NOT_ITS_OWN = ("pack", "id", "valid_from", "valid_to", "title")


@dataclass(frozen=True, slots=True)
class Defined:
    """A mission, an item … as it was defined from one publication to another; `details` are the other columns."""

    id: str
    title: Mapping[str, str]
    valid_from: datetime
    valid_to: datetime | None
    details: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class PackView:
    """The content pack in force."""

    pack: str
    hash: str
    published_at: datetime


def defined(read: Connection, kind: Kind, at: datetime | None = None, pack: str = "default") -> list[Defined]:
    """What was in force at `at`, or is now; in the order of the ids."""
    table = CATALOGUES[kind]
    wanted = select(table).where(table.c.pack == pack).order_by(table.c.id)
    if at is None:
        wanted = wanted.where(table.c.valid_to.is_(None))
    else:
        wanted = wanted.where(table.c.valid_from <= at, or_(table.c.valid_to.is_(None), table.c.valid_to > at))
    return [
        Defined(
            id=row.id,
            title=row.title,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            details={name: value for name, value in row._mapping.items() if name not in _NOT_ITS_OWN},
        )
        for row in read.execute(wanted)
    ]


def pack_in_force(read: Connection, pack: str = "default") -> PackView | None:
    """Which pack was published last under this name."""
    row = read.execute(select(content_packs).where(content_packs.c.pack == pack)).one_or_none()
    return PackView(row.pack, row.hash, row.published_at) if row else None
