"""The gateway on a PostgreSQL whose primary is killed under load: its standby takes over, nothing is lost.

Whoever pays has the answer, or repeats the same request until it has one, as a kiosk does.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from uuid import UUID

from msgspec import Struct, field
from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.demonstration import world
from kiosk.gateway.demonstration.residents import Household, residents
from kiosk.gateway.gateway import Gateway, open_gateway
from kiosk.gateway.problems import Refused
from kiosk.gateway.settings import GatewaySettings
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.payment.invariants import not_at_rest, wrong_sums
from kiosk.runtime.clock import SystemClock
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.payments import BillToPay, PaymentAnswer, PaymentRequest
from tests.journeys.neighbours import BOOK
from tests.power.standby import Pair

THREADS = 4
ENDINGS = ("0000", "0000", "0001", "0002", "0003")
REST_WITHIN_S = 600.0
"""A charge whose request died with its database is proven not to be one after six minutes."""
_DATABASE = "postgres"
_NOBODY_KNOWS = (SQLAlchemyError, CommitUnknown)
"""What a request ends with whose answer never came, as a broken line does for a kiosk."""
_SETTINGS = GatewaySettings("http://gateway.example", demonstration=True)


class Report(Struct):
    """`acknowledged` by outcome, as first told; `lost` are those of which the gateway later knew less."""

    failovers: int = 0
    held_up: int = 0
    """Answers told while the standby heard nothing."""
    unanswered: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)
    doubled: int = 0
    ledger_sum_fen: int = 0
    clearing_off_fen: int = 0
    """What the ledger says the providers hold, less what they hold."""
    violations: list[str] = field(default_factory=list)

    @property
    def held(self) -> bool:
        asked = self.failovers > 0 and sum(self.acknowledged.values()) > 0
        return asked and not (
            self.lost or self.doubled or self.ledger_sum_fen or self.clearing_off_fen or self.violations
        )


class Load:
    """Residents in threads. `gateway` is replaced when the database has moved; until then they repeat."""

    def __init__(self, pair: Pair, seed: int) -> None:
        self.report = Report()
        self._pair = pair
        self._gateway = self._opened()
        self._answers: dict[str, PaymentAnswer] = {}
        self._stopping = threading.Event()
        chance = random.Random(seed)
        self._threads = [
            threading.Thread(target=self._pay_for_ever, args=(number, random.Random(chance.random())))
            for number in range(THREADS)
        ]
        self._threads.append(threading.Thread(target=self._drive_for_ever))
        for thread in self._threads:
            thread.start()

    def fail_over(self, *, again: bool, held_up_s: float) -> None:
        before = sum(self.report.acknowledged.values())
        self._pair.primary_dies(held_up_s)
        self.report.held_up += sum(self.report.acknowledged.values()) - before
        self._pair.standby_takes_over(again=again)
        self._gateway.close()
        self._gateway = self._opened()
        self.report.failovers += 1

    def come_to_rest(self) -> Report:
        self._stopping.set()
        for thread in self._threads:
            thread.join()
        until_s = time.monotonic() + REST_WITHIN_S
        while self._gateway.parts.store.next_due_ms() is not None and time.monotonic() < until_s:
            self._gateway.driver.drive()
            time.sleep(0.1)
        self._examine()
        self._gateway.close()
        return self.report

    def _opened(self) -> Gateway:
        return open_gateway(self._pair.url(_DATABASE), _SETTINGS, SystemClock())

    def _drive_for_ever(self) -> None:
        while not self._stopping.is_set():
            with suppress(*_NOBODY_KNOWS):
                self._gateway.driver.drive()
            self._stopping.wait(0.1)

    def _pay_for_ever(self, number: int, chance: random.Random) -> None:
        households = residents(BOOK)[1 + number :: THREADS]
        for request in self._requests(households, chance):
            if self._stopping.is_set():
                return
            answer = self._answer(request)
            if answer is not None:
                self.report.acknowledged[answer.outcome] += 1
                self._answers[answer.payment_id] = answer

    def _requests(self, households: Sequence[Household], chance: random.Random) -> Iterator[PaymentRequest]:
        while not self._stopping.is_set():
            household = chance.choice([each for each in households if each.accounts])
            asked = LookUpRequest("account", chance.choice(household.accounts).number, scope="household")
            try:
                found = self._gateway.look_ups.answer(asked)
            except (*_NOBODY_KNOWS, Refused):
                continue
            payable = [bill for bill in found.bills if bill.state == "payable"]
            if payable:
                bills = chance.sample(payable, 1)
                yield PaymentRequest(
                    payment_id=str(UUID(int=chance.getrandbits(128), version=4)),
                    bills=tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in bills),
                    amount_fen=sum(bill.due_fen for bill in bills),
                    method="phone_code",
                    phone_code=f"13{chance.getrandbits(39):012d}{chance.choice(ENDINGS)}",
                    kiosk_id="kiosk-1",
                )

    def _answer(self, request: PaymentRequest) -> PaymentAnswer | None:
        while not self._stopping.is_set():
            try:
                return self._gateway.payments.submit(request)
            except _NOBODY_KNOWS:
                self.report.unanswered += 1
                self._stopping.wait(0.2)
            except Refused:
                return None
        return None

    def _examine(self) -> None:
        store, report = self._gateway.parts.store, self.report
        payments = []
        for payment_id, told in self._answers.items():
            stored = store.load(payment_id)
            if stored is None:
                report.lost.append(payment_id)
                continue
            payments.append(stored.payment)
            now = self._gateway.payments.answer(payment_id)
            if told.outcome not in {"working", now.outcome}:
                report.lost.append(f"{payment_id}: told {told.outcome}, now {now.outcome}")
        for payment in payments:
            report.violations += map(str, wrong_sums(payment))
        report.violations += map(str, not_at_rest(payments, held_allowed=False))
        with self._gateway.parts.database.reading() as connection:
            _examine_books(report, connection)


def _examine_books(report: Report, connection: Connection) -> None:
    """The ledger balances and says what the providers hold, and no bill was posted twice."""
    line, leg, charge, refund = (
        each.c for each in (schema.ledger_line, schema.leg, world.charge, world.refund)
    )
    posted = select(leg.bill_id).where(leg.state == "posted").group_by(leg.bill_id)
    report.doubled = len(connection.execute(posted.having(func.count() > 1)).all())
    sums = select(line.payment_id).group_by(line.payment_id, line.kind, line.number)
    unbalanced = connection.execute(sums.having(func.sum(line.fen) != 0)).scalars()
    report.violations += [f"unbalanced: {payment_id}" for payment_id in unbalanced]
    kept = charge.paid_ms.is_not(None) & charge.closed_ms.is_(None) & charge.declined.is_(None)
    held_fen = _sum(connection, charge.amount_fen, kept) - _sum(connection, refund.amount_fen)
    report.clearing_off_fen = _sum(connection, line.fen, line.account.like("clearing:%")) - held_fen
    report.ledger_sum_fen = _sum(connection, line.fen)


def _sum(connection: Connection, column: ColumnElement[int], *where: ColumnElement[bool]) -> int:
    return int(connection.execute(select(func.coalesce(func.sum(column), 0)).where(*where)).scalar_one())
