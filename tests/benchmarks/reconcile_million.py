"""A day of many payments compared with a provider's file of as many lines: how long each part takes, how much
memory, and whether exactly the planted differences are found."""

import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any, TypeVar
from unittest.mock import patch

from sqlalchemy import Table, insert

from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.sql.schema import ledger_line, ledger_transaction
from kiosk.gateway.tokens import Tokens, new_secret
from kiosk.reconcile import day_end, ledger_book, result_store
from kiosk.reconcile.day import Day, day_of
from kiosk.reconcile.day_end import DayResult, reconcile_day
from kiosk.reconcile.records import Key, Movement
from kiosk.reconcile.simulated_files import write_wechat
from kiosk.reconcile.wechat import read_wechat

ROWS = 1_000_000
PLANTED = 20
_BATCH = 20_000

Each = TypeVar("Each")


class Parts:
    """Seconds of processor time by part, taken where the parts meet. What is in none of them is comparing."""

    def __init__(self) -> None:
        self.cpu_s = {"reading our book": 0.0, "reading the file": 0.0, "writing": 0.0}

    @contextmanager
    def taken_apart(self) -> Iterator[None]:
        movements, keep = ledger_book.movements, result_store.keep

        def ours(*given: Any) -> Iterator[Movement]:
            return self._each("reading our book", movements(*given))

        def theirs(path: Path) -> Iterator[Movement]:
            return self._each("reading the file", read_wechat(path))

        def kept(*given: Any) -> int:
            began_s = time.thread_time()
            try:
                return keep(*given)
            finally:
                self.cpu_s["writing"] += time.thread_time() - began_s

        with (
            patch.object(ledger_book, "movements", ours),
            patch.object(result_store, "keep", kept),
            patch.object(day_end, "_READERS", {"wechat": theirs}),
        ):
            yield

    def _each(self, part: str, rows: Iterator[Each]) -> Iterator[Each]:
        """A batch at a time, for looking at the clock costs as much as a row."""
        while True:
            began_s = time.thread_time()
            batch = list(islice(rows, _BATCH))
            self.cpu_s[part] += time.thread_time() - began_s
            if not batch:
                return
            yield from batch


def reconcile_million(rows: int = ROWS) -> list[str]:
    day = day_of(date(2026, 11, 21))
    with tempfile.TemporaryDirectory(prefix="reconcile") as folder:
        database = open_database(f"sqlite:///{folder}/gateway.db", Random(1))
        _fill(database, day, rows)
        file = Path(folder) / "wechat.csv"
        write_wechat(file, _theirs(day, rows))
        size_mb = file.stat().st_size / 1e6
        before_mb = _memory_mb("VmRSS")
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
        parts, began_s, began_cpu_s = Parts(), time.perf_counter(), time.process_time()
        codes = Tokens(new_secret())
        with parts.taken_apart():
            result = reconcile_day(database, codes, day, {"wechat": file}, day.to_ms, lambda _source: None)
        took_s, cpu_s = time.perf_counter() - began_s, time.process_time() - began_cpu_s
        peak_mb = _memory_mb("VmHWM")
        database.close()
    return [
        f"reconcile: {rows:,} payments against a file of {rows:,} lines ({size_mb:.0f} MB): {cpu_s:.1f} s of "
        f"processor time in {took_s:.1f} s, {result.results[0].matched:,} agree",
        f"reconcile: {_told(parts.cpu_s, cpu_s)}",
        f"reconcile: {peak_mb - before_mb:.0f} MB of memory at most, beyond the {before_mb:.0f} MB of before",
        _found(result),
    ]


def _told(parts: Mapping[str, float], cpu_s: float) -> str:
    comparing = {"comparing": cpu_s - sum(parts.values())}
    return ", ".join(f"{part} {seconds:.1f} s" for part, seconds in {**parts, **comparing}.items())


def _found(result: DayResult) -> str:
    found = sorted(difference.kind for difference in result.results[0].differences)
    planted = sorted(["ours_only"] * PLANTED + ["provider_only"] * PLANTED)
    return (
        f"reconcile: {len(planted)} differences planted, {len(found)} found, "
        f"{'the same' if found == planted else 'NOT the same'}; {result.cases_opened} cases opened"
    )


def _memory_mb(which: str) -> float:
    """Of this process, as Linux tells it."""
    status = Path("/proc/self/status").read_text()
    [line] = [line for line in status.splitlines() if line.startswith(f"{which}:")]
    return int(line.split()[1]) / 1024


def _movement(day: Day, rows: int, number: int) -> Movement:
    at_ms = day.from_ms + 3_600_000 + number * 79_200_000 // (rows + PLANTED)
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
