"""A day's reconciliation says which sources were not compared, and what our own book holds of them."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    for column in (
        sa.Column("state", sa.String(length=12), server_default="compared", nullable=False),
        sa.Column("ours", sa.Integer(), server_default="0", nullable=False),
        sa.Column("ours_fen", sa.BigInteger(), server_default="0", nullable=False),
    ):
        op.add_column("reconciliation", column)
