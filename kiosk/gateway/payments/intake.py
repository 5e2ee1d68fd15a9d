"""Turns a payment request into the payment it opens, or into one that has ended before any charge.

Every bill is asked of its biller first: shown sums may be old.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

from kiosk.gateway.parties.adapters import AdapterSilent
from kiosk.gateway.payments import recharge_cards
from kiosk.gateway.payments.intake_supply import supply_reason
from kiosk.gateway.payments.parts import Parts
from kiosk.gateway.problems import Refused
from kiosk.gateway.sql.record_store import KnownBill
from kiosk.payment.cash import payable
from kiosk.payment.legs import Leg, references
from kiosk.payment.methods import CashRest
from kiosk.payment.redemption import with_rest
from kiosk.payment.saga_state import Payment, PaymentState, open_payment, to
from kiosk.wire.payments import BillToPay, Detail, PaymentRequest

Known = Mapping[str, KnownBill]

_PROVIDERS = {"bank_card": "card", "cash": "cash", "recharge_card": "recharge_card"}


def check(request: PaymentRequest) -> None:
    """What the field types cannot say. Raises Refused."""
    if len({bill.bill_id for bill in request.bills}) != len(request.bills):
        raise Refused("malformed", "a bill is named twice")
    if sum(bill.amount_fen for bill in request.bills) != request.amount_fen:
        raise Refused("amount_mismatch", "amount_fen is not the sum of the bills")
    if (request.phone_code is None) is (request.method == "phone_code"):
        raise Refused("malformed", "phone_code belongs to method phone_code and only to it")
    if request.cash_notes_fen is not None and request.method != "cash":
        raise Refused("malformed", "cash_notes_fen belongs to method cash and only to it")
    recharge_cards.check(request)


def opened(parts: Parts, request: PaymentRequest, known: Known) -> Payment:
    """Raises Refused for a bill never shown and when a biller does not answer: then nothing is stored."""
    if any(bill.bill_id not in known for bill in request.bills):
        raise Refused("bill_unknown", "look the bills up first")
    if any((known[bill.bill_id].kind == "supply") is (bill.load is None) for bill in request.bills):
        raise Refused("malformed", "load belongs to what is bought for a meter and only to it")
    reason = recharge_cards.reason_against(parts, request, known)
    wanted = with_rest(_payment(parts, request, known), request.recharge_fen or 0)
    payment = open_payment(wanted)
    reason = (
        reason or _reason_against(parts, request, payment, known) or _cash_reason(parts, request, payment)
    )
    return payment if reason is None else ended(payment, reason)


def ended(payment: Payment, reason: Detail) -> Payment:
    return to(payment, PaymentState.ABANDONED, due_ms=None, reason=reason)


def tombstone(payment_id: str, now_ms: int) -> Payment:
    return Payment(
        payment_id=payment_id,
        kiosk_id="",
        method="",
        provider=None,
        amount_fen=0,
        legs=(),
        created_ms=now_ms,
        state=PaymentState.ABANDONED,
        reason="cancelled",
    )


def _payment(parts: Parts, request: PaymentRequest, known: Known) -> Payment:
    legs = tuple(_leg(parts, request, n, known) for n in range(len(request.bills)))
    return Payment(
        payment_id=request.payment_id,
        kiosk_id=request.kiosk_id,
        method=request.method,
        provider=_PROVIDERS.get(request.method) or parts.providers.provider_of(request.phone_code or ""),
        amount_fen=request.amount_fen,
        legs=legs,
        created_ms=parts.time.now_ms(),
        cash_rest=_cash_rest(parts, legs) if request.method == "cash" else None,
    )


def _cash_rest(parts: Parts, legs: Sequence[Leg]) -> CashRest:
    """The rule of this gateway, where a biller of the bills goes along with it."""
    taken = any(leg.account_least_fen is not None for leg in legs)
    return parts.settings.cash_rest if taken else "refused"


def _leg(parts: Parts, request: PaymentRequest, number: int, bills: Known) -> Leg:
    bill = request.bills[number]
    known = bills[bill.bill_id]
    posting_ref, refund_no = references(request.payment_id, number)
    rules = parts.book[known.biller_id]
    takes_rest = rules.on_account is not None and known.kind == "bill"
    limit_fen = rules.limits.most_fen_a_day
    return Leg(
        bill_id=bill.bill_id,
        biller_id=known.biller_id,
        biller_bill_no=known.biller_bill_no,
        utility=known.utility,
        amount_fen=bill.amount_fen,
        posting_ref=posting_ref,
        refund_no=refund_no,
        kind="bill" if known.kind == "bill" else "prepaid",
        account_least_fen=rules.on_account.least_fen if takes_rest and rules.on_account else None,
        limited_account=None if limit_fen is None else known.account_id,
        most_fen_a_day=limit_fen,
        load_way=bill.load,
        load_no=bill.version if bill.load else 0,
    )


def _reason_against(parts: Parts, request: PaymentRequest, payment: Payment, known: Known) -> Detail | None:
    if payment.provider is None:
        return "code_wrong_kind"
    limit = _limit_reason(parts, request, payment.provider, known)
    if limit is not None:
        return limit
    reasons = (_bill_reason(parts, bill, known[bill.bill_id]) for bill in request.bills)
    return next((reason for reason in reasons if reason is not None), None)


def _limit_reason(parts: Parts, request: PaymentRequest, provider: str | None, known: Known) -> Detail | None:
    """Of the provider, and of each biller for what this payment would bring it."""
    if not parts.providers.takes(provider, request.recharge_fen or request.amount_fen):
        return "method_over_limit"
    sums: Counter[str] = Counter()
    for bill in request.bills:
        sums[known[bill.bill_id].biller_id] += bill.amount_fen
    for biller_id, fen in sums.items():
        limits = parts.book[biller_id].limits
        if not limits.least_fen <= fen <= limits.most_fen:
            return "under_limit" if fen < limits.least_fen else "over_limit"
    return None


def _cash_reason(parts: Parts, request: PaymentRequest, payment: Payment) -> Detail | None:
    """Without an account for the rest, a sum that no notes make up could never be paid. The kiosk knows best
    which notes it takes."""
    notes_fen = frozenset(request.cash_notes_fen or parts.settings.cash_notes_fen)
    exact = payable(payment.amount_fen, notes_fen)
    return "cash_not_exact" if payment.cash_rest == "refused" and not exact else None


def _bill_reason(parts: Parts, asked: BillToPay, known: KnownBill) -> Detail | None:
    standing = parts.book.standing(known.biller_id, parts.time.now())
    if standing.state != "open":
        return "biller_paused" if standing.state == "paused" else "biller_closed"
    if asked.load is not None:
        return supply_reason(parts, asked, known)
    try:
        bill = parts.outside.biller(known.biller_id).bill(known.biller_bill_no)
    except AdapterSilent as silent:
        raise Refused("biller_unavailable") from silent
    if bill is None:
        return "bill_paid"
    same = (bill.version, bill.due_fen) == (asked.version, asked.amount_fen)
    return None if same else "bill_changed"
