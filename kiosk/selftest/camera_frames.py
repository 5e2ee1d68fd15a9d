"""Looks over a camera scanner's shoulder: how many pictures came, how bright they were. Keeps no picture."""

from __future__ import annotations

from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct

from drivers.events import Identity
from drivers.scanner.frame_source import FrameSource

if TYPE_CHECKING:
    from drivers.scanner.picture import Picture


class Seen(Struct, frozen=True):
    """Since `begin_again`. `looks` counts also those before which there was nothing; `brightness` is the mean
    grey of the last picture, 0 to 255, None while there was none."""

    looks: int = 0
    pictures: int = 0
    brightness: float | None = None
    width_px: int = 0
    height_px: int = 0


class CameraFrames:
    """A `FrameSource` around another."""

    def __init__(self, source: FrameSource) -> None:
        self._source = source
        self._lock = Lock()
        self._seen = Seen()

    @property
    def seen(self) -> Seen:
        with self._lock:
            return self._seen

    def begin_again(self) -> None:
        with self._lock:
            self._seen = Seen()

    def open(self) -> None:
        self._source.open()

    def identity(self) -> Identity:
        return self._source.identity()

    def frame(self, wait_s: float) -> Picture | None:
        picture = self._source.frame(wait_s)
        self._note(picture)
        return picture

    def close(self) -> None:
        self._source.close()

    def _note(self, picture: Picture | None) -> None:
        with self._lock:
            looks, pictures = self._seen.looks + 1, self._seen.pictures
            if picture is None:
                self._seen = Seen(looks, pictures, *_last(self._seen))
            else:
                height_px, width_px = picture.shape[:2]
                self._seen = Seen(looks, pictures + 1, float(picture.mean()), width_px, height_px)


def _last(seen: Seen) -> tuple[float | None, int, int]:
    return seen.brightness, seen.width_px, seen.height_px
