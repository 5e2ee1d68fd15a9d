"""Reads the gateway's database: where the money is, by its ledger and by those who took and posted it."""

import sqlite3
from pathlib import Path
from typing import Any

_OPEN = ("created", "charging", "reversing", "charged", "posting", "post_unknown", "held", "refunding")


class Books:
    def __init__(self, db_path: Path) -> None:
        self._address = f"file:{db_path}?mode=ro"

    def moved(self, payment_id: str) -> dict[str, int]:
        """Fen by account where not zero, debits positive; empty when no money stays moved."""
        sums = self._rows(
            "SELECT account, sum(fen) FROM ledger_line WHERE payment_id = ? GROUP BY 1", payment_id
        )
        return {account: fen for account, fen in sums if fen}

    def entries(self, payment_id: str) -> list[str]:
        """The kinds of the ledger transactions, in order."""
        found = self._rows(
            "SELECT kind FROM ledger_transaction WHERE payment_id = ? ORDER BY at_ms, number", payment_id
        )
        return [kind for (kind,) in found]

    def payments(self) -> set[str]:
        return {payment_id for (payment_id,) in self._rows("SELECT payment_id FROM payment")}

    def taken_in(self) -> set[str]:
        """Payments that name what they pay for: a tombstone does not."""
        return {payment_id for (payment_id,) in self._rows("SELECT DISTINCT payment_id FROM leg")}

    def open_payments(self) -> list[str]:
        marks = ", ".join("?" * len(_OPEN))
        found = self._rows(f"SELECT payment_id FROM payment WHERE state IN ({marks})", *_OPEN)
        return [payment_id for (payment_id,) in found]

    def state(self, payment_id: str) -> str:
        [[state]] = self._rows("SELECT state FROM payment WHERE payment_id = ?", payment_id)
        return str(state)

    def next_due_s(self) -> float:
        """When the gateway will next do something by itself, by its wall clock."""
        return self._number("SELECT min(due_ms) FROM payment") / 1000

    def charges(self, payment_id: str) -> int:
        """How often the provider took money for this payment, given back or not."""
        found = self._rows(
            "SELECT * FROM simulated_charge WHERE order_no = ? AND paid_ms IS NOT NULL AND declined IS NULL",
            payment_id.replace("-", ""),
        )
        return len(found)

    def check(self) -> None:
        """Every ledger transaction is balanced, nothing hangs between payer and biller, and the ledger says
        what the providers really hold and what the billers really posted, and have not taken back."""
        unbalanced = self._rows(
            "SELECT payment_id, kind FROM ledger_line GROUP BY payment_id, kind, number HAVING sum(fen) <> 0"
        )
        assert unbalanced == []
        assert self._number("SELECT sum(fen) FROM ledger_line WHERE account = 'suspense'") == 0
        assert (
            self._number("SELECT sum(fen) FROM ledger_line WHERE account LIKE 'clearing:%'")
            == self.held_fen()
        )
        sold_fen = self._number("SELECT sum(amount_fen) FROM simulated_posting WHERE state = 'posted'")
        back_fen = self._number(
            "SELECT sum(amount_fen) FROM simulated_remote_load WHERE state = 'taken_back'"
        )
        owed_fen = -self._number("SELECT sum(fen) FROM ledger_line WHERE account LIKE 'payable:%'")
        assert owed_fen == sold_fen - back_fen

    def held_fen(self) -> int:
        """What all providers together have taken and not given back."""
        taken = self._number(
            "SELECT sum(amount_fen) FROM simulated_charge"
            " WHERE paid_ms IS NOT NULL AND closed_ms IS NULL AND declined IS NULL"
        )
        return taken - self._number("SELECT sum(amount_fen) FROM simulated_refund")

    def _number(self, question: str) -> int:
        [[found]] = self._rows(question)
        return found or 0

    def _rows(self, question: str, *values: str) -> list[tuple[Any, ...]]:
        database = sqlite3.connect(self._address, uri=True)
        try:
            return database.execute(question, values).fetchall()
        finally:
            database.close()
