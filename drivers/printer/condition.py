"""How a receipt printer is, read from the bits of its answers: what keeps it from printing, and its paper.

Pure. The bits are those of Epson's DLE EOT pages and, for presenters, of Custom's "full status".
"""

from enum import StrEnum
from typing import Final, NamedTuple

from drivers.printer.frames import FullStatus
from drivers.status import Level, Status
from drivers.vocabulary import Paper


class PrintFault(StrEnum):
    """Why nothing can be printed now, in the order in which people can put it right."""

    COVER_OPEN = "cover_open"
    PAPER_OUT = "paper_out"
    JAMMED = "jammed"
    CUTTER = "cutter"
    UNRECOVERABLE = "unrecoverable"
    TOO_HOT = "too_hot"
    """It goes on by itself when the head has cooled."""
    OFFLINE = "offline"
    SILENT = "silent"


class Condition(NamedTuple):
    """`at_output`: a slip hangs at the presenter's mouth; None where nothing tells."""

    fault: PrintFault | None
    paper: Paper
    statuses: tuple[Status, ...] = ()
    at_output: bool | None = None


_FAULT_OF: Final = {
    Status.COVER_OPEN: PrintFault.COVER_OPEN,
    Status.PAPER_OUT: PrintFault.PAPER_OUT,
    Status.MEDIA_JAMMED: PrintFault.JAMMED,
    Status.CUTTER_FAULT: PrintFault.CUTTER,
    Status.MODULE_FAULT: PrintFault.UNRECOVERABLE,
    Status.SUPPLY_FAULT: PrintFault.UNRECOVERABLE,
    Status.TOO_HOT: PrintFault.TOO_HOT,
    Status.NOT_INITIALISED: PrintFault.OFFLINE,
    Status.BUSY: PrintFault.OFFLINE,
}


def condition(
    printer: int, offline_cause: int, error_cause: int, paper: int, *, full: FullStatus | None = None
) -> Condition:
    """The answers to DLE EOT 1 to 4 read together, and that to DLE EOT 20 where the printer has one."""
    level = _paper(offline_cause, paper, full)
    seen = _causes(offline_cause, error_cause)
    if full is not None:
        seen |= _causes_told_in_full(full)
    if offline_cause & 0x40 and not seen:
        seen.add(Status.MODULE_FAULT)  # it has a fault and does not say which
    if level is Paper.OUT:
        seen.add(Status.PAPER_OUT)
    elif level is Paper.LOW:
        seen.add(Status.PAPER_LOW)
    if printer & 0x08 and not any(status.level is Level.ERROR or status is Status.BUSY for status in seen):
        seen.add(Status.NOT_INITIALISED)
    fault = next((fault for status, fault in _FAULT_OF.items() if status in seen), None)
    statuses = tuple(status for status in Status if status in seen)
    return Condition(fault, level, statuses, None if full is None else full.at_output)


def _paper(offline_cause: int, paper: int, full: FullStatus | None) -> Paper:
    told = 0 if full is None else full.paper
    if paper & 0x60 or offline_cause & 0x20 or told & 0x01:
        return Paper.OUT
    return Paper.LOW if paper & 0x0C or told & 0x44 else Paper.FULL


def _causes(offline_cause: int, error_cause: int) -> set[Status]:
    """0x40 of the error cause recovers by itself: head too hot, or its voltage out of range."""
    seen: set[Status] = set()
    if offline_cause & 0x04:
        seen.add(Status.COVER_OPEN)
    if offline_cause & 0x08:
        seen.add(Status.BUSY)  # a technician holds the feed button
    if error_cause & 0x08:
        seen.add(Status.CUTTER_FAULT)
    if error_cause & 0x20:
        seen.add(Status.MODULE_FAULT)
    if error_cause & 0x40:
        seen.add(Status.TOO_HOT)
    return seen


def _causes_told_in_full(full: FullStatus) -> set[Status]:
    seen: set[Status] = set()
    if full.user & 0x03:
        seen.add(Status.COVER_OPEN)  # or the head is lifted, which is done under the same cover
    if full.recoverable & 0x40:
        seen.add(Status.MEDIA_JAMMED)
    if full.recoverable & 0x01:
        seen.add(Status.TOO_HOT)
    if full.recoverable & 0x08:
        seen.add(Status.SUPPLY_FAULT)
    if full.unrecoverable & 0x03:
        seen.add(Status.CUTTER_FAULT)
    if full.unrecoverable & 0x4C:
        seen.add(Status.MODULE_FAULT)
    return seen
