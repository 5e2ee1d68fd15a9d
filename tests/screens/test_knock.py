"""The knock of staff: the machine number, held for five seconds."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.screens import views_of_finding, views_of_paying
from tests.screens.bench import Bench, Finger
from tests.screens.conftest import PORTRAIT
from tests.screens.views_of_paying import STILL_THERE

HOME = views_of_finding.home()


class Door(Bench):
    """Counts the knocks."""

    def make_host(self, look: Any, resolve: Any) -> Any:
        host = super().make_host(look, resolve)
        self.knocks = 0
        host.knocked = self._knocked
        return host

    def _knocked(self) -> None:
        self.knocks += 1

    def holds(self, seconds: float) -> Finger:
        finger = self.press("knock")
        self.passes(seconds)
        self.host.top_bar.knock.tick()
        return finger


@pytest.fixture
def door() -> Any:
    bench = Door(PORTRAIT)
    yield bench
    bench.leave()


def test_five_seconds_call_a_technician_once(door: Door) -> None:
    finger = door.show(HOME).holds(4.9)
    assert door.knocks == 0
    door.passes(0.1)
    door.host.top_bar.knock.tick()
    door.passes(5)
    door.host.top_bar.knock.tick()
    finger.lift()
    assert door.knocks == 1
    assert door.sent == []


def test_letting_go_early_calls_nobody(door: Door) -> None:
    door.show(HOME).holds(4.0).lift()
    for seconds in (0.4, 5.0):
        door.passes(seconds)
        door.host.top_bar.knock.tick()
    assert door.knocks == 0


def test_a_trembling_finger_is_forgiven(door: Door) -> None:
    door.show(HOME).holds(2.5).lift()
    door.passes(0.2)
    door.host.top_bar.knock.tick()
    door.holds(2.4)
    assert door.knocks == 1


def test_sliding_away_calls_nobody(door: Door) -> None:
    finger = door.show(HOME).holds(3.0)
    finger.slide(540, 960)
    for seconds in (0.4, 5.0):
        door.passes(seconds)
        door.host.top_bar.knock.tick()
    assert door.knocks == 0


def test_nothing_is_seen_for_two_seconds_then_a_ring(door: Door) -> None:
    before = door.show(HOME).pixels().copy()
    door.holds(1.9)
    assert (door.pixels() == before).all()
    door.passes(0.6)
    door.host.top_bar.knock.tick()
    assert (door.pixels() != before).any()


@pytest.mark.parametrize(
    "elsewhere", [views_of_finding.choices(), views_of_paying.methods(), views_of_finding.keypad()]
)
def test_only_the_first_screen_hears_it(door: Door, elsewhere: Any) -> None:
    door.show(elsewhere).holds(6)
    assert door.knocks == 0


def test_a_question_over_the_screen_ends_it(door: Door) -> None:
    from msgspec.structs import replace  # noqa: PLC0415

    door.show(HOME).holds(3)
    door.show(replace(HOME, overlay=STILL_THERE))
    door.passes(3)
    door.host.top_bar.knock.tick()
    assert door.knocks == 0


def test_without_a_technician_nothing_happens(bench: Bench) -> None:
    finger = bench.show(HOME).press("knock")
    bench.passes(6)
    bench.host.top_bar.knock.tick()
    finger.lift()
    assert bench.sent == []


def test_within_a_session_a_helper_knocks_and_no_technician(door: Door) -> None:
    choices = views_of_finding.choices()
    door.show(choices).holds(5.0).lift()
    assert door.sent == []
    door.show(replace(choices, frame=replace(choices.frame, knock="helper knocks"))).holds(5.0).lift()
    assert door.sent == ["helper knocks"]
    assert door.knocks == 0
