"""From the session's wishes to the gateway's messages. The personal data in them goes nowhere else."""

from typing import Literal

from kiosk.session.effects import LookUpBills, StartPayment
from kiosk.session.rules import Method
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.payments import BillToPay, PaymentRequest


def look_up_request(effect: LookUpBills) -> LookUpRequest:
    return LookUpRequest(
        by=effect.by,
        value=effect.value.value,
        utility=effect.utility or None,
        scope="household" if effect.whole_household else "utility",
    )


def payment_request(payment_id: str, effect: StartPayment, kiosk_id: str) -> PaymentRequest:
    """Raises ValueError for a method that the gateway does not charge."""
    return PaymentRequest(
        payment_id=payment_id,
        bills=tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in effect.basket.bills),
        amount_fen=effect.basket.amount_fen,
        method=electronic(effect.method),
        phone_code=effect.phone_code.value if effect.phone_code else None,
        kiosk_id=kiosk_id,
    )


def electronic(method: Method) -> Literal["phone_code", "bank_card"]:
    """The method itself where the gateway charges it. Raises ValueError for cash, which goes its own way."""
    if method == "cash":
        raise ValueError("cash is not charged by the gateway")
    return method
