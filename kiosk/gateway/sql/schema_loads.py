"""Loads that are owed to meters and cards, what became of them, and the sessions in which cards are written.

Columns of `load` carry the field names of the pure value. No step of a session is kept, for there may be keys
in it: only its company's own sealed state.
"""

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, String, Table

from kiosk.gateway.sql.append_only import append_only
from kiosk.gateway.sql.schema import metadata

load = Table(
    "load",
    metadata,
    Column("load_id", String(40), primary_key=True),
    Column("ver", Integer, nullable=False),
    Column("payment_id", String(36), nullable=False, index=True),
    Column("leg", Integer, nullable=False),
    Column("supply_id", String(64), nullable=False, index=True),
    Column("supply_no", String(64), nullable=False),
    Column("biller_id", String(40), nullable=False),
    Column("utility", String(24), nullable=False),
    Column("load_no", BigInteger, nullable=False),
    Column("way", String(8), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("refund_no", String(40), nullable=False, unique=True),
    Column("refundable", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger),
    Column("since_ms", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("unsure", Boolean, nullable=False),
    Column("session_id", String(36)),
    Column("session_kiosk_id", String(32)),
    Column("token", String(20)),
)

load_event = Table(
    "load_event",
    metadata,
    Column("load_id", String(40), primary_key=True),
    Column("ver", Integer, primary_key=True),
    Column("from_state", String(16), nullable=False),
    Column("to_state", String(16), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
)
append_only(load_event)

# As the outbox of payments: one row for every load with a timer, leased for a while by one process.
load_outbox = Table(
    "load_outbox",
    metadata,
    Column("load_id", String(40), primary_key=True),
    Column("due_ms", BigInteger),
    Column("lease_owner", String(32)),
    Column("lease_until_ms", BigInteger, nullable=False),
)

card_session = Table(
    "card_session",
    metadata,
    Column("session_id", String(36), primary_key=True),
    Column("kind", String(8), nullable=False),
    Column("kiosk_id", String(32), nullable=False),
    Column("company_id", String(40), nullable=False),
    Column("load_id", String(40), index=True),
    Column("step_no", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("begun_ms", BigInteger, nullable=False, index=True),
)
