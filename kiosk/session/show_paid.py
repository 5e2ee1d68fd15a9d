"""Screens of what was paid: all of it, and one payment in full."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.payment import amount
from kiosk.session.events import FinishTapped, PaymentLookedAt, PrintTapped
from kiosk.session.household import Outcome, Paid, Payment
from kiosk.session.model import Session
from kiosk.session.numbers import grouped
from kiosk.session.rules import NEUTRAL_ICON
from kiosk.session.show_pages import cut, page_of
from kiosk.session.show_parts import back_button, date_of, frame, listed, utility_name
from kiosk.session.steps import Step
from kiosk.session.steps_paid import ListPayments, ReadPayment
from kiosk.session.view import Button, Fact, ScreenView, Text, text


def list_payments(session: Session, step: ListPayments) -> ScreenView:
    paid = step.paid
    page = page_of(session, len(paid.payments))
    rows = tuple(_row(session, place, payment) for place, payment in enumerate(paid.payments))
    return ScreenView(
        "choices",
        title=text("paid.title"),
        prompt=text(_prompt(paid)),
        choices=cut(session, rows, page),
        page=page,
        frame=frame(session, back=back_button(), primary=_finish()),
        spoken=text("paid.spoken"),
    )


def _prompt(paid: Paid) -> str:
    """What may be missing comes before how the list is read."""
    if paid.untold:
        return "paid.some_untold"
    return "paid.older" if paid.older_receipts else "paid.prompt"


def _row(session: Session, place: int, payment: Payment) -> Button:
    rules, first = session.rules, payment.utilities[0] if payment.utilities else ""
    known = rules.utility(first) if rules.offers(first) and len(payment.utilities) == 1 else None
    told, sum_fen = _came_to(payment)
    day = text("paid.at", day=date_of(date.fromisoformat(payment.day)), where=told)
    return Button(
        f"payment_{place + 1}",
        text("paid.label", what=_what(session, payment), sum=amount.digits(sum_fen)),
        PaymentLookedAt(place),
        note=day,
        icon=known.icon if known else NEUTRAL_ICON,
        tone=known.tone if known else "plain",
    )


def _came_to(payment: Payment) -> tuple[Text, int]:
    """Where it was paid and what; or what became of it where all or some of it did not stay paid."""
    receipt = payment.receipt
    back_fen = receipt.returned_fen if receipt else 0
    to_fetch_fen = receipt.sum_fen("voucher") if receipt else 0
    if to_fetch_fen:
        return text("paid.came.voucher"), payment.amount_fen or to_fetch_fen
    if back_fen:
        return text(
            "paid.came.part" if payment.amount_fen else "paid.came.back"
        ), payment.amount_fen or back_fen
    return _where(payment), payment.amount_fen


def _what(session: Session, payment: Payment) -> Text:
    load = payment.receipt.load if payment.receipt else None
    if load is not None:
        return text(f"prepaid.{load.utility}.buy")
    if len(payment.utilities) == 1:
        offered = session.rules.offers(payment.utilities[0])
        return utility_name(session.rules, payment.utilities[0]) if offered else text("paid.something")
    return text("paid.several")


def _where(payment: Payment) -> Text:
    return text(f"paid.where.{payment.where}")


def read_payment(session: Session, step: ReadPayment) -> ScreenView:
    payment = step.payment
    return ScreenView(
        "bill",
        title=text("paid.one"),
        prompt=text("paid.copied_here" if payment.receipt else "paid.not_copied"),
        facts=(
            Fact(text("paid.fact.what"), _all_of(session, payment)),
            *_sums(payment),
            Fact(text("fact.time"), date_of(date.fromisoformat(payment.day))),
            Fact(text("paid.fact.where"), _where(payment)),
            *(_of_receipt(payment.receipt) if payment.receipt else ()),
        ),
        frame=frame(session, back=back_button(), primary=_print() if payment.receipt else _finish()),
        spoken=text("paid.spoken_one"),
    )


def _sums(payment: Payment) -> tuple[Fact, ...]:
    """What is paid; and what of it is back, or waits at the counter."""
    receipt = payment.receipt
    others = {
        "paid.fact.back": receipt.returned_fen if receipt else 0,
        "fact.voucher": receipt.sum_fen("voucher") if receipt else 0,
    }
    told = tuple(Fact(text(key), amount.digits(fen)) for key, fen in others.items() if fen)
    if told and not payment.amount_fen:
        return told
    return (Fact(text("fact.paid"), amount.digits(payment.amount_fen)), *told)


def _all_of(session: Session, payment: Payment) -> Text:
    offered = tuple(name for name in payment.utilities if session.rules.offers(name))
    if len(payment.utilities) == 1 or not offered:
        return _what(session, payment)
    return listed(tuple(text(f"utility.{name}.short") for name in offered))


def _of_receipt(receipt: Outcome) -> tuple[Fact, ...]:
    return (
        Fact(text("paid.fact.how"), text(f"method.{receipt.method}.label")),
        Fact(text("fact.receipt_no"), grouped(receipt.receipt_no, 4)),
    )


def _print() -> Button:
    return Button("print", text("paid.print"), PrintTapped(), tone="primary")


def _finish() -> Button:
    return Button("finish", text("frame.finish"), FinishTapped(), tone="primary")


SCREENS: dict[type[Step], Callable[[Session, Any], ScreenView]] = {
    ListPayments: list_payments,
    ReadPayment: read_payment,
}
