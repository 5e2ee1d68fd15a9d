"""One leg of a payment: a bill or money on its account, from charged to posted at its biller or given back.

Pure. A leg is never both posted and refunded: a refund follows only a definite rejection, a void the biller
promised, or its day-end file.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Literal

import msgspec

from kiosk.payment.saga_acts import Act, PostLeg, QueryPosting, QueryRefund, RefundLeg, VoidPosting
from kiosk.payment.saga_events import DayEndReported, Event, PostReported, RefundReported, VoidReported
from kiosk.payment.timers import SagaTimers


class LegState(StrEnum):
    WAITING = "waiting"
    """Not charged yet, or never."""
    POSTING = "posting"
    POST_UNKNOWN = "post_unknown"
    HELD = "held"
    """The biller cannot void: only its day-end file can tell."""
    REFUNDING = "refunding"
    POSTED = "posted"
    REFUNDED = "refunded"
    UNPAID = "unpaid"
    """Cash did not reach this bill: no money is in this leg."""
    VOUCHER = "voucher"
    """Money that nobody takes, and that cannot go back: it is owed to the payer at the counter."""


class Leg(msgspec.Struct, frozen=True):
    """`account_least_fen`: the least its biller takes on the account of this bill; None, it takes none."""

    bill_id: str
    biller_id: str
    biller_bill_no: str
    utility: str
    amount_fen: int
    posting_ref: str
    refund_no: str
    state: LegState = LegState.WAITING
    due_ms: int | None = None
    posting_since_ms: int = 0
    fenced: bool = False
    """A void has been sent: this leg must never be posted again by us."""
    tries: int = 0
    biller_no: str | None = None
    kind: Literal["bill", "account", "prepaid"] = "bill"
    """prepaid: what is bought for the meter of `bill_id`; once posted it is owed as a load."""
    account_least_fen: int | None = None
    limited_account: str | None = None
    """Opaque, where the biller has a limit of what comes to an account in a day; and that limit."""
    most_fen_a_day: int | None = None
    load_way: Literal["meter", "card"] | None = None
    load_no: int = 0
    """Of a prepaid leg: how the load gets to its meter, and which one of that meter it is."""


LegStep = tuple[Leg, tuple[Act, ...]]


def references(payment_id: str, number: int) -> tuple[str, str]:
    """Our numbers for posting and refund of a leg; they never change on retry."""
    order_no = payment_id.replace("-", "")
    return f"{order_no}-{number}", f"R{order_no}{number:02d}"


def takes_on_account(leg: Leg, amount_fen: int) -> bool:
    return leg.account_least_fen is not None and amount_fen >= leg.account_least_fen


def begin_posting(leg: Leg, number: int, now_ms: int, timers: SagaTimers) -> LegStep:
    due_ms = now_ms + timers.post_retry_s * 1000
    begun = _to(leg, LegState.POSTING, due_ms=due_ms, posting_since_ms=now_ms)
    return begun, (PostLeg(number),)


def step_leg(leg: Leg, number: int, event: Event, now_ms: int, timers: SagaTimers) -> LegStep:
    """A reported event this leg cannot use in its state, or of another reference, leaves it as it is."""
    match event:
        case PostReported() | VoidReported() if event.posting_ref not in {None, leg.posting_ref}:
            return leg, ()
        case PostReported():
            return _posting_reported(leg, number, event, now_ms, timers)
        case VoidReported() if leg.state is LegState.POST_UNKNOWN:
            return _void_reported(leg, number, event, now_ms, timers)
        case RefundReported() if leg.state is LegState.REFUNDING:
            return _refund_reported(leg, number, event)
        case DayEndReported() if leg.state is LegState.HELD:
            return _posted(leg, None) if event.posted else _begin_refund(leg, number, now_ms, timers)
    return leg, ()


def step_leg_timer(leg: Leg, number: int, now_ms: int, timers: SagaTimers) -> LegStep:
    if leg.due_ms is None or now_ms < leg.due_ms:
        return leg, ()
    retry_ms = now_ms + timers.retry_ms(leg.tries)
    if leg.state is LegState.REFUNDING:
        return _again(leg, retry_ms), (RefundLeg(number),)
    if now_ms - leg.posting_since_ms >= timers.post_fence_s * 1000:
        fenced = msgspec.structs.replace(leg, fenced=True, state=LegState.POST_UNKNOWN)
        return _again(fenced, retry_ms), (VoidPosting(number),)
    unknown = _to(leg, LegState.POST_UNKNOWN, due_ms=now_ms + timers.post_retry_s * 1000)
    return unknown, (QueryPosting(number),)


def _posting_reported(leg: Leg, number: int, event: PostReported, now_ms: int, timers: SagaTimers) -> LegStep:
    if leg.state not in {LegState.POSTING, LegState.POST_UNKNOWN}:
        return leg, ()
    if event.kind == "posted":
        return _posted(leg, event.biller_no)
    if event.kind == "rejected":
        return _begin_refund(leg, number, now_ms, timers)
    if event.kind == "not_found" and not leg.fenced:
        # The posting never arrived, or has not yet: the same reference again cannot post twice.
        return leg, (PostLeg(number),)
    if leg.state is LegState.POSTING:
        return _to(leg, LegState.POST_UNKNOWN, due_ms=now_ms + timers.post_retry_s * 1000), ()
    return leg, ()


def _void_reported(leg: Leg, number: int, event: VoidReported, now_ms: int, timers: SagaTimers) -> LegStep:
    if event.kind == "voided":
        return _begin_refund(leg, number, now_ms, timers)
    if event.kind == "posted":
        return _posted(leg, None)
    if event.kind == "unsupported":
        return _to(leg, LegState.HELD, due_ms=None), ()
    return leg, ()


def _refund_reported(leg: Leg, number: int, event: RefundReported) -> LegStep:
    if event.kind == "accepted":
        return leg, (QueryRefund(number),)
    if event.kind == "done":
        return _to(leg, LegState.REFUNDED, due_ms=None), ()
    return leg, ()


def _posted(leg: Leg, biller_no: str | None) -> LegStep:
    posted = _to(leg, LegState.POSTED, due_ms=None)
    return msgspec.structs.replace(posted, biller_no=biller_no), ()


def _begin_refund(leg: Leg, number: int, now_ms: int, timers: SagaTimers) -> LegStep:
    refunding = _to(leg, LegState.REFUNDING, due_ms=now_ms + timers.retry_ms(0))
    return refunding, (RefundLeg(number),)


def _to(leg: Leg, state: LegState, *, due_ms: int | None, posting_since_ms: int | None = None) -> Leg:
    since_ms = leg.posting_since_ms if posting_since_ms is None else posting_since_ms
    return msgspec.structs.replace(leg, state=state, due_ms=due_ms, posting_since_ms=since_ms, tries=0)


def _again(leg: Leg, due_ms: int) -> Leg:
    return msgspec.structs.replace(leg, due_ms=due_ms, tries=leg.tries + 1)


def total_fen(legs: Sequence[Leg], state: LegState | None = None) -> int:
    return sum(leg.amount_fen for leg in legs if state is None or leg.state is state)
