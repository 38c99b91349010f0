"""Builds of projections, their checkpoints, and their parked events.

Read models themselves are never migrated: a changed projection is built anew.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "builds",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("projection", sa.String, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("shape", sa.String(16), nullable=False),
        sa.Column("epoch", sa.String, nullable=False),
        sa.Column("status", sa.String(8), nullable=False),
        sa.Column("indexed", sa.Boolean, nullable=False),
        sa.Column("tables", sa.JSON, nullable=False),
        sa.Column("created_at", sa.String(24), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("one_live_build", "builds", ["projection"], unique=True, sqlite_where=sa.text("status = 'live'"))
    op.create_table(
        "checkpoints",
        sa.Column("build_id", sa.Integer, sa.ForeignKey("builds.id"), primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.Column("updated_at", sa.String(24), nullable=False),
    )
    op.create_table(
        "parked",
        sa.Column("build_id", sa.Integer, sa.ForeignKey("builds.id"), primary_key=True, autoincrement=False),
        sa.Column("position", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("key", sa.String),
        sa.Column("topic", sa.String),
        sa.Column("event_id", sa.String),
        sa.Column("reason", sa.String, nullable=False),
        sa.Column("behind", sa.BigInteger),
        sa.Column("parked_at", sa.String(24), nullable=False),
    )


def downgrade() -> None:
    for table in ("parked", "checkpoints", "builds"):
        op.drop_table(table)
