"""The sum to be paid: never broken over two lines, as large as anything on the screen."""

from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.session.view import ScreenView
from screens.palette import rgb
from screens.rectangle import Wish
from screens.surroundings import Surroundings
from screens.widgets.part import Part
from screens.widgets.words import Words


def sum_words(surroundings: Surroundings) -> Words:
    """For a sum: never under 28 mm (rule VIS-4); above 100 % one that is longer than its line is set in a
    title's type rather than broken."""
    return Words(
        surroundings,
        text_size="sum",
        bold=True,
        align="right",
        single_line=True,
        least_mm=28.0,
        known_by_place=True,
    )


class TotalLine(Part):
    """What the sum is, the sum, and where a receipt would say it, the sum in capitals."""

    where = "foot"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.digits = sum_words(self.surroundings)
        self.capitals = Words(self.surroundings, text_size="body", align="right")
        for child in (self.label, self.digits, self.capitals):
            self.add_widget(child)

    def show(self, view: ScreenView) -> bool:
        if view.total is None:
            return False
        palette = self.look.palette
        self.label.say(self.words(view.total.label), palette.ink)
        self.digits.say(view.total.digits, palette.ink)
        self.capitals.say(self.words(view.total.capitals) if view.total.capitals else "", palette.soft)
        return True

    def wish(self, width_px: float) -> Wish:
        scarce = self.sparing > 1 and self.look.condensed
        small = scarce or self.sparing > 2
        self.label.text_size, self.capitals.text_size = "strong", "small" if small else "body"
        if self.sparing and not self._beside(width_px):
            self.label.text_size = "body"
        label = 0.0 if self._beside(width_px) else self._high(self.label, width_px)
        capitals = self._high(self.capitals, width_px) if self.capitals.text else 0.0
        height = label + self._high(self.digits, width_px) + capitals + self.look.small_gap
        return Wish(height, height)

    def _high(self, words: Words, width_px: float) -> float:
        """Where there is little room, with less air above and below."""
        close = self.sparing > (1 if self.look.condensed else 2)
        return words.least_height_at(width_px) + self.look.mm(1.5) if close else words.height_at(width_px)

    def _beside(self, width_px: float) -> bool:
        """Whether the label has room on the line of the sum."""
        return self.label.natural_width() + self.digits.natural_width() + self.look.gap <= width_px

    def arrange(self) -> None:
        thickness = self.look.edge_width
        self.canvas.before.clear()
        with self.canvas.before:
            Color(*rgb(self.look.palette.ink))
            Rectangle(pos=(self.box.x, self.box.top - thickness), size=(self.box.width, thickness))
        _, inner = self.box.cut_top(self.look.small_gap)
        low = self._high(self.capitals, inner.width) if self.capitals.text else 0.0
        first, capitals = inner.cut_top(inner.height - low)
        self.capitals.place(capitals)
        if self._beside(first.width):
            label, digits = first.cut_left(self.label.natural_width() + 1, self.look.small_gap)
        else:
            label, digits = first.cut_top(self._high(self.label, first.width))
        self.label.place(label)
        self.digits.place(digits)
