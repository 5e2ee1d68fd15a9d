"""After the kills: what kiosks said, what their devices and the providers hold, against what is written."""

import json
import sqlite3
from collections import Counter
from collections.abc import Iterable
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
from kiosk.runtime.clock import SystemClock
from kiosk.runtime.journal import Intent, Journal
from kiosk.supplies.store import SupplyStore
from tests.journeys.books import Books
from tests.power.device_books import CardBook, NoteBook, card_book, note_book
from tests.power.kiosk_life import KioskLife
from tests.runtime.journals import KEY


class Report(Struct):
    """`lost` and `doubled` are of what was acknowledged; `violations` of the rules of money; `notes` and
    `cards` what devices remember, beside the gateway's books."""

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
    notes: NoteBook = field(default_factory=NoteBook)
    cards: CardBook = field(default_factory=CardBook)
    seconds: float = 0.0

    @property
    def held(self) -> bool:
        wrong = (*self.lost, *self.doubled, *self.violations, *self.notes.wrong, *self.cards.wrong)
        return not wrong and self.ledger_sum_fen == 0 == self.open_entries and self.opened > 0


def examine(report: Report, kiosks: list[KioskLife], db_path: Path) -> None:
    payments = _payments(db_path)
    intents: dict[str, Intent] = {}
    for kiosk in kiosks:
        intents |= _examine_kiosk(report, kiosk, payments)
    for payment in payments.values():
        intent = intents.get(payment.payment_id)
        meant_fen = intent.amount_fen if intent else None
        report.violations += taken_in_unmeant(payment, None, meant_fen)
        report.violations += wrong_sums(payment)
        report.at_gateway[f"{payment.method} {payment.state.value}"] += 1
    report.violations += not_at_rest(payments.values(), held_allowed=False)
    _examine_books(report, db_path)
    with closing(sqlite3.connect(db_path)) as database:
        for kiosk in kiosks:
            report.notes += note_book(
                database, kiosk.kiosk_id, kiosk.hardware.stacked_fen(), _figures(kiosk), kiosk.told("counted")
            )
            report.cards += card_book(database, kiosk.hardware.results(), payments)


def _examine_kiosk(report: Report, kiosk: KioskLife, payments: dict[str, Payment]) -> dict[str, Intent]:
    """Its intents. Opening the journal proves its chain."""
    journal = Journal(kiosk.state / "journal.db", KEY)
    open_ids = [intent.payment_id for intent in journal.open_intents()]
    open_ids += [note.note_id for note in journal.open_found_notes()]
    journal.close()
    intents, ends = _written(kiosk.state / "journal.db")
    report.open_entries += len(open_ids)
    report.violations += unclosed(kiosk.state.name, open_ids)
    for payment_id, said in ends.items():
        report.violations += another_end(payment_id, said, payments.get(payment_id))
    report.opened += len(kiosk.told("opened"))
    report.lost += [str(told[1]) for told in kiosk.told("opened") if told[1] not in intents]
    for _, told_id, kind, amount_fen in kiosk.told("ended"):
        report.ended[str(kind)] += 1
        payment = payments.get(str(told_id))
        report.violations += another_end(str(told_id), str(kind), payment)
        if kind == "settled" and (payment is None or payment.amount_fen != amount_fen):
            report.lost.append(str(told_id))
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


def _figures(kiosk: KioskLife) -> Iterable[int]:
    """What the kiosk says is in its cash box, note by note."""
    store = SupplyStore(kiosk.state / "supplies.db", 0.0)
    try:
        return list(Counter(store.supplies().box.notes).elements())
    finally:
        store.close()


def _payments(db_path: Path) -> dict[str, Payment]:
    gateway = open_gateway(f"sqlite:///{db_path}", GatewaySettings("http://gateway.example"), SystemClock())
    with gateway.parts.database.reading() as connection:
        ids = connection.execute(select(schema.payment.c.payment_id)).scalars().all()
    stored = [gateway.parts.store.load(payment_id) for payment_id in ids]
    gateway.close()
    return {each.payment.payment_id: each.payment for each in stored if each is not None}


def _examine_books(report: Report, db_path: Path) -> None:
    """The ledger balances, and says what providers hold and billers posted; no bill was posted twice."""
    try:
        Books(db_path).check()
    except AssertionError as wrong:
        report.lost.append(f"the books differ: {wrong}")
    with closing(sqlite3.connect(db_path)) as database:
        [report.ledger_sum_fen] = database.execute("SELECT coalesce(sum(fen), 0) FROM ledger_line").fetchone()
        postings = database.execute(
            "SELECT bill_no, amount_fen FROM simulated_posting WHERE state = 'posted' AND kind = 'bill'"
        ).fetchall()
        paid_twice = database.execute(
            "SELECT bill_id FROM leg WHERE state = 'posted' AND kind = 'bill'"
            " GROUP BY bill_id HAVING count(*) > 1"
        ).fetchall()
    report.posted_fen = sum(amount_fen for _, amount_fen in postings)
    report.doubled += [str(violation) for violation in posted_twice((no, fen, fen) for no, fen in postings)]
    report.doubled += [bill_id for (bill_id,) in paid_twice]
