"""From the session's wishes to the gateway's messages. The personal data in them goes nowhere else."""

from kiosk.session.effects import AskRechargeCard, LookUpBills, LookUpHistories, StartPayment
from kiosk.session.effects_forms import LookUpAccounts
from kiosk.session.effects_paid import LookUpNumbers, LookUpPaid
from kiosk.session.effects_prepaid import AskMeters
from kiosk.session.household import FoundBy
from kiosk.wire.account_numbers import AccountNumbersRequest
from kiosk.wire.bills import LookUpRequest
from kiosk.wire.payments import BillToPay, PaymentRequest
from kiosk.wire.recharge_cards import RechargeCardRequest


def look_up_request(
    effect: LookUpBills | LookUpHistories | LookUpAccounts | AskMeters | FoundBy,
) -> LookUpRequest:
    return LookUpRequest(
        by=effect.by,
        value=effect.value.value,
        utility=effect.utility or None,
        scope="household" if effect.whole_household else "utility",
    )


def paid_request(effect: LookUpPaid) -> LookUpRequest:
    """An identity card is asked about all that is its owner's; anything else about its own account alone, so
    that a receipt is told to nobody who has shown another account's bill or card."""
    return LookUpRequest(
        by=effect.by,
        value=effect.value.value,
        utility=effect.utility or None,
        scope="household" if effect.by == "id_card" else "utility",
    )


def numbers_request(effect: LookUpNumbers) -> AccountNumbersRequest:
    return AccountNumbersRequest(effect.value.value)


def recharge_card_request(effect: AskRechargeCard, kiosk_id: str) -> RechargeCardRequest:
    return RechargeCardRequest(
        code=effect.code.value,
        bill_ids=tuple(bill.bill_id for bill in effect.basket.bills),
        amount_fen=effect.basket.amount_fen,
        kiosk_id=kiosk_id,
    )


def payment_request(
    payment_id: str, effect: StartPayment, kiosk_id: str, notes_fen: frozenset[int] | None = None
) -> PaymentRequest:
    """`notes_fen` are the banknotes that the acceptor takes; None where there is none."""
    card = effect.recharge_card
    return PaymentRequest(
        payment_id=payment_id,
        bills=tuple(
            BillToPay(bill.bill_id, bill.version, bill.due_fen, bill.load or None)
            for bill in effect.basket.bills
        ),
        amount_fen=effect.basket.amount_fen,
        method=effect.method,
        phone_code=effect.phone_code.value if effect.phone_code else None,
        kiosk_id=kiosk_id,
        recharge_code=card.code.value if card else None,
        recharge_fen=card.face_fen if card else None,
        cash_notes_fen=tuple(sorted(notes_fen)) if notes_fen and effect.method == "cash" else None,
    )
