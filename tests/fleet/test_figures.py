"""Figures are what they are called, and a run is well only with exact books and nothing that people saw."""

import msgspec
import pytest

from kiosk.fleet.books import Ledger
from kiosk.fleet.fleet import Played
from kiosk.fleet.plan import Plan
from kiosk.fleet.report import as_text, report_of
from kiosk.fleet.tally import Tally, percentile

EXACT = Ledger({"cash posted": 1}, {"loaded": 1}, 500, 500, 0, 0, 0, 200, {"loaded": 200}, 0, ())
INEXACT = Ledger({}, {}, 500, 0, 0, 0, 0, 0, {}, 500, ("I1 one: the provider keeps 500 fen",))


@pytest.mark.parametrize(
    ("part", "found"), [(0.5, 50.0), (0.95, 95.0), (0.99, 99.0), (1.0, 100.0), (0.001, 1.0)]
)
def test_a_percentile_is_the_value_that_so_large_a_part_does_not_pass(part: float, found: float) -> None:
    assert percentile([float(n) for n in range(1, 101)], part) == found


def test_a_percentile_of_one_value_is_that_and_of_none_is_zero() -> None:
    assert percentile([7.0], 0.5) == percentile([7.0], 0.99) == 7.0
    assert percentile([], 0.99) == 0.0


def report_with(tally: Tally, ledger: Ledger) -> tuple[bool, str]:
    played = Played(tally, (), {}, seconds=10.0, settled_s=1.0, cpu=0.1)
    report = report_of(Plan(kiosks=2, seconds=10.0), played, ledger)
    return report.ok, "\n".join(as_text(report))


def test_exact_books_and_injected_errors_alone_are_well() -> None:
    tally = Tally()
    tally.count("faults", "answer_lost")
    tally.count("spoilt", "look-up: gateway_slow")
    tally.took("look-up", 0.02)
    ok, text = report_with(tally, EXACT)

    assert ok
    assert "ledger: exact; errors seen without a fault: 0" in text
    assert "look-up: gateway_slow" in text
    assert "posted for meters 2.00 = loaded 2.00; in yuan" in text


def test_an_error_that_somebody_saw_without_a_fault_is_not_well() -> None:
    tally = Tally()
    tally.count("seen", "look-up: gateway_slow")
    ok, text = report_with(tally, EXACT)

    assert not ok
    assert "errors seen without a fault: 1" in text


@pytest.mark.parametrize(
    ("states", "look_ups", "well"),
    [
        ({}, 0, False),
        ({"cash posted": 40, "phone_code part_posted": 20}, 80, True),
        ({"cash posted": 39, "phone_code part_posted": 0}, 80, False),
        ({"cash posted": 39, "phone_code declined": 400}, 80, False),
        ({"cash posted": 40}, 79, False),
    ],
)
def test_a_run_in_which_hardly_anything_was_paid_is_not_well(
    states: dict[str, int], look_ups: int, well: bool
) -> None:
    tally = Tally()
    for number in range(look_ups):
        tally.took("look-up" if number % 2 else "look-up, a fault on the way", 0.1)
    played = Played(tally, (), {}, seconds=600.0, settled_s=1.0, cpu=0.1)
    ledger = msgspec.structs.replace(EXACT, states=states)
    report = report_of(Plan(kiosks=20, seconds=600.0), played, ledger)
    assert (report.ok, report.enough) == (well, well)
    assert ("TOO LITTLE" in "\n".join(as_text(report))) is not well


def test_books_that_differ_are_not_well_and_say_where() -> None:
    ok, text = report_with(Tally(), INEXACT)

    assert not ok
    assert "WRONG  I1 one: the provider keeps 500 fen" in text
    assert "NOT exact" in text


def test_what_people_wait_for_stands_above_single_calls_and_the_fleets_own_lag() -> None:
    tally = Tally()
    for name in ("the fleet's own lag", "call submit", "payment by phone"):
        tally.took(name, 0.01)
    _, text = report_with(tally, EXACT)

    places = [text.index(name) for name in ("payment by phone", "call submit", "the fleet's own lag")]
    assert places == sorted(places)
