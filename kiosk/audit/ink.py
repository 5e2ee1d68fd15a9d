"""Type and contrast as they are on the glass: measured at the drawn strokes, not taken from the theme."""

from functools import cache
from math import ceil
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

TOUCHED = 0.1
"""A row of pixels has a part of a stroke in it from this share of the way from ground to ink on."""

LEAST_INK_EM = 0.25
"""Lines with less ink from top to bottom, such as a dash, tell nothing of their type's size."""


BLURRED_PX = 2
"""Of a frame, towards what stands in it."""

TAILS_EM = 0.06
"""How far the tail of a g may reach below its line, where lines follow each other closely."""


class NoInk(Exception):
    """A text that is nowhere on the glass: covered, or of the colour of its ground."""


_PARTS = np.arange(256) / 255
_LINEAR = np.where(_PARTS <= 0.04045, _PARTS / 12.92, ((_PARTS + 0.055) / 1.055) ** 2.4)
_RED, _GREEN, _BLUE = [(_LINEAR * part).astype(np.float32) for part in (0.2126, 0.7152, 0.0722)]


_GREY = np.array([0.2126, 0.7152, 0.0722], np.float32)
"""Shares of red, green and blue in how light a colour is."""

LEAST_AWAY = 5.0
"""Of 255 greys, between ground and ink."""


def luminance(pixels: Pixels) -> NDArray[np.float32]:
    """Of WCAG 2, 0 to 1."""
    return np.asarray(_RED[pixels[..., 0]] + _GREEN[pixels[..., 1]] + _BLUE[pixels[..., 2]], np.float32)


def ground_of(light: NDArray[np.float32]) -> float:
    """The commonest luminance, or grey; every third pixel is asked, since a ground is large."""
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
    """Where line `at` is drawn, as wide as the widest: the edge of a button beside it is no stroke. The last
    is as deep as its tails."""
    pitch = words.look.line_px(words.drawn_size)
    tails = words.look.em_px(words.drawn_size) * TAILS_EM if at == len(words.lines) - 1 else 0.0
    box: Rectangle = words.box
    wide = min(words.ink_size[0], box.width)
    left = {"left": box.x, "centre": box.x + (box.width - wide) / 2, "right": box.right - wide}[words.align]
    pile = Rectangle(left, box.y, wide, box.height).middle(wide, pitch * len(words.lines))
    return Rectangle(pile.x, pile.top - (at + 1) * pitch - tails, wide, pitch + tails)


def runs_into_frame(piece: Pixels, frame_px: float, corner_px: float) -> bool:
    """Whether anything but ground stands right inside the frame of a button, whose corners are round."""
    frame, corner = ceil(frame_px) + BLURRED_PX, ceil(corner_px)
    grey = (piece.astype(np.float32) @ _GREY)[frame : piece.shape[0] - frame, frame : piece.shape[1] - frame]
    if min(grey.shape) <= 2 * corner:
        return False
    middle = slice(corner, -corner)
    beside = np.concatenate((grey[0, middle], grey[-1, middle], grey[middle, 0], grey[middle, -1]))
    away = np.abs(grey - ground_of(grey))
    return bool(np.abs(beside - ground_of(grey)).max() > float(away.max()) / 2)


def stroke_height_px(piece: Pixels) -> float:
    """From the top of the topmost stroke to the bottom of the lowest, with parts of a pixel.

    How much of a pixel a stroke covers is read off its grey as it is drawn, dark on light or light on dark.
    """
    if piece.size == 0:
        raise NoInk
    grey = piece.astype(np.float32) @ _GREY
    away = np.abs(grey - ground_of(grey))
    ink = float(away.max())
    if ink < LEAST_AWAY:
        raise NoInk
    covered = (away / ink).max(axis=1)
    rows = np.flatnonzero(covered >= TOUCHED)
    first, last = int(rows[0]), int(rows[-1])
    if first == last:
        return float(covered[first])
    return float(last - first - 1 + covered[first] + covered[last])


@cache
def ink_em(line: str, *, bold: bool) -> float:
    """From the top of the tallest character to the foot of the deepest, in em, by the typeface."""
    reaches = [reach for reach in (_reach(sign, bold=bold) for sign in {*line}) if reach is not None]
    if not reaches:
        return 0.0
    return float(max(foot for _, foot in reaches) - min(top for top, _ in reaches)) / UNIT


@cache
def _reach(sign: str, *, bold: bool) -> tuple[int, int] | None:
    """From where to where a character has ink, counted downwards from its line; None for one without."""
    mask, (_, down) = _typeface(bold).getmask2(sign, mode="L", anchor="ls")
    box = mask.getbbox()
    return None if box is None else (down + box[1], down + box[3])


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
