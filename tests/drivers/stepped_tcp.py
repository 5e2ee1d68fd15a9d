"""A simulated device behind a real TCP connection, stepped in one thread on a fake clock."""

import contextlib
import socket
import threading

from drivers.clock import DeviceClock
from drivers.transport import (
    SerialSettings,
    SimulatedPeer,
    Transport,
    TransportLost,
    TransportRefused,
    open_transport,
)

_CARRIED_S = 2.0
"""Real seconds the kernel may take to carry bytes over the loopback."""


class SteppedTcp:
    """Bytes go through the kernel; time is the clock's. An unplugged device closes the connection."""

    def __init__(self, peer: SimulatedPeer, clock: DeviceClock) -> None:
        self._peer = peer
        self._clock = clock
        self._woken = threading.Event()
        peer.listen(self._woken.set)
        try:
            peer.receive(b"", clock.monotonic_s())
        except TransportLost as unplugged:
            raise TransportRefused(str(unplugged)) from unplugged
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
            self._line: Transport = open_transport(f"socket://127.0.0.1:{port}", SerialSettings())
            self._device_end, _ = server.accept()
        self._device_end.settimeout(_CARRIED_S)

    def read(self, timeout_s: float) -> bytes:
        deadline_s = self._clock.monotonic_s() + timeout_s
        while True:
            self._woken.clear()
            now_s = self._clock.monotonic_s()
            if data := self._device_says(now_s):
                return data
            if now_s >= deadline_s:
                return b""
            due_s = self._peer.next_due_s()
            self._clock.wait(self._woken, (deadline_s if due_s is None else min(deadline_s, due_s)) - now_s)

    def write(self, data: bytes) -> None:
        self._line.write(data)
        arrived = b""
        with contextlib.suppress(OSError):
            while len(arrived) < len(data) and (piece := self._device_end.recv(65_536)):
                arrived += piece
        try:
            self._peer.receive(arrived, self._clock.monotonic_s())
        except TransportLost:
            self._device_end.close()

    def drain(self) -> None:
        self._device_says(self._clock.monotonic_s())
        self._line.drain()

    def button_pressed(self) -> bool:
        return False

    def close(self) -> None:
        self._device_end.close()
        self._line.close()

    def _device_says(self, now_s: float) -> bytes:
        try:
            data = self._peer.due(now_s)
        except TransportLost:
            self._device_end.close()
            return self._line.read(_CARRIED_S)
        with contextlib.suppress(OSError):
            self._device_end.sendall(data)
        arrived = b""
        while len(arrived) < len(data):
            arrived += self._line.read(_CARRIED_S)
        return arrived
