"""Whether the paper before a camera is still the one that was photographed last. Pure over dots.

Light may drift and the sensor may be noisy: only where lines stand, and not how light it is, is compared. A
paper that is moved by the width of a line, or another one, has its lines elsewhere.
"""

import cv2
import numpy as np
import numpy.typing as npt

from drivers.scanner.picture import Picture, grey

Imprint = npt.NDArray[np.float32]
"""Of a picture, where its lines are; far too coarse to read any of it."""

_SIZE_PX = (320, 180)
_SOFT_PX = 4.0
"""What is softer than this is light and shadow, not a line."""

_TILE_PX = 10
_LEAST_GREYS = 3.0
"""How much the dots of a tile differ where there is a line in it; a sensor's noise comes to half of it."""

_LEAST_ALIKE = 0.75
"""How two tiles with the same lines go together, 1 at most; with other lines it is about 0."""

_MOST_CHANGED_PART = 0.25
"""Of the tiles with lines: the edge of a shadow crosses fewer, another paper changes nearly all."""


def imprint(picture: Picture) -> Imprint:
    """Raises ValueError for something that is no picture."""
    view = cv2.resize(grey(picture), _SIZE_PX, interpolation=cv2.INTER_AREA).astype(np.float32)
    return np.asarray(view - cv2.GaussianBlur(view, (0, 0), _SOFT_PX), dtype=np.float32)


def is_same_paper(before: Imprint, now: Imprint) -> bool:
    """Also where neither shows anything."""
    first, second = _tiles(before), _tiles(now)
    spread, other_spread = first.std(axis=1), second.std(axis=1)
    lined = np.maximum(spread, other_spread) >= _LEAST_GREYS
    if not lined.any():
        return True
    together = (first * second).mean(axis=1) - first.mean(axis=1) * second.mean(axis=1)
    alike = together / np.maximum(spread * other_spread, 1e-6)
    return float((alike[lined] < _LEAST_ALIKE).mean()) <= _MOST_CHANGED_PART


def _tiles(view: Imprint) -> Imprint:
    """A row of dots for each."""
    width, height = _SIZE_PX
    rows = view.reshape(height // _TILE_PX, _TILE_PX, width // _TILE_PX, _TILE_PX)
    return rows.swapaxes(1, 2).reshape(-1, _TILE_PX * _TILE_PX)
