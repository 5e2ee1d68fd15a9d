"""The kiosks' own books of a day held against the gateway's; every difference becomes a case."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from kiosk.gateway.office.day_sheet_cases import close_agreed, open_differing, told_too_early
from kiosk.gateway.office.day_sheets import answer_of, kiosk_day, kiosk_days
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema import payment
from kiosk.gateway.sql.schema_day_sheet import told_day
from kiosk.reconcile.day import Day
from kiosk.wire.day_sheet import DaySheetAnswer


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


def follow_cases(database: Database, sheets: Sequence[DaySheetAnswer], now_ms: int) -> int:
    """One for each kiosk, day and method that differs; closed once they agree. How many were opened."""

    def write(connection: Connection) -> int:
        for sheet in sheets:
            close_agreed(connection, sheet, now_ms)
        return sum(open_differing(connection, sheet, now_ms) for sheet in sheets)

    return database.write(write) if sheets else 0


def differs(sheet: DaySheetAnswer) -> bool:
    """Not while the kiosk's word is of before the day's end: what was paid later it could not know."""
    return sheet.machine is not None and sheet.machine.verdict == "differs" and not told_too_early(sheet)
