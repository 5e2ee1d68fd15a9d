"""Held by a resident to let the helper see what was typed: as long as the finger is there, and no longer.

The session ends it too, after its own time; this one only says when a finger comes and goes.
"""

from typing import Any

from kiosk.session.view import Button, HoldButton
from screens.hold import SLIP_MM
from screens.surroundings import Surroundings
from screens.widgets.big_button import BigButton


class SeeHold(BigButton):
    def __init__(self, surroundings: Surroundings) -> None:
        super().__init__(surroundings, text_size="body", note_size="small", known_by_place=True)
        self.hold: HoldButton | None = None
        self._finger: Any = None

    def show(self, hold: HoldButton | None) -> None:
        """With None there is nothing to hold any more, and whoever still does is done."""
        if hold is None:
            self._let_go()
            self.hold = None
            return
        self.hold = hold
        seen = hold.held_s is not None
        self.serve(
            Button(hold.name, hold.note if seen else hold.label, None, tone="primary" if seen else "plain")
        )

    def natural_width(self) -> float:
        """By the longer of its two words, so that it stays under the finger that holds it."""
        if self.hold is None:
            return super().natural_width()
        shown = self.label.text
        widths = []
        for word in (self.hold.label, self.hold.note):
            self.label.say(self.words(word))
            widths.append(super().natural_width())
        self.label.say(shown)
        return max(widths)

    def on_touch_down(self, touch: Any) -> bool:
        if self.hold is None or self._finger is not None or not self.collide_point(*touch.pos):
            return False
        touch.grab(self)
        self._finger = touch
        self._show_pressed(True)
        self.surroundings.send(self.hold.down_event)
        return True

    def on_touch_move(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        if self._finger is not None and self._outside_mm(touch) > SLIP_MM:
            self._let_go()
        return True

    def on_touch_up(self, touch: Any) -> bool:
        if touch.grab_current is not self:
            return False
        touch.ungrab(self)
        self._let_go()
        return True

    def _let_go(self) -> None:
        if self._finger is None or self.hold is None:
            return
        self._finger = None
        self._show_pressed(False)
        self.surroundings.send(self.hold.up_event)

    def _outside_mm(self, touch: Any) -> float:
        """How far the touch is beyond the nearest edge, 0 inside."""
        box = self.box
        across = max(box.x - touch.x, touch.x - box.right, 0.0)
        down = max(box.y - touch.y, touch.y - box.top, 0.0)
        return float(max(across, down)) / self.look.px_per_mm
