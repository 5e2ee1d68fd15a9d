"""The gateway that starts beside the screens: there when it can be, and honestly gone when it cannot."""

import logging
from pathlib import Path

import pytest

from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayUnreachable
from kiosk.runtime.clock import SystemClock
from kiosk.wiring.embedded_gateway import GatewayBeside


def test_whoever_calls_early_is_answered_when_it_is_up(tmp_path: Path) -> None:
    beside = GatewayBeside(tmp_path / "gateway.db", SystemClock(), demo_data=True)
    client = GatewayClient(beside.url, "LFL-380-01", read_s=30)
    beside.start()
    assert client.health().demonstration
    client.close()
    beside.stop()


def test_where_it_cannot_start_nobody_is_kept_waiting(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "gateway.db").write_bytes(b"no database" * 100)
    beside = GatewayBeside(tmp_path / "gateway.db", SystemClock(), demo_data=True)
    client = GatewayClient(beside.url, "LFL-380-01", read_s=30)
    with caplog.at_level(logging.CRITICAL):
        beside.start()
        beside.stop()
    assert "gateway.db: the gateway does not start: DatabaseError" in caplog.text
    with pytest.raises(GatewayUnreachable):
        client.health()
    client.close()
