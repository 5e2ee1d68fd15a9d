"""Legs whose biller cannot void, and what its day-end files prove about them.

A posting may stand in the file of every day from its first sending, ten minutes earlier for two clocks, to
an hour after the last word about it. Standing in one, it is posted; it is not only when each is without it.
The change is stored like any other; the acts it allows are left to the gateway that runs.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, timedelta
from typing import Any, Literal, TypeAlias

import msgspec
from sqlalchemy import Connection, Row, func, select

from kiosk.gateway.payment_store import PaymentStore, StalePayment
from kiosk.gateway.payments.driver import decide
from kiosk.gateway.sql.schema import leg, outbox, payment_event
from kiosk.payment.day import date_at
from kiosk.payment.legs import LegState
from kiosk.payment.saga_events import DayEndReported, VoidReported
from kiosk.payment.timers import SagaTimers
from kiosk.reconcile.day import EDGE_MS, Day
from kiosk.reconcile.records import Key, Movement, Source

_UNDER_WAY_MS = 60 * 60 * 1000
"""A request that was lost sight of is believed to arrive within this time of its sending, if ever. Our own
simulation holds one back for up to fifteen minutes; a slow biller and two clocks come on top."""
_TIMERS = SagaTimers(providers={})
"""When the gateway first tries; no charge is waited for any more."""


class HeldLeg(msgspec.Struct, frozen=True):
    """`asked_ms` is when its biller last answered that it cannot void: we sent nothing later."""

    payment_id: str
    number: int
    source: Source
    posting_ref: str
    fen: int
    posting_since_ms: int
    asked_ms: int

    @property
    def expected(self) -> Movement:
        return Movement(Key("posting", self.posting_ref), self.fen, self.posting_since_ms)

    @property
    def dates(self) -> tuple[date, ...]:
        """Whose files may have it."""
        first, last = date_at(self.posting_since_ms - EDGE_MS), date_at(self.asked_ms + _UNDER_WAY_MS)
        return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


Became: TypeAlias = Literal["posted", "not_posted", "waits"]


class HeldResult(msgspec.Struct, frozen=True):
    """`why` it still waits, for the operator; empty where it has ended."""

    source: Source
    posting_ref: str
    fen: int
    became: Became
    why: str = ""


class Told:
    """What a file says of held legs, noticed while it is compared."""

    def __init__(self, held: Sequence[HeldLeg]) -> None:
        self.fen: dict[Key, int] = {}
        """By the first line of each; a second one is a difference of its own."""
        self._keys = {each.expected.key for each in held}
        self._lines = 0

    def noticed(self, theirs: Iterator[Movement]) -> Iterator[Movement]:
        for movement in theirs:
            self._lines += 1
            if movement.key in self._keys:
                self.fen.setdefault(movement.key, movement.fen)
            yield movement

    def silence_proves(self, *, ours_missing: bool) -> bool:
        """Whether it is this day's file for certain, so that what it has not is not there: an empty one may
        be of any day."""
        return bool(self._lines or not ours_missing)


def held_legs(connection: Connection, day: Day) -> tuple[HeldLeg, ...]:
    """Those that a file of this day may tell of, whichever biller's, in the order of their postings."""
    asked = (
        select(func.max(payment_event.c.at_ms))
        .where(payment_event.c.payment_id == leg.c.payment_id, payment_event.c.cause == VoidReported.__name__)
        .scalar_subquery()
    )
    # What is owed to open payments is little, however many there ever were.
    found = (
        select(leg, asked.label("asked_ms"))
        .join(outbox, outbox.c.payment_id == leg.c.payment_id)
        .where(leg.c.state == LegState.HELD.value)
        .order_by(leg.c.posting_since_ms, leg.c.posting_ref)
    )
    return tuple(each for each in map(_held, connection.execute(found)) if day.date in each.dates)


def _held(row: Row[Any]) -> HeldLeg:
    return HeldLeg(
        payment_id=row.payment_id,
        number=row.number,
        source=f"biller:{row.biller_id}",
        posting_ref=row.posting_ref,
        fen=row.amount_fen,
        posting_since_ms=row.posting_since_ms,
        asked_ms=max(row.posting_since_ms, row.asked_ms or 0),
    )


def judged(each: HeldLeg, day: Day, told: Mapping[Key, int], absent: Set[date], *, over: bool) -> HeldResult:
    """What is proven. `absent` are the days whose files are known to be without it, this one among them."""
    fen = told.get(each.expected.key)
    missing = [when for when in each.dates if when not in absent]
    became: Became = "waits"
    why = ""
    if not over:
        why = "the day is not over"
    elif fen == each.fen:
        became = "posted"
    elif fen is not None:
        why = "the file has another sum"
    elif not missing:
        became = "not_posted"
    elif day.date in missing:
        why = "the file is not this day's for certain; ask the biller for the day's own"
    else:
        why = f"the file of {missing[0]} may have it"
    return HeldResult(each.source, each.posting_ref, each.fen, became, why)


def end(store: PaymentStore, each: HeldLeg, now_ms: int, *, posted: bool) -> None:
    """Store what was proven, unless somebody else did; a leg that has gone on to another posting stays."""
    while (stored := store.load(each.payment_id)) is not None:
        now = stored.payment.legs[each.number]
        if now.state is not LegState.HELD or now.posting_ref != each.posting_ref:
            return
        changes, _ = decide(stored.payment, DayEndReported(each.number, posted), now_ms, _TIMERS)
        try:
            store.save(stored, changes, now_ms)
        except StalePayment:
            continue
        return
