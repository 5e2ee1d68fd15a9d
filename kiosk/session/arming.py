"""Which inputs are open at a step: bill or payment code, identity card slot, IC card slot, notes."""

from msgspec.structs import replace

from kiosk.session.household import Slot
from kiosk.session.journey_cards import READER
from kiosk.session.journey_cash import why_no_notes
from kiosk.session.journey_methods import why_not
from kiosk.session.model import Armed, Expected, Session
from kiosk.session.steps import (
    ChooseFinding,
    ChooseMethod,
    Goodbye,
    Idle,
    InsertCard,
    InsertNotes,
    Notice,
    PresentBill,
    ReadingCard,
    ShowPayCode,
    Step,
    TypeRechargeCode,
)
from kiosk.session.steps_forms import LayDocument
from kiosk.session.steps_meter_cards import InsertPaidCard


def armed_for(session: Session) -> Armed:
    return _armed_at(session, session.step)


def _armed_at(session: Session, step: Step) -> Armed:
    """No session starts while there is nobody to ask, nor over the last one's card.

    Once begun, a session's inputs stay open without the gateway: every try gets its honest answer.
    """
    match step:
        case Idle() | Goodbye() if not _may_start(session):
            return Armed()
        case Idle() | Goodbye() | ChooseFinding():
            ic_card = _slot(session, "ic_card")
            hold = ic_card and may_be_a_meters(session)
            return Armed(_scanner(session, "bill"), _slot(session, "id_card"), ic_card, hold)
        case PresentBill():
            return Armed(scanner=_scanner(session, "bill"))
        case Notice(retry=(Idle() | ChooseFinding() | PresentBill() | InsertCard()) as retry):
            # A code that still lies at the window would be looked up again and again by itself.
            return replace(_armed_at(session, retry), scanner="")
        case InsertCard(slot=slot):
            return _one_slot(session, slot, _slot(session, slot))
        case ReadingCard(slot=slot):
            return _one_slot(session, slot, True)
        case InsertPaidCard():
            is_open = _slot(session, "ic_card")
            return Armed(ic_card=is_open, hold=is_open)
        case ChooseMethod() | ShowPayCode() if not why_not(session, "phone_code"):
            return Armed(scanner="pay_code")
        case TypeRechargeCode():
            return Armed(scanner=_scanner(session, "recharge_code"))
        case InsertNotes(finishing=finishing):
            return Armed(notes=not finishing and not why_no_notes(session))
        case LayDocument(another=another):
            sees = session.works("camera")
            return Armed(document=sees, another=sees and another)
        case _:
            return Armed()


def _may_start(session: Session) -> bool:
    return (
        session.gateway_up
        and not session.closed
        and session.technician == "away"
        and not session.holds_a_card()
    )


def _scanner(session: Session, expected: Expected) -> Expected:
    resting = session.now_s < session.window_rests_until_s
    return expected if session.works("scanner") and not resting else ""


def _slot(session: Session, slot: Slot) -> bool:
    return session.works(READER[slot]) and not session.holds_a_card()


def _one_slot(session: Session, slot: Slot, is_open: bool) -> Armed:
    ic_card = is_open and slot == "ic_card"
    hold = ic_card and may_be_a_meters(session)
    return Armed(id_card=is_open and slot == "id_card", ic_card=ic_card, hold=hold)


def may_be_a_meters(session: Session) -> bool:
    """Whether a card that is put in may have something to load: who looks back, or asks for a repair, is
    known by a card's number alone."""
    services = session.rules.services
    service = session.rules.service(session.errand)
    loads = service is None or service.kind in {"prepaid", "meter_card", "balance"}
    return loads and any(each.kind == "meter_card" for each in services)
