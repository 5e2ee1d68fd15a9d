"""What a day's reconciliation leaves behind, in tables beside the ledger's."""

from sqlalchemy import BigInteger, Column, Integer, String, Table

from kiosk.gateway.sql.schema import metadata

# The last run of a day for a source; a case is opened for every difference and stays when a run is repeated.
# `state` is "compared", or why nobody could: then the figures of matches are 0, and `ours` and `ours_fen` are
# what our own book holds of the source that day.
reconciliation = Table(
    "reconciliation",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("source", String(64), primary_key=True),
    Column("run_ms", BigInteger, nullable=False),
    Column("matched", Integer, nullable=False),
    Column("matched_fen", BigInteger, nullable=False),
    Column("at_the_edge", Integer, nullable=False),
    Column("differences", Integer, nullable=False),
    Column("state", String(12), nullable=False, server_default="compared"),
    Column("ours", Integer, nullable=False, server_default="0"),
    Column("ours_fen", BigInteger, nullable=False, server_default="0"),
)

# From a day's run to those of others: what may stand in the next file (awaited), what stood in this one
# already (early), and postings of held legs that might have stood in it and did not (absent).
reconciliation_carried = Table(
    "reconciliation_carried",
    metadata,
    Column("day", String(10), primary_key=True),
    Column("source", String(64), primary_key=True),
    Column("kind", String(16), primary_key=True),
    Column("number", String(64), primary_key=True),
    Column("reason", String(8), nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)
