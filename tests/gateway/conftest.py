from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.runtime.clock import FakeClock

from .town import Town


@pytest.fixture
def clock() -> FakeClock:
    """2026-11-21, twenty to six in the evening in China."""
    return FakeClock()


@pytest.fixture
def town(tmp_path: Path, clock: FakeClock) -> Iterator[Town]:
    town = Town(tmp_path, clock)
    yield town
    town.close()
