"""Receipt printers that speak ESC/POS: asked how they are before, during and after every slip.

A slip is sent once. Silence is never success, and what was interrupted is never sent again by itself.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Final

import msgspec

from drivers.clock import DeviceClock
from drivers.events import Emit, Identity
from drivers.owner import PortOwner
from drivers.printer import frames
from drivers.printer.condition import Condition, PrintFault
from drivers.printer.enquiry import Enquiry
from drivers.printer.frames import AutomaticStatus
from drivers.printer.leftovers import cut_off_the_half, forget_unprinted
from drivers.printer.mouth import Mouth
from drivers.printer.port import WIDTH_DOTS, ConfirmsBy, PaperChanged, PrintFailed, ReceiptTaken
from drivers.printer.slip import CannotPrint, Slip
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import Transport, TransportLost
from drivers.vocabulary import DeviceState, Paper

if TYPE_CHECKING:
    from PIL import Image

_log = logging.getLogger(__name__)

_IDLE_POLL_S: Final = 0.5
_RECOVER_AGAIN_S: Final = 30.0
"""A cutter that a technician has freed stays in error until it is told to go on."""

_STATES: Final = {
    None: DeviceState.ONLINE,
    PrintFault.COVER_OPEN: DeviceState.USER_ERROR,
    PrintFault.PAPER_OUT: DeviceState.USER_ERROR,
    PrintFault.JAMMED: DeviceState.HARDWARE_ERROR,
    PrintFault.CUTTER: DeviceState.HARDWARE_ERROR,
    PrintFault.UNRECOVERABLE: DeviceState.HARDWARE_ERROR,
    PrintFault.TOO_HOT: DeviceState.DEVICE_BUSY,
    PrintFault.OFFLINE: DeviceState.OFFLINE,
}

_NEXT_STEPS: Final = {
    PrintFault.COVER_OPEN: "the cover is open: close it until it clicks",
    PrintFault.PAPER_OUT: "no paper: put in a new roll",
    PrintFault.JAMMED: "paper is stuck: open the cover and pull it out",
    PrintFault.CUTTER: "the knife is stuck: switch off, free the paper, switch on",
    PrintFault.UNRECOVERABLE: "a fault inside: switch it off and on; if it stays, exchange the printer",
    PrintFault.TOO_HOT: "the head is hot: it goes on by itself",
    PrintFault.OFFLINE: "off-line without saying why: look at its lamps, press its feed button",
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
        trace: Trace | None = None,
    ) -> None:
        self._clock = clock
        self._settings = settings or EscposSettings()
        self._paper: Paper | None = None
        self._identified = False
        self._identity = Identity()
        self._mouth = Mouth()
        self._half_out = False
        self._half_a_band_in = False
        self._told_to_recover_s: float | None = None
        self.owner = PortOwner(name, open_line, clock, self, emit, trace=trace)

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
        self._identified = False
        enquiry = self._enquiry(line)
        found = self._look(line, enquiry)
        if found is not None and found.fault is not None:
            forget_unprinted(line, enquiry)

    def turn(self, line: Transport) -> None:
        self._look(line, self._enquiry(line))
        self.owner.idle(line, _IDLE_POLL_S)

    def watch(self, button_pressed: bool) -> None:
        """A printer has no button of ours."""

    def end(self, line: Transport) -> None:
        """What was sent will be printed; there is nothing to make safe."""

    def _enquiry(self, line: Transport) -> Enquiry:
        return Enquiry(line, self._clock, in_full=self._settings.presenter)

    def _look(self, line: Transport, enquiry: Enquiry) -> Condition | None:
        try:
            found, others = enquiry.condition()
        except TransportLost:
            self._tell_paper(Paper.UNKNOWN)
            raise
        if found is None:
            return None  # XOFF alone: it is as it was
        if any(isinstance(other, AutomaticStatus) for other in others):
            line.write(frames.AUTOMATIC_STATUS_OFF)  # it was switched off and on unnoticed
        if found.fault is None:
            self._make_ready(line, enquiry)
        self._report(found)
        if found.fault is PrintFault.CUTTER:
            self._recover(line)
        taken = self._mouth.looked(found.at_output, self._clock.monotonic_s())
        if taken is not None:
            self.owner.outbox.put(ReceiptTaken(taken))
        return found

    def _make_ready(self, line: Transport, enquiry: Enquiry) -> None:
        """What can only be done, or asked, while it is well."""
        if self._half_out:
            cut_off_the_half(line, enquiry, in_a_band=self._half_a_band_in)
            self._half_out = self._half_a_band_in = False
        if not self._identified:
            self._identify(line, enquiry)

    def _identify(self, line: Transport, enquiry: Enquiry) -> None:
        """A printer that gives no name now is the one it was: the answer may be missing after an error."""
        self._identified = True
        self._identity = enquiry.identity() or self._identity
        line.write(frames.INITIALISE)  # a clone may have taken the question for letters to print
        self.owner.identified(self._identity)

    def _print(self, line: Transport, slip: Slip) -> None:
        enquiry = self._enquiry(line)
        try:
            done = slip.print_on(line, enquiry, self._clock)
        except CannotPrint as problem:
            if slip.begun:
                self._half_out = True
                forget_unprinted(line, enquiry)
            self.owner.outbox.put(PrintFailed(slip.job_id, problem.fault, nothing_printed=not slip.begun))
            return
        self._mouth.slip_cut(slip.job_id, self._clock.monotonic_s(), for_sure=done.confirmed)
        self.owner.outbox.put(done)

    def _lost(self, slip: Slip, reason: str) -> None:
        """The line was not there, went away or fell silent, before or during the slip."""
        _log.warning("%s: slip %s: %s", self.owner.name, "interrupted" if slip.begun else "not begun", reason)
        self._half_out |= slip.begun
        self._half_a_band_in |= slip.begun
        self._tell_paper(Paper.UNKNOWN)
        self.owner.outbox.put(PrintFailed(slip.job_id, PrintFault.SILENT, nothing_printed=not slip.begun))

    def _report(self, found: Condition) -> None:
        self._tell_paper(found.paper)
        state = _STATES[found.fault]
        if found.fault is PrintFault.OFFLINE and Status.BUSY in found.statuses:
            state = DeviceState.DEVICE_BUSY
        step = "ready" if found.fault is None else _NEXT_STEPS[found.fault]
        self.owner.report(state, f"{self.owner.name}: {step}; paper {found.paper.value}", *found.statuses)

    def _tell_paper(self, paper: Paper) -> None:
        if paper is not self._paper:
            self._paper = paper
            self.owner.outbox.put(PaperChanged(paper))

    def _recover(self, line: Transport) -> None:
        now_s = self._clock.monotonic_s()
        if self._told_to_recover_s is None or now_s - self._told_to_recover_s >= _RECOVER_AGAIN_S:
            self._told_to_recover_s = now_s
            line.write(frames.RECOVER_AND_CLEAR)
