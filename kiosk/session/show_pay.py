"""Screens of paying: how to pay, and the phone's code."""

from kiosk.payment import amount
from kiosk.payment.methods import Method
from kiosk.session.events import MethodTapped
from kiosk.session.household import Basket
from kiosk.session.journey_methods import why_not
from kiosk.session.model import Session
from kiosk.session.show_parts import PAY, back_button, frame, problem_prompt, problem_title, wallets
from kiosk.session.show_recharge import kinds_of
from kiosk.session.steps import ChooseMethod, ShowPayCode
from kiosk.session.view import Button, ScreenView, Spoken, Text, Tone, Total, text

_TONES: dict[Method, Tone] = {
    "phone_code": "primary",
    "bank_card": "water",
    "cash": "electricity",
    "recharge_card": "heat",
}
"""Answers of equal rank that are told apart."""


def choose_method(session: Session, step: ChooseMethod) -> ScreenView:
    wrong = problem_prompt(step.problem) if step.problem else None
    return ScreenView(
        "methods",
        title=text("methods.title"),
        prompt=wrong or text("methods.prompt"),
        progress=PAY,
        choices=tuple(_method_button(session, step.basket, method) for method in session.rules.methods),
        total=Total(text("pay_code.due"), amount.digits(step.basket.amount_fen)),
        footnote=text("methods.paper_low") if session.paper == "low" else None,
        frame=frame(session, back=back_button()),
        spoken=wrong or text("methods.spoken", sum=Spoken(step.basket.amount_fen)),
    )


def _method_button(session: Session, basket: Basket, method: Method) -> Button:
    reason = why_not(session, method, basket)
    return Button(
        method,
        text(f"method.{method}.label"),
        MethodTapped(method),
        note=wallets(session.rules) if method == "phone_code" else text(f"method.{method}.note"),
        icon=method,
        tone=_TONES[method],
        enabled=not reason,
        reason=_why_off(reason, method, basket) if reason else None,
    )


def _why_off(reason: str, method: Method, basket: Basket) -> Text:
    """Where a bill stands in the way, which one is to be taken off."""
    if reason == "not_fitted":
        return text(f"not_fitted.{method}")
    refusing = basket.no_recharge_card
    if method != "recharge_card" or not refusing:
        return text(f"method_off.{reason}")
    return text(f"method_off.{reason}", what=kinds_of(refusing))


def show_pay_code(session: Session, step: ShowPayCode) -> ScreenView:
    wrong = problem_prompt(step.problem) if step.problem else None
    return ScreenView(
        "pay_code",
        title=problem_title(step.problem) if step.problem else text("pay_code.title"),
        prompt=wrong or text("pay_code.prompt", wallets=wallets(session.rules)),
        progress=PAY,
        picture="phone_over_window",
        total=Total(text("pay_code.due"), amount.digits(step.basket.amount_fen)),
        frame=frame(session, back=back_button("pay_code.other")),
        spoken=wrong or text("pay_code.spoken"),
    )
