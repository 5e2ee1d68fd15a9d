"""Lines over TCP, socket://host:port as pyserial writes it: receipt printers and serial-port servers.

Not over pyserial, which sleeps 0.3 s at every close, forgets what came before a hang-up, and leaves a socket
open whose other end is gone.
"""

import contextlib
import errno
import select
import socket
from typing import Final
from urllib.parse import urlsplit

from drivers.transport.line import Transport, TransportLost, TransportRefused

_CONNECT_S: Final = 5.0
_NEXT_STEPS: Final = {
    errno.ECONNREFUSED: "nobody listens there, or it serves another program already: "
    "switch it on, correct host and port, or stop the other program",
    errno.EHOSTUNREACH: "no way to that host: check its network cable and the address",
    errno.ENETUNREACH: "no way to that network: check this machine's network cable and the address",
}


class NetworkLine:
    def __init__(self, connection: socket.socket, url: str, write_timeout_s: float) -> None:
        self._connection = connection
        self._url = url
        self._write_timeout_s = write_timeout_s

    def read(self, timeout_s: float) -> bytes:
        if not self._ready(select.POLLIN, timeout_s):
            return b""
        try:
            data = self._connection.recv(65_536)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise TransportLost(f"{self._url}: {error.strerror}") from error
        if not data:
            raise TransportLost(f"{self._url}: closed by the device; perhaps another program holds it")
        return data

    def write(self, data: bytes) -> None:
        while data:
            if not self._ready(select.POLLOUT, self._write_timeout_s):
                raise TransportLost(f"{self._url}: takes no bytes for {self._write_timeout_s:.0f} s")
            try:
                data = data[self._connection.send(data) :]
            except BlockingIOError:
                continue
            except OSError as error:
                raise TransportLost(f"{self._url}: {error.strerror}") from error

    def drain(self) -> None:
        while self.read(0.0):
            continue

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._connection.close()

    def _ready(self, direction: int, timeout_s: float) -> bool:
        """A hang-up counts as ready: reading it tells."""
        if self._connection.fileno() < 0:
            raise TransportLost(f"{self._url}: closed")
        poll = select.poll()
        poll.register(self._connection, direction)
        return bool(poll.poll(max(0.0, timeout_s) * 1000))


def open_network_line(url: str, write_timeout_s: float) -> Transport:
    """Raises `TransportRefused` saying what to do."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not port:
        raise TransportRefused(f"{url}: no address; write it as socket://host:port")
    try:
        connection = socket.create_connection((host, port), timeout=_CONNECT_S)
    except TimeoutError as error:
        words = f"no answer within {_CONNECT_S:.0f} s: check its power, its network cable and the address"
        raise TransportRefused(f"{url}: {words}") from error
    except socket.gaierror as error:
        raise TransportRefused(f"{url}: no such host: correct its name or write its number") from error
    except OSError as error:
        raise TransportRefused(f"{url}: {_NEXT_STEPS.get(error.errno or 0, error.strerror)}") from error
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    connection.setblocking(False)
    return NetworkLine(connection, url, write_timeout_s)
