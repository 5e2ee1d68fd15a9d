"""A simulated device behind a real pty and real pyserial, stepped in one thread on a fake clock."""

import os
import threading
import tty

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
"""Real seconds the kernel may take to carry bytes from one end of a pty to the other."""


class SteppedPty:
    """Bytes go through the kernel; time is the clock's."""

    def __init__(self, peer: SimulatedPeer, clock: DeviceClock) -> None:
        self._peer = peer
        self._clock = clock
        self._woken = threading.Event()
        peer.listen(self._woken.set)
        try:
            peer.receive(b"", clock.monotonic_s())
        except TransportLost as unplugged:
            raise TransportRefused(str(unplugged)) from unplugged
        self._device_end, host_end = os.openpty()
        tty.setraw(host_end)
        self._line: Transport = open_transport(os.ttyname(host_end), SerialSettings())
        os.close(host_end)

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
        while len(arrived) < len(data):
            arrived += os.read(self._device_end, 4096)
        try:
            self._peer.receive(arrived, self._clock.monotonic_s())
        except TransportLost:
            self._hang_up()

    def drain(self) -> None:
        self._device_says(self._clock.monotonic_s())
        self._line.drain()

    def button_pressed(self) -> bool:
        return self._peer.button_pressed()

    def close(self) -> None:
        self._line.close()
        if self._device_end >= 0:
            os.close(self._device_end)
            self._device_end = -1

    def _device_says(self, now_s: float) -> bytes:
        try:
            data = self._peer.due(now_s)
        except TransportLost:
            self._hang_up()
            return self._line.read(_CARRIED_S)
        os.write(self._device_end, data)
        arrived = b""
        while len(arrived) < len(data):
            arrived += self._line.read(_CARRIED_S)
        return arrived

    def _hang_up(self) -> None:
        if self._device_end >= 0:
            os.close(self._device_end)
            self._device_end = -1
