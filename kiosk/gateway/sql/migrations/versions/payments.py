"""Payments, what is owed to them, their history, ledger and receipts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# Statements that the tables' definitions carry out when they make themselves.
_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER payment_event_no_update BEFORE UPDATE ON payment_event BEGIN SELECT "
        "RAISE(ABORT, 'payment_event is only appended to'); END",
        "CREATE TRIGGER payment_event_no_delete BEFORE DELETE ON payment_event BEGIN SELECT "
        "RAISE(ABORT, 'payment_event is only appended to'); END",
        "CREATE TRIGGER ledger_transaction_no_update BEFORE UPDATE ON ledger_transaction BEGIN "
        "SELECT RAISE(ABORT, 'ledger_transaction is only appended to'); END",
        "CREATE TRIGGER ledger_transaction_no_delete BEFORE DELETE ON ledger_transaction BEGIN "
        "SELECT RAISE(ABORT, 'ledger_transaction is only appended to'); END",
        "CREATE TRIGGER ledger_line_no_update BEFORE UPDATE ON ledger_line BEGIN SELECT "
        "RAISE(ABORT, 'ledger_line is only appended to'); END",
        "CREATE TRIGGER ledger_line_no_delete BEFORE DELETE ON ledger_line BEGIN SELECT "
        "RAISE(ABORT, 'ledger_line is only appended to'); END",
    ),
    "postgresql": (
        "CREATE OR REPLACE FUNCTION only_appended_to() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION '% is only appended to', TG_TABLE_NAME; END $$",
        "CREATE TRIGGER payment_event_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "payment_event FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
        "CREATE TRIGGER ledger_transaction_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON ledger_transaction FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
        "CREATE TRIGGER ledger_line_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON "
        "ledger_line FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
        "CREATE OR REPLACE FUNCTION ledger_balances() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN IF EXISTS (SELECT 1 FROM written GROUP BY payment_id, kind, number HAVING sum(fen) "
        "<> 0) THEN RAISE EXCEPTION 'lines of a ledger transaction do not sum to zero'; END IF; "
        "RETURN NULL; END $$",
        "CREATE TRIGGER ledger_line_balances AFTER INSERT ON ledger_line REFERENCING NEW TABLE AS "
        "written FOR EACH STATEMENT EXECUTE FUNCTION ledger_balances()",
    ),
}


def upgrade() -> None:
    _setting()
    _bill()
    _payment()
    _leg()
    _bill_claim()
    _outbox()
    _payment_event()
    _ledger_transaction()
    _ledger_line()
    _receipt()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))


def _setting() -> None:
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )


def _bill() -> None:
    op.create_table(
        "bill",
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("biller_id", sa.String(length=40), nullable=False),
        sa.Column("biller_bill_no", sa.String(length=64), nullable=False),
        sa.Column("utility", sa.String(length=24), nullable=False),
        sa.Column("account_masked", sa.String(length=40), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bill_id"),
        sa.UniqueConstraint("biller_id", "biller_bill_no"),
    )


def _payment() -> None:
    op.create_table(
        "payment",
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=True),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("method", sa.String(length=16), nullable=False),
        sa.Column("provider", sa.String(length=16), nullable=True),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("charging_since_ms", sa.BigInteger(), nullable=False),
        sa.Column("payer_confirming", sa.Boolean(), nullable=False),
        sa.Column("given_up", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=32), nullable=True),
        sa.Column("charged_fen", sa.BigInteger(), nullable=False),
        sa.Column("reversed_fen", sa.BigInteger(), nullable=False),
        sa.Column("charged_ms", sa.BigInteger(), nullable=True),
        sa.Column("provider_no", sa.String(length=64), nullable=True),
        sa.Column("card_last4", sa.String(length=4), nullable=True),
        sa.Column("inserted_fen", sa.BigInteger(), server_default="0", nullable=False),
        sa.Column("cash_rest", sa.String(length=16), nullable=True),
        sa.PrimaryKeyConstraint("payment_id"),
    )


def _leg() -> None:
    op.create_table(
        "leg",
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("biller_id", sa.String(length=40), nullable=False),
        sa.Column("biller_bill_no", sa.String(length=64), nullable=False),
        sa.Column("utility", sa.String(length=24), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("posting_ref", sa.String(length=40), nullable=False),
        sa.Column("refund_no", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("posting_since_ms", sa.BigInteger(), nullable=False),
        sa.Column("fenced", sa.Boolean(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("biller_no", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=8), server_default="bill", nullable=False),
        sa.Column("account_least_fen", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("payment_id", "number"),
        sa.UniqueConstraint("posting_ref"),
        sa.UniqueConstraint("refund_no"),
    )


def _bill_claim() -> None:
    op.create_table(
        "bill_claim",
        sa.Column("bill_id", sa.String(length=64), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bill_id"),
    )
    op.create_index("ix_bill_claim_payment_id", "bill_claim", ["payment_id"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("lease_owner", sa.String(length=32), nullable=True),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id"),
    )


def _payment_event() -> None:
    op.create_table(
        "payment_event",
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", "ver"),
    )
    op.create_index("ix_payment_event_at_ms", "payment_event", ["at_ms"])


def _ledger_transaction() -> None:
    op.create_table(
        "ledger_transaction",
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", "kind", "number"),
    )


def _ledger_line() -> None:
    op.create_table(
        "ledger_line",
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("line", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=64), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("payment_id", "kind", "number", "line"),
    )


def _receipt() -> None:
    op.create_table(
        "receipt",
        sa.Column("receipt_no", sa.String(length=20), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("verification_code", sa.String(length=8), nullable=False),
        sa.Column("issued_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("receipt_no"),
        sa.UniqueConstraint("payment_id"),
    )
