"""Leaving: refused while anything is unsafe, done by itself when the technician is gone and all is safe."""

from msgspec.structs import replace

from kiosk.session.view import text
from kiosk.technician.effects import CancelRun, OpenToResidents, ReturnDevices
from kiosk.technician.events import DevicesBack, Event, SafetyChanged, Ticked
from kiosk.technician.mode_sign_in import to_keypad
from kiosk.technician.model import Desk, Mode, SignIn, Waiting
from kiosk.technician.moving import Moved, go, look_at, stay, tell
from kiosk.technician.safety import Obstacle, physical_obstacles
from kiosk.technician.view import CellTouched


def obstacles(mode: Mode) -> tuple[Obstacle, ...]:
    """Why a technician may not say "resume service" now."""
    found = physical_obstacles(mode.safety, test_running=mode.run is not None)
    return (*found, "exchange_open") if mode.exchange is not None or mode.recording else found


def dangers(mode: Mode) -> tuple[Obstacle, ...]:
    """Why the residents cannot have the machine even when the technician has gone.

    A cash box that is not counted is none: cash stays off until it is, and all else works.
    """
    return physical_obstacles(mode.safety, test_running=mode.run is not None)


def leave(mode: Mode) -> Moved:
    found = obstacles(mode)
    if found:
        return tell(mode, text(f"technician.obstacle.{found[0]}")), ()
    return _hand_back(mode)


def _hand_back(mode: Mode) -> Moved:
    mode, effects = go(replace(mode, state="exit_pending", entered_s=mode.now_s), Waiting())
    return mode, (*effects, ReturnDevices())


def exit_pending(mode: Mode, event: Event | CellTouched) -> Moved:
    """The devices come to rest. What comes to light meanwhile is the technician's still."""
    match event:
        case SafetyChanged() if dangers(mode):
            return _back_inside(mode)
        case DevicesBack() if not dangers(mode):
            return _left(mode)
        case Ticked() if mode.now_s - mode.entered_s >= mode.rules.timing.hand_back_s:
            return _back_inside(mode) if dangers(mode) else _left(mode)
        case _:
            return stay(mode)


def _back_inside(mode: Mode) -> Moved:
    """With the reason, to whoever is signed in; to the keypad where nobody is."""
    mode = replace(mode, state="active", touched_s=mode.now_s)
    if not mode.technician:
        return to_keypad(mode)
    mode, effects = look_at(mode, Desk())
    return tell(mode, text(f"technician.obstacle.{dangers(mode)[0]}")), effects


def _left(mode: Mode) -> Moved:
    gone = replace(mode, state="inactive", page=Waiting(), technician="", notice=None, card_until_s=-1.0)
    return replace(gone, called_wall_s=None), (OpenToResidents(),)


def time_up(mode: Mode) -> Moved | None:
    """An untouched display is nobody's: back to the residents if that is safe, else behind the keypad.

    None while there is time, or where another rule watches over it. Behind an open door somebody may still
    have their hands in the machine.
    """
    if mode.state != "active" or mode.recording:
        return None
    unsafe = bool(dangers(mode)) or mode.door_open
    if isinstance(mode.page, SignIn):
        quiet = mode.quiet_s() >= mode.rules.timing.page_s and not mode.page.checking
        return _hand_back(mode) if quiet and not unsafe else None
    if mode.quiet_s() < mode.rules.timing.sitting_s:
        return None
    if mode.run is not None:
        return to_keypad(mode, CancelRun())
    return to_keypad(mode) if unsafe else _hand_back(replace(mode, technician=""))
