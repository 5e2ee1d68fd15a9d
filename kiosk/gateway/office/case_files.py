"""A case with its history, and what may still be done about it by whom.

Nothing that gives money away is done on one person's word: one approves, another carries it out. Functions
work inside the caller's transaction.
"""

from typing import Literal

import msgspec
from sqlalchemy import Connection

from kiosk.gateway.cases import cases, cash_notes
from kiosk.gateway.cases.cases import CaseEvent, MoneyCase
from kiosk.gateway.cases.cash_cases import LEFT_OPEN, VOUCHER
from kiosk.gateway.cases.load_cases import LOAD_WAITS
from kiosk.gateway.office import load_files
from kiosk.gateway.office.load_files import LoadFile
from kiosk.gateway.problems import Refused
from kiosk.gateway.trust.hands import in_same_hands
from kiosk.payment.ledger import UNCLAIMED, VOUCHERS
from kiosk.payment.load_state import LoadState

APPROVED, APPROVED_RETURN = "approved", "approved_return"
"""In the history: that it is paid out, and that a load is given back."""
MOST_WORDS = 500
OWED = {VOUCHER: VOUCHERS, cash_notes.FOUND: UNCLAIMED}
"""The kinds of cases that can be paid out, and the accounts that owe the money."""

CaseAct = Literal[
    "approve", "pay_out", "explain", "settle", "on_card", "approve_return", "not_on_card", "give_back"
]
WITH_WORDS: frozenset[CaseAct] = frozenset(
    {"explain", "on_card", "approve_return", "not_on_card", "give_back"}
)
"""Whoever does these says why."""
Lacking = Literal["second_person_needed", "same_hands"]


class CaseFile(msgspec.Struct, frozen=True):
    """`load`: of a case about one."""

    case: MoneyCase
    history: tuple[CaseEvent, ...]
    load: LoadFile | None = None


class ActsLeft(msgspec.Struct, frozen=True):
    """`lacking`: why what is approved is not for this person to carry out."""

    acts: tuple[CaseAct, ...] = ()
    lacking: Lacking | None = None


def acts_left(connection: Connection, file: CaseFile, name: str, now_ms: int) -> ActsLeft:
    """What may still be done about a case by this person, whatever their role."""
    case = file.case
    if case.state == "closed":
        return ActsLeft()
    if case.kind == LEFT_OPEN:
        return ActsLeft(("settle",))
    if case.kind == LOAD_WAITS:
        return _about_load(connection, file, name, now_ms)
    if not owes(case):
        return ActsLeft(("explain",))
    return _by_two(connection, approved_by(file, APPROVED), ("approve", "pay_out"), name, now_ms)


def owes(case: MoneyCase) -> bool:
    """Whether it can be paid out."""
    return case.kind in OWED and case.fen > 0


def file_of(connection: Connection, case: MoneyCase) -> CaseFile:
    load = load_files.load_file(connection, case.ref) if case.kind == LOAD_WAITS else None
    return CaseFile(case, tuple(cases.history(connection, case.number)), load)


def file_by_number(connection: Connection, number: str) -> CaseFile:
    """Raises Refused: case_unknown."""
    return file_of(connection, _known(cases.by_number(connection, number)))


def still_open(connection: Connection, number: str) -> MoneyCase:
    """The case, its row taken: whoever else acts on it waits. Raises Refused: case_unknown, case_closed."""
    case = _known(cases.take(connection, number))
    if case.state == "closed":
        raise Refused("case_closed", "what it came to is in its history")
    return case


def approved_by(file: CaseFile, act: str, since_ms: int = 0) -> set[str]:
    return {event.by for event in file.history if event.act == act and event.at_ms >= since_ms}


def return_approved_by(file: CaseFile) -> set[str]:
    """Since the load is unsure: what was found out before it was written once more counts no longer."""
    return approved_by(file, APPROVED_RETURN, file.load.since_ms) if file.load else set()


def lacks(connection: Connection, approved: set[str], by: str, now_ms: int) -> Lacking | None:
    """Why this person may not carry out what these have approved."""
    others = sorted(approved - {by})
    if not others:
        return "second_person_needed"
    if all(in_same_hands(connection, other, by, now_ms) for other in others):
        return "same_hands"
    return None


def need_second(connection: Connection, approved: set[str], by: str, now_ms: int) -> None:
    """Raises Refused: second_person_needed; same_hands where whoever approved may be whoever acts."""
    match lacks(connection, approved, by, now_ms):
        case "second_person_needed":
            raise Refused("second_person_needed", "another operator must approve it first")
        case "same_hands":
            raise Refused("same_hands", "an operator who has nothing to do with their passwords must")


def why_of(words: str) -> str:
    """In one line. Raises Refused: malformed for no words or too many."""
    why = " ".join(words.split())
    if not why or len(why) > MOST_WORDS or not why.isprintable():
        raise Refused("malformed", f"1 to {MOST_WORDS} letters of why")
    return why


def _about_load(connection: Connection, file: CaseFile, name: str, now_ms: int) -> ActsLeft:
    """None while a card is written, or its company or provider is asked."""
    state = file.load.line.state if file.load else None
    if state == LoadState.CARD_WAITING:
        return ActsLeft(("give_back",))
    if state != LoadState.CARD_UNSURE:
        return ActsLeft()
    approved = return_approved_by(file)
    by_two = _by_two(connection, approved, ("approve_return", "not_on_card"), name, now_ms)
    return msgspec.structs.replace(by_two, acts=("on_card", *by_two.acts))


def _by_two(
    connection: Connection, approved: set[str], acts: tuple[CaseAct, CaseAct], name: str, now_ms: int
) -> ActsLeft:
    approve, carry_out = acts
    mine = () if name in approved else (approve,)
    lacking = lacks(connection, approved, name, now_ms)
    if lacking is None:
        return ActsLeft((*mine, carry_out))
    return ActsLeft(mine, lacking if approved else None)


def _known(case: MoneyCase | None) -> MoneyCase:
    if case is None:
        raise Refused("case_unknown")
    return case
