"""Tables of cash: every note on record, and the cases that staff look into, with their history.

`money_case_event` is only ever appended to. A note is money of its payment, `counted` once the kiosk's
closing names it; or it is of none and has a case, whatever payment it may have been meant for.
"""

from sqlalchemy import BigInteger, Boolean, Column, Index, Integer, String, Table, UniqueConstraint

from kiosk.gateway.sql.append_only import append_only
from kiosk.gateway.sql.schema import metadata

cash_note = Table(
    "cash_note",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("note_id", String(64), primary_key=True),
    Column("value_fen", BigInteger, nullable=False),
    Column("payment_id", String(36), index=True),
    Column("counted", Boolean, nullable=False),
    Column("case_number", String(20)),
    Column("known_ms", BigInteger, nullable=False),
)

money_case = Table(
    "money_case",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("ref", String(160), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("opened_ms", BigInteger, nullable=False),
    Column("state", String(8), nullable=False, index=True),
    Column("closed_by", String(40)),
    Column("closed_ms", BigInteger),
    Column("closed_how", String(32)),
    UniqueConstraint("kind", "ref"),
    Index("ix_money_case_listed", "state", "opened_ms", "number"),
)

money_case_event = Table(
    "money_case_event",
    metadata,
    Column("number", String(20), primary_key=True),
    Column("step", Integer, primary_key=True),
    Column("at_ms", BigInteger, nullable=False),
    Column("act", String(32), nullable=False),
    Column("by", String(40), nullable=False),
    Column("words", String(500), nullable=False, server_default=""),
)
append_only(money_case_event)
