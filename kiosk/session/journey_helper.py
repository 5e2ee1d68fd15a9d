"""What a helper does beside the resident. Pressed for them is everything but a payment's confirmation, and
nothing once stopped until the helper begins anew, which the resident reads of. What is the helper's own is
not stopped: a card thrown out, a copy, a look-up, a call. Displays change sides when the resident agrees.
"""

from msgspec.structs import replace

from kiosk.session.effects import CallTechnician, EjectCard, PrintReceipt, copy_id
from kiosk.session.events import (
    ActingBegun,
    ActingEnded,
    ByHelper,
    EjectCardAsked,
    Event,
    HelperActed,
    HelperCardShown,
    HelperLeft,
    Helping,
    PanelClosed,
    PanelOpened,
    ReceiptFailed,
    ReceiptPrinted,
    ReprintAsked,
    SeeHoldPressed,
    SeeHoldReleased,
    SidesSwapped,
    StopHelperTapped,
    TechnicianCalled,
    TechnicianCallEnded,
)
from kiosk.session.helper_receipts import receipt_at_hand
from kiosk.session.household import Slot
from kiosk.session.journey_cards import give_back
from kiosk.session.journey_helper_pad import on_the_pad, signed_in
from kiosk.session.journey_swap import ask_to_swap
from kiosk.session.model import Helper, Session
from kiosk.session.moving import Moved, stay
from kiosk.session.steps import InsertCard, ReadingCard, TakeCard, TypeNumber
from kiosk.session.steps_meter_cards import being_written


def helped(session: Session, event: Event) -> Moved | None:
    """None for an event that is about something else. `HelperActed` comes here where it is refused."""
    if isinstance(event, HelperCardShown):
        return _card_shown(session, event)
    typed = on_the_pad(session, event)
    if typed is not None:
        return typed
    helper = session.helper
    if helper is None:
        unheard = isinstance(event, Helping | StopHelperTapped | SeeHoldPressed | SeeHoldReleased)
        return stay(session) if unheard else None
    allowed = _allowed(session, helper, event)
    if allowed is not None:
        return replace(session, helper=allowed), ()
    return _wished(session, helper, event)


def on_behalf(session: Session, event: Event) -> tuple[Session, Event]:
    """AST-3: what a helper who acts presses for the resident is pressed, if it is no payment's confirmation.

    What is refused stays the helper's own event, and does nothing.
    """
    helper = session.helper
    if not isinstance(event, Helping) or helper is None:
        return session, event
    session = replace(session, helper=replace(helper, seen_s=session.now_s))
    if isinstance(event, HelperActed) and helper.acting and isinstance(event.event, ByHelper):
        return session, event.event
    return session, event


def _card_shown(session: Session, event: HelperCardShown) -> Moved:
    """The card goes out again as any other, and the step it came over is there again."""
    session = signed_in(session, event.name)
    match session.step:
        case ReadingCard(wish=wish, slot="ic_card") | InsertCard(wish=wish):
            moved, effects = give_back(session, TakeCard(wish, "ic_card"))
            return moved, (*effects, EjectCard("ic_card")) if session.armed.hold else effects
        case _:
            return stay(session)


def may_see(session: Session) -> bool:
    """Whether there is anything a resident could let the helper see: an account number that is typed."""
    there = session.helper is not None and session.helper_display
    return there and isinstance(session.step, TypeNumber) and session.overlay is None


def _allowed(session: Session, helper: Helper, event: Event) -> Helper | None:
    """What the resident lets the helper do, or no longer; and whether the helper wants to press."""
    match event:
        case StopHelperTapped():
            return replace(helper, acting=False, told="stopped" if helper.acting else helper.told)
        case SeeHoldPressed():
            return replace(helper, sees_since_s=session.now_s) if may_see(session) else helper
        case SeeHoldReleased():
            return replace(helper, sees_since_s=None)
        case ActingBegun() if session.helper_display:
            return replace(helper, acting=True, told="")
        case ActingEnded():
            return replace(helper, acting=False, told="")
        case _:
            return None


def _wished(session: Session, helper: Helper, event: Event) -> Moved | None:
    match event:
        case HelperLeft():
            return replace(session, helper=None, pad=None, at_panel=False), ()
        case PanelOpened() | PanelClosed():
            away = session.helper_display or session.holds_a_card()  # its red button must stay on the screen
            opened = isinstance(event, PanelOpened) and not away
            return replace(session, at_panel=opened, pad=None), ()
        case SidesSwapped() if session.helper_display:
            return ask_to_swap(session)
        case EjectCardAsked(slot) if session.slot(slot) != "empty":
            if slot == "ic_card" and being_written(session.step):
                return session, ()
            return _told(session, helper, _EJECTED[slot]), (EjectCard(slot),)
        case ReprintAsked():
            return _reprinted(session, helper)
        case ReceiptPrinted(job) | ReceiptFailed(job) if job == helper.copy_of:
            told = "copy_printed" if isinstance(event, ReceiptPrinted) else "copy_failed"
            return _told(session, replace(helper, copy_of=""), told), ()
        case TechnicianCalled() if helper.told not in {"calling", "technician_told"}:
            return _told(session, helper, "calling"), (CallTechnician(),)
        case TechnicianCallEnded(was_told):
            return _told(session, helper, "technician_told" if was_told else "technician_not_told"), ()
        case Helping():
            return stay(session)
        case _:
            return None


_EJECTED: dict[Slot, str] = {"id_card": "id_card_out", "ic_card": "ic_card_out"}


def _told(session: Session, helper: Helper, stem: str) -> Session:
    return replace(session, helper=replace(helper, told=stem))


def _reprinted(session: Session, helper: Helper) -> Moved:
    """One copy at a time; a second tap while it prints is no second copy."""
    receipt = receipt_at_hand(session)
    if receipt is None or helper.copy_of:
        return stay(session)
    outcome, basket = receipt
    copying = replace(helper, copy_of=copy_id(outcome.payment_id), told="copying")
    return replace(session, helper=copying), (PrintReceipt(outcome, basket, copy=True),)
