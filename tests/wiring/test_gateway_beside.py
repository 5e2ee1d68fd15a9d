"""The gateway that starts beside the screens: there when it can be, and honestly gone when it cannot."""

import logging
from pathlib import Path

import pytest

from kiosk.access.keys import machine_key
from kiosk.backend.client import GatewayClient
from kiosk.backend.errors import GatewayUnreachable
from kiosk.backend.operators import ask_unlock_code
from kiosk.gateway.trust.unlock import DEMONSTRATION_TOKEN
from kiosk.runtime.clock import SystemClock
from kiosk.wire.unlock import unlock_code
from kiosk.wiring.embedded_gateway import GatewayBeside, OwnMachine


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


def test_a_demonstrations_own_machine_can_be_unlocked_by_whoever_tries_it_out(tmp_path: Path) -> None:
    key = machine_key(tmp_path / "machine.key")
    for _start in range(2):
        machine = OwnMachine("LFL-380-01", key)
        beside = GatewayBeside(tmp_path / "gateway.db", SystemClock(), demo_data=True, machine=machine)
        beside.start()
        beside.wait_until_started()
        code = ask_unlock_code(beside.url, DEMONSTRATION_TOKEN, "LFL-380-01", "12345678")
        assert code == unlock_code(key, "LFL-380-01", "12345678")
        beside.stop()
