"""What is most likely to come next where somebody asks for a service."""

from typing import Final

from kiosk.session import events as e
from kiosk.session.events import Event
from kiosk.session.forms import TYPED
from kiosk.session.journey_forms import offered, question
from kiosk.session.model import Session
from kiosk.session.steps_drafts import AskingDraft, DraftIsKept, KeepingDraft, OfferDraft, OfferKeeping
from kiosk.session.steps_forms import (
    AskField,
    ConfirmRequest,
    DocumentTaken,
    LayDocument,
    PrintingSlip,
    RequestFiled,
    SendingRequest,
)
from kiosk.session.steps_requests import (
    AskingRequests,
    ConfirmWithdrawal,
    ListRequests,
    ReadRequest,
    TypeRequestNumber,
    Withdrawing,
)
from tests.session.drafts import answers_about_drafts
from tests.session.forms import NUMBER, PHONE, answers_about_requests, answers_to_requests

FORM_STEPS: Final = (
    *(AskingRequests, ConfirmWithdrawal, ListRequests, ReadRequest, TypeRequestNumber, Withdrawing),
    *(AskField, ConfirmRequest, PrintingSlip, RequestFiled, SendingRequest, LayDocument, DocumentTaken),
    *(AskingDraft, OfferDraft, OfferKeeping, KeepingDraft, DraftIsKept),
)


def awaited_of_forms(session: Session) -> list[Event]:
    match session.step:
        case AskField() as step:
            return _answers(session, step)
        case ConfirmRequest():
            return [e.RequestAgreed()]
        case LayDocument():
            return [e.DocumentSeen("cut_off"), e.DocumentPhotographed(1), e.FieldSkipped()]
        case DocumentTaken():
            return [e.AnotherPageTapped(), e.PhotographAgainTapped(), e.PagesDoneTapped()]
        case RequestFiled():
            return [e.PrintTapped()]
        case SendingRequest():
            return answers_to_requests(session.requests)[:5]
        case AskingDraft():
            return answers_about_drafts(session.requests)[:2]
        case OfferDraft():
            return [e.ResumeTapped(), e.AnewTapped()]
        case OfferKeeping():
            return [e.KeepTapped(), e.DropTapped()]
        case KeepingDraft():
            return answers_about_drafts(session.requests)[3:5]
        case DraftIsKept():
            return [e.FinishTapped()]
        case PrintingSlip():
            return answers_to_requests(session.requests)[8:]
        case _:
            return _of_look_ups(session)


def _answers(session: Session, step: AskField) -> list[Event]:
    field = question(session, step)
    if field.kind not in TYPED:
        return [e.AnswerTapped(stem) for stem in offered(session, field)]
    typed = len(step.typed.value)
    if typed >= len(PHONE):
        return [e.NumberConfirmed()]
    return [e.DigitPressed(int(PHONE[typed])), e.FieldSkipped()]


def _of_look_ups(session: Session) -> list[Event]:
    match session.step:
        case TypeRequestNumber(typed=typed):
            left = len(NUMBER) - len(typed.value)
            return [e.DigitPressed(1)] if left else [e.NumberConfirmed()]
        case ListRequests():
            return [e.RequestTapped(0), e.RequestTapped(1)]
        case ReadRequest():
            return [e.WithdrawTapped()]
        case ConfirmWithdrawal():
            return [e.WithdrawalConfirmed()]
        case _:
            return answers_about_requests(session.requests)[:5]
