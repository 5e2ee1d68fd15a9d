"""The offscreen stage: one real window without a display, the real screens, and a finger that taps pixels.

Kivy allows one window a process, so one stage serves all journeys; each brings its own machine.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kiosk.session.events import ScreenTouched
from kiosk.session.model import Session
from kiosk.session.view import Comfort, Language, ScreenView, Text
from kiosk.settings.display_settings import Display
from kiosk.wiring.machine import Machine
from kiosk.wiring.technician import VendorMode

SETTLED_FRAMES = 3

MOST_TURNS = 40
"""Of leaves and pages, in search of one button; no list here is nearly as long."""
"""Kivy lays out, draws textures and shows them in up to three frames."""


class JourneyFailed(Exception):
    """The kiosk did not come to where the journey goes on; says where it stood instead."""


class Stage:
    """Not for threads. `frame()` is one turn of everything: machine, layout, drawing, input."""

    def __init__(self, display: Display, home: Path) -> None:
        from screens.kivy_setup import prepare_kivy  # noqa: PLC0415  # Kivy reads its settings on import

        prepare_kivy(display.width_px, display.height_px, home, offscreen=True)
        from kivy.base import EventLoop, runTouchApp  # noqa: PLC0415
        from kivy.core.window import Window  # noqa: PLC0415

        from screens.dressing import Panel, look_for  # noqa: PLC0415
        from screens.host import KioskHost  # noqa: PLC0415

        self._loop: Any = EventLoop
        self._window: Any = Window
        self._machine: Machine | None = None
        self._mode: VendorMode | None = None
        self._skip: Callable[[float], None] = lambda _seconds: None
        self._taps = 0
        panel = Panel(display.width_px, display.height_px, display.px_per_mm, display.bottom_above_floor_mm)
        self.host = KioskHost(
            look_for(panel, Comfort()),
            send=self._send,
            resolve=self._words,
            monotonic_s=self._finger_s,
            touched=lambda: self._send(ScreenTouched()),
            panel=panel,
            resolve_in=self._words_in,
        )
        runTouchApp(self.host, embedded=True)  # everything but the loop, which `frame` turns by hand
        self._out: Path | None = None
        self._pictures = 0
        self._last_pictured: tuple[object, ...] | None = None

    def play_on(
        self,
        machine: Machine,
        out: Path | None,
        mode: VendorMode | None = None,
        skip: Callable[[float], None] = lambda _seconds: None,
    ) -> None:
        """Show `machine` from now on, and number its pictures from one in `out`; None takes none.

        `mode` is its technician's, without which it takes no cash. `skip` puts its clock on.
        """
        self._machine, self._mode, self._skip = machine, mode, skip
        self._out, self._pictures, self._last_pictured = out, 0, None

    @property
    def session(self) -> Session:
        return self._the_machine().store.session

    @property
    def view(self) -> ScreenView:
        view = self.host.view
        if view is None:
            raise JourneyFailed("nothing has been shown yet")
        return view

    def frame(self) -> None:
        machine = self._the_machine()
        machine.tick()
        if self._mode is not None:
            self._mode.tick()
            self._mode.drain()
        machine.drain()
        self._loop.idle()

    def let_pass(self) -> None:
        """As long as the kiosk waits for somebody who does nothing."""
        timing = self.session.rules.timing
        asked = self.view.overlay is not None
        self._skip(timing.still_there_s if asked else max(timing.note_s, timing.idle_s))

    def wait_for(self, wanted: Callable[[ScreenView], bool], what: str, patience_s: float) -> None:
        """Frames until a view is as wanted, with a picture of every screen on the way."""
        self.wait_until(lambda: self.host.view is not None and wanted(self.host.view), what, patience_s)
        self.picture_of_new_screen()

    def wait_until(self, reached: Callable[[], bool], what: str, patience_s: float) -> None:
        """Raises JourneyFailed after `patience_s` of real time."""
        give_up_s = time.monotonic() + patience_s
        while not reached():
            if time.monotonic() > give_up_s:
                raise JourneyFailed(f"waited {patience_s:.0f} s for {what}; the screen is {self._standing()}")
            self.frame()
            self.picture_of_new_screen()
        self.frame()

    def _standing(self) -> str:
        view = self.host.view
        return f"{view.screen!r}: {self._words(view.title)}" if view else "empty"

    def turns_to(self, name: str) -> int:
        """How many leaves and pages were turned until the button could be reached."""
        turned = 0
        while not self._can_reach(name):
            onward = self._onward()
            if onward is None or turned >= MOST_TURNS:
                break
            self.tap(onward)
            turned += 1
        return turned

    def _onward(self) -> str | None:
        turners = [each for each in (self.view.leaf, self.view.page) if each is not None]
        turns = [*(each.next for each in turners), *(each.previous for each in turners)]
        return next((turn.name for turn in turns if turn.enabled), None)

    def _can_reach(self, name: str) -> bool:
        try:
            self.host.find(name)
        except LookupError:
            return False
        return True

    def tap(self, name: str) -> None:
        """A finger on the middle of what is drawn there; a covered, missing or disabled button fails."""
        for _ in range(SETTLED_FRAMES):
            self.frame()
        try:
            button = self.host.find(name)
        except LookupError as error:
            raise JourneyFailed(str(error)) from error
        self._taps += 1
        x, y = button.to_window(*button.center)
        before = self.view
        self._window.dispatch("on_mouse_down", x, self._window.height - y, "left", [])
        self.frame()
        self._window.dispatch("on_mouse_up", x, self._window.height - y, "left", [])
        for _ in range(SETTLED_FRAMES):
            self.frame()
        if self.view == before:
            raise JourneyFailed(f"a tap on {name!r} changed nothing on {self._standing()}")

    def picture_of_new_screen(self) -> None:
        if _question(self.view) == self._last_pictured:
            return
        for _ in range(SETTLED_FRAMES):
            self.frame()
        self._last_pictured = _question(self.view)
        self._pictures += 1
        if self._out is not None:
            self._save(self._out / f"{self._pictures:02d}-{self.view.screen}.png")

    def _save(self, path: Path) -> None:
        from kivy.graphics.opengl import GL_RGBA, GL_UNSIGNED_BYTE, glReadPixels  # noqa: PLC0415
        from PIL import Image  # noqa: PLC0415

        size = (self._window.width, self._window.height)
        pixels = glReadPixels(0, 0, *size, GL_RGBA, GL_UNSIGNED_BYTE)
        image = Image.frombytes("RGBA", size, pixels).convert("RGB")
        image.transpose(Image.Transpose.FLIP_TOP_BOTTOM).save(path, compress_level=1)

    def _words(self, text: Text) -> str:
        return self._words_in(self.view.comfort.language)(text)

    def _words_in(self, language: Language) -> Callable[[Text], str]:
        return self._the_machine().languages.resolver(language)

    def _finger_s(self) -> float:
        """The time fingers are judged by: a customer takes a second from tap to tap."""
        return time.monotonic() + self._taps

    def _send(self, event: Any) -> None:
        self._the_machine().post(event)

    def _the_machine(self) -> Machine:
        if self._machine is None:
            raise JourneyFailed("no machine is on the stage")
        return self._machine


def _question(view: ScreenView) -> tuple[object, ...]:
    """What makes a screen another one to whoever reads it."""
    return (view.screen, view.title, view.mark, view.waiting is None, view.overlay and view.overlay.kind)
