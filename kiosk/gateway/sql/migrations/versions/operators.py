"""The operators' side: who may ask, machines' keys, the audit."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

# Statements that the tables' definitions carry out when they make themselves.
_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER operator_audit_stays BEFORE UPDATE ON operator_audit BEGIN SELECT "
        "RAISE(ABORT, 'a line of the audit is never changed'); END",
        "CREATE TRIGGER operator_audit_remains BEFORE DELETE ON operator_audit BEGIN SELECT "
        "RAISE(ABORT, 'a line of the audit is never removed'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE EXCEPTION 'a line of the audit is never changed or removed'; END $$",
        "CREATE TRIGGER operator_audit_stays BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "operator_audit FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    ),
}


def upgrade() -> None:
    _operator()
    _machine()
    _operator_audit()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _operator() -> None:
    op.create_table(
        "operator",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("enrolled_ms", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _machine() -> None:
    op.create_table(
        "machine",
        sa.Column("machine_number", sa.String(length=20), nullable=False),
        sa.Column("key_hex", sa.String(length=64), nullable=False),
        sa.Column("enrolled_ms", sa.BigInteger(), nullable=False),
        sa.Column("asked", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("machine_number"),
    )


def _operator_audit() -> None:
    op.create_table(
        "operator_audit",
        sa.Column("audit_id", sa.String(length=32), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("operator", sa.String(length=32), nullable=False),
        sa.Column("machine_number", sa.String(length=20), nullable=False),
        sa.Column("act", sa.String(length=24), nullable=False),
        sa.Column("verdict", sa.String(length=24), nullable=False),
        sa.PrimaryKeyConstraint("audit_id"),
    )
    op.create_index("ix_operator_audit_at_ms", "operator_audit", ["at_ms"])
