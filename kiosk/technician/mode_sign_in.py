"""From the sign at the display or the open door to a technician who has shown who they are.

Nothing is tried without the second factor, so that a PIN alone can be neither used nor guessed at.
"""

from msgspec.structs import replace

from kiosk.session.secret import Secret
from kiosk.technician.effects import (
    AskLockout,
    CheckPin,
    CheckResponse,
    CloseToResidents,
    Effect,
    OpenStaffSlot,
    ReadCall,
    ReadResults,
    TakeOver,
)
from kiosk.technician.events import (
    BackTapped,
    BoxChanged,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    DoorChanged,
    EntryAsked,
    Event,
    LockoutTold,
    PinChecked,
    ResponseChecked,
    SafetyChanged,
    StaffCardShown,
    Ticked,
)
from kiosk.technician.model import Desk, Exchange, Mode, SignIn, SignInProblem, Waiting
from kiosk.technician.moving import Moved, give_up, go, look_at, stay
from kiosk.technician.rules import PIN_DIGITS, RESPONSE_DIGITS, TECHNICIAN_DIGITS
from kiosk.technician.view import CellTouched


def called(mode: Mode, event: Event | CellTouched) -> Moved:
    """The residents' machine is asked for. Who is being served is served first."""
    match event:
        case EntryAsked() | DoorChanged(is_open=True) | BoxChanged(is_in=False):
            waiting = replace(mode, state="enter_pending", page=Waiting(), entered_s=mode.now_s)
            return stay(waiting, CloseToResidents())
        case _:
            return stay(mode)


def waiting(mode: Mode, event: Event | CellTouched) -> Moved:
    """The keypad comes up when nobody is served and what was on its way into a slot has shown itself."""
    timing = mode.rules.timing
    match event:
        case Ticked() | SafetyChanged() if _at_rest(mode):
            return to_keypad(replace(mode, touched_s=mode.now_s), TakeOver())
        case Ticked() if mode.now_s - mode.entered_s >= timing.waiting_s and not mode.door_open:
            return give_up(mode)
        case _:
            return stay(mode)


def _at_rest(mode: Mode) -> bool:
    rested_s = mode.now_s - mode.rest_since_s if mode.rest_since_s is not None else 0.0
    since_call_s = mode.now_s - mode.entered_s
    safe = mode.safety.at_rest and not mode.safety.money_in_flight
    return safe and min(rested_s, since_call_s) >= mode.rules.timing.settle_s


def to_keypad(mode: Mode, *effects: Effect) -> Moved:
    """Nobody is signed in from here on."""
    return go(replace(mode, technician=""), SignIn(), *effects, AskLockout(), OpenStaffSlot(is_open=True))


def sign_in(mode: Mode, page: SignIn, event: Event | CellTouched) -> Moved:
    timing = mode.rules.timing
    match event:
        case PinChecked(verdict, technician) if page.checking:
            return _checked(mode, verdict, technician)
        case ResponseChecked(right) if page.checking:
            problem: SignInProblem = "" if right else "wrong_code"
            return go(mode, SignIn(problem=problem))
        case LockoutTold():
            return stay(mode)
        case StaffCardShown() | DoorChanged(is_open=True) if page.problem == "no_factor":
            return go(mode, replace(page, problem=""))
        case BackTapped() if mode.state == "enter_pending" and not page.checking:
            return give_up(mode)
        case Ticked() if mode.state == "enter_pending" and not mode.door_open:
            return give_up(mode) if mode.quiet_s() >= timing.page_s else stay(mode)
        case DigitPressed() | DigitDeleted() | DigitsCleared() if not page.checking:
            return _typed(mode, page, event)
        case _:
            return stay(mode)


def _typed(mode: Mode, page: SignIn, event: DigitPressed | DigitDeleted | DigitsCleared) -> Moved:
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and not mode.keypad_closed_s():
            return _with_digit(mode, replace(page, typed=f"{page.typed}{digit}", problem=""))
        case DigitDeleted() if page.typed:
            return go(mode, replace(page, typed=page.typed[:-1]))
        case DigitDeleted() | DigitsCleared():
            return go(mode, SignIn())
        case _:
            return stay(mode)


def _with_digit(mode: Mode, page: SignIn) -> Moved:
    """What is complete goes on by itself: a number to the PIN, a PIN or a code to be checked."""
    if mode.lockout.locked:
        if len(page.typed) < RESPONSE_DIGITS:
            return go(mode, page)
        return go(mode, SignIn(checking=True), CheckResponse(Secret(page.typed)))
    if not page.technician:
        if len(page.typed) < TECHNICIAN_DIGITS:
            return go(mode, page)
        return go(mode, SignIn(page.typed))
    if not mode.has_factor:
        return go(mode, SignIn(page.technician, problem="no_factor"))
    if len(page.typed) < PIN_DIGITS:
        return go(mode, page)
    check = CheckPin(page.technician, Secret(page.typed))
    return go(mode, SignIn(page.technician, checking=True), check)


def _checked(mode: Mode, verdict: SignInProblem | str, technician: str) -> Moved:
    match verdict:
        case "right":
            return _signed_in(replace(mode, state="active", technician=technician))
        case "wrong" | "closed" | "broken":
            return go(mode, SignIn(problem=verdict))
        case _:
            return go(mode, SignIn())


def _signed_in(mode: Mode) -> Moved:
    """An exchange that was broken off is the first thing to be finished; its box may already be gone."""
    mode = replace(mode, touched_s=mode.now_s, card_until_s=-1.0)
    if mode.exchange is not None:
        return go(mode, Exchange(), ReadResults(), ReadCall())
    mode, effects = look_at(mode, Desk())
    return mode, (*effects, ReadResults(), ReadCall())
