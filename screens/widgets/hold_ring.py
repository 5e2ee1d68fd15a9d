"""The round button that is held for three seconds: a ring that fills, and 3-2-1.

The reader's driver times and ejects by itself; this one says when a hold begins and ends, and shows it.
"""

from collections.abc import Callable
from typing import Any

from kivy.clock import Clock

from kiosk.session.view import HoldButton
from screens.hold import Hold
from screens.surroundings import Surroundings
from screens.widgets.part import Styled
from screens.widgets.ring import disc, ring
from screens.widgets.sign import Sign
from screens.widgets.words import Words

REDRAW_S = 1 / 15


class HoldRing(Styled):
    """Redraws itself only while somebody holds. `released` is called when a hold has ended for good."""

    def __init__(self, surroundings: Surroundings, released: Callable[[], None]) -> None:
        super().__init__(surroundings)
        self.name = ""
        self.button: HoldButton | None = None
        self.hold = Hold()
        self.released = released
        self.count = Words(surroundings, text_size="title", bold=True, align="centre", single_line=True)
        self.sign = Sign(surroundings)
        self.add_widget(self.sign)
        self._redraw = Clock.create_trigger(lambda _elapsed_s: self.tick(), REDRAW_S, interval=True)

    def serve(self, button: HoldButton) -> None:
        self.name, self.button = button.name, button

    def let_go(self) -> None:
        """There is nothing to hold any more; whoever still does is done."""
        self._redraw.cancel()
        if self.hold.active and self.button is not None:
            self.surroundings.send(self.button.up_event)
        self.hold = Hold()
        self.button = None

    def held_s(self) -> float | None:
        """The driver's measure where it has one, ours until then."""
        if self.button and self.button.held_s is not None:
            return self.button.held_s
        return self.hold.held_s(self.surroundings.monotonic_s())

    def arrange(self) -> None:
        palette = self.look.palette
        held_s, full_s = self.held_s(), self.button.full_s if self.button else 3.0
        thickness = self.box.width * 0.09
        inner = self.box.inset(thickness * 1.6)
        before = self.canvas.before
        before.clear()
        before.add(ring(self.box, (held_s or 0) / full_s, thickness, palette.alarm.ink, palette.alarm_track))
        before.add(disc(inner, palette.alarm.ink))
        self.clear_widgets()
        if held_s is None:
            self.add_widget(self.sign)
            self.sign.draw("eject", palette.alarm.ground)
            self.sign.place(inner.middle(inner.width * 0.56, inner.height * 0.56))
        else:
            self.add_widget(self.count)
            self.count.say(str(max(1, round(full_s - held_s + 0.49))), palette.alarm.ground)
            self.count.place(inner)

    def _outside_mm(self, touch: Any) -> float:
        """How far the touch is beyond the circle's edge, 0 inside."""
        (x, y), radius = self.box.centre, self.box.width / 2
        away = ((touch.x - x) ** 2 + (touch.y - y) ** 2) ** 0.5
        return float(max(0.0, away - radius)) / self.look.px_per_mm

    def on_touch_down(self, touch: Any) -> bool:
        if self.button is None or self._outside_mm(touch) > 0:
            return False
        touch.grab(self)
        if self.hold.down(self.surroundings.monotonic_s()):
            self.surroundings.send(self.button.down_event)
            self._redraw()
        self.arrange()
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        self.hold.slip(self._outside_mm(touch), self.surroundings.monotonic_s())
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self.hold.up(self.surroundings.monotonic_s())
        return True

    def tick(self) -> None:
        """Look at the clock while somebody holds: redraw, or notice that the finger is gone for good."""
        if self.button is None:
            return
        if self.hold.settle(self.surroundings.monotonic_s()):
            self._redraw.cancel()
            self.surroundings.send(self.button.up_event)
            self.released()
        self.arrange()
