"""A store in a fresh file."""

from pathlib import Path

import pytest

from kiosk.supplies.store import SupplyStore
from tests.supplies.counting import BEGAN_WALL_S


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "supplies.db"


@pytest.fixture
def store(path: Path) -> SupplyStore:
    return SupplyStore(path, BEGAN_WALL_S)
