"""The operator's page: people, their sessions and acts; what lists of cases and payments and figures need."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

# Statements that the table's definition carries out when it makes itself.
_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER staff_audit_no_update BEFORE UPDATE ON staff_audit "
        "BEGIN SELECT RAISE(ABORT, 'staff_audit is only appended to'); END",
        "CREATE TRIGGER staff_audit_no_delete BEFORE DELETE ON staff_audit "
        "BEGIN SELECT RAISE(ABORT, 'staff_audit is only appended to'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER staff_audit_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON staff_audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
    ),
}


def upgrade() -> None:
    _staff()
    _staff_session()
    _staff_audit()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    op.create_index("ix_money_case_listed", "money_case", ["state", "opened_ms", "number"])
    op.create_index("ix_payment_of_kiosk", "payment", ["kiosk_id", "created_ms"])
    op.create_table(
        "usage_hour",
        sa.Column("hour_ms", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=24), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("hour_ms", "kind", "name"),
    )


def _staff() -> None:
    op.create_table(
        "staff",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("enrolled_ms", sa.BigInteger(), nullable=False),
        sa.Column("tried", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _staff_session() -> None:
    op.create_table(
        "staff_session",
        sa.Column("session_hash", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session_hash"),
    )
    op.create_index("ix_staff_session_name", "staff_session", ["name"])


def _staff_audit() -> None:
    op.create_table(
        "staff_audit",
        sa.Column("audit_id", sa.String(length=32), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("about", sa.String(length=160), nullable=False),
        sa.Column("verdict", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("audit_id"),
    )
    op.create_index("ix_staff_audit_at_ms", "staff_audit", ["at_ms"])
