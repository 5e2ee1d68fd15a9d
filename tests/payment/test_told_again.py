"""What ended loads are told again: digits for ninety days, vouchers until they are fetched, and none in the
way of another."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from kiosk.payment.load_state import LOAD_ENDS, LoadState
from kiosk.payment.told_again import (
    MOST_TOLD_AGAIN,
    TOLD_AGAIN_DAYS,
    WORTH_MONEY,
    EndedLoad,
    told_again,
)

from .load_world import a_load

DAY_MS = 86_400_000
NOW_MS = 1_000 * DAY_MS


def ended(number: int, state: LoadState, days_ago: float, *, fetched: bool = False) -> EndedLoad:
    load = replace(a_load(), load_id=f"load-{number:04d}", state=state)
    return EndedLoad(load, NOW_MS - int(days_ago * DAY_MS), fetched)


ENDED = st.builds(
    ended,
    st.just(0),
    st.sampled_from(sorted(LOAD_ENDS)),
    st.floats(-1, 2 * TOLD_AGAIN_DAYS),
    fetched=st.booleans(),
)


def ids(*of: EndedLoad) -> list[str]:
    return [load.load_id for load in told_again(of, NOW_MS)]


def test_digits_are_told_for_ninety_days() -> None:
    assert ids(ended(1, LoadState.TOKEN, TOLD_AGAIN_DAYS)) == ["load-0001"]
    assert ids(ended(1, LoadState.TOKEN, TOLD_AGAIN_DAYS + 0.01)) == []
    assert ids(ended(1, LoadState.TOKEN, -1)) == ["load-0001"], "a clock that was ahead took nothing away"


def test_a_voucher_is_told_until_it_is_fetched_however_old() -> None:
    assert ids(ended(1, LoadState.VOUCHER, 1_000)) == ["load-0001"]
    assert ids(ended(1, LoadState.VOUCHER, 1, fetched=True)) == []


def test_what_is_in_the_meter_or_given_back_is_not_told() -> None:
    for state in LOAD_ENDS - WORTH_MONEY:
        assert ids(ended(1, state, 1)) == []


def test_a_fourth_set_of_digits_is_told_as_well_the_newest_first() -> None:
    bought = [ended(number, LoadState.TOKEN, number) for number in range(12)]
    assert ids(*reversed(bought)) == [each.load.load_id for each in bought]


def test_more_digits_than_are_told_leave_the_vouchers_in() -> None:
    many = [ended(number, LoadState.TOKEN, number / 3) for number in range(MOST_TOLD_AGAIN + 5)]
    old = ended(9_999, LoadState.VOUCHER, 400)
    told = ids(*many, old)
    assert told == [*(each.load.load_id for each in many[: MOST_TOLD_AGAIN - 1]), "load-9999"]


@given(st.lists(ENDED, max_size=2 * TOLD_AGAIN_DAYS))
def test_everything_that_is_worth_money_is_told_once_and_in_order(of: list[EndedLoad]) -> None:
    of = [replace(each, load=replace(each.load, load_id=f"{n:04d}")) for n, each in enumerate(of)]
    told = told_again(of, NOW_MS)
    by_id = {each.load.load_id: each for each in of}
    when = [by_id[load.load_id].ended_ms for load in told]
    assert when == sorted(when, reverse=True)
    assert len({load.load_id for load in told}) == len(told) <= MOST_TOLD_AGAIN
    owed = {
        each.load.load_id
        for each in of
        if (each.load.state is LoadState.VOUCHER and not each.fetched)
        or (each.load.state is LoadState.TOKEN and each.ended_ms >= NOW_MS - TOLD_AGAIN_DAYS * DAY_MS)
    }
    if len(owed) <= MOST_TOLD_AGAIN:
        assert {load.load_id for load in told} == owed
