"""The day's end of recharge cards: the issuer's own book of redemptions beside ours."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.reconcile.day_end import DayResult, reconcile_day
from kiosk.reconcile.own_file import read_own, write_own
from kiosk.reconcile.records import Key, Movement, Source
from kiosk.reconcile.simulated_day import write_simulated_day
from kiosk.runtime.clock import FakeClock
from tests.gateway.place import Place
from tests.gateway.recharge_desk import at_rest, cards, pay
from tests.gateway.test_cash_office import Counter
from tests.gateway.test_day_sheet import sheet
from tests.gateway.town import Town, refused

from .test_day_end import DAY, NOW_MS

SOURCE = "recharge_card"
BILLER = "biller:electric-city"
NEIGHBOUR = "3102664200015"
STRANGER = Movement(Key("charge", "f" * 32), 20_000, DAY.from_ms + 7_200_000)


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    """One card redeemed for a bill, and one whose redemption was closed again."""
    town = Town(Place.file(tmp_path), FakeClock())
    town.http.put("/sandbox/moods/recharge_card", json={"mood": "answers_lost", "calls": 60})
    closed = pay(town, cards(town)[0])
    town.cancel(closed.payment_id)
    assert town.after(30, closed.payment_id).outcome == "working"
    town.http.put("/sandbox/moods/recharge_card", json={"mood": None})
    assert town.after(120, closed.payment_id).detail == "late_success_returned"
    assert pay(town, cards(town)[1]).outcome == "settled"
    yield town
    town.close()


@pytest.fixture
def files(town: Town, tmp_path: Path) -> dict[Source, Path]:
    return write_simulated_day(town.gateway.parts.database, DAY, tmp_path / "files")


def run(town: Town, files: dict[Source, Path]) -> DayResult:
    return reconcile_day(
        town.gateway.parts.database, town.gateway.parts.codes, DAY, files, NOW_MS, lambda _source: None
    )


def differences(result: DayResult) -> list[tuple[str, str]]:
    return [(found.kind, found.source) for each in result.results for found in each.differences]


def test_redemptions_and_closings_are_in_both_books(town: Town, files: dict[Source, Path]) -> None:
    assert [(each.key.kind, each.fen) for each in read_own(files[SOURCE])] == [
        ("charge", 20_000),
        ("refund", 20_000),
        ("charge", 20_000),
    ]
    result = run(town, files)
    assert {each.source: each.matched for each in result.results}[SOURCE] == 3
    assert differences(result) == []
    assert [undone.source for undone in result.undone] == [BILLER], "simulated billers send no file"


def test_what_the_issuer_has_and_we_have_not_is_a_case(town: Town, files: dict[Source, Path]) -> None:
    write_own(files[SOURCE], [STRANGER])
    result = run(town, files)
    assert differences(result) == [("provider_only", SOURCE), *[("ours_only", SOURCE)] * 3]
    assert result.cases_opened == 4


def test_bill_and_rest_stand_in_the_billers_book_one_by_one(town: Town, files: dict[Source, Path]) -> None:
    [undone] = run(town, files).undone
    assert (undone.source, undone.movements, undone.fen) == (BILLER, 2, 20_000)


def test_a_voucher_of_a_card_is_paid_out_by_two_people_and_every_book_still_agrees(
    town: Town, tmp_path: Path
) -> None:
    town.http.put("/sandbox/moods/electric-city", json={"mood": "rejects", "calls": 3})
    answer = pay(town, cards(town)[2], bills=town.look_up("account", NEIGHBOUR, utility="electricity").bills)
    assert answer.detail == "recharge_voucher"
    counter, day_before = Counter(town), sheet(town).gateway
    for number in {leg.voucher_no for leg in answer.legs}:
        assert number is not None
        counter.does("wang", "approval", number)
        assert refused(counter.does("wang", "pay-out", number)) == (403, "second_person_needed")
        assert counter.does("zhao", "pay-out", number).json()["closed_how"] == "paid_out"
        assert refused(counter.does("zhao", "pay-out", number)) == (409, "case_closed")
    assert (town.balance_fen("refund_payable"), town.balance_fen("cash:office")) == (0, -20_000)
    at_rest(town, 40_000)
    assert sheet(town).gateway == day_before
    assert sheet(town).gateway.of("recharge_card").settled.fen == 40_000
    result = run(town, write_simulated_day(town.gateway.parts.database, DAY, tmp_path / "files"))
    assert {each.source: each.matched for each in result.results}[SOURCE] == 4
    assert differences(result) == []
