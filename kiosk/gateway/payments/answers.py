"""A payment as the kiosk is told it: the saga's states in the words of the wire."""

from collections.abc import Collection, Mapping
from functools import cache
from typing import Literal

import msgspec

from kiosk.gateway.payment_store import IssuedReceipt
from kiosk.gateway.payments.load_answers import LoadFacts
from kiosk.gateway.steady_time import local_time
from kiosk.payment.legs import Leg, LegState, total_fen
from kiosk.payment.methods import Method
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.wire import paid
from kiosk.wire import payments as wire
from kiosk.wire.fields import Provider

_STANDING: dict[PaymentState, tuple[wire.Outcome, wire.Detail | None]] = {
    PaymentState.CREATED: ("working", None),
    PaymentState.CHARGING: ("working", None),
    PaymentState.REVERSING: ("working", "reversing"),
    PaymentState.CHARGED: ("working", "posting"),
    PaymentState.POSTING: ("working", "posting"),
    PaymentState.POST_UNKNOWN: ("pending", "posting"),
    PaymentState.HELD: ("pending", "held"),
    PaymentState.REFUNDING: ("pending", "refunding"),
    PaymentState.DECLINED: ("not_charged", "declined"),
    PaymentState.REVERSED: ("not_charged", "timed_out"),
    PaymentState.ABANDONED: ("not_charged", "cancelled"),
    PaymentState.POSTED: ("settled", None),
    PaymentState.PART_POSTED: ("part_settled", "refunded"),
    PaymentState.REFUNDED: ("not_charged", "refunded"),
}
_LEG_WORDS: dict[LegState, wire.LegState] = {
    LegState.WAITING: "waiting",
    LegState.POSTING: "posting",
    LegState.POST_UNKNOWN: "posting",
    LegState.HELD: "held",
    LegState.REFUNDING: "refunding",
    LegState.POSTED: "posted",
    LegState.REFUNDED: "refunded",
    LegState.UNPAID: "not_charged",
    LegState.VOUCHER: "voucher",
}


@cache
def _method(name: str) -> Method:
    """Raises msgspec.ValidationError for a word the wire does not have, as those below do."""
    method: Method = msgspec.convert(name, Method)
    return method


@cache
def _provider(name: str | None) -> Provider | None:
    provider: Provider | None = msgspec.convert(name, Provider | None)
    return provider


@cache
def _detail(reason: str) -> wire.Detail:
    detail: wire.Detail = msgspec.convert(reason, wire.Detail)
    return detail


class CashFacts(msgspec.Struct, frozen=True):
    """What is on record about a payment besides itself: voucher numbers by leg, and the notes that came when
    it had ended."""

    voucher_numbers: Mapping[int, str] = {}
    unclaimed_fen: int = 0
    loads: Mapping[int, LoadFacts] = {}
    """By leg, of what was bought for meters."""
    fetched: Collection[int] = ()
    """Legs whose voucher, or whose load's, has been paid out."""


NO_CASH = CashFacts()


def payment_answer(
    payment: Payment, receipt: IssuedReceipt | None, public_url: str, cash: CashFacts = NO_CASH
) -> wire.PaymentAnswer:
    outcome, detail = _standing(payment)
    if cash.unclaimed_fen:
        detail = "cash_unclaimed"
    return wire.PaymentAnswer(
        payment_id=payment.payment_id,
        outcome=outcome,
        detail=detail,
        amount_fen=payment.amount_fen - payment.rest_fen,
        receipt_no=receipt.receipt_no if receipt else None,
        verification_code=receipt.verification_code if receipt else None,
        verification_url=_verification_url(public_url, receipt) if receipt else None,
        paid_at=local_time(payment.charged_ms).isoformat() if payment.charged_ms else None,
        method=_method(payment.method) if payment.legs else None,
        provider=_provider(payment.provider),
        card_last4=payment.card_last4,
        legs=_leg_answers(payment, cash),
        inserted_fen=payment.inserted_fen + cash.unclaimed_fen,
        cash_rest=payment.cash_rest,
        face_fen=_face_fen(payment),
    )


def receipt_answer(payment: Payment, receipt: IssuedReceipt, cash: CashFacts) -> wire.ReceiptAnswer:
    return wire.ReceiptAnswer(
        receipt_no=receipt.receipt_no,
        amount_fen=total_fen(payment.legs, LegState.POSTED) - _given_back_fen(payment, cash),
        paid_at=local_time(payment.charged_ms or 0).isoformat(),
        outcome=_whole_or_part(payment, cash),
        legs=_leg_answers(payment, cash),
    )


