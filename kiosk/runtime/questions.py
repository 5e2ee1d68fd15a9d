"""From the session's wishes to the gateway's messages. The personal data in them goes nowhere else."""

from kiosk.session.effects import LookUpBills, StartPayment
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
    return PaymentRequest(
        payment_id=payment_id,
        bills=tuple(BillToPay(bill.bill_id, bill.version, bill.due_fen) for bill in effect.basket.bills),
        amount_fen=effect.basket.amount_fen,
        method=effect.method,
        phone_code=effect.phone_code.value if effect.phone_code else None,
        kiosk_id=kiosk_id,
    )
