"""Text on a screen: one size, one colour, lines broken by our own rules, never cut off."""

from typing import Any, Literal, NamedTuple

from kivy.graphics import Color, Rectangle

from screens import typeface
from screens.line_breaking import break_lines
from screens.on_paper import drawing
from screens.palette import Colour, rgb
from screens.surroundings import Surroundings
from screens.theme import EM_MM, TextSize
from screens.widgets.part import Styled

Align = Literal["left", "centre", "right"]
SMALLER: dict[TextSize, TextSize] = {"sum": "title", "title": "strong", "strong": "body", "body": "small"}

LEAST_MM = 13.7
"""Of an em of anything a resident has to read, at the usual size (rule VIS-2); what is made smaller is so on
purpose."""

TAILS_EM = 0.62
TAILED = frozenset("gjpqyQ,;")
"""Characters that reach that far below the middle of their line."""

MOST_RAISED_EM = 0.095
"""Then what Latin letters have above and below the middle of their line is the same."""


class Broken(NamedTuple):
    """A text in lines, and how wide the widest of them is."""

    lines: list[str]
    widest_px: float


class Words(Styled):
    """A smaller size is taken rather than leaving the box or, if `single_line`, than a second line, but none
    whose em is lower than `least_mm`: words that do not fit even so are a fault to be seen by the audit.

    `least_mm` grows with the display's size of type. What is `known_by_place`, as the frame is, need only
    grow from the floor of 10 mm (rule VIS-5).
    """

    def __init__(
        self,
        surroundings: Surroundings | None = None,
        *,
        text_size: TextSize = "body",
        bold: bool = False,
        align: Align = "left",
        single_line: bool = False,
        least_mm: float = LEAST_MM,
        known_by_place: bool = False,
        **properties: Any,
    ) -> None:
        self.text_size, self.bold, self.align, self.single_line = text_size, bold, align, single_line
        self.least_mm = min(least_mm, EM_MM[text_size])
        self.known_by_place = known_by_place
        self.text = ""
        self.lines: list[str] = []
        self.drawn_size = text_size
        self._broken: dict[tuple[float, float, bool], Broken] = {}
        super().__init__(surroundings, **properties)
        self.colour = self.look.palette.ink

    def say(self, text: str, colour: Colour | None = None) -> None:
        """Change the words; they are drawn when placed."""
        if text != self.text:
            self._broken.clear()
        self.text, self.colour = text, colour or self.colour

    def lines_at(self, width_px: float, size: TextSize) -> list[str]:
        return self._broken_at(width_px, size).lines if self.text else []

    def _broken_at(self, width_px: float, size: TextSize) -> Broken:
        """Measured once for each width: a screen is tried in many arrangements before it is drawn."""
        em_px = self.look.em_px(size)
        key = (width_px, em_px, self.bold)
        if key not in self._broken:
            measure = typeface.measure(em_px, bold=self.bold)
            lines = break_lines(self.text, width_px, measure, typeface.word_pattern())
            self._broken[key] = Broken(lines, max(map(measure, lines), default=0.0))
        return self._broken[key]

    def _whole(self, size: TextSize) -> Broken:
        """All of it on one line."""
        em_px = self.look.em_px(size)
        key = (float("inf"), em_px, self.bold)
        if key not in self._broken:
            wide_px = typeface.measure(em_px, bold=self.bold)(self.text)
            self._broken[key] = Broken([self.text], wide_px)
        return self._broken[key]

    def height_at(self, width_px: float) -> float:
        """In pixels, at the size it was made for."""
        size = self.fitting_size(width_px, float("inf"))
        lines = 1 if self.single_line else len(self.lines_at(width_px, size))
        return lines * self.look.line_px(size) if self.text else 0.0

    def least_height_at(self, width_px: float) -> float:
        """The same without the air above the first line and below the last."""
        size = self.fitting_size(width_px, float("inf"))
        lines = 1 if self.single_line else len(self.lines_at(width_px, size))
        return self._high(lines, size) if self.text else 0.0

    def natural_width(self) -> float:
        """Of the whole text on one line."""
        return self._whole(self.text_size).widest_px

    def fitting_size(self, width_px: float, height_px: float) -> TextSize:
        """The size it was made for, or the next smaller ones if a word or the whole would leave the box."""
        size = self.text_size
        while not self._fits(size, width_px, height_px) and self._may_be_smaller(size):
            size = SMALLER[size]
        return size

    def _may_be_smaller(self, size: TextSize) -> bool:
        if size not in SMALLER or self.look.scale < 1:
            return size in SMALLER
        em_mm = self.look.em_mm(SMALLER[size]) if self.known_by_place else EM_MM[SMALLER[size]]
        return em_mm >= self.least_mm - 0.05

    def smaller(self, size: TextSize) -> TextSize:
        """The next size down where these words may have it."""
        return SMALLER[size] if self._may_be_smaller(size) else size

    @property
    def strain(self) -> int:
        """How far the words are from what they were made for: 0 as made, a little for each smaller size, more
        for a sum's, much for words that leave their box."""
        if not self.text:
            return 0
        wide, high = self.ink_size
        leaves = wide > self.box.width + 1 or high > self.box.height + 1
        sizes = list(EM_MM)
        smaller = sizes.index(self.text_size) - sizes.index(self.drawn_size)
        is_sum = self.text_size == "sum" and self.single_line
        return smaller * (3 if is_sum else 1) + 100 * leaves

    def widest_at(self, width_px: float) -> float:
        """Of its lines where they may be that wide, at the size it was made for."""
        return self._broken_at(width_px, self.text_size).widest_px if self.text else 0.0

    def fits_across(self, width_px: float) -> bool:
        """Whether no word of it is wider than that, at the size it was made for."""
        return self.widest_at(width_px) <= width_px + 1

    def _fits(self, size: TextSize, width_px: float, height_px: float) -> bool:
        if self.single_line:
            return self._whole(size).widest_px <= width_px and self.look.em_px(size) <= height_px + 1
        if not self.text:
            return True
        broken = self._broken_at(width_px, size)
        return self._high(len(broken.lines), size) <= height_px + 1 and broken.widest_px <= width_px + 1

    @property
    def ink_size(self) -> tuple[float, float]:
        """What the drawn lines take, in pixels; a test compares it with the box."""
        if not self.lines:
            return 0.0, self._high(0, self.drawn_size)
        whole = self.single_line
        broken = self._whole(self.drawn_size) if whole else self._broken_at(self.box.width, self.drawn_size)
        return broken.widest_px, self._high(len(self.lines), self.drawn_size)

    def _high(self, lines: int, size: TextSize) -> float:
        """What that many lines need: the distance from line to line is owed between them, not around them."""
        return self.look.em_px(size) + max(0, lines - 1) * self.look.line_px(size)

    def arrange(self) -> None:
        size = self.drawn_size = self.fitting_size(self.box.width, self.box.height)
        self.lines = [self.text] if self.single_line else self.lines_at(self.box.width, size)
        if not drawing():
            return
        em, pitch = self.look.em_px(size), self.look.line_px(size)
        self.canvas.clear()
        rest = self.box.middle(self.box.width, pitch * len(self.lines))
        raised = self._raised(rest.y + pitch / 2)
        with self.canvas:
            Color(*rgb(self.colour))
            for line in filter(None, self.lines):
                strip, rest = rest.cut_top(pitch)
                texture = typeface.texture_of(line, em, bold=self.bold)
                x = strip.x + self._indent(strip.width - texture.width)
                y = strip.y + (pitch - texture.height) / 2 + em * typeface.INK_ABOVE_MIDDLE_EM + raised
                Rectangle(texture=texture, pos=(round(x), round(y)), size=texture.size)

    def _raised(self, last_middle: float) -> float:
        """All lines, so that no tail leaves a low box: Latin letters have room above them."""
        if not TAILED & set(self.lines[-1] if self.lines else ""):
            return 0.0
        em_px = self.look.em_px(self.drawn_size)
        leaves_px = self.box.y - (last_middle - TAILS_EM * em_px)
        return min(MOST_RAISED_EM * em_px, max(0.0, leaves_px))

    def _indent(self, spare_px: float) -> float:
        return {"left": 0.0, "centre": spare_px / 2, "right": spare_px}[self.align]
