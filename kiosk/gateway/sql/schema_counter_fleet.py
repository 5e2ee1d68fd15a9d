"""Tables of the fleet: the newest heartbeat of each kiosk, and a short history of what changed.

Columns beside `told` (JSON of the wire's message) are what a list of ten thousand kiosks is filtered by. No
index on what every heartbeat changes: ten thousand rows are read in no time, and indexes are written to.
`watched` (JSON) is what the alarms have an eye on; in the row itself, so that a heartbeat reads one row alone
and is in nobody's way.
"""

from sqlalchemy import BigInteger, Column, Integer, String, Table, Text

from kiosk.gateway.sql.schema import metadata

kiosk_state = Table(
    "kiosk_state",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("heard_ms", BigInteger, nullable=False),
    Column("kept_ms", BigInteger, nullable=False),
    Column("run", String(16), nullable=False),
    Column("number", BigInteger, nullable=False),
    Column("started_ms", BigInteger, nullable=False),
    Column("ahead_ms", BigInteger, nullable=False),
    Column("version", String(40), nullable=False),
    Column("level", String(8), nullable=False),
    Column("standing", String(16), nullable=False),
    Column("paper", String(8)),
    Column("cash_notes", Integer),
    Column("cash_fen", BigInteger),
    Column("journal_open", Integer, nullable=False),
    Column("reasons", Text, nullable=False),
    Column("told", Text, nullable=False),
    Column("watched", Text, nullable=False),
)

kiosk_history = Table(
    "kiosk_history",
    metadata,
    Column("kiosk_id", String(32), primary_key=True),
    Column("at_ms", BigInteger, primary_key=True),
    Column("told", Text, nullable=False),
)
