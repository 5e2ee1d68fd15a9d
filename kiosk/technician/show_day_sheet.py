"""The day sheet on the display: methods with both sides and the difference, and the notes by value."""

from collections.abc import Iterator

from kiosk.payment.amount import digits
from kiosk.payment.day_sheet import DaySheet
from kiosk.payment.day_totals import NOTHING, DayTotals, NoteTotals, Tally, summed
from kiosk.payment.methods import METHODS
from kiosk.session.view import Button, Page, Text, text
from kiosk.technician.acts import note_name, signed
from kiosk.technician.day_shown import DayShown, dates, weeks
from kiosk.technician.events import DayChosen, PageTurned, PrintTapped
from kiosk.technician.model import DayPage, Mode
from kiosk.technician.show_parts import Shown, back, leave
from kiosk.technician.view import Grid, GridRow, Level, Sheet

_LEVELS: dict[str, Level] = {"agrees": "ok", "midnight": "ok", "open": "busy", "differs": "error"}
_APART = ("open", "not_charged", "given_back")


def day_sheet(mode: Mode, page: DayPage) -> Shown:
    day = mode.day if mode.day is not None and mode.day.date == page.date else None
    said, level = _said(day)
    desk = Sheet(
        title=text("technician.page.day_sheet", date=page.date),
        said=said,
        level=level,
        grids=(_methods(day), _notes(day)) if day else (),
        days=tuple(_day(mode, page, date) for date in dates(mode.wall_s, page.week)),
        page=_pager(page),
    )
    reading = None if day else text("technician.day.reading")
    slip = Button(
        "print", text("technician.button.print_day"), PrintTapped(), enabled=day is not None, reason=reading
    )
    return desk, (back(), slip, leave())


def _said(day: DayShown | None) -> tuple[Text, Level]:
    """What it comes to, and what to do about it."""
    if day is None:
        return text("technician.day.reading"), "busy"
    if not day.whole:
        return text("technician.day.not_whole"), "warning"
    if day.sheet is None:
        return text("technician.day.alone"), "warning"
    verdict = day.sheet.verdict
    return text(f"technician.day.{verdict}"), _LEVELS[verdict]


def _day(mode: Mode, page: DayPage, date: str) -> Button:
    today, yesterday = dates(mode.wall_s, 0)[:2]
    names = {today: text("technician.day.today"), yesterday: text("technician.day.yesterday")}
    label = names.get(date, text("technician.day.date", date=date[5:]))
    return Button(f"day_{date}", label, DayChosen(date), tone="primary" if date == page.date else "plain")


def _pager(page: DayPage) -> Page:
    return Page(
        page.week + 1,
        weeks(),
        Button("page_previous", text("page.previous"), PageTurned(-1), enabled=page.week > 0),
        Button("page_next", text("page.next"), PageTurned(1), enabled=page.week < weeks() - 1),
    )


# -- methods -------------------------------------------------------------------------------------------


def _methods(day: DayShown) -> Grid:
    heads = ("method", "machine_count", "machine_sum", "gateway_count", "gateway_sum", "difference")
    gateway = day.sheet.gateway if day.sheet else None
    rows = (*_settled(day, gateway), *_midnight(day.sheet), *_apart(day.machine, gateway))
    return Grid(tuple(text(f"technician.day.head.{head}") for head in heads), tuple(rows))


def _settled(day: DayShown, gateway: DayTotals | None) -> Iterator[GridRow]:
    by_method = {line.method: line for line in day.sheet.lines} if day.sheet else {}
    fen = 0
    for method in METHODS:
        line = by_method.get(method)
        ours = line.machine.settled if line else day.machine.of(method).settled
        theirs = line.gateway.settled if line else None
        difference = signed(line.differs_by[1]) if line else "-"
        fen += line.differs_by[1] if line else 0
        # The same sum of more payments is a difference too.
        if line and line.differs_by[0] and not line.differs_by[1]:
            difference = f"{line.differs_by[0]:+d}"
        level: Level | None = "error" if line and line.verdict == "differs" else None
        yield _row(f"method_{method}", text(f"technician.method.{method}"), ours, theirs, difference, level)
    whole = gateway.settled if gateway else None
    name = text("technician.day.all")
    yield _row("all", name, day.machine.settled, whole, signed(fen) if gateway else "-", strong=True)


def _midnight(sheet: DaySheet | None) -> Iterator[GridRow]:
    """Counted to this day by one side alone; in its sums above, and in no difference."""
    lines = sheet.lines if sheet else ()
    ours, theirs = (
        summed(line.machine_midnight for line in lines),
        summed(line.gateway_midnight for line in lines),
    )
    if ours.count or theirs.count:
        yield _row("midnight", text("technician.day.midnight_row"), ours, theirs, "")


def _apart(machine: DayTotals, gateway: DayTotals | None) -> Iterator[GridRow]:
    for stem in _APART:
        ours = summed(getattr(each, stem) for each in machine.methods)
        theirs = summed(getattr(each, stem) for each in gateway.methods) if gateway else None
        if ours.count or (theirs or NOTHING).count:
            yield _row(stem, text(f"technician.day.{stem}_row"), ours, theirs, "")


def _row(
    name: str,
    label: Text,
    ours: Tally,
    theirs: Tally | None,
    difference: str,
    level: Level | None = None,
    *,
    strong: bool = False,
) -> GridRow:
    right = (str(theirs.count), digits(theirs.fen)) if theirs else ("-", "-")
    cells = (label, str(ours.count), digits(ours.fen), *right, difference)
    return GridRow(name, cells, level, strong)


# -- notes ---------------------------------------------------------------------------------------------


def _notes(day: DayShown) -> Grid:
    heads = ("note", "paid", "found", "still_open", "gateway")
    ours = {each.value_fen: each for each in day.machine.notes}
    theirs = {each.value_fen: each for each in day.sheet.gateway.notes} if day.sheet else None
    values = sorted({*ours, *(theirs or ())}, reverse=True)
    rows = tuple(_note(value, ours.get(value), theirs) for value in values)
    none = GridRow("no_notes", (text("technician.day.no_notes"), "", "", "", ""))
    return Grid(tuple(text(f"technician.day.head.{head}") for head in heads), rows or (none,))


def _note(value_fen: int, ours: NoteTotals | None, theirs: dict[int, NoteTotals] | None) -> GridRow:
    here = ours or NoteTotals(value_fen)
    there = "-" if theirs is None else str(theirs[value_fen].all if value_fen in theirs else 0)
    cells = (note_name(value_fen), str(here.paid), str(here.found), str(here.open), there)
    return GridRow(f"note_{value_fen}", cells)
