"""Receipts are found by the accounts they are for."""

from alembic import op

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    op.create_index("ix_bill_of_account", "bill", ["account_id"])
    op.create_index("ix_leg_of_bill", "leg", ["bill_id"])
