"""Builds the drivers that the settings name, each over its port or over a simulator on the same wire."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, TypeAlias

from msgspec import Struct, field, structs

from drivers.card import keeping
from drivers.card.capabilities import CardReaderCapabilities
from drivers.card.port import CardReader
from drivers.cash.port import NoteAcceptor
from drivers.catalogue import load_catalogue
from drivers.clock import DeviceClock
from drivers.door.contact import DoorContact
from drivers.events import DeviceEvent, Emit
from drivers.idcard.port import IdReader
from drivers.models import AnyModel, DeviceClass, Driver, Option, Parts
from drivers.opening import opener_for
from drivers.printer.port import Printer
from drivers.scanner.camera import CameraScanner
from drivers.scanner.frame_source import FrameSource, VideoSource
from drivers.scanner.port import Scanner
from drivers.terminal.port import PaymentTerminal
from drivers.trace import Trace
from drivers.transport import SerialSettings, SimulatedPeer, Transport, memory_pipe
from kiosk.selftest.camera_frames import CameraFrames
from kiosk.settings.devices import Devices, SerialDevice
from kiosk.wiring.hands import SIMULATOR, Hands

Heard: TypeAlias = Callable[[str, DeviceEvent], None]
"""Called from a device's own thread with the device's name and what it tells."""

NOT_FITTED = "none"


class Fitted(Struct):
    """The drivers of this machine; None where nothing is fitted. `traces` and `capabilities` by device."""

    id_reader: IdReader | None = None
    card_reader: CardReader | None = None
    scanner: Scanner | None = None
    camera: CameraScanner | None = None
    camera_frames: CameraFrames | None = None
    printer: Printer | None = None
    note_acceptor: NoteAcceptor | None = None
    terminal: PaymentTerminal | None = None
    door: DoorContact | None = None
    traces: dict[str, Trace] = field(default_factory=dict)
    capabilities: dict[str, Struct] = field(default_factory=dict)

    def all(self) -> list[Driver]:
        every: tuple[Driver | None, ...] = (
            self.id_reader,
            self.card_reader,
            self.scanner,
            self.camera,
            self.printer,
            self.note_acceptor,
            self.terminal,
            self.door,
        )
        return [driver for driver in every if driver is not None]


class Fitter:
    """Makes each driver of `settings`; what is simulated is found in `hands`."""

    def __init__(self, settings: Devices, hands: Hands, clock: DeviceClock, heard: Heard) -> None:
        self._settings = settings
        self._hands = hands
        self._clock = clock
        self._heard = heard
        self._catalogue = load_catalogue()

    def fit(self) -> Fitted:
        """Raises `UnknownModel`."""
        settings, fitted = self._settings, Fitted()
        for device in DeviceClass:
            of: SerialDevice = getattr(settings, device.value)
            if of.url != NOT_FITTED:
                setattr(fitted, device.value, self._driver(device, of, fitted))
        if settings.camera.url != NOT_FITTED:
            fitted.camera_frames = self._camera_frames()
            fitted.camera = CameraScanner("camera", fitted.camera_frames, self._clock, self._emit("camera"))
        if settings.door.url != NOT_FITTED:
            fitted.door = self._door()
        return fitted

    def _driver(self, device: DeviceClass, of: SerialDevice, fitted: Fitted) -> Any:
        model, name = self._catalogue.find(device, of.model), device.value
        options = options_for(model, of)
        fitted.capabilities[name] = capabilities_of(model, options)
        readers = (partial(model.reader_of, "host"), partial(model.reader_of, "device"))
        trace = fitted.traces[name] = Trace(name, self._clock, *readers)
        parts = Parts(
            name=name,
            open_line=self._opens(of.url, _line(model, of), self._hands.of(name)),
            clock=self._clock,
            emit=self._emit(name),
            options=options,
            trace=trace,
            url=of.url,
        )
        return model.make(parts)

    def _camera_frames(self) -> CameraFrames:
        source: FrameSource = self._hands.camera or VideoSource(self._settings.camera.url, self._clock)
        return CameraFrames(source)

    def _door(self) -> DoorContact:
        of = self._settings.door
        opens = self._opens(of.url, SerialSettings(button_pin=of.pin), self._hands.door)
        return DoorContact(opens, self._clock, self._emit("door"))

    def _opens(
        self, url: str, line: SerialSettings, simulated: SimulatedPeer | None
    ) -> Callable[[], Transport]:
        if url == SIMULATOR and simulated is not None:
            return lambda: memory_pipe(simulated, self._clock)
        return opener_for(url, line, self._clock)

    def _emit(self, name: str) -> Emit:
        return lambda event: self._heard(name, event)


def options_for(model: AnyModel, of: SerialDevice) -> Mapping[str, Option]:
    """The model's defaults, then what its class has a key for, then what is given by name."""
    own_keys = {name: getattr(of, name) for name in of.__struct_fields__ if name in model.options}
    return {**model.options, **own_keys, **of.options}


def capabilities_of(model: AnyModel, options: Mapping[str, Option]) -> Struct:
    """Of the model as it is set up here. Raises ValueError for an option that is none."""
    capabilities = model.capabilities
    if isinstance(capabilities, CardReaderCapabilities) and keeping.KEEP_OPTION in model.options:
        return keeping.as_configured(capabilities, keeping.seconds_of(options))
    return capabilities


def _line(model: AnyModel, of: SerialDevice) -> SerialSettings:
    pin = getattr(of, "button_pin", "none")
    return structs.replace(
        model.line,
        baud_rate=of.baud_rate or model.line.baud_rate,
        button_pin=None if pin == "none" else pin,
    )
