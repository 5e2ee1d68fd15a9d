"""A gate in a fresh folder, and a clock that stands still until it is moved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.access.gate import Gate
from kiosk.runtime.clock import FakeClock
from kiosk.session.secret import Secret

MACHINE = "LFL-380-01"
RIGHT, WRONG = Secret("40917283"), Secret("40917284")

OpenGate = Callable[[], Gate]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "access"


@pytest.fixture
def open_gate(folder: Path, clock: FakeClock, monkeypatch: pytest.MonkeyPatch) -> OpenGate:
    """Each call is a machine switched on again. Hashing is made cheap; its strength is tested by itself."""
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_N", 2**14)
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_P", 1)

    def switch_on() -> Gate:
        gate = Gate(folder, MACHINE, clock, demonstration=False)
        if not gate.pins.known():
            gate.pins.set("07", RIGHT)
        return gate

    return switch_on
