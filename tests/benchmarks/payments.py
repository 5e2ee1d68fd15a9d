"""How many payments a second become durable, beside what the database does with nothing to think about.

A whole payment is taken in with its claim, charged, posted, in the ledger and receipted: four transactions,
of which "taken in" is the first. All databases are on the disk of the temporary folder, every commit synced.
"""

import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import msgspec
from sqlalchemy import create_engine, func, select

from kiosk import places
from kiosk.gateway.sql import schema
from tests.benchmarks.payment_worker import Did
from tests.gateway.postgres import Cluster, program, running_cluster

SECONDS: Final = 6.0
CLIENTS: Final = (1, 4, 8)
"""Gateway processes on one PostgreSQL."""
AT_ONCE: Final = (1, 8, 32)
"""Requests at once in the one process that has a SQLite file."""


def payments(seconds: float = SECONDS) -> list[str]:
    lines = ["payments  a second, against commits of a single row a second"]
    with TemporaryDirectory() as folder:
        lines += _on_sqlite(Path(folder), seconds)
    with running_cluster() as cluster:
        for isolation in ("READ COMMITTED", "SERIALIZABLE"):
            lines += _on_postgresql(cluster, isolation, seconds)
    return lines


def _on_sqlite(folder: Path, seconds: float) -> list[str]:
    lines = []
    for clients in AT_ONCE:
        # Beside each other, for a disk that others use is never the same for long.
        raw = raw_sqlite_commits(folder / f"raw-{clients}.db", seconds / 2)
        for act, words in (("take_in", "taken in"), ("pay", "whole payments")):
            url = f"sqlite:///{folder / f'{act}-{clients}.db'}"
            did = _done(url, "SERIALIZABLE", act, seconds, processes=1, clients=clients)
            rate = _rate(did)
            lines.append(
                f"  sqlite {rate:5.0f} {words}, {clients} at once: {rate / raw:.2f} x {raw:.0f} raw commits"
                f"{_checked(url, did, act)}"
            )
    return lines


def raw_sqlite_commits(path: Path, seconds: float) -> float:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("CREATE TABLE one (id INTEGER PRIMARY KEY, value TEXT)")
    begun_s, commits = time.perf_counter(), 0
    while time.perf_counter() - begun_s < seconds:
        connection.execute("INSERT INTO one (value) VALUES ('a row of ordinary length')")
        commits += 1
    took_s = time.perf_counter() - begun_s
    connection.close()
    return commits / took_s


def _on_postgresql(cluster: Cluster, isolation: str, seconds: float) -> list[str]:
    lines = []
    for clients in CLIENTS:
        raw = _pgbench(cluster, clients, seconds / 2)
        url = cluster.url(cluster.new_database())
        did = _done(url, isolation, "pay", seconds, processes=clients, clients=1)
        writes, retries = sum(each.writes for each in did), sum(each.retries for each in did)
        lines.append(
            f"  postgresql, {isolation.lower()}: {_rate(did):4.0f} whole payments by {clients} processes, "
            f"retries {100 * retries / writes:.1f} %; pgbench {raw:.0f} commits{_checked(url, did, 'pay')}"
        )
    return lines


def _rate(did: Sequence[Did]) -> float:
    return sum(each.payments / each.seconds for each in did)


def _pgbench(cluster: Cluster, clients: int, seconds: float) -> float:
    """Single-row inserts, each its own transaction, as above."""
    name = cluster.new_database()
    script = cluster.folder / "one.sql"
    script.write_text("INSERT INTO one (value) VALUES ('a row of ordinary length');\n")
    engine = create_engine(cluster.url(name))
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE one (id bigserial PRIMARY KEY, value text)")
    engine.dispose()
    options = ["-n", "-M", "prepared", "-c", str(clients), "-T", str(round(seconds)), "-f", str(script)]
    command = [program("pgbench"), *options, "-h", str(cluster.folder), "-U", "kiosk", name]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    tps = next(line for line in told.splitlines() if line.startswith("tps"))
    return float(tps.split()[2])


def _done(
    url: str, isolation: str, act: str, seconds: float, *, processes: int, clients: int
) -> Sequence[Did]:
    """All processes are ready before the first begins."""
    worker = "tests.benchmarks.payment_worker"
    command = [sys.executable, "-m", worker, url, isolation, act, str(seconds), str(clients)]
    workers = [
        subprocess.Popen(command, cwd=places.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(processes)
    ]
    for worker in workers:
        if worker.stdout is None or worker.stdout.readline().strip() != "ready":
            raise SystemExit("a gateway process did not get ready; its words are above")
    for worker in workers:
        if worker.stdin is not None:
            worker.stdin.write("go\n")
            worker.stdin.flush()
    return [msgspec.json.decode(worker.communicate()[0], type=Did) for worker in workers]


def _checked(url: str, did: Sequence[Did], act: str) -> str:
    """What went wrong, which is nothing: every payment counted is there once, and the books balance."""
    wanted = schema.receipt if act == "pay" else schema.payment
    engine = create_engine(url)
    with engine.connect() as connection:
        found = connection.execute(select(func.count()).select_from(wanted)).scalar_one()
        suspense = select(func.sum(schema.ledger_line.c.fen)).where(
            schema.ledger_line.c.account == "suspense"
        )
        open_fen = connection.execute(suspense).scalar_one()
    engine.dispose()
    missing = sum(each.payments for each in did) - found
    return "" if missing <= 0 and not open_fen else f"; WRONG: {missing} missing, {open_fen} fen open"
