"""Tells the gateway each day's totals by itself: once the day is over, at rest, until it has been told whole.

What is open is told as open, and the day once more when it is not. Nothing here is in a payment's way.
"""

import logging
from collections.abc import Callable
from datetime import date
from pathlib import Path

import msgspec

from kiosk.backend.errors import GatewayError
from kiosk.durable import write_durably
from kiosk.payment.day import date_at
from kiosk.runtime.clock import Clock
from kiosk.runtime.day_books import DAYS_BACK, DayBooks
from kiosk.runtime.workers import Worker

_log = logging.getLogger(__name__)

LOOK_EVERY_S = 30.0
AGAIN_AFTER_S = 60.0
AGAIN_SELDOM_S = 3600.0
NEXT_LOOK_S = 600.0
AFTER_MIDNIGHT_S = 3600.0
"""By then what began before midnight has its end, but for what is in trouble."""

MARK = "days-told.json"
"""In the state folder: a list of days. Lost, they are told once more."""


class DayTeller:
    """`is_quiet` says whether nobody stands at the kiosk."""

    def __init__(self, books: DayBooks, clock: Clock, is_quiet: Callable[[], bool], mark: Path) -> None:
        self._books = books
        self._clock = clock
        self._is_quiet = is_quiet
        self._mark = mark
        self._done: set[str] = set()
        self._due_s = 0.0
        self._wait_s = AGAIN_AFTER_S
        self._read_mark()
        self.worker = Worker("day_totals", clock, idle=self.look_after, idle_s=LOOK_EVERY_S)

    def look_after(self) -> None:
        """Tell of what is not told yet, the oldest day first, if it is time for that."""
        now_s = self._clock.monotonic_s()
        if now_s < self._due_s or not self._is_quiet():
            return
        self._due_s = now_s + NEXT_LOOK_S
        for day in self._books.days_to_tell():
            if day.isoformat() not in self._done and self._is_over(day) and not self._tell(day):
                return

    def _is_over(self, day: date) -> bool:
        late = date_at(round((self._clock.wall_s() - AFTER_MIDNIGHT_S) * 1000))
        return day < late

    def _tell(self, day: date) -> bool:
        """Whether the next one may be told now."""
        if not self._is_quiet():
            self._due_s = self._clock.monotonic_s() + AGAIN_AFTER_S
            return False
        try:
            found = self._books.tell(day)
        except GatewayError as error:
            _log.warning("the totals of %s are not told yet: %s", day, type(error).__name__)
            self._put_off()
            return False
        if found.totals.is_open:
            _log.info("the totals of %s are told with open payments, and will be once more", day)
            self._put_off()
        else:
            self._wait_s = AGAIN_AFTER_S
            self._write_mark(day)
        return True

    def _put_off(self) -> None:
        self._due_s = self._clock.monotonic_s() + self._wait_s
        self._wait_s = min(2 * self._wait_s, AGAIN_SELDOM_S)

    # -- the mark ------------------------------------------------------------------------------------

    def _read_mark(self) -> None:
        try:
            self._done = set(msgspec.json.decode(self._mark.read_bytes(), type=list[str]))
        except FileNotFoundError:
            return
        except (OSError, msgspec.DecodeError) as error:
            _log.warning("%s: %s; the last days are told once more", self._mark.name, type(error).__name__)

    def _write_mark(self, day: date) -> None:
        self._done.add(day.isoformat())
        self._done = set(sorted(self._done)[-DAYS_BACK:])
        try:
            write_durably(self._mark, msgspec.json.encode(sorted(self._done)))
        except OSError as error:
            _log.warning("%s: %s; the day is told once more after a start", self._mark.name, error.strerror)
