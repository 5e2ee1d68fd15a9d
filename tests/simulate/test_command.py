"""`python -m kiosk simulate`: the result last, how to see a violation again, arguments without sense."""

import json

import pytest

from kiosk.__main__ import main
from kiosk.simulate.coverage import TOTAL
from kiosk.simulate.mutants.registry import MUTANTS
from kiosk.simulate.processes import each
from kiosk.simulate.run import run_seeds

FIELDS = {"seeds", "payments", "simulated_hours", "edges_covered", "edges_total", "violations", "seconds"}


def test_the_last_line_is_one_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--seeds", "3:8", "--json"]) == 0
    told = capsys.readouterr()
    result = json.loads(told.out.splitlines()[-1])
    assert result.keys() == FIELDS
    assert (result["seeds"], result["violations"]) == (5, 0)
    assert "5 of 5 worlds" in told.err


def test_two_processes_tell_what_one_does(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for processes in ("1", "2"):
        assert main(["simulate", "--seeds", "0:60", "--json", "--processes", processes]) == 0
        told.append(json.loads(capsys.readouterr().out.splitlines()[-1]) | {"seconds": 0})
    assert told[0] == told[1]


def test_nobody_waits_for_worlds_that_nobody_wants_to_hear_of() -> None:
    told = each(run_seeds, [[seed] for seed in range(5_000)], 2)
    assert next(told).seeds == 1
    told.close()


def test_a_violation_says_how_to_see_it_again(capsys: pytest.CaptureFixture[str]) -> None:
    bug = "no_journal_before_the_act"
    assert main(["simulate", "--seeds", "0:1", "--mutant", bug, "--json"]) == 1
    told = capsys.readouterr()
    assert json.loads(told.out)["violations"] > 0
    assert f"python -m kiosk simulate --seeds 0:1 --timeline --mutant {bug}" in told.err


def test_a_timeline_tells_who_did_what_when(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--seeds", "3:4", "--timeline"]) == 0
    told = capsys.readouterr().out
    assert "writes intent" in told
    assert "created -> charging (Begun)" in told
    assert "edges_covered" in told


@pytest.mark.parametrize("wrong", ["7", "a:b", ":", "-1:4"])
def test_seeds_that_make_no_sense_are_refused(wrong: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", f"--seeds={wrong}"])
    assert "is not like 0:10000" in capsys.readouterr().err


def test_a_bug_that_does_not_exist_is_told_with_those_that_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--seeds", "0:1", "--mutant", "no_such_bug"]) == 2
    told = capsys.readouterr().err
    assert "no_such_bug" in told
    assert all(name in told for name in MUTANTS)


@pytest.mark.parametrize("empty", ["5:5", "9:3"])
def test_seeds_without_a_world_are_refused_with_the_reason(
    empty: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["simulate", f"--seeds={empty}"])
    assert "the second number must be larger" in capsys.readouterr().err


def test_of_a_few_worlds_the_edges_not_taken_are_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["simulate", "--seeds", "3:5"]) == 0
    [line] = [line for line in capsys.readouterr().out.splitlines() if "not taken" in line]
    assert line.endswith(f" of {TOTAL} edges not taken; more seeds take them")
