"""What the kiosk may ask of a receipt printer, and what it is told."""

from typing import TYPE_CHECKING, Literal, Protocol

import msgspec

from drivers.events import DeviceEvent
from drivers.printer.condition import PrintFault
from drivers.vocabulary import Paper

if TYPE_CHECKING:
    from PIL import Image

WIDTH_DOTS = 576
"""The print head of an 80 mm printer: 72 mm at 8 dots to the millimetre."""

ConfirmsBy = Literal["process_id", "paper_status", "nothing"]
"""How a printer says that a slip is out: GS ( H, the answer to GS r in its turn, or not at all."""


class PrinterCapabilities(msgspec.Struct, frozen=True):
    """`tells_taken`: a sensor at the mouth. `confirmations`: what may be set as `confirms_by`."""

    width_dots: int = WIDTH_DOTS
    cuts: bool = True
    presenter: bool = False
    tells_taken: bool = False
    confirmations: tuple[ConfirmsBy, ...] = ("process_id", "paper_status", "nothing")


class Printer(Protocol):
    """All methods return at once and may be called from any thread."""

    def start(self) -> None: ...

    def close(self) -> None: ...

    def print_image(self, job_id: str, image: "Image.Image") -> None:
        """Print and cut `image` (mode "1", 576 dots wide). Ends in PrintDone or PrintFailed, exactly one."""
        ...


class PrintDone(DeviceEvent, frozen=True):
    """`confirmed` is False where the printer cannot say that it has printed and cut everything."""

    job_id: str
    confirmed: bool


class PrintFailed(DeviceEvent, frozen=True):
    """Nothing is ever sent again by itself.

    `nothing_printed` is True only where not a byte of the picture was sent; otherwise part of a slip, or
    all of it, may be out, and a person must look.
    """

    job_id: str
    reason: PrintFault
    nothing_printed: bool


class ReceiptTaken(DeviceEvent, frozen=True):
    """Only from printers with a presenter."""

    job_id: str


class PaperChanged(DeviceEvent, frozen=True):
    paper: Paper
