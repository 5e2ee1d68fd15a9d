"""Screens of a request that has arrived: its number, and the slip that carries it."""

from datetime import date

from kiosk.session import problems
from kiosk.session.events import AnotherTapped, FinishTapped, NoReceiptTapped, PrintTapped
from kiosk.session.forms import FiledRequest
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.paper import no_paper_note
from kiosk.session.show_parts import PAY, day_of, frame, problem_title
from kiosk.session.steps_forms import RequestFiled, TakeSlip
from kiosk.session.view import Button, Fact, ScreenView, Text, text

_DAY_DIGITS = 6
"""A number begins with the day it was given on."""


def number_in_groups(number: str) -> str:
    return f"{number[:_DAY_DIGITS]} {grouped(number[_DAY_DIGITS:], 4)}"


def request_filed(session: Session, step: RequestFiled) -> ScreenView:
    return ScreenView(
        "done",
        title=text("request.filed.title"),
        prompt=_told(session, step),
        progress=PAY,
        mark="done",
        facts=filed_facts(step.filed),
        choices=(_print_button(session, step), _no_slip()),
        frame=frame(session, primary=another_button()),
        spoken=text("request.urgent.spoken" if step.filed.urgent else "request.filed.spoken"),
    )


def _told(session: Session, step: RequestFiled) -> Text:
    """What is dangerous comes before what the paper does."""
    if step.filed.urgent:
        return text("request.urgent.prompt", phone=session.rules.service_phone)
    if step.problem:
        return text("request.filed.no_paper", why=problem_title(problems.of_receipt(step.problem)))
    return text("request.filed.prompt")


def filed_facts(filed: FiledRequest) -> tuple[Fact, ...]:
    due = (Fact(text("request.due"), day_of(date.fromisoformat(filed.due_on))),) if filed.due_on else ()
    return (Fact(text("request.number"), number_in_groups(filed.number)), *due)


def _print_button(session: Session, step: RequestFiled) -> Button:
    no_paper = no_paper_note(session) or (problems.of_receipt(step.problem) if step.problem else "")
    return Button(
        "print",
        text("request.print"),
        PrintTapped(),
        note=text("request.print_note"),
        icon="printer",
        tone="primary",
        enabled=not no_paper,
        reason=text("request.write_down") if no_paper else None,
    )


def _no_slip() -> Button:
    return Button("no_receipt", text("request.no_slip"), NoReceiptTapped(), note=text("request.no_slip_note"))


def another_button() -> Button:
    return Button("another", text("request.another"), AnotherTapped())


def take_slip(session: Session, step: TakeSlip) -> ScreenView:
    finish = Button("finish", text("take_receipt.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "receipt",
        title=text("take_receipt.title"),
        prompt=text("request.take.prompt" if step.confirmed else "request.take.unsure"),
        picture="receipt_out",
        facts=() if step.confirmed else filed_facts(step.filed),
        frame=frame(session, back=another_button(), primary=finish),
        spoken=text("take_receipt.spoken"),
    )
