"""A recharge card: its code, what it is worth, and the one tap that agrees to spend all of it."""

from msgspec.structs import replace

from kiosk.session.effects import AskRechargeCard
from kiosk.session.events import (
    BackTapped,
    CodeScanned,
    DigitDeleted,
    DigitPressed,
    DigitsCleared,
    Event,
    NumberConfirmed,
    RechargeAgreed,
    RechargeCardKnown,
    RechargeCardRefused,
    Ticked,
)
from kiosk.session.household import Problem, RechargeCard
from kiosk.session.journey_methods import a_bill_lies_there, begin_payment, why_not
from kiosk.session.model import Session
from kiosk.session.moving import Moved, change, go, stay
from kiosk.session.numbers import is_pay_code, is_recharge_code
from kiosk.session.secret import Secret
from kiosk.session.steps import AskingRechargeCard, ChooseMethod, ConfirmRechargeCard, TypeRechargeCode


def type_recharge_code(session: Session, step: TypeRechargeCode, event: Event) -> Moved:
    entered = step.entered.value
    match event:
        case DigitPressed(digit) if 0 <= digit <= 9 and len(entered) < step.digits:
            return _enter(session, step, f"{entered}{digit}")
        case DigitDeleted():
            return _enter(session, step, entered[:-1])
        case DigitsCleared():
            return _enter(session, step, "")
        case NumberConfirmed() if is_recharge_code(entered, step.digits):
            return _ask(session, step)
        case CodeScanned():
            return _scanned(session, step, event)
        case BackTapped():
            return go(session, ChooseMethod(step.basket, step.back))
        case _:
            return stay(session)


def _enter(session: Session, step: TypeRechargeCode, digits: str) -> Moved:
    return change(session, replace(step, entered=Secret(digits), problem=None, face_fen=0, again_at=""))


def _scanned(session: Session, step: TypeRechargeCode, event: CodeScanned) -> Moved:
    """A card that still lies there after a mistake is not asked about again: too many of those lock."""
    code = event.text.value
    from_a_phone = event.symbology == "qr" and is_pay_code(code, session.rules)
    if is_recharge_code(code, step.digits) and not from_a_phone:
        again = step.problem is not None and event.text == step.entered
        return stay(session) if again else _ask(session, replace(step, entered=event.text))
    if a_bill_lies_there(session, event.text):
        return stay(session)
    return change(session, replace(step, problem="not_a_recharge_code", face_fen=0, again_at=""))


def _ask(session: Session, step: TypeRechargeCode) -> Moved:
    request = session.requests + 1
    asking = AskingRechargeCard(replace(step, problem=None, face_fen=0, again_at=""), request)
    return go(replace(session, requests=request), asking, AskRechargeCard(request, step.entered, step.basket))


def ask_recharge_card(session: Session, step: AskingRechargeCard, event: Event) -> Moved:
    typed = step.back
    match event:
        case RechargeCardKnown(request, face_fen) if request == step.request:
            if face_fen < typed.basket.amount_fen:
                return _correct(session, typed, "recharge_too_small", face_fen)
            card = RechargeCard(typed.entered, face_fen)
            return go(session, ConfirmRechargeCard(typed.basket, typed.back, card))
        case RechargeCardRefused(request, problem, face_fen, again_at) if request == step.request:
            return _correct(session, typed, problem, face_fen, again_at)
        case Ticked() if session.in_step_s() >= session.rules.timing.look_up_s:
            return _correct(session, typed, "gateway_slow")
        case BackTapped():
            return go(session, typed)
        case _:
            return stay(session)


def _correct(
    session: Session, typed: TypeRechargeCode, problem: Problem, face_fen: int = 0, again_at: str = ""
) -> Moved:
    """What was typed stands there still, so that one wrong digit can be put right."""
    missed = replace(session, misses=session.misses + 1)
    return go(missed, replace(typed, problem=problem, face_fen=face_fen, again_at=again_at))


def confirm_recharge_card(session: Session, step: ConfirmRechargeCard, event: Event) -> Moved:
    match event:
        case RechargeAgreed() if why_not(session, "recharge_card", step.basket):
            typed = TypeRechargeCode(step.basket, step.back, step.card.code)
            return _correct(session, typed, session.closed or "gateway_down")
        case RechargeAgreed():
            return begin_payment(session, step.basket, step.back, "recharge_card", card=step.card)
        case BackTapped():
            return go(session, ChooseMethod(step.basket, step.back))
        case _:
            return stay(session)
