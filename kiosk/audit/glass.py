"""A display nobody looks at: the real screens in one window without a display, and the pixels on it."""

import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kiosk.session.view import Comfort, ScreenView
from kiosk.settings.display_settings import Display
from kiosk.texts import Languages
from screens.dressing import Panel, look_for
from screens.rectangle import Rectangle
from screens.theme import Look

Pixels = NDArray[np.uint8]
"""Rows from the top, columns, red green blue."""


def open_window(displays: list[Display], home: Path) -> None:
    """Large enough for each of `displays`; Kivy allows one window a process, so one that is open stays."""
    if "kivy.core.window" in sys.modules:
        return
    from screens.kivy_setup import prepare_kivy  # noqa: PLC0415 - before anything of Kivy

    side = max(max(display.width_px, display.height_px) for display in displays)
    prepare_kivy(side, side, home, offscreen=True)


def panel_of(display: Display) -> Panel:
    return Panel(display.width_px, display.height_px, display.px_per_mm, display.bottom_above_floor_mm)


class Glass:
    """One host in the window; it dresses itself as the comfort of what it shows. Not for threads."""

    def __init__(self, display: Display, comfort: Comfort, languages: Languages) -> None:
        from kivy.base import EventLoop  # noqa: PLC0415 - Kivy starts late
        from kivy.core.window import Window  # noqa: PLC0415

        from screens.host import KioskHost  # noqa: PLC0415

        self._window, self._loop = Window, EventLoop
        self.display = display
        self.resolve = languages.resolver(comfort.language)
        panel = panel_of(display)
        self.host: Any = KioskHost(
            look_for(panel, Comfort()),
            lambda _event: None,
            self.resolve,
            lambda: 0.0,
            panel=panel,
            resolve_in=languages.resolver,
        )
        for other in list(Window.children):
            Window.remove_widget(other)
        Window.add_widget(self.host)
        self._loop.idle()

    @property
    def look(self) -> Look:
        look: Look = self.host.surroundings.look
        return look

    def leave(self) -> None:
        self._window.remove_widget(self.host)

    def show(self, view: ScreenView) -> "Glass":
        self.host.render(view)
        return self

    def forget(self) -> None:
        """What is on the glass will be drawn anew."""
        self.host.view = None

    def pixels(self) -> Pixels:
        """What is on the glass now."""
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

        self._loop.idle()
        size = (self.look.width_px, self.look.height_px)
        read = glReadPixels(0, 0, *size, GL_RGBA, GL_UNSIGNED_BYTE)
        whole = np.frombuffer(read, np.uint8).reshape(size[1], size[0], 4)
        return whole[::-1, :, :3]


def cut(pixels: Pixels, box: Rectangle) -> Pixels:
    """The pixels of a box that is counted from the bottom left."""
    high, wide = pixels.shape[:2]
    left, right = max(0, int(box.x)), min(wide, round(box.right))
    upper, lower = max(0, round(high - box.top)), min(high, round(high - box.y))
    return pixels[upper:lower, left:right]
