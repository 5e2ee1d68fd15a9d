"""One gateway inside the test's process, a line to it that can be held up, and kiosks to be killed."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journeys.conftest import books, clock, gateway_db, gateway_url, line, neighbours
from tests.journeys.line import GatewayLine
from tests.system.processes import KioskProcess

__all__ = ["books", "clock", "gateway_db", "gateway_url", "kiosk", "line", "neighbours"]


@pytest.fixture
def kiosk(tmp_path: Path, line: GatewayLine) -> Iterator[KioskProcess]:
    kiosk = KioskProcess(tmp_path, line.url)
    kiosk.start()
    yield kiosk
    kiosk.close()
