"""USB printers by their device file, /dev/usb/lp0: no baud rate, no modem pins, bytes both ways.

The kernel's printer class driver does the USB; nothing is known of ESC/POS here.
"""

import contextlib
import errno
import os
import select
from pathlib import Path
from typing import Final

from drivers.transport import Transport, TransportLost, TransportRefused

_WRITE_PATIENCE_S = 3.0
"""A printer that is stopped takes no more bytes once its buffer is full."""

_GONE: Final = "the printer is gone: check its cable and power"
_NOT_PERMITTED: Final = "not permitted: add the kiosk's user to the group 'lp' and log in again"

_NEXT_STEPS: Final = {
    errno.ENOENT: "no such printer: check its cable and power",
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.EIO: _GONE,
    errno.EACCES: _NOT_PERMITTED,
    errno.EPERM: _NOT_PERMITTED,
    errno.EISDIR: "no printer: name its file, such as /dev/usb/lp0",
    errno.EBUSY: "in use: stop the other program that holds the printer",
}


class UsbPrinterLine:
    def __init__(self, file: int, path: Path) -> None:
        self._file = file
        self._path = path

    def read(self, timeout_s: float) -> bytes:
        if not self._ready(select.POLLIN, max(0.0, timeout_s)):
            return b""
        try:
            return os.read(self._file, 4096)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise self._lost(error) from error

    def write(self, data: bytes) -> None:
        while data:
            if not self._ready(select.POLLOUT, _WRITE_PATIENCE_S):
                raise TransportLost(f"{self._path}: takes no bytes for {_WRITE_PATIENCE_S:.0f} s")
            try:
                data = data[os.write(self._file, data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise self._lost(error) from error

    def drain(self) -> None:
        while self.read(0.0):
            continue

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        with contextlib.suppress(OSError):
            os.close(self._file)

    def _ready(self, direction: int, timeout_s: float) -> bool:
        poll = select.poll()
        poll.register(self._file, direction)
        happened = dict(poll.poll(timeout_s * 1000)).get(self._file, 0)
        if happened & (select.POLLHUP | select.POLLERR | select.POLLNVAL):
            raise TransportLost(f"{self._path}: {_GONE}")
        return bool(happened)

    def _lost(self, error: OSError) -> TransportLost:
        return TransportLost(f"{self._path}: {_next_step(error)}")


def open_usb_printer(path: Path) -> Transport:
    """Raises `TransportRefused` saying what to do."""
    try:
        file = os.open(path, os.O_RDWR | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise TransportRefused(f"{path}: {_next_step(error)}") from error
    return UsbPrinterLine(file, path)


def _next_step(error: OSError) -> str:
    return _NEXT_STEPS.get(error.errno or 0, error.strerror or "cannot be used")
