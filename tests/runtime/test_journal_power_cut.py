"""A process that is killed in the middle of writing: every entry it acknowledged is there afterwards."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kiosk.runtime.journal import JournalInUse
from tests.runtime.journals import journal_at

WRITER = Path(__file__).with_name("journal_writer.py")
HOUSE = WRITER.parents[2]


@contextmanager
def writer(path: Path) -> Iterator["subprocess.Popen[str]"]:
    """A writing process that has opened the journal; killed at the end, whatever it is doing."""
    process = subprocess.Popen(
        [sys.executable, str(WRITER), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
        env={"PYTHONPATH": "."},
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def acknowledged_when_killed(path: Path, after: int) -> int:
    """The number of the last entry the writer had said to be durable when it was killed."""
    with writer(path) as process:
        assert process.stdout is not None
        for _ in range(after):
            process.stdout.readline()
        process.kill()
        said = process.stdout.read().split("\n")
        return int([number for number in said[:-1] if number][-1]) if len(said) > 1 else after


def test_what_was_acknowledged_survives_a_kill_and_the_chain_is_whole(journal_path: Path) -> None:
    for after in (1, 7, 40):
        path = journal_path.with_name(f"killed-after-{after}.db")
        acknowledged = acknowledged_when_killed(path, after)
        assert acknowledged >= after
        journal = journal_at(path)
        intents = journal.open_intents()
        journal.close()
        # One more may have become durable without anybody having heard of it.
        assert acknowledged <= len(intents) <= acknowledged + 1
        assert [intent.amount_fen for intent in intents] == [100 * (n + 1) for n in range(len(intents))]


def test_a_journal_goes_on_where_the_killed_one_stopped(journal_path: Path) -> None:
    last = acknowledged_when_killed(journal_path, 3)
    journal = journal_at(journal_path)
    assert journal.write("another", "result", 1.0) > last
    journal.close()
    assert journal_at(journal_path).history("another") == ("result",)


def test_a_journal_in_use_by_another_process_is_refused_and_left_alone(journal_path: Path) -> None:
    """Two kiosks on one journal would take up, and cancel, each other's payments."""
    with writer(journal_path) as process:
        with pytest.raises(JournalInUse, match="another process has it open"):
            journal_at(journal_path)
        assert process.stdout is not None
        assert process.stdout.readline() == "1\n", "the first process is not disturbed"
