"""What the technician's stories share, and what those of the second display share with the session's."""

import pytest

from tests.session.conftest import gateway, machine, resident, story

__all__ = ["cheap_hashing", "gateway", "machine", "resident", "story"]


@pytest.fixture
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_N", 2**14)
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_P", 1)
