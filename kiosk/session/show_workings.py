"""How a bill's sum was worked out, line by line, and what was paid for its account last."""

from kiosk.payment import amount
from kiosk.session.bill_details import LastPaid, Readings, Tier
from kiosk.session.household import Bill
from kiosk.session.model import Session
from kiosk.session.show_parts import local
from kiosk.session.view import Fact, Text, text


def workings(bill: Bill) -> tuple[Fact, ...]:
    """What the meter stood at and stands at, each price, and how paying late is reckoned."""
    details = bill.details
    read = _readings(details.readings) if details.readings else ()
    late = details.late
    fees = (
        ()
        if late is None
        else (
            Fact(text("bill.late_days"), text("bill.days", days=str(late.days))),
            Fact(text("bill.late_rate"), amount.digits(late.fee_fen)),
        )
    )
    return (*read, *(_tier(bill, tier) for tier in details.tiers), *fees)


def _readings(readings: Readings) -> tuple[Fact, ...]:
    return (
        Fact(text("bill.read_before"), readings.before),
        Fact(text("bill.read_now"), readings.after),
    )


def _tier(bill: Bill, tier: Tier) -> Fact:
    label = text("bill.tier", quantity=tier.quantity, unit=bill.usage_unit, price=tier.yuan_a_unit)
    return Fact(label, amount.digits(tier.amount_fen))


def last_paid(session: Session, bill: Bill) -> tuple[Fact, ...]:
    """Against paying twice: none where nobody can tell."""
    paid = bill.last_paid
    return () if paid is None else (Fact(text("bill.last_paid"), _when_and_where(session, paid)),)


def _when_and_where(session: Session, paid: LastPaid) -> Text:
    """The year is said of another one than this."""
    key = "bill.day" if paid.year == local(session, session.wall_s).year else "bill.day_of_year"
    return text(
        "bill.paid_on",
        day=text(key, y=str(paid.year), m=str(paid.month), d=str(paid.day)),
        where=text(f"paid_where.{paid.where}"),
        sum=amount.digits(paid.amount_fen),
    )
