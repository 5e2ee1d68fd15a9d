"""Lines over pyserial: /dev/serial/by-id/..., a pty, loop://, spy://...; socket:// is handed on.

Says in words what to do when a port cannot be opened; never retries by itself (the port's owner does).
"""

import errno
import termios
from pathlib import Path
from typing import Final, Literal

import msgspec
import serial

from drivers.transport.line import Transport, TransportLost, TransportRefused
from drivers.transport.network_line import open_network_line

_LINE_ERRORS = (serial.SerialException, OSError, termios.error)

_GONE: Final = "the device behind the port is gone: check its cable and power"
_NOT_PERMITTED: Final = "not permitted: add the kiosk's user to the group 'dialout' and log in again"
_IN_USE: Final = "in use: stop the other program that holds the port"
_NO_PORT: Final = "no serial port: name the device's file under /dev/serial/by-id"

_NEXT_STEPS: Final = {
    errno.ENOENT: "no such port: check the cable and the name under /dev/serial/by-id",
    errno.ENODEV: _GONE,
    errno.ENXIO: _GONE,
    errno.EIO: "no device behind the port: check its cable and the name under /dev/serial/by-id",
    errno.EACCES: _NOT_PERMITTED,
    errno.EPERM: _NOT_PERMITTED,
    errno.EBUSY: _IN_USE,
    errno.EAGAIN: _IN_USE,
    errno.ENOTTY: _NO_PORT,
    errno.EISDIR: _NO_PORT,
}

_PTY_PARITY: Final = "N"


class SerialSettings(msgspec.Struct, frozen=True):
    """`button_pin`: the modem-status pin a button is wired to, if one is."""

    baud_rate: int = 9600
    data_bits: Literal[7, 8] = 8
    parity: Literal["N", "E", "O"] = "N"
    stop_bits: Literal[1, 2] = 1
    write_timeout_s: float = 1.0
    button_pin: Literal["cts", "dsr", "ri", "cd"] | None = None


class SerialLine:
    def __init__(self, port: serial.Serial, url: str, button_pin: str | None) -> None:
        self._port = port
        self._url = url
        self._button_pin = button_pin

    def read(self, timeout_s: float) -> bytes:
        try:
            if self._port.timeout != timeout_s:
                self._port.timeout = timeout_s
            data = bytes(self._port.read(1))
            while data and (waiting := self._port.in_waiting):
                data += self._port.read(waiting)
        except _LINE_ERRORS as error:
            raise self._lost(error) from error
        return data

    def write(self, data: bytes) -> None:
        try:
            self._port.write(data)
        except _LINE_ERRORS as error:
            raise self._lost(error) from error

    def drain(self) -> None:
        try:
            self._port.reset_input_buffer()
        except _LINE_ERRORS as error:
            raise self._lost(error) from error

    def button_pressed(self) -> bool:
        if self._button_pin is None:
            return False
        try:
            return bool(getattr(self._port, self._button_pin))
        except OSError as error:
            if error.errno in {errno.ENOTTY, errno.EINVAL}:  # a pty has no modem-status pins
                return False
            raise self._lost(error) from error

    def close(self) -> None:
        try:
            self._port.close()
        except _LINE_ERRORS:
            return  # a port that is gone is closed

    def _lost(self, error: Exception) -> TransportLost:
        return TransportLost(f"{self._url}: {error}")


def open_transport(url: str, settings: SerialSettings) -> Transport:
    """Open a device path or a pyserial URL. Raises `TransportRefused`."""
    if settings.button_pin and url.startswith("socket:"):
        raise TransportRefused(f"{url}: a socket has no {settings.button_pin} pin; leave button_pin out")
    if url.startswith("socket:"):
        return open_network_line(url, settings.write_timeout_s)
    if not url:
        raise TransportRefused("no address: correct the url in kiosk.toml")
    try:
        port = serial.serial_for_url(
            url,
            do_not_open=True,
            baudrate=settings.baud_rate,
            bytesize=settings.data_bits,
            parity=_PTY_PARITY if _is_pty(url) else settings.parity,
            stopbits=settings.stop_bits,
            write_timeout=settings.write_timeout_s,
        )
        if "://" not in url or url.startswith("spy:"):
            port.exclusive = True
        port.dtr = True
        port.rts = True
        port.open()
        port.reset_input_buffer()
    except _LINE_ERRORS as error:
        raise TransportRefused(f"{url}: {_next_step(error)}") from error
    except (ValueError, KeyError) as error:  # pyserial's words for settings and for options of a URL
        raise TransportRefused(f"{url}: {error}; correct the url in kiosk.toml") from error
    return SerialLine(port, url, settings.button_pin)


def _is_pty(url: str) -> bool:
    """A simulated device's port: its bytes pass through the kernel without parity, and it refuses any."""
    return Path(url).resolve().is_relative_to("/dev/pts")


def _next_step(error: Exception) -> str:
    return _NEXT_STEPS.get(_number_of(error), str(error))


def _number_of(error: BaseException | None) -> int:
    """The operating system's; pyserial hands it on, or puts words of its own in front of it. 0 for none."""
    if error is None:
        return 0
    if "exclusively lock" in str(error):
        return errno.EBUSY
    number = error.args[0] if isinstance(error, termios.error) else getattr(error, "errno", None)
    return number if isinstance(number, int) else _number_of(error.__context__)
