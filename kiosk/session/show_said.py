"""What is said once more, when, and with what tone: to whoever hesitates, and to whoever forgets things."""

from kiosk.session.model import Session
from kiosk.session.steps import Goodbye, Idle, TakeCard, TakeReceipt
from kiosk.session.steps_forms import TakeSlip
from kiosk.session.steps_meter_cards import TakePaidCard
from kiosk.session.steps_numbers import TakeNumbers
from kiosk.session.view import Text, text

REPEAT_S = 30.0
"""After so long a screen is said again to whoever hesitates before it, and after as long once more."""

OFFER_HELP_S = 60.0

REMINDER_S = 3.0
"""CRD-2: how often what is to be taken is called out, while its owner cannot be far."""

SPEAK_WAIT_S = 4.0
"""FLW-19: a wait that is longer is spoken of."""


def said(session: Session) -> int:
    """Grows whenever the screen is to be said again; somebody's touch lets it begin anew."""
    waits_s = _something_waits_s(session)
    if waits_s is not None:
        often_s = min(waits_s, session.rules.timing.idle_s)
        again = int(often_s / REMINDER_S) + int((waits_s - often_s) / REPEAT_S)
    elif isinstance(session.step, Idle | Goodbye):
        again = 0
    else:
        again = int(session.quiet_s() / REPEAT_S)
    return session.said + again


def beeps(session: Session) -> bool:
    """TIM-4, CRD-2: a question whether somebody is there, and whatever is to be taken, are heard as well."""
    asks = session.overlay is not None and session.overlay.kind == "still_there"
    return asks or _something_waits_s(session) is not None


def _something_waits_s(session: Session) -> float | None:
    """How long a card or a receipt has waited to be taken, of which the screen tells now."""
    match session.overlay, session.step:
        case None, TakeCard(slot=slot) if session.slot(slot) == "offered":
            return session.in_step_s()
        case None, TakePaidCard() if session.slot("ic_card") == "offered":
            return session.in_step_s()
        case None, TakeReceipt() | TakeSlip() | TakeNumbers():
            return session.in_step_s()
        case None, Goodbye() if "offered" in session.slots.values():
            return session.in_step_s()
        case over, _ if over and over.kind == "card_out":
            return session.now_s - over.since_s
        case _:
            return None


def spoken_while_waiting(session: Session, title: Text, slow: Text | None = None) -> Text:
    """FLW-19: a wait that grows long is spoken of; `slow` explains one that has grown longer still."""
    waited_s = session.in_step_s()
    if slow is not None and waited_s >= session.rules.timing.explain_wait_s:
        return slow
    return text("waiting.spoken", what=title) if waited_s >= SPEAK_WAIT_S else title
