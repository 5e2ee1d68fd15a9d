"""A gateway with enrolled kiosks."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.backend.hut import Hut


@pytest.fixture
def hut(tmp_path: Path) -> Iterator[Hut]:
    hut = Hut(tmp_path)
    yield hut
    hut.close()
