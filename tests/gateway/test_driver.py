"""The driver's own thread: it wakes payments by itself and survives one that makes trouble."""

import logging
import threading
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.gateway.payments import driver as driver_module
from kiosk.gateway.payments.acts import Outside
from kiosk.gateway.payments.sql_payment_store import SqlPaymentStore
from kiosk.gateway.sql.faults import CommitUnknown
from kiosk.payment.saga_events import ChargeReported
from kiosk.runtime.clock import FakeClock

from .place import Place
from .town import Town

WITHIN_S = 20


class HastyClock(FakeClock):
    """A second passes whenever somebody looks."""

    def monotonic_s(self) -> float:
        self.advance(1)
        return super().monotonic_s()


class Watched:
    """A provider whose first queries fail; `asked` is set by the first that does not."""

    def __init__(self, provider: Any, failures: int) -> None:
        self._provider = provider
        self._failures = failures
        self.asked = threading.Event()

    def query(self, order_no: str) -> ChargeReported:
        if self._failures:
            self._failures -= 1
            raise ZeroDivisionError("a fault of the adapter")
        self.asked.set()
        return ChargeReported("payer_confirming")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._provider, name)


@pytest.mark.parametrize("failures", [0, 2])
def test_a_due_payment_is_woken_even_after_faults(
    place: Place, failures: int, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(driver_module, "_AFTER_FAULT_S", 0.0)
    town = Town(place, HastyClock())
    outside = town.gateway.parts.outside
    watched = Watched(outside.providers["wechat"], failures)
    town.surround(Outside({"wechat": watched}, outside.acquirer, outside.billers))
    town.pay("134567890123450004")
    driver = town.gateway.driver
    thread = threading.Thread(target=driver.run)
    thread.start()
    assert watched.asked.wait(WITHIN_S)
    driver.stop()
    thread.join(WITHIN_S)
    assert not thread.is_alive()
    assert len([record for record in caplog.records if record.levelno >= logging.ERROR]) == failures
    town.close()


def test_a_database_in_trouble_for_a_moment_does_not_end_the_driving(
    place: Place, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Without its driver a gateway leaves money between payer and biller until somebody restarts it."""
    monkeypatch.setattr(driver_module, "_AFTER_FAULT_S", 0.0)
    troubles = [OperationalError("SELECT", {}, Exception("disk I/O error")) for _ in range(2)]
    due = SqlPaymentStore.due

    def troubled(*arguments: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return due(*arguments)

    monkeypatch.setattr(SqlPaymentStore, "due", troubled)
    town = Town(place, HastyClock())
    outside = town.gateway.parts.outside
    watched = Watched(outside.providers["wechat"], 0)
    town.surround(Outside({"wechat": watched}, outside.acquirer, outside.billers))
    town.pay("134567890123450004")
    driver = town.gateway.driver
    thread = threading.Thread(target=driver.run)
    thread.start()
    assert watched.asked.wait(WITHIN_S)
    driver.stop()
    thread.join(WITHIN_S)
    assert not thread.is_alive()
    assert [record.levelname for record in caplog.records if record.levelno >= logging.ERROR] == ["ERROR"] * 2
    town.close()


@pytest.mark.parametrize(
    "trouble", [CommitUnknown("no answer"), OperationalError("UPDATE", {}, Exception("full"))]
)
def test_commits_that_go_wrong_one_after_another_do_not_end_the_driving(
    place: Place, monkeypatch: pytest.MonkeyPatch, trouble: Exception
) -> None:
    """A server that goes down takes the lease along, and then what would put the payment off as well."""
    monkeypatch.setattr(driver_module, "_AFTER_FAULT_S", 0.0)
    troubles = [trouble] * 4
    lease = SqlPaymentStore.lease

    def troubled(*arguments: Any) -> Any:
        if troubles:
            raise troubles.pop()
        return lease(*arguments)

    monkeypatch.setattr(SqlPaymentStore, "lease", troubled)
    town = Town(place, HastyClock())
    outside = town.gateway.parts.outside
    watched = Watched(outside.providers["wechat"], 0)
    town.surround(Outside({"wechat": watched}, outside.acquirer, outside.billers))
    town.pay("134567890123450004")
    driver = town.gateway.driver
    thread = threading.Thread(target=driver.run)
    thread.start()
    assert watched.asked.wait(5)
    driver.stop()
    thread.join(WITHIN_S)
    assert not thread.is_alive()
    town.close()
