"""Says that the machine is busy. The ring fills where the length is known; otherwise it stands still.

Nothing loops: a turning wheel costs a weak machine all its time and a resident's eye its rest.
"""

from typing import Any

from kiosk.session.view import ScreenView, Waiting
from screens.rectangle import Wish
from screens.widgets.part import Part
from screens.widgets.ring import disc, ring
from screens.widgets.sign import Sign

RING_MM, LEAST_MM, SPARING_MM = 84.0, 48.0, 26.0
SMALLEST_MM = 14.0
"""Where there is less room, its words say it alone."""


class WaitRing(Part):
    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.waiting: Waiting | None = None
        self.sign = Sign(self.surroundings)
        self.add_widget(self.sign)

    def show(self, view: ScreenView) -> bool:
        self.waiting = view.waiting
        return self.waiting is not None

    def wish(self, width_px: float) -> Wish:
        least = 0.0 if self.sparing > 2 else self.look.mm(SPARING_MM if self.sparing else LEAST_MM)
        return Wish(least, self.look.height_px)

    def arrange(self) -> None:
        palette = self.look.palette
        side = min(self.box.height, self.box.width, self.look.scaled_mm(RING_MM))
        circle = self.box.middle(side, side)
        fraction = self.waiting.fraction if self.waiting else None
        thickness = side * 0.09
        self.canvas.before.clear()
        self.remove_widget(self.sign)
        if side < self.look.mm(SMALLEST_MM):
            return
        self.add_widget(self.sign)
        if fraction is None:
            self.canvas.before.add(disc(circle, palette.accent))
        else:
            self.canvas.before.add(ring(circle, fraction, thickness, palette.accent, palette.pressed))
        self.sign.draw("clock", palette.surface if fraction is None else palette.accent)
        self.sign.place(circle.middle(side * 0.5, side * 0.5))
