"""One slip on its way through the printer: asked before, watched on the way, confirmed after. Sent once."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Literal

from drivers.clock import DeviceClock
from drivers.printer import frames
from drivers.printer.enquiry import Enquiry
from drivers.printer.frames import Condition, Confirmed, Message, PaperInOrder, PrintFault
from drivers.printer.port import PrintDone
from drivers.transport import Transport

if TYPE_CHECKING:
    from PIL import Image

ConfirmsBy = Literal["process_id", "paper_status", "nothing"]

_CHUNK_BYTES = 1024
"""A slow serial line takes this much well within its write timeout."""

_POLL_S = 0.2
_SLOWEST_ROWS_PER_S = 400
"""50 mm/s; kiosk printers do 150 to 250."""

_CUT_AND_MARGIN_S = 3.0


class CannotPrint(Exception):
    def __init__(self, fault: PrintFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


class Slip:
    """`begun` from the first byte of the picture on: from then on a person may hold part of it."""

    def __init__(self, job_id: str, image: Image.Image, confirms_by: ConfirmsBy) -> None:
        self.job_id = job_id
        self.begun = False
        self._image = image
        self._confirms_by = confirms_by

    def print_on(self, line: Transport, enquiry: Enquiry, clock: DeviceClock) -> PrintDone:
        """Raises `CannotPrint`, and `TransportLost` where the line or the printer falls silent."""
        # Imported here, in the printer's own thread: it takes long and must not delay the first screen.
        from drivers.printer import raster  # noqa: PLC0415

        _go_on_if_well(enquiry)
        self.begun = True
        self._send(line, frames.INITIALISE)
        for band in raster.bands(self._image):
            self._send(line, band)
            _go_on_if_well(enquiry)
        self._send(line, raster.feed_and_cut())
        return PrintDone(self.job_id, self._confirmed(line, enquiry, clock))

    def _send(self, line: Transport, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK_BYTES):
            line.write(data[start : start + _CHUNK_BYTES])

    def _confirmed(self, line: Transport, enquiry: Enquiry, clock: DeviceClock) -> bool:
        """Watch until the printer says that all is done, or until it long must be."""
        tag = zlib.crc32(self.job_id.encode()).to_bytes(4, "big")
        if self._confirms_by == "process_id":
            line.write(frames.ask_confirmation(tag))
        elif self._confirms_by == "paper_status":
            line.write(frames.ASK_PAPER_IN_ORDER)
        patience_s = self._image.height / _SLOWEST_ROWS_PER_S + _CUT_AND_MARGIN_S
        deadline_s = clock.monotonic_s() + patience_s
        while clock.monotonic_s() < deadline_s:
            heard = enquiry.listen(_POLL_S) + _go_on_if_well(enquiry)
            if any(self._confirms(message, tag) for message in heard):
                return True
        return False

    def _confirms(self, message: Message, tag: bytes) -> bool:
        if self._confirms_by == "process_id":
            return message == Confirmed(tag)
        return self._confirms_by == "paper_status" and isinstance(message, PaperInOrder)


def _go_on_if_well(enquiry: Enquiry) -> list[Message]:
    found: Condition
    found, heard = enquiry.condition()
    if found.fault is not None:
        raise CannotPrint(found.fault)
    return heard
