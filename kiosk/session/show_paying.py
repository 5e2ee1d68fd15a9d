"""The screen while money may move: at the terminal, or waiting for the truth."""

from kiosk.payment import amount
from kiosk.session.events import CancelPaymentTapped
from kiosk.session.journey_pay import may_cancel
from kiosk.session.model import Session
from kiosk.session.show_parts import PAY, frame
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import Paying
from kiosk.session.view import Button, ScreenView, Text, Total, Waiting, text

TERMINAL_STAGES = frozenset({"insert_card", "enter_pin", "processing", "remove_card"})
PAYING_STAGES = TERMINAL_STAGES | {
    "sent",
    "payer_confirming",
    "checking",
    "returning",
    "cancelling",
    "counted",
}


def paying(session: Session, step: Paying) -> ScreenView:
    at_terminal = step.method == "bank_card" and step.detail in TERMINAL_STAGES
    slow = session.in_step_s() >= session.rules.timing.explain_wait_s
    title, prompt = text(f"paying.{_stage(step)}.title"), _paying_prompt(step, slow=slow and not at_terminal)
    cancel = Button("cancel_payment", text("paying.cancel"), CancelPaymentTapped())
    return ScreenView(
        "present" if at_terminal else "waiting",
        title=title,
        prompt=prompt,
        progress=PAY,
        picture=_terminal_picture(step) if at_terminal else None,
        total=Total(text("pay_code.due"), amount.digits(step.basket.amount_fen)),
        waiting=None if at_terminal else Waiting(),
        frame=frame(session, exit_=False, back=cancel if may_cancel(step) else None),
        spoken=title if at_terminal else spoken_while_waiting(session, title, prompt if slow else None),
    )


def _paying_prompt(step: Paying, *, slow: bool) -> Text:
    if step.detail in {"insert_card", "remove_card"}:
        return text(f"paying.{step.detail}.prompt")
    if step.inside_fen:
        return text("paying.counted.prompt", inside=amount.digits(step.inside_fen))
    return text("paying.slow" if slow and step.detail != "returning" else "paying.prompt")


def _terminal_picture(step: Paying) -> str:
    """Towards the terminal, but for the card that is to be taken out of it."""
    return "card_off_terminal" if step.detail == "remove_card" else "card_on_terminal"


def _stage(step: Paying) -> str:
    if step.method == "cash" and not step.cancelling:
        return "opening_slot"
    return step.detail if step.detail in PAYING_STAGES else "sent"
