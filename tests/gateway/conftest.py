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


@pytest.fixture(scope="module")
def quiet_town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town in which nobody pays, for tests that change nothing."""
    town = Town(tmp_path_factory.mktemp("quiet"), FakeClock())
    yield town
    town.close()
