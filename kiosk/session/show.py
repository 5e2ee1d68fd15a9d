"""view(session, role) -> ScreenView: what a display shows of a session. Pure, total, masked."""

from collections.abc import Callable
from typing import Any

from msgspec.structs import replace

from kiosk.session import (
    show_beside,
    show_bill,
    show_bills,
    show_boards,
    show_cash,
    show_comfort,
    show_documents,
    show_drafts,
    show_find,
    show_forms,
    show_helper,
    show_home,
    show_keypad,
    show_load,
    show_meter_cards,
    show_numbers,
    show_overlays,
    show_paid,
    show_past,
    show_pay,
    show_paying,
    show_prepaid,
    show_receipt,
    show_recharge,
    show_requests,
    show_rest,
    show_services,
    show_slips,
)
from kiosk.session.model import Session
from kiosk.session.paging import place_of
from kiosk.session.reflow import reflow
from kiosk.session.show_said import OFFER_HELP_S, beeps, said
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
from kiosk.session.steps_past import ReadHistory
from kiosk.session.steps_prepaid import Loading
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
from kiosk.session.view import Role, ScreenView, Text, text

_SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    ChooseFinding: show_find.choose_finding,
    PresentBill: show_find.present_bill,
    InsertCard: show_find.insert_card,
    ReadingCard: show_find.reading_card,
    TakeCard: show_find.take_card,
    ChooseNumberKind: show_keypad.choose_number_kind,
    TypeNumber: show_keypad.type_number,
    LookUp: show_find.look_up,
    ChooseAccount: show_bills.choose_account,
    ConfirmBills: show_bills.confirm_bills,
    ReadBill: show_bill.read_bill,
    NothingOwed: show_bills.nothing_owed,
    ChooseMethod: show_pay.choose_method,
    ShowPayCode: show_pay.show_pay_code,
    TypeRechargeCode: show_recharge.type_recharge_code,
    AskingRechargeCard: show_recharge.asking,
    ConfirmRechargeCard: show_recharge.confirm,
    Paying: show_paying.paying,
    InsertNotes: show_cash.insert_notes,
    Done: show_load.done,
    Printing: show_receipt.printing,
    TakeReceipt: show_receipt.take_receipt,
    ShowReceiptCode: show_receipt.show_receipt_code,
    Notice: show_overlays.notice,
    Goodbye: show_overlays.goodbye,
    ChooseService: show_services.choose_service,
    AskingBoard: show_boards.asking,
    ReadBoard: show_boards.read_board,
    ReadEntry: show_boards.read_entry,
    ReadHistory: show_past.read_history,
    **show_paid.SCREENS,
    **show_numbers.SCREENS,
    **show_prepaid.SCREENS,
    **show_meter_cards.SCREENS,
    Loading: show_load.loading,
    AskField: show_forms.ask_field,
    **show_documents.SCREENS,
    **show_drafts.SCREENS,
    ConfirmRequest: show_forms.confirm_request,
    SendingRequest: show_forms.sending_request,
    RequestFiled: show_slips.request_filed,
    PrintingSlip: show_receipt.printing,
    TakeSlip: show_slips.take_slip,
    AskingRequests: show_requests.asking_requests,
    ChooseRequestWay: show_requests.choose_request_way,
    ConfirmWithdrawal: show_requests.confirm_withdrawal,
    ListRequests: show_requests.list_requests,
    ReadRequest: show_requests.read_request,
    TypeRequestNumber: show_requests.type_request_number,
    Withdrawing: show_requests.withdrawing,
    OfferRest: show_rest.offer_rest,
    OfferPaper: show_rest.offer_paper,
}


def view(session: Session, role: Role = "resident") -> ScreenView:
    """The helper sees the resident's own leaf: without buttons, but for one who is signed in and acts."""
    screen = replace(
        _screen(session),
        overlay=show_overlays.overlay(session),
        banner=_banner(session),
        comfort=session.comfort,
        said=said(session),
        beep=beeps(session),
    )
    screen = show_comfort.told_of_reach(session, _with_all_said(screen))
    screen = reflow(screen, place_of(session))
    if role == "helper":
        return show_helper.for_helper(session, screen)
    return replace(screen, frame=show_beside.with_helper(session, screen.frame))


def _banner(session: Session) -> Text | None:
    """A demonstration says so on every screen; a technician at the open door lets nobody hurry; whoever
    hesitates is offered help, and nothing else changes by that."""
    demonstration = session.rules.demonstration
    helped = show_beside.banner(session)
    if helped is not None:
        return helped
    if session.technician == "coming" and not isinstance(session.step, Idle):
        return text("frame.demonstration_and_technician" if demonstration else "frame.technician_waits")
    hesitates = session.quiet_s() >= OFFER_HELP_S
    if hesitates and not isinstance(session.step, Idle | Goodbye):
        return text("frame.demonstration_and_offer" if demonstration else "frame.offer_help")
    return text("frame.demonstration") if demonstration else None


def _with_all_said(screen: ScreenView) -> ScreenView:
    """AUD-1: what stands below a title is said after it, on whichever leaf it stands, and every question."""
    over = screen.overlay
    if over is not None and over.spoken is None and over.prompt is not None:
        screen = replace(screen, overlay=replace(over, spoken=_both(over.title, over.prompt)))
    if screen.prompt is None or screen.spoken != screen.title:
        return screen
    return replace(screen, spoken=_both(screen.title, screen.prompt))


def _both(title: Text, prompt: Text) -> Text:
    return text("waiting.both", title=title, prompt=prompt)


def _screen(session: Session) -> ScreenView:
    show = _SCREENS.get(type(session.step))
    if show is not None:
        return show(session, session.step)
    if session.technician != "away" or session.closed or not session.gateway_up:
        return show_home.closed(session)
    return show_home.home(session)
