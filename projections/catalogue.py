"""What there was to do and to have, and from when until when: the content packs, as they were published."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Column, Integer, String, Table

from domain.recorded import Recorded
from projections.columns import UtcDateTime, metadata
from projections.projection import Projection, on
from projections.rows import Rows


def _catalogue(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("pack", String, primary_key=True),
        Column("id", String, primary_key=True),
        Column("valid_from", UtcDateTime, primary_key=True),
        Column("valid_to", UtcDateTime),
        Column("title", JSON(none_as_null=True), nullable=False),
        *columns,
    )


def _words(name: str) -> Column[Any]:
    return Column(name, JSON(none_as_null=True), nullable=False)


missions = _catalogue(
    "missions",
    _words("description"),
    Column("icon", String, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("target", Integer, nullable=False),
    Column("reward", Integer, nullable=False),
    Column("experience", Integer, nullable=False),
    Column("vip_only", Boolean, nullable=False),
    Column("steps", JSON(none_as_null=True), nullable=False),
)

achievements = _catalogue(
    "achievements",
    _words("description"),
    Column("icon", String, nullable=False),
    Column("hidden", Boolean, nullable=False),
    Column("levels", JSON(none_as_null=True), nullable=False),
)

items = _catalogue(
    "items",
    _words("description"),
    Column("icon", String, nullable=False),
    Column("category", String, nullable=False),
    Column("rarity", String, nullable=False),
    Column("price", Integer),
    Column("vip_price", Integer),
    Column("stock", Integer),
    Column("limit_per_user", Integer),
)
"""The last four are what the store asks and sells; without a price it does not sell the item."""

plans = _catalogue("plans", Column("days", Integer, nullable=False), Column("stars", Integer, nullable=False))

stories = _catalogue(
    "stories",
    _words("summary"),
    Column("icon", String, nullable=False),
    Column("vip_only", Boolean, nullable=False),
    Column("languages", JSON(none_as_null=True), nullable=False),
)

content_packs = Table(
    "content_packs",
    metadata,
    Column("pack", String, primary_key=True),
    Column("hash", String(64), nullable=False),
    Column("published_at", UtcDateTime, nullable=False),
    Column("in_force", JSON(none_as_null=True), nullable=False),
)
"""The pack in force under each name; `in_force` says for each catalogue table which ids, and which of their rows."""

CATALOGUES: Mapping[str, Table] = {table.name: table for table in (missions, achievements, items, plans, stories)}

_OWN = ("pack", "id", "valid_from", "valid_to")


class Catalogue(Projection):
    """One row for each form that a definition had. A row without `valid_to` is in force."""

    version = 3
    tables = (*CATALOGUES.values(), content_packs)

    @on("content.published")
    def published(self, event: Recorded, rows: Rows) -> None:
        pack = event.stream.partition(":")[2]
        row = rows[content_packs].get_or_new(pack, in_force={})
        before: dict[str, dict[str, str]] = row["in_force"]
        row |= {
            "hash": event.hash,
            "published_at": event.timestamp,
            "in_force": {name: self._renew(event, rows, pack, name, before.get(name, {})) for name in CATALOGUES},
        }

    def _renew(self, event: Recorded, rows: Rows, pack: str, name: str, before: Mapping[str, str]) -> dict[str, str]:
        """Closes what has gone or changed, opens what is new or has changed; which rows are in force then."""
        table = CATALOGUES[name]
        defined = {each["id"]: self._columns(table, each) for each in event.catalogue.get(name, ())}
        in_force: dict[str, str] = {}
        for id, since in before.items():
            old = rows[table].get(pack, id, datetime.fromisoformat(since))
            if old is not None and id in defined and defined[id].items() <= old.items():
                in_force[id] = since
            elif old is not None:
                old["valid_to"] = event.timestamp
        for id, columns in defined.items():
            if id not in in_force:
                row = rows[table].get_or_new(pack, id, event.timestamp)
                row |= {**columns, "valid_to": None}
                in_force[id] = event.timestamp.isoformat()
        return in_force

    @staticmethod
    def _columns(table: Table, definition: Mapping[str, Any]) -> dict[str, Any]:
        """The definition's own columns; what an earlier catalogue did not tell yet is null where it may be."""
        return {
            column.name: definition.get(column.name) if column.nullable else definition[column.name]
            for column in table.columns
            if column.name not in _OWN
        }
