"""What staff may do about money in question: look at cases, pay out what is owed, settle a dead kiosk's cash.

Nothing is paid out on one person's word: one approves, another pays; a difference is closed with a word of
why, a large one by a supervisor. Every act is in the case's history.
"""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.cases import cases, cash_notes
from kiosk.gateway.cases.cases import MoneyCase
from kiosk.gateway.cases.cash_cases import LEFT_OPEN
from kiosk.gateway.cases.load_cases import LOAD_WAITS
from kiosk.gateway.office.case_files import (
    APPROVED,
    OWED,
    CaseFile,
    approved_by,
    file_by_number,
    file_of,
    need_second,
    owes,
    still_open,
    why_of,
)
from kiosk.gateway.office.case_lists import case_page
from kiosk.gateway.office.left_journals import JOURNAL
from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.payments.driver import Driver
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.ledger_lines import append_entries
from kiosk.gateway.trust import staff
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.payment.ledger import paid_out
from kiosk.payment.saga_events import CashClosed

PAID_OUT, EXPLAINED, TAKEN_AS_CLOSED = "paid_out", "explained", "taken_as_closed"

T = TypeVar("T")


class CaseFiles(msgspec.Struct, frozen=True):
    """A page; `after` is what the next one comes after, None where this is the last."""

    files: tuple[CaseFile, ...]
    after: str | None


class CashOffice:
    """Every method raises Refused for what it names, and what `who` raises for somebody who may not."""

    def __init__(self, parts: Parts, driver: Driver) -> None:
        self._parts = parts
        self._driver = driver

    def open_cases(self, who: Who, kind: str | None, after: str | None, most: int) -> CaseFiles:
        """Those after the case `after`, the oldest first."""
        with self._parts.database.reading() as connection:
            who(connection)
            page = case_page(connection, "open", kind, after, most)
            return CaseFiles(tuple(file_of(connection, case) for case in page.cases), page.after)

    def case(self, who: Who, number: str) -> CaseFile:
        """case_unknown."""
        with self._parts.database.reading() as connection:
            who(connection)
            return file_by_number(connection, number)

    def approve(self, who: Who, number: str) -> CaseFile:
        """That a case is paid out, by somebody else. case_unknown, case_closed, case_not_payable."""

        def approve(connection: Connection, by: str, now_ms: int) -> None:
            case = still_open(connection, number)
            _owing_account(case)
            if by not in approved_by(file_of(connection, case), APPROVED):
                cases.note(connection, number, APPROVED, by, now_ms)

        return self._act(who, number, approve)

    def pay_out(self, who: Who, number: str) -> CaseFile:
        """What was approved by another person. As `approve`, second_person_needed, and same_hands where
        whoever approved may be whoever pays."""

        def pay_out(connection: Connection, by: str, now_ms: int) -> None:
            case = still_open(connection, number)
            account = _owing_account(case)
            need_second(connection, approved_by(file_of(connection, case), APPROVED), by, now_ms)
            append_entries(connection, number, [paid_out(account, case.fen)], now_ms)
            cases.close_case(connection, number, PAID_OUT, by, now_ms)

        return self._act(who, number, pay_out)

    def explain(self, who: Who, number: str, words: str) -> CaseFile:
        """Close a case in which nobody is owed anything, with a word of why. case_unknown, case_closed,
        case_owes_money; malformed for no words or too many, and supervisor_needed."""
        why = why_of(words)

        def explain(connection: Connection, by: str, now_ms: int) -> None:
            case = still_open(connection, number)
            if case.kind in {LEFT_OPEN, LOAD_WAITS} or owes(case):
                raise Refused("case_owes_money", "settle it, pay it out, or bring its load to an end")
            if self.is_grave(case) and staff.role_of(connection, by) is not Role.SUPERVISOR:
                raise Refused("supervisor_needed", "enrol-staff gives a name the role of a supervisor")
            cases.close_case(connection, number, EXPLAINED, by, now_ms, words=why)

        return self._act(who, number, explain)

    def is_grave(self, case: MoneyCase) -> bool:
        """Whether only a supervisor closes it as explained: a sum above the limit, or a whole journal of
        which nobody knows how much was in it."""
        return case.fen > self._parts.settings.explain_most_fen or case.kind == JOURNAL

    def settle(self, who: Who, number: str) -> StoredPayment:
        """Take the notes on record as all there are, of a payment its kiosk never closed.

        case_unknown, case_closed, and case_not_payable for another kind of case.
        """

        def take(connection: Connection, by: str, now_ms: int) -> tuple[str, int]:
            case = still_open(connection, number)
            if case.kind != LEFT_OPEN:
                raise Refused("case_not_payable", "only cash that was left open is settled so")
            cases.note(connection, number, TAKEN_AS_CLOSED, by, now_ms)
            return case.ref, cash_notes.count_all(connection, case.ref)

        payment_id, inside = self._as_operator(who, take)
        stored = self._parts.store.load(payment_id)
        if stored is None:
            raise Refused("payment_unknown")
        return self._driver.see_through(stored, CashClosed(inside))

    def _act(self, who: Who, number: str, act: Callable[[Connection, str, int], None]) -> CaseFile:
        def performed(connection: Connection, by: str, now_ms: int) -> CaseFile:
            act(connection, by, now_ms)
            return file_by_number(connection, number)

        return self._as_operator(who, performed)

    def _as_operator(self, who: Who, block: Callable[[Connection, str, int], T]) -> T:
        now_ms = self._parts.time.now_ms()

        return self._parts.database.write(lambda connection: block(connection, who(connection), now_ms))


def _owing_account(case: MoneyCase) -> str:
    if not owes(case):
        raise Refused("case_not_payable", "nothing is owed to anybody, or nobody knows how much")
    return OWED[case.kind]
