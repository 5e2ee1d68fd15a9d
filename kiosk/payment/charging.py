"""The first half of a payment's life: taking the money, or making sure it is not taken.

Pure, called by `saga.step`. An unknown charge is queried until its deadline and then reversed until the
provider says it is closed; "no such order" proves nothing while a request could still land.
"""

from kiosk.payment.saga_acts import (
    Act,
    Pay,
    QueryCharge,
    QueryChargeRefund,
    RefundCharge,
    ReverseCharge,
)
from kiosk.payment.saga_events import (
    Begun,
    CancelAsked,
    CardReported,
    ChargeRefundReported,
    ChargeReported,
    Event,
    ReverseReported,
    TimerDue,
)
from kiosk.payment.saga_state import Payment, PaymentState, replace, to
from kiosk.payment.timers import ChargeTimers, SagaTimers

Step = tuple[Payment, tuple[Act, ...]]


def step_created(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Step:
    """A payment is stored as one that has begun, so there is no other way on from here."""
    match event:
        case Begun() if payment.method == "cash":
            due_ms = now_ms + timers.cash_empty_s * 1000
            return to(payment, PaymentState.CHARGING, due_ms=due_ms, charging_since_ms=now_ms), ()
        case Begun() if payment.provider is not None:
            rules = timers.charge(payment.provider)
            due_ms = now_ms + rules.first_query_s * 1000
            charging = to(payment, PaymentState.CHARGING, due_ms=due_ms, charging_since_ms=now_ms)
            return charging, () if payment.method == "bank_card" else (Pay(),)
    return payment, ()


def step_charging(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Step:
    rules = timers.charge(str(payment.provider))
    match event:
        case TimerDue() if payment.due_ms is not None and now_ms >= payment.due_ms:
            return replace(payment, due_ms=_next_poll_ms(payment, now_ms, rules)), (QueryCharge(),)
        case CardReported() if payment.method == "bank_card":
            return replace(payment, given_up=payment.given_up or not event.approved), (QueryCharge(),)
        case CancelAsked():
            return _begin_reversing(payment, "cancelled", now_ms, timers)
        case ChargeReported():
            return _charge_reported(payment, event, now_ms, timers)
    return payment, ()


def _next_poll_ms(payment: Payment, now_ms: int, rules: ChargeTimers) -> int:
    """The last one is at the deadline, so that the reversal follows without a gap."""
    deadline_ms = payment.charging_since_ms + rules.deadline_s * 1000
    next_ms = now_ms + rules.poll_s * 1000
    return min(next_ms, deadline_ms) if now_ms < deadline_ms else next_ms


def _charge_reported(payment: Payment, event: ChargeReported, now_ms: int, timers: SagaTimers) -> Step:
    if event.kind == "success" and event.amount_fen == payment.amount_fen:
        return _charged(payment, event, now_ms, timers), ()
    if event.kind in {"declined", "closed"}:
        reason = event.reason or "declined"
        if not event.was_paid:
            return to(payment, PaymentState.DECLINED, due_ms=None, reason=reason), ()
        return _reversed(payment, event), ()
    rules = timers.charge(str(payment.provider))
    waited_ms = now_ms - payment.charging_since_ms
    if waited_ms >= rules.deadline_s * 1000 or payment.given_up:
        return _begin_reversing(payment, "timed_out", now_ms, timers)
    confirming = payment.payer_confirming or event.kind == "payer_confirming"
    nobody_pays = event.kind == "not_paid" and payment.method == "phone_code" and not confirming
    if nobody_pays and waited_ms >= rules.reverse_earliest_s * 1000 and waited_ms > 0:
        return _begin_reversing(payment, "timed_out", now_ms, timers)
    return replace(payment, payer_confirming=confirming), ()


def _charged(payment: Payment, event: ChargeReported, now_ms: int, timers: SagaTimers) -> Payment:
    """Whoever brought the news goes on to posting at once; the timer is for one that was cut off."""
    charged = to(payment, PaymentState.CHARGED, due_ms=now_ms + timers.begin_s * 1000)
    return replace(
        charged,
        charged_fen=payment.amount_fen,
        charged_ms=now_ms,
        provider_no=event.provider_no,
        card_last4=event.card_last4,
    )


def _begin_reversing(payment: Payment, reason: str, now_ms: int, timers: SagaTimers) -> Step:
    rules = timers.charge(str(payment.provider))
    earliest_ms = payment.charging_since_ms + rules.reverse_earliest_s * 1000
    if now_ms < earliest_ms:
        return to(payment, PaymentState.REVERSING, due_ms=earliest_ms, reason=reason), ()
    due_ms = now_ms + timers.retry_ms(0)
    reversing = to(payment, PaymentState.REVERSING, due_ms=due_ms, reason=reason)
    return reversing, _give_back(payment, now_ms, timers)


def _give_back(payment: Payment, now_ms: int, timers: SagaTimers) -> tuple[Act, ...]:
    """Reverse, while that counts. Later, by turns: look for money to refund, and close what nobody paid."""
    looks = _window_over(payment, now_ms, timers) and payment.tries % 2 == 0
    return (QueryCharge(),) if looks else (ReverseCharge(),)


def step_reversing(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Step:
    """Never back to charged: a success found here is reversed, not accepted."""
    match event:
        case TimerDue() if payment.due_ms is not None and now_ms >= payment.due_ms:
            due_ms = now_ms + timers.retry_ms(payment.tries)
            again = replace(payment, due_ms=due_ms, tries=payment.tries + 1)
            return again, _give_back(payment, now_ms, timers)
        case ReverseReported(kind="done") | ReverseReported(kind="not_found"):
            return payment, (QueryCharge(),)
        case ChargeReported(kind="closed") | ChargeReported(kind="declined"):
            return _reversed(payment, event), ()
        case ChargeReported(kind="success") if _window_over(payment, now_ms, timers):
            return payment, (RefundCharge(),)
        case ChargeRefundReported(kind="accepted"):
            return payment, (QueryChargeRefund(),)
        case ChargeRefundReported(kind="done"):
            return _refunded(payment), ()
        case ChargeReported(kind="not_found") if _order_too_old(payment, now_ms, timers):
            return _reversed(payment, event), ()
    return payment, ()


def _window_over(payment: Payment, now_ms: int, timers: SagaTimers) -> bool:
    """Whether the provider gives this charge back by a refund only."""
    window_s = timers.charge(str(payment.provider)).reverse_window_s
    return window_s is not None and now_ms - payment.charging_since_ms >= window_s * 1000


def _order_too_old(payment: Payment, now_ms: int, timers: SagaTimers) -> bool:
    """Whether a pay request still under way could no longer be honoured by the provider.

    The time alone is no proof: it jumps when a gateway starts with a wrong wall clock, or when another
    process carries on whose clock is ahead. Such a jump shortens one wait, but not all of the tries.
    """
    lifetime_s = timers.charge(str(payment.provider)).order_lifetime_s
    enough_time = now_ms - payment.charging_since_ms >= lifetime_s * 1000
    return enough_time and timers.tried_for_s(payment.tries - 1) >= lifetime_s


def _reversed(payment: Payment, event: ChargeReported) -> Payment:
    moved_fen = (event.amount_fen or payment.amount_fen) if event.was_paid else 0
    reason = "late_success_returned" if event.was_paid else payment.reason
    ended = to(payment, PaymentState.REVERSED, due_ms=None, reason=reason)
    return replace(ended, charged_fen=moved_fen, reversed_fen=moved_fen, provider_no=event.provider_no)


def _refunded(payment: Payment) -> Payment:
    ended = to(payment, PaymentState.REVERSED, due_ms=None, reason="late_success_returned")
    return replace(ended, charged_fen=payment.amount_fen, reversed_fen=payment.amount_fen)
