"""A day's totals: what one side's books have of it, added up."""

from msgspec.structs import replace

from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals, NoteTotals, Tally
from kiosk.payment.methods import METHODS


def totals(*methods: MethodTotals) -> DayTotals:
    given = {each.method: each for each in methods}
    return DayTotals(tuple(given.get(each, MethodTotals(each)) for each in METHODS))


def test_what_was_settled_is_the_sum_over_the_methods() -> None:
    day = totals(MethodTotals("cash", Tally(2, 30_000)), MethodTotals("bank_card", Tally(1, 7_245)))
    assert day.settled == Tally(3, 37_245)
    assert NO_TOTALS.settled == Tally()


def test_a_day_is_open_while_one_payment_of_it_is() -> None:
    assert not NO_TOTALS.is_open
    assert totals(MethodTotals("phone_code", open=Tally(1, 500))).is_open


def test_notes_of_a_value_are_all_that_went_into_the_box() -> None:
    assert NoteTotals(1_000, paid=4, found=2, open=1).all == 7


def test_totals_name_every_method_in_order_and_each_value_once() -> None:
    assert NO_TOTALS.in_order
    assert not replace(NO_TOTALS, methods=NO_TOTALS.methods[::-1]).in_order
    assert not replace(NO_TOTALS, notes=(NoteTotals(500), NoteTotals(100))).in_order
    assert not replace(NO_TOTALS, notes=(NoteTotals(500), NoteTotals(500))).in_order
