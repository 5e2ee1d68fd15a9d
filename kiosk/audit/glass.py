"""A display nobody looks at: the real screens in one window without a display, and the pixels on it."""

import sys
from pathlib import Path
from types import SimpleNamespace
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
    """One host in the window; it dresses itself as the comfort of what it shows. Not for threads.

    `host` is the part of it that is looked at, `look` its measures.
    """

    def __init__(self, display: Display, comfort: Comfort, languages: Languages) -> None:
        from kivy.base import EventLoop  # noqa: PLC0415 - Kivy starts late
        from kivy.core.window import Window  # noqa: PLC0415

        self._window, self._loop = Window, EventLoop
        self.display = display
        self.resolve = languages.resolver(comfort.language)
        self.whole = self._hung(panel_of(display), languages)
        for other in list(Window.children):
            Window.remove_widget(other)
        Window.add_widget(self.whole)
        self._loop.idle()

    def _hung(self, panel: Panel, languages: Languages) -> Any:
        from screens.host import KioskHost  # noqa: PLC0415 - Kivy starts late

        look, resolve_in = look_for(panel, Comfort()), languages.resolver
        return KioskHost(look, _ignore, self.resolve, _no_time_s, panel=panel, resolve_in=resolve_in)

    @property
    def host(self) -> Any:
        return self.whole

    @property
    def look(self) -> Look:
        look: Look = self.host.surroundings.look
        return look

    def leave(self) -> None:
        self._window.remove_widget(self.whole)

    def show(self, view: ScreenView) -> "Glass":
        self.whole.render(view)
        return self

    def forget(self) -> None:
        """What is on the glass will be drawn anew."""
        self.host.view = None

    def pixels(self) -> Pixels:
        """What is on the glass now."""
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415

        self._loop.idle()
        size = (self.look.width_px, self.look.height_px)
        read = glReadPixels(*self._corner(), *size, GL_RGBA, GL_UNSIGNED_BYTE)
        whole = np.frombuffer(read, np.uint8).reshape(size[1], size[0], 4)
        return whole[::-1, :, :3]

    def _corner(self) -> tuple[int, int]:
        return 0, 0


class StaffGlass(Glass):
    """The staff's display. What is looked at is its mirror of the resident's screen; `board` is the rest."""

    def _hung(self, panel: Panel, languages: Languages) -> Any:
        from screens.helper.host import HelperHost  # noqa: PLC0415 - Kivy starts late

        look, resolve_in = look_for(panel, Comfort()), languages.resolver
        return HelperHost(look, _ignore, self.resolve, _no_time_s, resolve_in=resolve_in)

    @property
    def host(self) -> Any:
        return self.whole.mirror

    @property
    def board(self) -> "Board":
        return Board(self)

    def _corner(self) -> tuple[int, int]:
        return int(self.host.parent.x), int(self.host.parent.y)


class Board(Glass):
    """The helper's panel beside the mirror, in the millimetres of the whole display."""

    def __init__(self, staffs: StaffGlass) -> None:
        self._window, self._loop = staffs._window, staffs._loop
        self.display, self.resolve, self.whole = staffs.display, staffs.resolve, staffs.whole

    @property
    def host(self) -> Any:
        return SimpleNamespace(reachable=self.whole.board, surroundings=self.whole.surroundings)


def _ignore(_event: object) -> None:
    """Nobody presses anything here."""


def _no_time_s() -> float:
    return 0.0


def cut(pixels: Pixels, box: Rectangle) -> Pixels:
    """The pixels of a box that is counted from the bottom left."""
    high, wide = pixels.shape[:2]
    left, right = max(0, int(box.x)), min(wide, round(box.right))
    upper, lower = max(0, round(high - box.top)), min(high, round(high - box.y))
    return pixels[upper:lower, left:right]
