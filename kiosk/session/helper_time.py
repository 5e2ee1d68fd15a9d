"""When a helper's part ends by itself: with the session, with silence, and what they see with the hold."""

from msgspec.structs import replace

from kiosk.session.journey_helper import may_see
from kiosk.session.model import Session
from kiosk.session.steps import Done, Goodbye, Idle, TakeReceipt
from kiosk.session.steps_drafts import DraftIsKept
from kiosk.session.steps_forms import RequestFiled, TakeSlip
from kiosk.session.steps_numbers import TakeNumbers
from kiosk.session.steps_rest import OfferPaper, OfferRest

SILENCE_S = 15 * 60.0
"""A helper who has done nothing on their display for so long has gone."""

SEES_S = 30.0
"""The longest a resident's hold shows what was typed; then it takes a new one."""

PAD_S = 60.0
"""Half a number on the pad, and nobody there: it closes, and is nobody's secret any more."""

_ENDS = (Done, OfferRest, OfferPaper, TakeReceipt, RequestFiled, TakeSlip, TakeNumbers, DraftIsKept)

_FOR_THE_RESIDENT = {"still_there", "card_out", "card_kept", "card_out_of_sight"}
"""Questions that come up by themselves; the one display of a machine is given back for them."""


def time_passed(session: Session) -> Session:
    helper, pad = session.helper, session.pad
    if pad is not None and not pad.waiting and session.now_s - pad.touched_s >= PAD_S:
        session = replace(session, pad=None, at_panel=session.at_panel and helper is not None)
    if helper is None:
        return session
    if session.now_s - helper.seen_s >= SILENCE_S or _first_screen_left_alone(session):
        return without_helper(session)
    if helper.sees_since_s is not None and session.now_s - helper.sees_since_s >= SEES_S:
        return replace(session, helper=replace(helper, sees_since_s=None))
    return session


def _first_screen_left_alone(session: Session) -> bool:
    """AST-4: whoever comes next is another resident, who has asked for nobody."""
    return isinstance(session.step, Idle) and session.alone_s() >= session.rules.timing.idle_s


def kept_within(before: Session, session: Session) -> Session:
    """What holds after every event, whatever it was: nothing of a helper outlives what it was given for, and
    what was looked up, and may be pressed, for one resident is not there for the next.
    """
    if isinstance(session.step, Goodbye) or session.technician == "here":
        session = without_helper(session)
    if session.at_panel and _concerns_the_resident(before, session):
        session = replace(session, at_panel=False, pad=None)
    helper = session.helper
    if helper is None:
        return session
    if helper.sees_since_s is not None and not (may_see(session) and type(before.step) is type(session.step)):
        helper = replace(helper, sees_since_s=None)
    if helper.acting and not session.helper_display:
        helper = replace(helper, acting=False)
    if helper.told == "stopped" and type(before.step) is not type(session.step):
        helper = replace(helper, told="")
    if isinstance(before.step, Idle) != isinstance(session.step, Idle):
        acting = helper.acting and not isinstance(session.step, Idle)
        helper = replace(helper, found=None, told="", acting=acting)
    return session if helper is session.helper else replace(session, helper=helper)


def _concerns_the_resident(before: Session, session: Session) -> bool:
    """A question that came up by itself, a card to be taken, how a payment ended, a receipt."""
    if session.overlay is not None and session.overlay.kind in _FOR_THE_RESIDENT:
        return True
    new = type(before.step) is not type(session.step)
    return "offered" in session.slots.values() or (new and isinstance(session.step, _ENDS))


def without_helper(session: Session) -> Session:
    if session.helper is None and session.pad is None and not session.at_panel:
        return session
    return replace(session, helper=None, pad=None, at_panel=False)
