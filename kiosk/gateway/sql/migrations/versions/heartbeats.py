"""Heartbeats: how each kiosk is, and a short history."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    op.create_table(
        "kiosk_history",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id", "at_ms"),
    )
    op.create_table(
        "kiosk_state",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("heard_ms", sa.BigInteger(), nullable=False),
        sa.Column("kept_ms", sa.BigInteger(), nullable=False),
        sa.Column("run", sa.String(length=16), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("started_ms", sa.BigInteger(), nullable=False),
        sa.Column("ahead_ms", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("level", sa.String(length=8), nullable=False),
        sa.Column("standing", sa.String(length=16), nullable=False),
        sa.Column("paper", sa.String(length=8), nullable=True),
        sa.Column("cash_notes", sa.Integer(), nullable=True),
        sa.Column("cash_fen", sa.BigInteger(), nullable=True),
        sa.Column("journal_open", sa.Integer(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id"),
    )
