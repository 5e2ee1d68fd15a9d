"""Power goes while cards come and go: nothing acknowledged is gone, nothing is there by half."""

import shutil
from pathlib import Path
from random import Random

import pytest

from kiosk.supplies.card_register import FILE, CardRegister
from kiosk.technician.left_cards import RegisterLine
from tests.supplies.cards import card, gone
from tests.supplies.killed import acknowledged

WORKER = Path(__file__).with_name("busy_register.py")


def check(lines: tuple[RegisterLine, ...], entered: int, ended: set[int]) -> None:
    """At most the one line under way is there beyond what was acknowledged."""
    numbers = sorted(line.card.number for line in lines)
    assert numbers == list(range(1, len(numbers) + 1))
    assert entered <= len(numbers) <= entered + 1
    gone_now = {line.card.number for line in lines if line.gone}
    assert ended <= gone_now
    assert len(gone_now) <= len(ended) + 1


@pytest.mark.parametrize("after", [1, 2, 3, 8])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, after: int) -> None:
    said = acknowledged(WORKER, tmp_path / FILE, after)
    told = [(line.split()[0], int(line.split()[1])) for line in said]
    register = CardRegister(tmp_path / FILE)
    entered = max(number for what, number in told if what == "card")
    check(register.entries(10_000), entered, {number for what, number in told if what == "gone"})
    assert register.enter(card()).number == len(register.entries(10_000))
    register.close()


def test_the_disk_copied_at_any_moment_holds_what_was_acknowledged_until_then(tmp_path: Path) -> None:
    register = CardRegister(tmp_path / FILE)
    ended: set[int] = set()
    for number in range(1, 9):
        register.enter(card())
        check(copied(tmp_path, f"entered-{number}"), number, ended)
        if number % 2:
            register.end(gone(number))
            ended.add(number)
            check(copied(tmp_path, f"ended-{number}"), number, ended)
    register.close()


def test_a_log_cut_off_in_the_middle_loses_lines_from_its_end_alone(tmp_path: Path) -> None:
    """A disk that acknowledged too early: what is there is still a beginning of what was written."""
    register = CardRegister(tmp_path / FILE)
    for number in range(1, 9):
        register.enter(card())
        register.end(gone(number))
    dice = Random(16)
    log = (tmp_path / f"{FILE}-wal").stat().st_size
    for cut in sorted(dice.randrange(log) for _ in range(12)):
        lines = copied(tmp_path, f"cut-{cut}", cut)
        if lines:
            check(lines, len(lines), set(range(1, len(lines))))
    register.close()


def copied(folder: Path, name: str, log_bytes: int | None = None) -> tuple[RegisterLine, ...]:
    """The register as another machine finds it on a copy of the disk, the log cut off after so many bytes."""
    other = folder / name
    other.mkdir()
    for part in (FILE, f"{FILE}-wal"):
        shutil.copy(folder / part, other / part)
    if log_bytes is not None:
        with (other / f"{FILE}-wal").open("r+b") as log:
            log.truncate(log_bytes)
    register = CardRegister(other / FILE)
    lines = register.entries()
    register.close()
    return lines
