"""Where a camera scanner's pictures come from: a port, a real camera, and picture files.

OpenCV is imported when a picture is first wanted: it must not delay the first screen.
"""

from __future__ import annotations

import errno
import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from drivers.clock import DeviceClock
from drivers.events import Identity

if TYPE_CHECKING:
    import cv2

    from drivers.scanner.picture import Picture

_WIDTH_PX, _HEIGHT_PX = 1280, 720
_MISSES_ALLOWED = 2
"""Pictures that may fail to come in a row before the camera is said to be lost."""

_KERNEL_NAMES = Path("/sys/class/video4linux")
_NEXT_STEPS = {
    errno.ENOENT: "no such camera; check its cable and the name under /dev/v4l/by-id",
    errno.ENXIO: "the camera is gone; check its cable",
    errno.ENODEV: "the camera is gone; check its cable",
    errno.EACCES: "not permitted; add the kiosk's user to the group 'video' and log in again",
    errno.EPERM: "not permitted; add the kiosk's user to the group 'video' and log in again",
    errno.EBUSY: "in use; stop the other program that looks through it",
}


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

    def identity(self) -> Identity:
        """Which camera this is; empty where nobody knows."""
        ...


class VideoSource:
    """A camera by its device path or number, as OpenCV opens it."""

    def __init__(self, camera: str | int, clock: DeviceClock) -> None:
        self._camera = camera
        self._clock = clock
        self._pause = threading.Event()
        self._video: cv2.VideoCapture | None = None
        self._misses = 0

    def open(self) -> None:
        import cv2  # noqa: PLC0415  # see above

        self._fail_if_out_of_reach()
        self._misses = 0
        self._video = cv2.VideoCapture(self._camera)
        if not self._video.isOpened():
            self.close()
            raise CameraLost(
                f"camera {self._camera}: gives no video; stop another program that uses it, "
                "or name another file: many cameras have two"
            )
        self._video.set(cv2.CAP_PROP_FRAME_WIDTH, _WIDTH_PX)
        self._video.set(cv2.CAP_PROP_FRAME_HEIGHT, _HEIGHT_PX)
        self._video.set(cv2.CAP_PROP_BUFFERSIZE, 1)  # old pictures show bills that are gone

    def frame(self, wait_s: float) -> Picture | None:
        self._clock.wait(self._pause, wait_s)
        taken, picture = self._video.read() if self._video is not None else (False, None)
        if not taken or picture is None:
            self._misses += 1
            if self._misses > _MISSES_ALLOWED:
                raise CameraLost(f"camera {self._camera}: gives no pictures; check its cable")
            return None
        self._misses = 0
        return picture.astype("uint8", copy=False)

    def close(self) -> None:
        if self._video is not None:
            self._video.release()
            self._video = None

    def identity(self) -> Identity:
        try:
            name = (_KERNEL_NAMES / Path(self._path).resolve().name / "name").read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return Identity()
        return Identity(model=name.strip())

    @property
    def _path(self) -> str:
        return f"/dev/video{self._camera}" if isinstance(self._camera, int) else self._camera

    def _fail_if_out_of_reach(self) -> None:
        """OpenCV says only that a camera cannot be opened; the operating system says why."""
        try:
            os.close(os.open(self._path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC))
        except OSError as error:
            step = _NEXT_STEPS.get(error.errno or 0, str(error))
            raise CameraLost(f"camera {self._camera}: {step}") from error


def picture_file(file: Path) -> Picture:
    """Raises `CameraLost` naming a file that is missing or no picture."""
    import cv2  # noqa: PLC0415  # see above

    picture = cv2.imread(str(file), cv2.IMREAD_COLOR)
    if picture is None:
        raise CameraLost(f"{file}: missing, or not a picture that OpenCV reads")
    return picture.astype("uint8", copy=False)
