"""How many payments a second become durable, beside what the database does with nothing to think about.

A payment is durable when it is taken in: its id, sum, bills with their claims, history and what is owed to it
are on the disk, and from then on it comes to one of its ends whatever breaks. A whole payment is charged,
posted, in the ledger and receipted as well, in three transactions. Everything is on the disk of the temporary
folder, every commit synced.
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
AT_ONCE: Final = ((1, "one"), (8, "one"), (32, "one"), (32, "all"))
"""Requests at once in the one process that has a SQLite file, whose server keeps to one processor."""
LEAST_OF_RAW: Final = 0.5
MOST_RETRIES: Final = 0.15


class Measured(msgspec.Struct, frozen=True):
    """What several processes did at once; `raw` are commits of a single row a second, just before."""

    raw: float
    did: Sequence[Did]
    wrong: str

    @property
    def rate(self) -> float:
        return sum(len(each.took_s) / each.seconds for each in self.did)

    @property
    def of_raw(self) -> float:
        return self.rate / self.raw

    @property
    def retried(self) -> float:
        return sum(each.retries for each in self.did) / sum(each.writes for each in self.did)

    def __str__(self) -> str:
        took_ms = sorted(1000 * took_s for each in self.did for took_s in each.took_s)
        p50_ms, p99_ms = took_ms[len(took_ms) // 2], took_ms[len(took_ms) * 99 // 100]
        cpu_ms = 1000 * sum(each.cpu_s for each in self.did) / len(took_ms)
        return f"p50 {p50_ms:.1f} p99 {p99_ms:.1f} ms, {cpu_ms:.1f} ms of CPU each{self.wrong}"


def payments(seconds: float = SECONDS) -> list[str]:
    lines = ["payments  a second, against commits of a single row a second"]
    with TemporaryDirectory() as folder:
        lines += _on_sqlite(Path(folder), seconds)
    with running_cluster() as cluster:
        for isolation in ("READ COMMITTED", "SERIALIZABLE"):
            lines += _on_postgresql(cluster, isolation, seconds)
    return lines


def _on_sqlite(folder: Path, seconds: float) -> list[str]:
    lines, reached = [], []
    for act, words in (("take_in", "taken in"), ("pay", "whole payments")):
        for clients, processors in AT_ONCE:
            # Beside each other, for a disk that others use is never the same for long.
            raw = raw_sqlite_commits(folder / f"raw-{act}-{clients}-{processors}.db", seconds / 2)
            url = f"sqlite:///{folder / f'{act}-{clients}-{processors}.db'}"
            did = _done(url, "SERIALIZABLE", act, seconds, 1, clients, processors)
            found = Measured(raw, did, _wrong(url, did, act))
            where = f"{words}, {clients} at once, processors: {processors}"
            lines.append(
                f"  sqlite {found.rate:5.0f} {where}: {found.of_raw:.2f} x {raw:.0f} raw commits; {found}"
            )
            if found.of_raw >= LEAST_OF_RAW:
                reached.append(where)
    told = "; ".join(reached) or "nowhere"
    return [*lines, f"  sqlite, bar {LEAST_OF_RAW} x raw commits: reached {told}"]


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
    lines, every = [], []
    for clients in CLIENTS:
        raw = _pgbench(cluster, clients, seconds / 2)
        url = cluster.url(cluster.new_database())
        did = _done(url, isolation, "pay", seconds, clients, 1, "all")
        found = Measured(raw, did, _wrong(url, did, "pay"))
        every.append(found)
        lines.append(
            f"  postgresql, {isolation.lower()}: {found.rate:4.0f} whole payments by {clients} processes, "
            f"retries {100 * found.retried:.1f} %, {found.of_raw:.2f} x {raw:.0f} commits of pgbench; {found}"
        )
    fallen = [n for n, found in zip(CLIENTS, every, strict=True) if found.rate < every[0].rate]
    course = f"fewer with {fallen[0]} than with {CLIENTS[0]}" if fallen else "reached"
    retried = max(each.retried for each in every)
    bar = (
        f"bar no fewer with up to {CLIENTS[-1]} than with {CLIENTS[0]} and retries below "
        f"{100 * MOST_RETRIES:.0f} %"
    )
    told = f"{course}, retries at most {100 * retried:.1f} %"
    return [*lines, f"  postgresql, {isolation.lower()}, {bar}: {told}"]


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
    url: str, isolation: str, act: str, seconds: float, processes: int, clients: int, processors: str
) -> Sequence[Did]:
    """All processes are ready before the first begins."""
    module = "tests.benchmarks.payment_worker"
    command = [sys.executable, "-m", module, url, isolation, act, str(seconds), str(clients), processors]
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


def _wrong(url: str, did: Sequence[Did], act: str) -> str:
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
    missing = sum(len(each.took_s) for each in did) - found
    return "" if missing <= 0 and not open_fen else f"; WRONG: {missing} missing, {open_fen} fen open"
