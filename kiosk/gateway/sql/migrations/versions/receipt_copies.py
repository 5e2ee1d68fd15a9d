"""Copies of receipts are counted."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

# Statements that the tables' definitions carry out when they make themselves.
_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER receipt_copy_no_update BEFORE UPDATE ON receipt_copy BEGIN SELECT "
        "RAISE(ABORT, 'receipt_copy is only appended to'); END",
        "CREATE TRIGGER receipt_copy_no_delete BEFORE DELETE ON receipt_copy BEGIN SELECT "
        "RAISE(ABORT, 'receipt_copy is only appended to'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER receipt_copy_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON receipt_copy "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
    ),
}


def upgrade() -> None:
    op.create_table(
        "receipt_copy",
        sa.Column("copy_id", sa.String(length=36), nullable=False),
        sa.Column("receipt_no", sa.String(length=20), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("shown", sa.String(length=8), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("copy_id"),
    )
    op.create_index("ix_receipt_copy_receipt_no", "receipt_copy", ["receipt_no"])
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
