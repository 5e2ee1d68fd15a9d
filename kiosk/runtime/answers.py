"""From the gateway's messages to the session's values. What cannot be trusted becomes "unknown"."""

from datetime import datetime
from typing import Literal, TypeAlias

from kiosk.payment.methods import Method
from kiosk.runtime.bill_answers import bill_details, last_paid
from kiosk.session import problems
from kiosk.session.household import Account, Basket, Bill, BillItem, Findings, Leg, LocalTime, Outcome
from kiosk.wire import bills as wire
from kiosk.wire.bills import BillAnswer, LookUpAnswer
from kiosk.wire.payments import LegAnswer, PaymentAnswer

UNCLAIMED = "cash_unclaimed"
"""Notes came for a payment that had ended: on record, with a case, and settled by people."""

LATE_FEE = "late_fee"
"""The kind of item that is charged for paying late, whatever its biller calls it."""

LONGEST_ITEM_NAME = 11
"""Characters of a biller's word for an item: beside its sum on one line of a display."""

OutcomeKind: TypeAlias = Literal["settled", "part_settled", "not_charged", "pending"]

FINAL = frozenset({"settled", "part_settled", "not_charged"})

_LOOK_UP_PROBLEMS = {
    "account_number_wrong": "number_wrong",
    "rate_limited": "too_many_tries",
    "malformed": "code_unknown",
    "too_large": "code_unknown",
}
_REASONS = {"refunded": "posting_failed", "": "refused"}
_CARD_REASONS = {"declined": "card_declined", "timed_out": "card_timeout"}
_STAGES = {
    "payer_confirming": "payer_confirming",
    "posting": "checking",
    "held": "checking",
    "reversing": "returning",
    "refunding": "returning",
}


def findings(answer: LookUpAnswer) -> Findings:
    return Findings(
        holder_masked=answer.household.holder_masked if answer.household else "",
        address_masked=answer.household.address_masked if answer.household else "",
        accounts=tuple(Account(a.account_id, a.utility, a.number_masked, a.label) for a in answer.accounts),
        bills=tuple(_bill(bill) for bill in answer.bills),
    )


def _bill(bill: BillAnswer) -> Bill:
    return Bill(
        bill_id=bill.bill_id,
        version=bill.version,
        account_id=bill.account_id,
        utility=bill.utility,
        account_masked=bill.account_masked,
        period_from=bill.period_from,
        period_to=bill.period_to,
        usage=bill.usage,
        usage_unit=bill.usage_unit,
        due_fen=bill.due_fen,
        state=bill.state,
        late_fee_fen=bill.late_fee_fen,
        next_opening=local_time(bill.next_opening),
        known_at=local_time(bill.known_at),
        recharge_digits=bill.recharge_digits or 0,
        takes_on_account=bill.takes_on_account,
        biller=bill.biller_name,
        items=tuple(_item(item) for item in bill.items),
        details=bill_details(bill.details),
        last_paid=last_paid(bill.last_payment),
    )


def _item(item: wire.BillItem) -> BillItem:
    """A name may come with anything in it, and has one line."""
    name = " ".join(item.name.split())
    return BillItem(name[:LONGEST_ITEM_NAME], item.fen, late_fee=item.kind == LATE_FEE)


def local_time(iso: str | None) -> LocalTime | None:
    """By the clock of whoever wrote it; None when unknown."""
    at = moment(iso)
    return LocalTime(at.month, at.day, at.hour, at.minute) if at else None


def moment(iso: str | None) -> datetime | None:
    """None for what is no moment, or one without a zone: nobody could say when that was."""
    try:
        at = datetime.fromisoformat(iso or "")
    except ValueError:
        return None
    return at if at.tzinfo else None


def look_up_problem(code: str) -> str:
    stem = _LOOK_UP_PROBLEMS.get(code, code)
    return stem if stem in problems.LOOK_UP else problems.UNKNOWN


def refusal(code: str) -> str:
    return code if code in problems.NOT_CHARGED else "refused"


def stage(answer: PaymentAnswer) -> str:
    """What the payment is waiting for, as the stem of the waiting screen's words."""
    return _STAGES.get(answer.detail or "", "sent")


def outcome(
    answer: PaymentAnswer, basket: Basket, method: Method, amount_fen: int, brought_fen: int = 0
) -> Outcome:
    """A final answer in the session's words. One that is not of our sum and bills is pending (I12).

    `basket` is empty where nobody is waiting any more: then the sum alone is compared. `brought_fen` is what
    our own notes add up to, or what the recharge card is worth: all of it must be somewhere in the legs.
    """
    kind = _kind_by(method, answer, basket, amount_fen, brought_fen)
    charged = kind in {"settled", "part_settled"}
    paid_at = moment(answer.paid_at)
    return Outcome(
        kind=kind,
        payment_id=answer.payment_id,
        amount_fen=amount_fen,
        method=method,
        detail=_detail(answer, kind, method),
        receipt_no=(answer.receipt_no or "") if charged else "",
        verification_code=(answer.verification_code or "") if charged else "",
        verification_url=(answer.verification_url or "") if charged else "",
        paid_wall_s=paid_at.timestamp() if paid_at else 0.0,
        provider=answer.provider or "",
        card_last4=answer.card_last4 or "",
        legs=_legs(answer.legs, basket) if charged else (),
        inserted_fen=brought_fen if method == "cash" else 0,
        face_fen=brought_fen if method == "recharge_card" else 0,
    )


