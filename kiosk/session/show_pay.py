"""Screens of paying and after: method, code, terminal, waiting, outcome, receipt."""

from kiosk.payment import amount
from kiosk.session import problems, show_cash
from kiosk.session.events import (
    AnotherTapped,
    FinishTapped,
    MethodTapped,
    NoReceiptTapped,
    PrintTapped,
    RetryTapped,
    ShowReceiptCodeTapped,
)
from kiosk.session.journey_pay import why_not
from kiosk.session.journey_receipt import no_paper_note
from kiosk.session.model import Session
from kiosk.session.numbers import grouped, payment_reference
from kiosk.session.rules import Method
from kiosk.session.show_parts import (
    PAY,
    back_button,
    frame,
    listed,
    moment,
    problem_prompt,
    problem_title,
)
from kiosk.session.steps import (
    ChooseMethod,
    Done,
    Printing,
    ShowPayCode,
    ShowReceiptCode,
    TakeReceipt,
)
from kiosk.session.view import Button, Fact, ScreenView, Spoken, Text, Total, Waiting, text

PRINTING_TAKES_S = 4.0
"""How long a receipt takes at 150 mm/s with its cut, for the progress shown."""


def choose_method(session: Session, step: ChooseMethod) -> ScreenView:
    due = amount.digits(step.basket.amount_fen)
    wrong = problem_prompt(step.problem) if step.problem else None
    return ScreenView(
        "methods",
        title=text("methods.title", due=due),
        prompt=wrong or text("methods.prompt"),
        progress=PAY,
        choices=tuple(_method_button(session, method) for method in session.rules.methods),
        footnote=text("methods.paper_low") if session.paper == "low" else None,
        frame=frame(session, back=back_button()),
        spoken=text("methods.spoken", sum=Spoken(step.basket.amount_fen)),
    )


def _method_button(session: Session, method: Method) -> Button:
    reason = why_not(session, method)
    return Button(
        method,
        text(f"method.{method}.label"),
        MethodTapped(method),
        note=text(f"method.{method}.note"),
        icon=method,
        tone="primary" if method == "phone_code" else "water" if method == "bank_card" else "electricity",
        enabled=not reason,
        reason=_why_off(reason, method) if reason else None,
    )


def _why_off(reason: str, method: Method) -> Text:
    return text(f"not_fitted.{method}" if reason == "not_fitted" else f"method_off.{reason}")


def show_pay_code(session: Session, step: ShowPayCode) -> ScreenView:
    wrong = problem_prompt(step.problem) if step.problem else None
    return ScreenView(
        "pay_code",
        title=problem_title(step.problem) if step.problem else text("pay_code.title"),
        prompt=wrong or text("pay_code.prompt"),
        progress=PAY,
        picture="phone_over_window",
        total=Total(text("pay_code.due"), amount.digits(step.basket.amount_fen)),
        frame=frame(session, back=back_button("pay_code.other")),
        spoken=text("pay_code.spoken"),
    )


def done(session: Session, step: Done) -> ScreenView:
    match step.outcome.kind:
        case "settled" | "part_settled" if step.outcome.inserted_fen:
            return _ended_with_notes(session, step)
        case "settled":
            return _settled(session, step)
        case "part_settled":
            return _part_settled(session, step)
        case "pending":
            return _pending(session, step)
        case "not_charged":
            return _not_charged(session, step)


def _settled(session: Session, step: Done) -> ScreenView:
    due = amount.digits(step.outcome.amount_fen)
    return ScreenView(
        "done",
        title=text("settled.title"),
        prompt=text("settled.prompt", what=_what(step), due=due),
        facts=_facts(session, step),
        mark="done",
        choices=(_print_button(session, "settled"), _no_receipt()),
        frame=frame(session, primary=_another()),
        spoken=text("settled.spoken", sum=Spoken(step.outcome.amount_fen)),
    )


def _ended_with_notes(session: Session, step: Done) -> ScreenView:
    """Where every banknote went. What waits at the counter is no success, whatever else was paid."""
    outcome = step.outcome
    title = show_cash.ended_title(outcome)
    to_fetch = outcome.sum_fen("voucher") > 0
    return ScreenView(
        "done",
        title=title,
        prompt=text("cash.fetch" if to_fetch else "cash.kept"),
        facts=show_cash.ended_facts(outcome),
        mark="warning" if to_fetch else "done",
        choices=(_print_button(session, "cash_ended"), _no_receipt()),
        frame=frame(session, primary=_another()),
        spoken=title,
    )


