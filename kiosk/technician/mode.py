"""step(mode, event) -> (mode, effects): the only way the technician's mode changes. Pure and total.

An event that a state or page has no rule for changes nothing.
"""

from msgspec.structs import replace

from kiosk.technician import (
    mode_cards,
    mode_day_sheet,
    mode_desk,
    mode_exchange,
    mode_leaving,
    mode_run,
    mode_sign_in,
)
from kiosk.technician.effects import AskLockout
from kiosk.technician.entries import entries_between
from kiosk.technician.events import (
    ActsRead,
    BoxChanged,
    CallRead,
    CardEnded,
    CardEntered,
    CardsRead,
    DayRead,
    DoorChanged,
    Event,
    LinesRead,
    LockoutTold,
    PartsChanged,
    PinChecked,
    ResponseChecked,
    ResultsRead,
    SafetyChanged,
    SelfTestTold,
    StaffCardShown,
    SuppliesChanged,
    Ticked,
    Touch,
)
from kiosk.technician.model import DayPage, Desk, Exchange, Mode, NewCard, NewRoll, OneCard, SignIn, Waiting
from kiosk.technician.moving import Moved
from kiosk.technician.rules import ModeRules
from kiosk.technician.view import CellTouched


def start(rules: ModeRules) -> Moved:
    """A machine that has just been switched on: it is the residents', and the keypad may be closed."""
    return Mode(rules), (AskLockout(),)


def step(mode: Mode, event: Event | CellTouched) -> Moved:
    """The next mode and what is to be done for it. Never raises, whatever comes when."""
    before = mode
    mode, noted = _note(mode, event)
    mode, done = _advance(mode, event)
    return mode, noted + done + entries_between(before, mode, event)


def _note(mode: Mode, event: Event | CellTouched) -> Moved:
    """Write down what the event says of the machine, whatever the page makes of it."""
    if isinstance(event, Touch | CellTouched):
        mode = replace(mode, touched_s=mode.now_s, notice=None)
    match event:
        case Ticked(now_s, wall_s):
            return replace(mode, now_s=now_s, wall_s=wall_s), ()
        case SafetyChanged(safety):
            began_s = mode.now_s if mode.rest_since_s is None else mode.rest_since_s
            since_s = began_s if safety.at_rest else None
            return replace(mode, safety=safety, rest_since_s=since_s), ()
        case DoorChanged(is_open):
            return replace(mode, door_open=is_open), ()
        case StaffCardShown():
            return replace(mode, card_until_s=mode.now_s + mode.rules.timing.factor_s), ()
        case LockoutTold(lockout) | PinChecked(lockout=lockout) | ResponseChecked(lockout=lockout):
            return replace(mode, lockout=lockout, locked_at_s=mode.now_s), ()
        case PartsChanged(parts):
            return replace(mode, parts=parts), ()
        case ResultsRead(results):
            return replace(mode, results=results), ()
        case LinesRead("entries", _, lines):
            return replace(mode, entries=lines), ()
        case LinesRead("trace", part, lines) if isinstance(mode.page, Desk) and mode.page.part == part:
            return replace(mode, trace=lines), ()
        case CallRead(wall_s):
            return replace(mode, called_wall_s=wall_s), ()
        case ActsRead(acts):
            return replace(mode, acts=acts), ()
        case DayRead(day):
            return replace(mode, day=day), ()
        case CardsRead(lines):
            return replace(mode, cards=lines), ()
        case CardEntered() | CardEnded():
            return mode_cards.told(mode, event)
        case SuppliesChanged(supplies, exchange):
            return mode_exchange.told(mode, supplies, exchange), ()
        case BoxChanged(is_in):
            return mode_exchange.box_changed(mode, is_in)
        case SelfTestTold(news):
            return mode_run.told(mode, news)
        case _:
            return mode, ()


def _advance(mode: Mode, event: Event | CellTouched) -> Moved:
    if isinstance(event, Ticked):
        ended = mode_leaving.time_up(mode)
        if ended is not None:
            return ended
    match mode.state:
        case "inactive":
            return mode_sign_in.called(mode, event)
        case "exit_pending":
            return mode_leaving.exit_pending(mode, event)
        case _:
            return _on_page(mode, event)


def _on_page(mode: Mode, event: Event | CellTouched) -> Moved:
    match mode.page:
        case Waiting():
            return mode_sign_in.waiting(mode, event)
        case SignIn() as page:
            return mode_sign_in.sign_in(mode, page, event)
        case _ if mode.run is not None:
            return mode_run.running(mode, mode.run, event)
        case Desk() as page:
            return mode_desk.desk(mode, page, event)
        case NewRoll():
            return mode_exchange.new_roll(mode, event)
        case Exchange() as page:
            return mode_exchange.exchange(mode, page, event)
        case DayPage() as page:
            return mode_day_sheet.day_sheet(mode, page, event)
        case NewCard() as page:
            return mode_cards.new_card(mode, page, event)
        case OneCard() as page:
            return mode_cards.one_card(mode, page, event)
