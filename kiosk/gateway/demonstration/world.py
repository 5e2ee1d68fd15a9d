"""What the simulated parties remember, in tables of their own: a restart of the gateway forgets nothing.

The gateway's own code never reads these tables. Keeps digests of codes, never the codes.
"""

import hashlib
from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import BigInteger, Boolean, Column, Connection, Integer, MetaData, String, Table, select

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.gateway.steady_time import SteadyTime

T = TypeVar("T")

metadata = MetaData()

used_code = Table("simulated_used_code", metadata, Column("digest", String(64), primary_key=True))

# A recharge card is in one redemption that is not closed.
spent_card = Table(
    "simulated_spent_card",
    metadata,
    Column("digest", String(64), primary_key=True),
    Column("order_no", String(64), nullable=False),
)

# paid_ms may lie in the future: the payer is still confirming. None: nobody pays. closed_ms: over.
charge = Table(
    "simulated_charge",
    metadata,
    Column("order_no", String(64), primary_key=True),
    Column("provider", String(16), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("paid_ms", BigInteger),
    Column("closed_ms", BigInteger),
    Column("declined", String(32)),
    Column("stubborn", Boolean, nullable=False, default=False),
    Column("card_last4", String(4)),
)

refund = Table(
    "simulated_refund",
    metadata,
    Column("refund_no", String(64), primary_key=True),
    Column("order_no", String(64), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

posting = Table(
    "simulated_posting",
    metadata,
    Column("posting_ref", String(64), primary_key=True),
    Column("bill_no", String(64), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("kind", String(8), nullable=False, server_default="bill"),
)

paid_bill = Table("simulated_paid_bill", metadata, Column("bill_no", String(64), primary_key=True))

# Of prepaid meters: under_way, loaded, refused, closed, token or taken_back.
remote_load = Table(
    "simulated_remote_load",
    metadata,
    Column("load_ref", String(64), primary_key=True),
    Column("supply_no", String(64), nullable=False),
    Column("amount_fen", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
)

changed_bill = Table(
    "simulated_changed_bill",
    metadata,
    Column("bill_no", String(64), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("due_fen", BigInteger, nullable=False),
)


class PartyBooks:
    """The database as a simulated party has it: one that does not know what it has written stays silent."""

    def __init__(self, database: Database) -> None:
        self.reading = database.reading
        self._database = database

    def write(self, block: Callable[[Connection], T]) -> T:
        """Raises AdapterSilent when the answer to COMMIT never came."""
        try:
            return self._database.write(block)
        except CommitUnknown as unknown:
            raise AdapterSilent("a simulated party") from unknown


class World:
    def __init__(self, database: Database, time: SteadyTime) -> None:
        database.add_tables(metadata)
        self.database = PartyBooks(database)
        self.time = time


def holds(connection: Connection, column: Column[str], value: str) -> bool:
    """Whether the table of the column has a row with this value."""
    return connection.execute(select(column).where(column == value)).first() is not None


def digest(code: str) -> str:
    return hashlib.sha256(b"demonstration" + code.encode()).hexdigest()
