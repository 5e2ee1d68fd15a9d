"""What must hold for every payment whatever is lost: money, silence, ends that stay ends."""

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment.ledger import SUSPENSE, entries
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import Act, Pay, PostLeg, RefundLeg, VoidPosting
from kiosk.payment.saga_events import (
    Begun,
    CancelAsked,
    CardReported,
    ChargeReported,
    DayEndReported,
    Event,
    PostReported,
    RefundReported,
    ReverseReported,
    TimerDue,
    VoidReported,
)
from kiosk.payment.saga_state import Payment, PaymentState

from .saga_world import TIMERS, Biller, Line, Provider, SagaWorld, payment

LINES: st.SearchStrategy[Line] = st.sampled_from(["heard", "request_lost", "answer_lost"])


def world_of(draws: st.DataObject, quiet_after: int) -> SagaWorld:
    """The line loses what the draws say for its first calls and is healed afterwards."""
    calls = 0

    def line(act: Act) -> Line:
        nonlocal calls
        calls += 1
        return draws.draw(LINES) if calls <= quiet_after else "heard"

    provider = Provider(pays_after_s=draws.draw(st.sampled_from([None, 0, 7, 44, 46, 70])))
    biller = Biller(refuses=draws.draw(st.frozensets(st.integers(0, 2), max_size=3)))
    amounts = draws.draw(st.lists(st.integers(1, 50_000), min_size=1, max_size=3))
    of = draws.draw(st.sampled_from(["wechat", "alipay"]))
    return SagaWorld(payment(tuple(amounts), of), provider, biller, line)


@settings(max_examples=300, deadline=None)
@given(st.data(), st.integers(0, 40), st.none() | st.integers(0, 60))
def test_money_at_the_provider_is_what_the_biller_holds(
    draws: st.DataObject, losses: int, cancel_after_s: int | None
) -> None:
    world = world_of(draws, losses)
    world.begin()
    if cancel_after_s is not None:
        world.let_pass(cancel_after_s)
        world.tell(CancelAsked())
    world.run_until_final()
    ended = world.payment
    assert ended.final
    assert world.provider.net_fen(ended.amount_fen, world.now_ms) == sum(world.biller.posted.values())
    assert sum(world.biller.posted.values()) == total_fen(ended.legs, LegState.POSTED)
    assert [act for act in world.acts if isinstance(act, Pay)] == [Pay()]


@settings(max_examples=150, deadline=None)
@given(st.data(), st.integers(0, 40))
def test_the_ledger_sums_to_zero_and_suspense_is_empty_at_the_end(draws: st.DataObject, losses: int) -> None:
    world = world_of(draws, losses)
    world.begin()
    world.run_until_final()
    assert all(sum(line.fen for line in entry.lines) == 0 for entry in world.ledger)
    assert len({(entry.kind, entry.number) for entry in world.ledger}) == len(world.ledger)
    lines = [line for entry in world.ledger for line in entry.lines]
    assert sum(line.fen for line in lines if line.account == SUSPENSE) == 0


CHARGE_KINDS = ["success", "payer_confirming", "not_paid", "declined", "closed", "not_found", "unknown"]
LEG = st.integers(0, 2)
ANY_EVENT: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Begun(), TimerDue(), CancelAsked()]),
    st.builds(CardReported, st.booleans()),
    st.builds(
        ChargeReported,
        st.sampled_from(CHARGE_KINDS),
        amount_fen=st.sampled_from([18475, 1, 0]),
        was_paid=st.booleans(),
    ),
    st.builds(ReverseReported, st.sampled_from(["done", "try_again", "not_found", "unknown"])),
    st.builds(PostReported, LEG, st.sampled_from(["posted", "rejected", "not_found", "unknown"])),
    st.builds(VoidReported, LEG, st.sampled_from(["voided", "posted", "unsupported", "unknown"])),
    st.builds(RefundReported, LEG, st.sampled_from(["accepted", "done", "unknown"])),
    st.builds(DayEndReported, LEG, st.booleans()),
)
STORY = st.lists(st.tuples(st.integers(0, 400), ANY_EVENT), max_size=40)


@settings(max_examples=400, deadline=None)
@given(STORY, st.sampled_from(["wechat", "alipay", "card"]))
def test_no_story_however_mad_breaks_the_saga(story: list[tuple[int, Event]], provider: str) -> None:
    now, now_ms, acts_so_far = payment(provider=provider), 0, []
    for wait_s, event in [(0, Begun()), *story]:
        now_ms += wait_s * 1000
        after, acts = step(now, event, now_ms, TIMERS)
        check_step(now, after, acts)
        acts_so_far.extend(acts)
        now = after
    assert acts_so_far.count(Pay()) == (provider != "card")


def check_step(before: Payment, after: Payment, acts: tuple[Act, ...]) -> None:
    if before.final:
        assert (after, acts) == (before, ())
    if before.state is PaymentState.REVERSING:
        assert after.state in {PaymentState.REVERSING, PaymentState.REVERSED}
    if not after.final and after.state is not PaymentState.HELD:
        assert after.due_ms is not None, "nothing would ever wake this payment"
    assert after.charged_fen >= before.charged_fen
    for old, new in zip(before.legs, after.legs, strict=True):
        if old.state in {LegState.POSTED, LegState.REFUNDED}:
            assert new.state is old.state
        if old.state is LegState.REFUNDING:
            assert new.state in {LegState.REFUNDING, LegState.REFUNDED}
    for act in acts:
        if isinstance(act, PostLeg):
            assert not after.legs[act.leg].fenced
        if isinstance(act, VoidPosting):
            assert after.legs[act.leg].fenced
        if isinstance(act, RefundLeg):
            assert after.legs[act.leg].state is LegState.REFUNDING
    for entry in entries(before, after):
        assert sum(line.fen for line in entry.lines) == 0
