"""The journey: step(session, event) -> (session, effects). Total, pure, and the only way a session changes.

One file per stretch; the table below is the map. An event a step has no rule for changes nothing.
"""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.session import (
    journey_card_loads,
    journey_documents,
    journey_drafts,
    journey_numbers,
    journey_paid,
    journey_prepaid,
)
from kiosk.session import journey_faults as faults
from kiosk.session.arming import armed_for
from kiosk.session.effects import ArmDevices, Effect, WipeSession
from kiosk.session.events import CardKept, CardOutOfSight, Event, Ticked
from kiosk.session.helper_time import kept_within, time_passed
from kiosk.session.journey_bills import confirm_bills, read_bill
from kiosk.session.journey_boards import asking_board, read_board, read_entry
from kiosk.session.journey_cards import insert_card, take_card
from kiosk.session.journey_cash import insert_notes
from kiosk.session.journey_comfort import adjusted
from kiosk.session.journey_find import choose_account, look_up, nothing_owed, type_number
from kiosk.session.journey_forms import ask_field, begun_late, confirm_request, sending_request
from kiosk.session.journey_helper import helped, on_behalf
from kiosk.session.journey_left_card import card_left
from kiosk.session.journey_meter_cards import ask_meter_card, reading_card
from kiosk.session.journey_methods import choose_method, show_pay_code
from kiosk.session.journey_overlays import over_the_screen
from kiosk.session.journey_past import read_history
from kiosk.session.journey_pay import paying
from kiosk.session.journey_receipt import done, offer_paper, printing, show_receipt_code, take_receipt
from kiosk.session.journey_recharge import ask_recharge_card, confirm_recharge_card, type_recharge_code
from kiosk.session.journey_requests import (
    asking_requests,
    choose_request_way,
    confirm_withdrawal,
    list_requests,
    read_request,
    type_request_number,
    withdrawing,
)
from kiosk.session.journey_rest import offer_rest
from kiosk.session.journey_services import choose_service
from kiosk.session.journey_slips import printing_slip, request_filed, take_slip
from kiosk.session.journey_start import (
    choose_finding,
    choose_number_kind,
    goodbye,
    idle,
    notice,
    present_bill,
)
from kiosk.session.model import Session
from kiosk.session.moving import Moved, stay
from kiosk.session.rules import Rules
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
from kiosk.session.steps_forms import (
    AskField,
    ConfirmRequest,
    PrintingSlip,
    RequestFiled,
    SendingRequest,
    TakeSlip,
)
from kiosk.session.steps_meter_cards import AskMeterCard
from kiosk.session.steps_past import ReadHistory
from kiosk.session.steps_requests import (
    AskingRequests,
    ChooseRequestWay,
    ConfirmWithdrawal,
    ListRequests,
    ReadRequest,
    TypeRequestNumber,
    Withdrawing,
)
from kiosk.session.steps_rest import OfferPaper, OfferRest
from kiosk.session.steps_services import AskingBoard, ChooseService, ReadBoard, ReadEntry

_STRETCHES: dict[type[Step], Callable[[Session, Any, Event], Moved]] = {
    Idle: idle,
    ChooseFinding: choose_finding,
    PresentBill: present_bill,
    InsertCard: insert_card,
    ReadingCard: reading_card,
    TakeCard: take_card,
    ChooseNumberKind: choose_number_kind,
    TypeNumber: type_number,
    LookUp: look_up,
    ChooseAccount: choose_account,
    ConfirmBills: confirm_bills,
    ReadBill: read_bill,
    NothingOwed: nothing_owed,
    ChooseMethod: choose_method,
    ShowPayCode: show_pay_code,
    TypeRechargeCode: type_recharge_code,
    AskingRechargeCard: ask_recharge_card,
    ConfirmRechargeCard: confirm_recharge_card,
    Paying: paying,
    InsertNotes: insert_notes,
    Done: done,
    Printing: printing,
    TakeReceipt: take_receipt,
    ShowReceiptCode: show_receipt_code,
    Notice: notice,
    Goodbye: goodbye,
    ChooseService: choose_service,
    AskingBoard: asking_board,
    ReadBoard: read_board,
    ReadEntry: read_entry,
    ReadHistory: read_history,
    **journey_paid.STRETCHES,
    **journey_numbers.STRETCHES,
    **journey_prepaid.STRETCHES,
    AskMeterCard: ask_meter_card,
    **journey_card_loads.STRETCHES,
    AskField: ask_field,
    **journey_documents.STRETCHES,
    **journey_drafts.STRETCHES,
    ConfirmRequest: confirm_request,
    SendingRequest: sending_request,
    RequestFiled: request_filed,
    PrintingSlip: printing_slip,
    TakeSlip: take_slip,
    AskingRequests: asking_requests,
    ChooseRequestWay: choose_request_way,
    ConfirmWithdrawal: confirm_withdrawal,
    ListRequests: list_requests,
    ReadRequest: read_request,
    TypeRequestNumber: type_request_number,
    Withdrawing: withdrawing,
    OfferRest: offer_rest,
    OfferPaper: offer_paper,
}


def start(rules: Rules) -> Moved:
    """A kiosk that has just been switched on: the first screen, its inputs about to open."""
    session = Session(rules, Idle(), comfort=rules.comfort)
    if not rules.camera_fitted:
        session = replace(session, faults={"camera": "not_fitted"})
    return _arm(session, ())


def step(session: Session, event: Event) -> Moved:
    """The next session and what is to be done for it. Never raises, whatever comes when."""
    before = session
    session, event = on_behalf(session, event)
    session, noted = faults.note(session, event)
    session, done_ = _advance(session, event)
    session = begun_late(kept_within(before, session), event)
    effects = noted + done_ + journey_documents.unwanted_picture(session, event)
    effects += journey_drafts.unwanted_draft(session, event)
    effects += journey_drafts.left_behind(before, session, effects)
    effects += journey_drafts.kept_in_doubt(before, session, effects)
    if not isinstance(before.step, Idle | Goodbye) and isinstance(session.step, Idle | Goodbye):
        effects += (WipeSession(),)
    return _arm(session, effects)


def _advance(session: Session, event: Event) -> Moved:
    if session.technician == "here":
        return stay(session)
    if isinstance(event, Ticked):
        session = time_passed(session)
        ended = faults.run_out(session)
        if ended is not None:
            return ended
    if isinstance(event, CardKept | CardOutOfSight):
        return card_left(session, event)
    beside = helped(session, event)
    if beside is not None:
        return beside
    changed = adjusted(session, event)
    if changed is not None:
        return changed
    answered = over_the_screen(session, event)
    if answered is not None:
        return answered
    moved, effects = _STRETCHES[type(session.step)](session, session.step, event)
    return moved, effects + faults.unwanted_card(moved, event)


def _arm(session: Session, effects: tuple[Effect, ...]) -> Moved:
    """Which inputs are open follows from the step alone, so no path can forget to close one."""
    armed = armed_for(session)
    if armed == session.armed:
        return session, effects
    return replace(session, armed=armed), (*effects, ArmDevices(armed))
