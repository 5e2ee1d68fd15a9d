"""The gateway's tables: portable SQL only (BIGINT fen and milliseconds, text ids, unique keys).

No names, addresses, account numbers, identity numbers or phone codes: masks and opaque tokens only. Columns
of `payment` and `leg` carry the field names of the saga's values.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, MetaData, String, Table, UniqueConstraint

from kiosk.gateway.sql.append_only import append_only, balanced

metadata = MetaData()

setting = Table(
    "setting",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", String(200), nullable=False),
)

bill = Table(
    "bill",
    metadata,
    Column("bill_id", String(64), primary_key=True),
    Column("biller_id", String(40), nullable=False),
    Column("biller_bill_no", String(64), nullable=False),
    Column("utility", String(24), nullable=False),
    Column("account_masked", String(40), nullable=False),
    Column("account_id", String(64)),
    Column("kind", String(8), nullable=False, server_default="bill"),
    Column("seen_ms", BigInteger, nullable=False),
    UniqueConstraint("biller_id", "biller_bill_no"),
    Index("ix_bill_of_account", "account_id"),
)

payment = Table(
    "payment",
    metadata,
    Column("payment_id", String(36), primary_key=True),
    Column("ver", Integer, nullable=False),
    Column("fingerprint", String(64)),
    Column("kiosk_id", String(32), nullable=False),
    Column("method", String(16), nullable=False),
    Column("provider", String(16)),
    Column("amount_fen", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("due_ms", BigInteger),
    Column("charging_since_ms", BigInteger, nullable=False),
    Column("payer_confirming", Boolean, nullable=False),
    Column("given_up", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason", String(32)),
    Column("charged_fen", BigInteger, nullable=False),
    Column("reversed_fen", BigInteger, nullable=False),
    Column("charged_ms", BigInteger),
    Column("provider_no", String(64)),
    Column("card_last4", String(4)),
    Column("inserted_fen", BigInteger, nullable=False, server_default="0"),
    Column("cash_rest", String(16)),
    Column("rest_fen", BigInteger, nullable=False, server_default="0"),
    Index("ix_payment_of_kiosk", "kiosk_id", "created_ms"),
    Index("ix_payment_provider_no", "provider_no"),
)

leg = Table(
    "leg",
    metadata,
    Column("payment_id", String(36), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("bill_id", String(64), nullable=False),
    Column("biller_id", String(40), nullable=False),
    Column("biller_bill_no", String(64), nullable=False),
    Column("utility", String(24), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("posting_ref", String(40), nullable=False, unique=True),
    Column("refund_no", String(40), nullable=False, unique=True),
    Column("state", String(16), nullable=False),
    Column("due_ms", BigInteger),
    Column("posting_since_ms", BigInteger, nullable=False),
    Column("fenced", Boolean, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("biller_no", String(64)),
    Column("kind", String(8), nullable=False, server_default="bill"),
    Column("account_least_fen", BigInteger),
    Column("limited_account", String(64)),
    Column("most_fen_a_day", BigInteger),
    Column("load_way", String(8)),
    Column("load_no", BigInteger, nullable=False, server_default="0"),
    Index("ix_leg_of_bill", "bill_id"),
)

# One live charge per bill: whoever inserts the row first owns the bill until no money can be in it.
bill_claim = Table(
    "bill_claim",
    metadata,
    Column("bill_id", String(64), primary_key=True),
    Column("payment_id", String(36), nullable=False, index=True),
    Column("since_ms", BigInteger, nullable=False),
)

# What is owed: one row for every payment that is not final, written in the transaction that changes it. Few
# rows that change often, so without an index but the key: PostgreSQL then changes them in place.
outbox = Table(
    "outbox",
    metadata,
    Column("payment_id", String(36), primary_key=True),
    Column("due_ms", BigInteger),
    Column("tries", Integer, nullable=False),
    Column("lease_owner", String(32)),
    Column("lease_until_ms", BigInteger, nullable=False),
)

payment_event = Table(
    "payment_event",
    metadata,
    Column("payment_id", String(36), primary_key=True),
    Column("ver", Integer, primary_key=True),
    Column("from_state", String(16), nullable=False),
    Column("to_state", String(16), nullable=False),
    Column("cause", String(40), nullable=False),
    Column("at_ms", BigInteger, nullable=False, index=True),
)

ledger_transaction = Table(
    "ledger_transaction",
    metadata,
    Column("payment_id", String(36), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
)

ledger_line = Table(
    "ledger_line",
    metadata,
    Column("payment_id", String(36), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("line", Integer, primary_key=True),
    Column("account", String(64), nullable=False),
    Column("fen", BigInteger, nullable=False),
)

receipt = Table(
    "receipt",
    metadata,
    Column("receipt_no", String(20), primary_key=True),
    Column("payment_id", String(36), nullable=False, unique=True),
    Column("verification_code", String(8), nullable=False),
    Column("issued_ms", BigInteger, nullable=False),
)

for _kept in (payment_event, ledger_transaction, ledger_line):
    append_only(_kept)
balanced(ledger_line)
