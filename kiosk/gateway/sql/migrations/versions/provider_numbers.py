"""Payments are found by the provider's number."""

from alembic import op

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    op.create_index("ix_payment_provider_no", "payment", ["provider_no"])
