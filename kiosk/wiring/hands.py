"""The simulated devices of a machine, and so everything a hand can do to it: cards, codes, paper, faults."""

from msgspec import Struct

from drivers.card.simulator import Crt310Simulator
from drivers.clock import DeviceClock
from drivers.idcard.simulator import IdReaderSimulator
from drivers.printer.simulator import SimulatedPrinter
from drivers.scanner.simulated_camera import SimulatedCamera
from drivers.scanner.simulator import SimulatedScanner
from drivers.terminal.acquirer import AcquirerLink
from drivers.terminal.simulator import SimulatedTerminal
from kiosk.settings.devices import Devices

SIMULATOR = "simulator"


class Hands(Struct):
    """None where the device is a real one, or not fitted."""

    id_slot: IdReaderSimulator | None = None
    card_slot: Crt310Simulator | None = None
    scanner: SimulatedScanner | None = None
    camera: SimulatedCamera | None = None
    printer: SimulatedPrinter | None = None
    terminal: SimulatedTerminal | None = None


def hands_for(devices: Devices, clock: DeviceClock, acquirer: AcquirerLink) -> Hands:
    hands = Hands()
    if devices.id_reader.url == SIMULATOR:
        hands.id_slot = IdReaderSimulator(clock)
    if devices.card_reader.url == SIMULATOR:
        hands.card_slot = Crt310Simulator(clock)
    if devices.scanner.url == SIMULATOR:
        hands.scanner = SimulatedScanner()
    if devices.camera.url == SIMULATOR:
        hands.camera = SimulatedCamera(clock)
    if devices.printer.url == SIMULATOR:
        hands.printer = SimulatedPrinter(presenter=devices.printer.presenter)
    if devices.terminal.url == SIMULATOR:
        hands.terminal = SimulatedTerminal(acquirer)
    return hands
