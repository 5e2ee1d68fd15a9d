import logging
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="session")
def parties_misbehave_on_purpose() -> Iterator[None]:
    """The gateway complains of every nonsense it is told, and worlds are full of it."""
    log = logging.getLogger("kiosk.gateway.payments.acts")
    log.disabled = True
    yield
    log.disabled = False
