"""The production store on SQLite with the simulation's view of it: slow, for replays and for the contract."""

from collections.abc import Callable
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, cast

from sqlalchemy import select

from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.sql.schema_day_limit import account_day
from kiosk.gateway.tokens import Tokens
from kiosk.payment.ledger import LedgerLine, LedgerTransaction
from kiosk.simulate.load_store import LoadsInMemory
from kiosk.simulate.store import MemoryStore

_NO_LOADS = LoadsInMemory(MemoryStore())


class _InOpenFile:
    def __init__(self, file: Callable[[], Database]) -> None:
        self._file = file

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file(), name)


class SqlStore(SqlPaymentStore):
    """Its file lies in a folder of its own, which goes when it is closed."""

    def __init__(self, codes: Tokens) -> None:
        self._folder = TemporaryDirectory(prefix="kiosk-simulate-")
        self._open(codes)

    def _open(self, codes: Tokens) -> None:
        self._file = open_database(f"sqlite:///{self._folder.name}/gateway.db", Random(0))
        super().__init__(self._file, codes)

    @property
    def loads(self) -> LoadsInMemory:
        """None: its worlds have no meters, for the rows of loads have tests of their own."""
        return _NO_LOADS

    def migrate(self, _: object) -> None:
        """The next version opens the file; tables that it wants otherwise are changed then."""
        self._file.close()
        self._open(self._codes)

    @property
    def record(self) -> Database:
        """What else the gateway keeps, in the file as it is open now."""
        return cast(Database, _InOpenFile(lambda: self._file))

    @property
    def counted(self) -> dict[tuple[str, str], int]:
        """Fen by limited account and day."""
        with self._file.reading() as connection:
            rows = connection.execute(select(account_day))
            return {(row.account_id, row.day): row.counted_fen for row in rows}

    @property
    def payments(self) -> dict[str, StoredPayment]:
        with self._file.reading() as connection:
            ids = connection.execute(
                select(schema.payment.c.payment_id).order_by(schema.payment.c.created_ms)
            )
            found = [self.load(payment_id) for payment_id in ids.scalars().all()]
        return {stored.payment.payment_id: stored for stored in found if stored is not None}

    @property
    def claims(self) -> dict[str, str]:
        with self._file.reading() as connection:
            rows = connection.execute(select(schema.bill_claim.c.bill_id, schema.bill_claim.c.payment_id))
            return {row.bill_id: row.payment_id for row in rows}

    @property
    def ledger(self) -> dict[tuple[str, str, int], LedgerTransaction]:
        line = schema.ledger_line.c
        found: dict[tuple[str, str, int], list[LedgerLine]] = {}
        with self._file.reading() as connection:
            for row in connection.execute(select(schema.ledger_line).order_by(line.line)):
                key = (row.payment_id, row.kind, row.number)
                found.setdefault(key, []).append(LedgerLine(row.account, row.fen))
        return {key: LedgerTransaction(key[1], key[2], tuple(lines)) for key, lines in found.items()}

    def close(self) -> None:
        self._file.close()
        self._folder.cleanup()
