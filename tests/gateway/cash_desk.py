"""Hands for tests of cash: notes put in at a kiosk, and what the gateway has on record of them."""

from typing import Any

import httpx
from sqlalchemy import select

from kiosk.gateway.cases import cases
from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.demonstration.biller import SimulatedBiller
from kiosk.gateway.demonstration.world import posting
from kiosk.gateway.office.auditor import Auditor
from kiosk.gateway.sql import record_store
from kiosk.wire.bills import BillAnswer
from kiosk.wire.payments import PaymentAnswer

from .town import Bills, Town, answered

YUAN = 100
BOX = "cash:kiosk:kiosk-1"


class Slot:
    """The notes of one payment; `n1` is its first."""

    def __init__(self, town: Town, bills: Bills | None = None, **more: Any) -> None:
        self.town = town
        request = town.request(bills or town.household_bills(), None, method="cash", **more)
        self.opened = town.submit(request)
        self.payment_id = self.opened.payment_id
        self.notes: list[dict[str, Any]] = []

    @property
    def inserted_fen(self) -> int:
        return sum(note["value_fen"] for note in self.notes)

    def put_in(self, *notes_fen: int, reported: bool = True) -> PaymentAnswer:
        """The last report's answer; notes the kiosk could not report are told in the closing alone."""
        answer = self.opened
        for value_fen in notes_fen:
            note = {"note_id": f"{self.payment_id[:8]}.n{len(self.notes) + 1}", "value_fen": value_fen}
            self.notes.append(note)
            answer = answered(self.report(note)) if reported else answer
        return answer

    def report(self, note: dict[str, Any]) -> httpx.Response:
        return self.town.post(f"/v1/payments/{self.payment_id}/notes", note)

    def close(self, **changed: Any) -> PaymentAnswer:
        return answered(self.closing(**changed))

    def closing(self, **changed: Any) -> httpx.Response:
        body = {"notes": self.notes, "inserted_fen": self.inserted_fen} | changed
        return self.town.post(f"/v1/payments/{self.payment_id}/cash-closed", body)


def bills_of(town: Town, utility: str) -> Bills:
    return tuple(bill for bill in town.household_bills() if bill.utility == utility)


def biller_of(town: Town, bill: BillAnswer) -> tuple[SimulatedBiller, str]:
    """Whose bill it is, and the number it has there."""
    with town.gateway.parts.database.reading() as connection:
        known = record_store.known_bills(connection, [bill.bill_id])[bill.bill_id]
    assert town.gateway.demonstration is not None
    return town.gateway.demonstration.billers[known.biller_id], known.biller_bill_no


def found(town: Town, note_id: str, value_fen: int, **more: Any) -> httpx.Response:
    body = {"note_id": note_id, "value_fen": value_fen, "found_at": "2026-11-21T17:40:00+08:00"} | more
    return town.post("/v1/kiosks/kiosk-1/found-notes", body)


def open_cases(town: Town, kind: str | None = None) -> list[MoneyCase]:
    with town.gateway.parts.database.reading() as connection:
        return list(cases.open_cases(connection, kind))


def credited_fen(town: Town) -> int:
    """What billers hold on accounts."""
    on_account = (posting.c.kind == "account") & (posting.c.state == "posted")
    with town.gateway.parts.database.reading() as connection:
        return sum(connection.execute(select(posting.c.amount_fen).where(on_account)).scalars())


def at_rest(town: Town, inserted_fen: int) -> None:
    """The books of a cash box with so much in it, when nothing is under way."""
    assert town.balance_fen(BOX) == inserted_fen
    assert town.balance_fen("suspense") == 0
    assert set(town.ledger_sums()) <= {0}
    parts = town.gateway.parts
    assert Auditor(parts.database, parts.time).audit() == ()
