"""The cases of day sheets: one for each kiosk, day and method whose two totals differ.

It closes by itself once both totals agree, and opens again if they should ever part again; its history says
so. A word told before the day's end, or of half a journal, settles nothing. Functions work inside the
caller's transaction.
"""

from collections.abc import Iterator
from datetime import date, datetime

from sqlalchemy import Connection

from kiosk.gateway.cases import cases
from kiosk.gateway.cases.cases import MoneyCase
from kiosk.payment.day import CHINA
from kiosk.payment.day_sheet import SheetLine
from kiosk.wire.day_sheet import DaySheetAnswer

KIOSK_DIFFERS = "kiosk_differs"
"""The kind of a case."""
AGREES_NOW, DIFFERS_AGAIN = "agrees_now", "differs_again"
_AGREEING = ("agrees", "midnight")


def told_too_early(sheet: DaySheetAnswer) -> bool:
    """What was paid after the kiosk's word it could not know."""
    if sheet.machine is None:
        return False
    told = datetime.fromisoformat(sheet.machine.told_at).astimezone(CHINA)
    return told.date() <= date.fromisoformat(sheet.date)


def day_of_ref(ref: str) -> str:
    """The day that a case is about."""
    return ref.rsplit("/", 2)[1]


def open_differing(connection: Connection, sheet: DaySheetAnswer, now_ms: int) -> int:
    """How many were opened, for the first time or again."""
    return sum(
        _open(connection, _ref(sheet, line), abs(line.differs_by[1]), now_ms)
        for line in _decided(sheet)
        if line.verdict == "differs"
    )


def close_agreed(connection: Connection, sheet: DaySheetAnswer, now_ms: int) -> int:
    """How many were open whose totals agree now."""
    if sheet.machine is None or not sheet.machine.whole:
        return 0
    agreeing = [_ref(sheet, line) for line in _decided(sheet) if line.verdict in _AGREEING]
    return sum(
        cases.close_case(connection, case.number, AGREES_NOW, cases.GATEWAY, now_ms)
        for case in _on_record(connection, agreeing)
    )


def _open(connection: Connection, ref: str, fen: int, now_ms: int) -> bool:
    if cases.open_case(connection, KIOSK_DIFFERS, ref, fen, now_ms):
        return True
    return any(
        cases.reopen_case(connection, case.number, fen, DIFFERS_AGAIN, now_ms)
        for case in _on_record(connection, [ref])
    )


def _on_record(connection: Connection, refs: list[str]) -> Iterator[MoneyCase]:
    found = (cases.by_ref(connection, KIOSK_DIFFERS, ref) for ref in refs)
    return (case for case in found if case is not None)


def _decided(sheet: DaySheetAnswer) -> tuple[SheetLine, ...]:
    return () if sheet.machine is None or told_too_early(sheet) else sheet.machine.lines


def _ref(sheet: DaySheetAnswer, line: SheetLine) -> str:
    return f"{sheet.kiosk_id}/{sheet.date}/{line.method}"
