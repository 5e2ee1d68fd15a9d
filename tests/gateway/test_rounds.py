"""Duties that come round: a database in trouble delays them, and nothing else is taken for that."""

import threading

import pytest
from sqlalchemy.exc import OperationalError

from kiosk.gateway.rounds import rounds


def test_a_database_in_trouble_is_told_and_tried_again(caplog: pytest.LogCaptureFixture) -> None:
    stopping, done = threading.Event(), list[str]()

    def duty() -> None:
        done.append("round")
        if len(done) < 3:
            raise OperationalError("SELECT 1", None, Exception("gone"))
        stopping.set()

    rounds(duty, stopping, 0.0, "the books could not be audited")
    assert len(done) == 3
    assert [record.getMessage() for record in caplog.records] == ["the books could not be audited"] * 2


def test_nothing_is_done_once_stopped() -> None:
    stopping = threading.Event()
    stopping.set()
    rounds(lambda: pytest.fail("was told to stop"), stopping, 0.0, "-")


def test_any_other_fault_ends_the_rounds() -> None:
    def duty() -> None:
        raise ValueError("not the database's")

    with pytest.raises(ValueError, match="not the database's"):
        rounds(duty, threading.Event(), 0.0, "-")
