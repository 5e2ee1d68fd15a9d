"""Cash: notes on record and the cases that staff look into."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

# Statements that the tables' definitions carry out when they make themselves.
_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER money_case_event_no_update BEFORE UPDATE ON money_case_event BEGIN SELECT "
        "RAISE(ABORT, 'money_case_event is only appended to'); END",
        "CREATE TRIGGER money_case_event_no_delete BEFORE DELETE ON money_case_event BEGIN SELECT "
        "RAISE(ABORT, 'money_case_event is only appended to'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION only_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER money_case_event_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "money_case_event FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
    ),
}


def upgrade() -> None:
    _cash_note()
    _money_case()
    _money_case_event()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _cash_note() -> None:
    op.create_table(
        "cash_note",
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("note_id", sa.String(length=64), nullable=False),
        sa.Column("value_fen", sa.BigInteger(), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=True),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("case_number", sa.String(length=20), nullable=True),
        sa.Column("known_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("kiosk_id", "note_id"),
    )
    op.create_index("ix_cash_note_payment_id", "cash_note", ["payment_id"])


def _money_case() -> None:
    op.create_table(
        "money_case",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("ref", sa.String(length=160), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("opened_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("closed_by", sa.String(length=40), nullable=True),
        sa.Column("closed_ms", sa.BigInteger(), nullable=True),
        sa.Column("closed_how", sa.String(length=32), nullable=True),
        sa.PrimaryKeyConstraint("number"),
        sa.UniqueConstraint("kind", "ref"),
    )
    op.create_index("ix_money_case_state", "money_case", ["state"])


def _money_case_event() -> None:
    op.create_table(
        "money_case_event",
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=40), nullable=False),
        sa.PrimaryKeyConstraint("number", "step"),
    )
