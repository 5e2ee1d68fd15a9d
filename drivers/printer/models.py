"""The receipt printers there are: what each can do, and how it is made and simulated."""

from typing import Final

import msgspec

from drivers.clock import DeviceClock
from drivers.models import AnyModel, DeviceClass, DriverModel, Option, Parts
from drivers.printer.escpos import EscposPrinter, EscposSettings
from drivers.printer.port import PrinterCapabilities
from drivers.printer.reader import EscposReader
from drivers.printer.simulator import SimulatedPrinter
from drivers.simulation.device import SimulatedDevice
from drivers.transport import SerialSettings

_LINE: Final = SerialSettings(baud_rate=115200)
_BAUD_RATES: Final = (115200, 57600, 38400, 19200, 9600)
_OPTIONS: Final[dict[str, Option]] = {"confirms_by": "process_id"}
_CAPABILITIES: Final = PrinterCapabilities()


def _make(parts: Parts, *, presenter: bool) -> EscposPrinter:
    """Raises ValueError for a `confirms_by` no printer has."""
    confirms_by = parts.options["confirms_by"]
    if confirms_by not in _CAPABILITIES.confirmations:
        known = ", ".join(_CAPABILITIES.confirmations)
        raise ValueError(f"{parts.name}: confirms_by is {confirms_by!r}; possible are {known}")
    settings = EscposSettings(confirms_by=confirms_by, presenter=presenter)
    return EscposPrinter(parts.name, parts.open_line, parts.clock, parts.emit, settings, parts.trace)


def _simulate(clock: DeviceClock, *, presenter: bool) -> SimulatedDevice:
    return SimulatedPrinter(presenter=presenter)


ESCPOS: Final = DriverModel(
    device=DeviceClass.PRINTER,
    name="escpos",
    title="ESC/POS receipt printer, 80 mm",
    line=_LINE,
    capabilities=_CAPABILITIES,
    make=lambda parts: _make(parts, presenter=False),
    reader=EscposReader,
    simulate=lambda clock: _simulate(clock, presenter=False),
    baud_rates=_BAUD_RATES,
    options=_OPTIONS,
)

PRESENTER: Final = DriverModel(
    device=DeviceClass.PRINTER,
    name="escpos_presenter",
    title="ESC/POS kiosk printer with presenter (Custom class)",
    line=_LINE,
    capabilities=msgspec.structs.replace(_CAPABILITIES, presenter=True, tells_taken=True),
    make=lambda parts: _make(parts, presenter=True),
    reader=EscposReader,
    simulate=lambda clock: _simulate(clock, presenter=True),
    baud_rates=_BAUD_RATES,
    options=_OPTIONS,
)

MODELS: Final[tuple[AnyModel, ...]] = (ESCPOS, PRESENTER)
