"""Paying: choose the method, show the code or use the terminal, and wait for the truth."""

from msgspec.structs import replace

from kiosk.session.effects import CancelPayment, Effect, StartPayment
from kiosk.session.events import (
    BackTapped,
    CancelPaymentTapped,
    CashExpected,
    CodeScanned,
    DeviceChanged,
    Event,
    GatewayChanged,
    MethodTapped,
    PaymentEnded,
    PaymentOpened,
    PaymentRefused,
    PaymentWorking,
    ServiceChanged,
    TerminalPrompted,
    Ticked,
)
from kiosk.session.household import Outcome
from kiosk.session.journey_cash import why_no_notes
from kiosk.session.model import Session
from kiosk.session.moving import BILL_LIES_THERE_S, Moved, change, go, stay
from kiosk.session.numbers import is_pay_code
from kiosk.session.rules import Method
from kiosk.session.secret import Secret
from kiosk.session.steps import ChooseMethod, Done, InsertNotes, Paying, ShowPayCode


def why_not(session: Session, method: Method) -> str:
    """Why a method cannot be used now, as the stem of a text; empty when it can (R6)."""
    if session.closed:
        return "closed"
    if not session.gateway_up:
        return "gateway_down"
    if method in session.rules.not_fitted:
        return "not_fitted"
    if method == "phone_code":
        return "" if session.works("scanner") else "scanner_off"
    if method == "cash":
        return why_no_notes(session)
    return "" if session.works("terminal") else "terminal_off"


def choose_method(session: Session, step: ChooseMethod, event: Event) -> Moved:
    """The scanner is open here already: showing the phone's code answers the question (R14)."""
    match event:
        case MethodTapped(method) if why_not(session, method):
            return stay(session)
        case MethodTapped("phone_code"):
            return go(session, ShowPayCode(step.basket, step.back))
        case MethodTapped(method):
            return _start(session, step, method, None)
        case CodeScanned(text) if _a_bill_lies_there(session, text):
            return stay(session)
        case CodeScanned(text):
            return _pay_with_code(session, step, text)
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def _a_bill_lies_there(session: Session, code: Secret) -> bool:
    return not is_pay_code(code.value, session.rules) and session.in_step_s() < BILL_LIES_THERE_S


def show_pay_code(session: Session, step: ShowPayCode, event: Event) -> Moved:
    match event:
        case CodeScanned(text):
            return _pay_with_code(session, step, text)
        case BackTapped():
            return go(session, ChooseMethod(step.basket, step.back))
        case DeviceChanged() | GatewayChanged() | ServiceChanged() if why_not(session, "phone_code"):
            return go(session, ChooseMethod(step.basket, step.back))
        case _:
            return stay(session)


def _pay_with_code(session: Session, step: ChooseMethod | ShowPayCode, code: Secret) -> Moved:
    if why_not(session, "phone_code"):
        return stay(session)
    if not is_pay_code(code.value, session.rules):
        return change(session, replace(step, problem="not_a_pay_code"))
    return _start(session, step, "phone_code", code)


def _start(session: Session, step: ChooseMethod | ShowPayCode, method: Method, code: Secret | None) -> Moved:
    """From here on money may move: the step knows one request, and no finger leads back."""
    request = session.requests + 1
    paying = Paying(step.basket, step.back, method, request)
    return go(replace(session, requests=request), paying, StartPayment(request, step.basket, method, code))


def paying(session: Session, step: Paying, event: Event) -> Moved:
    match event:
        case PaymentOpened(request, payment_id) if request == step.request:
            return change(session, replace(step, payment_id=payment_id, detail="sent"))
        case PaymentRefused(request, problem) if request == step.request:
            return _end(session, step, _unopened(step, "not_charged", problem))
        case PaymentWorking(payment_id, detail) if payment_id == step.payment_id and not step.cancelling:
            return change(session, replace(step, detail=detail))
        case TerminalPrompted(stage) if step.method == "bank_card" and not step.cancelling:
            return change(session, replace(step, detail=stage))
        case CashExpected(payment_id, rest) if payment_id == step.payment_id and not step.cancelling:
            return go(session, InsertNotes(step, payment_id, rest))
        case PaymentEnded(outcome) if outcome.payment_id == step.payment_id:
            return _end(session, step, outcome)
        case CancelPaymentTapped() if step.payment_id and not step.cancelling:
            asked = replace(step, cancelling=True, detail="cancelling")
            return change(session, asked, CancelPayment(step.payment_id))
        case Ticked() if session.in_step_s() >= _patience_s(session, step):
            return _give_up(session, step)
        case _:
            return stay(session)


def _give_up(session: Session, step: Paying) -> Moved:
    """What is under way ends by itself, but nothing may wait for the next resident's card or banknotes."""
    effects: tuple[Effect, ...] = ()
    if step.method != "phone_code" and step.payment_id and not step.cancelling:
        effects = (CancelPayment(step.payment_id),)
    moved, more = _end(session, step, _unopened(step, "pending", "still_checking"))
    return moved, (*effects, *more)


def _patience_s(session: Session, step: Paying) -> float:
    timing = session.rules.timing
    return timing.card_wait_s if step.method == "bank_card" else timing.screen_wait_s


def _unopened(step: Paying, kind: str, detail: str) -> Outcome:
    """An outcome the kiosk states itself, the gateway not having said one."""
    return Outcome(
        kind="not_charged" if kind == "not_charged" else "pending",
        payment_id=step.payment_id or "",
        amount_fen=step.basket.amount_fen,
        method=step.method,
        detail=detail,
        inserted_fen=step.inside_fen,
    )


def _end(session: Session, step: Paying, outcome: Outcome) -> Moved:
    return go(session, Done(outcome, step.basket, step.back))
