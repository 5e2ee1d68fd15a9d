"""What the auditor finds is written down, and alarms are raised of the gateway itself."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"


def upgrade() -> None:
    op.create_table(
        "audit_finding",
        sa.Column("rule", sa.String(length=8), nullable=False),
        sa.Column("subject", sa.String(length=160), nullable=False),
        sa.Column("told", sa.String(length=200), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("rule", "subject"),
    )
    op.create_table(
        "gateway_state",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("watched", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
