"""Prepaid legs, the loads they owe, and the sessions in which cards are written."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

# Statements that the table's definition carries out when it makes itself.
_TRIGGERS = {
    "sqlite": (
        "CREATE TRIGGER load_event_no_update BEFORE UPDATE ON load_event "
        "BEGIN SELECT RAISE(ABORT, 'load_event is only appended to'); END",
        "CREATE TRIGGER load_event_no_delete BEFORE DELETE ON load_event "
        "BEGIN SELECT RAISE(ABORT, 'load_event is only appended to'); END",
    ),
    "postgresql": (
        "CREATE TRIGGER load_event_only_appended_to BEFORE UPDATE OR DELETE OR TRUNCATE ON load_event "
        "FOR EACH STATEMENT EXECUTE FUNCTION only_appended_to()",
    ),
}


def upgrade() -> None:
    op.add_column("bill", sa.Column("kind", sa.String(length=8), server_default="bill", nullable=False))
    op.add_column("leg", sa.Column("load_way", sa.String(length=8), nullable=True))
    op.add_column("leg", sa.Column("load_no", sa.BigInteger(), server_default="0", nullable=False))
    _load()
    _load_event()
    for statement in _TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement))
    op.create_table(
        "load_outbox",
        sa.Column("load_id", sa.String(length=40), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("lease_owner", sa.String(length=32), nullable=True),
        sa.Column("lease_until_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("load_id"),
    )
    _card_session()


def _load() -> None:
    op.create_table(
        "load",
        sa.Column("load_id", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("payment_id", sa.String(length=36), nullable=False),
        sa.Column("leg", sa.Integer(), nullable=False),
        sa.Column("supply_id", sa.String(length=64), nullable=False),
        sa.Column("supply_no", sa.String(length=64), nullable=False),
        sa.Column("biller_id", sa.String(length=40), nullable=False),
        sa.Column("utility", sa.String(length=24), nullable=False),
        sa.Column("load_no", sa.BigInteger(), nullable=False),
        sa.Column("way", sa.String(length=8), nullable=False),
        sa.Column("amount_fen", sa.BigInteger(), nullable=False),
        sa.Column("refund_no", sa.String(length=40), nullable=False),
        sa.Column("refundable", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("created_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_ms", sa.BigInteger(), nullable=True),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("unsure", sa.Boolean(), nullable=False),
        sa.Column("session_id", sa.String(length=36), nullable=True),
        sa.Column("session_kiosk_id", sa.String(length=32), nullable=True),
        sa.Column("token", sa.String(length=20), nullable=True),
        sa.PrimaryKeyConstraint("load_id"),
        sa.UniqueConstraint("refund_no"),
    )
    op.create_index("ix_load_payment_id", "load", ["payment_id"])
    op.create_index("ix_load_supply_id", "load", ["supply_id"])


def _load_event() -> None:
    op.create_table(
        "load_event",
        sa.Column("load_id", sa.String(length=40), nullable=False),
        sa.Column("ver", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.String(length=16), nullable=False),
        sa.Column("to_state", sa.String(length=16), nullable=False),
        sa.Column("cause", sa.String(length=40), nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("load_id", "ver"),
    )
    op.create_index("ix_load_event_at_ms", "load_event", ["at_ms"])


def _card_session() -> None:
    op.create_table(
        "card_session",
        sa.Column("session_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("kiosk_id", sa.String(length=32), nullable=False),
        sa.Column("company_id", sa.String(length=40), nullable=False),
        sa.Column("load_id", sa.String(length=40), nullable=True),
        sa.Column("step_no", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("begun_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("session_id"),
    )
    op.create_index("ix_card_session_load_id", "card_session", ["load_id"])
    op.create_index("ix_card_session_begun_ms", "card_session", ["begun_ms"])
