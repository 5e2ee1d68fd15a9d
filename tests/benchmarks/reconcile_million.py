"""A day of many payments compared with a provider's file of as many lines: how long, and whether exactly the
planted differences are found."""

import tempfile
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Table, insert

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema import ledger_line, ledger_transaction, metadata
from kiosk.reconcile.day import Day, day_of
from kiosk.reconcile.day_end import reconcile_day
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.simulated_files import write_wechat

ROWS = 1_000_000
PLANTED = 20
_BATCH = 20_000


def reconcile_million(rows: int = ROWS) -> list[str]:
    day = day_of(date(2026, 11, 21))
    with tempfile.TemporaryDirectory(prefix="reconcile") as folder:
        database = Database(f"sqlite:///{folder}/gateway.db", metadata, randomness=Random(1))
        _fill(database, day, rows)
        file = Path(folder) / "wechat.csv"
        write_wechat(file, _theirs(day, rows))
        size_mb = file.stat().st_size / 1e6
        began_s = time.perf_counter()
        result = reconcile_day(database, day, {"wechat": file}, day.to_ms, lambda _source: None)
        took_s = time.perf_counter() - began_s
        database.close()
    found = sorted(difference.kind for difference in result.results[0].differences)
    planted = sorted(["ours_only"] * PLANTED + ["provider_only"] * PLANTED)
    return [
        f"reconcile: {rows:,} payments against a file of {rows:,} lines ({size_mb:.0f} MB): {took_s:.1f} s, "
        f"{result.results[0].matched:,} agree",
        f"reconcile: {len(planted)} differences planted, {len(found)} found, "
        f"{'the same' if found == planted else 'NOT the same'}; {result.cases_opened} cases opened",
    ]


def _movement(day: Day, rows: int, number: int) -> Movement:
    at_ms = day.from_ms + 3_600_000 + number * 79_200_000 // rows
    return Movement(Key("charge", f"{number:032x}"), 100 + number % 50_000, at_ms)


def _theirs(day: Day, rows: int) -> Iterator[Movement]:
    """Without the first few of ours, and with as many nobody knows."""
    return (_movement(day, rows, number) for number in range(PLANTED, rows + PLANTED))


def _fill(database: Database, day: Day, rows: int) -> None:
    for first in range(0, rows, _BATCH):
        ours = [_movement(day, rows, number) for number in range(first, min(rows, first + _BATCH))]
        keys = [{"payment_id": key.number, "kind": "charge", "number": 0} for key, *_ in ours]
        transactions = [key | {"at_ms": one.at_ms} for key, one in zip(keys, ours, strict=True)]
        lines = [
            key | {"line": line, "account": account, "fen": sign * one.fen}
            for key, one in zip(keys, ours, strict=True)
            for line, account, sign in ((0, "clearing:wechat", 1), (1, "suspense", -1))
        ]
        _write(database, ledger_transaction, transactions)
        _write(database, ledger_line, lines)


def _write(database: Database, table: Table, rows: list[dict[str, Any]]) -> None:
    database.write(lambda connection: connection.execute(insert(table), rows).rowcount)
