"""The big sign of how it went: paid, being checked, not charged, attention. Each has its own shape."""

from typing import Any

from kiosk.session.view import ScreenView
from screens.palette import Colour, Pair
from screens.rectangle import Wish
from screens.widgets.part import Part
from screens.widgets.ring import disc
from screens.widgets.sign import Sign

MARK_MM, LEAST_MM, SPARING_MM = 64.0, 36.0, 22.0
SMALLEST_MM = 14.0
"""Where there is less room, its words say it alone."""
SIGNS = {"done": "tick", "checking": "clock", "not_charged": "cross", "warning": "warning"}


class OutcomeMark(Part):
    where = "mark"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.mark: str | None = None
        self.sign = Sign(self.surroundings)
        self.add_widget(self.sign)

    def show(self, view: ScreenView) -> bool:
        self.mark = view.mark
        return self.mark is not None

    def wish(self, width_px: float) -> Wish:
        """Where the largest type has least room, the words tell it alone."""
        if self.look.crammed and self.sparing > 1:
            return Wish(0.0, 0.0)
        least = 0.0 if self.sparing > 2 else self.look.mm(SPARING_MM if self.sparing else LEAST_MM)
        return Wish(least, self.look.mm(MARK_MM))

    def arrange(self) -> None:
        if self.mark is None:
            return
        pair = self._colours(self.mark)
        side = min(self.box.width, self.box.height)
        circle = self.box.middle(side, side)
        self.canvas.before.clear()
        self.remove_widget(self.sign)
        if side < self.look.mm(SMALLEST_MM):
            return
        self.add_widget(self.sign)
        self.remove_widget(self.sign)
        if not side:
            return
        self.add_widget(self.sign)
        self.canvas.before.add(disc(circle, pair.ground))
        self.sign.draw(SIGNS[self.mark], pair.ink)
        self.sign.place(circle.middle(side * 0.58, side * 0.58))

    def _colours(self, mark: str) -> Pair:
        palette = self.look.palette
        if mark == "done":
            return palette.primary
        ground: Colour = palette.soft if mark == "not_charged" else palette.tones["electricity"].ink
        return Pair(palette.paper, ground)
