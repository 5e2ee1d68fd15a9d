"""The helper's own keys: signing in with number and PIN, and the serial number of a receipt."""

from msgspec.structs import replace

from kiosk.session.effects import CheckHelper, FindPayment
from kiosk.session.events import (
    Event,
    HelperChecked,
    HelperPadClosed,
    HelperPadOpened,
    PadAnswer,
    PadAnswered,
    PadCleared,
    PadConfirmed,
    PadDigitDeleted,
    PadDigitPressed,
    PaymentFound,
    PaymentNotFound,
    SerialAsked,
    Verdict,
)
from kiosk.session.model import Helper, HelperPad, PadAsks, Session
from kiosk.session.moving import Moved, stay
from kiosk.session.secret import Secret

NUMBER_DIGITS = 2
PIN_DIGITS = 8
"""As technicians' have: kiosk/access/pins.py."""

SERIAL_DIGITS = 14
"""The day as yymmdd, and eight digits."""

DIGITS: dict[PadAsks, int] = {"pin": NUMBER_DIGITS + PIN_DIGITS, "serial": SERIAL_DIGITS}


def on_the_pad(session: Session, event: Event) -> Moved | None:
    """None for an event that is not of the pad, or where there is none."""
    match event:
        case HelperPadOpened() if session.helper is None and session.technician != "here":
            at_panel = not session.helper_display
            if at_panel and session.holds_a_card():  # its red button must stay on the screen
                return stay(session)
            return replace(session, pad=_fresh("pin", session), at_panel=at_panel), ()
        case SerialAsked() if session.helper is not None:
            helper = replace(session.helper, found=None, told="")
            return replace(session, pad=_fresh("serial", session), helper=helper), ()
        case _ if session.pad is None:
            return None
        case HelperPadClosed():
            return replace(session, pad=None, at_panel=session.at_panel and session.helper is not None), ()
        case PadAnswered(request, answer):
            asked = session.pad.waiting and session.pad.request == request
            return _answered(session, session.pad, answer) if asked else session, ()
        case PadConfirmed():
            return _confirmed(session, session.pad)
        case _:
            pad = _typed(session.pad, event)
            return (replace(session, pad=replace(pad, touched_s=session.now_s)), ()) if pad else None


def signed_in(session: Session, name: str) -> Session:
    """Nothing of the resident's changes by it, and nothing goes from one helper to another."""
    helper = session.helper
    if helper is None or helper.name != name:
        helper = Helper(name, session.now_s, session.now_s)
    return replace(session, helper=replace(helper, seen_s=session.now_s), pad=None)


def _fresh(asks: PadAsks, session: Session) -> HelperPad:
    return HelperPad(asks, touched_s=session.now_s)


def _typed(pad: HelperPad, event: Event) -> HelperPad | None:
    """Nothing can be typed while what was typed is being checked."""
    digits = pad.digits.value
    match event:
        case PadDigitPressed(digit) if not 0 <= digit <= 9 or len(digits) >= DIGITS[pad.asks]:
            return pad
        case PadDigitPressed(digit):
            digits = f"{digits}{digit}"
        case PadDigitDeleted():
            digits = digits[:-1]
        case PadCleared():
            digits = ""
        case _:
            return None
    return pad if pad.waiting else replace(pad, digits=Secret(digits), problem="")


def _confirmed(session: Session, pad: HelperPad) -> Moved:
    """What was typed is kept no longer than it takes to ask."""
    digits = pad.digits.value
    closed = session.now_s < pad.closed_until_s
    if pad.waiting or closed or len(digits) != DIGITS[pad.asks]:
        return stay(session)
    request = session.helper_requests + 1
    waiting = replace(
        pad, digits=Secret(""), waiting=True, problem="", request=request, touched_s=session.now_s
    )
    asked = replace(session, pad=waiting, helper_requests=request)
    if pad.asks == "serial":
        return asked, (FindPayment(request, digits),)
    return asked, (CheckHelper(request, digits[:NUMBER_DIGITS], Secret(digits[NUMBER_DIGITS:])),)


def _answered(session: Session, pad: HelperPad, answer: PadAnswer) -> Session:
    match answer:
        case HelperChecked(verdict, name, left_s):
            return _checked(session, pad, verdict, name, left_s)
        case PaymentFound(outcome):
            helper = replace(session.helper, found=outcome) if session.helper else None
            return replace(session, pad=None, helper=helper)
        case PaymentNotFound(problem):
            return replace(session, pad=replace(pad, waiting=False, problem=problem))


def _checked(session: Session, pad: HelperPad, verdict: Verdict, name: str, left_s: float) -> Session:
    if verdict == "right":
        return signed_in(session, name)
    refused = replace(pad, waiting=False, problem=verdict, closed_until_s=session.now_s + left_s)
    return replace(session, pad=refused)
