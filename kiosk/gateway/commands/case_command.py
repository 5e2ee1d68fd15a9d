"""Cases at the gateway's own machine: read by whoever may read its database, acted on in an operator's name.

An act needs the operator's token and follows the rules of the office API: what is paid out, one approves and
another pays.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Literal

import msgspec
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from kiosk.gateway.cases import cases
from kiosk.gateway.commands.enrolment import SYSTEM_CLOCK, NotEnrolled, check_there, gateway_of
from kiosk.gateway.office import left_journals
from kiosk.gateway.office.cash_office import CashOffice
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.faults import in_words
from kiosk.gateway.sql.open_database import open_database
from kiosk.gateway.steady_time import Clock, local_time
from kiosk.gateway.trust.operators import CaseAct
from kiosk.gateway.trust.who import Who, act_by_token, by_token
from kiosk.wire.left_journal import LeftJournal
from kiosk.wire.office import CaseActAnswer, CaseAnswer

Act = Literal["approve", "pay_out", "explain", "settle"]
_AUDITED: Mapping[Act, CaseAct] = {
    "approve": "case_approve",
    "pay_out": "case_pay_out",
    "explain": "case_explain",
    "settle": "case_settle",
}

_NOT_WHOLE = "NOT whole (entries are missing or cannot be read; what agrees is only what is left)"


class NotDone(Exception):
    """Nothing was changed, or nobody knows; the text says which, why and what to do."""


def all_cases(db_url: str, *, only_open: bool) -> Sequence[CaseAnswer]:
    """The oldest first. Raises NotDone."""
    with _reading(db_url) as connection:
        found = cases.open_cases(connection) if only_open else cases.all_cases(connection)
        return [_answer(connection, case) for case in found]


def one_case(db_url: str, number: str) -> CaseAnswer:
    """Raises NotDone."""
    with _reading(db_url) as connection:
        case = cases.by_number(connection, number)
        if case is None:
            raise NotDone(f"there is no case {number}; python -m kiosk cases lists them")
        return _answer(connection, case)


def act_on(
    db_url: str,
    number: str,
    act: Act,
    token_file: Path,
    key_file: Path | None,
    clock: Clock = SYSTEM_CLOCK,
    words: str = "",
) -> CaseAnswer:
    """The case afterwards; `words` of whoever explains it. Raises NotDone."""
    try:
        token = token_file.read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        raise NotDone(f"{token_file}: no token can be read there; enrol-operator prints one") from None
    try:
        with gateway_of(db_url, clock, key_file) as gateway:
            who = by_token(token, demonstration=gateway.parts.settings.demonstration)
            parts, office = gateway.parts, gateway.cash_office
            act_by_token(
                parts.database,
                who,
                _AUDITED[act],
                number,
                parts.time.now_ms(),
                lambda known: _perform(office, known, number, act, words),
            )
    except Refused as refused:
        raise NotDone(f"{refused.code}: {refused.detail or 'see the case'}") from None
    except NotEnrolled as error:
        raise NotDone(f"{error.begins}: {error}") from None
    return one_case(db_url, number)


def take_in_journal(db_url: str, file: Path, key_file: Path | None, clock: Clock = SYSTEM_CLOCK) -> str:
    """What `python -m kiosk journal --set-aside` wrote; what came of each payment in it. Raises NotDone."""
    try:
        left = msgspec.json.decode(file.read_bytes(), type=LeftJournal)
    except OSError as error:
        raise NotDone(f"{file}: {error.strerror}") from None
    except msgspec.DecodeError as wrong:
        raise NotDone(f"{file}: this is not what journal --set-aside writes: {wrong}") from None
    try:
        with gateway_of(db_url, clock, key_file) as gateway:
            now_ms = gateway.parts.time.now_ms()
            judged = gateway.parts.database.write(lambda at: left_journals.take_in(at, left, now_ms))
    except NotEnrolled as error:
        raise NotDone(f"{error.begins}: {error}") from None
    lines = [
        f"{each.payment_id}  the kiosk had heard: {each.said}; {each.standing}"
        + (f", case {each.case_number}" if each.case_number else "")
        for each in judged
    ]
    how_much = "all of it" if left.whole else _NOT_WHOLE
    return "\n".join([f"journal of {left.kiosk_id}, {how_much}: {len(judged)} payments", *lines])


def as_text(case: CaseAnswer) -> str:
    """In lines: what it is about, then its history."""
    how = f" ({case.closed_how})" if case.closed_how else ""
    sum_in_yuan = f"{case.fen // 100}.{case.fen % 100:02d} yuan" if case.fen else "sum unknown"
    head = f"{case.number}  {case.state}{how}  {case.kind}  {sum_in_yuan}  {case.ref}"
    return "\n".join([head, *map(_act_line, case.history)])


def _act_line(act: CaseActAnswer) -> str:
    return f"    {act.at}  {act.act} by {act.by}" + (f": {act.words}" if act.words else "")


def as_json(found: Sequence[CaseAnswer]) -> str:
    return msgspec.json.encode({"cases": found}).decode()


def _perform(office: CashOffice, who: Who, number: str, act: Act, words: str) -> None:
    match act:
        case "approve":
            office.approve(who, number)
        case "pay_out":
            office.pay_out(who, number)
        case "explain":
            office.explain(who, number, words)
        case "settle":
            office.settle(who, number)


@contextmanager
def _reading(db_url: str) -> Iterator[Connection]:
    try:
        check_there(db_url)
        database = open_database(db_url, Random())
    except (SQLAlchemyError, NotEnrolled) as error:
        raise NotDone(in_words(error)) from None
    try:
        with database.reading() as connection:
            yield connection
    finally:
        database.close()


def _answer(connection: Connection, case: cases.MoneyCase) -> CaseAnswer:
    history = tuple(
        CaseActAnswer(local_time(event.at_ms).isoformat(), event.act, event.by, event.words)
        for event in cases.history(connection, case.number)
    )
    return CaseAnswer(case.number, case.kind, case.ref, case.fen, case.state, case.closed_how, history)
