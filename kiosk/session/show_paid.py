"""Screens of what was paid: all of it, and one payment in full."""

from collections.abc import Callable
from datetime import date
from typing import Any

from kiosk.payment import amount
from kiosk.session.bought import WAYS_BACK, WayBack, way_back
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
    ways = _not_kept(payment)
    if not ways:
        return _where(payment), payment.amount_fen
    way, fen = next(iter(ways.items()))
    in_part = way in {"back", "fetched"} and payment.amount_fen
    return text("paid.came.part" if in_part else f"paid.came.{way}"), payment.amount_fen or fen


def _not_kept(payment: Payment) -> dict[WayBack, int]:
    """Fen of it that did not stay paid, by where they are; what is still to be done comes first."""
    legs = payment.receipt.legs if payment.receipt else ()
    sums = {way: sum(leg.amount_fen for leg in legs if way_back(leg) == way) for way in WAYS_BACK}
    return {way: fen for way, fen in sums.items() if fen}


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
    """What is paid; and what of it is back, on its way back, or waits at the counter."""
    ways = _not_kept(payment)
    told = [Fact(text(f"paid.fact.{way}"), amount.digits(fen)) for way, fen in ways.items()]
    if "number_comes" in ways:
        told.append(Fact(text("fact.voucher_no"), text("paid.no_number_yet")))
    if payment.amount_fen or not told:
        told.insert(0, Fact(text("fact.paid"), amount.digits(payment.amount_fen)))
    return tuple(told)


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
