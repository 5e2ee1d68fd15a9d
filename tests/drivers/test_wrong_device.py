"""Another device on the port than the settings say, or another baud rate: words with a next step, no fault.

Bounded, too: a minute of it costs no more rounds than a minute of work does.
"""

import logging
from collections.abc import Callable
from typing import Final

import pytest

from drivers.catalogue import OURS
from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, StatusChanged
from drivers.models import AnyModel, DeviceClass, Parts
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import SimulatedPeer, memory_pipe

_A_MINUTE_S: Final = 60.0
_MOST_ROUNDS: Final = 2_500

CANNOT_ASK: Final = {(DeviceClass.SCANNER, "serial"), (DeviceClass.SCANNER, "hid")}
"""A scanner that knows no question: that the line is open is all there is to know."""

ONE_HARDWARE: Final = {"sam_v_crt310", "crt310"}
"""The first is the second with an identity module in it."""

SAME_HARDWARE: Final = [ONE_HARDWARE, {"crt571", "crt591"}, {"escpos", "escpos_presenter"}]


class Garbled:
    """A device at another baud rate: of every byte something else arrives, by `spoil`."""

    def __init__(self, unit: SimulatedPeer, spoil: Callable[[bytes], bytes]) -> None:
        self._unit = unit
        self._spoil = spoil
        self._arrived = b""

    def receive(self, data: bytes, now_s: float) -> None:
        self._unit.receive(self._spoil(data), now_s)
        self._arrived += self._spoil(data)[:64]  # whatever it makes of it, it answers

    def due(self, now_s: float) -> bytes:
        arrived, self._arrived = self._arrived, b""
        return arrived + self._spoil(self._unit.due(now_s))

    def next_due_s(self) -> float | None:
        return 0.0 if self._arrived else self._unit.next_due_s()

    def button_pressed(self) -> bool:
        return self._unit.button_pressed()

    def listen(self, wake: Callable[[], None]) -> None:
        self._unit.listen(wake)


def too_fast(data: bytes) -> bytes:
    """The host listens at half the rate: every second bit is lost, and so is every second byte."""
    return bytes((byte & 0x55) * 3 & 0xFF for byte in data[::2])


def too_slow(data: bytes) -> bytes:
    """The host listens at twice the rate: every bit counts for two."""
    return bytes(part for byte in data for part in (byte & 0x66, byte >> 4 | 0x80))


def broken_off(data: bytes) -> bytes:
    """So far off that each byte looks like a break of the line."""
    return bytes(len(data))


SPOILT: Final = (too_fast, too_slow, broken_off)


def name_of(value: object) -> str:
    if callable(value):
        return str(getattr(value, "__name__", value))
    return f"{value.device.value}-{value.name}" if hasattr(value, "device") else str(value)


def unit_of(model: AnyModel, clock: FakeDeviceClock) -> SimulatedPeer:
    assert model.simulate is not None
    return model.simulate(clock)


def told_in_a_minute(model: AnyModel, clock: FakeDeviceClock, peer: SimulatedPeer) -> StatusChanged:
    """The last word on how the device is."""
    told: list[DeviceEvent] = []
    trace = Trace(model.device.value, clock, model.reader)
    parts = Parts(
        name=model.device.value,
        open_line=lambda: memory_pipe(peer, clock),
        clock=clock,
        emit=told.append,
        options=model.options,
        trace=trace,
    )
    driver = model.make(parts)
    until_s = clock.monotonic_s() + _A_MINUTE_S
    for _ in range(_MOST_ROUNDS):
        if clock.monotonic_s() >= until_s:
            break
        driver.owner.run_once()
    assert clock.monotonic_s() >= until_s, "the driver turns in circles"
    driver.close()
    return [event for event in told if isinstance(event, StatusChanged)][-1]


def assert_off_with_a_next_step(last: StatusChanged) -> None:
    assert {Status.NOT_AVAILABLE, Status.NOT_INITIALISED} & {*last.statuses}, last.reason
    assert "check" in last.reason
    assert last.reason.count("power") < 2, "one advice twice"


def is_the_same(model: AnyModel, other: AnyModel) -> bool:
    return model is other or any({model.name, other.name} <= kin for kin in SAME_HARDWARE)


@pytest.mark.parametrize(
    ("model", "other"),
    [
        (model, other)
        for model in OURS
        for other in OURS
        if not is_the_same(model, other) and (model.device, model.name) not in CANNOT_ASK
    ],
    ids=name_of,
)
def test_a_stranger_on_the_port_is_not_taken_for_the_device(model: AnyModel, other: AnyModel) -> None:
    clock = FakeDeviceClock()
    assert_off_with_a_next_step(told_in_a_minute(model, clock, unit_of(other, clock)))


@pytest.mark.parametrize("spoil", SPOILT, ids=name_of)
@pytest.mark.parametrize(
    "model", [model for model in OURS if (model.device, model.name) not in CANNOT_ASK], ids=name_of
)
def test_a_wrong_baud_rate_is_not_taken_for_the_device(
    model: AnyModel, spoil: Callable[[bytes], bytes]
) -> None:
    clock = FakeDeviceClock()
    last = told_in_a_minute(model, clock, Garbled(unit_of(model, clock), spoil))
    assert_off_with_a_next_step(last)
    assert "baud" in last.reason


@pytest.mark.parametrize("other", OURS, ids=name_of)
@pytest.mark.parametrize("name", sorted(name for _, name in CANNOT_ASK))
def test_a_scanner_that_cannot_be_asked_says_no_more_than_that_its_line_is_open(
    name: str, other: AnyModel
) -> None:
    clock = FakeDeviceClock()
    model = next(model for model in OURS if (model.device, model.name) == (DeviceClass.SCANNER, name))
    last = told_in_a_minute(model, clock, unit_of(other, clock))
    assert last.reason == "scanner: line open; it cannot be asked, so scan a code to be sure"


def test_a_slot_without_its_identity_module_names_the_module() -> None:
    clock = FakeDeviceClock()
    reader, slot = (next(m for m in OURS if m.name == name) for name in ("sam_v_crt310", "crt310"))
    last = told_in_a_minute(reader, clock, unit_of(slot, clock))
    assert last.statuses == (Status.MODULE_FAULT,)
    assert "identity module" in last.reason


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.CRITICAL)
