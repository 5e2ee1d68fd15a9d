"""Where a camera scanner's pictures come from: a port, a real camera, and picture files.

OpenCV is imported when a picture is first wanted: it must not delay the first screen.
"""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from drivers.clock import DeviceClock

if TYPE_CHECKING:
    import cv2

    from drivers.scanner.picture import Picture

_WIDTH_PX, _HEIGHT_PX = 1280, 720


class CameraLost(Exception):
    """The camera cannot be opened or gives no picture. Names the camera and the next step."""


class FrameSource(Protocol):
    """Belongs to one thread; may be opened and closed many times."""

    def open(self) -> None:
        """Raises `CameraLost`."""
        ...

    def frame(self, wait_s: float) -> Picture | None:
        """What is before the camera now, after at most `wait_s`; None for nothing. Raises `CameraLost`."""
        ...

    def close(self) -> None: ...


class VideoSource:
    """A camera by its device path or number, as OpenCV opens it."""

    def __init__(self, camera: str | int, clock: DeviceClock) -> None:
        self._camera = camera
        self._clock = clock
        self._pause = threading.Event()
        self._video: cv2.VideoCapture | None = None

    def open(self) -> None:
        import cv2  # noqa: PLC0415  # see above

        self._video = cv2.VideoCapture(self._camera)
        if not self._video.isOpened():
            self.close()
            raise CameraLost(f"camera {self._camera}: cannot be opened; check its cable, or who else uses it")
        self._video.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PX)
        self._video.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PX)
        self._video.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # old pictures show bills that are gone

    def frame(self, wait_s: float) -> Picture | None:
        self._clock.wait(self._pause, wait_s)
        taken, picture = self._video.read() if self._video is not None else (False, None)
        if not taken or picture is None:
            raise CameraLost(f"camera {self._camera}: gives no picture; check its cable")
        return picture.astype("uint8", copy=False)

    def close(self) -> None:
        if self._video is not None:
            self._video.release()
            self._video = None


def picture_file(file: Path) -> Picture:
    """Raises `CameraLost` naming a file that is missing or no picture."""
    import cv2  # noqa: PLC0415  # see above

    picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if picture is None:
        raise CameraLost(f"{file}: missing, or not a picture that OpenCV reads")
    return picture.astype("uint8", copy=False)
