"""Text on a screen: one size, one colour, lines broken by our own rules, never cut off."""

from typing import Any, Literal

from kivy.graphics import Color, Rectangle

from screens import typeface
from screens.line_breaking import break_lines
from screens.palette import Colour, rgb
from screens.surroundings import Surroundings
from screens.theme import TextSize
from screens.widgets.part import Styled

Align = Literal["left", "centre", "right"]
SMALLER: dict[TextSize, TextSize] = {"sum": "title", "title": "strong", "strong": "body", "body": "small"}


class Words(Styled):
    """A smaller size is taken rather than leaving the box or, if `single_line`, than a second line."""

    def __init__(
        self,
        surroundings: Surroundings | None = None,
        *,
        text_size: TextSize = "body",
        bold: bool = False,
        align: Align = "left",
        single_line: bool = False,
        **properties: Any,
    ) -> None:
        self.text_size, self.bold, self.align, self.single_line = text_size, bold, align, single_line
        self.text = ""
        self.lines: list[str] = []
        self.drawn_size = text_size
        super().__init__(surroundings, **properties)
        self.colour = self.look.palette.ink

    def say(self, text: str, colour: Colour | None = None) -> None:
        """Change the words; they are drawn when placed."""
        self.text, self.colour = text, colour or self.colour

    def lines_at(self, width_px: float, size: TextSize) -> list[str]:
        measure = typeface.measure(self.look.em_px(size), bold=self.bold)
        return break_lines(self.text, width_px, measure, typeface.word_pattern()) if self.text else []

    def height_at(self, width_px: float) -> float:
        """In pixels, at the size it was made for."""
        size = self.fitting_size(width_px, float("inf"))
        lines = 1 if self.single_line else len(self.lines_at(width_px, size))
        return lines * self.look.line_px(size) if self.text else 0.0

    def natural_width(self) -> float:
        """Of the whole text on one line."""
        return typeface.measure(self.look.em_px(self.text_size), bold=self.bold)(self.text)

    def fitting_size(self, width_px: float, height_px: float) -> TextSize:
        """The size it was made for, or the next smaller ones if a word or the whole would leave the box."""
        size: TextSize | None = self.text_size
        while size in SMALLER and not self._fits(size, width_px, height_px):
            size = SMALLER[size]
        return size or "small"

    def _fits(self, size: TextSize, width_px: float, height_px: float) -> bool:
        measure = typeface.measure(self.look.em_px(size), bold=self.bold)
        if self.single_line:
            return measure(self.text) <= width_px
        lines = self.lines_at(width_px, size)
        high = len(lines) * self.look.line_px(size)
        return high <= height_px + 1 and all(measure(line) <= width_px + 1 for line in lines)

    @property
    def ink_size(self) -> tuple[float, float]:
        """What the drawn lines take, in pixels; a test compares it with the box."""
        measure = typeface.measure(self.look.em_px(self.drawn_size), bold=self.bold)
        wide = max((measure(line) for line in self.lines), default=0.0)
        return wide, len(self.lines) * self.look.line_px(self.drawn_size)

    def arrange(self) -> None:
        size = self.drawn_size = self.fitting_size(self.box.width, self.box.height)
        self.lines = [self.text] if self.single_line else self.lines_at(self.box.width, size)
        em, pitch = self.look.em_px(size), self.look.line_px(size)
        self.canvas.clear()
        rest = self.box.middle(self.box.width, pitch * len(self.lines))
        with self.canvas:
            Color(*rgb(self.colour))
            for line in filter(None, self.lines):
                strip, rest = rest.cut_top(pitch)
                texture = typeface.texture_of(line, em, bold=self.bold)
                x = strip.x + self._indent(strip.width - texture.width)
                y = strip.y + (pitch - texture.height) / 2 + em * typeface.INK_ABOVE_MIDDLE_EM
                Rectangle(texture=texture, pos=(round(x), round(y)), size=texture.size)

    def _indent(self, spare_px: float) -> float:
        return {"left": 0.0, "centre": spare_px / 2, "right": spare_px}[self.align]
