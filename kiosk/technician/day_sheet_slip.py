"""The day sheet on paper: both sides of every method, and two hands to sign."""

from collections.abc import Iterator

from kiosk.payment.amount import digits
from kiosk.payment.day_sheet import SheetLine
from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals, Tally
from kiosk.payment.methods import METHODS
from kiosk.session.view import Text, text
from kiosk.technician.acts import moment, note_name, signed
from kiosk.technician.day_shown import DayShown
from kiosk.technician.model import Mode
from kiosk.technician.slip import RULE, SlipDocument, SlipLine, pair


def slip_of_day(day: DayShown, mode: Mode) -> SlipDocument:
    mark = (SlipLine("sentence", text("frame.demonstration_paper")),) if mode.rules.demonstration else ()
    lines = (
        *mark,
        pair("machine", mode.rules.machine_number),
        pair("day", day.date),
        pair("day_printed", moment(mode.rules, mode.wall_s)),
        *(() if day.whole else (SlipLine("sentence", text("technician.day.not_whole")),)),
        RULE,
        SlipLine("sentence", text("technician.slip.day_head")),
        *_methods(day),
        RULE,
        *_notes(day.machine, day.sheet.gateway if day.sheet else None),
        SlipLine("sign", text("technician.slip.technician_signs", number=mode.technician)),
        SlipLine("sign", text("technician.slip.day_checked_signs")),
    )
    return SlipDocument(f"day-{day.date}", text("technician.slip.day_title"), lines)


def _methods(day: DayShown) -> Iterator[SlipLine]:
    beside = {line.method: line for line in day.sheet.lines} if day.sheet else {}
    for method in METHODS:
        yield from _method(day.machine.of(method), beside.get(method))
    yield RULE
    yield from _all(day)
    if day.sheet is None:
        yield SlipLine("sentence", text("technician.day.alone"))


def _method(ours: MethodTotals, line: SheetLine | None) -> Iterator[SlipLine]:
    name = text(f"technician.method.{ours.method}")
    theirs = line.gateway if line else None
    yield from _both(name, ours.settled, theirs.settled if theirs else None)
    if line is not None:
        yield from _difference(name, *line.differs_by)
    open_ = (ours.open.count, theirs.open.count if theirs else 0)
    if any(open_):
        label = text("technician.slip.day_open", method=name)
        yield SlipLine("pair", label, f"{open_[0]} / {open_[1] if theirs else '-'}")


def _all(day: DayShown) -> Iterator[SlipLine]:
    """What the methods come to: the lines that are read first."""
    name, gateway = text("technician.day.all"), day.sheet.gateway if day.sheet else None
    yield from _both(name, day.machine.settled, gateway.settled if gateway else None)
    differences = [line.differs_by for line in day.sheet.lines] if day.sheet else []
    yield from _difference(name, sum(count for count, _ in differences), sum(fen for _, fen in differences))


def _both(name: Text, ours: Tally, theirs: Tally | None) -> Iterator[SlipLine]:
    counts = f"{ours.count} / {theirs.count if theirs else '-'}"
    sums = f"{digits(ours.fen)} / {digits(theirs.fen) if theirs else '-'}"
    yield SlipLine("pair", text("technician.slip.day_count", method=name), counts)
    yield SlipLine("pair", text("technician.slip.day_sum", method=name), sums)


def _difference(name: Text, count: int, fen: int) -> Iterator[SlipLine]:
    if count or fen:
        value = f"{count:+d} / {signed(fen)}"
        yield SlipLine("pair", text("technician.slip.day_differs", method=name), value)


def _notes(machine: DayTotals, gateway: DayTotals | None) -> Iterator[SlipLine]:
    """Every note that went in, whosever it is."""
    theirs = {each.value_fen: each for each in (gateway or NO_TOTALS).notes}
    ours = {each.value_fen: each for each in machine.notes}
    if not (ours or theirs):
        return
    yield SlipLine("sentence", text("technician.slip.day_notes"))
    for value_fen in sorted({*ours, *theirs}, reverse=True):
        here = ours[value_fen].all if value_fen in ours else 0
        there = "-" if gateway is None else str(theirs[value_fen].all if value_fen in theirs else 0)
        yield SlipLine("pair", note_name(value_fen), f"{here} / {there}")
    yield RULE
