"""A process killed in the middle of anything: what it acknowledged is there, and nothing is there by half."""

from pathlib import Path

import pytest

from kiosk.supplies.store import SupplyStore
from tests.supplies.counting import BEGAN_WALL_S
from tests.supplies.killed import acknowledged

WORKER = Path(__file__).with_name("busy_store.py")


@pytest.mark.parametrize("after", [1, 3, 4, 5, 9])
def test_what_was_acknowledged_survives_a_kill(tmp_path: Path, after: int) -> None:
    path = tmp_path / "supplies.db"
    said = acknowledged(WORKER, path, after)
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
    first = acknowledged(WORKER, path, 8)
    second = acknowledged(WORKER, path, 8)
    numbers = [int(line.split()[1]) for line in (*first, *second) if line.startswith("act")]
    assert len(numbers) == len(set(numbers)) >= 2
