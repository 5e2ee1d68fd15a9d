"""Questions over the screen: the strip stays in use beside them, and no awkward touch gets through."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace as changed

from kiosk.session.view import ScreenView
from screens.theme import Look
from tests.screens.bench import Bench, Finger
from tests.screens.conftest import LOOKS
from tests.screens.views_of_paying import CALL, LEAVE, STILL_THERE, methods

ASKED = changed(methods(), overlay=LEAVE)
STILL_ASKED = changed(methods(), overlay=STILL_THERE)
STRIP = ("comfort_size", "comfort_theme", "comfort_sound", "comfort_repeat", "comfort_language")

Make = Callable[[Look], Bench]


@pytest.mark.parametrize("orientation", LOOKS)
@pytest.mark.parametrize("overlay", [LEAVE, CALL, STILL_THERE], ids=lambda overlay: str(overlay.kind))
def test_every_comfort_is_one_tap_away_under_a_question(
    bench_for: Make, orientation: str, overlay: object
) -> None:
    bench = bench_for(LOOKS[orientation]).show(changed(methods(), overlay=overlay))
    for name in STRIP:
        bench.passes(1)
        bench.tap(name)
    assert bench.sent == [f"{name} tapped" for name in STRIP]


@pytest.mark.parametrize("orientation", LOOKS)
def test_the_strip_stays_where_it_was(bench_for: Make, orientation: str) -> None:
    bench = bench_for(LOOKS[orientation])
    before = [bench.show(methods()).middle_of(name) for name in STRIP]
    assert [bench.show(ASKED).middle_of(name) for name in STRIP] == before
    assert [bench.show(methods()).middle_of(name) for name in STRIP] == before


def test_the_strip_is_not_veiled(bench: Bench) -> None:
    x, y = bench.show(methods()).middle_of("comfort_size")
    at = (x, y + bench.host.find("comfort_size").height / 2 - 12)
    before = bench.colour_at(*at)
    bench.show(ASKED)
    assert bench.colour_at(*at) == before


def test_once_answered_the_strip_is_the_screen_s_again(bench: Bench) -> None:
    bench.show(ASKED)
    bench.show(methods()).tap("comfort_size")
    bench.tap("exit")
    assert bench.sent == ["comfort_size tapped", "exit tapped"]


def test_a_tap_on_the_strip_is_no_answer(bench: Bench) -> None:
    """The session knows that whoever changes the size is still there."""
    bench.show(STILL_ASKED).tap("comfort_size")
    assert bench.sent == ["comfort_size tapped"]


def test_a_finger_on_the_strip_when_a_question_comes_up_presses_nothing(bench: Bench) -> None:
    finger = bench.show(methods()).press("comfort_size")
    bench.passes(5)
    bench.show(ASKED)
    finger.lift()
    assert bench.sent == []
    bench.passes(5)
    bench.tap("comfort_size")
    assert bench.sent == ["comfort_size tapped"]


def test_with_two_fingers_the_first_one_wins(bench: Bench) -> None:
    first = bench.show(ASKED).press("stay")
    bench.tap("leave")
    bench.tap("comfort_size")
    first.lift()
    assert bench.sent == ["stay tapped"]


@pytest.mark.parametrize("view", [ASKED, changed(methods(), overlay=CALL)], ids=["leave", "help"])
def test_a_palm_or_a_stuck_touch_does_not_lock_a_question(bench: Bench, view: ScreenView) -> None:
    bench.show(view)
    palm = Finger(300, 300)
    bench.passes(11)
    bench.tap("stay")
    assert bench.sent == ["stay tapped"]
    palm.lift()
    assert bench.sent == ["stay tapped"]


def test_a_second_tap_on_an_answer_is_a_tremor(bench: Bench) -> None:
    bench.show(ASKED).tap("stay")
    bench.passes(0.4)
    bench.tap("stay")
    assert bench.sent == ["stay tapped"]


EDGES = [(0, 0), (1, 960), (1078, 960), (1079, 1919), (540, 0), (540, 1918), (1079, 0), (0, 1919)]


@pytest.mark.parametrize("view", [methods(), ASKED], ids=["screen", "question"])
@pytest.mark.parametrize("at", EDGES)
def test_a_tap_on_the_edge_presses_nothing(bench: Bench, view: ScreenView, at: tuple[float, float]) -> None:
    """Targets keep 5 mm away from it (rule TCH-5), where a hand holds the display."""
    bench.show(view)
    Finger(*at).lift()
    assert bench.sent == []
    assert bench.touches == 1


def test_a_tap_on_the_edge_tells_that_somebody_is_there(bench: Bench) -> None:
    bench.show(STILL_ASKED)
    Finger(0, 0).lift()
    assert bench.sent == ["stay tapped"]


def test_a_finger_that_leaves_the_glass_takes_its_press_back(bench: Bench) -> None:
    finger = bench.show(ASKED).press("stay")
    finger.slide(-5, 2500)
    finger.lift()
    assert bench.sent == []
    bench.tap("stay")
    assert bench.sent == ["stay tapped"]


def test_whoever_only_looks_on_has_nothing_to_answer(bench: Bench) -> None:
    for overlay in (LEAVE, CALL, STILL_THERE):
        bench.show(changed(methods(), overlay=changed(overlay, buttons=())))
        Finger(540, 960).lift()
    assert bench.sent == []
