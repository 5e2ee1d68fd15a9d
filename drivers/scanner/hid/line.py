"""A keyboard-wedge scanner's device file as a line, grabbed so that no stroke of it reaches the screens.

Linux evdev without a package: five requests of linux/input.h.
"""

import contextlib
import errno
import fcntl
import os
import select
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Final

from drivers.events import Identity
from drivers.transport import TransportLost, TransportRefused

_GRAB: Final = 0x40044590
"""EVIOCGRAB: strokes come here alone, until the file is closed."""

_NAME: Final = 0x81004506
_UNIQUE: Final = 0x81004508
"""EVIOCGNAME and EVIOCGUNIQ with room for 256 bytes."""

_VERSION: Final = 0x80084502
"""EVIOCGID: bus, maker, product, version."""

_CLOCK: Final = 0x400445A0
"""EVIOCSCLOCKID: stamp strokes with the steady clock, which nobody sets."""

_CLOCK_MONOTONIC: Final = 1
_READ_BYTES: Final = 24 * 64

_NEXT_STEPS: Final = {
    errno.ENOENT: "no such device: check the cable and the name under /dev/input/by-id",
    errno.ENODEV: "the scanner is gone: check its cable",
    errno.ENXIO: "the scanner is gone: check its cable",
    errno.EIO: "the scanner is gone: check its cable",
    errno.EACCES: "not permitted: add the kiosk's user to the group 'input' and log in again",
    errno.EPERM: "not permitted: add the kiosk's user to the group 'input' and log in again",
    errno.ENOTTY: "no keyboard: name the scanner's file under /dev/input/by-id, ending in -event-kbd",
    errno.EINVAL: "no keyboard: name the scanner's file under /dev/input/by-id, ending in -event-kbd",
    errno.EISDIR: "no keyboard: name the scanner's file under /dev/input/by-id, ending in -event-kbd",
    errno.EBUSY: "in use: stop the other program that has taken the scanner for itself",
}

Control = Callable[[int, int, object], object]


class InputLine:
    """Implements `Transport` and `NamedLine`."""

    def __init__(self, path: str, file: int, control: Control) -> None:
        self._path = path
        self._file = file
        self._control = control

    def read(self, timeout_s: float) -> bytes:
        try:
            ready, _, _ = select.select([self._file], [], [], timeout_s)
            data = os.read(self._file, _READ_BYTES) if ready else b""
        except (OSError, ValueError) as error:
            raise TransportLost(f"{self._path}: {_next_step(error)}") from error
        if ready and not data:
            raise TransportLost(f"{self._path}: {_NEXT_STEPS[errno.ENODEV]}")
        return data

    def write(self, data: bytes) -> None:
        """A keyboard takes no commands."""

    def drain(self) -> None:
        while self.read(0.0):
            pass

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        if self._file >= 0:
            with contextlib.suppress(OSError):
                os.close(self._file)
            self._file = -1

    def identity(self) -> Identity:
        version = self._asked(_VERSION, 8)
        return Identity(
            model=self._asked_text(_NAME),
            firmware=f"{struct.unpack('4H', version)[3]:04x}" if version else "",
            serial=self._asked_text(_UNIQUE),
        )

    def _asked_text(self, request: int) -> str:
        return self._asked(request, 256).split(b"\0")[0].decode("utf-8", "replace").strip()

    def _asked(self, request: int, length: int) -> bytes:
        answer = bytearray(length)
        try:
            self._control(self._file, request, answer)
        except OSError:  # a scanner without a serial number, or a pty in its place
            return b""
        return bytes(answer)


def _ioctl(file: int, request: int, argument: object) -> object:
    return fcntl.ioctl(file, request, argument)  # type: ignore[call-overload]  # an int or a buffer


def open_input_device(path: Path, control: Control = _ioctl) -> InputLine:
    """Raises `TransportRefused`. `control` is the operating system's ioctl."""
    try:
        file = os.open(path, os.O_RDONLY | os.O_NOCTTY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise TransportRefused(f"{path}: {_next_step(error)}") from error
    line = InputLine(str(path), file, control)
    try:
        control(file, _GRAB, 1)
        control(file, _CLOCK, struct.pack("i", _CLOCK_MONOTONIC))
    except OSError as error:
        line.close()
        raise TransportRefused(f"{path}: {_next_step(error)}") from error
    return line


def _next_step(error: Exception) -> str:
    number = getattr(error, "errno", None)
    return _NEXT_STEPS.get(number, str(error)) if number is not None else str(error)
