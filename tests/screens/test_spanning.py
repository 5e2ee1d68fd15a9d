"""One window over two displays: each draws, and is touched, as if it had a window of its own."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from kiosk.app import fitting_of
from kiosk.session.view import ScreenView
from kiosk.settings.display_settings import Display, DisplaySettings
from screens.fitting import Fitting
from screens.theme import Look
from tests.screens.bench import Bench, Finger
from tests.screens.views_of_finding import home

HOME = home()
SCALE = 0.5
DISPLAYS = DisplaySettings(
    "upright",
    {
        "upright": Display(1080, 1920, 267.8, 476.1),
        "lying": Display(1920, 1080, 476.1, 267.8, left_px=1100, top_px=40),
    },
    second="lying",
    spanning=True,
)
FITTING = fitting_of(DISPLAYS, SCALE)


class TwoDisplays:
    """Both halves of the window with a bench each, whose fingers it lends them."""

    def __init__(self) -> None:
        from kivy.core.window import Window  # noqa: PLC0415 - Kivy starts late

        from screens.spanning import Spanning  # noqa: PLC0415

        assert FITTING.second is not None
        panels = (FITTING.first, FITTING.second)
        self.upright, self.lying = (
            Bench(Look(panel.width_px, panel.height_px, panel.px_per_mm)) for panel in panels
        )
        self.window: Any = Window
        for other in list(Window.children):
            Window.remove_widget(other)
        self.spanning = Spanning(FITTING, self.upright.host, self.lying.host)
        Window.add_widget(self.spanning)

    def show(self, view: ScreenView) -> None:
        for bench in (self.upright, self.lying):
            bench.host.render(view)

    def tap(self, bench: Bench, name: str) -> None:
        widget = bench.host.find(name)
        Finger(*widget.to_window(*widget.center)).lift()

    def pixels(self) -> NDArray[np.uint8]:
        from kivy.base import EventLoop  # noqa: PLC0415 - Kivy starts late
        from kivy.graphics.opengl import GL_RGB, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

        EventLoop.idle()
        width, height = FITTING.size
        pixels = glReadPixels(0, 0, width, height, GL_RGB, GL_UNSIGNED_BYTE)
        return np.frombuffer(bytes(pixels), np.uint8).reshape(height, width, 3)

    def leave(self) -> None:
        self.window.remove_widget(self.spanning)


@pytest.fixture
def two() -> Iterator[TwoDisplays]:
    two = TwoDisplays()
    two.show(HOME)
    yield two
    two.leave()


def test_each_display_lies_in_the_window_as_the_settings_say() -> None:
    assert FITTING.size == (1510, 960)
    assert FITTING.first_at == (0, 0)
    assert FITTING.second_at == (550, 400)


def test_without_spanning_the_window_is_the_residents_display_alone() -> None:
    apart = fitting_of(DisplaySettings("upright", DISPLAYS.display, second="lying"), SCALE)
    assert apart == Fitting(FITTING.first)
    assert apart.size == (540, 960)


def test_each_display_draws_what_it_draws_alone(two: TwoDisplays) -> None:
    whole = two.pixels()
    assert FITTING.second is not None
    (x, y), panel = FITTING.second_at, FITTING.second
    half = whole[y : y + panel.height_px, x : x + panel.width_px]
    two.leave()
    two.spanning.children[0].remove_widget(two.lying.host)
    alone = two.lying.show(HOME).pixels()[::-1]
    two.lying.leave()
    differ = (half != alone).any(axis=2).mean()
    assert differ < 0.001  # edges between two pixels


def test_a_finger_presses_on_the_display_it_touches(two: TwoDisplays) -> None:
    two.tap(two.lying, "water")
    assert (len(two.lying.sent), len(two.upright.sent)) == (1, 0)
    two.tap(two.upright, "gas")
    assert (len(two.lying.sent), len(two.upright.sent)) == (1, 1)
    assert (two.lying.touches, two.upright.touches) == (1, 1)


def test_a_finger_resting_on_one_display_holds_nobody_up_at_the_other(two: TwoDisplays) -> None:
    x, y = two.lying.host.to_window(5, 5)
    resting = Finger(x, y)
    two.tap(two.upright, "water")
    assert len(two.upright.sent) == 1
    resting.lift()


def test_between_the_displays_is_nobody(two: TwoDisplays) -> None:
    Finger(FITTING.size[0] - 5, 5).lift()
    assert (two.lying.touches, two.upright.touches) == (0, 0)
