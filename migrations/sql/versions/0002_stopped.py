"""Why a projection stands still before an event, for those who wait for it in other processes."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("checkpoints", sa.Column("stopped", sa.String))


def downgrade() -> None:
    op.drop_column("checkpoints", "stopped")
