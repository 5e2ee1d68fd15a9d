"""A roll of paper that grows as strips are laid on it, and comes off as one picture of black and white dots.

Knows sizes and places, nothing about receipts.
"""

from typing import Literal

from PIL import Image, ImageDraw

from kiosk.receipt.lettering import SMALLEST_DOTS, Typefaces, broken_into_lines, fitted

WIDTH_DOTS = 576
"""The printable width of 80 mm paper."""

MARGIN_DOTS = 12
INNER_DOTS = WIDTH_DOTS - 2 * MARGIN_DOTS

_BLACK_BELOW = 150
"""Grey under which a dot burns: a little above the middle keeps thin strokes whole on thermal paper."""

_LINE_HEIGHT = 1.3
_LEAST_GAP_DOTS = 12

Align = Literal["left", "middle", "right"]


class Roll:
    def __init__(self, faces: Typefaces) -> None:
        self._faces = faces
        self._strips: list[Image.Image] = []

    def gap(self, height_dots: int) -> None:
        self._lay(Image.new("L", (WIDTH_DOTS, height_dots), 255))

    def rule(self, thickness_dots: int) -> None:
        strip = Image.new("L", (WIDTH_DOTS, thickness_dots), 255)
        ends = (MARGIN_DOTS, 0, WIDTH_DOTS - MARGIN_DOTS - 1, thickness_dots)
        ImageDraw.Draw(strip).rectangle(ends, fill=0)
        self._lay(strip)

    def line(
        self, text: str, size_dots: int = SMALLEST_DOTS, *, bold: bool = False, align: Align = "left"
    ) -> None:
        """One line, smaller if it would not fit: a sum or a number is never broken."""
        strip = self._blank_line(size_dots)
        font = fitted(text, self._faces, size_dots, INNER_DOTS, bold=bold)
        x, anchor = {
            "left": (MARGIN_DOTS, "lm"),
            "middle": (WIDTH_DOTS // 2, "mm"),
            "right": (WIDTH_DOTS - MARGIN_DOTS, "rm"),
        }[align]
        ImageDraw.Draw(strip).text((x, strip.height / 2), text, fill=0, font=font, anchor=anchor)
        self._lay(strip)

    def sentence(self, text: str, size_dots: int = SMALLEST_DOTS, *, bold: bool = False) -> None:
        """As many lines as it takes."""
        for line in broken_into_lines(text, self._faces.at(size_dots, bold=bold), INNER_DOTS):
            self.line(line, size_dots, bold=bold)

    def pair(
        self,
        left: str,
        right: str,
        size_dots: int = SMALLEST_DOTS,
        *,
        right_size_dots: int = 0,
        bold: bool = False,
    ) -> None:
        """`left` and `right` at the two margins; the right one on its own line where both do not fit."""
        right_size_dots = right_size_dots or size_dots
        left_font = self._faces.at(size_dots, bold=bold)
        right_font = self._faces.at(right_size_dots, bold=bold)
        if left_font.getlength(left) + right_font.getlength(right) + _LEAST_GAP_DOTS > INNER_DOTS:
            self.line(left, size_dots, bold=bold)
            self.line(right, right_size_dots, bold=bold, align="right")
            return
        strip = self._blank_line(max(size_dots, right_size_dots))
        pen = ImageDraw.Draw(strip)
        pen.text((MARGIN_DOTS, strip.height / 2), left, fill=0, font=left_font, anchor="lm")
        pen.text((WIDTH_DOTS - MARGIN_DOTS, strip.height / 2), right, fill=0, font=right_font, anchor="rm")
        self._lay(strip)

    def banner(self, text: str, size_dots: int) -> None:
        """White on black across the whole width."""
        strip = Image.new("L", (WIDTH_DOTS, round(size_dots * 1.5)), 0)
        font = fitted(text, self._faces, size_dots, INNER_DOTS, bold=True)
        place = (WIDTH_DOTS / 2, strip.height / 2)
        ImageDraw.Draw(strip).text(place, text, fill=255, font=font, anchor="mm")
        self._lay(strip)

    def side_by_side(self, left: Image.Image, right: Image.Image) -> None:
        """Two pictures at the two margins, at the same middle."""
        strip = Image.new("L", (WIDTH_DOTS, max(left.height, right.height)), 255)
        strip.paste(left, (MARGIN_DOTS, (strip.height - left.height) // 2))
        strip.paste(right, (WIDTH_DOTS - MARGIN_DOTS - right.width, (strip.height - right.height) // 2))
        self._lay(strip)

    def off(self) -> Image.Image:
        """The whole roll in one bit: mode "1", 0 black, `WIDTH_DOTS` wide."""
        paper = Image.new("L", (WIDTH_DOTS, sum(strip.height for strip in self._strips)), 255)
        top = 0
        for strip in self._strips:
            paper.paste(strip, (0, top))
            top += strip.height
        return paper.point([0 if grey < _BLACK_BELOW else 255 for grey in range(256)], mode="1")

    def _blank_line(self, size_dots: int) -> Image.Image:
        return Image.new("L", (WIDTH_DOTS, round(size_dots * _LINE_HEIGHT)), 255)

    def _lay(self, strip: Image.Image) -> None:
        self._strips.append(strip)
