"""What becomes of inserted cash: sums are kept to the fen, bills are whole, and the same notes end alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.payment.allotment import allot
from kiosk.payment.legs import Leg, LegState, total_fen

PAYMENT_ID = "0123456789abcdef0123456789abcdef"
ACCOUNT_LEAST = st.sampled_from([None, 1, 100, 5_000])


def bill(number: int, amount_fen: int, account_least_fen: int | None = 1) -> Leg:
    return Leg(
        bill_id=f"bill-{number}",
        biller_id=f"biller-{number}",
        biller_bill_no=f"no-{number}",
        utility="water",
        amount_fen=amount_fen,
        posting_ref=f"{PAYMENT_ID}-{number}",
        refund_no=f"R{PAYMENT_ID}{number:02d}",
        account_least_fen=account_least_fen,
    )


BILLS = st.lists(st.tuples(st.integers(1, 30_000), ACCOUNT_LEAST), min_size=1, max_size=5).map(
    lambda rows: tuple(bill(number, fen, least) for number, (fen, least) in enumerate(rows))
)


def ends(legs: tuple[Leg, ...]) -> list[tuple[str, str, int]]:
    return [(leg.kind, leg.state.value, leg.amount_fen) for leg in legs]


@pytest.mark.parametrize(
    ("inserted_fen", "legs"),
    [
        (300, [("bill", "waiting", 100), ("bill", "waiting", 200)]),
        (500, [("bill", "waiting", 100), ("bill", "waiting", 200), ("account", "waiting", 200)]),
        (250, [("bill", "waiting", 100), ("bill", "unpaid", 200), ("account", "waiting", 150)]),
        (50, [("bill", "unpaid", 100), ("bill", "unpaid", 200), ("account", "waiting", 50)]),
        (100, [("bill", "waiting", 100), ("bill", "unpaid", 200)]),
    ],
)
def test_bills_in_their_order_and_the_rest_on_account(
    inserted_fen: int, legs: list[tuple[str, str, int]]
) -> None:
    assert ends(allot(PAYMENT_ID, (bill(0, 100), bill(1, 200)), inserted_fen)) == legs


def test_a_later_bill_that_the_money_would_reach_is_not_paid_before_an_earlier_one() -> None:
    assert ends(allot(PAYMENT_ID, (bill(0, 900), bill(1, 200)), 500))[:2] == [
        ("bill", "unpaid", 900),
        ("bill", "unpaid", 200),
    ]


def test_what_passes_the_sum_goes_to_the_last_bill_whose_biller_takes_so_much() -> None:
    bills = (bill(0, 100), bill(1, 100, account_least_fen=1_000), bill(2, 100, account_least_fen=None))
    assert allot(PAYMENT_ID, bills, 350)[3].biller_id == "biller-0"
    assert allot(PAYMENT_ID, bills, 1_300)[3].biller_id == "biller-1"


def test_what_no_biller_takes_is_a_voucher() -> None:
    assert ends(allot(PAYMENT_ID, (bill(0, 100, None),), 250))[1] == ("account", "voucher", 150)
    assert ends(allot(PAYMENT_ID, (bill(0, 100, 1_000),), 50))[1] == ("account", "voucher", 50)


@given(BILLS, st.integers(1, 200_000))
def test_every_inserted_fen_is_in_one_leg(bills: tuple[Leg, ...], inserted_fen: int) -> None:
    legs = allot(PAYMENT_ID, bills, inserted_fen)
    assert total_fen(legs) - total_fen(legs, LegState.UNPAID) == inserted_fen
    assert legs == allot(PAYMENT_ID, bills, inserted_fen)


@given(BILLS, st.integers(1, 200_000))
def test_bills_are_paid_whole_or_not_at_all_and_never_changed(
    bills: tuple[Leg, ...], inserted_fen: int
) -> None:
    legs = allot(PAYMENT_ID, bills, inserted_fen)
    assert all(leg.amount_fen == asked.amount_fen for leg, asked in zip(legs, bills, strict=False))
    assert {leg.state for leg in legs[: len(bills)]} <= {LegState.WAITING, LegState.UNPAID}
    reached = [leg.state is LegState.WAITING for leg in legs[: len(bills)]]
    assert reached == sorted(reached, reverse=True)
    rest = legs[len(bills) :]
    assert len(rest) <= 1
    assert all(leg.amount_fen > 0 and leg.kind == "account" for leg in rest)


@given(BILLS, st.integers(1, 200_000))
def test_an_account_gets_no_less_than_its_biller_takes_and_every_leg_has_numbers_of_its_own(
    bills: tuple[Leg, ...], inserted_fen: int
) -> None:
    legs = allot(PAYMENT_ID, bills, inserted_fen)
    for leg in legs:
        if leg.kind == "account" and leg.state is LegState.WAITING:
            assert leg.account_least_fen is not None
            assert leg.amount_fen >= leg.account_least_fen
    assert len({leg.posting_ref for leg in legs}) == len(legs)
    assert len({leg.refund_no for leg in legs}) == len(legs)


@given(BILLS, st.integers(1, 100_000), st.integers(1, 50_000))
def test_more_money_never_pays_fewer_bills(bills: tuple[Leg, ...], inserted_fen: int, more_fen: int) -> None:
    before = allot(PAYMENT_ID, bills, inserted_fen)[: len(bills)]
    after = allot(PAYMENT_ID, bills, inserted_fen + more_fen)[: len(bills)]
    for less, greater in zip(before, after, strict=True):
        assert less.state is LegState.UNPAID or greater.state is LegState.WAITING
