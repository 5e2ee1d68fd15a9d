from collections.abc import Iterator

import pytest

from kiosk.gateway.http.server import EmbeddedGateway
from kiosk.runtime.clock import SystemClock


@pytest.fixture(scope="package", autouse=True)
def _pins_are_stretched_less() -> Iterator[None]:
    """Every machine makes its demonstration's helper; what a PIN withstands is for the access tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("kiosk.access.pins._SCRYPT_N", 2**14)
        patch.setattr("kiosk.access.pins._SCRYPT_P", 1)
        yield


@pytest.fixture(scope="session")
def gateway_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    gateway = EmbeddedGateway(
        tmp_path_factory.mktemp("gateway") / "gateway.db", SystemClock(), demo_data=True
    )
    yield gateway.start()
    gateway.stop()
