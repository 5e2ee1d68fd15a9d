"""Type and contrast as they are on the glass: measured at the drawn strokes, not taken from the theme."""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import ImageFont

from kiosk.audit.glass import Pixels, cut
from screens.rectangle import Rectangle

FONTS = Path(__file__).resolve().parent.parent.parent / "assets" / "fonts"
UNIT = 1000
"""A character is measured in thousandths of an em."""

STROKE = 0.5
"""A pixel belongs to a stroke from this share of the way from ground to ink on: half a pixel covered."""

LEAST_INK_EM = 0.25
"""Lines with less ink from top to bottom, such as a dash, tell nothing of their type's size."""


class NoInk(Exception):
    """A text that is nowhere on the glass: covered, or of the colour of its ground."""


_PARTS = np.arange(256) / 255
_LINEAR = np.where(_PARTS <= 0.04045, _PARTS / 12.92, ((_PARTS + 0.055) / 1.055) ** 2.4)
_RED, _GREEN, _BLUE = [(_LINEAR * part).astype(np.float32) for part in (0.2126, 0.7152, 0.0722)]


def luminance(pixels: Pixels) -> NDArray[np.float32]:
    """Of WCAG 2, 0 to 1."""
    return np.asarray(_RED[pixels[..., 0]] + _GREEN[pixels[..., 1]] + _BLUE[pixels[..., 2]], np.float32)


def ground_of(light: NDArray[np.float32]) -> float:
    """The commonest luminance; every third pixel is asked, since a ground is large."""
    values, counts = np.unique(light[::3, ::3], return_counts=True)
    return float(values[counts.argmax()])


def contrast(piece: Pixels) -> float:
    """Between the ground and the strokes on it. Raises NoInk where there is but one colour."""
    if piece.size == 0:
        raise NoInk
    light = luminance(piece)
    ground, lightest, darkest = ground_of(light), float(light.max()), float(light.min())
    best = max((lightest + 0.05) / (ground + 0.05), (ground + 0.05) / (darkest + 0.05))
    if best < 1.1:
        raise NoInk
    return best


def em_px(pixels: Pixels, words: Any) -> float | None:
    """The em of the tallest line of `words`, from its strokes; None where no line is tall enough to tell.

    Raises NoInk where nothing of it can be seen.
    """
    lines = [(ink_em(line, bold=words.bold), line_box(words, at)) for at, line in enumerate(words.lines)]
    tallest = max(lines, key=lambda each: each[0], default=(0.0, words.box))
    if tallest[0] < LEAST_INK_EM:
        return None
    return stroke_height_px(cut(pixels, tallest[1])) / tallest[0]


def line_box(words: Any, at: int) -> Rectangle:
    """Where line `at` is drawn, as wide as the whole box."""
    pitch = words.look.line_px(words.drawn_size)
    pile: Rectangle = words.box.middle(words.box.width, pitch * len(words.lines))
    return Rectangle(pile.x, pile.top - (at + 1) * pitch, pile.width, pitch)


def stroke_height_px(piece: Pixels) -> float:
    """From the top of the topmost stroke to the bottom of the lowest, with parts of a pixel."""
    if piece.size == 0:
        raise NoInk
    light = luminance(piece)
    away = np.abs(light - ground_of(light))
    ink = float(away.max())
    if ink < 0.02:
        raise NoInk
    covered = (away / ink).max(axis=1)
    rows = np.flatnonzero(covered >= STROKE)
    return float(rows[-1] - rows[0] + 1)


@cache
def ink_em(line: str, *, bold: bool) -> float:
    """From the top of the tallest character to the foot of the deepest, in em, by the typeface."""
    if not line.strip():
        return 0.0
    _, top, _, foot = _typeface(bold).getbbox(line, anchor="ls")
    return float(foot - top) / UNIT


@cache
def _typeface(bold: bool, size: int = UNIT) -> ImageFont.FreeTypeFont:
    file = FONTS / f"NotoSansSC-{'Bold' if bold else 'Regular'}.otf"
    return ImageFont.truetype(str(file), size, layout_engine=ImageFont.Layout.BASIC)


def typeface_name(*, bold: bool) -> tuple[str | None, str | None]:
    """Family and style, as the file itself has them."""
    return _typeface(bold).getname()


def is_drawn(sign: str, *, bold: bool) -> bool:
    """Whether the typeface has this character; one it has not is drawn as the same empty box as any other."""
    return sign.isspace() or _shape(sign, bold) != _shape("\U0010fffe", bold)


@cache
def _shape(sign: str, bold: bool) -> bytes:
    return bytes(_typeface(bold, UNIT // 40).getmask(sign))
