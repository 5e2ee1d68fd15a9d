"""The technician's knock at the door: the machine number, held for five seconds.

It must not look like anything to press. Whoever holds it by chance sees a thin ring after two seconds; what
opens is only the keypad for a PIN.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

from screens.hold import Hold
from screens.rectangle import Rectangle
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.ring import ring

HELD_S, SHOWN_AFTER_S = 5.0, 2.0
REDRAW_S = 1 / 15
TARGET_MM, RING_MM, THIN_MM = 20.0, 24.0, 0.8


class Knock(Styled):
    """Lies over the words it is placed on, a little higher than they are; draws only while held."""

    name = "knock"

    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings)
        self._knocked: Callable[[], None] | None = None
        self._hold = Hold()
        self._redraw = Clock.create_trigger(lambda _elapsed_s: self.tick(), REDRAW_S, interval=True)

    def answer(self, knocked: Callable[[], None] | None) -> None:
        """Whom to call; nobody while None, and whoever holds now is done."""
        self._knocked = knocked
        if knocked is None and self._hold.active:
            self._end()

    def _outside_mm(self, touch: Any) -> float:
        (x, y), box = self.box.centre, self.box
        high = max(box.height, self.look.mm(TARGET_MM))
        away = max(abs(touch.x - x) - box.width / 2, abs(touch.y - y) - high / 2, 0.0)
        return float(away) / self.look.px_per_mm

    def on_touch_down(self, touch: Any) -> bool:
        if self._knocked is None or self._outside_mm(touch) > 0:
            return False
        touch.grab(self)
        self._hold.down(self.surroundings.monotonic_s())
        self._redraw()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self._hold.slip(self._outside_mm(touch), self.surroundings.monotonic_s())
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._hold.up(self.surroundings.monotonic_s())
        return True

    def tick(self) -> None:
        """Look at the clock while somebody holds."""
        now_s = self.surroundings.monotonic_s()
        ended = self._hold.settle(now_s)
        held_s = self._hold.held_s(now_s) or 0.0
        if self._knocked is not None and held_s >= HELD_S:
            self._end()
            self._knocked()
        elif ended:
            self._end()
        else:
            self._draw(held_s)

    def _end(self) -> None:
        self._redraw.cancel()
        self._hold = Hold()
        self._draw(0.0)

    def _draw(self, held_s: float) -> None:
        self.canvas.clear()
        if held_s < SHOWN_AFTER_S:
            return
        look, palette = self.look, self.look.palette
        side, (x, y) = look.mm(RING_MM), self.box.centre
        circle = Rectangle(x - side / 2, y - side / 2, side, side)
        fraction = (held_s - SHOWN_AFTER_S) / (HELD_S - SHOWN_AFTER_S)
        self.canvas.add(ring(circle, fraction, look.mm(THIN_MM), palette.edge, palette.surface))
