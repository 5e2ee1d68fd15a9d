"""The `[devices.*]` tables of `kiosk.toml`: which device is on which port, and which is simulated.

A device given `url = "none"`, or not given at all, is not fitted: what it serves is shown as unavailable.
"""

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

SerialUrl: TypeAlias = Annotated[
    str,
    Meta(
        pattern=r"^(simulator|none|/dev/[^\s]+|(socket|rfc2217)://[^\s:/]+:[0-9]+|spy:///dev/[^\s]+)\Z",
        description='"simulator", "none", "/dev/serial/by-id/...", "socket://host:port" or "spy:///dev/..."',
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


class IdReader(Struct, frozen=True, forbid_unknown_fields=True):
    """Identity-card reader: a SAM_V module inside a CRT-310 slot, both on one line.

    `button_pin` is the modem pin that the red button is wired to.
    """

    model: Literal["sam_v_crt310"] = "sam_v_crt310"
    url: SerialUrl = "none"
    baud_rate: BaudRate = 38400
    button_pin: Literal["none", "cts", "dsr", "ri", "cd"] = "cts"


class CardReader(Struct, frozen=True, forbid_unknown_fields=True):
    """IC-card reader for electricity, gas and citizen cards."""

    model: Literal["crt310"] = "crt310"
    url: SerialUrl = "none"
    baud_rate: BaudRate = 9600


class Scanner(Struct, frozen=True, forbid_unknown_fields=True):
    """Reads bills and phone codes and sends them as text over a serial line."""

    model: Literal["serial"] = "serial"
    url: SerialUrl = "none"
    baud_rate: BaudRate = 9600


class Camera(Struct, frozen=True, forbid_unknown_fields=True):
    """Reads the same codes from pictures, beside the scanner or in place of it."""

    model: Literal["camera"] = "camera"
    url: CameraUrl = "none"


class Printer(Struct, frozen=True, forbid_unknown_fields=True):
    """Receipt printer; a receipt drawn as a picture takes a minute at 9600 baud and 5 s at 115200.

    `confirms_by` is how it can be asked whether a receipt is out; `presenter` that it tells when it is taken.
    """

    model: Literal["escpos"] = "escpos"
    url: SerialUrl = "none"
    baud_rate: BaudRate = 115200
    confirms_by: Literal["process_id", "paper_status", "nothing"] = "process_id"
    presenter: bool = False


class Terminal(Struct, frozen=True, forbid_unknown_fields=True):
    """Certified payment terminal for bank cards, worked through its cash-register interface."""

    model: Literal["ecr"] = "ecr"
    url: SerialUrl = "none"
    baud_rate: BaudRate = 9600


class Devices(Struct, frozen=True, forbid_unknown_fields=True):
    id_reader: IdReader = IdReader()
    card_reader: CardReader = CardReader()
    scanner: Scanner = Scanner()
    camera: Camera = Camera()
    printer: Printer = Printer()
    terminal: Terminal = Terminal()


def simulated(devices: Devices) -> tuple[str, ...]:
    """Names of the devices that are simulators, in the order of `Devices`."""
    urls = {name: getattr(devices, name).url for name in devices.__struct_fields__}
    return tuple(name for name, url in urls.items() if url == "simulator")
