"""The simulated devices of a machine, and so everything a hand can do to it: cards, codes, notes, faults."""

from typing import Any

from msgspec import Struct, field

from drivers.card.simulated_slot import SimulatedSlot
from drivers.cash.simulated_acceptor import SimulatedAcceptor
from drivers.catalogue import load_catalogue
from drivers.clock import DeviceClock
from drivers.door.simulator import SimulatedDoor
from drivers.idcard.simulator import IdReaderSimulator
from drivers.models import DeviceClass
from drivers.printer.simulator import SimulatedPrinter
from drivers.scanner.simulated_camera import SimulatedCamera
from drivers.scanner.simulator import SimulatedScanner
from drivers.simulation.device import SimulatedDevice
from drivers.terminal.acquirer import AcquirerLink
from drivers.terminal.simulator import SimulatedTerminal
from kiosk.settings.devices import Devices

SIMULATOR = "simulator"


class Hands(Struct):
    """None where the device is a real one, or not fitted.

    `others` are simulators of models that the bench panel has no picture of; scenario files reach them all.
    """

    id_slot: IdReaderSimulator | None = None
    card_slot: SimulatedSlot | None = None
    scanner: SimulatedScanner | None = None
    camera: SimulatedCamera | None = None
    printer: SimulatedPrinter | None = None
    note_acceptor: SimulatedAcceptor | None = None
    terminal: SimulatedTerminal | None = None
    door: SimulatedDoor | None = None
    others: dict[str, SimulatedDevice] = field(default_factory=dict)

    def by_name(self) -> dict[str, SimulatedDevice]:
        """Every simulated device with a line, by its name in the settings."""
        pictured: dict[str, SimulatedDevice | None] = {
            "id_reader": self.id_slot,
            "card_reader": self.card_slot,
            "scanner": self.scanner,
            "printer": self.printer,
            "note_acceptor": self.note_acceptor,
            "terminal": self.terminal,
            "door": self.door,
        }
        return {name: device for name, device in pictured.items() if device is not None} | self.others

    def of(self, name: str) -> SimulatedDevice | None:
        return self.by_name().get(name)


_PICTURED: dict[DeviceClass, tuple[str, type[Any]]] = {
    DeviceClass.ID_READER: ("id_slot", IdReaderSimulator),
    DeviceClass.CARD_READER: ("card_slot", SimulatedSlot),
    DeviceClass.SCANNER: ("scanner", SimulatedScanner),
    DeviceClass.PRINTER: ("printer", SimulatedPrinter),
    DeviceClass.NOTE_ACCEPTOR: ("note_acceptor", SimulatedAcceptor),
}


def hands_for(devices: Devices, clock: DeviceClock, acquirer: AcquirerLink) -> Hands:
    """Raises `UnknownModel`."""
    hands = Hands()
    for device in DeviceClass:
        of: Any = getattr(devices, device.value)
        if of.url == SIMULATOR:
            _add(hands, device, of, clock, acquirer)
    if devices.camera.url == SIMULATOR:
        hands.camera = SimulatedCamera(clock)
    if devices.door.url == SIMULATOR:
        hands.door = SimulatedDoor()
    return hands


def _add(hands: Hands, device: DeviceClass, of: Any, clock: DeviceClock, acquirer: AcquirerLink) -> None:
    """Our own terminal is made here: it asks the sandbox, where every other simulator asks nobody."""
    if (device, of.model) == (DeviceClass.TERMINAL, "ecr"):
        hands.terminal = SimulatedTerminal(acquirer)
        return
    model = load_catalogue().find(device, of.model)
    simulated = model.simulate(clock) if model.simulate is not None else None
    place, kind = _PICTURED.get(device, ("", SimulatedDevice))
    if place and isinstance(simulated, kind):
        setattr(hands, place, simulated)
    elif simulated is not None:
        hands.others[device.value] = simulated
