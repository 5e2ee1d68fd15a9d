"""How to pay: which methods there are now, the choice among them, and the phone's code."""

from msgspec.structs import replace

from kiosk.payment.cash import payable
from kiosk.payment.methods import Method
from kiosk.session.effects import StartPayment
from kiosk.session.events import (
    BackTapped,
    CodeScanned,
    DeviceChanged,
    Event,
    GatewayChanged,
    MethodTapped,
    ServiceChanged,
)
from kiosk.session.household import Basket, RechargeCard
from kiosk.session.journey_cash import why_no_notes
from kiosk.session.model import Session
from kiosk.session.moving import BILL_LIES_THERE_S, Moved, change, go, stay
from kiosk.session.numbers import is_pay_code
from kiosk.session.secret import Secret
from kiosk.session.steps import Agreed, ChooseMethod, Paying, ShowPayCode, TypeRechargeCode


def why_not(session: Session, method: Method, basket: Basket | None = None) -> str:
    """Why a method cannot be used now, as the stem of a text; empty when it can (R6).

    Without a basket, of the machine alone.
    """
    if session.closed:
        return "closed"
    if not session.gateway_up:
        return "gateway_down"
    if method in session.rules.not_fitted:
        return "not_fitted"
    match method:
        case "phone_code":
            return "" if session.works("scanner") else "scanner_off"
        case "cash":
            return why_no_notes(session) or (_why_no_cash(session, basket) if basket else "")
        case "bank_card":
            return "" if session.works("terminal") else "terminal_off"
        case "recharge_card":
            return _why_no_recharge_card(basket) if basket else ""


def _why_no_cash(session: Session, basket: Basket) -> str:
    """With no account for what passes the sum, the notes must make it up."""
    exact = payable(basket.amount_fen, frozenset(session.rules.notes_fen))
    return "" if exact or basket.account_for_the_rest else "cash_not_exact"


def _why_no_recharge_card(basket: Basket) -> str:
    """A card pays bills of the company that issued it alone, and nothing else beside them."""
    if basket.recharge_digits:
        return ""
    refusing = len(basket.no_recharge_card)
    if not refusing:
        return "two_issuers"
    return "no_bill_for_card" if refusing == len(basket.bills) else "not_all_for_card"


def choose_method(session: Session, step: ChooseMethod, event: Event) -> Moved:
    """The scanner is open here already: showing the phone's code answers the question (R14)."""
    match event:
        case MethodTapped(method) if why_not(session, method, step.basket):
            return stay(session)
        case MethodTapped("phone_code"):
            return go(session, ShowPayCode(step.basket, step.back))
        case MethodTapped("recharge_card"):
            return go(session, TypeRechargeCode(step.basket, step.back))
        case MethodTapped(method):
            return begin_payment(session, step.basket, step.back, method)
        case CodeScanned(text) if a_bill_lies_there(session, text):
            return stay(session)
        case CodeScanned(text):
            return _pay_with_code(session, step, text)
        case BackTapped():
            return go(session, step.back)
        case _:
            return stay(session)


def a_bill_lies_there(session: Session, code: Secret) -> bool:
    """What has been read already may lie at the window for a while without being a wrong code."""
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
    return begin_payment(session, step.basket, step.back, "phone_code", phone_code=code)


def begin_payment(
    session: Session,
    basket: Basket,
    back: Agreed,
    method: Method,
    *,
    phone_code: Secret | None = None,
    card: RechargeCard | None = None,
) -> Moved:
    """From here on money may move: the step knows one request, and no finger leads back."""
    request = session.requests + 1
    paying = Paying(basket, back, method, request, face_fen=card.face_fen if card else 0)
    effect = StartPayment(request, basket, method, phone_code, card)
    return go(replace(session, requests=request), paying, effect)
