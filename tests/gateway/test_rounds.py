"""Duties that come round: whatever goes wrong delays them, is told and counted, and ends none of them."""

import pytest
from prometheus_client import generate_latest
from sqlalchemy.exc import OperationalError

from kiosk.gateway.http.metrics import measures
from kiosk.gateway.rounds import Rounds
from kiosk.gateway.sql.faults import CommitUnknown

from .town import Town

GONE = OperationalError("SELECT 1", None, Exception("gone"))
TROUBLE = "the books could not be audited"
OURS = "a fault of the gateway's own: audit"


class Duty:
    """Fails so often, then stops its rounds."""

    def __init__(self, fault: Exception, times: int = 2) -> None:
        self.rounds = Rounds("audit", self.once, 0.0, TROUBLE)
        self.done = 0
        self._fault = fault
        self._times = times

    def once(self) -> None:
        self.done += 1
        if self.done <= self._times:
            raise self._fault
        self.rounds.stop()


@pytest.mark.parametrize(
    ("fault", "told"),
    [(GONE, TROUBLE), (CommitUnknown("no answer"), TROUBLE), (ValueError("not the database's"), OURS)],
)
def test_a_round_that_failed_is_told_and_done_again(
    caplog: pytest.LogCaptureFixture, fault: Exception, told: str
) -> None:
    duty = Duty(fault)
    duty.rounds.run()
    assert duty.done == 3
    assert [record.getMessage() for record in caplog.records] == [told] * 2
    assert (duty.rounds.failures, duty.rounds.failing) == (2, False)


def test_nothing_is_done_once_stopped() -> None:
    rounds = Rounds("audit", lambda: pytest.fail("was told to stop"), 0.0, "-")
    rounds.stop()
    rounds.run()
    assert not rounds.failing


def test_whoever_wants_its_thread_to_end_ends_it() -> None:
    def duty() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        Rounds("audit", duty, 0.0, "-").run()


def test_a_duty_that_fails_is_seen_from_outside(file_town: Town) -> None:
    duty = Duty(CommitUnknown("no answer"))
    duty.rounds.once()
    shown = generate_latest(measures(file_town.gateway, None, [duty.rounds])).decode()
    assert 'kiosk_gateway_duty_failing{duty="audit"} 1.0' in shown
    assert 'kiosk_gateway_duty_failures_total{duty="audit"} 1.0' in shown
    duty.rounds.run()
    shown = generate_latest(measures(file_town.gateway, None, [duty.rounds])).decode()
    assert 'kiosk_gateway_duty_failing{duty="audit"} 0.0' in shown
