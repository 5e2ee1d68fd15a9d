"""The `[devices.*]` tables of `kiosk.toml`: which device is on which port, and which is simulated.

A device given `url = "none"`, or not given at all, is not fitted: what it serves is shown as unavailable.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

SerialUrl: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(simulator|none|/dev/[^\s]+|(socket|rfc2217)://[^\s:/]+:[0-9]+|spy:///dev/[^\s]+|pcsc://.*)\Z",
        description='"simulator", "none", "/dev/serial/by-id/...", "socket://host:port" or "pcsc://"',
    ),
]
CameraUrl: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(simulator|none|/dev/[^\s]+)\Z",
        description='"simulator", "none" or a camera such as "/dev/video0"',
    ),
]
BaudRate: TypeAlias = Literal[1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200]


ModelName: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^[a-z][a-z0-9_]*\Z",
        description='a model, as "python -m drivers DEVICE status --model ?" lists them',
    ),
]
Pin: TypeAlias = Literal["cts", "dsr", "ri", "cd"]


class SerialDevice(Struct, frozen=True, forbid_unknown_fields=True):
    """`baud_rate` is given where the unit is not set to its model's usual one. `options` are the model's own.

    Which models there are, and what options they take, only the drivers know: the wiring checks them.
    """

    model: ModelName
    url: SerialUrl = "none"
    baud_rate: BaudRate | None = None
    options: dict[str, str | int | float | bool] = {}


class IdReader(SerialDevice, frozen=True, forbid_unknown_fields=True):
    """Identity-card reader: a SAM_V module by itself, or inside a CRT-310 slot on the same line.

    `button_pin` is the modem pin that the red button is wired to.
    """

    model: ModelName = "sam_v_crt310"
    button_pin: Literal["none", "cts", "dsr", "ri", "cd"] = "cts"


class CardReader(SerialDevice, frozen=True, forbid_unknown_fields=True):
    """IC-card reader for electricity, gas and citizen cards."""

    model: ModelName = "crt310"


class Scanner(SerialDevice, frozen=True, forbid_unknown_fields=True):
    """Reads bills and phone codes: over a serial line, or typing them as a keyboard does."""

    model: ModelName = "newland"


class Camera(Struct, frozen=True, forbid_unknown_fields=True):
    """Reads the same codes from pictures, beside the scanner or in place of it."""

    model: Literal["camera"] = "camera"
    url: CameraUrl = "none"


class Printer(SerialDevice, frozen=True, forbid_unknown_fields=True):
    """Receipt printer; a receipt drawn as a picture takes a minute at 9600 baud and 5 s at 115200.

    `confirms_by` is how it can be asked whether a receipt is out.
    """

    model: ModelName = "escpos"
    confirms_by: Literal["process_id", "paper_status", "nothing"] = "process_id"


class NoteAcceptor(SerialDevice, frozen=True, forbid_unknown_fields=True):
    """Takes banknotes one at a time; its values come from the unit itself."""

    model: ModelName = "ssp"


class Terminal(SerialDevice, frozen=True, forbid_unknown_fields=True):
    """Certified payment terminal for bank cards, worked through its cash-register interface."""

    model: ModelName = "ecr"


class Door(Struct, frozen=True, forbid_unknown_fields=True):
    """The service door's contact: a circuit on a modem pin of a serial port, closed while the door is."""

    url: SerialUrl = "none"
    pin: Pin = "cd"


class Devices(Struct, frozen=True, forbid_unknown_fields=True):
    id_reader: IdReader = IdReader()
    card_reader: CardReader = CardReader()
    scanner: Scanner = Scanner()
    camera: Camera = Camera()
    printer: Printer = Printer()
    note_acceptor: NoteAcceptor = NoteAcceptor()
    terminal: Terminal = Terminal()
    door: Door = Door()


def addresses(devices: Devices) -> dict[str, str]:
    """The url of every device by its name, in the order of `Devices`."""
    return {name: getattr(devices, name).url for name in devices.__struct_fields__}


def simulated(devices: Devices) -> tuple[str, ...]:
    """Names of the devices that are simulators, in the order of `Devices`."""
    return tuple(name for name, url in addresses(devices).items() if url == "simulator")
