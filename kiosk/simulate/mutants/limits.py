"""Planted bugs in what holds over many payments: an account's day, guessed codes, acts that come too late."""

from collections import Counter
from collections.abc import Callable
from typing import Any, TypeVar, cast

from msgspec.structs import replace
from sqlalchemy import Connection

from kiosk.gateway.sql.database import Database
from kiosk.payment.lateness import instead_of_late
from kiosk.payment.saga_acts import Act, Pay, PostLeg
from kiosk.payment.saga_events import Event
from kiosk.payment.saga_state import Payment
from kiosk.payment.timers import SagaTimers
from kiosk.simulate.build import Build
from kiosk.simulate.gateway import Gateway
from kiosk.simulate.record import RecordInMemory
from kiosk.simulate.store import MemoryStore

T = TypeVar("T")


def day_limit_checked_without_counting() -> Build:
    """What a payment brings is looked at and not counted, so that the next one passes as well."""

    class Looking(MemoryStore):
        def _take_of_day(self, payment: Payment) -> None:
            counted = self.counted.copy()
            super()._take_of_day(payment)
            self.counted = counted

        def _count(self, after: Payment, before: Payment) -> None:
            pass

    return Build(store=Looking)


def day_limit_of_each_payment_alone() -> Build:
    """What came before on the same day is counted and not looked at."""

    class Forgetful(MemoryStore):
        def _take_of_day(self, payment: Payment) -> None:
            counted, self.counted = self.counted, Counter()
            try:
                super()._take_of_day(payment)
            finally:
                self.counted += counted

    return Build(store=Forgetful)


def day_limit_not_given_back() -> Build:
    """What was counted for a payment stays counted, however that ends."""

    class Keeping(MemoryStore):
        def _count(self, after: Payment, before: Payment) -> None:
            pass

    return Build(store=Keeping)


def wrong_codes_not_counted() -> Build:
    """Whoever asks what a card is worth may guess for ever."""
    return _with_record(_Rolling)


def wrong_codes_forgotten_at_a_start() -> Build:
    """Each process of the gateway remembers tries of its own, and none of before."""
    return _with_record(lambda _: RecordInMemory())


def late_charge_is_sent() -> Build:
    """A process that stood still charges what another one may have given up."""
    return _sending(Pay)


def late_posting_is_sent() -> Build:
    """A process that stood still posts what another one may have proven not to be posted."""
    return _sending(PostLeg)


def _with_record(record: Callable[[Any], Any]) -> Build:
    class Recording(Gateway):
        def boot(self) -> None:
            super().boot()
            self.parts = replace(self.parts, database=cast(Database, record(self.parts.database)))

    return Build(gateway=Recording)


class _Rolling:
    """A database that nothing stays in."""

    def __init__(self, of: RecordInMemory) -> None:
        self._of = of

    def write(self, block: Callable[[Connection], T]) -> T:
        with self._of.reading() as connection:
            written = block(connection)
            connection.rollback()
        return written


def _sending(kind: type[Act]) -> Build:
    def late(payment: Payment, act: Act, now_ms: int, timers: SagaTimers) -> Event | None:
        return None if isinstance(act, kind) else instead_of_late(payment, act, now_ms, timers)

    return Build(instead_of_late=late)
