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
from tests.gateway.recharge_desk import cards, pay
from tests.gateway.town import Town

from .test_day_end import DAY, NOW_MS

SOURCE = "recharge_card"
BILLER = "biller:electric-city"
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
    return reconcile_day(town.gateway.parts.database, DAY, files, NOW_MS, lambda _source: None)


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
