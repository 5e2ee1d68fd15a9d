"""Changing supplies: a new roll, and the cash box counted by two.

The exchange itself lives on the disk: every change of it is handed over to be kept there, so that it goes
on after a power cut where it stood.
"""

from msgspec.structs import replace

from kiosk.session.view import text
from kiosk.technician import form
from kiosk.technician.acts import cash_act, paper_act, slip_of
from kiosk.technician.effects import KeepExchange, PrintSlip, RecordAct
from kiosk.technician.events import (
    ActRecorded,
    BackTapped,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    Failed,
    LeaveTapped,
    NewRollTapped,
    NextTapped,
    RecountTapped,
    RowChosen,
)
from kiosk.technician.mode_leaving import leave
from kiosk.technician.model import Desk, Exchange, Mode
from kiosk.technician.moving import Moved, go, look_at, stay, tell
from kiosk.technician.supplies import CashAct, CashExchange, Supplies
from kiosk.technician.view import CellTouched


def told(mode: Mode, supplies: Supplies, exchange: CashExchange | None) -> Mode:
    """What the disk says. An exchange known here is newer than what was read, and ends by its act alone;
    a note that is told late, when the box is out already, belongs to it."""
    known = mode.exchange or exchange
    known = replace(known, box=supplies.box) if known else None
    return replace(mode, supplies=supplies, exchange=known)


def box_changed(mode: Mode, is_in: bool) -> Moved:
    """A box that is taken out opens the exchange by itself, whoever took it."""
    mode = replace(mode, box_in=is_in)
    if is_in or mode.exchange is not None or mode.recording:
        return stay(mode)
    return _opened(mode, by_itself=not mode.technician)


def _opened(mode: Mode, *, by_itself: bool) -> Moved:
    opened = CashExchange(mode.supplies.box, mode.wall_s, by_itself)
    mode, effects = replace(mode, exchange=opened), (KeepExchange(opened),)
    return (replace(mode, page=Exchange()), effects) if mode.technician and not mode.run else (mode, effects)


def open_exchange(mode: Mode) -> Moved:
    """By the technician's tap: a new one, or the one that was broken off."""
    if mode.exchange is not None:
        return go(mode, Exchange())
    return _opened(mode, by_itself=False)


def new_roll(mode: Mode, event: Event | CellTouched) -> Moved:
    match event:
        case NewRollTapped() if not mode.recording:
            return replace(mode, recording=True), (RecordAct(paper_act(mode)),)
        case ActRecorded() | Failed():
            return _recorded(mode, event)
        case BackTapped() if not mode.recording:
            return look_at(mode, Desk("supplies"))
        case _:
            return stay(mode)


def exchange(mode: Mode, page: Exchange, event: Event | CellTouched) -> Moved:
    opened = mode.exchange
    match event:
        case ActRecorded() | Failed():
            return _recorded(mode, event)
        case LeaveTapped():
            return leave(mode)
        case BackTapped() if not mode.recording:
            return look_at(mode, Desk("supplies"))
        case _ if opened is None or mode.recording:
            return stay(mode)
        case RowChosen(name) if name in form.rows_of(mode, opened):
            return go(mode, Exchange(name))
        case DigitPressed() | DigitDeleted() | DigitsCleared():
            return _typed(mode, page, opened, event)
        case NextTapped():
            return _next(mode, opened)
        case RecountTapped() if opened.step == "compare":
            again = replace(opened, step="count", counted={}, recounts=opened.recounts + 1)
            return _kept(mode, again)
        case _:
            return stay(mode)


def _typed(
    mode: Mode, page: Exchange, opened: CashExchange, event: DigitPressed | DigitDeleted | DigitsCleared
) -> Moved:
    row = form.chosen_row(mode, opened, page.row)
    value = form.value_of(opened, row)
    match event:
        case _ if not row:
            return stay(mode)
        case DigitPressed(digit) if 0 <= digit <= 9 and len(value) < form.room_for(row):
            value = f"{value}{digit}"
        case DigitDeleted():
            value = value[:-1]
        case DigitsCleared():
            value = ""
        case _:
            return stay(mode)
    return _kept(replace(mode, page=Exchange(row)), form.with_value(opened, row, value))


def _next(mode: Mode, opened: CashExchange) -> Moved:
    """What the machine says is shown only when everything has been counted: a count must not be a copy."""
    lacking = form.missing(mode, opened)
    if lacking:
        return stay(tell(mode, text(f"technician.lacking.{lacking}")))
    match opened.step:
        case "count":
            return _kept(mode, replace(opened, step="people"))
        case "people":
            return _kept(mode, replace(opened, step="compare"))
        case "compare":
            return replace(mode, recording=True), (RecordAct(cash_act(mode, opened)),)


def _kept(mode: Mode, changed: CashExchange) -> Moved:
    page = mode.page if mode.exchange and changed.step == mode.exchange.step else Exchange()
    return replace(mode, exchange=changed, page=page), (KeepExchange(changed),)


def _recorded(mode: Mode, event: ActRecorded | Failed) -> Moved:
    """The slip follows from what is on the disk, number and case included; it can be printed again."""
    mode = replace(mode, recording=False)
    if isinstance(event, Failed):
        return stay(tell(mode, text(f"technician.failed.{event.what}")))
    act = event.act
    mode = replace(mode, exchange=None) if isinstance(act, CashAct) else mode
    mode, effects = look_at(mode, Desk("acts"))
    stem = "case" if isinstance(act, CashAct) and act.differs else "act"
    number = str(act.case if isinstance(act, CashAct) and act.differs else act.number)
    notice = text(f"technician.notice.{stem}", number=number)
    return tell(mode, notice), (*effects, PrintSlip(slip_of(act, mode.rules)))
