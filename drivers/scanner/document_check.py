"""Whether a photograph of a paper can be read by whoever it is sent to: whole, sharp, not dark, no glare.

Pure over dots: looks at one picture, keeps nothing. A paper lies before something darker than itself.
"""

from enum import Enum
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from drivers.scanner.picture import Grey, Picture, grey, shrunk_to

_LONGEST_PX = 1280
"""Larger photographs are judged at this size, so that the bounds in dots mean the same of every camera."""

_DARK_GREYS = 70
"""Where not one dot in twenty is lighter, no lamp is on: under one, paper reflects more than a quarter."""

_LEAST_CONTRAST_GREYS = 40
"""Between a paper and what it lies on; shadows on an empty desk come to half of it."""

_LEAST_PART = 0.12
"""Of the picture that a paper takes: an open household register at arm's length. Less is a stamp, or a hand,
and its writing would be too small to read."""

_BORDER_PART = 0.008
"""Of the picture's width: whatever comes nearer to its edge may go on behind it."""

_WHOLE_PART = 0.86
"""Of the smallest slanted box around a whole sheet that is paper; the rest are dog-ears and a slanted look.
A hand or another thing over it takes more."""

_GLARE_GREYS, _GLARE_PART = 250, 0.004
"""A lamp's reflection is white in every dot, and as large as several characters; paper under it is not."""

_MOST_WIDTH_PX = 3.6
"""How wide the edge of a line may be: characters of a certificate are a dozen dots high at this size, and
with wider edges their strokes run together."""

_EDGE_WINDOW_PX = 15
_LEAST_EDGE_GREYS = 45
"""From dark to light within the window; fainter edges are the paper's own grain."""

_LEAST_EDGES = 150
"""Dots of edges in a direction, fewer tell nothing; any side of a paper has more."""

_SCHARR = 32
"""What the sum of its weights makes of a step of one grey a dot."""


class Verdict(Enum):
    """`CUT_OFF`: not all of it is to be seen. The first that holds, in this order, is told."""

    DARK = "dark"
    NOTHING = "nothing"
    CUT_OFF = "cut_off"
    GLARE = "glare"
    BLURRED = "blurred"
    GOOD = "good"


class Place(NamedTuple):
    """Where the paper lies, in parts of the picture."""

    left: float
    top: float
    right: float
    bottom: float


EVERYWHERE = Place(0.0, 0.0, 1.0, 1.0)


class Judged(NamedTuple):
    verdict: Verdict
    place: Place = EVERYWHERE


def judge(picture: Picture) -> Judged:
    """Raises ValueError for something that is no picture."""
    view = shrunk_to(grey(picture), _LONGEST_PX)
    if float(np.percentile(view, 95)) < _DARK_GREYS:
        return Judged(Verdict.DARK)
    found = _paper(view)
    if found is None:
        return Judged(Verdict.NOTHING)
    mask, outline = found
    if _touches_the_edge(outline, view) or not _is_whole(outline):
        return Judged(Verdict.CUT_OFF)
    if _glares(view, mask):
        return Judged(Verdict.GLARE)
    return Judged(Verdict.GOOD if _is_sharp(view, mask) else Verdict.BLURRED, _place(outline, view))


def _paper(view: Grey) -> tuple[Grey, cv2.typing.MatLike] | None:
    """The largest light thing, with what is written on it; and its outline."""
    soft = cv2.GaussianBlur(view, (5, 5), 0)
    bound, light = cv2.threshold(soft, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    above, below = view[soft > bound], view[soft <= bound]
    if not above.size or not below.size or above.mean() - below.mean() < _LEAST_CONTRAST_GREYS:
        return None
    joined = cv2.morphologyEx(light, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    outlines, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea)
    if cv2.contourArea(outline) < _LEAST_PART * view.size:
        return None
    mask = cv2.drawContours(np.zeros_like(view), [outline], -1, 255, cv2.FILLED)
    return mask.astype(np.uint8, copy=False), outline


def _touches_the_edge(outline: cv2.typing.MatLike, view: Grey) -> bool:
    height, width = view.shape
    margin = max(2, round(_BORDER_PART * width))
    across, down = outline[:, 0, 0], outline[:, 0, 1]
    near_side = across.min() < margin or across.max() >= width - margin
    return bool(near_side or down.min() < margin or down.max() >= height - margin)


def _is_whole(outline: cv2.typing.MatLike) -> bool:
    _, (width, height), _ = cv2.minAreaRect(outline)
    return bool(cv2.contourArea(outline) >= _WHOLE_PART * width * height)


def _glares(view: Grey, mask: Grey) -> bool:
    white = ((view >= _GLARE_GREYS) & (mask > 0)).astype(np.uint8)
    solid = cv2.morphologyEx(white, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    return bool(np.count_nonzero(solid) > _GLARE_PART * np.count_nonzero(mask))


def _is_sharp(view: Grey, mask: Grey) -> bool:
    """By how wide its edges are, across and down apart: a hand that moved spoils those of one direction."""
    calm = cv2.GaussianBlur(view, (3, 3), 0)
    there = np.asarray(cv2.dilate(mask, np.ones((_EDGE_WINDOW_PX, _EDGE_WINDOW_PX), np.uint8)) > 0)
    return all(_edge_width(calm, there, along) <= _MOST_WIDTH_PX for along in ((1, 0), (0, 1)))


def _edge_width(calm: cv2.typing.MatLike, there: npt.NDArray[np.bool_], along: tuple[int, int]) -> float:
    """From dark to light in a line of dots, over the steepest step in it; endless where there is no edge."""
    slope = np.abs(cv2.Scharr(calm, cv2.CV_32F, *along)) / _SCHARR
    window = np.ones((_EDGE_WINDOW_PX, 1) if along[1] else (1, _EDGE_WINDOW_PX), np.uint8)
    contrast = cv2.morphologyEx(calm, cv2.MORPH_GRADIENT, window).astype(np.float32)
    steepest = slope >= np.maximum(cv2.dilate(slope, window), 1)
    edges = there & steepest & (contrast >= _LEAST_EDGE_GREYS)
    if np.count_nonzero(edges) < _LEAST_EDGES:
        return float("inf")
    return float(np.median(contrast[edges] / slope[edges]))


def _place(outline: cv2.typing.MatLike, view: Grey) -> Place:
    height, width = view.shape
    left, top, wide, high = cv2.boundingRect(outline)
    return Place(left / width, top / height, (left + wide) / width, (top + high) / height)
