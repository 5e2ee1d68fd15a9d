"""The machine as it is delivered, and a screen of each kind by its name."""

from collections.abc import Callable

import pytest

from kiosk.audit.house import House
from kiosk.audit.rules_flow import Standing
from tests.audit.samples import stops, the_house


@pytest.fixture
def house() -> House:
    return the_house()


@pytest.fixture
def standing() -> Callable[[str], Standing]:
    return stops().__getitem__
