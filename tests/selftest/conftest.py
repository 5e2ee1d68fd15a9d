from collections.abc import Iterator

import pytest

from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import SystemClock


@pytest.fixture(scope="session")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    gateway = EmbeddedGateway(
        tmp_path_factory.mktemp("gateway") / "gateway.db", SystemClock(), demo_data=True
    )
    yield gateway.start()
    gateway.stop()
