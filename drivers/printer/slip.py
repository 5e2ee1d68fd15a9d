"""One slip on its way through the printer: asked before, watched on the way, confirmed after. Sent once."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from drivers.clock import DeviceClock
from drivers.owner import DeviceSilent
from drivers.printer import frames
from drivers.printer.condition import PrintFault
from drivers.printer.enquiry import Enquiry
from drivers.printer.frames import Confirmed, Message, PaperInOrder
from drivers.printer.port import ConfirmsBy, PrintDone
from drivers.transport import Transport

if TYPE_CHECKING:
    from PIL import Image

_CHUNK_BYTES: Final = 1024
"""A slow serial line takes this much well within its write timeout."""

_POLL_S: Final = 0.2
_SLOWEST_ROWS_PER_S: Final = 400
"""50 mm/s; kiosk printers do 150 to 250. Even at 115200 baud a line brings no more than 160 rows a second,
and USB and TCP wait by themselves: nothing needs a pause but the XOFF of a printer that asks for one."""

_CUT_AND_MARGIN_S: Final = 3.0
_ROOM_S: Final = 10.0
_COOLS_S: Final = 60.0
"""A hot head prints on by itself after seconds; a minute later somebody should look."""

_PAPER_ANSWERS: Final = 2
"""One answer to GS r is a single byte that a line makes by itself when it is disturbed; so ask for two."""


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
        self._tag = zlib.crc32(job_id.encode()).to_bytes(4, "big")

    def print_on(self, line: Transport, enquiry: Enquiry, clock: DeviceClock) -> PrintDone:
        """Raises `CannotPrint`, and `TransportLost` where the line or the printer falls silent."""
        # Imported here, in the printer's own thread: it takes long and must not delay the first screen.
        from drivers.printer import raster  # noqa: PLC0415

        way = _Way(line, enquiry, clock)
        way.go_on_if_well()
        self.begun = True
        way.send(frames.INITIALISE)
        for band in raster.bands(self._image):
            way.send(band)
            way.go_on_if_well()
        way.send(raster.feed_and_cut())
        return PrintDone(self.job_id, self._confirmed(way))

    def _confirmed(self, way: _Way) -> bool:
        """Watch until the printer says that all is done, or until it long must be."""
        way.send(self._question())
        answers, needed = 0, _PAPER_ANSWERS if self._confirms_by == "paper_status" else 1
        patience_s = self._image.height / _SLOWEST_ROWS_PER_S + _CUT_AND_MARGIN_S
        way.allow(patience_s)
        while way.has_time:
            answers += sum(self._answers(message) for message in way.watch(_POLL_S))
            if answers >= needed:
                return True
        return False

    def _question(self) -> bytes:
        match self._confirms_by:
            case "process_id":
                return frames.ask_confirmation(self._tag)
            case "paper_status":
                return frames.ASK_PAPER_IN_ORDER * _PAPER_ANSWERS
            case "nothing":
                return b""

    def _answers(self, message: Message) -> bool:
        if self._confirms_by == "process_id":
            return isinstance(message, Confirmed) and message.tag == self._tag
        return self._confirms_by == "paper_status" and isinstance(message, PaperInOrder)


class _Way:
    """The line a slip goes down, as long as the printer is well."""

    def __init__(self, line: Transport, enquiry: Enquiry, clock: DeviceClock) -> None:
        self._line = line
        self._enquiry = enquiry
        self._clock = clock
        self._until_s = 0.0

    def send(self, data: bytes) -> None:
        for start in range(0, len(data), _CHUNK_BYTES):
            self._wait_for_room()
            self._line.write(data[start : start + _CHUNK_BYTES])

    def _wait_for_room(self) -> None:
        deadline_s = self._clock.monotonic_s() + _ROOM_S
        self._enquiry.listen(0.0)
        while not self._enquiry.room:
            if self._clock.monotonic_s() >= deadline_s:
                raise DeviceSilent(f"printer: takes no bytes for {_ROOM_S:.0f} s; switch it off and on")
            self._enquiry.listen(_POLL_S)

    def allow(self, patience_s: float) -> None:
        """So much time from now on, not counting that in which a hot head cools."""
        self._until_s = self._clock.monotonic_s() + patience_s

    @property
    def has_time(self) -> bool:
        return self._clock.monotonic_s() < self._until_s

    def watch(self, seconds: float) -> list[Message]:
        return self._enquiry.listen(seconds) + self.go_on_if_well()

    def go_on_if_well(self) -> list[Message]:
        """Wait out a hot head; raise `CannotPrint` for everything else. What it said besides."""
        start_s = self._clock.monotonic_s()
        heard: list[Message] = []
        while True:
            found, said = self._enquiry.condition()
            heard += said
            if found is None or found.fault is None:
                return heard
            waited_s = self._clock.monotonic_s() - start_s
            if found.fault is not PrintFault.TOO_HOT or waited_s >= _COOLS_S:
                raise CannotPrint(found.fault)
            heard += self._enquiry.listen(_POLL_S)
            self._until_s += self._clock.monotonic_s() - start_s - waited_s
