"""Gateway and kiosk processes under load, killed without a warning and started again, over a line that fails.

Afterwards everything is brought to its end, and what was said is compared with what is written.
"""

import json
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections import Counter
from contextlib import closing
from pathlib import Path

from msgspec import Struct, field
from sqlalchemy import select

from kiosk.gateway.gateway import open_gateway
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql import schema
from kiosk.payment.invariants import Violation, not_at_rest, posted_twice, wrong_sums
from kiosk.payment.invariants_kiosk import another_end, taken_in_unmeant, unclosed
from kiosk.payment.saga_state import Payment
from kiosk.places import ROOT
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.journal import Intent, Journal
from tests.journeys.books import Books
from tests.power.fault_proxy import FaultProxy
from tests.runtime.journals import KEY
from tests.system.processes import GatewayProcess, own_folders

KIOSKS = 2
FINISH_WITHIN_S = 600.0
"""A charge whose request died with the gateway is proven not to be one after six minutes."""
_HOUSEHOLDS_EACH = 120


class KioskClient:
    """`said` is everything it told, over all its lives."""

    def __init__(self, number: int, folder: Path, url: str, chance: random.Random) -> None:
        self.state = folder / f"kiosk-{number}"
        self.state.mkdir()
        self.said: list[list[object]] = []
        self._households = (1 + number * _HOUSEHOLDS_EACH, 1 + (number + 1) * _HOUSEHOLDS_EACH)
        self._environment = own_folders(self.state)
        self._url = url
        self._chance = chance
        self._process: subprocess.Popen[str] | None = None
        self._listener: threading.Thread | None = None

    def start(self, *finish: str) -> None:
        first, last = self._households
        arguments = (str(self.state), self._url, str(self._chance.getrandbits(32)), str(first), str(last))
        with (self.state / "log.txt").open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.power.kiosk_client", *arguments, *finish],
                cwd=ROOT,
                env=self._environment,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        self._listener = threading.Thread(target=self._listen, args=(self._process,), daemon=True)
        self._listener.start()

    def kill(self) -> None:
        if self._process is not None and self._listener is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()
            self._listener.join()
            self._process = None

    def finish(self) -> None:
        """Alone on a line that holds, until its journal owes nothing."""
        self.kill()
        self.start("finish")
        assert self._process is not None
        assert self._process.wait(FINISH_WITHIN_S) == 0, (self.state / "log.txt").read_text()[-2000:]

    def _listen(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as pipe:
            for line in pipe:
                if line.endswith("\n"):  # a word cut in two was not said
                    self.said.append(json.loads(line))

    def told(self, word: str) -> list[list[object]]:
        return [said for said in self.said if said[0] == word]


class Report(Struct):
    """`lost` and `doubled` count acknowledged payments; `violations` are of the rules of money."""

    kills: Counter[str] = field(default_factory=Counter)
    faults: dict[str, int] = field(default_factory=dict)
    opened: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    at_gateway: Counter[str] = field(default_factory=Counter)
    posted_fen: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    ledger_sum_fen: int = 0
    open_entries: int = 0
    violations: list[Violation] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        nothing_wrong = not (self.lost or self.doubled or self.violations)
        return nothing_wrong and self.ledger_sum_fen == 0 == self.open_entries and self.opened > 0


class Town:
    """One gateway, a line that fails, and kiosks whose residents pay without a pause."""

    def __init__(self, folder: Path, seed: int, *, kiosks: int = KIOSKS, fast: bool = False) -> None:
        self._chance = random.Random(seed)
        self.gateway = GatewayProcess(folder, fast=fast)
        self.gateway.start()
        port = int(self.gateway.url.rpartition(":")[2])
        self.proxy = FaultProxy(port, random.Random(seed + 1))
        self.kiosks = [KioskClient(number, folder, self.proxy.url, self._chance) for number in range(kiosks)]
        self.report = Report()
        self._began_s = time.monotonic()
        for kiosk in self.kiosks:
            kiosk.start()

    def kill_one(self) -> None:
        """At a random moment of whoever it meets."""
        time.sleep(self._chance.uniform(0.3, 2.5))
        if self._chance.random() < 0.4:
            self.gateway.kill()
            self.report.kills["gateway"] += 1
            if self._chance.random() < 0.3:
                self._kill_a_kiosk()
            time.sleep(self._chance.uniform(0.0, 1.0))
            self.gateway.start()
        else:
            self._kill_a_kiosk()

    def _kill_a_kiosk(self) -> None:
        kiosk = self._chance.choice(self.kiosks)
        kiosk.kill()
        self.report.kills["kiosk"] += 1
        kiosk.start()

    def come_to_rest(self) -> Report:
        self.proxy.calm()
        for kiosk in self.kiosks:
            kiosk.kill()
        for kiosk in self.kiosks:
            kiosk.finish()
        books = Books(self.gateway.db_path)
        until_s = time.monotonic() + FINISH_WITHIN_S
        while books.open_payments() and time.monotonic() < until_s:
            time.sleep(0.2)
        self.gateway.kill()
        _examine(self.report, self.kiosks, self.gateway.db_path)
        self.report.faults = self.proxy.counted
        self.report.seconds = time.monotonic() - self._began_s
        return self.report

    def close(self) -> None:
        self.proxy.close()
        self.gateway.kill()
        for kiosk in self.kiosks:
            kiosk.kill()


def _examine(report: Report, kiosks: list[KioskClient], db_path: Path) -> None:
    payments = _payments(db_path)
    intents: dict[str, Intent] = {}
    for kiosk in kiosks:
        intents |= _examine_kiosk(report, kiosk, payments)
    for payment in payments.values():
        intent = intents.get(payment.payment_id)
        report.violations += taken_in_unmeant(payment, None, intent.amount_fen if intent else None)
        report.violations += wrong_sums(payment)
        report.at_gateway[payment.state.value] += 1
    report.violations += not_at_rest(payments.values(), held_allowed=False)
    _examine_books(report, db_path)


def _examine_kiosk(report: Report, kiosk: KioskClient, payments: dict[str, Payment]) -> dict[str, Intent]:
    """Its intents. Opening the journal proves its chain."""
    journal = Journal(kiosk.state / "journal.db", KEY)
    open_ids = [intent.payment_id for intent in journal.open_intents()]
    journal.close()
    intents, ends = _written(kiosk.state / "journal.db")
    report.open_entries += len(open_ids)
    report.violations += unclosed(kiosk.state.name, open_ids)
    for payment_id, said in ends.items():
        report.violations += another_end(payment_id, said, payments.get(payment_id))
    report.opened += len(kiosk.told("opened"))
    report.lost += [str(told[1]) for told in kiosk.told("opened") if told[1] not in intents]
    for _, payment_id, kind, amount_fen in kiosk.told("ended"):
        report.ended[str(kind)] += 1
        payment = payments.get(str(payment_id))
        report.violations += another_end(str(payment_id), str(kind), payment)
        if kind == "settled" and (payment is None or payment.amount_fen != amount_fen):
            report.lost.append(str(payment_id))
    return intents


def _written(path: Path) -> tuple[dict[str, Intent], dict[str, str]]:
    """By payment: the intents, and the last word of how it ended."""
    with closing(sqlite3.connect(path)) as database:
        meant = database.execute("SELECT payment_id, body FROM entry WHERE kind = 'intent'").fetchall()
        ended = database.execute(
            "SELECT payment_id, body FROM entry WHERE kind = 'result' ORDER BY seq"
        ).fetchall()
    intents = {payment_id: Intent(payment_id, **json.loads(body)) for payment_id, body in meant}
    return intents, {payment_id: body.split()[0] for payment_id, body in ended}


def _payments(db_path: Path) -> dict[str, Payment]:
    gateway = open_gateway(f"sqlite:///{db_path}", GatewaySettings("http://gateway.example"), SystemClock())
    with gateway.parts.database.reading() as connection:
        ids = connection.execute(select(schema.payment.c.payment_id)).scalars().all()
    stored = [gateway.parts.store.load(payment_id) for payment_id in ids]
    gateway.close()
    return {each.payment.payment_id: each.payment for each in stored if each is not None}


def _examine_books(report: Report, db_path: Path) -> None:
    """The ledger balances, and says what providers hold and billers posted; no bill was posted twice."""
    Books(db_path).check()
    with closing(sqlite3.connect(db_path)) as database:
        [report.ledger_sum_fen] = database.execute("SELECT coalesce(sum(fen), 0) FROM ledger_line").fetchone()
        postings = database.execute(
            "SELECT bill_no, amount_fen FROM simulated_posting WHERE state = 'posted' AND kind = 'bill'"
        ).fetchall()
        paid_twice = database.execute(
            "SELECT bill_id FROM leg WHERE state = 'posted' GROUP BY bill_id HAVING count(*) > 1"
        ).fetchall()
    report.posted_fen = sum(amount_fen for _, amount_fen in postings)
    report.doubled += [str(violation) for violation in posted_twice((no, fen, fen) for no, fen in postings)]
    report.doubled += [bill_id for (bill_id,) in paid_twice]
