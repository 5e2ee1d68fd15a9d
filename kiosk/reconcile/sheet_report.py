"""Day sheets for people to read and as JSON."""

from collections.abc import Iterator, Sequence

import msgspec

from kiosk.gateway.office.day_sheet_cases import told_too_early
from kiosk.payment.day_sheet import SheetLine, Verdict
from kiosk.payment.day_totals import MethodTotals, NoteTotals, Tally
from kiosk.reconcile.sums import yuan_of
from kiosk.wire.day_sheet import DaySheetAnswer

_NOT_TOLD = "the kiosk has not told its totals"
_TOO_EARLY = "not decided yet: the kiosk told its totals before the day was over"
_SAID: dict[Verdict, str] = {
    "agrees": "both sides agree",
    "midnight": "both sides agree; some payments are on either side of midnight",
    "open": "not decided yet: open payments",
    "differs": "DIFFERS: look into it",
}
_HEAD = f"    {'method':12}{'machine':>8}{'yuan':>14}{'gateway':>10}{'yuan':>14}{'differ':>8}{'yuan':>14}"


def in_json(sheets: Sequence[DaySheetAnswer]) -> str:
    return msgspec.json.encode({"sheets": sheets}).decode()


def in_text(sheets: Sequence[DaySheetAnswer]) -> str:
    return "\n".join(line for sheet in sheets for line in sheet_lines(sheet))


def sheet_lines(sheet: DaySheetAnswer) -> Iterator[str]:
    machine = sheet.machine
    said = _NOT_TOLD if machine is None else f"{_said(sheet, machine.verdict)} (told {machine.told_at})"
    yield f"  {sheet.kiosk_id} on {sheet.date}: {said}"
    if machine is not None and not machine.whole:
        yield "    its journal does not hold the whole day any more"
    yield _HEAD
    if machine is None:
        yield from (_alone(totals) for totals in sheet.gateway.methods)
    for line in machine.lines if machine else ():
        yield _beside(line)
    for totals in sheet.gateway.methods:
        yield from _apart(f"gateway, {totals.method}", totals)
    for line in machine.lines if machine else ():
        yield from _apart(f"machine, {line.method}", line.machine)
        yield from _around_midnight(line)
    yield from _notes("machine", machine.totals.notes if machine else ())
    yield from _notes("gateway", sheet.gateway.notes)


def _said(sheet: DaySheetAnswer, verdict: Verdict) -> str:
    return _TOO_EARLY if verdict == "differs" and told_too_early(sheet) else _SAID[verdict]


def _alone(totals: MethodTotals) -> str:
    return f"    {totals.method:12}{'-':>8}{'-':>14}{_figures(totals.settled, 10)}"


def _beside(line: SheetLine) -> str:
    count, fen = line.differs_by
    sides = f"{_figures(line.machine.settled, 8)}{_figures(line.gateway.settled, 10)}"
    return f"    {line.method:12}{sides}{count:>+8,}{yuan_of(fen):>14}"


def _figures(tally: Tally, width: int) -> str:
    return f"{tally.count:>{width},}{yuan_of(tally.fen):>14}"


def _apart(whose: str, totals: MethodTotals) -> Iterator[str]:
    """What is not in the sums above."""
    apart = (("not charged", totals.not_charged), ("open", totals.open), ("given back", totals.given_back))
    told = [f"{name} {tally.count:,} ({yuan_of(tally.fen)})" for name, tally in apart if tally.count]
    if told:
        yield f"    {whose}: {', '.join(told)}"


def _around_midnight(line: SheetLine) -> Iterator[str]:
    for whose, tally in (("machine", line.machine_midnight), ("gateway", line.gateway_midnight)):
        if tally.count:
            counted = f"{tally.count:,} ({yuan_of(tally.fen)})"
            yield f"    around midnight, {line.method}: {counted} on this day for the {whose} alone"


def _notes(whose: str, notes: Sequence[NoteTotals]) -> Iterator[str]:
    if notes:
        told = (f"{yuan_of(n.value_fen)} x {n.paid}{_others(n)}" for n in notes)
        yield f"    notes, {whose}: {', '.join(told)}"


def _others(notes: NoteTotals) -> str:
    found = f" + {notes.found} found" if notes.found else ""
    return found + (f" + {notes.open} of open payments" if notes.open else "")
