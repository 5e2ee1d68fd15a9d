"""Day sheets: takes what kiosks tell of their days, and holds it against the gateway's own books.

A difference is a matter for people: the day-end opens a case for each, and a later word with which both sides
agree closes it. Nothing here changes a payment.
"""

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import Connection, delete, insert, select

from kiosk.gateway.office import day_totals
from kiosk.gateway.office.day_sheet_cases import close_agreed
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.database import Database
from kiosk.gateway.sql.schema_day_sheet import told_day
from kiosk.gateway.steady_time import SteadyTime, local_time
from kiosk.payment.day import Day, day_of
from kiosk.payment.day_sheet import DaySheet, Straddling, side_by_side
from kiosk.payment.day_totals import NO_TOTALS, DayTotals
from kiosk.wire.day_sheet import DaySheetAnswer, DayTold, DayToldAnswer, MachineSide, NearMidnight

_COLUMN = told_day.c


class ToldDay(msgspec.Struct, frozen=True):
    """A kiosk's last word on a day, and when it came."""

    told: DayTold
    told_ms: int


class KioskDay(msgspec.Struct, frozen=True):
    """Both sides of a kiosk's day; `told` and `sheet` are None while the kiosk has said nothing."""

    kiosk_id: str
    day: Day
    gateway: DayTotals
    told: ToldDay | None = None
    sheet: DaySheet | None = None


class DaySheets:
    """Every method raises Refused: malformed for what is no day, day_not_come for one that is ahead."""

    def __init__(self, database: Database, time: SteadyTime) -> None:
        self._database = database
        self._time = time

    def tell(self, kiosk_id: str, told: DayTold) -> DayToldAnswer:
        """Keep a kiosk's word in the place of its earlier ones on the same day, unless it knew more then."""
        day = self._day(told.date)
        if not told.totals.in_order:
            raise Refused("malformed", "a method or a note's value is missing, repeated or out of its order")
        for near in told.near_midnight:
            _date(near.date)
        now_ms = self._time.now_ms()
        self._database.write(lambda connection: _keep(connection, kiosk_id, told, now_ms))
        # The books are read apart from writing: whoever does both at once keeps payments waiting.
        with self._database.reading() as connection:
            sheet = answer_of(kiosk_day(connection, kiosk_id, day))
        self._database.write(lambda connection: close_agreed(connection, sheet, now_ms))
        return DayToldAnswer(kiosk_id, told.date, local_time(now_ms).isoformat())

    def sheet(self, kiosk_id: str, date_text: str) -> DaySheetAnswer:
        day = self._day(date_text)
        with self._database.reading() as connection:
            return answer_of(kiosk_day(connection, kiosk_id, day))

    def _day(self, date_text: str) -> Day:
        chosen = _date(date_text)
        if chosen > self._time.now().date():
            raise Refused("day_not_come", "that day has not come yet in China")
        return day_of(chosen)


def kiosk_day(connection: Connection, kiosk_id: str, day: Day) -> KioskDay:
    gateway = day_totals.totals_of(connection, kiosk_id, day)
    return _together(connection, kiosk_id, day, gateway)


def kiosk_days(connection: Connection, day: Day) -> Sequence[KioskDay]:
    """Of every kiosk that paid or told anything that day, by name."""
    by_kiosk = day_totals.totals_by_kiosk(connection, day)
    told = select(_COLUMN.kiosk_id).where(_COLUMN.day == day.date.isoformat())
    kiosks = {*by_kiosk, *connection.execute(told).scalars()}
    return [_together(connection, each, day, by_kiosk.get(each, NO_TOTALS)) for each in sorted(kiosks)]


def answer_of(found: KioskDay) -> DaySheetAnswer:
    machine = None
    if found.told is not None and found.sheet is not None:
        told_at = local_time(found.told.told_ms).isoformat()
        told, sheet = found.told.told, found.sheet
        machine = MachineSide(told.totals, told_at, told.whole, sheet.lines, sheet.verdict)
    return DaySheetAnswer(found.kiosk_id, found.day.date.isoformat(), found.gateway, machine)


def _together(connection: Connection, kiosk_id: str, day: Day, gateway: DayTotals) -> KioskDay:
    told = _told(connection, kiosk_id, day)
    if told is None:
        return KioskDay(kiosk_id, day, gateway)
    straddling = _straddling(connection, kiosk_id, day, told.told.near_midnight)
    return KioskDay(kiosk_id, day, gateway, told, side_by_side(told.told.totals, gateway, straddling))


def _straddling(
    connection: Connection, kiosk_id: str, day: Day, near: Sequence[NearMidnight]
) -> list[Straddling]:
    """Of what the kiosk named: what both sides have as settled alike, and only one of them on this day."""
    named = {each.payment_id: each for each in near}
    found: list[Straddling] = []
    for payment_id, ours in day_totals.charged(connection, kiosk_id, list(named)).items():
        theirs = named[payment_id]
        machines, gateways = theirs.date == day.date.isoformat(), day.holds(ours.at_ms)
        if machines != gateways and (theirs.method, theirs.fen) == (ours.method, ours.fen):
            found.append(Straddling(theirs.method, ours.fen, "machine" if machines else "gateway"))
    return found


def _told(connection: Connection, kiosk_id: str, day: Day) -> ToldDay | None:
    mine = (_COLUMN.kiosk_id == kiosk_id) & (_COLUMN.day == day.date.isoformat())
    row = connection.execute(select(_COLUMN.told, _COLUMN.told_ms).where(mine)).one_or_none()
    return None if row is None else ToldDay(msgspec.json.decode(row.told, type=DayTold), row.told_ms)


def _keep(connection: Connection, kiosk_id: str, told: DayTold, now_ms: int) -> None:
    """What is missing from a journal now was in it before: a whole word is not replaced by less."""
    before = _told(connection, kiosk_id, day_of(_date(told.date)))
    if before is not None and before.told.whole and not told.whole:
        return
    key = {"kiosk_id": kiosk_id, "day": told.date}
    connection.execute(delete(told_day).filter_by(**key))
    row = {"told_ms": now_ms, "told": msgspec.json.encode(told).decode()}
    connection.execute(insert(told_day), key | row)


def _date(date_text: str) -> date:
    try:
        return date.fromisoformat(date_text)
    except ValueError:
        raise Refused("malformed", "there is no such day") from None
