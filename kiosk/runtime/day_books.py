"""The machine's own books by day, and its word about them to the gateway. Makes no decision about money.

Used from two threads: the day teller's, and the technician's worker for the page of the day sheet.
"""

from datetime import date, timedelta
from typing import Protocol

from kiosk.payment.day import date_at, day_of
from kiosk.payment.day_sheet import DaySheet, side_by_side
from kiosk.payment.day_totals import NO_TOTALS
from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Journal
from kiosk.runtime.journal_day import NEAR_MIDNIGHT_MS, DayPayment, MachineDay, machine_day
from kiosk.wire.day_sheet import MOST_NEAR_MIDNIGHT, DaySheetAnswer, DayTold, DayToldAnswer, NearMidnight

DAYS_BACK = 31
"""So many days before today can still be asked for; the journal keeps a year."""


class DayGateway(Protocol):
    """Every call raises a `GatewayError`, and is tried once."""

    def tell_day(self, told: DayTold) -> DayToldAnswer: ...
    def day_sheet(self, date: str) -> DaySheetAnswer: ...


class DayBooks:
    def __init__(self, journal: Journal, gateway: DayGateway, clock: Clock) -> None:
        self._journal = journal
        self._gateway = gateway
        self._clock = clock

    def today(self) -> date:
        """In China."""
        return date_at(round(self._clock.wall_s() * 1000))

    def machine(self, chosen: date) -> MachineDay:
        """Out of the journal; raises sqlite3.Error where that cannot be read."""
        day = day_of(chosen)
        lines = self._journal.begun_between(
            (day.from_ms - NEAR_MIDNIGHT_MS) / 1000, (day.to_ms + NEAR_MIDNIGHT_MS) / 1000
        )
        return machine_day(lines, day, self._journal.whole_since_wall_s())

    def tell(self, chosen: date) -> MachineDay:
        """Tell the gateway what the books have now; books that are gone have nothing to tell.

        Raises a GatewayError.
        """
        found = self.machine(chosen)
        if found.whole or found.totals != NO_TOTALS:
            self._gateway.tell_day(_told(chosen, found))
        return found

    def sheet(self, chosen: date) -> DaySheet:
        """Both sides, after telling ours. Raises a GatewayError."""
        found = self.tell(chosen)
        answer = self._gateway.day_sheet(chosen.isoformat())
        if answer.machine is None:
            return side_by_side(found.totals, answer.gateway)
        return DaySheet(answer.machine.totals, answer.gateway, answer.machine.lines)

    def days_to_tell(self) -> tuple[date, ...]:
        """The days before today on which the journal has anything, as far back as can be asked; the oldest
        first."""
        today = self.today()
        oldest = day_of(today - timedelta(days=DAYS_BACK))
        return tuple(day for day in self._journal.days_begun(oldest.from_ms / 1000) if day < today)


def _told(chosen: date, found: MachineDay) -> DayTold:
    near = sorted(found.near_midnight, key=_from_midnight)[:MOST_NEAR_MIDNIGHT]
    return DayTold(
        date=chosen.isoformat(),
        totals=found.totals,
        near_midnight=tuple(
            NearMidnight(each.payment_id, each.method, each.fen, date_at(each.at_ms).isoformat())
            for each in near
        ),
        whole=found.whole,
    )


def _from_midnight(payment: DayPayment) -> int:
    day = day_of(date_at(payment.at_ms))
    return min(payment.at_ms - day.from_ms, day.to_ms - payment.at_ms)
