"""A driver, a simulated printer and a clock that moves only when somebody waits."""

import random
from collections.abc import Callable
from typing import TypeVar

from PIL import Image

from drivers.clock import FakeDeviceClock
from drivers.events import DeviceEvent
from drivers.printer.escpos import EscposPrinter, EscposSettings
from drivers.printer.port import PrintDone, PrintFailed
from drivers.printer.simulator import SimulatedPrinter
from drivers.transport import memory_pipe

_Kind = TypeVar("_Kind", bound=DeviceEvent)


def picture(rows: int = 600, seed: int = 1) -> Image.Image:
    """Dots as on no receipt: every byte value occurs, also those that look like questions to a printer."""
    data = bytearray(random.Random(seed).randbytes(72 * rows))
    data[500:503] = b"\xef\xfb\xfb"  # printed inverted, this is DLE EOT 4 in the middle of a picture
    return Image.frombytes("1", (576, rows), bytes(data))


class PrinterBench:
    def __init__(
        self, settings: EscposSettings | None = None, device: SimulatedPrinter | None = None
    ) -> None:
        self.clock = FakeDeviceClock()
        self.device = device or SimulatedPrinter()
        self.events: list[DeviceEvent] = []
        self.printer = EscposPrinter(
            "printer",
            lambda: memory_pipe(self.device, self.clock),
            self.clock,
            self.events.append,
            settings,
        )

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
