"""Day sheets: what each kiosk says of its day."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    _told_day()


def _told_day() -> None:
    op.create_table(
        "told_day",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("told_ms", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id", "day"),
    )
