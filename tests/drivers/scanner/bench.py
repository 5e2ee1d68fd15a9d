"""A code scanner on a fake clock, its simulated unit, and what it told, for every model and line."""

from typing import Literal

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, DeviceIdentified, StatusChanged
from drivers.models import AnyModel, Parts
from drivers.scanner.line_scanner import LineScanner
from drivers.scanner.models import MODELS
from drivers.scanner.port import CodeSeen
from drivers.scanner.simulator import SimulatedScanner
from drivers.trace import Trace
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.stepped_pty import SteppedPty

LineKind = Literal["memory", "pty"]
LINE_KINDS: tuple[LineKind, ...] = ("memory", "pty")
BY_NAME: dict[str, AnyModel] = {model.name: model for model in MODELS}
WANTED = frozenset({"code128", "qr"})


class NotingLine:
    """A line that remembers what the host sent and when."""

    def __init__(self, line: Transport, bench: "ScannerBench") -> None:
        self._line = line
        self._bench = bench

    def read(self, timeout_s: float) -> bytes:
        return self._line.read(timeout_s)

    def write(self, data: bytes) -> None:
        self._bench.sent.append((self._bench.clock.monotonic_s(), data))
        self._line.write(data)

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return self._line.button_pressed()

    def close(self) -> None:
        self._line.close()


class ScannerBench:
    def __init__(self, model: str = "newland", line: LineKind = "memory") -> None:
        self.model = BY_NAME[model]
        self.clock = FakeDeviceClock()
        assert self.model.simulate is not None
        device = self.model.simulate(self.clock)
        assert isinstance(device, SimulatedScanner)
        self.device = device
        self.events: list[DeviceEvent] = []
        self.sent: list[tuple[float, bytes]] = []
        self.trace = Trace("scanner", self.clock, self.model.reader)
        self._line_kind = line
        self._ptys: list[SteppedPty] = []
        parts = Parts("scanner", self._open, self.clock, self.events.append, {}, self.trace)
        scanner = self.model.make(parts)
        assert isinstance(scanner, LineScanner)
        self.scanner = scanner

    def close(self) -> None:
        for pty in self._ptys:
            pty.close()

    def arm(self, run_s: float = 1.0) -> None:
        self.scanner.arm(WANTED)
        self.run_s(run_s)

    def run_s(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.scanner.owner.run_once()

    def codes(self) -> list[str]:
        return [event.text for event in self.events if isinstance(event, CodeSeen)]

    def states(self) -> list[DeviceState]:
        return [event.state for event in self.events if isinstance(event, StatusChanged)]

    def last_status(self) -> StatusChanged:
        return [event for event in self.events if isinstance(event, StatusChanged)][-1]

    def identified(self) -> list[DeviceIdentified]:
        return [event for event in self.events if isinstance(event, DeviceIdentified)]

    def _open(self) -> Transport:
        if self._line_kind == "memory":
            return NotingLine(memory_pipe(self.device, self.clock), self)
        pty = SteppedPty(self.device, self.clock)
        self._ptys.append(pty)
        return NotingLine(pty, self)
