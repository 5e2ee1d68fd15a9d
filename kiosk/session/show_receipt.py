"""Screens of the receipt: printing, to be taken, or shown as a code."""

from kiosk.session import problems, show_cash
from kiosk.session.events import FinishTapped, ShowReceiptCodeTapped
from kiosk.session.household import Outcome, Problem
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.paid_before import paid_before
from kiosk.session.paper import may_go_on
from kiosk.session.show_done import another, receipt_facts, reference, worth_money
from kiosk.session.show_parts import frame, problem_number, problem_prompt, problem_title
from kiosk.session.show_said import spoken_while_waiting
from kiosk.session.steps import Printing, ShowReceiptCode, TakeReceipt
from kiosk.session.steps_forms import PrintingSlip
from kiosk.session.steps_numbers import PrintingNumbers
from kiosk.session.view import Button, Fact, ScreenView, Text, Waiting, text

PRINTING_TAKES_S = 4.0
"""How long a receipt takes at 150 mm/s with its cut, for the progress shown."""


def printing(session: Session, step: Printing | PrintingSlip | PrintingNumbers) -> ScreenView:
    fraction = min(session.in_step_s() / PRINTING_TAKES_S, 0.95)
    return ScreenView(
        "receipt",
        title=text("printing.title"),
        prompt=text("printing.prompt"),
        picture="receipt_out",
        waiting=Waiting(fraction),
        frame=frame(session, exit_=False),
        spoken=spoken_while_waiting(session, text("printing.title")),
    )


def take_receipt(session: Session, step: TakeReceipt) -> ScreenView:
    incomplete = Button("incomplete", text("take_receipt.incomplete"), ShowReceiptCodeTapped())
    finish = Button("finish", text("take_receipt.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "receipt",
        title=text("take_receipt.title"),
        prompt=_receipt_prompt(step),
        picture="receipt_out",
        choices=() if step.confirmed else (incomplete,),
        frame=frame(session, back=_another(step), primary=finish),
        spoken=text("take_receipt.spoken"),
    )


def _receipt_prompt(step: TakeReceipt) -> Text:
    """Only paper for money received in full carries the seal."""
    if not step.confirmed:
        return text("take_receipt.prompt_unsure")
    sealed = step.done.outcome.kind == "settled"
    return text("take_receipt.prompt" if sealed else "take_receipt.prompt_plain")


def _another(step: TakeReceipt | ShowReceiptCode) -> Button | None:
    return another() if may_go_on(step) else None


def _paid_earlier(step: ShowReceiptCode) -> tuple[Fact, ...]:
    """By its number any receipt of this session is printed once more."""
    before = paid_before(step)
    if before is None:
        return ()
    return (Fact(text("fact.receipt_no"), grouped(before.done.outcome.receipt_no, 4)),)


def _facts(session: Session, step: ShowReceiptCode) -> tuple[Fact, ...]:
    """What is worth money and on no paper; digits for a meter stand alone."""
    outcome = step.done.outcome
    money = worth_money(outcome)
    if outcome.load is not None and outcome.load.token:
        return money
    told = receipt_facts(session, step.done) if outcome.receipt_no else reference(step.done)
    return (*told, *_paid_earlier(step), *money)[-show_cash.MOST_FACTS :]


def _photographed(outcome: Outcome, reason: Problem) -> Text:
    """What is worth money is told of first: there is no paper for it."""
    if outcome.load is not None and outcome.load.token:
        return text("receipt.write_digits_down")
    if worth_money(outcome):
        return text("receipt.write_voucher_down")
    return problem_prompt(reason) if outcome.verification_url else text("receipt.photograph_reference")


def show_receipt_code(session: Session, step: ShowReceiptCode) -> ScreenView:
    outcome = step.done.outcome
    reason = problems.of_receipt(step.reason)
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "receipt",
        title=problem_title(reason),
        prompt=_photographed(outcome, reason),
        qr=outcome.verification_url or None,
        facts=_facts(session, step),
        code=problem_number(reason),
        frame=frame(session, back=_another(step), primary=finish),
        spoken=problem_title(reason),
    )
