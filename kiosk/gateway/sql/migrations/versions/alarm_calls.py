"""Who is called about an alarm, until they have been."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"


def upgrade() -> None:
    op.create_table(
        "alarm_call",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("number", "told"),
    )
    op.create_index("ix_alarm_call_state", "alarm_call", ["state"])
