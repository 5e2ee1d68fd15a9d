"""The pages to look at: board, tests, cards, supplies, lines of many kinds; and what can be begun there."""

from msgspec.structs import replace

from kiosk.session.view import text
from kiosk.technician import mode_run
from kiosk.technician.effects import ExportReport, PrintReport, ReadLines
from kiosk.technician.events import (
    AllTestsChosen,
    BackTapped,
    CardOpened,
    DaySheetTapped,
    Event,
    ExchangeTapped,
    ExportTapped,
    Failed,
    FilterChosen,
    LeaveTapped,
    NewCardTapped,
    NewRollTapped,
    PageTurned,
    PartOpened,
    Place,
    PlaceOpened,
    Printed,
    PrintTapped,
    ReportWritten,
    TestChosen,
    Ticked,
)
from kiosk.technician.lists import turned
from kiosk.technician.mode_cards import line_of
from kiosk.technician.mode_day_sheet import open_sheet
from kiosk.technician.mode_exchange import open_exchange
from kiosk.technician.mode_leaving import leave
from kiosk.technician.model import Desk, Mode, NewCard, NewRoll, OneCard
from kiosk.technician.moving import Moved, go, look_at, stay, told
from kiosk.technician.view import CellTouched

_ABOVE: dict[Place, Place] = {"acts": "supplies"}
"""Where "back" leads to; the board, where nothing stands here."""


def desk(mode: Mode, page: Desk, event: Event | CellTouched) -> Moved:
    match event:
        case PlaceOpened(place):
            return look_at(mode, Desk(place))
        case PartOpened(part):
            return look_at(mode, Desk("tests", part))
        case FilterChosen(part):
            return look_at(mode, replace(page, part=part, page=0))
        case PageTurned(by):
            return go(mode, replace(page, page=turned(mode, page, by)))
        case BackTapped():
            return look_at(mode, Desk(_ABOVE.get(page.place, "board")))
        case Ticked() if page.place in {"board", "trace"}:
            return stay(mode, ReadLines("trace", page.part))
        case AllTestsChosen():
            return mode_run.begin(mode, tuple(spec.name for spec in mode.rules.tests))
        case TestChosen(test) if mode.rules.spec(test) is not None:
            return mode_run.begin(mode, (test,))
        case NewRollTapped() if page.place == "supplies":
            return go(mode, NewRoll())
        case ExchangeTapped() if page.place == "supplies" and mode.rules.has_note_acceptor:
            return open_exchange(mode)
        case DaySheetTapped() if page.place == "supplies":
            return open_sheet(mode)
        case NewCardTapped() if page.place == "cards" and mode.cards is not None:
            return go(mode, NewCard())
        case CardOpened(card) if page.place == "cards" and line_of(mode, card) is not None:
            return go(mode, OneCard(card))
        case LeaveTapped():
            return leave(mode)
        case _:
            return _report(mode, event)


def _report(mode: Mode, event: Event | CellTouched) -> Moved:
    match event:
        case ExportTapped():
            return stay(mode, ExportReport())
        case PrintTapped():
            return stay(mode, PrintReport())
        case ReportWritten(where):
            return replace(mode, notice=text("technician.notice.report", where=where)), ()
        case Printed():
            return told(mode, "technician.notice.printed")
        case Failed(what):
            return told(mode, f"technician.failed.{what}")
        case _:
            return stay(mode)
