"""The file of another day is refused as a whole, however well it agrees with our books of that day."""

from datetime import date
from pathlib import Path

import pytest

from kiosk.reconcile.day import EDGE_MS, day_of
from kiosk.reconcile.day_end import reconcile_day
from kiosk.reconcile.files import FileRefused
from kiosk.reconcile.of_the_day import of_the_day
from kiosk.reconcile.records import Key, Movement, MovementKind
from kiosk.reconcile.simulated_day import write_simulated_day
from tests.gateway.test_posting import APPROVES
from tests.gateway.town import Town

from .test_day_end import DAY, cases_open

YEAR_BEFORE = day_of(date(2025, 11, 20))


def line(at_ms: int, kind: MovementKind = "charge") -> Movement:
    return Movement(Key(kind, "a" * 32), 500, at_ms, 2)


def read(*lines: Movement) -> int:
    return len(list(of_the_day(Path("wechat.csv"), DAY, iter(lines))))


def test_the_file_of_another_day_agrees_with_nothing(town: Town, tmp_path: Path) -> None:
    assert town.pay(APPROVES, town.household_bills()[:1]).outcome == "settled"
    files = write_simulated_day(town.gateway.parts.database, DAY, tmp_path)
    one = {"wechat": files["wechat"]}
    result = reconcile_day(
        town.gateway.parts.database,
        town.gateway.parts.codes,
        YEAR_BEFORE,
        one,
        DAY.to_ms,
        lambda _source: None,
    )
    assert not result.agrees
    assert result.results == ()
    [undone] = result.undone
    assert undone.why == (
        "wechat.csv, line 2: this is of 2026-11-21, and the day to reconcile is 2025-11-20; give the file of "
        "2025-11-20, or this one to: reconcile 2026-11-21"
    )
    assert cases_open(town) == []


@pytest.mark.parametrize("at_ms", [DAY.from_ms - EDGE_MS, DAY.from_ms, DAY.to_ms + EDGE_MS - 1])
def test_two_clocks_may_put_a_line_ten_minutes_outside(at_ms: int) -> None:
    assert read(line(at_ms)) == 1


@pytest.mark.parametrize("at_ms", [DAY.from_ms - EDGE_MS - 1, DAY.to_ms + EDGE_MS])
@pytest.mark.parametrize("kind", ["charge", "posting", "refund"])
def test_one_line_beyond_them_refuses_the_file(at_ms: int, kind: MovementKind) -> None:
    with pytest.raises(FileRefused, match="the day to reconcile is 2026-11-21"):
        read(line(at_ms, kind))


def test_a_refund_under_its_orders_moment_refuses_no_file_of_the_day() -> None:
    assert read(line(YEAR_BEFORE.from_ms, "refund"), line(DAY.from_ms)) == 2
