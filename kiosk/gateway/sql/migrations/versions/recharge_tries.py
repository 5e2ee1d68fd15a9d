"""Tries of codes are on record before their issuer is asked; wrong ones of before still count."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    op.create_table(
        "recharge_try",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=True),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("payment_id"),
    )
    op.create_index("ix_recharge_try_at_ms", "recharge_try", ["at_ms"])
    op.execute(
        "INSERT INTO recharge_try (number, kiosk_id, at_ms, counts) "
        "SELECT number, kiosk_id, at_ms, TRUE FROM wrong_recharge_code"
    )
    op.drop_table("wrong_recharge_code")
