"""The payment terminals there are: one, our reference dialect, in the manner of the makers' own."""

from typing import Final

from drivers.clock import DeviceClock
from drivers.models import AnyModel, DeviceClass, DriverModel, Parts
from drivers.simulation.device import SimulatedDevice
from drivers.terminal.acquirer import SyntheticAcquirer
from drivers.terminal.ecr import EcrTerminal
from drivers.terminal.port import TerminalCapabilities
from drivers.terminal.reader import EcrReader
from drivers.terminal.simulator import SimulatedTerminal
from drivers.transport import SerialSettings


def _make(parts: Parts) -> EcrTerminal:
    return EcrTerminal(parts.name, parts.open_line, parts.clock, parts.emit, parts.trace)


def _simulate(clock: DeviceClock) -> SimulatedDevice:
    return SimulatedTerminal(SyntheticAcquirer())


ECR: Final = DriverModel(
    device=DeviceClass.TERMINAL,
    name="ecr",
    title="Bank-card terminal by the reference cash-register dialect",
    line=SerialSettings(baud_rate=115200),
    capabilities=TerminalCapabilities(),
    make=_make,
    reader=EcrReader,
    simulate=_simulate,
    baud_rates=(115200, 57600, 38400, 19200, 9600),
)

MODELS: Final[tuple[AnyModel, ...]] = (ECR,)
