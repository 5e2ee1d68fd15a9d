"""What the tests of the voice share."""

from pathlib import Path

import pytest

from kiosk.runtime.clock import FakeClock
from tests.voice.programs import Programs


@pytest.fixture
def programs(tmp_path: Path) -> Programs:
    return Programs(tmp_path)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()