def _part_settled(session: Session, step: Done) -> ScreenView:
    paid = sum(leg.amount_fen for leg in step.outcome.legs if leg.state == "posted")
    returned = amount.digits(step.outcome.amount_fen - paid)
    return ScreenView(
        "done",
        title=text("part_settled.title"),
        prompt=text("part_settled.prompt", paid=amount.digits(paid), returned=returned),
        facts=_facts(session, step),
        mark="checking",
        choices=(_print_button(session, "part_settled"), _no_receipt()),
        frame=frame(session),
        spoken=text("part_settled.title"),
    )


def _pending(session: Session, step: Done) -> ScreenView:
    return ScreenView(
        "done",
        title=text("pending.title"),
        prompt=_pending_prompt(session, step),
        facts=_reference(step),
        mark="checking",
        choices=(_print_button(session, "pending"), _no_receipt()),
        frame=frame(session),
        spoken=text("pending.spoken"),
    )


def _pending_prompt(session: Session, step: Done) -> Text:
    phone, inside_fen = session.rules.service_phone, step.outcome.inserted_fen
    if inside_fen:
        return text("pending.prompt_notes", inside=amount.digits(inside_fen), phone=phone)
    return text("pending.prompt", phone=phone)


def _reference(step: Done) -> tuple[Fact, ...]:
    reference = payment_reference(step.outcome.payment_id)
    return (Fact(text("fact.reference"), reference),) if reference else ()


def _not_charged(session: Session, step: Done) -> ScreenView:
    returned = step.outcome.detail in problems.RETURNED
    title = problem_title(step.outcome.detail) if returned else text("not_charged.title")
    retry = Button("retry", text("not_charged.retry"), RetryTapped(), tone="primary")
    finish = Button("finish", text("not_charged.finish"), FinishTapped())
    return ScreenView(
        "done",
        title=title,
        prompt=problem_prompt(step.outcome.detail),
        mark="not_charged",
        choices=(retry, finish),
        code=step.outcome.detail,
        frame=frame(session),
        spoken=title,
    )


def _what(step: Done) -> Text:
    """Which utilities were paid, each once, in the order of the bills."""
    names = tuple(dict.fromkeys(bill.utility for bill in step.basket.bills))
    if len(names) == 1:
        return text(f"utility.{names[0]}.bill")
    return listed(tuple(text(f"utility.{name}.short") for name in names))


def _facts(session: Session, step: Done) -> tuple[Fact, ...]:
    outcome = step.outcome
    facts = [Fact(text("fact.time"), moment(session, outcome.paid_wall_s))]
    if outcome.receipt_no:
        facts.append(Fact(text("fact.receipt_no"), grouped(outcome.receipt_no, 4)))
    return tuple(facts)


def _print_button(session: Session, kind: str) -> Button:
    no_paper = no_paper_note(session)
    if not no_paper:
        return Button(
            "print",
            text(f"{kind}.print"),
            PrintTapped(),
            note=text(f"{kind}.print_note"),
            icon="printer",
            tone="primary",
        )
    note = text(f"receipt.{no_paper}")
    return Button(
        "print", text("receipt.on_screen"), ShowReceiptCodeTapped(), note=note, icon="receipt", tone="primary"
    )


def _no_receipt() -> Button:
    return Button("no_receipt", text("receipt.none"), NoReceiptTapped(), note=text("receipt.none_note"))


def _another() -> Button:
    return Button("another", text("receipt.another"), AnotherTapped())


def printing(session: Session, step: Printing) -> ScreenView:
    fraction = min(session.in_step_s() / PRINTING_TAKES_S, 0.95)
    return ScreenView(
        "receipt",
        title=text("printing.title"),
        prompt=text("printing.prompt"),
        picture="receipt_out",
        waiting=Waiting(fraction),
        frame=frame(session, exit_=False),
        spoken=text("printing.title"),
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
        frame=frame(session, back=_another_if_settled(step.done), primary=finish),
        spoken=text("take_receipt.title"),
    )


def _receipt_prompt(step: TakeReceipt) -> Text:
    """Only paper for money received in full carries the seal."""
    if not step.confirmed:
        return text("take_receipt.prompt_unsure")
    sealed = step.done.outcome.kind == "settled"
    return text("take_receipt.prompt" if sealed else "take_receipt.prompt_plain")


def _another_if_settled(step: Done) -> Button | None:
    return _another() if step.outcome.kind == "settled" else None


def show_receipt_code(session: Session, step: ShowReceiptCode) -> ScreenView:
    outcome = step.done.outcome
    facts = _facts(session, step.done) if outcome.receipt_no else _reference(step.done)
    reason = problems.of_receipt(step.reason)
    finish = Button("finish", text("frame.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "receipt",
        title=problem_title(reason),
        prompt=problem_prompt(reason) if outcome.verification_url else text("receipt.photograph_reference"),
        qr=outcome.verification_url or None,
        facts=facts,
        code=step.reason,
        frame=frame(session, primary=finish),
        spoken=problem_title(reason),
    )
