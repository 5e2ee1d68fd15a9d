"""The day sheet: a day is chosen, read anew each time, looked at, and printed to be signed."""

from msgspec.structs import replace

from kiosk.technician.day_sheet_slip import slip_of_day
from kiosk.technician.day_shown import dates, weeks
from kiosk.technician.effects import PrintSlip, ReadDay
from kiosk.technician.events import (
    BackTapped,
    DayChosen,
    Event,
    Failed,
    LeaveTapped,
    PageTurned,
    Printed,
    PrintTapped,
)
from kiosk.technician.mode_leaving import leave
from kiosk.technician.model import DayPage, Desk, Mode
from kiosk.technician.moving import Moved, go, look_at, stay
from kiosk.technician.moving import told as said
from kiosk.technician.view import CellTouched


def open_sheet(mode: Mode) -> Moved:
    """Today's."""
    return _read(mode, DayPage(dates(mode.wall_s, 0)[0]))


def day_sheet(mode: Mode, page: DayPage, event: Event | CellTouched) -> Moved:
    match event:
        case DayChosen(date) if date in dates(mode.wall_s, page.week):
            return _read(mode, DayPage(date, page.week))
        case PageTurned(by):
            return go(mode, replace(page, week=min(max(0, page.week + by), weeks() - 1)))
        case PrintTapped() if mode.day is not None and mode.day.date == page.date:
            return stay(mode, PrintSlip(slip_of_day(mode.day, mode)))
        case BackTapped():
            return look_at(mode, Desk("supplies"))
        case LeaveTapped():
            return leave(mode)
        case Printed():
            return said(mode, "technician.notice.printed")
        case Failed(what):
            return said(mode, f"technician.failed.{what}")
        case _:
            return stay(mode)


def _read(mode: Mode, page: DayPage) -> Moved:
    """Nothing of another day stays on the display meanwhile."""
    return go(replace(mode, day=None), page, ReadDay(page.date))
