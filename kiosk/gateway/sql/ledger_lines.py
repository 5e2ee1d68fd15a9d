"""The ledger in SQL: only appended to, and each transaction of it sums to zero."""

from collections.abc import Sequence

from sqlalchemy import Connection

from kiosk.gateway.sql import schema
from kiosk.gateway.sql.prepared import NewRows, PreparedInsert, RowsOfTable
from kiosk.payment.ledger import LedgerTransaction

_INSERT = PreparedInsert(schema.ledger_transaction)
# One statement of all lines: PostgreSQL checks their sum at its end.
_INSERT_LINES = PreparedInsert(schema.ledger_line)


class UnbalancedLedger(Exception):
    """A ledger transaction whose lines do not sum to zero: nothing of it is written."""


def append_entries(
    connection: Connection, payment_id: str, entries: Sequence[LedgerTransaction], now_ms: int
) -> None:
    """Raises UnbalancedLedger."""
    NewRows(entry_rows(payment_id, entries, now_ms))(connection)


def entry_rows(payment_id: str, entries: Sequence[LedgerTransaction], now_ms: int) -> Sequence[RowsOfTable]:
    """Raises UnbalancedLedger."""
    if not entries:
        return ()
    heads, lines = [], []
    for entry in entries:
        if sum(line.fen for line in entry.lines):
            raise UnbalancedLedger(f"payment {payment_id}: {entry.kind} {entry.number}")
        key = {"payment_id": payment_id, "kind": entry.kind, "number": entry.number}
        heads.append(key | {"at_ms": now_ms})
        lines += [
            key | {"line": n, "account": line.account, "fen": line.fen} for n, line in enumerate(entry.lines)
        ]
    return ((_INSERT, heads), (_INSERT_LINES, lines))
