"""The printer: it answers, prints and cuts, and a code it has printed can be read back: the closed loop."""

from typing import Final

from drivers.printer.condition import PrintFault
from drivers.printer.port import PrintDone, PrintFailed, ReceiptTaken
from drivers.scanner.port import CodeSeen
from kiosk.selftest.attempt import DOES_NOT_WORK, Attempt, Failed, NotDone, NotFitted
from kiosk.selftest.equipment import Equipment
from kiosk.selftest.jobs import job_of
from kiosk.selftest.model import TestSpec
from kiosk.selftest.parts.answering import answering, fitted
from kiosk.selftest.procedure import Procedure
from kiosk.selftest.prompt import Prompt

PRINTS_WITHIN_S: Final = 25.0
"""A slip of ten centimetres at 9600 baud, cut included."""

_REASONS: Final = {
    PrintFault.COVER_OPEN.value: "cover_open",
    PrintFault.PAPER_OUT.value: "paper_out",
    PrintFault.JAMMED.value: "media_jammed",
    PrintFault.CUTTER.value: "cutter_fault",
    PrintFault.TOO_HOT.value: "too_hot",
    PrintFault.UNRECOVERABLE.value: "module_fault",
}
_HOLD: Final = Prompt("hold_slip", "bill_under_window", (DOES_NOT_WORK,))
_TAKE: Final = Prompt("take_slip", "receipt_out", (DOES_NOT_WORK,))
_CODE: Final = frozenset({"qr"})


def _cuts(attempt: Attempt) -> None:
    fitted(attempt, "printer")
    if not _printed(attempt, "").confirmed:
        raise NotFitted("cannot_confirm")


def _is_read_back(attempt: Attempt) -> None:
    fitted(attempt, "printer")
    devices = attempt.equipment.devices
    windows = [window for window in (devices.scanner, devices.camera) if window is not None]
    if not windows:
        raise NotDone("needs", "scanner.trigger")
    code = attempt.equipment.new_code()
    _printed(attempt, code)
    for window in windows:
        window.arm(_CODE)
    shown_s = attempt.clock.monotonic_s()
    # Any other code, such as an older slip's, is no answer.
    attempt.await_person(_HOLD, CodeSeen, if_=lambda seen: seen.text == code)
    attempt.measure_ms("read_time", shown_s)


def _is_taken(attempt: Attempt) -> None:
    fitted(attempt, "printer")
    if not attempt.equipment.devices.presenter:
        raise NotFitted("no_presenter")
    job_id = _printed(attempt, "").job_id
    taken = attempt.await_person(_TAKE, ReceiptTaken)
    if taken.job_id != job_id:
        raise Failed("slip_not_seen", "the printer told of another slip")


def _printed(attempt: Attempt, code: str) -> PrintDone:
    """Print a slip with this code, or a short one without; raises `Failed` unless it came out."""
    printer = attempt.equipment.devices.printer
    assert printer is not None
    job_id = job_of(attempt.spec.name)
    sent_s = attempt.clock.monotonic_s()
    printer.print_image(job_id, attempt.equipment.draw_slip(code))
    ended = attempt.event(PRINTS_WITHIN_S, PrintDone, PrintFailed)
    if isinstance(ended, PrintFailed):
        raise Failed(_REASONS.get(ended.reason.value, "not_available"), ended.reason.value)
    if not isinstance(ended, PrintDone):
        raise Failed("not_printed", f"no end of the slip after {PRINTS_WITHIN_S:.0f} s")
    attempt.measure_ms("print_time", sent_s)
    return ended


def _make_safe(equipment: Equipment) -> None:
    for window in (equipment.devices.scanner, equipment.devices.camera):
        if window is not None:
            window.disarm()


PROCEDURES: Final = (
    answering("printer.status", "printer"),
    Procedure(
        TestSpec("printer.cutter", "printer", guided=False, limit_s=PRINTS_WITHIN_S + 2.0),
        _cuts,
        hears=("printer",),
        needs=("printer.status",),
    ),
    Procedure(
        TestSpec("printer.print_and_read", "printer", guided=True, limit_s=PRINTS_WITHIN_S + 5.0),
        _is_read_back,
        hears=("printer", "scanner", "camera"),
        needs=("printer.status", "printer.cutter"),
        make_safe=_make_safe,
    ),
    Procedure(
        TestSpec("printer.presenter", "printer", guided=True, limit_s=PRINTS_WITHIN_S + 5.0),
        _is_taken,
        hears=("printer",),
        needs=("printer.status", "printer.cutter"),
    ),
)
