"""A driver, a simulated printer and a clock that moves only when somebody waits."""

import random
from collections.abc import Callable
from typing import Literal, TypeVar

from PIL import Image

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent, StatusChanged
from drivers.printer.escpos import EscposPrinter, EscposSettings
from drivers.printer.port import PrintDone, PrintFailed
from drivers.printer.reader import EscposReader
from drivers.printer.simulator import SimulatedPrinter
from drivers.status import Status
from drivers.trace import Trace
from drivers.transport import Transport, memory_pipe
from drivers.vocabulary import DeviceState
from tests.drivers.stepped_pty import SteppedPty
from tests.drivers.stepped_tcp import SteppedTcp

_Kind = TypeVar("_Kind", bound=DeviceEvent)


def picture(rows: int = 600, seed: int = 1) -> Image.Image:
    """Dots as on no receipt: every byte value occurs, also those that look like questions to a printer."""
    data = bytearray(random.Random(seed).randbytes(72 * rows))
    data[500:503] = b"\xef\xfb\xfb"  # printed inverted, this is DLE EOT 4 in the middle of a picture
    return Image.frombytes("1", (576, rows), bytes(data))


LineKind = Literal["memory", "pty", "tcp"]
LINE_KINDS: tuple[LineKind, ...] = ("memory", "pty", "tcp")


class PrinterBench:
    def __init__(
        self,
        settings: EscposSettings | None = None,
        device: SimulatedPrinter | None = None,
        line: LineKind = "memory",
    ) -> None:
        self.clock = FakeDeviceClock()
        self.device = device or SimulatedPrinter()
        self.events: list[DeviceEvent] = []
        self.trace = Trace("printer", self.clock, EscposReader)
        self.on_sent: Callable[[int], None] = lambda sent_bytes: None
        self.sent_bytes = 0
        self._kind = line
        self._lines: list[Transport] = []
        self.printer = EscposPrinter(
            "printer", self._open, self.clock, self.events.append, settings, self.trace
        )

    def close(self) -> None:
        for line in self._lines:
            line.close()

    def sent(self, data: bytes) -> None:
        self.sent_bytes += len(data)
        self.on_sent(self.sent_bytes)

    def _open(self) -> Transport:
        if self._kind == "memory":
            return WatchedWrites(memory_pipe(self.device, self.clock), self)
        stepped = SteppedPty if self._kind == "pty" else SteppedTcp
        self._lines.append(stepped(self.device, self.clock))
        return WatchedWrites(self._lines[-1], self)

    def run_s(self, seconds: float) -> None:
        until_s = self.clock.monotonic_s() + seconds
        while self.clock.monotonic_s() < until_s:
            self.printer.owner.run_once()

    def in_s(self, seconds: float, action: Callable[[], None]) -> None:
        self.clock.call_at(self.clock.monotonic_s() + seconds, action)

    def ends(self) -> list[DeviceEvent]:
        return [event for event in self.events if isinstance(event, PrintDone | PrintFailed)]

    def of_kind(self, kind: type[_Kind]) -> list[_Kind]:
        return [event for event in self.events if isinstance(event, kind)]

    def state(self) -> tuple[DeviceState, tuple[Status, ...]]:
        """As told last."""
        told = self.of_kind(StatusChanged)[-1]
        return told.state, told.statuses


class WatchedWrites:
    """Tells the bench of every write before it goes out, so that trouble can come in the middle of a slip."""

    def __init__(self, line: Transport, bench: PrinterBench) -> None:
        self._line = line
        self._bench = bench

    def read(self, timeout_s: float) -> bytes:
        return self._line.read(timeout_s)

    def write(self, data: bytes) -> None:
        self._bench.sent(data)
        self._line.write(data)

    def drain(self) -> None:
        self._line.drain()

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        self._line.close()


def same_dots(one: Image.Image, other: Image.Image) -> bool:
    return one.size == other.size and one.tobytes() == other.tobytes()
