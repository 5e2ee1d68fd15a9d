"""A recharge card in the saga: all of its face value is charged in one act and ends in legs, or none is."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace as with_changes

from kiosk.payment.claims import held_bills
from kiosk.payment.invariants import wrong_step, wrong_sums
from kiosk.payment.invariants_ledger import unbalanced, wrong_suspense
from kiosk.payment.ledger import SUSPENSE, VOUCHERS, entries
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.redemption import with_rest
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import Act, Pay, PostLeg, RefundCharge, RefundLeg
from kiosk.payment.saga_events import (
    Begun,
    CancelAsked,
    CashClosed,
    ChargeReported,
    DayEndReported,
    Event,
    NotesKnown,
    PostReported,
    RefundReported,
    ReverseReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, PaymentState, open_payment, replace

from .saga_world import TIMERS, Biller, Line, Provider, SagaWorld
from .test_allotment import PAYMENT_ID, bill

FACE_FEN = 20_000
CLEARING = "clearing:recharge_card"
PROVIDER = TIMERS.charge("recharge_card")


def recharge_payment(*bills_fen: int, face_fen: int = FACE_FEN, on_account: bool = True) -> Payment:
    """Of bills of one biller, by a card that is worth them all."""
    bills = tuple(bill(n, fen, 1 if on_account else None) for n, fen in enumerate(bills_fen or (11_230,)))
    wanted = Payment(
        payment_id=PAYMENT_ID,
        kiosk_id="kiosk",
        method="recharge_card",
        provider="recharge_card",
        amount_fen=total_fen(bills),
        legs=bills,
        created_ms=0,
    )
    return open_payment(with_rest(wanted, face_fen))


def heard(act: Act) -> Line:
    return "heard"


def ended(world: SagaWorld) -> Payment:
    world.begin()
    world.run_until_final()
    return world.payment


def balance(world: SagaWorld, account: str) -> int:
    return sum(line.fen for entry in world.ledger for line in entry.lines if line.account == account)


@given(st.lists(st.integers(1, 100_000), min_size=1, max_size=6), st.integers(-100_000, 100_000))
def test_every_fen_of_the_face_value_has_a_leg(bills_fen: list[int], more_fen: int) -> None:
    face_fen = max(sum(bills_fen) + more_fen, 1)
    payment = recharge_payment(*bills_fen, face_fen=face_fen)
    assert total_fen(payment.legs) == payment.amount_fen == max(face_fen, sum(bills_fen))
    assert [leg.amount_fen for leg in payment.legs if leg.kind == "bill"] == bills_fen
    assert payment.amount_fen - payment.rest_fen == sum(bills_fen)
    assert len({leg.posting_ref for leg in payment.legs}) == len(payment.legs)
    assert len({leg.refund_no for leg in payment.legs}) == len(payment.legs)
    assert list(wrong_sums(payment)) == []


def test_the_rest_is_for_the_account_of_the_last_bill() -> None:
    payment = recharge_payment(5_000, 6_000)
    rest = payment.legs[-1]
    assert (rest.kind, rest.bill_id, rest.amount_fen) == ("account", payment.legs[1].bill_id, 9_000)
    assert held_bills(payment) == {payment.legs[0].bill_id, payment.legs[1].bill_id}


def test_the_card_is_redeemed_in_one_act_and_everything_posted() -> None:
    world = SagaWorld(recharge_payment(), Provider(), Biller(), heard)
    assert ended(world).state is PaymentState.POSTED
    assert [act for act in world.acts if isinstance(act, Pay)] == [Pay()]
    assert balance(world, CLEARING) == FACE_FEN == sum(world.biller.posted.values())
    assert balance(world, SUSPENSE) == 0


@pytest.mark.parametrize("reason", ["recharge_used", "recharge_changed", "recharge_unknown"])
def test_a_declined_redemption_ends_with_its_reason_and_no_money(reason: str) -> None:
    begun, acts = step(recharge_payment(), Begun(), 0, TIMERS)
    assert acts == (Pay(),)
    after, acts = step(begun, ChargeReported("declined", reason=reason), 0, TIMERS)
    assert (after.state, after.reason, after.charged_fen, acts) == (PaymentState.DECLINED, reason, 0, ())


def test_a_rejected_bill_goes_on_account_and_a_rejected_rest_is_a_voucher() -> None:
    biller = Biller(refuses=frozenset({0}), refuses_credit=frozenset({1}))
    world = SagaWorld(recharge_payment(), Provider(), biller, heard)
    after = ended(world)
    assert after.state is PaymentState.PART_POSTED
    assert [(leg.kind, leg.state) for leg in after.legs] == [
        ("account", LegState.POSTED),
        ("account", LegState.VOUCHER),
    ]
    assert biller.posted == {f"{PAYMENT_ID}-0A": 11_230}
    assert balance(world, VOUCHERS) == -8_770


def test_a_silent_issuer_is_asked_until_the_deadline_and_then_closed() -> None:
    quiet = True

    def line(act: Act) -> Line:
        return "answer_lost" if quiet else "heard"

    world = SagaWorld(recharge_payment(), Provider(), Biller(), line)
    world.begin()
    world.let_pass(PROVIDER.deadline_s - 1)
    assert world.payment.state is PaymentState.CHARGING
    world.let_pass(1)
    assert world.payment.state is PaymentState.REVERSING
    quiet = False
    world.run_until_final()
    assert (world.payment.state, world.payment.reason) == (PaymentState.REVERSED, "late_success_returned")
    assert balance(world, CLEARING) == 0


def test_money_given_back_to_a_spent_card_is_a_violation() -> None:
    world = SagaWorld(recharge_payment(), Provider(), Biller(), heard)
    after = ended(world)
    legs = tuple(with_changes(leg, state=LegState.REFUNDED) for leg in after.legs)
    wrong = list(wrong_sums(replace(after, state=PaymentState.REFUNDED, legs=legs)))
    assert [violation.rule for violation in wrong] == ["I1"]
    assert "nobody takes it back" in wrong[0].told


def test_a_rest_that_is_no_leg_is_a_violation() -> None:
    payment = recharge_payment()
    assert [each.rule for each in wrong_sums(replace(payment, rest_fen=1))] == ["I12"]


LINES: st.SearchStrategy[Line] = st.sampled_from(["heard", "request_lost", "answer_lost"])


@settings(max_examples=200, deadline=None)
@given(
    st.data(),
    st.lists(st.integers(1, 20_000), min_size=1, max_size=4),
    st.integers(0, 20_000),
    st.integers(0, 30),
    st.none() | st.integers(0, 60),
)
def test_every_fen_of_a_card_ends_at_its_biller_in_a_voucher_or_on_the_card(
    draws: st.DataObject, bills_fen: list[int], rest_fen: int, losses: int, cancel_after_s: int | None
) -> None:
    calls = 0

    def line(act: Act) -> Line:
        nonlocal calls
        calls += 1
        return draws.draw(LINES) if calls <= losses else "heard"

    some = st.frozensets(st.integers(0, 4), max_size=3)
    biller = Biller(refuses=draws.draw(some), refuses_credit=draws.draw(some))
    provider = Provider(pays_after_s=draws.draw(st.sampled_from([None, 0, 0, 0])))
    payment = recharge_payment(*bills_fen, face_fen=sum(bills_fen) + rest_fen)
    world = SagaWorld(payment, provider, biller, line)
    world.begin()
    if cancel_after_s is not None:
        world.let_pass(cancel_after_s)
        world.tell(CancelAsked())
    world.run_until_final()
    after = world.payment
    assert after.final
    spent_fen = provider.net_fen(after.amount_fen, world.now_ms)
    vouchers_fen = total_fen(after.legs, LegState.VOUCHER)
    assert spent_fen in {0, payment.amount_fen}, "a card is redeemed whole or not at all"
    assert spent_fen == sum(biller.posted.values()) + vouchers_fen == balance(world, CLEARING)
    assert sum(biller.posted.values()) == total_fen(after.legs, LegState.POSTED)
    assert balance(world, VOUCHERS) == -vouchers_fen
    assert balance(world, SUSPENSE) == 0
    assert provider.refunded_fen == {}
    assert world.acts.count(Pay()) == 1
    assert list(wrong_sums(after)) == []
    assert list(unbalanced(PAYMENT_ID, world.ledger)) == list(wrong_suspense(after, world.ledger)) == []


LEG = st.integers(-1, 3)
ANY_EVENT: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Begun(), TimerDue(), CancelAsked(), NotesKnown(500), CashClosed(500)]),
    st.builds(
        ChargeReported,
        st.sampled_from(["success", "not_paid", "declined", "closed", "not_found", "unknown"]),
        amount_fen=st.sampled_from([FACE_FEN, 11_230, 1, 0]),
        was_paid=st.booleans(),
    ),
    st.builds(ReverseReported, st.sampled_from(["done", "try_again", "not_found", "unknown"])),
    st.builds(PostReported, LEG, st.sampled_from(["posted", "rejected", "not_found", "unknown"])),
    st.builds(VoidReported, LEG, st.sampled_from(["voided", "posted", "unsupported", "unknown"])),
    st.builds(RefundReported, LEG, st.sampled_from(["accepted", "done", "unknown"])),
    st.builds(DayEndReported, LEG, st.booleans()),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), ANY_EVENT), max_size=40))
def test_no_story_however_mad_refunds_a_spent_card(story: list[tuple[int, Event]]) -> None:
    now, now_ms, asked = recharge_payment(5_000, 6_230), 0, list[Act]()
    for wait_s, event in [(0, Begun()), *story]:
        now_ms += wait_s * 1000
        later, acts = step(now, event, now_ms, TIMERS)
        assert list(wrong_step(now, later, type(event).__name__)) == []
        assert all(sum(line.fen for line in entry.lines) == 0 for entry in entries(now, later))
        if later.state is not PaymentState.REVERSED:
            assert list(wrong_sums(later)) == []
        asked += acts
        now = later
    assert not any(isinstance(act, RefundLeg | RefundCharge) for act in asked)
    assert asked.count(Pay()) == 1
    posted = [act for act in asked if isinstance(act, PostLeg)]
    assert not posted or now.charged_fen == FACE_FEN
