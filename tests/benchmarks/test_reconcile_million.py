"""The measurement of reconciling, over a small day: what is measured must be what works."""

from tests.benchmarks.reconcile_million import reconcile_million


def test_the_differences_that_were_planted_are_found() -> None:
    *_, found = reconcile_million(300)
    assert "40 differences planted, 40 found, the same; 40 cases opened" in found
