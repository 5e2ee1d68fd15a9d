"""The kiosks' own books of a day held against the gateway's; every difference becomes a case."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection, select

from kiosk.gateway.cases import cases
from kiosk.gateway.office.day_sheets import answer_of, kiosk_day, kiosk_days
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema import payment
from kiosk.gateway.sql.schema_day_sheet import told_day
from kiosk.payment.day_sheet import SheetLine
from kiosk.reconcile.day import CHINA, Day
from kiosk.wire.day_sheet import DaySheetAnswer

KIOSK_DIFFERS = "kiosk_differs"
"""The kind of a case."""


def sheets_of(database: Database, day: Day, kiosk_id: str | None = None) -> tuple[DaySheetAnswer, ...]:
    """Of one kiosk, or of every one that paid or told anything that day, by name."""
    with database.reading() as connection:
        found = kiosk_days(connection, day) if kiosk_id is None else [kiosk_day(connection, kiosk_id, day)]
    return tuple(answer_of(each) for each in found)


def known_kiosk(database: Database, kiosk_id: str) -> bool:
    """Whether it has ever opened a payment or told a day."""
    with database.reading() as connection:
        return any(
            connection.execute(select(table.c.kiosk_id).where(table.c.kiosk_id == kiosk_id).limit(1)).first()
            for table in (payment, told_day)
        )


def open_cases(database: Database, sheets: Sequence[DaySheetAnswer], now_ms: int) -> int:
    """One for each kiosk, day and method, however often it differs; returns how many are new."""
    differing = [
        (sheet, line)
        for sheet in sheets
        if differs(sheet)
        for line in _lines(sheet)
        if line.verdict == "differs"
    ]

    def write(connection: Connection) -> int:
        return sum(_open_case(connection, sheet, line, now_ms) for sheet, line in differing)

    return database.write(write) if differing else 0


def differs(sheet: DaySheetAnswer) -> bool:
    """Not while the kiosk's word is of before the day's end: what was paid later it could not know."""
    return sheet.machine is not None and sheet.machine.verdict == "differs" and not told_too_early(sheet)


def told_too_early(sheet: DaySheetAnswer) -> bool:
    if sheet.machine is None:
        return False
    told = datetime.fromisoformat(sheet.machine.told_at).astimezone(CHINA)
    return told.date() <= date.fromisoformat(sheet.date)


def _lines(sheet: DaySheetAnswer) -> Sequence[SheetLine]:
    return sheet.machine.lines if sheet.machine else ()


def _open_case(connection: Connection, sheet: DaySheetAnswer, line: SheetLine, now_ms: int) -> bool:
    ref = f"{sheet.kiosk_id}/{sheet.date}/{line.method}"
    return cases.open_case(connection, KIOSK_DIFFERS, ref, abs(line.differs_by[1]), now_ms)
