"""view(mode) -> TechnicianView: what the technician's display shows. Pure, total, and without a secret."""

from kiosk.session.show_parts import listing
from kiosk.session.view import Text, text
from kiosk.technician import (
    show_board,
    show_cards,
    show_day_sheet,
    show_lines,
    show_run,
    show_sign_in,
    show_supplies,
)
from kiosk.technician.acts import moment
from kiosk.technician.model import DayPage, Desk, Exchange, Mode, NewCard, NewRoll, OneCard, SignIn, Waiting
from kiosk.technician.show_parts import Shown, moment_now
from kiosk.technician.view import Board, TechnicianView


def view(mode: Mode) -> TechnicianView | None:
    """None while the display is the residents'."""
    shown = _shown(mode)
    if shown is None:
        return None
    desk, buttons = shown
    return TechnicianView(
        title=text("technician.title", number=mode.rules.machine_number),
        whose=_whose(mode),
        clock=moment_now(mode),
        desk=desk,
        buttons=buttons,
        notice=mode.notice or (_called(mode) if isinstance(desk, Board) else None),
        banner=text("frame.demonstration") if mode.rules.demonstration else None,
    )


def _shown(mode: Mode) -> Shown | None:
    match mode.page:
        case Waiting():
            return None
        case SignIn() as page:
            return show_sign_in.sign_in(mode, page)
        case _ if mode.run is not None and mode.run.ask is not None:
            return show_run.asked(mode, mode.run, mode.run.ask)
        case _ if mode.run is not None:
            return show_board.board(mode)
        case Desk() as page:
            return _desk(mode, page)
        case NewRoll():
            return show_supplies.new_roll(mode)
        case Exchange() as page:
            return show_supplies.exchange(mode, page)
        case DayPage() as page:
            return show_day_sheet.day_sheet(mode, page)
        case NewCard() as page:
            return show_cards.new_card(mode, page)
        case OneCard() as page:
            return show_cards.one_card(mode, page)


def _desk(mode: Mode, page: Desk) -> Shown:
    match page.place:
        case "board":
            return show_board.board(mode)
        case "tests":
            return show_board.tests(mode, page)
        case "trace" | "entries" | "history" | "acts":
            return show_lines.lines(mode, page)
        case "supplies":
            return show_supplies.supplies(mode)
        case "cards":
            return show_cards.cards(mode, page)


def _called(mode: Mode) -> Text | None:
    """Why somebody is here, for as long as their visit lasts; news stand before it until the next touch."""
    if mode.called_wall_s is None:
        return None
    return text("technician.called", at=moment(mode.rules, mode.called_wall_s))


def _whose(mode: Mode) -> Text:
    """Whose mode this is, how long it stays open untouched, and whether the service door stands open."""
    whose = text("technician.entrance")
    if mode.technician:
        left_s = max(0, round(mode.rules.timing.sitting_s - mode.quiet_s()))
        whose = text("technician.whose", number=mode.technician, left=f"{left_s // 60}:{left_s % 60:02d}")
    return listing(whose, text("technician.door_stands_open") if mode.door_open else None)
