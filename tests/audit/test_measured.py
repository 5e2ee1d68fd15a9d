"""The worst of a rule is kept with its place; a rule that measured nothing has not passed."""

import pytest

from kiosk.audit.measured import Finding, Ledger, Limit, Measured, Rule, rule

LEAST = Limit("TCH-1", "targets, mm", "at least", 20.0, slack=0.3)
MOST = Limit("VIS-6", "texts cut off", "at most", 0)


def judged(limit: Limit, *values: float) -> Finding:
    ledger = Ledger()
    measured = Rule[None](limit, lambda _nothing: [Measured(value, f"at {value:g}") for value in values])
    ledger.met([limit])
    ledger.judge(measured, None, "portrait", "home")
    (finding,) = ledger.findings()
    return finding


@pytest.mark.parametrize(
    ("limit", "values", "worst", "passed"),
    [
        (LEAST, (25, 20, 31), 20, True),
        (LEAST, (25, 19.8), 19.8, True),
        (LEAST, (25, 19.6, 40), 19.6, False),
        (MOST, (0, 0), 0, True),
        (MOST, (0, 2, 1), 2, False),
    ],
)
def test_the_worst_decides(limit: Limit, values: tuple[float, ...], worst: float, passed: bool) -> None:
    finding = judged(limit, *values)
    assert (finding.worst, finding.passed) == (worst, passed)
    assert finding.where == f"portrait · home · at {worst:g}"


def test_a_rule_that_measured_nothing_has_not_passed() -> None:
    assert judged(MOST) == Finding("VIS-6", None, 0, False, "nothing was measured")


def test_what_several_processes_measured_is_one_result() -> None:
    ledgers = []
    for value in (25.0, 18.0, 30.0):
        ledger = Ledger()
        ledger.note(LEAST, Measured(value, "a button"), f"{value:g}")
        ledgers.append(ledger)
    whole = Ledger()
    for ledger in ledgers:
        whole.take_in(ledger)
    (finding,) = whole.findings()
    tally = whole.tallies["TCH-1"]
    assert (finding.worst, finding.passed, finding.where) == (18.0, False, "18 · a button")
    assert (tally.measured, tally.broken, dict(tally.broken_in)) == (3, 1, {"18": 1})


def test_slack_is_for_measuring_and_not_for_the_threshold() -> None:
    made = rule("TCH-1", "targets", "at least", 20.0, lambda _nothing: [], 0.3)
    assert made.limit.holds(19.7)
    assert not made.limit.holds(19.69)
    assert made.limit.threshold == 20.0
