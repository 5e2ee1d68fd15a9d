"""Screens of somebody's accounts: listed masked, for the numbers in full stand on their paper alone."""

from collections.abc import Callable
from typing import Any

from kiosk.session import problems
from kiosk.session.events import FinishTapped, PrintTapped
from kiosk.session.household import Account
from kiosk.session.model import Session
from kiosk.session.paper import no_paper_note
from kiosk.session.show_parts import back_button, frame, problem_title, utility_name
from kiosk.session.show_receipt import printing
from kiosk.session.show_slips import another_button
from kiosk.session.steps import Step
from kiosk.session.steps_numbers import ListNumbers, PrintingNumbers, TakeNumbers
from kiosk.session.view import Button, Fact, ScreenView, Text, text


def list_numbers(session: Session, step: ListNumbers) -> ScreenView:
    return ScreenView(
        "bill",
        title=text("numbers.title"),
        prompt=_told(session, step),
        facts=_facts(session, step.findings.accounts),
        frame=frame(session, back=back_button(), primary=_print(session)),
        spoken=text("numbers.title" if no_paper_note(session) else "numbers.spoken"),
    )


def _told(session: Session, step: ListNumbers) -> Text:
    why = problems.of_receipt(step.problem) if step.problem else no_paper_note(session)
    if why:
        return text("numbers.no_paper", why=problem_title(why))
    return text("numbers.more" if step.findings.more_accounts else "numbers.prompt")


def _facts(session: Session, accounts: tuple[Account, ...]) -> tuple[Fact, ...]:
    """An address that is that of them all stands there once."""
    addresses = {account.address_masked for account in accounts}
    together = len(addresses) == 1
    numbers = tuple(
        Fact(utility_name(session.rules, account.utility), _number(account, together=together))
        for account in accounts
    )
    return (*numbers, *(Fact(text("numbers.address"), each) for each in addresses if together))


def _number(account: Account, *, together: bool) -> Text | str:
    if together:
        return account.number_masked
    return text("numbers.where", number=account.number_masked, address=account.address_masked)


def _print(session: Session) -> Button:
    no_paper = no_paper_note(session)
    if no_paper:
        return Button("finish", text("frame.finish"), FinishTapped(), tone="primary")
    return Button("print", text("numbers.print"), PrintTapped(), tone="primary")


def take_numbers(session: Session, step: TakeNumbers) -> ScreenView:
    finish = Button("finish", text("take_receipt.finish"), FinishTapped(), tone="primary")
    return ScreenView(
        "receipt",
        title=text("take_receipt.title"),
        prompt=text("numbers.take" if step.confirmed else "numbers.take_unsure"),
        picture="receipt_out",
        frame=frame(session, back=another_button(), primary=finish),
        spoken=text("take_receipt.spoken"),
    )


SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    ListNumbers: list_numbers,
    PrintingNumbers: printing,
    TakeNumbers: take_numbers,
}
