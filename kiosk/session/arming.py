"""Which inputs are open at a step: bill or payment code, identity card slot, IC card slot."""

from kiosk.session.household import Slot
from kiosk.session.journey_cards import READER
from kiosk.session.model import Armed, Expected, Session
from kiosk.session.steps import (
    ChooseFinding,
    ChooseMethod,
    Goodbye,
    Idle,
    InsertCard,
    Notice,
    PresentBill,
    ReadingCard,
    ShowPayCode,
)


def armed_for(session: Session) -> Armed:
    """Nothing opens for a look-up while there is nobody to ask, nor a slot that still holds a card."""
    match session.step:
        case Idle() | Goodbye() | ChooseFinding() if session.gateway_up and not session.closed:
            return Armed(_scanner(session, "bill"), _slot(session, "id_card"), _slot(session, "ic_card"))
        case PresentBill() if session.gateway_up:
            return Armed(scanner=_scanner(session, "bill"))
        case Notice(retry=Idle() | ChooseFinding() | PresentBill()) if session.gateway_up:
            return Armed(scanner=_scanner(session, "bill"))
        case InsertCard(slot=slot) | ReadingCard(slot=slot):
            return Armed(id_card=slot == "id_card", ic_card=slot == "ic_card")
        case ChooseMethod() | ShowPayCode() if session.gateway_up and not session.closed:
            return Armed(scanner=_scanner(session, "pay_code"))
        case _:
            return Armed()


def _scanner(session: Session, expected: Expected) -> Expected:
    return expected if session.works("scanner") else ""


def _slot(session: Session, slot: Slot) -> bool:
    return session.works(READER[slot]) and not session.holds_a_card()
