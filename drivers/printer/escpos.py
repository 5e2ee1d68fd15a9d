"""Receipt printers that speak ESC/POS: asked how they are before, during and after every slip.

A slip is sent once. Silence is never success, and what was interrupted is never sent again by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec

from drivers.clock import DeviceClock
from drivers.events import Emit
from drivers.owner import PortOwner
from drivers.printer import frames
from drivers.printer.enquiry import Enquiry
from drivers.printer.frames import BuffersCleared, Condition, PrintFault, TicketStatus
from drivers.printer.port import WIDTH_DOTS, PaperChanged, PrintFailed, ReceiptTaken
from drivers.printer.slip import CannotPrint, ConfirmsBy, Slip
from drivers.transport import Transport, TransportLost
from drivers.vocabulary import DeviceState, Paper

if TYPE_CHECKING:
    from PIL import Image

_log = logging.getLogger(__name__)

_IDLE_POLL_S = 0.5
_CLEARED_S = 0.5
_TICKET_ANSWER_S = 0.2
_RECOVER_AGAIN_S = 30.0
"""A cutter that a technician has freed stays in error until it is told to go on."""

_STATES = {
    None: DeviceState.ONLINE,
    PrintFault.COVER_OPEN: DeviceState.USER_ERROR,
    PrintFault.PAPER_OUT: DeviceState.USER_ERROR,
    PrintFault.CUTTER: DeviceState.HARDWARE_ERROR,
    PrintFault.UNRECOVERABLE: DeviceState.HARDWARE_ERROR,
    PrintFault.OFFLINE: DeviceState.OFFLINE,
    PrintFault.SILENT: DeviceState.OFFLINE,
}


class EscposSettings(msgspec.Struct, frozen=True):
    """`confirms_by`: "process_id" for GS ( H, "paper_status" for printers that know only GS r, or "nothing".

    `presenter`: the printer reports whether a ticket still hangs at its mouth (Custom class, DLE EOT 20).
    """

    confirms_by: ConfirmsBy = "process_id"
    presenter: bool = False


class EscposPrinter:
    """`open_line` is called whenever the line must be opened; see `PortOwner`."""

    def __init__(
        self,
        name: str,
        open_line: Callable[[], Transport],
        clock: DeviceClock,
        emit: Emit,
        settings: EscposSettings | None = None,
    ) -> None:
        self._clock = clock
        self._settings = settings or EscposSettings()
        self._paper: Paper | None = None
        self._at_mouth: str | None = None
        self._seen_at_mouth = False
        self._told_to_recover_s = 0.0
        self.owner = PortOwner(name, open_line, clock, self, emit)

    def start(self) -> None:
        self.owner.start()

    def close(self) -> None:
        self.owner.close()

    def print_image(self, job_id: str, image: Image.Image) -> None:
        """Raises ValueError for a picture that is not one bit and as wide as the print head."""
        if image.mode != "1" or image.width != WIDTH_DOTS:
            raise ValueError(f"a slip is one bit and {WIDTH_DOTS} dots wide, not {image.mode} {image.width}")
        slip = Slip(job_id, image, self._settings.confirms_by)
        self.owner.submit(lambda line: self._print(line, slip), lambda reason: self._lost(slip, reason))

    # -- in the owner's thread --------------------------------------------------------------------

    def begin(self, line: Transport) -> None:
        line.write(frames.AUTOMATIC_STATUS_OFF)
        line.drain()
        enquiry = Enquiry(line, self._clock)
        found = self._condition(enquiry)
        if found.fault is not None:
            _clear(line, enquiry)
        self._report(found)

    def turn(self, line: Transport) -> None:
        enquiry = Enquiry(line, self._clock)
        found = self._condition(enquiry)
        self._report(found)
        if found.fault is PrintFault.CUTTER:
            self._recover(line)
        if self._at_mouth is not None:
            self._look_at_mouth(line, enquiry, self._at_mouth)
        self.owner.idle(line, _IDLE_POLL_S)

    def watch(self, button_pressed: bool) -> None:
        """A printer has no button of ours."""

    def end(self, line: Transport) -> None:
        """What was sent will be printed; there is nothing to make safe."""

    def _print(self, line: Transport, slip: Slip) -> None:
        enquiry = Enquiry(line, self._clock)
        try:
            done = slip.print_on(line, enquiry, self._clock)
        except CannotPrint as problem:
            if slip.begun:
                _clear(line, enquiry)
            self.owner.outbox.put(PrintFailed(slip.job_id, problem.fault, nothing_printed=not slip.begun))
            return
        self._at_mouth = slip.job_id if self._settings.presenter else None
        self._seen_at_mouth = False
        self.owner.outbox.put(done)

    def _lost(self, slip: Slip, reason: str) -> None:
        """The line was not there, went away or fell silent, before or during the slip."""
        _log.warning("%s: slip %s: %s", self.owner.name, "interrupted" if slip.begun else "not begun", reason)
        self._tell_paper(Paper.UNKNOWN)
        self.owner.outbox.put(PrintFailed(slip.job_id, PrintFault.SILENT, nothing_printed=not slip.begun))

    def _condition(self, enquiry: Enquiry) -> Condition:
        try:
            found, _ = enquiry.condition()
        except TransportLost:
            self._tell_paper(Paper.UNKNOWN)
            raise
        return found

    def _report(self, found: Condition) -> None:
        self._tell_paper(found.paper)
        fault = "ready" if found.fault is None else found.fault.value
        self.owner.report(_STATES[found.fault], f"{self.owner.name}: {fault}, paper {found.paper.value}")

    def _tell_paper(self, paper: Paper) -> None:
        if paper is not self._paper:
            self._paper = paper
            self.owner.outbox.put(PaperChanged(paper))

    def _recover(self, line: Transport) -> None:
        now_s = self._clock.monotonic_s()
        if now_s - self._told_to_recover_s >= _RECOVER_AGAIN_S:
            self._told_to_recover_s = now_s
            line.write(frames.RECOVER_AND_CLEAR)

    def _look_at_mouth(self, line: Transport, enquiry: Enquiry, job_id: str) -> None:
        line.write(frames.ASK_TICKET)
        for message in enquiry.listen(_TICKET_ANSWER_S):
            if isinstance(message, TicketStatus):
                if self._seen_at_mouth and not message.at_output:
                    self._at_mouth = None
                    self.owner.outbox.put(ReceiptTaken(job_id))
                self._seen_at_mouth = message.at_output


def _clear(line: Transport, enquiry: Enquiry) -> None:
    """Forget what is in the buffer: with new paper it would come out in front of somebody else.

    Nothing may be sent before the answer; printers that do not know the command give none.
    """
    line.write(frames.CLEAR_BUFFERS)
    while messages := enquiry.listen(_CLEARED_S):
        if BuffersCleared() in messages:
            return
