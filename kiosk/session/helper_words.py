"""What a helper is told of the step: where the resident is, and what one could say to them now."""

from kiosk.session.journey_bills import basket_of
from kiosk.session.model import Session
from kiosk.session.steps import (
    AskingRechargeCard,
    ChooseAccount,
    ChooseFinding,
    ChooseMethod,
    ChooseNumberKind,
    ConfirmBills,
    ConfirmRechargeCard,
    Done,
    Goodbye,
    Idle,
    InsertCard,
    InsertNotes,
    LookUp,
    NothingOwed,
    Notice,
    Paying,
    PresentBill,
    Printing,
    ReadBill,
    ReadingCard,
    ShowPayCode,
    ShowReceiptCode,
    Step,
    TakeCard,
    TakeReceipt,
    TypeNumber,
    TypeRechargeCode,
)
from kiosk.session.view import Spoken, Text, text

STEMS: dict[type[Step], str] = {
    Idle: "idle",
    ChooseFinding: "choose_finding",
    PresentBill: "present_bill",
    InsertCard: "insert_card",
    ReadingCard: "reading_card",
    TakeCard: "take_card",
    ChooseNumberKind: "choose_number_kind",
    TypeNumber: "type_number",
    LookUp: "look_up",
    ChooseAccount: "choose_account",
    ConfirmBills: "confirm_bills",
    ReadBill: "read_bill",
    NothingOwed: "nothing_owed",
    ChooseMethod: "choose_method",
    ShowPayCode: "show_pay_code",
    TypeRechargeCode: "type_recharge_code",
    AskingRechargeCard: "asking_recharge_card",
    ConfirmRechargeCard: "confirm_recharge_card",
    Paying: "paying",
    InsertNotes: "insert_notes",
    Done: "done",
    Printing: "printing",
    TakeReceipt: "take_receipt",
    ShowReceiptCode: "show_receipt_code",
    Notice: "notice",
    Goodbye: "goodbye",
}


def where(session: Session) -> Text:
    """A question over the screen is where the resident is now."""
    if session.overlay is not None:
        return text(f"helper.over.{session.overlay.kind}")
    return text(f"helper.where.{STEMS[type(session.step)]}")


def say(session: Session) -> Text:
    """Sums are put the way people say them; after a payment it depends on how that came out."""
    step = session.step
    match step:
        case ConfirmBills():
            return _of_bills(session, step)
        case ChooseMethod() | ShowPayCode():
            return _with_sum(step, step.basket.amount_fen)
        case InsertNotes():
            return _with_sum(step, step.missing_fen)
        case ConfirmRechargeCard():
            return _with_sum(step, step.card.face_fen)
        case Done():
            return text(f"helper.say.{step.outcome.kind}")
        case _:
            return text(f"helper.say.{STEMS[type(step)]}")


def _of_bills(session: Session, step: ConfirmBills) -> Text:
    basket = basket_of(step, session.rules)
    if not basket.bills:
        return text("helper.say.no_bills")
    return text("helper.say.confirm_bills", count=str(len(basket.bills)), sum=Spoken(basket.amount_fen))


def _with_sum(step: Step, amount_fen: int) -> Text:
    return text(f"helper.say.{STEMS[type(step)]}", sum=Spoken(amount_fen))
