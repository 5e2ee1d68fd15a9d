"""The code scanners on a line that we have drivers for. The camera is none of them: it has no line."""

from functools import partial
from typing import Final

from drivers.clock import DeviceClock
from drivers.models import AnyModel, DeviceClass, DriverModel, Parts
from drivers.scanner.code_stream import PlainReader
from drivers.scanner.dialects import HONEYWELL, KEYBOARD, NEWLAND, UNCOMMANDED, Dialect
from drivers.scanner.hid.simulator import SimulatedKeyboardScanner
from drivers.scanner.hid.typed_codes import TypingReader
from drivers.scanner.honeywell import HoneywellReader
from drivers.scanner.line_scanner import LineScanner
from drivers.scanner.newland import NewlandReader
from drivers.scanner.port import ScannerCapabilities
from drivers.scanner.simulated_serial import SimulatedHoneywell, SimulatedNewland
from drivers.scanner.simulator import SimulatedScanner
from drivers.transport import SerialSettings

_BAUD_RATES: Final = (9600, 19200, 38400, 57600, 115200)
_COMMANDED: Final = ScannerCapabilities(triggered=True, noticed_when_silent=True)
_BY_ITSELF: Final = ScannerCapabilities(triggered=False, noticed_when_silent=False)


def _make(dialect: Dialect, parts: Parts) -> LineScanner:
    return LineScanner(parts.name, parts.open_line, parts.clock, parts.emit, dialect, parts.trace)


def _simulate(kind: type[SimulatedScanner], clock: DeviceClock) -> SimulatedScanner:
    return kind()


MODELS: Final[tuple[AnyModel, ...]] = (
    DriverModel(
        device=DeviceClass.SCANNER,
        name="newland",
        title="Newland, unified command set",
        line=SerialSettings(),
        capabilities=_COMMANDED,
        make=partial(_make, NEWLAND),
        reader=NewlandReader,
        simulate=partial(_simulate, SimulatedNewland),
        baud_rates=_BAUD_RATES,
    ),
    DriverModel(
        device=DeviceClass.SCANNER,
        name="honeywell",
        title="Honeywell, serial commands",
        line=SerialSettings(baud_rate=115200),
        capabilities=_COMMANDED,
        make=partial(_make, HONEYWELL),
        reader=HoneywellReader,
        simulate=partial(_simulate, SimulatedHoneywell),
        baud_rates=tuple(reversed(_BAUD_RATES)),
    ),
    DriverModel(
        device=DeviceClass.SCANNER,
        name="serial",
        title="Any make on a serial line, looking by itself",
        line=SerialSettings(),
        capabilities=_BY_ITSELF,
        make=partial(_make, UNCOMMANDED),
        reader=PlainReader,
        simulate=partial(_simulate, SimulatedScanner),
        baud_rates=_BAUD_RATES,
    ),
    DriverModel(
        device=DeviceClass.SCANNER,
        name="hid",
        title="Any make that types as a USB keyboard does (/dev/input/by-id/...-event-kbd)",
        line=SerialSettings(),
        capabilities=_BY_ITSELF,
        make=partial(_make, KEYBOARD),
        reader=TypingReader,
        simulate=partial(_simulate, SimulatedKeyboardScanner),
    ),
)