def result_body(said: Outcome) -> str:
    """What the journal keeps of an end: its kind, its reason, its receipt's serial number."""
    return " ".join(filter(None, (said.kind, said.detail, said.receipt_no)))


def _kind_by(
    method: Method, answer: PaymentAnswer, basket: Basket, amount_fen: int, brought_fen: int
) -> OutcomeKind:
    match method:
        case "cash":
            return _kind_of_cash(answer, basket, brought_fen)
        case "recharge_card" if answer.outcome != "not_charged":
            return _kind_of_recharge_card(answer, basket, brought_fen)
        case _:
            return _kind(answer, basket, amount_fen)


def _kind(answer: PaymentAnswer, basket: Basket, amount_fen: int) -> OutcomeKind:
    """A barred id that the gateway had never seen has no sum at all, and nothing charged."""
    match answer.outcome:
        case "not_charged" if answer.amount_fen in {0, amount_fen}:
            return "not_charged"
        case "settled" if _ours(answer, basket, amount_fen) and all(
            leg.state == "posted" for leg in answer.legs
        ):
            return "settled"
        case "part_settled" if _ours(answer, basket, amount_fen):
            return "part_settled"
        case _:
            return "pending"


def _kind_of_recharge_card(answer: PaymentAnswer, basket: Basket, face_fen: int) -> OutcomeKind:
    """The card is spent whole: all that it is worth must be somewhere in the legs."""
    if answer.face_fen != face_fen or not _adds_up(answer, face_fen) or not _bills_known(answer, basket):
        return "pending"
    return answer.outcome if answer.outcome in {"settled", "part_settled"} else "pending"


def _adds_up(answer: PaymentAnswer, brought_fen: int) -> bool:
    return sum(leg.amount_fen for leg in answer.legs if _has_money(leg)) == brought_fen


def _bills_known(answer: PaymentAnswer, basket: Basket) -> bool:
    """Whether each bill in it was agreed to, at its sum; true where nobody is waiting any more."""
    agreed = {bill.bill_id: bill.due_fen for bill in basket.bills}
    bills = [leg for leg in answer.legs if leg.kind == "bill" and agreed]
    return all(agreed.get(leg.bill_id) == leg.amount_fen for leg in bills)


def _kind_of_cash(answer: PaymentAnswer, basket: Basket, inserted_fen: int) -> OutcomeKind:
    """Every note we have must be somewhere in the legs, or there must be none at all."""
    adds_up = _adds_up(answer, inserted_fen)
    if answer.inserted_fen != inserted_fen or not _bills_known(answer, basket):
        return "pending"
    match answer.outcome:
        case "not_charged" if inserted_fen == 0:
            return "not_charged"
        case "settled" | "part_settled" if adds_up and inserted_fen:
            return answer.outcome
        case _:
            return "pending"


def _has_money(leg: LegAnswer) -> bool:
    return leg.state not in {"not_charged", "waiting"}


def _ours(answer: PaymentAnswer, basket: Basket, amount_fen: int) -> bool:
    """Whether the sum is ours, and the legs make it up and are the bills that were agreed to."""
    agreed = {bill.bill_id: bill.due_fen for bill in basket.bills}
    known = all(agreed.get(leg.bill_id) == leg.amount_fen for leg in answer.legs) if agreed else True
    return known and answer.amount_fen == amount_fen == sum(leg.amount_fen for leg in answer.legs)


def _detail(answer: PaymentAnswer, kind: str, method: Method) -> str:
    """The stem of the reason; a success needs none."""
    reason = answer.detail or ""
    if kind == "pending":
        return UNCLAIMED if reason == UNCLAIMED else "still_checking"
    if kind == "settled":
        return ""
    if method == "bank_card" and reason in _CARD_REASONS:
        return _CARD_REASONS[reason]
    return _REASONS.get(reason, reason)


def _legs(legs: tuple[LegAnswer, ...], basket: Basket) -> tuple[Leg, ...]:
    bills = {bill.bill_id: bill for bill in basket.bills}
    return tuple(
        Leg(
            utility=leg.utility,
            account_masked=bills[leg.bill_id].account_masked,
            period_from=bills[leg.bill_id].period_from,
            period_to=bills[leg.bill_id].period_to,
            amount_fen=leg.amount_fen,
            state=leg_state(leg.state),
            kind=leg_kind(leg),
            voucher_no=leg.voucher_no or "",
            bill_id=leg.bill_id,
        )
        for leg in legs
        if leg.bill_id in bills
    )


def leg_kind(leg: LegAnswer) -> Literal["bill", "account"]:
    """What is bought for a meter is shown like a bill that is paid."""
    return "account" if leg.kind == "account" else "bill"


def leg_state(state: str) -> Literal["posted", "working", "returned", "not_charged", "voucher"]:
    match state:
        case "posted" | "voucher" | "not_charged":
            return state
    return "returned" if state in {"refunded", "refunding"} else "working"
