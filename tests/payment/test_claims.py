"""Which bills a payment keeps others from paying: those in which its money is or may be, and no other."""

from datetime import date

import pytest
from msgspec.structs import replace as replace_leg

from kiosk.payment.claims import counted_fen, day_of_payment, held_bills, most_fen_a_day
from kiosk.payment.day import day_of
from kiosk.payment.legs import LegState
from kiosk.payment.saga_events import Begun, CashClosed, PostReported, TimerDue
from kiosk.payment.saga_state import Payment, PaymentState, replace

from .saga_world import TIMERS
from .test_cash_saga import TWO_BILLS, after, cash_payment

WATER, POWER = (bill.bill_id for bill in TWO_BILLS)


def test_all_bills_are_held_while_notes_are_counted() -> None:
    assert held_bills(after(cash_payment(), [Begun()])) == {WATER, POWER}


def test_a_bill_that_cash_did_not_reach_is_free_once_the_count_is_closed() -> None:
    closed = after(cash_payment(), [Begun(), CashClosed(12_000)])
    assert closed.state is PaymentState.CHARGED
    assert held_bills(closed) == {WATER}


def test_a_bill_whose_money_went_on_its_account_is_free_before_the_payment_is_final() -> None:
    posting = after(cash_payment(), [Begun(), CashClosed(18_475), TimerDue()], TIMERS.begin_s * 1000)
    refused = after(posting, [PostReported(0, "rejected")])
    assert (refused.state, refused.legs[0].kind) == (PaymentState.POSTING, "account")
    assert held_bills(refused) == {POWER}


@pytest.mark.parametrize(
    ("state", "held"),
    [
        (LegState.WAITING, True),
        (LegState.POSTING, True),
        (LegState.POST_UNKNOWN, True),
        (LegState.HELD, True),
        (LegState.REFUNDING, True),
        (LegState.POSTED, True),
        (LegState.REFUNDED, False),
        (LegState.UNPAID, False),
        (LegState.VOUCHER, False),
    ],
)
def test_a_bill_is_free_once_no_money_is_in_its_leg(state: LegState, held: bool) -> None:
    legs = (replace_leg(TWO_BILLS[0], state=state), replace_leg(TWO_BILLS[1], state=LegState.POSTING))
    payment = replace(cash_payment(), state=PaymentState.POSTING, legs=legs)
    assert (WATER in held_bills(payment)) is held


def test_at_its_end_a_payment_holds_what_it_has_posted() -> None:
    legs = (TWO_BILLS[0], replace_leg(TWO_BILLS[1], state=LegState.POSTED))
    assert held_bills(replace(cash_payment(), state=PaymentState.PART_POSTED, legs=legs)) == {POWER}


def limited(fen: int = 30_000) -> Payment:
    """The first bill's account has a limit of the day."""
    legs = (replace_leg(TWO_BILLS[0], limited_account="a", most_fen_a_day=fen), TWO_BILLS[1])
    return cash_payment(legs)


def test_what_may_come_to_a_limited_account_is_counted_and_to_another_is_not() -> None:
    assert counted_fen(limited()) == {"a": 11_230}
    assert counted_fen(cash_payment()) == {}
    assert most_fen_a_day(limited(20_000)) == {"a": 20_000}
    assert most_fen_a_day(cash_payment()) == {}


def test_notes_count_by_what_becomes_of_them() -> None:
    short = after(limited(), [Begun(), CashClosed(10_000)])
    assert counted_fen(short) == {"a": 10_000}, "on the account; the bill it did not reach counts no longer"
    assert counted_fen(after(limited(), [Begun(), CashClosed(0)])) == {}


def test_a_payment_counts_to_the_day_in_china_on_which_it_was_opened() -> None:
    last_moment_ms = day_of(date(2026, 11, 21)).to_ms - 1
    assert day_of_payment(replace(limited(), created_ms=last_moment_ms)) == "2026-11-21"
    assert day_of_payment(replace(limited(), created_ms=last_moment_ms + 1)) == "2026-11-22"
