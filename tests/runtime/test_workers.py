"""A worker: its jobs in order, its failures told and never quoted, its pulse, its end."""

from collections.abc import Iterator
from threading import Barrier, Event, get_ident

import pytest

from kiosk.runtime.clock import FakeClock
from kiosk.runtime.workers import Worker

PATIENCE_S = 20
"""Longer than any of this takes; only a failing test waits that long."""


@pytest.fixture
def worker(clock: FakeClock) -> Iterator[Worker]:
    worker = Worker("tests", clock, idle_s=0.01)
    yield worker
    worker.stop()


def test_jobs_run_in_order_on_a_thread_of_their_own_and_all_before_the_end(worker: Worker) -> None:
    ran: list[tuple[int, int]] = []
    for number in range(50):
        worker.submit(lambda number=number: ran.append((number, get_ident())))  # type: ignore[misc]  # a bound default
    worker.start()
    worker.stop()
    assert [number for number, _ in ran] == list(range(50))
    assert get_ident() not in {thread for _, thread in ran}


def test_a_job_that_fails_does_not_end_the_worker_and_whoever_waits_hears_of_it(worker: Worker) -> None:
    heard: list[str] = []

    def fail() -> None:
        raise KeyError

    worker.submit(fail, failed=lambda: heard.append("failed"))
    worker.submit(lambda: heard.append("went on"))
    worker.start()
    worker.stop()
    assert heard == ["failed", "went on"]


def test_a_job_that_succeeds_is_not_told_as_a_failure(worker: Worker) -> None:
    heard: list[str] = []
    worker.submit(lambda: heard.append("done"), failed=lambda: heard.append("failed"))
    worker.run_pending()
    assert heard == ["done"]


def test_a_failure_is_logged_by_type_and_place_and_never_by_its_text(
    worker: Worker, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("310108194002290011")

    worker.submit(fail, failed=fail)
    worker.run_pending()
    assert len(caplog.messages) == 2
    for message in caplog.messages:
        assert "ValueError at test_workers.py:" in message
        assert "310108194002290011" not in message
    assert all(record.exc_info is None for record in caplog.records)


def test_in_quiet_times_the_worker_looks_around_and_its_pulse_goes_on(clock: FakeClock) -> None:
    looked, seen = Barrier(2), Event()

    def look_around() -> None:
        if not seen.is_set():
            looked.wait(PATIENCE_S)

    worker = Worker("tests", clock, idle=look_around, idle_s=0.001)
    clock.advance(5)
    worker.start()
    looked.wait(PATIENCE_S)
    looked.wait(PATIENCE_S)
    seen.set()
    worker.stop()
    assert worker.heartbeat_s == clock.monotonic_s()


def test_a_worker_that_hangs_has_an_old_pulse(clock: FakeClock, worker: Worker) -> None:
    begun, go_on = Event(), Event()
    before_s = worker.heartbeat_s

    def hang() -> None:
        begun.set()
        go_on.wait(PATIENCE_S)

    worker.submit(hang)
    worker.start()
    assert begun.wait(PATIENCE_S)
    clock.advance(60)
    assert worker.heartbeat_s == before_s
    go_on.set()
    worker.stop()
    assert worker.heartbeat_s == clock.monotonic_s()


def test_waiting_jobs_come_before_looking_around(clock: FakeClock) -> None:
    order: list[str] = []
    worker = Worker("tests", clock, idle=lambda: order.append("look around"))
    for name in ("first", "second"):
        worker.submit(lambda name=name: order.append(name))  # type: ignore[misc]  # a bound default
    worker.run_pending()
    assert order[:2] == ["first", "second"]
    assert "look around" in order


def test_looking_around_that_fails_does_not_end_the_worker(clock: FakeClock) -> None:
    def fail() -> None:
        raise OSError

    ran: list[str] = []
    worker = Worker("tests", clock, idle=fail)
    worker.run_pending()
    worker.submit(lambda: ran.append("a job"))
    worker.run_pending()
    assert ran == ["a job"]


def test_stopping_does_not_wait_for_ever_for_a_job_that_hangs(clock: FakeClock) -> None:
    begun, go_on = Event(), Event()
    worker = Worker("tests", clock)

    def hang() -> None:
        begun.set()
        go_on.wait(PATIENCE_S)

    worker.submit(hang)
    worker.start()
    assert begun.wait(PATIENCE_S)
    worker.stop(timeout_s=0.01)
    assert not go_on.is_set(), "it gave up waiting"
    go_on.set()
    worker.stop()


def test_a_worker_that_was_never_started_may_be_stopped(worker: Worker) -> None:
    worker.stop()
    ran: list[str] = []
    worker.submit(lambda: ran.append("a job"))
    worker.run_pending()
    assert ran == ["a job"]
