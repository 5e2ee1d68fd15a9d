"""The day sheet on paper: both sides of every method, and two hands to sign."""

from collections.abc import Iterator

from kiosk.payment.amount import digits
from kiosk.payment.day_sheet import SheetLine
from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals
from kiosk.session.view import text
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
    for totals in day.machine.methods:
        line = beside.get(totals.method)
        yield from _method(totals, line)
    if day.sheet is None:
        yield SlipLine("sentence", text("technician.day.alone"))


def _method(ours: MethodTotals, line: SheetLine | None) -> Iterator[SlipLine]:
    name = text(f"technician.method.{ours.method}")
    theirs = line.gateway if line else None
    counts = f"{ours.settled.count} / {theirs.settled.count if theirs else '-'}"
    sums = f"{digits(ours.settled.fen)} / {digits(theirs.settled.fen) if theirs else '-'}"
    yield SlipLine("pair", text("technician.slip.day_count", method=name), counts)
    yield SlipLine("pair", text("technician.slip.day_sum", method=name), sums)
    if line is not None and line.differs_by != (0, 0):
        count, fen = line.differs_by
        yield SlipLine(
            "pair", text("technician.slip.day_differs", method=name), f"{count:+d} / {signed(fen)}"
        )
    open_ = (ours.open.count, theirs.open.count if theirs else 0)
    if any(open_):
        label = text("technician.slip.day_open", method=name)
        yield SlipLine("pair", label, f"{open_[0]} / {open_[1] if theirs else '-'}")


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
