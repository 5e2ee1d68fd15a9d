"""A process killed in the middle of anything: what it acknowledged is there, and nothing is there by half."""

import subprocess
import sys
from pathlib import Path

import pytest

from kiosk.supplies.store import SupplyStore
from tests.supplies.counting import BEGAN_WALL_S

WORKER = Path(__file__).with_name("busy_store.py")
HOUSE = WORKER.parents[2]


def acknowledged(path: Path, after: int) -> list[str]:
    """Everything said to be durable by a process that is killed after so many lines, or a little later."""
    process = subprocess.Popen(
        [sys.executable, str(WORKER), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=HOUSE,
        env={"PYTHONPATH": "."},
    )
    assert process.stdout is not None
    try:
        assert process.stdout.readline() == "ready\n"
        lines = [process.stdout.readline().strip() for _ in range(after)]
        process.kill()
        rest = process.stdout.read().split("\n")
        return lines + [line for line in rest[:-1] if line]
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


@pytest.mark.parametrize("after", [1, 3, 4, 5, 9])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, after: int) -> None:
    path = tmp_path / "supplies.db"
    said = acknowledged(path, after)
    store = SupplyStore(path, BEGAN_WALL_S)
    acts = store.acts(10_000)
    told = [int(line.split()[1]) for line in said if line.startswith("act")]
    assert max(told, default=0) <= len(acts) <= max(told, default=0) + 1
    assert [act.number for act in reversed(acts)] == list(range(1, len(acts) + 1))
    notes = sum(f"note {len(acts)} {note}" in said for note in range(3))
    counted = store.supplies().box.notes.get(500, 0)
    assert notes <= counted <= min(3, notes + 1)
    if f"exchange {len(acts)}" in said:
        assert store.exchange() is not None, "cash stays off"
    store.close()


def test_another_process_goes_on_with_the_next_number(tmp_path: Path) -> None:
    path = tmp_path / "supplies.db"
    first = acknowledged(path, 8)
    second = acknowledged(path, 8)
    numbers = [int(line.split()[1]) for line in (*first, *second) if line.startswith("act")]
    assert len(numbers) == len(set(numbers)) >= 2
