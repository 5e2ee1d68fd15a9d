"""What a process that stood still sends no more: a charge past its deadline, a posting that may be fenced."""

import pytest
from msgspec.structs import replace

from kiosk.payment.lateness import instead_of_late
from kiosk.payment.saga_acts import Act, Pay, PostLeg, QueryCharge, QueryPosting, RefundLeg, VoidPosting
from kiosk.payment.saga_events import ChargeReported, PostReported
from kiosk.payment.saga_state import Payment

from .saga_world import TIMERS
from .test_cash_saga import TWO_BILLS

BEGUN_MS = 1_790_000_000_000
PAYMENT = Payment(
    "payment",
    "kiosk",
    "phone_code",
    "wechat",
    sum(leg.amount_fen for leg in TWO_BILLS),
    tuple(replace(leg, posting_since_ms=BEGUN_MS) for leg in TWO_BILLS),
    created_ms=BEGUN_MS,
    charging_since_ms=BEGUN_MS,
)
DEADLINE_MS = TIMERS.charge("wechat").deadline_s * 1000
FENCE_MS = TIMERS.post_fence_s * 1000


def test_a_charge_leaves_before_its_deadline_only() -> None:
    assert instead_of_late(PAYMENT, Pay(), BEGUN_MS + DEADLINE_MS - 1, TIMERS) is None
    assert instead_of_late(PAYMENT, Pay(), BEGUN_MS + DEADLINE_MS, TIMERS) == ChargeReported("unknown")


def test_a_posting_leaves_only_before_it_may_be_fenced() -> None:
    assert instead_of_late(PAYMENT, PostLeg(1), BEGUN_MS + FENCE_MS - 1, TIMERS) is None
    assert instead_of_late(PAYMENT, PostLeg(1), BEGUN_MS + FENCE_MS, TIMERS) == PostReported(1, "unknown")


@pytest.mark.parametrize("act", [QueryCharge(), QueryPosting(0), VoidPosting(0), RefundLeg(0)])
def test_what_moves_no_money_to_anybody_else_is_never_too_late(act: Act) -> None:
    assert instead_of_late(PAYMENT, act, BEGUN_MS + 86_400_000, TIMERS) is None
