"""What staff may do about money in question: look at cases, pay out what is owed, settle a dead kiosk's cash.

Nothing is paid out on one person's word: one approves, another pays; a difference is closed with a word of
why, a large one by a supervisor. Every act is in the case's history.
"""

from collections.abc import Callable
from typing import Literal, TypeVar

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.cases import cases, cash_notes
from kiosk.gateway.cases.cases import CaseEvent, MoneyCase
from kiosk.gateway.cases.cash_cases import LEFT_OPEN, VOUCHER
from kiosk.gateway.office.case_lists import case_page
from kiosk.gateway.office.left_journals import JOURNAL
from kiosk.gateway.payment_store import StoredPayment
from kiosk.gateway.payments.driver import Driver
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.ledger_lines import append_entries
from kiosk.gateway.trust import staff
from kiosk.gateway.trust.hands import in_same_hands
from kiosk.gateway.trust.staff import Role
from kiosk.gateway.trust.who import Who
from kiosk.payment.ledger import UNCLAIMED, VOUCHERS, paid_out
from kiosk.payment.saga_events import CashClosed

APPROVED, PAID_OUT, EXPLAINED, TAKEN_AS_CLOSED = "approved", "paid_out", "explained", "taken_as_closed"
MOST_WORDS = 500
_OWED = {VOUCHER: VOUCHERS, cash_notes.FOUND: UNCLAIMED}
"""The kinds of cases that can be paid out, and the accounts that owe the money."""

T = TypeVar("T")


class CaseFile(msgspec.Struct, frozen=True):
    case: MoneyCase
    history: tuple[CaseEvent, ...]


class CaseFiles(msgspec.Struct, frozen=True):
    """A page; `after` is what the next one comes after, None where this is the last."""

    files: tuple[CaseFile, ...]
    after: str | None


CaseAct = Literal["approve", "pay_out", "explain", "settle"]


def acts_left(file: CaseFile, name: str) -> tuple[CaseAct, ...]:
    """What may still be done about a case by this person, whatever their role."""
    case = file.case
    if case.state == "closed":
        return ()
    if case.kind == LEFT_OPEN:
        return ("settle",)
    if case.kind not in _OWED or not case.fen:
        return ("explain",)
    approved = {event.by for event in file.history if event.act == APPROVED}
    acts: tuple[CaseAct, ...] = () if name in approved else ("approve",)
    return (*acts, "pay_out") if approved - {name} else acts


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
            return CaseFiles(tuple(_file(connection, case) for case in page.cases), page.after)

    def case(self, who: Who, number: str) -> CaseFile:
        """case_unknown."""
        with self._parts.database.reading() as connection:
            who(connection)
            return _file(connection, _known(cases.by_number(connection, number)))

    def approve(self, who: Who, number: str) -> CaseFile:
        """That a case is paid out, by somebody else. case_unknown, case_closed, case_not_payable."""

        def approve(connection: Connection, by: str, now_ms: int) -> None:
            _owing_account(_still_open(connection, number))
            if by not in _who(connection, number, APPROVED):
                cases.note(connection, number, APPROVED, by, now_ms)

        return self._act(who, number, approve)

    def pay_out(self, who: Who, number: str) -> CaseFile:
        """What was approved by another person. As `approve`, second_person_needed, and same_hands where
        whoever approved may be whoever pays."""

        def pay_out(connection: Connection, by: str, now_ms: int) -> None:
            case = _still_open(connection, number)
            account = _owing_account(case)
            others = sorted(_who(connection, number, APPROVED) - {by})
            if not others:
                raise Refused("second_person_needed", "another operator must approve it first")
            if all(in_same_hands(connection, other, by, now_ms) for other in others):
                raise Refused("same_hands", "an operator who has nothing to do with their passwords must")
            append_entries(connection, number, [paid_out(account, case.fen)], now_ms)
            cases.close_case(connection, number, PAID_OUT, by, now_ms)

        return self._act(who, number, pay_out)

    def explain(self, who: Who, number: str, words: str) -> CaseFile:
        """Close a case in which nobody is owed anything, with a word of why. case_unknown, case_closed,
        case_owes_money; malformed for no words or too many, and supervisor_needed."""
        why = " ".join(words.split())
        if not why or len(why) > MOST_WORDS or not why.isprintable():
            raise Refused("malformed", f"1 to {MOST_WORDS} letters of why it is closed")

        def explain(connection: Connection, by: str, now_ms: int) -> None:
            case = _still_open(connection, number)
            if case.kind == LEFT_OPEN or (case.kind in _OWED and case.fen):
                raise Refused("case_owes_money", "settle it or pay it out")
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
            case = _still_open(connection, number)
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
            return _file(connection, _known(cases.by_number(connection, number)))

        return self._as_operator(who, performed)

    def _as_operator(self, who: Who, block: Callable[[Connection, str, int], T]) -> T:
        now_ms = self._parts.time.now_ms()

        return self._parts.database.write(lambda connection: block(connection, who(connection), now_ms))


def _known(case: MoneyCase | None) -> MoneyCase:
    if case is None:
        raise Refused("case_unknown")
    return case


def _still_open(connection: Connection, number: str) -> MoneyCase:
    """The case, its row taken: whoever else acts on it waits."""
    case = _known(cases.take(connection, number))
    if case.state == "closed":
        raise Refused("case_closed", "what it came to is in its history")
    return case


def _owing_account(case: MoneyCase) -> str:
    if case.kind not in _OWED or not case.fen:
        raise Refused("case_not_payable", "nothing is owed to anybody, or nobody knows how much")
    return _OWED[case.kind]


def _who(connection: Connection, number: str, act: str) -> set[str]:
    return {event.by for event in cases.history(connection, number) if event.act == act}


def _file(connection: Connection, case: MoneyCase) -> CaseFile:
    return CaseFile(case, tuple(cases.history(connection, case.number)))
