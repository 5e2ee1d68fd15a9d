"""Limits over many payments: passed, counted wrongly, guessed on; and nothing said of what keeps to them."""

import pytest
from msgspec.structs import replace

from kiosk.payment.claims import counted_fen, day_of_payment
from kiosk.payment.invariants_limits import coming_fen, day_limit_passed, guessed_on, wrong_counts
from kiosk.payment.legs import LegState
from kiosk.payment.saga_state import Payment, PaymentState

from .test_cash_saga import TWO_BILLS

NOON_MS = 1_790_049_600_000
DAY = "2026-09-22"
LEG = replace(TWO_BILLS[0], amount_fen=100, limited_account="account", most_fen_a_day=150)


def paid(
    state: PaymentState = PaymentState.POSTED, leg: LegState = LegState.POSTED, fen: int = 100
) -> Payment:
    legs = (replace(LEG, state=leg, amount_fen=fen),)
    return Payment("p", "kiosk", "phone_code", "wechat", fen, legs, created_ms=NOON_MS, state=state)


def test_a_payment_with_which_an_account_gets_more_than_a_days_most_is_found() -> None:
    first, second = paid(), paid(PaymentState.CHARGING, LegState.WAITING, fen=50)
    assert list(day_limit_passed([first, second], second)) == []
    more = paid(PaymentState.CHARGING, LegState.WAITING, fen=51)
    [found] = day_limit_passed([first, more], more)
    assert (found.rule, found.subject) == ("I19", "account")


def test_another_day_and_another_account_are_no_matter() -> None:
    first, second = paid(), paid(PaymentState.CHARGING, LegState.WAITING)
    yesterday = replace(first, created_ms=NOON_MS - 86_400_000)
    elsewhere = replace(first, legs=(replace(first.legs[0], limited_account="another"),))
    assert list(day_limit_passed([yesterday, elsewhere, second], second)) == []


@pytest.mark.parametrize("state", LegState)
@pytest.mark.parametrize("whole", [PaymentState.POSTING, PaymentState.PART_POSTED])
def test_both_sides_agree_on_what_comes(whole: PaymentState, state: LegState) -> None:
    payment = paid(whole, state)
    counted = {(account, day_of_payment(payment)): fen for account, fen in counted_fen(payment).items()}
    assert dict(coming_fen([payment])) == counted
    assert list(wrong_counts([payment], counted)) == []


def test_what_is_counted_and_does_not_come_is_found_and_what_comes_uncounted() -> None:
    declined = paid(PaymentState.DECLINED, LegState.WAITING)
    assert [each.rule for each in wrong_counts([declined], {("account", DAY): 100})] == ["I19"]
    assert [each.rule for each in wrong_counts([paid()], {})] == ["I19"]
    assert list(wrong_counts([declined, paid()], {("account", DAY): 100, ("other", DAY): 0})) == []


def test_one_code_more_than_may_be_tried_is_found_at_a_kiosk_and_over_all() -> None:
    tries = [("one", 10), ("one", 20), ("other", 30)]
    assert list(guessed_on("one", tries, 0, 3, 4)) == []
    assert [each.rule for each in guessed_on("one", tries, 0, 2, 4)] == ["I20"]
    assert list(guessed_on("one", tries, 10, 2, 4)) == [], "the first is too long ago"
    assert [each.rule for each in guessed_on("third", tries, 0, 3, 3)] == ["I20"]
