"""Money goes back as a refund where its provider reverses no more: after 24 hours, 7 days, or one hour."""

import pytest

from kiosk.payment.ledger import SUSPENSE
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import Act, Pay, QueryCharge, QueryChargeRefund, RefundCharge, ReverseCharge
from kiosk.payment.saga_events import Begun, CancelAsked, ChargeRefundReported, ChargeReported, TimerDue
from kiosk.payment.saga_state import Payment, PaymentState
from kiosk.payment.timers import ProviderUnknown

from .saga_world import ORDER, TIMERS, Biller, Line, Provider, SagaWorld, payment

WINDOWS = pytest.mark.parametrize(
    ("provider", "window_s"), [("wechat", 7 * 86_400), ("alipay", 86_400), ("unionpay", 3_600)]
)


def reversing(provider: str = "alipay") -> Payment:
    charging, _ = step(payment(provider=provider), Begun(), 0, TIMERS)
    return step(charging, CancelAsked(), 20_000, TIMERS)[0]


@WINDOWS
def test_a_reversal_is_asked_for_until_the_window_is_over(provider: str, window_s: int) -> None:
    before = step(reversing(provider), TimerDue(), window_s * 1000 - 1, TIMERS)[1]
    after = step(reversing(provider), TimerDue(), window_s * 1000, TIMERS)[1]
    assert (before, after) == ((ReverseCharge(),), (QueryCharge(),))


@WINDOWS
def test_money_found_later_is_refunded_and_only_a_query_proves_it(provider: str, window_s: int) -> None:
    late_ms = window_s * 1000
    paid = ChargeReported("success", amount_fen=18475)
    assert step(reversing(provider), paid, late_ms - 1, TIMERS)[1] == ()
    now, acts = step(reversing(provider), paid, late_ms, TIMERS)
    assert acts == (RefundCharge(),)
    now, acts = step(now, ChargeRefundReported("accepted"), late_ms, TIMERS)
    assert (now.state, acts) == (PaymentState.REVERSING, (QueryChargeRefund(),))
    assert step(now, ChargeRefundReported("unknown"), late_ms, TIMERS) == (now, ())
    ended, acts = step(now, ChargeRefundReported("done"), late_ms, TIMERS)
    assert (ended.state, ended.reason, acts) == (PaymentState.REVERSED, "late_success_returned", ())
    assert ended.charged_fen == ended.reversed_fen == 18475


def test_an_order_nobody_paid_is_still_closed_by_a_reversal_every_other_time() -> None:
    now, late_ms = reversing(), 86_400_000
    asked: list[Act] = []
    for _ in range(4):
        now, acts = step(now, TimerDue(), late_ms, TIMERS)
        asked += acts
        now, acts = step(now, ChargeReported("not_paid"), late_ms, TIMERS)
        assert acts == ()
        late_ms += 120_000
    assert asked == [QueryCharge(), ReverseCharge()] * 2


@pytest.mark.parametrize("lost", ["request_lost", "answer_lost"])
def test_a_provider_out_of_reach_for_a_day_gives_the_money_back_in_the_end(lost: Line) -> None:
    day_s = 86_400

    def line(act: Act) -> Line:
        if isinstance(act, Pay):
            return "answer_lost"
        return lost if world.now_ms < day_s * 1000 else "heard"

    world = SagaWorld(payment(provider="alipay"), Provider(reverses_within_s=day_s), Biller(), line)
    world.begin()
    world.tell(CancelAsked())
    while world.now_ms < day_s * 1000:
        world.let_pass(60)
        world.provider.closed = False  # whatever came through was lost again: the order stays paid
    world.run_until_final()
    assert world.payment.state is PaymentState.REVERSED
    assert world.provider.refunded_fen == {ORDER: 18475}
    assert world.provider.net_fen(18475, world.now_ms) == 0
    lines = [line for entry in world.ledger for line in entry.lines]
    assert sum(line.fen for line in lines if line.account == SUSPENSE) == 0
    assert sum(line.fen for line in lines if line.account == "clearing:alipay") == 0


def test_nobody_takes_money_under_no_rules() -> None:
    TIMERS.need(["wechat", "card"])
    with pytest.raises(ProviderUnknown, match=r"no timers for jd, meituan; add a \[providers"):
        TIMERS.need(["wechat", "meituan", "jd"])
