"""The gateway's side of one payment: claim, charge, post every leg; fence before any refund.

Pure: step(payment, event, now) gives the next payment and the acts it allows. The shell commits the payment
first and acts after; a crash in between is answered by the timers, which query and never charge again.
"""

from collections.abc import Iterable

from kiosk.payment.cash_charging import instead_of_refund, step_cash
from kiosk.payment.charging import Step, step_charging, step_created, step_reversing
from kiosk.payment.legs import Leg, LegState, LegStep, begin_posting, step_leg, step_leg_timer
from kiosk.payment.saga_events import (
    DayEndReported,
    Event,
    PostReported,
    RefundReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, PaymentState, replace
from kiosk.payment.timers import SagaTimers

_AFTER_CHARGED = frozenset(
    {PaymentState.POSTING, PaymentState.POST_UNKNOWN, PaymentState.REFUNDING, PaymentState.HELD}
)


def step(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Step:
    """Total: an event that means nothing in this state changes nothing, and nothing leaves a final state."""
    match payment.state:
        case PaymentState.CREATED:
            return step_created(payment, event, now_ms, timers)
        case PaymentState.CHARGING if payment.method == "cash":
            return step_cash(payment, event, now_ms, timers), ()
        case PaymentState.CHARGING:
            return step_charging(payment, event, now_ms, timers)
        case PaymentState.REVERSING:
            return step_reversing(payment, event, now_ms, timers)
        case PaymentState.CHARGED if isinstance(event, TimerDue):
            return _with_legs(payment, _begin(payment.legs, now_ms, timers))
        case state if state in _AFTER_CHARGED:
            return _step_posting(payment, event, now_ms, timers)
    return payment, ()


def _step_posting(payment: Payment, event: Event, now_ms: int, timers: SagaTimers) -> Step:
    match event:
        case TimerDue():
            numbered = enumerate(payment.legs)
            return _with_legs(payment, [step_leg_timer(leg, n, now_ms, timers) for n, leg in numbered])
        case PostReported() | VoidReported() | RefundReported() | DayEndReported() if (
            0 <= event.leg < len(payment.legs)
        ):
            steps: list[LegStep] = [(leg, ()) for leg in payment.legs]
            leg, acts = step_leg(payment.legs[event.leg], event.leg, event, now_ms, timers)
            if not payment.refundable and leg.state is LegState.REFUNDING:
                leg, acts = instead_of_refund(payment.legs[event.leg], event.leg, now_ms, timers)
            steps[event.leg] = leg, acts
            return _with_legs(payment, steps)
    return payment, ()


def _begin(legs: Iterable[Leg], now_ms: int, timers: SagaTimers) -> Iterable[LegStep]:
    for number, leg in enumerate(legs):
        yield begin_posting(leg, number, now_ms, timers) if leg.state is LegState.WAITING else (leg, ())


def _with_legs(payment: Payment, steps: Iterable[LegStep]) -> Step:
    taken = list(steps)
    legs = tuple(leg for leg, _ in taken)
    dues = [leg.due_ms for leg in legs if leg.due_ms is not None]
    state = _standing(legs)
    after = replace(payment, legs=legs, state=state, due_ms=min(dues, default=None))
    return after, tuple(act for _, acts in taken for act in acts)


def _standing(legs: tuple[Leg, ...]) -> PaymentState:
    """The payment stands where its least settled leg stands; settled, it is what its legs add up to."""
    states = {leg.state for leg in legs}
    for unsettled in (LegState.POSTING, LegState.POST_UNKNOWN, LegState.REFUNDING, LegState.HELD):
        if unsettled in states:
            return PaymentState(unsettled.value)
    paid = {leg.bill_id for leg in legs if leg.kind != "account" and leg.state is LegState.POSTED}
    if states == {LegState.POSTED} and all(leg.bill_id in paid for leg in legs):
        return PaymentState.POSTED
    kept = states & {LegState.POSTED, LegState.VOUCHER}
    return PaymentState.PART_POSTED if kept else PaymentState.REFUNDED
