"""Planted bugs in the gateway's rules: each takes the place of one production rule in a world."""

from collections import defaultdict
from typing import Any

from msgspec.structs import replace

from kiosk.gateway.payment_store import BillClaimed, Change, StoredPayment
from kiosk.gateway.payments.acts import perform
from kiosk.gateway.payments.driver import decide
from kiosk.payment.legs import LegState
from kiosk.payment.saga_acts import Act, Pay, QueryPosting, QueryRefund, RefundLeg, VoidPosting
from kiosk.payment.saga_events import (
    CancelAsked,
    ChargeReported,
    Event,
    PostReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, PaymentState, to
from kiosk.payment.timers import SagaTimers
from kiosk.simulate.build import Build

Decided = tuple[tuple[Change, ...], tuple[Act, ...]]


def _ended(payment: Payment, state: PaymentState, event: Event) -> Decided:
    after = to(payment, state, due_ms=None, reason="timed_out")
    return (Change(after, type(event).__name__),), ()


def new_order_number_on_retry() -> Build:
    """An unanswered charge is tried again under a new number."""
    tries: dict[str, int] = defaultdict(int)
    codes: dict[str, str | None] = {}

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        changes, acts = decide(payment, event, now_ms, timers)
        lost = isinstance(event, ChargeReported) and event.kind in {"unknown", "not_found"}
        if lost and payment.state is PaymentState.CHARGING and payment.method == "phone_code" and not acts:
            return changes, (Pay(),)
        return changes, acts

    def performs(outside: Any, payment: Payment, act: Act, phone_code: str | None) -> Event:
        payment_id = payment.payment_id
        codes.setdefault(payment_id, phone_code)
        tries[payment_id] += isinstance(act, Pay)
        if payment.state in {PaymentState.CHARGING, PaymentState.REVERSING} and tries[payment_id] > 1:
            payment = replace(payment, payment_id=f"{payment_id}x{tries[payment_id]}")
        return perform(outside, payment, act, codes[payment_id])

    return Build(decide=decides, perform=performs)


def no_reverse_at_deadline() -> Build:
    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        changes, acts = decide(payment, event, now_ms, timers)
        if (
            isinstance(event, ChargeReported)
            and changes
            and changes[-1].after.state is PaymentState.REVERSING
        ):
            return _ended(payment, PaymentState.DECLINED, event)
        return changes, acts

    return Build(decide=decides)


def not_exist_is_reversed() -> Build:
    """ "No such order" is taken for a proof at once."""

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        if payment.state is PaymentState.REVERSING and event == ChargeReported("not_found"):
            return _ended(payment, PaymentState.REVERSED, event)
        return decide(payment, event, now_ms, timers)

    return Build(decide=decides)


def give_up_after_three_reversals() -> Build:
    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        if payment.state is PaymentState.REVERSING and payment.tries >= 3 and isinstance(event, TimerDue):
            return _ended(payment, PaymentState.REVERSED, event)
        return decide(payment, event, now_ms, timers)

    return Build(decide=decides)


def late_success_accepted() -> Build:
    """A success found while reversing is taken for a charge."""

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        reversing = payment.state is PaymentState.REVERSING
        if reversing and isinstance(event, ChargeReported) and event.kind == "success":
            return decide(replace(payment, state=PaymentState.CHARGING), event, now_ms, timers)
        return decide(payment, event, now_ms, timers)

    return Build(decide=decides)


def refund_while_posting_unknown() -> Build:
    """After some minutes of silence the biller is taken to have refused."""

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        if isinstance(event, PostReported) and event.kind == "unknown":
            leg = payment.legs[event.leg]
            if leg.state is LegState.POST_UNKNOWN and now_ms > leg.posting_since_ms + 60_000:
                event = replace(event, kind="rejected")
        return decide(payment, event, now_ms, timers)

    return Build(decide=decides)


def refund_without_void() -> Build:
    """The biller is asked, and where it knows nothing the money goes back: no fence."""

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        if isinstance(event, PostReported) and event.kind == "not_found" and payment.legs[event.leg].fenced:
            return decide(payment, VoidReported(event.leg, "voided"), now_ms, timers)
        changes, acts = decide(payment, event, now_ms, timers)
        return changes, tuple(QueryPosting(a.leg) if isinstance(a, VoidPosting) else a for a in acts)

    return Build(decide=decides)


def new_refund_number_each_try() -> Build:
    tries: dict[str, int] = defaultdict(int)

    def performs(outside: Any, payment: Payment, act: Act, phone_code: str | None) -> Event:
        if isinstance(act, RefundLeg | QueryRefund):
            leg = payment.legs[act.leg]
            tries[leg.refund_no] += isinstance(act, RefundLeg)
            another = replace(leg, refund_no=f"{leg.refund_no}-{tries[leg.refund_no]}")
            legs = (*payment.legs[: act.leg], another, *payment.legs[act.leg + 1 :])
            payment = replace(payment, legs=legs)
        return perform(outside, payment, act, phone_code)

    return Build(perform=performs)


def refund_returns_the_whole_sum() -> Build:
    """One leg's refund gives back what the other legs cost as well."""

    def performs(outside: Any, payment: Payment, act: Act, phone_code: str | None) -> Event:
        if isinstance(act, RefundLeg):
            legs = tuple(replace(leg, amount_fen=payment.amount_fen) for leg in payment.legs)
            payment = replace(payment, legs=legs)
        return perform(outside, payment, act, phone_code)

    return Build(perform=performs)


def one_posting_reference_for_all_legs() -> Build:
    def performs(outside: Any, payment: Payment, act: Act, phone_code: str | None) -> Event:
        legs = tuple(replace(leg, posting_ref=payment.legs[0].posting_ref) for leg in payment.legs)
        return perform(outside, replace(payment, legs=legs), act, phone_code)

    return Build(perform=performs)


def part_posted_is_told_as_posted() -> Build:
    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        changes, acts = decide(payment, event, now_ms, timers)
        if changes and changes[-1].after.state is PaymentState.PART_POSTED:
            whole = replace(changes[-1].after, state=PaymentState.POSTED)
            return (*changes[:-1], Change(whole, changes[-1].cause)), acts
        return changes, acts

    return Build(decide=decides)


def no_bill_claim() -> Build:
    def creates(store: Any, payment: Payment, *given: Any) -> StoredPayment:
        try:
            created: StoredPayment = store.create(payment, *given)
            return created
        except BillClaimed:
            held = dict(store.claims)
            store.claims.clear()
            stored: StoredPayment = store.create(payment, *given)
            store.claims.update(held)
            return stored

    return Build(create=creates)


def card_reversal_skipped() -> Build:
    """A card sale that was given up is over without asking the acquirer to undo it."""

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        changes, acts = decide(payment, event, now_ms, timers)
        reversing = bool(changes) and changes[-1].after.state is PaymentState.REVERSING
        if payment.method == "bank_card" and reversing and payment.state is PaymentState.CHARGING:
            return _ended(payment, PaymentState.DECLINED, event)
        return changes, acts

    return Build(decide=decides)


def abandoned_while_charging() -> Build:
    """A cancellation is granted although a charge may be under way."""

    def decides(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Decided:
        if payment.state is PaymentState.CHARGING and isinstance(event, CancelAsked):
            return _ended(payment, PaymentState.ABANDONED, event)
        return decide(payment, event, now_ms, timers)

    return Build(decide=decides)
