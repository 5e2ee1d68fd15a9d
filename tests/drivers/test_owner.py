"""The owner of a port: opening and reopening, commands and their failures, the urgent lane, faults."""

import logging
import threading
from collections.abc import Callable

import pytest

from drivers.clock import FakeDeviceClock, ScaledDeviceClock
from drivers.events import DeviceChecked, DeviceEvent, StatusChanged
from drivers.owner import DeviceSilent, PortOwner
from drivers.status import Status
from drivers.transport import Transport, TransportLost, TransportRefused
from drivers.vocabulary import DeviceState


class QuietLine:
    """Nothing ever arrives."""

    def __init__(self, clock: FakeDeviceClock) -> None:
        self._clock = clock
        self.closed = False

    def read(self, timeout_s: float) -> bytes:
        self._clock.wait(threading.Event(), timeout_s)
        return b""

    def write(self, data: bytes) -> None: ...

    def drain(self) -> None: ...

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        self.closed = True


class Device:
    """Notes what it is asked to do; `trouble` is raised at its next turn."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.trouble: Exception | None = None
        self.on_turn: Callable[[Transport], None] = lambda line: line.read(0.1) and None

    def begin(self, line: Transport) -> None:
        self.done.append("begin")

    def turn(self, line: Transport) -> None:
        self.done.append("turn")
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        self.on_turn(line)

    def watch(self, button_pressed: bool) -> None: ...

    def end(self, line: Transport) -> None:
        self.done.append("end")


class Bench:
    def __init__(self) -> None:
        self.clock = FakeDeviceClock()
        self.device = Device()
        self.lines: list[QuietLine] = []
        self.refusal: TransportRefused | None = None
        self.told: list[DeviceEvent] = []
        self.owner = PortOwner("bench", self.open, self.clock, self.device, self.told.append)

    def open(self) -> Transport:
        if self.refusal is not None:
            raise self.refusal
        self.lines.append(QuietLine(self.clock))
        return self.lines[-1]

    def run(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.owner.run_once()

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.told if isinstance(event, StatusChanged)]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_command_runs_between_turns_with_the_line(bench: Bench) -> None:
    bench.owner.submit(lambda line: bench.device.done.append("command"), bench.device.done.append)
    bench.run(0.3)
    assert bench.device.done[:3] == ["begin", "command", "turn"]


def test_an_urgent_command_interrupts_a_long_wait(bench: Bench) -> None:
    bench.device.on_turn = lambda line: line.read(60.0) and None
    ran_at: list[float] = []
    at_s = bench.clock.monotonic_s() + 5.0
    bench.clock.call_at(
        at_s, lambda: bench.owner.preempt(lambda line: ran_at.append(bench.clock.monotonic_s()), print)
    )
    bench.run(6.0)
    assert ran_at == [pytest.approx(at_s, abs=0.11)]


def test_an_urgent_command_does_not_wait_for_the_next_attempt_to_open_the_line(bench: Bench) -> None:
    bench.refusal = TransportRefused("port: no such port")
    bench.run(20.0)
    bench.refusal = None
    ran_at: list[float] = []
    failed: list[str] = []
    at_s = bench.clock.monotonic_s()
    bench.owner.preempt(lambda line: ran_at.append(bench.clock.monotonic_s()), failed.append)
    bench.run(1.0)
    assert ran_at == [pytest.approx(at_s, abs=0.11)]
    assert failed == []


def test_an_urgent_command_without_a_line_is_told_at_once_to_have_failed(bench: Bench) -> None:
    bench.refusal = TransportRefused("port: no such port")
    bench.run(20.0)
    failed: list[str] = []
    bench.owner.preempt(lambda line: None, failed.append)
    bench.run(0.2)
    assert failed == ["port: no such port"]


def test_an_interrupted_command_is_told_to_have_failed(bench: Bench) -> None:
    failed: list[str] = []
    bench.owner.submit(lambda line: line.read(60.0) and None, failed.append)
    bench.clock.call_at(
        bench.clock.monotonic_s() + 1.0, lambda: bench.owner.preempt(lambda line: None, failed.append)
    )
    bench.run(2.0)
    assert failed == ["interrupted by something urgent"]


def test_a_command_that_meets_a_fault_is_told_to_have_failed(bench: Bench) -> None:
    failed: list[str] = []

    def slip_of_ours(line: Transport) -> None:
        raise ZeroDivisionError("a text that might hold anything")

    bench.run(1.0)
    bench.owner.preempt(slip_of_ours, failed.append)
    with pytest.raises(ZeroDivisionError):
        bench.owner.run_once()
    assert failed == ["fault in the driver; see the log"]


@pytest.mark.parametrize(
    ("trouble", "state"),
    [
        (TransportLost("pulled"), DeviceState.NO_DEVICE),
        (DeviceSilent("mute"), DeviceState.OFFLINE),
    ],
)
def test_a_lost_line_is_told_closed_and_opened_again(
    bench: Bench, trouble: Exception, state: DeviceState
) -> None:
    bench.run(0.3)
    bench.device.trouble = trouble
    bench.run(2.0)
    assert bench.told[-1] == StatusChanged("bench", state, str(trouble), (Status.NOT_AVAILABLE,))
    assert [line.closed for line in bench.lines] == [True, False]
    assert bench.device.done.count("begin") == 2


def test_a_refused_port_is_told_once_with_its_reason(bench: Bench) -> None:
    bench.refusal = TransportRefused("/dev/x: no such port")
    bench.run(30.0)
    assert bench.told[-1] == StatusChanged(
        "bench", DeviceState.NO_DEVICE, "/dev/x: no such port", (Status.NOT_AVAILABLE,)
    )
    assert bench.states() == [DeviceState.STARTING, DeviceState.NO_DEVICE]


def test_commands_without_a_line_fail_promptly_instead_of_waiting_for_a_stranger(bench: Bench) -> None:
    bench.refusal = TransportRefused("no such port")
    failed: list[str] = []
    bench.owner.submit(lambda line: None, failed.append)
    bench.run(0.1)
    bench.owner.submit(lambda line: None, failed.append)
    bench.run(0.1)
    assert failed == ["no such port", "bench: no line to the device"]


def test_the_heart_beats_in_the_middle_of_a_wait(bench: Bench) -> None:
    beats: list[float] = []
    bench.run(0.2)
    bench.clock.call_at(bench.clock.monotonic_s() + 7.0, lambda: beats.append(bench.owner.heartbeat_s))
    bench.owner.submit(lambda line: line.read(10.0) and None, print)
    bench.run(8.0)
    assert beats == [pytest.approx(bench.clock.monotonic_s(), abs=4.0)]


def test_closing_leaves_the_device_safe_and_fails_what_waits(bench: Bench) -> None:
    failed: list[str] = []
    bench.run(0.3)
    bench.owner.submit(lambda line: None, failed.append)
    bench.owner.close()
    assert bench.device.done[-1] == "end"
    assert bench.lines[-1].closed
    assert failed == ["bench: closed"]


def test_a_fault_in_a_driver_never_kills_its_thread(caplog: pytest.LogCaptureFixture) -> None:
    clock = ScaledDeviceClock(50.0)
    device, turned_again, told = Device(), threading.Event(), []

    def turn(line: Transport) -> None:
        if device.done.count("begin") > 1:
            turned_again.set()
        line.read(0.1)

    device.on_turn = turn
    device.trouble = ZeroDivisionError("a slip of ours")
    owner = PortOwner("bench", lambda: QuietLine(clock), clock, device, told.append)
    with caplog.at_level(logging.CRITICAL):
        owner.start()
        assert turned_again.wait(10.0)
        owner.close()
    assert [event.state for event in told] == [DeviceState.STARTING, DeviceState.HARDWARE_ERROR]


def test_a_checked_device_is_brought_up_anew_and_the_end_is_told(bench: Bench) -> None:
    bench.run(1.0)
    bench.device.done.clear()
    bench.owner.check()
    bench.run(0.5)
    assert bench.device.done[0] == "begin"
    assert bench.told[-1] == DeviceChecked("bench", "")


def test_a_check_without_a_line_says_why_there_is_none(bench: Bench) -> None:
    bench.refusal = TransportRefused("no such port")
    bench.owner.check()
    bench.run(1.0)
    [checked] = [event for event in bench.told if isinstance(event, DeviceChecked)]
    assert "no such port" in checked.problem
