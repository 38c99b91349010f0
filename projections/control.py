"""The control tables of the read-model database, as migrations/sql makes them: builds, checkpoints, parked events."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Integer, MetaData, String, Table

from projections.columns import UtcDateTime

control_metadata = MetaData()

builds = Table(
    "builds",
    control_metadata,
    Column("id", Integer, primary_key=True),
    Column("projection", String, nullable=False),
    Column("version", Integer, nullable=False),
    Column("shape", String(16), nullable=False),
    Column("epoch", String, nullable=False),
    Column("status", String(8), nullable=False),
    Column("indexed", Boolean, nullable=False),
    Column("tables", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)

checkpoints = Table(
    "checkpoints",
    control_metadata,
    Column("build_id", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("stopped", String),
)

parked = Table(
    "parked",
    control_metadata,
    Column("build_id", Integer, primary_key=True, autoincrement=False),
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String),
    Column("topic", String),
    Column("event_id", String),
    Column("reason", String, nullable=False),
    Column("behind", BigInteger),
    Column("parked_at", UtcDateTime, nullable=False),
)
