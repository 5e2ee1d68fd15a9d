"""Recharge cards: what of a face value is for no bill, and when a wrong code was tried where."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("payment", sa.Column("rest_fen", sa.BigInteger(), server_default="0", nullable=False))
    _wrong_recharge_code()


def _wrong_recharge_code() -> None:
    op.create_table(
        "wrong_recharge_code",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
    )
    op.create_index("ix_wrong_recharge_code_at_ms", "wrong_recharge_code", ["at_ms"])