def receipt_facts(
    payment: Payment,
    receipt: IssuedReceipt,
    public_url: str,
    cash: CashFacts,
    accounts_masked: Mapping[str, str],
) -> paid.PaidReceipt:
    """`accounts_masked`: by bill; the others' are nobody's business who asks."""
    told = payment_answer(payment, receipt, public_url, cash)
    return paid.PaidReceipt(
        receipt_no=receipt.receipt_no,
        paid_at=told.paid_at or local_time(payment.created_ms).isoformat(),
        outcome=_whole_or_part(payment, cash),
        amount_fen=told.amount_fen - _given_back_fen(payment, cash),
        method=_method(payment.method),
        provider=told.provider,
        verification_code=receipt.verification_code,
        verification_url=_verification_url(public_url, receipt),
        kiosk_id=payment.kiosk_id,
        lines=tuple(
            _line(leg, accounts_masked.get(leg.bill_id, ""), cash.loads.get(n), fetched=n in cash.fetched)
            for n, leg in enumerate(told.legs)
        ),
        inserted_fen=told.inserted_fen,
        face_fen=told.face_fen,
    )


def _line(
    leg: wire.LegAnswer, account_masked: str, load: LoadFacts | None, *, fetched: bool
) -> paid.PaidLine:
    return paid.PaidLine(
        leg.utility,
        account_masked,
        leg.amount_fen,
        leg.state,
        leg.kind,
        load=leg.load,
        load_way=load.way if load else None,
        fetched=fetched,
    )


def _whole_or_part(payment: Payment, cash: CashFacts) -> Literal["settled", "part_settled"]:
    """A payment whose load was given back is settled no more, whatever the saga says: the receipt is told
    as it stands today."""
    whole = payment.state is PaymentState.POSTED and not _given_back_fen(payment, cash)
    return "settled" if whole else "part_settled"


def _given_back_fen(payment: Payment, cash: CashFacts) -> int:
    loads = cash.loads
    return sum(leg.amount_fen for n, leg in enumerate(payment.legs) if n in loads and loads[n].given_back)


def _standing(payment: Payment) -> tuple[wire.Outcome, wire.Detail | None]:
    outcome, detail = _STANDING[payment.state]
    if payment.state is PaymentState.CHARGING and payment.method == "bank_card" and not payment.given_up:
        return "card_expected", None
    if payment.state is PaymentState.CHARGING and payment.method == "cash":
        return "cash_expected", None
    if not payment.refundable and outcome in {"settled", "part_settled"}:
        return outcome, _kept_detail(payment)
    if payment.state is PaymentState.CHARGING and payment.payer_confirming:
        return outcome, "payer_confirming"
    if outcome == "not_charged" and payment.reason is not None:
        return outcome, _detail(payment.reason)
    return outcome, detail


def _face_fen(payment: Payment) -> int:
    """A card smaller than the sum was refused: what it was worth is not on record."""
    charged = payment.method == "recharge_card" and payment.state is not PaymentState.ABANDONED
    return payment.amount_fen if charged else 0


def _kept_detail(payment: Payment) -> wire.Detail | None:
    """What matters most to whoever put the notes in, or gave the card."""
    cash = payment.method == "cash"
    states = {leg.state for leg in payment.legs}
    if LegState.VOUCHER in states:
        return "cash_voucher" if cash else "recharge_voucher"
    if LegState.UNPAID in states:
        return "cash_short"
    if payment.state is PaymentState.PART_POSTED:
        return "cash_bill_on_account" if cash else "recharge_bill_on_account"
    if not any(leg.kind == "account" for leg in payment.legs):
        return None
    return "cash_rest_on_account" if cash else "recharge_rest_on_account"


def _leg_answers(payment: Payment, cash: CashFacts) -> tuple[wire.LegAnswer, ...]:
    numbers, loads = cash.voucher_numbers, cash.loads
    return tuple(
        _leg_answer(payment, leg, numbers.get(n), loads.get(n)) for n, leg in enumerate(payment.legs)
    )


def _leg_answer(payment: Payment, leg: Leg, voucher_no: str | None, load: LoadFacts | None) -> wire.LegAnswer:
    never_charged = payment.final and leg.state is LegState.WAITING
    return wire.LegAnswer(
        bill_id=leg.bill_id,
        utility=leg.utility,
        amount_fen=leg.amount_fen,
        state="not_charged" if never_charged else _LEG_WORDS[leg.state],
        kind=leg.kind,
        voucher_no=voucher_no,
        load=load.state if load else None,
    )


def _verification_url(public_url: str, receipt: IssuedReceipt) -> str:
    return f"{public_url}/v1/receipts/{receipt.receipt_no}?code={receipt.verification_code}"
