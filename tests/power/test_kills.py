"""A few kills of real processes under load; `make prove ARGS=kills` makes hundreds."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kiosk.payment.methods import Method
from tests.power.kills import METHODS, Town

LEAST_KILLS = 4
MOST_KILLS = 60
"""On a busy machine much is killed before it has done anything."""


@contextmanager
def town(folder: Path, methods: tuple[Method, ...], bug: str = "") -> Iterator[Town]:
    made = Town(folder, seed=3, kiosks=2, methods=methods, fast=True, bug=bug)
    try:
        yield made
    finally:
        made.close()


def test_killed_processes_lose_nothing_and_take_nothing_twice(tmp_path: Path) -> None:
    with town(tmp_path, METHODS) as made:
        for kill in range(MOST_KILLS):
            if kill >= LEAST_KILLS and made.devices_used:
                break
            made.kill_one()
        report = made.come_to_rest()
    assert report.held, report
    assert report.opened > 0
    assert report.notes.stacked > 0
    assert report.cards.results


def test_a_kiosk_that_sends_before_it_has_written_down_is_found(tmp_path: Path) -> None:
    """The control: were it not, the test above would prove nothing either."""
    with town(tmp_path, ("phone_code",), bug="no_intent") as made:
        for _ in range(MOST_KILLS):
            made.kill_one()
            if made.taken_in:
                break
        report = made.come_to_rest()
    assert not report.held
    assert any(violation.rule == "I8" for violation in report.violations)
