"""What the technician's stories share."""

import pytest


@pytest.fixture
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_N", 2**14)
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_P", 1)
