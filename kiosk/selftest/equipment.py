"""What is tested: the devices of this machine by their ports, and the machine itself by what it is asked.

Nothing here is opened or started; the wiring hands it over ready.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from msgspec import Struct, field
from PIL.Image import Image

from drivers.card.port import CardReader
from drivers.cash.port import NoteAcceptor
from drivers.clock import DeviceClock
from drivers.idcard.port import IdReader
from drivers.printer.port import Printer
from drivers.scanner.port import Scanner
from drivers.terminal.port import PaymentTerminal
from kiosk.backend.tls import PUBLIC_AUTHORITIES, Tls
from kiosk.runtime.clock import Clock
from kiosk.runtime.journal import Extent
from kiosk.runtime.journal_entries import Trouble
from kiosk.selftest.camera_frames import CameraFrames
from kiosk.selftest.live_states import LiveStates
from kiosk.selftest.sound import Sound
from kiosk.voice.engine import Engine
from kiosk.wire.service import HealthAnswer


class ProvableJournal(Protocol):
    @property
    def trouble(self) -> Trouble:
        """Why no payment may begin; empty while one may."""
        ...

    def prove(self) -> Extent:
        """Raises JournalDamaged."""
        ...


class FileSystem(Struct, frozen=True):
    """Free room for programs like this one: bytes, and files; None where a file system counts none."""

    free_bytes: int
    free_files: int | None


class Devices(Struct, frozen=True):
    """None where nothing is fitted. `checks` brings a device up anew by its name (`PortOwner.check`)."""

    id_reader: IdReader | None = None
    card_reader: CardReader | None = None
    scanner: Scanner | None = None
    camera: Scanner | None = None
    printer: Printer | None = None
    terminal: PaymentTerminal | None = None
    note_acceptor: NoteAcceptor | None = None
    camera_frames: CameraFrames | None = None
    button_wired: bool = False
    presenter: bool = False
    checks: dict[str, Callable[[], None]] = field(default_factory=dict)


class Host(Struct, frozen=True):
    """The machine itself. `gateway_wall_s` is the gateway's own time; both gateway calls raise GatewayError.

    `voice` is what turns lines into sound; None where only recordings are said.
    `file_system` and `journal` are those of `state`, where the kiosk keeps what must not be lost.
    """

    clock: Clock
    state: Path
    file_system: Callable[[Path], FileSystem]
    journal: ProvableJournal
    gateway_url: str
    connect_s: float
    health: Callable[[], HealthAnswer]
    gateway_wall_s: Callable[[], float]
    demonstration: bool
    time_zone: str
    sound: Sound
    voice: Engine | None = None
    tls: Tls = PUBLIC_AUTHORITIES


class Equipment(Struct, frozen=True):
    """`draw_slip` makes a short slip with a title and, unless it is empty, a code to read back.

    `new_code` gives a text that was never printed before. `device_clock` is the drivers', `host_clock` waits
    in the world's own time.
    """

    devices: Devices
    host: Host
    live: LiveStates
    device_clock: DeviceClock
    host_clock: DeviceClock
    draw_slip: Callable[[str], Image]
    new_code: Callable[[], str]
