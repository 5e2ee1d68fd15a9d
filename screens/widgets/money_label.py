"""The sum to be paid: never broken over two lines, as large as anything on the screen."""

from typing import Any

from kivy.graphics import Color, Rectangle

from kiosk.session.view import ScreenView
from screens.palette import rgb
from screens.rectangle import Wish
from screens.theme import TextSize
from screens.widgets.part import Part
from screens.widgets.words import Words


class TotalLine(Part):
    """What the sum is, the sum, and where a receipt would say it, the sum in capitals."""

    where = "foot"

    def __init__(self, **properties: Any) -> None:
        super().__init__(**properties)
        self.label = Words(self.surroundings, text_size="strong", bold=True)
        self.digits = Words(
            self.surroundings, text_size="sum", bold=True, align="right", single_line=True, least_mm=28.0
        )
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
        self.digits.text_size = size = self._size(width_px)
        rows = self.look.line_px(size) + (0.0 if self._beside(width_px) else self.look.line_px("strong"))
        height = rows + self.capitals.height_at(width_px) + self.look.small_gap
        return Wish(height, height)

    def _size(self, width_px: float) -> TextSize:
        """As large as type gets; above 100 % a title's where the line would not hold more, which is still
        above 28 mm (rule VIS-4), with a label that gives way before the sum does."""
        self.digits.text_size, self.label.text_size = "sum", "strong"
        narrow = self.digits.natural_width() > width_px or (self.sparing and not self._beside(width_px))
        if not self.look.condensed or not narrow:
            return "sum"
        self.digits.text_size = "title"
        if not self._beside(width_px):
            self.label.text_size = "body"
        return "title"

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
        first, capitals = inner.cut_top(inner.height - self.capitals.height_at(inner.width))
        self.capitals.place(capitals)
        if self._beside(first.width):
            label, digits = first.cut_left(self.label.natural_width() + 1, self.look.small_gap)
        else:
            label, digits = first.cut_top(self.look.line_px("strong"))
        self.label.place(label)
        self.digits.place(digits)
