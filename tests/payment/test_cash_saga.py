"""Cash at the gateway: the notes are the charge, nothing reverses it, and every fen ends in a leg."""

from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.payment.cash_charging import left_open
from kiosk.payment.ledger import SUSPENSE, VOUCHERS, entries, found_note, kiosk_cash, paid_out
from kiosk.payment.legs import LegState, total_fen
from kiosk.payment.saga import step
from kiosk.payment.saga_acts import Act, PostLeg
from kiosk.payment.saga_events import (
    Begun,
    CancelAsked,
    CardReported,
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
from .test_allotment import BILLS, PAYMENT_ID, bill

BOX = kiosk_cash("kiosk")
TWO_BILLS = (bill(0, 11_230), bill(1, 7_245))


def heard(act: Act) -> Line:
    return "heard"


def cash_payment(legs: tuple = TWO_BILLS) -> Payment:
    opened = Payment(
        payment_id=PAYMENT_ID,
        kiosk_id="kiosk",
        method="cash",
        provider="cash",
        amount_fen=total_fen(legs),
        legs=legs,
        created_ms=0,
        cash_rest="to_account",
    )
    return open_payment(opened)


def counting(*events: Event) -> Payment:
    return after(cash_payment(), [Begun(), *events])


def after(payment: Payment, events: Iterable[Event], now_ms: int = 0) -> Payment:
    for event in events:
        payment, _ = step(payment, event, now_ms, TIMERS)
    return payment


def closed(world: SagaWorld, inserted_fen: int) -> Payment:
    world.begin()
    world.tell(CashClosed(inserted_fen))
    world.run_until_final()
    return world.payment


def balance(world: SagaWorld, account: str) -> int:
    return sum(line.fen for entry in world.ledger for line in entry.lines if line.account == account)


def test_a_cash_payment_waits_for_notes_and_asks_nobody() -> None:
    begun, acts = step(cash_payment(), Begun(), 0, TIMERS)
    assert (begun.state, acts) == (PaymentState.CHARGING, ())
    assert begun.due_ms == TIMERS.cash_empty_s * 1000


def test_an_answer_about_the_bill_says_nothing_of_its_account() -> None:
    """Two questions may be under way at once; the second finds the leg gone on to the account."""
    posting = counting(CashClosed(18_475), TimerDue())
    of_the_bill = posting.legs[0].posting_ref
    rejected = PostReported(0, "rejected", posting_ref=of_the_bill)
    on_account = after(posting, [rejected])
    assert (on_account.legs[0].kind, on_account.legs[0].state) == ("account", LegState.POSTING)
    assert after(on_account, [rejected]) == on_account
    assert after(on_account, [VoidReported(0, "voided", of_the_bill)]) == on_account
    of_the_account = PostReported(0, "rejected", posting_ref=on_account.legs[0].posting_ref)
    assert after(on_account, [of_the_account]).legs[0].state is LegState.VOUCHER


def test_closed_with_the_sum_it_is_posted_and_the_ledger_knows_the_box() -> None:
    world = SagaWorld(cash_payment(), Provider(), Biller(), heard)
    assert closed(world, 18_475).state is PaymentState.POSTED
    assert balance(world, BOX) == 18_475
    assert balance(world, SUSPENSE) == 0


def test_closed_with_nothing_it_ends_without_money() -> None:
    ended = counting(CashClosed(0))
    assert (ended.state, ended.reason) == (PaymentState.ABANDONED, "cancelled")


def test_what_is_known_counts_even_if_the_closing_says_less() -> None:
    charged = counting(NotesKnown(10_000), CashClosed(5_000))
    assert (charged.state, charged.charged_fen) == (PaymentState.CHARGED, 10_000)


def test_an_empty_payment_ends_at_its_time_and_one_with_notes_waits_for_staff() -> None:
    empty, noted = counting(), counting(NotesKnown(500))
    late_ms = TIMERS.cash_unclosed_s * 1000
    assert after(empty, [TimerDue()], TIMERS.cash_empty_s * 1000 - 1) == empty
    assert after(empty, [TimerDue()], late_ms).reason == "timed_out"
    waiting = after(noted, [TimerDue()], late_ms)
    assert (waiting.state, waiting.due_ms) == (PaymentState.CHARGING, None)
    assert left_open(waiting)
    assert not left_open(noted)
    assert not left_open(after(waiting, [NotesKnown(1_000)], late_ms))
    assert after(waiting, [CashClosed(500)], late_ms).state is PaymentState.CHARGED


def test_cancelling_never_touches_money() -> None:
    assert counting(CancelAsked()).state is PaymentState.ABANDONED
    noted = counting(NotesKnown(500))
    assert after(noted, [CancelAsked()]) == noted


def test_a_refused_bill_goes_to_its_account_under_a_number_of_its_own() -> None:
    world = SagaWorld(cash_payment(), Provider(), Biller(refuses=frozenset({0})), heard)
    ended = closed(world, 18_475)
    assert ended.state is PaymentState.PART_POSTED
    assert (ended.legs[0].kind, ended.legs[0].state) == ("account", LegState.POSTED)
    assert ended.legs[0].posting_ref == f"{PAYMENT_ID}-0A"
    assert sum(world.biller.posted.values()) == 18_475


@pytest.mark.parametrize("takes_credit", [True, False])
def test_a_bill_nobody_takes_is_a_voucher(takes_credit: bool) -> None:
    legs = (bill(0, 11_230, 1 if takes_credit else None),)
    biller = Biller(refuses=frozenset({0}), refuses_credit=frozenset({0}))
    world = SagaWorld(cash_payment(legs), Provider(), biller, heard)
    ended = closed(world, 11_230)
    assert (ended.state, ended.legs[0].state) == (PaymentState.PART_POSTED, LegState.VOUCHER)
    assert balance(world, VOUCHERS) == -11_230
    assert balance(world, SUSPENSE) == 0


def test_a_fenced_posting_is_not_fenced_on_the_account() -> None:
    """So that it is sent again when it got lost: only what was fenced may never be."""
    account_posts = 0

    def deaf_to_bills(act: Act) -> Line:
        nonlocal account_posts
        if not isinstance(act, PostLeg):
            return "heard"
        account_posts += world.payment.legs[act.leg].kind == "account"
        return "heard" if account_posts > 1 else "request_lost"

    world = SagaWorld(cash_payment((bill(0, 500),)), Provider(), Biller(), deaf_to_bills)
    ended = closed(world, 500)
    assert (ended.legs[0].kind, ended.legs[0].state) == ("account", LegState.POSTED)
    assert world.biller.voided == {f"{PAYMENT_ID}-0"}


def test_found_notes_and_vouchers_paid_out_balance() -> None:
    for entry in (found_note("kiosk", 500), paid_out(VOUCHERS, 700)):
        assert sum(line.fen for line in entry.lines) == 0


LINES: st.SearchStrategy[Line] = st.sampled_from(["heard", "request_lost", "answer_lost"])


@settings(max_examples=200, deadline=None)
@given(st.data(), BILLS, st.integers(1, 100_000), st.integers(0, 20))
def test_every_fen_ends_at_a_biller_or_in_a_voucher(
    draws: st.DataObject, legs: tuple, inserted_fen: int, losses: int
) -> None:
    calls = 0

    def line(act: Act) -> Line:
        nonlocal calls
        calls += 1
        return draws.draw(LINES) if calls <= losses else "heard"

    some = st.frozensets(st.integers(0, 5), max_size=4)
    biller = Biller(refuses=draws.draw(some), refuses_credit=draws.draw(some))
    world = SagaWorld(cash_payment(legs), Provider(), biller, line)
    ended = closed(world, inserted_fen)
    assert ended.final
    assert sum(biller.posted.values()) == total_fen(ended.legs, LegState.POSTED)
    vouchers_fen = total_fen(ended.legs, LegState.VOUCHER)
    assert total_fen(ended.legs, LegState.POSTED) + vouchers_fen == inserted_fen == balance(world, BOX)
    assert balance(world, VOUCHERS) == -vouchers_fen
    assert balance(world, SUSPENSE) == 0
    assert all(sum(line.fen for line in entry.lines) == 0 for entry in world.ledger)
    assert len({(entry.kind, entry.number) for entry in world.ledger}) == len(world.ledger)


@given(st.lists(st.integers(1, 20_000), min_size=1, max_size=6), st.data())
def test_order_and_repetition_of_reports_and_closings_never_change_the_end(
    notes_fen: list[int], draws: st.DataObject
) -> None:
    """A report carries what is on record by then: any growing sum, again and again."""
    sums = [sum(notes_fen[: n + 1]) for n in range(len(notes_fen))]
    total = sums[-1]
    reports = [NotesKnown(draws.draw(st.sampled_from(sums))) for _ in range(draws.draw(st.integers(0, 8)))]
    again: list[Event] = draws.draw(st.lists(st.sampled_from([*reports, CashClosed(total)]), max_size=5))
    plain = counting(CashClosed(total))
    assert counting(*reports, CashClosed(total), *again) == plain


LEG = st.integers(-1, 3)
ANY_EVENT: st.SearchStrategy[Event] = st.one_of(
    st.sampled_from([Begun(), TimerDue(), CancelAsked(), CardReported(approved=True)]),
    st.builds(NotesKnown, st.integers(0, 30_000)),
    st.builds(CashClosed, st.integers(0, 30_000)),
    st.builds(ChargeReported, st.sampled_from(["success", "closed", "unknown"]), amount_fen=st.just(18_475)),
    st.builds(ReverseReported, st.sampled_from(["done", "not_found"])),
    st.builds(PostReported, LEG, st.sampled_from(["posted", "rejected", "not_found", "unknown"])),
    st.builds(VoidReported, LEG, st.sampled_from(["voided", "posted", "unsupported", "unknown"])),
    st.builds(RefundReported, LEG, st.sampled_from(["accepted", "done", "unknown"])),
    st.builds(DayEndReported, LEG, st.booleans()),
)


@settings(max_examples=400, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 400), ANY_EVENT), max_size=40))
def test_no_story_however_mad_loses_cash(story: list[tuple[int, Event]]) -> None:
    now, now_ms, ledger = counting(), 0, []
    for wait_s, event in story:
        now_ms += wait_s * 1000
        later, acts = step(now, event, now_ms, TIMERS)
        check_step(now, later, acts)
        ledger.extend(entries(now, later))
        now = later
    gone = total_fen(now.legs, LegState.POSTED) + total_fen(now.legs, LegState.VOUCHER)
    lines = [line for entry in ledger for line in entry.lines]
    assert -sum(line.fen for line in lines if line.account == SUSPENSE) == now.charged_fen - gone
    assert sum(line.fen for line in lines if line.account == BOX) == now.charged_fen
    if now.final:
        assert now.charged_fen == gone


