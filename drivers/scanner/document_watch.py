"""Looks at papers before a camera until one lies there well, and photographs it: once for each wish."""

import cv2

from drivers.clock import DeviceClock
from drivers.events import DeviceEvent
from drivers.scanner.document_change import Imprint, imprint, is_same_paper
from drivers.scanner.document_check import Place, Verdict, judge
from drivers.scanner.picture import Picture
from drivers.scanner.port import TAKEN_BEFORE, DocumentPhotographed, DocumentSeen
from drivers.scanner.watching import Scene

MOST_BYTES = 2 * 1024 * 1024
"""What a photograph may have; whoever it is sent to takes no more."""

_TOLD_AFTER_S = 0.6
"""A hand that lays a paper down goes through every verdict in a second; only what stays is told."""

_TAKEN_AFTER_S = 1.0
"""So long it lies well and still: the hand is away, and a camera's own focus has come to rest."""

_GONE_AFTER_S = 0.3
"""So long no paper is there: an arm over one hides it for less, or not wholly."""

_QUALITIES = (88, 75, 60, 40, 20)
_MARGIN_PART = 0.02
"""Of the picture, kept around the paper; what else lies on the desk is nobody's business."""


class DocumentWatch:
    """For one wish. `before` is the imprint of the paper that was photographed last, where another one is
    wished for: as long as it lies there untouched, it is not taken. Keeps no picture, but the imprint of the
    one it has taken."""

    def __init__(self, clock: DeviceClock, before: Imprint | None = None) -> None:
        self._clock = clock
        self._before = before
        self.imprint: Imprint | None = None
        self._scene = Scene(frozenset())
        self._verdict: Verdict | None = None
        self._since_s = 0.0
        self._told = ""
        self._taken = False

    def look(self, picture: Picture | None) -> DeviceEvent | None:
        """What there is to tell after this look, if anything."""
        if self._taken:
            return None
        now_s = self._clock.monotonic_s()
        verdict, place = (Verdict.NOTHING, None) if picture is None else judge(picture)
        moves = picture is not None and self._scene.look(picture) == "changed"
        if verdict is not self._verdict or moves:
            self._verdict, self._since_s = verdict, now_s
            return None
        stood_s = now_s - self._since_s
        if verdict is Verdict.NOTHING and stood_s >= _GONE_AFTER_S:
            self._before = None
        if verdict is not Verdict.GOOD:
            return self._tell(verdict.value) if stood_s >= _TOLD_AFTER_S else None
        if picture is None or place is None or stood_s < _TAKEN_AFTER_S:
            return None
        now = imprint(picture)
        if self._before is not None and is_same_paper(self._before, now):
            return self._tell(TAKEN_BEFORE)
        self._taken, self.imprint = True, now
        return DocumentPhotographed(_as_jpeg(_cut_out(picture, place)))

    def _tell(self, word: str) -> DeviceEvent | None:
        if word == self._told:
            return None
        self._told = word
        return DocumentSeen(word)


def _cut_out(picture: Picture, place: Place) -> Picture:
    height, width = picture.shape[:2]
    left, right = (place.left - _MARGIN_PART) * width, (place.right + _MARGIN_PART) * width
    top, bottom = (place.top - _MARGIN_PART) * height, (place.bottom + _MARGIN_PART) * height
    return picture[max(0, int(top)) : int(bottom) + 1, max(0, int(left)) : int(right) + 1]


def _as_jpeg(picture: Picture) -> bytes:
    """As good as fits; with nothing in it but the dots. Raises ValueError where none fits."""
    for quality in _QUALITIES:
        made, content = cv2.imencode(".jpg", picture, (cv2.IMWRITE_JPEG_QUALITY, quality))
        if made and content.size <= MOST_BYTES:
            return content.tobytes()
    raise ValueError(f"a photograph of {picture.shape} does not fit into {MOST_BYTES} bytes")
