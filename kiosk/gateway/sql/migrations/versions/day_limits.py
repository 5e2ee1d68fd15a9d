"""Limits of a day: what came to an account, and which legs count to it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("bill", sa.Column("account_id", sa.String(length=64), nullable=True))
    op.add_column("leg", sa.Column("limited_account", sa.String(length=64), nullable=True))
    op.add_column("leg", sa.Column("most_fen_a_day", sa.BigInteger(), nullable=True))
    _account_day()


def _account_day() -> None:
    op.create_table(
        "account_day",
        sa.Column("account_id", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("counted_fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("account_id", "day"),
    )
