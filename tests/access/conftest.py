"""A gate in a fresh folder, and a clock that stands still until it is moved."""

from collections.abc import Callable
from pathlib import Path

import pytest

from kiosk.access.gate import Gate
from kiosk.access.pins import PinHash
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
def cheap_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The strength of hashes is tested by itself."""
    decoy = PinHash("00" * 16, 2**14, 8, 1, "00" * 32)
    monkeypatch.setattr("kiosk.access.pins._DECOY", decoy)
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_N", 2**14)
    monkeypatch.setattr("kiosk.access.pins._SCRYPT_P", 1)


@pytest.fixture
def open_gate(folder: Path, clock: FakeClock, cheap_hashing: None) -> OpenGate:
    """Each call is a machine switched on again."""

    def switch_on() -> Gate:
        gate = Gate(folder, MACHINE, clock, demonstration=False)
        if not gate.pins.known():
            gate.pins.set("07", RIGHT)
        return gate

    return switch_on
