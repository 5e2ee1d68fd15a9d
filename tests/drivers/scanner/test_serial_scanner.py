from collections.abc import Callable

import pytest

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, StatusChanged
from drivers.scanner.port import CodeSeen
from drivers.scanner.serial_scanner import ScannerSettings, SerialScanner
from drivers.scanner.simulator import SimulatedScanner
from drivers.transport import memory_pipe
from drivers.vocabulary import DeviceState

_WANTED = frozenset({"code128", "qr"})


class ScannerBench:
    def __init__(
        self, device: SimulatedScanner | None = None, settings: ScannerSettings | None = None
    ) -> None:
        self.clock = FakeDeviceClock()
        self.device = device or SimulatedScanner()
        self.events: list[DeviceEvent] = []
        self.scanner = SerialScanner(
            "scanner", lambda: memory_pipe(self.device, self.clock), self.clock, self.events.append, settings
        )

    def run_s(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.scanner.owner.run_once()

    def codes(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, CodeSeen)]

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.events if isinstance(event, StatusChanged)]


def test_an_armed_scanner_tells_what_is_shown() -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    bench.run_s(1)
    bench.device.show("3102664100017")
    bench.run_s(1)
    assert bench.events[-1] == CodeSeen("3102664100017", "unknown")


def test_a_code_shown_before_arming_is_read_when_armed() -> None:
    bench = ScannerBench()
    bench.device.show("3102664100017")
    bench.run_s(10)
    assert bench.codes() == []
    bench.scanner.arm(_WANTED)
    bench.run_s(1)
    assert bench.codes() == ["3102664100017"]


def test_a_disarmed_scanner_is_dark_and_tells_nothing() -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    bench.run_s(1)
    bench.scanner.disarm()
    bench.run_s(1)
    assert not bench.device.lit
    bench.device.show("3102664100017")
    bench.run_s(60)
    assert bench.codes() == []


def test_a_code_read_just_before_disarming_is_not_told() -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    bench.run_s(1)
    bench.device.show("3102664100017")
    bench.run_s(0.05)
    bench.scanner.disarm()
    bench.run_s(5)
    assert bench.codes() == []


def test_it_stays_lit_for_as_long_as_it_is_armed() -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    bench.run_s(300)
    bench.device.show("3102664100017")
    bench.run_s(0.5)
    assert bench.codes() == ["3102664100017"]


def test_a_code_held_still_is_told_once_and_another_at_once() -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    bench.device.show("3102664100017")
    bench.run_s(20)
    bench.device.show("0213805012")
    bench.run_s(5)
    assert bench.codes() == ["3102664100017", "0213805012"]


def test_a_code_shown_again_later_is_told_again() -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    for _ in range(2):
        bench.device.show("3102664100017")
        bench.run_s(1)
        bench.device.take_away()
        bench.run_s(3)
    assert bench.codes() == ["3102664100017", "3102664100017"]


def test_a_scanner_without_suffix_is_understood_by_its_silence() -> None:
    bench = ScannerBench(SimulatedScanner(suffix=b""))
    bench.scanner.arm(_WANTED)
    bench.device.show("3102664100017")
    bench.run_s(2)
    assert bench.codes() == ["3102664100017"]


def test_a_scanner_that_takes_no_commands_is_read_all_the_same() -> None:
    bench = ScannerBench(settings=ScannerSettings(commanded=False))
    bench.device.fall_silent()
    bench.scanner.arm(_WANTED)
    bench.run_s(120)
    assert bench.states() == [DeviceState.STARTING, DeviceState.ONLINE]


@pytest.mark.parametrize(
    ("mischief", "repair", "state"),
    [
        (SimulatedScanner.fall_silent, SimulatedScanner.speak_again, DeviceState.OFFLINE),
        (SimulatedScanner.unplug, SimulatedScanner.plug_in, DeviceState.NO_DEVICE),
    ],
)
def test_a_lost_scanner_comes_back_armed(
    mischief: Callable[[SimulatedScanner], None],
    repair: Callable[[SimulatedScanner], None],
    state: DeviceState,
) -> None:
    bench = ScannerBench()
    bench.scanner.arm(_WANTED)
    bench.run_s(1)
    mischief(bench.device)
    bench.run_s(60)
    assert bench.states()[-1] is state
    repair(bench.device)
    bench.run_s(20)
    assert bench.states()[-1] is DeviceState.ONLINE
    bench.device.show("3102664100017")
    bench.run_s(1)
    assert bench.codes() == ["3102664100017"]


def test_the_code_stands_in_no_repr() -> None:
    assert "136800" not in repr(CodeSeen("136800000000010000", "qr"))
