"""Which bills a payment keeps others from paying: those in which its money is or may be, and no other."""

import pytest
from msgspec.structs import replace as replace_leg

from kiosk.payment.claims import held_bills
from kiosk.payment.legs import LegState
from kiosk.payment.saga_events import Begun, CashClosed, PostReported, TimerDue
from kiosk.payment.saga_state import PaymentState, replace

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
