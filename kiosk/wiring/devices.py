"""Builds the drivers that the settings name, each over its port or over a simulator on the same wire."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from drivers.card.ic_card_reader import IcCardReader
from drivers.card.profiles import DEMONSTRATION_PROFILES
from drivers.clock import DeviceClock
from drivers.events import DeviceEvent, Emit
from drivers.idcard.motorised_reader import MotorisedIdReader
from drivers.printer.escpos import EscposPrinter, EscposSettings
from drivers.printer.usb_line import open_usb_printer
from drivers.scanner.camera import CameraScanner
from drivers.scanner.frame_source import FrameSource, VideoSource
from drivers.scanner.serial_scanner import SerialScanner
from drivers.terminal.ecr import EcrTerminal
from drivers.transport import SerialSettings, SimulatedPeer, Transport, memory_pipe, open_transport
from kiosk.selftest.camera_frames import CameraFrames
from kiosk.settings.devices import Devices
from kiosk.wiring.hands import SIMULATOR, Hands

Driver: TypeAlias = (
    MotorisedIdReader | IcCardReader | SerialScanner | CameraScanner | EscposPrinter | EcrTerminal
)

Heard: TypeAlias = Callable[[str, DeviceEvent], None]
"""Called from a device's own thread with the device's name and what it tells."""

NOT_FITTED = "none"

USB_PRINTERS = "/dev/usb/"
"""Where Linux puts printers of the USB printer class; they are files, not serial ports."""


class Fitted(Struct):
    """The drivers of this machine; None where nothing is fitted."""

    id_reader: MotorisedIdReader | None = None
    card_reader: IcCardReader | None = None
    scanner: SerialScanner | None = None
    camera: CameraScanner | None = None
    camera_frames: CameraFrames | None = None
    printer: EscposPrinter | None = None
    terminal: EcrTerminal | None = None

    def all(self) -> list[Driver]:
        every = (self.id_reader, self.card_reader, self.scanner, self.camera, self.printer, self.terminal)
        return [driver for driver in every if driver is not None]


class Fitter:
    """Makes each driver of `settings`; what is simulated is found in `hands`."""

    def __init__(self, settings: Devices, hands: Hands, clock: DeviceClock, heard: Heard) -> None:
        self._settings = settings
        self._hands = hands
        self._clock = clock
        self._heard = heard

    def fit(self) -> Fitted:
        settings, fitted = self._settings, Fitted()
        if settings.id_reader.url != NOT_FITTED:
            fitted.id_reader = self._id_reader()
        if settings.card_reader.url != NOT_FITTED:
            fitted.card_reader = self._card_reader()
        if settings.scanner.url != NOT_FITTED:
            fitted.scanner = self._scanner()
        if settings.camera.url != NOT_FITTED:
            fitted.camera_frames = self._camera_frames()
            fitted.camera = CameraScanner("camera", fitted.camera_frames, self._clock, self._emit("camera"))
        if settings.printer.url != NOT_FITTED:
            fitted.printer = self._printer()
        if settings.terminal.url != NOT_FITTED:
            fitted.terminal = self._terminal()
        return fitted

    def _id_reader(self) -> MotorisedIdReader:
        of = self._settings.id_reader
        pin = None if of.button_pin == "none" else of.button_pin
        line = SerialSettings(baud_rate=of.baud_rate, button_pin=pin)
        opens = self._opens(of.url, line, self._hands.id_slot)
        return MotorisedIdReader(opens, self._clock, self._emit("id_reader"))

    def _card_reader(self) -> IcCardReader:
        of = self._settings.card_reader
        opens = self._opens(of.url, SerialSettings(baud_rate=of.baud_rate), self._hands.card_slot)
        return IcCardReader(opens, self._clock, self._emit("card_reader"), DEMONSTRATION_PROFILES)

    def _scanner(self) -> SerialScanner:
        of = self._settings.scanner
        opens = self._opens(of.url, SerialSettings(baud_rate=of.baud_rate), self._hands.scanner)
        return SerialScanner("scanner", opens, self._clock, self._emit("scanner"))

    def _camera_frames(self) -> CameraFrames:
        source: FrameSource = self._hands.camera or VideoSource(self._settings.camera.url, self._clock)
        return CameraFrames(source)

    def _printer(self) -> EscposPrinter:
        of = self._settings.printer
        opens = self._opens(of.url, SerialSettings(baud_rate=of.baud_rate), self._hands.printer)
        if of.url.startswith(USB_PRINTERS):
            opens = partial(open_usb_printer, Path(of.url))
        settings = EscposSettings(confirms_by=of.confirms_by, presenter=of.presenter)
        return EscposPrinter("printer", opens, self._clock, self._emit("printer"), settings)

    def _terminal(self) -> EcrTerminal:
        of = self._settings.terminal
        opens = self._opens(of.url, SerialSettings(baud_rate=of.baud_rate), self._hands.terminal)
        return EcrTerminal("terminal", opens, self._clock, self._emit("terminal"))

    def _opens(
        self, url: str, line: SerialSettings, simulated: SimulatedPeer | None
    ) -> Callable[[], Transport]:
        if url == SIMULATOR and simulated is not None:
            return lambda: memory_pipe(simulated, self._clock)
        return lambda: open_transport(url, line)

    def _emit(self, name: str) -> Emit:
        return lambda event: self._heard(name, event)
