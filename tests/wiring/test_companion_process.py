"""The pipes to a companion: lines arrive whole, the newest among them, and none is waited for."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.wiring.companion_process import CompanionProcess

LINES = [b"%d " % number + b"x" * 4000 + b"\n" for number in range(500)]


@pytest.fixture
def bell() -> Iterator[int]:
    """Which never rings."""
    quiet, other = os.pipe()
    yield quiet
    os.close(quiet)
    os.close(other)


def test_one_that_does_not_read_gets_whole_lines_later_and_the_newest_last(tmp_path: Path, bell: int) -> None:
    os.mkfifo(tmp_path / "go")
    process = CompanionProcess(["sh", "-c", f"read go < {tmp_path}/go; exec cat"], silent=False)
    for line in LINES:
        process.offer(line)
        process.turn(bell, 0)
    (tmp_path / "go").write_text("go\n")
    read = b""
    while not read.endswith(LINES[-1]):
        came = process.turn(bell, 20)
        assert came is not None, "it has ended"
        read += came  # nothing, where it has only made room for more
    lines = read.splitlines(keepends=True)
    assert all(line in LINES for line in lines)
    assert len(lines) < 40  # as many as two pipes hold
    assert process.end(patient=True) == "status 0"


def test_one_that_has_ended_says_how(bell: int) -> None:
    process = CompanionProcess(["sh", "-c", "exit 3"], silent=False)
    assert process.turn(bell, 20) is None
    process.offer(LINES[0])
    process.turn(bell, 0)
    assert process.end(patient=True) == "status 3"