def check_step(before: Payment, later: Payment, acts: tuple[Act, ...]) -> None:
    if before.final:
        assert (later, acts) == (before, ())
    assert later.state not in {PaymentState.REVERSING, PaymentState.REVERSED, PaymentState.REFUNDED}
    assert all(leg.state not in {LegState.REFUNDING, LegState.REFUNDED} for leg in later.legs)
    assert later.inserted_fen >= before.inserted_fen
    if later.charged_fen:
        assert later.charged_fen == later.inserted_fen
        counted = total_fen(later.legs) - total_fen(later.legs, LegState.UNPAID)
        assert counted == later.charged_fen
    if not later.final and later.state is not PaymentState.HELD and not left_open(later):
        assert later.due_ms is not None, "nothing would ever wake this payment"
    for act in acts:
        if isinstance(act, PostLeg):
            assert not later.legs[act.leg].fenced
    ended = {LegState.POSTED, LegState.VOUCHER, LegState.UNPAID}
    for old, new in zip(before.legs, later.legs, strict=False):
        if old.state in ended:
            assert new == old


def test_a_refund_is_never_asked_for_cash() -> None:
    held = replace(counting(CashClosed(18_475)), state=PaymentState.CHARGED)
    posting = after(held, [TimerDue()])
    rejected, acts = step(posting, PostReported(0, "rejected"), 0, TIMERS)
    assert (acts, rejected.legs[0].kind) == ((PostLeg(0),), "account")


def test_an_answer_about_the_bill_is_none_about_the_money_on_its_account() -> None:
    posting = after(counting(CashClosed(18_475)), [TimerDue()])
    bills_ref = posting.legs[0].posting_ref
    on_account = after(posting, [PostReported(0, "rejected", posting_ref=bills_ref)])
    assert on_account.legs[0].kind == "account"
    late = PostReported(0, "posted", "B1", posting_ref=bills_ref)
    assert step(on_account, late, 0, TIMERS) == (on_account, ())
    right = PostReported(0, "posted", "B1", posting_ref=on_account.legs[0].posting_ref)
    assert after(on_account, [right]).legs[0].state is LegState.POSTED


def test_what_a_leg_cannot_use_in_its_state_changes_nothing() -> None:
    posting = after(counting(CashClosed(18_475)), [TimerDue()])
    for event in (RefundReported(0, "done"), DayEndReported(0, posted=True), VoidReported(0, "voided")):
        assert step(posting, event, 0, TIMERS) == (posting, ())
