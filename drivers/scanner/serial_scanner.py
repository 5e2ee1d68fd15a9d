"""A scanner that looks by itself, by the name under which the kiosk builds it until it goes by models."""

from collections.abc import Callable

from drivers.clock import DeviceClock
from drivers.events import Emit
from drivers.scanner.dialects import UNCOMMANDED
from drivers.scanner.line_scanner import LineScanner
from drivers.transport import Transport


class SerialScanner(LineScanner):
    def __init__(self, name: str, open_line: Callable[[], Transport], clock: DeviceClock, emit: Emit) -> None:
        super().__init__(name, open_line, clock, emit, UNCOMMANDED)
