"""The receipt a helper can have printed once more: of a payment looked up, or of the resident's own."""

from msgspec.structs import replace

from kiosk.session.household import Basket, Leg, Outcome
from kiosk.session.model import Session
from kiosk.session.paper import why_no_paper
from kiosk.session.steps import Printing, ShowReceiptCode, TakeReceipt
from kiosk.session.steps_forms import PrintingSlip
from kiosk.session.steps_numbers import PrintingNumbers


def receipt_at_hand(session: Session) -> tuple[Outcome, Basket] | None:
    """None where there is none, or no paper for it. The resident's own paper comes before any copy."""
    at_work = isinstance(session.step, Printing | PrintingSlip | PrintingNumbers)
    if why_no_paper(session) or at_work or session.helper is None:
        return None
    found = session.helper.found
    if found is not None:
        return (found, Basket("", "", ())) if found.legs else None
    if isinstance(session.step, TakeReceipt | ShowReceiptCode):
        if session.step.done.again:  # a copy already, which is counted
            return None
        return _without_what_is_money(session.step.done.outcome), session.step.done.basket
    return None


def _without_what_is_money(outcome: Outcome) -> Outcome:
    """A voucher's number, and the digits for a meter, are money to whoever holds them: they stand on the
    resident's own paper alone."""
    return replace(outcome, legs=tuple(_told_without(leg) for leg in outcome.legs))


def _told_without(leg: Leg) -> Leg:
    load = replace(leg.load, token="", voucher_no="") if leg.load else None
    return replace(leg, voucher_no="", load=load)
