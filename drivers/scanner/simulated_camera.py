"""A simulated camera: what is before it, a hand puts there."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import TYPE_CHECKING

from drivers.clock import DeviceClock
from drivers.events import Identity
from drivers.scanner.frame_source import CameraLost, picture_file

if TYPE_CHECKING:
    from drivers.scanner.picture import Picture


class SimulatedCamera:
    """A `FrameSource`; an action of the hand ends the wait for the next frame at once."""

    def __init__(self, clock: DeviceClock) -> None:
        self._clock = clock
        self._woken = threading.Event()
        self._in_front: Picture | None = None
        self._plugged_in = True
        self.looking = False

    # -- the hand -----------------------------------------------------------------------------------

    def show_picture(self, picture: Path | str | Picture) -> None:
        """A picture file, or grey or blue-green-red dots. `CameraLost` for a file that is no picture."""
        self._in_front = picture_file(Path(picture)) if isinstance(picture, Path | str) else picture
        self._woken.set()

    def show_code(self, text: str, symbology: str) -> None:
        """A printed code, as drawn by `code_picture.draw_code`."""
        from drivers.scanner.code_picture import on_paper  # noqa: PLC0415  # as OpenCV, only when wanted

        self.show_picture(on_paper(text, symbology))

    def lay_document(
        self, *, page: int = 1, turned_deg: float = 0.0, moved_px: tuple[float, float] = (0, 0)
    ) -> None:
        """A written page, as drawn by `document_picture`, each with lines of its own; moved far enough, it is
        cut off."""
        from drivers.scanner.document_picture import on_desk, written_page  # noqa: PLC0415  # as above

        self.show_picture(on_desk(written_page(page), turned_deg=turned_deg, moved_px=moved_px))

    def take_away(self) -> None:
        self._in_front = None
        self._woken.set()

    def unplug(self) -> None:
        self._plugged_in = False
        self._woken.set()

    def plug_in(self) -> None:
        self._plugged_in = True
        self._woken.set()

    # -- the frame source ---------------------------------------------------------------------------

    def open(self) -> None:
        self._fail_if_unplugged()
        self.looking = True

    def frame(self, wait_s: float) -> Picture | None:
        self._clock.wait(self._woken, wait_s)
        self._woken.clear()
        self._fail_if_unplugged()
        return self._in_front

    def close(self) -> None:
        self.looking = False

    def identity(self) -> Identity:
        return Identity(model="simulated camera")

    def _fail_if_unplugged(self) -> None:
        if not self._plugged_in:
            raise CameraLost("simulated camera: unplugged")
