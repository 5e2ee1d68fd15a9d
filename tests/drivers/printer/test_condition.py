import pytest

from drivers.printer.condition import PrintFault, condition
from drivers.printer.frames import FullStatus
from drivers.status import Status
from drivers.vocabulary import Paper

_WELL = (0x12, 0x12, 0x12, 0x12)


@pytest.mark.parametrize(
    ("answers", "fault", "paper", "statuses"),
    [
        (_WELL, None, Paper.FULL, ()),
        ((0x12, 0x12, 0x12, 0x1E), None, Paper.LOW, (Status.PAPER_LOW,)),
        ((0x1A, 0x32, 0x12, 0x72), PrintFault.PAPER_OUT, Paper.OUT, (Status.PAPER_OUT,)),
        ((0x1A, 0x12, 0x12, 0x7E), PrintFault.PAPER_OUT, Paper.OUT, (Status.PAPER_OUT,)),
        ((0x1A, 0x16, 0x12, 0x12), PrintFault.COVER_OPEN, Paper.FULL, (Status.COVER_OPEN,)),
        ((0x1A, 0x52, 0x1A, 0x12), PrintFault.CUTTER, Paper.FULL, (Status.CUTTER_FAULT,)),
        ((0x1A, 0x52, 0x32, 0x12), PrintFault.UNRECOVERABLE, Paper.FULL, (Status.MODULE_FAULT,)),
        ((0x1A, 0x52, 0x12, 0x12), PrintFault.UNRECOVERABLE, Paper.FULL, (Status.MODULE_FAULT,)),
        ((0x1A, 0x52, 0x52, 0x12), PrintFault.TOO_HOT, Paper.FULL, (Status.TOO_HOT,)),
        ((0x1A, 0x1A, 0x12, 0x12), PrintFault.OFFLINE, Paper.FULL, (Status.BUSY,)),
        ((0x1A, 0x12, 0x12, 0x12), PrintFault.OFFLINE, Paper.FULL, (Status.NOT_INITIALISED,)),
        ((0x1A, 0x12, 0x12, 0x1E), PrintFault.OFFLINE, Paper.LOW, (Status.NOT_INITIALISED, Status.PAPER_LOW)),
    ],
)
def test_the_four_answers_together_say_how_the_printer_is(
    answers: tuple[int, int, int, int], fault: PrintFault | None, paper: Paper, statuses: tuple[Status, ...]
) -> None:
    found = condition(*answers)
    assert (found.fault, found.paper, found.statuses) == (fault, paper, statuses)
    assert found.at_output is None


@pytest.mark.parametrize(
    ("full", "fault", "paper", "statuses"),
    [
        (FullStatus(0, 0, 0, 0), None, Paper.FULL, ()),
        (FullStatus(0x01, 0, 0, 0), PrintFault.PAPER_OUT, Paper.OUT, (Status.PAPER_OUT,)),
        (FullStatus(0x04, 0, 0, 0), None, Paper.LOW, (Status.PAPER_LOW,)),
        (FullStatus(0x40, 0, 0, 0), None, Paper.LOW, (Status.PAPER_LOW,)),
        (FullStatus(0, 0x01, 0, 0), PrintFault.COVER_OPEN, Paper.FULL, (Status.COVER_OPEN,)),
        (FullStatus(0, 0x02, 0, 0), PrintFault.COVER_OPEN, Paper.FULL, (Status.COVER_OPEN,)),
        (FullStatus(0, 0x68, 0, 0), None, Paper.FULL, ()),
        (FullStatus(0, 0, 0x40, 0), PrintFault.JAMMED, Paper.FULL, (Status.MEDIA_JAMMED,)),
        (FullStatus(0, 0, 0x01, 0), PrintFault.TOO_HOT, Paper.FULL, (Status.TOO_HOT,)),
        (FullStatus(0, 0, 0x08, 0), PrintFault.UNRECOVERABLE, Paper.FULL, (Status.SUPPLY_FAULT,)),
        (FullStatus(0, 0, 0, 0x01), PrintFault.CUTTER, Paper.FULL, (Status.CUTTER_FAULT,)),
        (FullStatus(0, 0, 0, 0x04), PrintFault.UNRECOVERABLE, Paper.FULL, (Status.MODULE_FAULT,)),
    ],
)
def test_a_presenter_says_more(
    full: FullStatus, fault: PrintFault | None, paper: Paper, statuses: tuple[Status, ...]
) -> None:
    found = condition(*_WELL, full=full)
    assert (found.fault, found.paper, found.statuses) == (fault, paper, statuses)
    assert found.at_output is False


def test_a_slip_at_the_mouth_is_told() -> None:
    assert condition(*_WELL, full=FullStatus(0x20, 0, 0, 0)).at_output is True
