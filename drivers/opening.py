"""How a device's address is opened: serial ports and sockets, USB printers, keyboards-like scanners."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Final

from drivers.clock import DeviceClock
from drivers.printer.usb_line import open_usb_printer
from drivers.scanner.hid.line import open_input_device
from drivers.transport import SerialSettings, Transport, TransportRefused, open_transport

USB_PRINTERS: Final = "/dev/usb/"
"""Where Linux puts printers of the USB printer class; they are files, not serial ports."""
INPUT_DEVICES: Final = "/dev/input/"
"""Where scanners appear that type what they read, as a keyboard does."""
CARD_READERS: Final = "pcsc://"


def opener_for(url: str, line: SerialSettings, clock: DeviceClock) -> Callable[[], Transport]:
    """What a driver calls whenever the line must be opened; may raise `TransportRefused` then."""
    if url.startswith(USB_PRINTERS):
        return partial(open_usb_printer, Path(url))
    if url.startswith(INPUT_DEVICES):
        return partial(open_input_device, Path(url))
    if url.startswith(CARD_READERS):
        return partial(_no_line, url)
    return partial(open_transport, url, line)


def _no_line(url: str) -> Transport:
    raise TransportRefused(f"{url}: only the model 'pcsc' can use this address")
