"""The saga's rules one by one, on a clock that only the test moves."""

from collections.abc import Callable

import msgspec
import pytest

from kiosk.payment.legs import LegState
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import (
    Act,
    Pay,
    PostLeg,
    QueryCharge,
    QueryPosting,
    RefundLeg,
    ReverseCharge,
    VoidPosting,
)
from kiosk.payment.saga_events import (
    Begun,
    CancelAsked,
    CardReported,
    ChargeReported,
    DayEndReported,
    Event,
    PostReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, PaymentState, open_payment, replace

from .saga_world import TIMERS, Biller, Line, Provider, SagaWorld, payment


def heard(act: Act) -> Line:
    return "heard"


def lost(*kinds: type[Act]) -> Callable[[Act], Line]:
    return lambda act: "request_lost" if isinstance(act, kinds) else "heard"


def charging(provider: str = "wechat") -> Payment:
    return step(payment(provider=provider), Begun(), 0, TIMERS)[0]


def test_paid_at_once_is_posted_at_once() -> None:
    world = SagaWorld(payment(), Provider(), Biller(), heard)
    world.begin()
    assert world.payment.state is PaymentState.POSTED
    assert world.now_ms == 0


def test_pay_is_asked_once_and_a_restart_only_queries() -> None:
    begun, acts = step(payment(), Begun(), 0, TIMERS)
    assert acts == (Pay(),)
    assert step(begun, Begun(), 1, TIMERS) == (begun, ())
    _, acts = step(begun, TimerDue(), 5_000, TIMERS)
    assert acts == (QueryCharge(),)


@pytest.mark.parametrize(
    "event",
    [TimerDue(), CancelAsked(), ChargeReported("success", amount_fen=18475)],
    ids=lambda event: type(event).__name__,
)
def test_before_it_has_begun_a_payment_knows_nothing_but_its_beginning(event: Event) -> None:
    """It is stored as one that has begun, so nothing else can meet it earlier."""
    assert step(payment(), event, 10_000, TIMERS) == (payment(), ())


def test_another_sum_than_ours_is_no_success() -> None:
    after, _ = step(charging(), ChargeReported("success", amount_fen=1), 1_000, TIMERS)
    assert after.state is PaymentState.CHARGING


@pytest.mark.parametrize(("provider", "deadline_s"), [("wechat", 45), ("alipay", 60), ("card", 150)])
def test_the_deadline_asks_once_more_and_then_reverses(provider: str, deadline_s: int) -> None:
    waiting = replace(charging(provider), payer_confirming=True, due_ms=deadline_s * 1000)
    asked, acts = step(waiting, TimerDue(), deadline_s * 1000, TIMERS)
    assert (asked.state, acts) == (PaymentState.CHARGING, (QueryCharge(),))
    after, acts = step(asked, ChargeReported("payer_confirming"), deadline_s * 1000, TIMERS)
    assert (after.state, acts) == (PaymentState.REVERSING, (ReverseCharge(),))


def test_wechat_is_not_reversed_in_its_first_fifteen_seconds() -> None:
    after, acts = step(charging(), CancelAsked(), 3_000, TIMERS)
    assert (after.state, acts, after.due_ms) == (PaymentState.REVERSING, (), 15_000)
    assert step(after, TimerDue(), 14_999, TIMERS)[1] == ()
    assert step(after, TimerDue(), 15_000, TIMERS)[1] == (ReverseCharge(),)


def test_no_such_order_is_no_proof_until_no_request_can_land() -> None:
    world = SagaWorld(payment(), Provider(), Biller(), lost(Pay))
    world.begin()
    world.run_until_final(most_s=359)
    assert world.payment.state is PaymentState.REVERSING
    world.run_until_final()
    assert world.payment.state is PaymentState.REVERSED


def test_a_clock_that_jumps_proves_nothing_of_an_order_under_way() -> None:
    """A gateway may start with a wrong day, or carry on what another with another clock has begun."""
    world = SagaWorld(payment(), Provider(), Biller(), lost(Pay))
    world.begin()
    world.let_pass(86_400)
    world.run_until_final(most_s=300)
    assert world.payment.state is PaymentState.REVERSING
    world.run_until_final()
    assert world.payment.state is PaymentState.REVERSED


def test_a_success_after_the_deadline_is_given_back_not_kept() -> None:
    reversing, _ = step(charging("alipay"), CancelAsked(), 1_000, TIMERS)
    after, _ = step(reversing, ChargeReported("success", amount_fen=18475), 2_000, TIMERS)
    assert after.state is PaymentState.REVERSING
    after, _ = step(after, ChargeReported("closed", was_paid=True), 3_000, TIMERS)
    assert (after.state, after.reason) == (PaymentState.REVERSED, "late_success_returned")
    assert after.charged_fen == after.reversed_fen == 18475


def test_reversal_is_repeated_until_answered_with_growing_waits() -> None:
    now, _ = step(charging("alipay"), CancelAsked(), 0, TIMERS)
    waits = []
    for _ in range(8):
        due_ms = now.due_ms or 0
        now, acts = step(now, TimerDue(), due_ms, TIMERS)
        assert acts == (ReverseCharge(),)
        waits.append(((now.due_ms or 0) - due_ms) // 1000)
    assert waits == [2, 4, 8, 16, 32, 60, 60, 60]


def test_a_declined_card_reported_by_the_kiosk_is_believed_only_from_the_acquirer() -> None:
    asked, acts = step(charging("card"), CardReported(approved=False), 9_000, TIMERS)
    assert (asked.state, acts) == (PaymentState.CHARGING, (QueryCharge(),))
    charged, _ = step(asked, ChargeReported("success", amount_fen=18475), 9_000, TIMERS)
    assert charged.state is PaymentState.CHARGED
    fenced, acts = step(asked, ChargeReported("not_found"), 9_000, TIMERS)
    assert (fenced.state, acts) == (PaymentState.REVERSING, (ReverseCharge(),))


def test_one_refused_bill_is_refunded_and_the_other_stays_paid() -> None:
    world = SagaWorld(payment(), Provider(), Biller(refuses=frozenset({1})), heard)
    world.begin()
    world.run_until_final()
    assert world.payment.state is PaymentState.PART_POSTED
    assert [leg.state for leg in world.payment.legs] == [LegState.POSTED, LegState.REFUNDED]
    assert world.provider.refunded_fen == {"refund-1": 7245}


def posting(unknown_since_ms: int = 0) -> Payment:
    charged, _ = step(
        charging("alipay"), ChargeReported("success", amount_fen=18475), unknown_since_ms, TIMERS
    )
    now, _ = step(charged, TimerDue(), unknown_since_ms, TIMERS)
    now, _ = step(now, PostReported(1, "posted"), unknown_since_ms, TIMERS)
    return step(now, PostReported(0, "unknown"), unknown_since_ms, TIMERS)[0]


def test_an_unknown_posting_is_queried_and_after_five_minutes_voided_before_any_refund() -> None:
    unknown = posting()
    assert unknown.state is PaymentState.POST_UNKNOWN
    asked, acts = step(unknown, TimerDue(), 10_000, TIMERS)
    assert acts == (QueryPosting(0),)
    fenced, acts = step(asked, TimerDue(), 300_000, TIMERS)
    assert acts == (VoidPosting(0),)
    assert step(fenced, PostReported(0, "not_found"), 301_000, TIMERS) == (fenced, ())
    refunding, acts = step(fenced, VoidReported(0, "voided"), 302_000, TIMERS)
    assert (refunding.state, acts) == (PaymentState.REFUNDING, (RefundLeg(0),))


def test_a_void_that_finds_the_bill_posted_leaves_it_posted() -> None:
    fenced, _ = step(posting(), TimerDue(), 300_000, TIMERS)
    after, acts = step(fenced, VoidReported(0, "posted"), 301_000, TIMERS)
    assert (after.state, acts) == (PaymentState.POSTED, ())


@pytest.mark.parametrize(
    ("proved_posted", "ends"), [(True, PaymentState.POSTED), (False, PaymentState.REFUNDING)]
)
def test_a_biller_without_void_holds_the_leg_until_its_file_proves(
    proved_posted: bool, ends: PaymentState
) -> None:
    fenced, _ = step(posting(), TimerDue(), 300_000, TIMERS)
    held, acts = step(fenced, VoidReported(0, "unsupported"), 301_000, TIMERS)
    assert (held.state, acts, held.due_ms) == (PaymentState.HELD, (), None)
    assert step(held, DayEndReported(0, proved_posted), 302_000, TIMERS)[0].state is ends


def test_what_concerns_a_leg_before_the_charge_changes_nothing() -> None:
    charged, _ = step(charging(), ChargeReported("success", amount_fen=18475), 0, TIMERS)
    assert step(charged, PostReported(0, "rejected"), 0, TIMERS) == (charged, ())


@pytest.mark.parametrize("amounts", [(), (0, 5), (-1, 6), (5,)])
def test_legs_that_do_not_make_up_the_sum_are_refused(amounts: tuple[int, ...]) -> None:
    pairs = zip(payment().legs, amounts, strict=False)
    legs = tuple(msgspec.structs.replace(leg, amount_fen=fen) for leg, fen in pairs)
    with pytest.raises(ValueError, match="make up its sum"):
        open_payment(replace(payment(), legs=legs))


def test_an_order_nobody_pays_is_closed_as_soon_as_the_provider_allows_it() -> None:
    early, acts = step(charging(), ChargeReported("not_paid"), 14_999, TIMERS)
    assert (early.state, acts) == (PaymentState.CHARGING, ())
    after, acts = step(charging(), ChargeReported("not_paid"), 15_000, TIMERS)
    assert (after.state, acts) == (PaymentState.REVERSING, (ReverseCharge(),))


def test_a_leg_that_has_ended_hears_nothing_more_and_an_unanswered_void_is_repeated() -> None:
    world = SagaWorld(payment(), Provider(), Biller(refuses=frozenset({1})), lost(VoidPosting, PostLeg))
    world.begin()
    world.let_pass(301)
    assert VoidPosting(0) in world.acts
    assert world.payment.legs[0].state is LegState.POST_UNKNOWN
    world.line = heard
    world.run_until_final()
    ended = world.payment
    assert step(ended, PostReported(0, "rejected"), world.now_ms, TIMERS) == (ended, ())
    posted = replace(ended, state=PaymentState.POSTING)
    assert step(posted, PostReported(0, "rejected"), 0, TIMERS)[0].legs == ended.legs
