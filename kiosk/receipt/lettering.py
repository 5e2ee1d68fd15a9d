"""Letters on paper: typefaces, sizes in dots, and where a line may break.

At 8 dots to the millimetre. Draws nothing by itself.
"""

import functools
import re
import unicodedata
from pathlib import Path

from msgspec import Struct
from PIL import ImageFont

DOTS_PER_MM = 8

SMALLEST_DOTS = 44
"""Type size whose figures are 4 mm high: their ink is 0.733 of the size in Noto Sans, ideographs' is more."""

_PIECES = re.compile(r"[^\W\d]?\d[\d.,:*]*\s?\w?|[A-Za-z*#/:._-]+|\s+|.", re.DOTALL)


class Typefaces(Struct, frozen=True):
    """`index` is the face inside a collection file (.ttc); 0 for a file of one face."""

    regular: Path
    bold: Path
    index: int = 0

    def at(self, size_dots: int, *, bold: bool = False) -> ImageFont.FreeTypeFont:
        return _load(self.bold if bold else self.regular, self.index, size_dots)


@functools.cache
def _load(path: Path, index: int, size_dots: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(path), size_dots, index=index)


def fitted(
    text: str, faces: Typefaces, size_dots: int, width_dots: int, *, bold: bool = False
) -> ImageFont.FreeTypeFont:
    """The largest size up to `size_dots` at which `text` stays on one line."""
    font = faces.at(size_dots, bold=bold)
    while size_dots > 1 and font.getlength(text) > width_dots:
        size_dots -= 1
        font = faces.at(size_dots, bold=bold)
    return font


def broken_into_lines(text: str, font: ImageFont.FreeTypeFont, width_dots: int) -> list[str]:
    """Lines of about equal width, none over `width_dots`.

    A number keeps its sign and unit, and no line starts with a full stop or ends with an opening bracket.
    """
    pieces = _unbreakable_pieces(text)
    lines = _filled_lines(pieces, font, width_dots)
    narrowest = max(font.getlength(piece) for piece in pieces) if pieces else 0
    step = font.size / 4
    while width_dots - step > narrowest:
        width_dots -= round(step)
        narrower = _filled_lines(pieces, font, width_dots)
        if len(narrower) > len(lines):
            break
        lines = narrower
    return lines


def _filled_lines(pieces: list[str], font: ImageFont.FreeTypeFont, width_dots: int) -> list[str]:
    lines = [""]
    for piece in pieces:
        if lines[-1] and font.getlength(lines[-1] + piece.rstrip()) > width_dots:
            lines[-1] = lines[-1].rstrip()
            lines.append(piece.lstrip())
        else:
            lines[-1] += piece
    return lines


def _unbreakable_pieces(text: str) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECES.findall(text):
        closing = unicodedata.category(piece[0]) in {"Po", "Pe", "Pf", "Pd"}
        after_opening = bool(pieces) and unicodedata.category(pieces[-1][-1]) in {"Ps", "Pi", "Sc"}
        if pieces and (closing or after_opening):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces


def in_groups_of_four(number: str) -> str:
    solid = number.replace(" ", "")
    return " ".join(solid[start : start + 4] for start in range(0, len(solid), 4))
