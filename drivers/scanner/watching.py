"""Whether what a camera sees has changed, so that a still scene is not decoded ten times a second."""

from typing import Literal

import cv2
import numpy as np

from drivers.scanner.picture import Grey, Picture, grey

_THUMB_PX = (64, 36)
_CHANGED_GREYS = 12.0
"""Difference in any one place of the thumbnail, so that a small code is not lost in a large sheet; a place
is the mean of hundreds of dots, in which sensor noise comes to under one grey level."""

Look = Literal["changed", "settled", "the same"]


class Scene:
    """Of one wish: with other codes wanted, the same scene is worth another look."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self.wanted = wanted
        self._last: Grey | None = None
        self._settled = False

    def look(self, picture: Picture) -> Look:
        """`settled` once, when a changed scene has stopped moving."""
        thumb = cv2.resize(grey(picture), _THUMB_PX, interpolation=cv2.INTER_AREA).astype(
            np.uint8, copy=False
        )
        last, self._last = self._last, thumb
        if last is None or float(cv2.absdiff(thumb, last).max()) > _CHANGED_GREYS:
            self._settled = False
            return "changed"
        if not self._settled:
            self._settled = True
            return "settled"
        return "the same"
