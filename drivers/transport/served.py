"""A simulated device behind a real pty or TCP port, for a technician's bench and for tests."""

import contextlib
import os
import selectors
import socket
import tempfile
import threading
import tty
from pathlib import Path
from typing import Protocol

from drivers.clock import DeviceClock
from drivers.transport.line import TransportLost
from drivers.transport.simulated import SimulatedPeer

_LOOK_AGAIN_S = 0.05
"""How often an unplugged or unconnected device is looked at again, in real seconds."""

_PACE_S = 0.02
"""The longest real wait while the device has something to say."""


class _Socket(Protocol):
    """A place where a host can connect to the served device."""

    def connect(self) -> int | None:
        """The file descriptor of a host's line; None while there is no host."""
        ...

    def hang_up(self) -> None: ...

    def close(self) -> None: ...


class LineServer:
    """A thread that carries bytes between a simulated device and a real line until `close()`."""

    def __init__(self, peer: SimulatedPeer, clock: DeviceClock, socket_: _Socket) -> None:
        self._peer = peer
        self._clock = clock
        self._socket = socket_
        self._closing = threading.Event()
        self._bell, self._ring = os.pipe()
        os.set_blocking(self._ring, False)
        peer.listen(self._wake)
        self._thread = threading.Thread(target=self._serve, name="simulated line", daemon=True)
        self._thread.start()

    def close(self) -> None:
        if self._closing.is_set():
            return
        self._closing.set()
        self._wake()
        self._thread.join()
        self._peer.listen(lambda: None)
        self._socket.close()
        os.close(self._bell)
        os.close(self._ring)

    def _wake(self) -> None:
        with contextlib.suppress(BlockingIOError):  # the bell is ringing already
            os.write(self._ring, b"!")

    def _serve(self) -> None:
        while not self._closing.is_set():
            if not self._plugged_in():
                self._socket.hang_up()
                self._closing.wait(_LOOK_AGAIN_S)
                continue
            host = self._socket.connect()
            if host is None:
                self._closing.wait(_LOOK_AGAIN_S)
                continue
            with contextlib.suppress(TransportLost, OSError):
                self._carry(host)
            self._socket.hang_up()

    def _plugged_in(self) -> bool:
        try:
            self._peer.receive(b"", self._clock.monotonic_s())
        except TransportLost:
            return False
        return True

    def _carry(self, host: int) -> None:
        with selectors.DefaultSelector() as selector:
            selector.register(host, selectors.EVENT_READ)
            selector.register(self._bell, selectors.EVENT_READ)
            while not self._closing.is_set():
                ready = {key.fd for key, _ in selector.select(self._wait_s())}
                if self._bell in ready:
                    os.read(self._bell, 4096)
                if host in ready:
                    data = os.read(host, 4096)
                    if not data:
                        return
                    self._peer.receive(data, self._clock.monotonic_s())
                _write_all(host, self._peer.due(self._clock.monotonic_s()))

    def _wait_s(self) -> float | None:
        """Real seconds; short, because the device's clock may run faster than the world."""
        due_s = self._peer.next_due_s()
        return None if due_s is None else min(_PACE_S, max(0.0, due_s - self._clock.monotonic_s()))


class _PtySocket:
    """A pty whose name stays the same when the device is plugged in again, as /dev/serial/by-id does."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="kiosk-line-")
        self.path = Path(self._folder.name) / "port"
        self._ends: tuple[int, int] | None = None
        self.connect()

    def connect(self) -> int:
        if self._ends is None:
            device_end, host_end = os.openpty()
            tty.setraw(host_end)
            # The host's end stays open here too, so that the line outlives a host that closes it.
            self._ends = (device_end, host_end)
            self.path.symlink_to(os.ttyname(host_end))
        return self._ends[0]

    def hang_up(self) -> None:
        if self._ends is not None:
            self.path.unlink()
            for end in self._ends:
                os.close(end)
            self._ends = None

    def close(self) -> None:
        self.hang_up()
        self._folder.cleanup()


class _TcpSocket:
    def __init__(self, port: int) -> None:
        self._listener = socket.create_server(("127.0.0.1", port))
        self._listener.setblocking(False)
        self._host: socket.socket | None = None
        self.url = f"socket://127.0.0.1:{self._listener.getsockname()[1]}"

    def connect(self) -> int | None:
        with contextlib.suppress(BlockingIOError):
            self._host, _ = self._listener.accept()
            self._host.setblocking(True)
        return None if self._host is None else self._host.fileno()

    def hang_up(self) -> None:
        if self._host is not None:
            self._host.close()
            self._host = None

    def close(self) -> None:
        self.hang_up()
        self._listener.close()


def serve_pty(peer: SimulatedPeer, clock: DeviceClock) -> tuple[str, LineServer]:
    """Serve `peer` on a pty: the path to open, and the server to close."""
    socket_ = _PtySocket()
    return str(socket_.path), LineServer(peer, clock, socket_)


def serve_tcp(peer: SimulatedPeer, clock: DeviceClock, port: int = 0) -> tuple[str, LineServer]:
    """Serve `peer` to one host at a time on a loopback port (0: any free one); the URL and the server."""
    socket_ = _TcpSocket(port)
    return socket_.url, LineServer(peer, clock, socket_)


def _write_all(host: int, data: bytes) -> None:
    while data:
        data = data[os.write(host, data) :]
