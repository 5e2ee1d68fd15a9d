"""The running gateway's auditor: silent over sound books, an alarm for every kind of damage, told once."""

import logging
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import Executable, delete, insert, update

from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.payments.driver import decide
from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore
from kiosk.gateway.sql import schema
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.steady_time import SteadyTime
from kiosk.gateway.tokens import Tokens
from kiosk.payment.saga_events import Begun, ChargeReported, Event, PostReported
from kiosk.runtime.clock import FakeClock

from .store_pair import TIMERS, payment

SETTLED, OPEN = "1" * 32, "2" * 32


class Books:
    """One payment that is posted and one that is being charged."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock()
        self.database: Database = open_database(f"sqlite:///{folder / 'gateway.db'}", Random(0))
        self.time = SteadyTime(self.clock)
        self.auditor = Auditor(self.database, self.time)
        self._store = SqlPaymentStore(self.database, Tokens("00" * 32))
        charged = ChargeReported("success", 100)
        self._pay(SETTLED, "bill-0", Begun(), charged, PostReported(0, "posted"))
        self._pay(OPEN, "bill-1", Begun())

    def _pay(self, payment_id: str, bill: str, *events: Event) -> None:
        now_ms = self.time.now_ms()
        stored = self._store.create(payment(payment_id, [bill], now_ms), "content", (), now_ms)
        for event in events:
            changes, _ = decide(stored.payment, event, now_ms, TIMERS)
            stored = self._store.save(stored, changes, now_ms)

    def damage(self, how: Executable) -> None:
        self.database.write(lambda connection: connection.execute(how).rowcount)

    def rules(self) -> set[str]:
        return {violation.rule for violation in self.auditor.audit()}


@pytest.fixture
def books(tmp_path: Path) -> Iterator[Books]:
    made = Books(tmp_path)
    yield made
    made.database.close()


def event_row(ver: int, from_state: str, cause: str, to_state: str) -> dict[str, object]:
    states = {"from_state": from_state, "to_state": to_state}
    return {"payment_id": SETTLED, "ver": ver, "cause": cause, "at_ms": 2**50} | states


STATE = schema.payment.c.payment_id == SETTLED
STRAY = {"payment_id": "x", "kind": "charge", "number": 0}
DAMAGES: dict[str, tuple[list[Executable], str]] = {
    "a sum that is not the legs'": ([update(schema.payment).where(STATE).values(amount_fen=99)], "I12"),
    "a charge that is gone": ([update(schema.payment).where(STATE).values(charged_fen=0)], "I1"),
    "an end with money in it": ([update(schema.payment).where(STATE).values(state="declined")], "I1"),
    "a leg that is not where its money is": (
        [update(schema.leg).where(schema.leg.c.payment_id == SETTLED).values(state="held")],
        "I1",
    ),
    "an edge that is none": (
        [insert(schema.payment_event).values(event_row(9, "reversing", "TimerDue", "posted"))],
        "I5",
    ),
    "a history with a gap": (
        [
            insert(schema.payment_event).values(event_row(7, "created", "Begun", "charging")),
            insert(schema.payment_event).values(event_row(8, "held", "DayEndReported", "posted")),
        ],
        "I5",
    ),
    "a line that belongs to nobody": (
        [
            insert(schema.ledger_transaction).values(STRAY | {"at_ms": 2**50}),
            insert(schema.ledger_line).values(STRAY | {"line": 0, "account": "suspense", "fen": 5}),
        ],
        "I6",
    ),
    "a bill without its claim": (
        [delete(schema.bill_claim).where(schema.bill_claim.c.payment_id == OPEN)],
        "I14",
    ),
}


def test_sound_books_raise_no_alarm(books: Books) -> None:
    assert books.auditor.audit() == ()
    books.clock.advance(60)
    assert books.auditor.audit() == ()
    assert (books.auditor.audits, books.auditor.alarms) == (2, 0)


@pytest.mark.parametrize("what", DAMAGES)
def test_every_kind_of_damage_is_found(books: Books, what: str) -> None:
    statements, rule = DAMAGES[what]
    assert books.rules() == set()
    for statement in statements:
        books.damage(statement)
    assert rule in books.rules()


def test_an_alarm_is_told_once_and_names_no_person(books: Books, caplog: pytest.LogCaptureFixture) -> None:
    statements, _ = DAMAGES["a bill without its claim"]
    books.damage(statements[0])
    with caplog.at_level(logging.ERROR):
        books.auditor.audit()
        books.auditor.audit()
    assert [record.getMessage() for record in caplog.records] == [
        f"ALARM I14 at bill-1: alive in {OPEN} without its claim"
    ]
    assert books.auditor.alarms == 1


def test_it_ends_when_it_is_told_to(books: Books) -> None:
    books.auditor.rounds.stop()
    books.auditor.rounds.run()
    assert books.auditor.audits == 0
