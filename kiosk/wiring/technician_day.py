"""A day of the machine for its technician: told to the gateway, and read back beside its own."""

import logging
import sqlite3
from datetime import date

from kiosk.backend.errors import GatewayError
from kiosk.runtime.day_books import DayBooks
from kiosk.technician.day_shown import DayShown
from kiosk.technician.events import DayRead, Failed

_log = logging.getLogger(__name__)


def read_day(books: DayBooks, date_text: str) -> DayRead | Failed:
    """Without the gateway the machine's side alone."""
    chosen = date.fromisoformat(date_text)
    try:
        machine = books.machine(chosen)
    except sqlite3.Error as error:
        _log.error("the totals of %s: %s", date_text, error)
        return Failed("day")
    try:
        sheet = books.sheet(chosen)
    except GatewayError as error:
        _log.warning("the day sheet of %s: %s", date_text, type(error).__name__)
        sheet = None
    totals = sheet.machine if sheet else machine.totals
    return DayRead(DayShown(date_text, totals, machine.whole, sheet))
