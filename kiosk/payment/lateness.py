"""Acts that come too late: a process stood still between its commit and the act this allows, for hours maybe.

Pure. Meanwhile another process may have ended the payment, and whatever ended it counts on the act having
left at once.
"""

from kiosk.payment.saga_acts import Act, Pay, PostLeg
from kiosk.payment.saga_events import ChargeReported, Event, PostReported
from kiosk.payment.saga_state import Payment
from kiosk.payment.timers import SagaTimers


def instead_of_late(payment: Payment, act: Act, now_ms: int, timers: SagaTimers) -> Event | None:
    """What the saga is told in the place of an act that must not leave any more; None, it may.

    A charge may be reversed from its deadline on. A posting may be fenced, and where its biller cannot void,
    that one's day-end files prove only what was sent before.
    """
    match act:
        case Pay() if _since(payment.charging_since_ms, now_ms) >= _deadline_s(payment, timers):
            return ChargeReported("unknown")
        case PostLeg(leg) if _since(payment.legs[leg].posting_since_ms, now_ms) >= timers.post_fence_s:
            return PostReported(leg, "unknown")
    return None


def _since(begun_ms: int, now_ms: int) -> float:
    return (now_ms - begun_ms) / 1000


def _deadline_s(payment: Payment, timers: SagaTimers) -> int:
    return timers.charge(str(payment.provider)).deadline_s
