"""One display, residents and technicians in turn: no touch counts on both sides."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.screens import views_of_finding, wording
from tests.screens.bench import Bench, Finger
from tests.screens.conftest import PORTRAIT
from tests.screens.technician.samples import board, pin

HOME = views_of_finding.home()


class SharedBench(Bench):
    def make_host(self, look: Any, resolve: Any) -> Any:
        from screens.host import KioskHost  # noqa: PLC0415 - Kivy starts late
        from screens.technician.host import TechnicianHost  # noqa: PLC0415
        from screens.technician.shared_display import SharedDisplay  # noqa: PLC0415

        parts = (look, self.sent.append, wording.resolve, lambda: self.now_s, self._touched)
        return SharedDisplay(KioskHost(*parts), TechnicianHost(*parts))

    def begin(self) -> None:
        for other in list(self._window.children):
            self._window.remove_widget(other)
        self._window.add_widget(self.host)
        self.host.resident.render(HOME)


@pytest.fixture
def shared() -> Iterator[SharedBench]:
    bench = SharedBench(PORTRAIT)
    bench.begin()
    yield bench
    bench.leave()


def test_the_technician_takes_the_display_and_gives_it_back(shared: SharedBench) -> None:
    shared.tap("water")
    shared.host.show_technician(pin())
    assert shared.host.technician_shown
    shared.passes(5)
    shared.tap("digit_1")
    shared.host.show_technician(None)
    assert not shared.host.technician_shown
    shared.passes(5)
    shared.tap("gas")
    assert shared.sent == ["water tapped", "digit_1 tapped", "gas tapped"]


def test_only_one_of_them_is_on_the_glass(shared: SharedBench) -> None:
    home = shared.pixels().copy()
    shared.host.show_technician(board())
    assert (shared.pixels() != home).any()
    with pytest.raises(LookupError):
        shared.host.find("water")
    shared.host.show_technician(None)
    assert (shared.pixels() == home).all()


def test_a_press_begun_by_a_resident_is_void_afterwards(shared: SharedBench) -> None:
    finger = shared.press("water")
    shared.host.show_technician(board())
    finger.lift()
    shared.passes(5)
    shared.tap("run_all")
    assert shared.sent == ["run_all tapped"]


def test_a_finger_lifted_on_the_other_side_does_not_lock_its_own(shared: SharedBench) -> None:
    finger = shared.press("water")
    shared.host.show_technician(board())
    finger.lift()
    shared.passes(2)
    shared.host.show_technician(None)
    shared.passes(2)
    shared.tap("gas")
    assert shared.sent == ["gas tapped"]


def test_a_press_begun_by_a_technician_is_void_afterwards(shared: SharedBench) -> None:
    shared.host.show_technician(board())
    shared.passes(5)
    finger = shared.press("leave")
    shared.host.show_technician(None)
    finger.lift()
    shared.passes(5)
    shared.tap("water")
    assert shared.sent == ["water tapped"]


def test_the_second_half_of_a_double_tap_presses_nothing(shared: SharedBench) -> None:
    shared.host.show_technician(board())
    shared.passes(5)
    at = shared.middle_of("leave")
    shared.tap("leave")
    shared.host.show_technician(None)
    shared.passes(0.3)
    Finger(*at).lift()
    shared.tap("water")
    assert shared.sent == ["leave tapped"]


def test_a_resident_changed_meanwhile_is_shown_as_it_is_now(shared: SharedBench) -> None:
    shared.host.show_technician(board())
    shared.host.resident.render(views_of_finding.choices())
    shared.passes(5)
    assert shared.host.technician_shown
    shared.host.show_technician(None)
    assert shared.host.find("typed").enabled


def test_nothing_of_the_technician_is_kept(shared: SharedBench) -> None:
    shared.host.show_technician(pin(5))
    shared.host.show_technician(None)
    assert shared.host.technician.page is None
    assert shared.host.technician.view is None
