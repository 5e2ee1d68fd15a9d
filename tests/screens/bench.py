"""A display on the test bench: a host in the window, a clock to turn and fingers to tap real coordinates."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.session.view import ScreenView, Text
from kiosk.technician.view import TechnicianView
from screens.theme import Look
from tests.screens import wording


class Finger:
    """One finger on the glass, in pixels from the bottom left."""

    def __init__(self, x: float, y: float) -> None:
        from kivy.tests.common import UnitTestTouch  # noqa: PLC0415 - Kivy starts late

        self._touch: Any = UnitTestTouch(x, y)
        self._touch.touch_down()

    def slide(self, x: float, y: float) -> None:
        self._touch.touch_move(x, y)

    def lift(self) -> None:
        self._touch.touch_up()


class Bench:
    def __init__(self, look: Look, resolve: Callable[[Text], str] = wording.resolve) -> None:
        from kivy.base import EventLoop  # noqa: PLC0415 - Kivy starts late
        from kivy.core.window import Window  # noqa: PLC0415

        self.look = look
        self.now_s = 100.0
        self.sent: list[object] = []
        self.touches = 0
        self.host: Any = self.make_host(look, resolve)
        self._window, self._loop = Window, EventLoop

    def make_host(self, look: Look, resolve: Callable[[Text], str]) -> Any:
        """What fills the display of this bench."""
        from screens.host import KioskHost  # noqa: PLC0415 - Kivy starts late

        return KioskHost(look, self.sent.append, resolve, lambda: self.now_s, self._touched)

    def _touched(self) -> None:
        self.touches += 1

    def leave(self) -> None:
        self._window.remove_widget(self.host)

    def show(self, view: ScreenView | TechnicianView) -> "Bench":
        """Alone in the window, since all hosts of the tests share it."""
        if self.host.parent is None:
            for other in list(self._window.children):
                self._window.remove_widget(other)
            self._window.add_widget(self.host)
        self.host.render(view)
        return self

    def middle_of(self, name: str) -> tuple[float, float]:
        x, y = self.host.find(name).center
        return float(x), float(y)

    def press(self, name: str) -> Finger:
        return Finger(*self.middle_of(name))

    def tap(self, name: str) -> None:
        self.press(name).lift()

    def passes(self, seconds: float) -> None:
        self.now_s += seconds

    def pixels(self) -> NDArray[np.uint8]:
        """What is on the glass now: rows from the top, columns, red green blue."""
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

        self._loop.idle()
        size = (self.look.width_px, self.look.height_px)
        pixels = glReadPixels(0, 0, *size, GL_RGBA, GL_UNSIGNED_BYTE)
        whole = np.frombuffer(bytes(pixels), np.uint8).reshape(size[1], size[0], 4)
        return whole[::-1, :, :3]

    def colour_at(self, x: float, y: float) -> tuple[int, ...]:
        """Of one pixel, counted from the bottom left."""
        return tuple(int(part) for part in self.pixels()[self.look.height_px - 1 - int(y), int(x)])
