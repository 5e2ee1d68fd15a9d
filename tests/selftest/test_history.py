"""Results are kept, numbered, through kill and damage; the latest is known by its number."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.places import ROOT
from kiosk.selftest.history import History
from kiosk.selftest.model import MOST_TEST_AGE_S, Measured, Outcome, Result, is_out_of_date

NOW_S = 1_795_254_060.0


def result(test: str = "printer.status", outcome: Outcome = "passed", began_s: float = NOW_S) -> Result:
    figures = (Measured("answer", "3 ms"),)
    return Result(0, test, "printer", outcome, measured=figures, began_wall_s=began_s, took_s=0.5)


def test_the_latest_is_the_one_with_the_highest_number_whatever_the_clock_said(tmp_path: Path) -> None:
    history = History(tmp_path / "selftest.db")
    history.add(result())
    last = history.add(result(outcome="failed", began_s=NOW_S - 86400.0))
    other = history.add(result("disk.space"))
    assert history.latest() == {"printer.status": last, "disk.space": other}
    assert [found.number for found in history.of()] == [3, 2, 1]
    assert [found.number for found in history.of("printer.status", most=1)] == [2]
    assert history.counted() == {"passed": 2, "failed": 1}
    history.close()


def test_results_are_there_after_a_restart_as_they_were(tmp_path: Path) -> None:
    first = History(tmp_path / "selftest.db")
    kept = first.add(result())
    first.close()
    again = History(tmp_path / "selftest.db")
    assert again.of() == (kept,)
    assert again.add(result()).number == 2
    again.close()


def test_the_oldest_are_forgotten_but_never_the_last_of_a_test(tmp_path: Path) -> None:
    history = History(tmp_path / "selftest.db", kept=5)
    history.add(result("disk.space"))
    for _ in range(20):
        history.add(result())
    assert [found.number for found in history.of()] == [21, 20, 19, 18, 17, 1]
    history.close()


def test_a_kill_in_the_middle_costs_no_result_that_was_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.selftest.history_writer", str(tmp_path / "selftest.db")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        told = [int(writer.stdout.readline()) for _ in range(20)]
        writer.send_signal(signal.SIGKILL)
        told += [int(line) for line in writer.stdout if line.endswith("\n")]
    history = History(tmp_path / "selftest.db")
    numbers = [found.number for found in history.of(most=100_000)]
    assert set(told) <= set(numbers)
    assert sorted(numbers) == list(range(1, len(numbers) + 1))
    history.close()


def test_a_damaged_file_is_put_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / "selftest.db").write_bytes(b"no database " * 1000)
    history = History(tmp_path / "selftest.db")
    assert history.add(result()).number == 1
    assert (tmp_path / "selftest.db.damaged").read_bytes().startswith(b"no database")
    history.close()


def test_a_file_of_which_a_part_is_damaged_is_put_aside_too(tmp_path: Path) -> None:
    path = tmp_path / "selftest.db"
    history = History(path)
    for _ in range(200):
        history.add(result())
    history.close()
    content = path.read_bytes()
    path.write_bytes(content[:-4096] + b"?" * 4096)
    again = History(path)
    assert again.latest() == {}
    assert again.add(result()).number == 1
    assert (tmp_path / "selftest.db.damaged").is_file()
    again.close()


def test_where_nothing_can_be_written_the_tests_still_run(tmp_path: Path) -> None:
    history = History(tmp_path / "no such folder" / "selftest.db")
    assert history.latest() == {}
    assert history.add(result()) in history.of()
    history.close()


def test_what_a_full_disk_does_not_keep_is_still_the_latest(tmp_path: Path) -> None:
    history = History(tmp_path / "selftest.db")
    history.add(result("disk.space"))
    history._db.execute("PRAGMA query_only = ON")
    failed = history.add(result("disk.space", "failed"))
    assert failed.number == 2
    assert history.latest() == {"disk.space": failed}
    assert [found.outcome for found in history.of("disk.space")] == ["failed", "passed"]
    history._db.execute("PRAGMA query_only = OFF")
    mended = history.add(result("disk.space"))
    assert history.latest() == {"disk.space": mended}
    assert [found.number for found in history.of()] == [3, 2, 1]
    history.close()


@pytest.mark.parametrize(
    ("age_s", "old"), [(0.0, False), (MOST_TEST_AGE_S, False), (MOST_TEST_AGE_S + 1.0, True), (-1.0, True)]
)
def test_a_result_too_old_or_of_a_time_to_come_is_out_of_date(age_s: float, old: bool) -> None:
    assert is_out_of_date(result(began_s=NOW_S - age_s), NOW_S) is old
