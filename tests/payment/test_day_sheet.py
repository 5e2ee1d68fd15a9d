"""Both sides of a day held together: what agrees, what lies around midnight, and what differs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.payment.day_sheet import Straddling, side_by_side
from kiosk.payment.day_totals import NO_TOTALS, DayTotals, MethodTotals, NoteTotals, Tally
from kiosk.payment.methods import METHODS

tallies = st.builds(Tally, st.integers(0, 50), st.integers(0, 500_000))


def totals(**by_method: MethodTotals | Tally) -> DayTotals:
    found = {each.method: each for each in NO_TOTALS.methods}
    for method, value in by_method.items():
        found[method] = value if isinstance(value, MethodTotals) else replace(found[method], settled=value)
    return DayTotals(tuple(found.values()))


def test_the_same_on_both_sides_agrees() -> None:
    both = totals(phone_code=Tally(3, 900), cash=Tally(1, 5000))
    sheet = side_by_side(both, both)
    assert sheet.verdict == "agrees"
    assert [line.differs_by for line in sheet.lines] == [(0, 0)] * len(METHODS)


def test_a_payment_that_one_side_lacks_differs() -> None:
    sheet = side_by_side(totals(phone_code=Tally(3, 900)), totals(phone_code=Tally(4, 1300)))
    assert sheet.verdict == "differs"
    assert sheet.lines[0].differs_by == (-1, -400)


def test_the_same_number_of_other_sums_differs() -> None:
    sheet = side_by_side(totals(bank_card=Tally(3, 900)), totals(bank_card=Tally(3, 901)))
    assert sheet.verdict == "differs"


@pytest.mark.parametrize("by", ["machine", "gateway"])
def test_what_lies_around_midnight_is_no_difference(by: str) -> None:
    more, less = totals(cash=Tally(3, 900)), totals(cash=Tally(2, 500))
    machine, gateway = (more, less) if by == "machine" else (less, more)
    assert side_by_side(machine, gateway).verdict == "differs"
    sheet = side_by_side(machine, gateway, [Straddling("cash", 400, by)])
    assert sheet.verdict == "midnight"
    assert sheet.lines[2].differs_by == (0, 0)
    other = side_by_side(machine, gateway, [Straddling("phone_code", 400, by)])
    assert other.verdict == "differs", "of another method"


def test_a_difference_that_an_open_payment_can_explain_waits() -> None:
    machine = totals(phone_code=MethodTotals("phone_code", Tally(2, 500), open=Tally(1, 400)))
    assert side_by_side(machine, totals(phone_code=Tally(3, 900))).verdict == "open"
    assert side_by_side(machine, totals(phone_code=Tally(3, 901))).verdict == "differs"
    assert side_by_side(machine, totals(phone_code=Tally(4, 900))).verdict == "differs"
    assert side_by_side(machine, totals(phone_code=Tally(2, 500))).verdict == "open"
    by_card = totals(phone_code=Tally(2, 500), bank_card=Tally(1, 400))
    assert side_by_side(machine, by_card).verdict == "differs", "an open code explains no card"


@given(tallies, st.lists(st.tuples(st.sampled_from(METHODS), st.integers(1, 9999)), max_size=6))
def test_payments_around_midnight_never_hide_or_make_a_difference(
    same: Tally, straddling: list[tuple[str, int]]
) -> None:
    machine = dict.fromkeys(METHODS, same)
    for method, fen in straddling:
        machine[method] = machine[method].plus(Tally(1, fen))
    apart = [Straddling(method, fen, "machine") for method, fen in straddling]
    gateway = totals(**dict.fromkeys(METHODS, same))
    sheet = side_by_side(totals(**machine), gateway, apart)
    assert sheet.verdict == ("midnight" if straddling else "agrees")
    machine["cash"] = machine["cash"].plus(Tally(0, 1))
    assert side_by_side(totals(**machine), gateway, apart).verdict == "differs"


def test_totals_that_name_a_method_or_a_note_twice_are_out_of_order() -> None:
    assert NO_TOTALS.in_order
    first = NO_TOTALS.methods[0]
    assert not DayTotals((first, first, NO_TOTALS.methods[2])).in_order
    assert not DayTotals(NO_TOTALS.methods, (NoteTotals(500), NoteTotals(500))).in_order
    assert not DayTotals(NO_TOTALS.methods, (NoteTotals(500), NoteTotals(100))).in_order
