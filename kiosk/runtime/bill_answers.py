"""From the gateway's words about a bill's workings and its account's last payment to the session's values."""

from datetime import date

from kiosk.session.bill_details import BillDetails, LastPaid, LateTerms, Readings, Tier
from kiosk.wire import bill_details as wire


def bill_details(told: wire.BillDetails | None) -> BillDetails:
    """Nothing where the biller tells nothing."""
    if told is None:
        return BillDetails()
    readings, late = told.readings, told.late_fee
    return BillDetails(
        readings=Readings(readings.before, readings.after) if readings else None,
        tiers=tuple(Tier(tier.quantity, tier.yuan_a_unit, tier.fen) for tier in told.tiers),
        late=LateTerms(late.days, late.fen_a_day_per_100_yuan) if late else None,
    )


def last_paid(told: wire.LastPayment | None) -> LastPaid | None:
    """None for a day that is none."""
    if told is None:
        return None
    try:
        on = date.fromisoformat(told.paid_on)
    except ValueError:
        return None
    return LastPaid(on.year, on.month, on.day, told.fen, told.where)
